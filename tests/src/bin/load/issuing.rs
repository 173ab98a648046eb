//! Clients that take tickets.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use crate::figures::Pace;
use crate::hub::{Hub, timed};

/// No phase goes on for longer, however slow the disk is.
pub(crate) const PHASE_MAX: Duration = Duration::from_secs(12);

/// What was done, ticket by ticket: the count of the number, and how long it took.
pub(crate) struct Done {
    pub(crate) done: Vec<(u32, Duration)>,
    pub(crate) whole: Duration,
}

impl Done {
    /// The pace, and the numbers into `numbers`.
    pub(crate) fn pace(self, numbers: &mut BTreeSet<u32>) -> Pace {
        numbers.extend(self.done.iter().map(|(number, _)| *number));
        Pace::of(
            self.done.into_iter().map(|(_, took)| took).collect(),
            self.whole,
        )
    }
}

/// So many clients at once, each on a connection of its own, each so many tickets.
pub(crate) async fn issue(hub: &Arc<Hub>, name: &str, clients: u32, tickets: u32) -> Result<Done> {
    let mut wires = Vec::new();
    for _ in 0..clients {
        wires.push(hub.wire().await?);
    }
    let began = Instant::now();
    let tasks = wires.into_iter().enumerate().map(|(client, mut wire)| {
        let (hub, name) = (Arc::clone(hub), format!("{name}-{client}"));
        tokio::spawn(async move {
            let mut done = Vec::new();
            while done.len() < tickets as usize && began.elapsed() < PHASE_MAX {
                let key = format!("{name}-{}", done.len());
                let ask = hub.post("tickets", &json!({"service": "haircut"}), &key);
                done.push(timed(&mut wire, &ask, 201).await?);
            }
            anyhow::Ok(done)
        })
    });
    let mut done = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        done.extend(task.await??);
    }
    Ok(Done {
        done,
        whole: began.elapsed(),
    })
}
