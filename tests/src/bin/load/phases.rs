//! The phases of a run, one after the other, with a slice of the disk's own pace between them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use paihao_tests::{Served, memory_of};

use crate::calling::call_while_issuing;
use crate::figures::{Beside, Figures, MemoryMb, Pace, round};
use crate::hub::Hub;
use crate::issuing::issue;
use crate::{disk, group_commit};

/// As many as a large square gives in two days.
const ONE_CLIENT_TICKETS: u32 = 500;
const CLIENTS: u32 = 64;

/// Runs all phases on a new folder.
pub(crate) async fn run(folder: &Path, tickets: u32) -> Result<Figures> {
    let mut disk = Disk::new(folder)?;
    let (each, whole) = group_commit::run(folder).await?;
    let store_64_writers = disk.beside(Pace::of(each, whole))?;

    let data = folder.join("data");
    std::fs::create_dir(&data)?;
    let served = Served::start(&data)?;
    let hub = Arc::new(Hub::new(served.address, served.admin_token()?));
    let mut numbers = BTreeSet::new();
    let at_start = memory_mb(&served)?;

    disk.again()?;
    let issued = issue(&hub, "one", 1, ONE_CLIENT_TICKETS).await?;
    let issue_1_client = disk.beside(issued.pace(&mut numbers))?;
    let after_a_day = memory_mb(&served)?;

    let issued = issue(&hub, "many", CLIENTS, tickets).await?;
    let issue_64_clients = disk.beside(issued.pace(&mut numbers))?;

    let (called, issued) = call_while_issuing(&hub).await?;
    let calls = called
        .done
        .iter()
        .map(|(number, _)| number)
        .collect::<BTreeSet<_>>()
        .len();
    let each_ticket_called_once = calls == called.done.len();
    let issued_meanwhile = issued.pace(&mut numbers);
    let call_next_8_stations = disk.beside(called.pace(&mut BTreeSet::new()))?;

    let memory = memory_of(served.process()).context("no memory figures")?;
    Ok(Figures {
        disk: disk.all(),
        store_64_writers,
        issue_1_client,
        issue_64_clients,
        call_next_8_stations,
        issued_meanwhile,
        numbers_distinct_and_gap_free: numbers.iter().copied().eq(1..=numbers.len() as u32)
            && numbers.len() == hub.issued().await?,
        each_ticket_called_once,
        memory: MemoryMb {
            at_start,
            after_a_day,
            at_end: mb(memory.resident_bytes),
            peak: mb(memory.peak_bytes),
        },
    })
}

/// The disk's own pace around each phase.
struct Disk<'a> {
    folder: &'a Path,
    before: (Vec<Duration>, Duration),
    all: (Vec<Duration>, Duration),
}

impl<'a> Disk<'a> {
    fn new(folder: &'a Path) -> Result<Self> {
        let before = disk::slice(folder)?;
        Ok(Self {
            folder,
            all: before.clone(),
            before,
        })
    }

    /// A slice after a phase; together with the one before it stands beside the phase.
    fn beside(&mut self, measured: Pace) -> Result<Beside<Pace>> {
        let before = std::mem::take(&mut self.before);
        self.again()?;
        let each = [before.0, self.before.0.clone()].concat();
        let around = Pace::of(each, before.1 + self.before.1);
        let (disk_per_sec, disk_p50_ms) = (around.per_sec, around.p50_ms);
        Ok(Beside {
            measured,
            disk_per_sec,
            disk_p50_ms,
        })
    }

    fn again(&mut self) -> Result<()> {
        self.before = disk::slice(self.folder)?;
        self.all.0.extend(&self.before.0);
        self.all.1 += self.before.1;
        Ok(())
    }

    fn all(self) -> Pace {
        Pace::of(self.all.0, self.all.1)
    }
}

fn memory_mb(served: &Served) -> Result<f64> {
    let memory = memory_of(served.process()).context("no memory figures")?;
    Ok(mb(memory.resident_bytes))
}

fn mb(bytes: u64) -> f64 {
    round(bytes as f64 / 1e6)
}
