//! Bringing the published state up to the end of the log.

use domain::Stamp;
use store::{CommandId, LogId, Position, READ_RECORDS_MAX, ReadError, Record};

use super::shared::Shared;
use crate::published::{EndedDay, Published};
use crate::record::RecordFacts;
use crate::seams::Store;

/// Why a site's log could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store could not be read.
    #[error("the log could not be read")]
    Read(#[from] ReadError),
    /// A record holds something that this release does not know.
    #[error("record {position} cannot be understood; a newer release may have written it")]
    Unreadable {
        /// Which.
        position: Position,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
}

/// What was found behind the published state.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// How many records.
    pub(super) records: u64,
    /// Days that ended in them, and the newest one if it is closed: they may not be kept yet.
    pub(super) ended_days: Vec<EndedDay>,
}

/// Applies the records behind the published state to it, to the end of the log.
pub(super) async fn catch_up(
    shared: &Shared,
    store: &dyn Store,
    log: &LogId,
) -> Result<Tail, LoadError> {
    let mut tail = Tail::default();
    loop {
        let from = shared.read(|published| published.position().next());
        let records = store.read(log, from, READ_RECORDS_MAX).await?;
        if records.is_empty() {
            tail.ended_days.extend(shared.read(Published::closed_day));
            return Ok(tail);
        }
        tail.records += records.len() as u64;
        let read: Vec<_> = records.iter().map(read_facts).collect::<Result<_, _>>()?;
        shared.publish(|published| {
            for (id, stamp, record) in read {
                let ended = published.apply(id, record.request, &stamp, &record.facts);
                tail.ended_days.extend(ended);
            }
        });
    }
}

fn read_facts(record: &Record) -> Result<(CommandId, Stamp, RecordFacts), LoadError> {
    let read: RecordFacts = record
        .body
        .parse()
        .map_err(|source| LoadError::Unreadable {
            position: record.position,
            source,
        })?;
    Ok((record.command_id, read.stamp(), read))
}
