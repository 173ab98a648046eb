//! What the store does on its own, without hub and HTTP.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use store::{Body, CommandId, Log, LogId, NewRecord, Position, RedbOptions, RedbStore};
use uuid::Uuid;

const WRITERS: usize = 64;
const RUN: Duration = Duration::from_secs(4);

/// 64 writers, each with a log of its own and one record at a time: how long each append took.
pub(crate) async fn run(folder: &Path) -> Result<(Vec<Duration>, Duration)> {
    let began = Instant::now();
    let options = RedbOptions::new(move || began.elapsed().as_millis() as u64);
    let store = Arc::new(RedbStore::open(folder.join("probe.redb"), &options)?);
    let began = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(Arc::clone(&store), writer, began + RUN)))
        .collect();
    let mut each = Vec::new();
    for writer in writers {
        each.extend(writer.await??);
    }
    Ok((each, began.elapsed()))
}

async fn write(store: Arc<RedbStore>, writer: usize, until: Instant) -> Result<Vec<Duration>> {
    let log = LogId::new(format!("site-{writer}"))?;
    let mut each = Vec::new();
    let mut newest = Position::START;
    while Instant::now() < until {
        let number = (writer * 1_000_000 + each.len()) as u128;
        // As large as an issued ticket with its answer.
        let body = Body::from_json(format!(
            "{{\"n\":{number},\"fact\":\"{}\"}}",
            "x".repeat(500)
        ))?;
        let record = NewRecord {
            command_id: CommandId(fresh_id(number)),
            body,
        };
        let began = Instant::now();
        newest = store.append(&log, newest, vec![record]).await?;
        each.push(began.elapsed());
    }
    Ok(each)
}

/// An id as a hub makes it for a command: the day, then what nobody can foresee. Ids in order would
/// spare the store most of its work.
fn fresh_id(number: u128) -> Uuid {
    const DAY: u128 = 739_681;
    // SplitMix64: as evenly spread as a hash, and the same in every run.
    let mut mixed = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    Uuid::from_u128(DAY << 96 | u128::from(mixed ^ (mixed >> 31)) << 32)
}
