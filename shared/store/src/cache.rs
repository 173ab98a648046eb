//! What is derived from a log and kept to be quick: snapshots and closed days.

use serde::{Deserialize, Serialize};

use crate::{Answer, CacheError, Hash32, LogId, Position, ReadError};

/// The largest snapshot and the largest day, in bytes. The state of a site stays far below; a
/// larger one would hold up the appends that share the writer.
pub const SNAPSHOT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most days that one call returns: whoever wants years works on some while the next are read.
pub const DAYS_MAX: usize = 60;

/// A state computed from a log, up to a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last record that the state includes.
    pub position: Position,
    /// The hash of that record, so that a snapshot of another log's past is noticed.
    pub hash: Hash32,
    /// The state, in the caller's own encoding and with the caller's own version inside.
    pub bytes: Vec<u8>,
}

/// A calendar day, as days since 0001-01-01 where that day is 1 (`chrono`'s `num_days_from_ce`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub u32);

/// The rows of a closed service day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDay {
    /// Which day.
    pub day: Day,
    /// Its rows, in the caller's own encoding and with the caller's own version inside.
    pub bytes: Vec<u8>,
}

/// Derived data beside a log. All of it can be thrown away and computed again.
pub trait Cache: Send + Sync + 'static {
    /// Keeps a snapshot in place of the log's earlier one.
    ///
    /// # Errors
    /// [`CacheError`], such as a position that the log does not hold.
    fn put_snapshot(&self, log: &LogId, snapshot: Snapshot) -> Answer<Result<(), CacheError>>;

    /// The kept snapshot; `None` when there is none, or when it does not fit the log (its
    /// position is ahead of it, or the record there has another hash).
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    fn snapshot(&self, log: &LogId) -> Answer<Result<Option<Snapshot>, ReadError>>;

    /// Keeps the rows of a closed service day in place of what was kept for it.
    ///
    /// # Errors
    /// [`CacheError`], such as a log that holds nothing.
    fn put_day(&self, log: &LogId, day: ClosedDay) -> Answer<Result<(), CacheError>>;

    /// The kept days from `from` to `to`, both included, oldest first; at most [`DAYS_MAX`], so
    /// whoever wants more asks again from the day after the last.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    fn days(&self, log: &LogId, from: Day, to: Day) -> Answer<Result<Vec<ClosedDay>, ReadError>>;
}

/// Refuses what no store keeps.
pub(crate) const fn check_size(bytes: &[u8]) -> Result<(), CacheError> {
    if bytes.len() > SNAPSHOT_BYTES_MAX {
        return Err(CacheError::TooLarge {
            bytes: bytes.len(),
            max: SNAPSHOT_BYTES_MAX,
        });
    }
    Ok(())
}
