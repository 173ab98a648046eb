//! The promise of a log, whatever keeps it.

use std::{collections::HashSet, future::Future, pin::Pin};

use tokio::sync::watch;

use crate::{AppendError, CommandId, Hash32, LogId, NewRecord, Position, ReadError, Record};

/// The largest body of one record, in bytes. A command's facts take hundreds; this bounds what one
/// caller can make the writer and every later reader carry.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The most records in one append. Whoever has more, such as a kiosk that was offline all morning,
/// appends in steps.
pub const APPEND_RECORDS_MAX: usize = 1_000;
/// The most bytes of bodies in one append.
pub const APPEND_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most records that one read returns, so that no read transaction stays open for long.
pub const READ_RECORDS_MAX: usize = 10_000;
/// A read ends after the record that brings it to this many bytes.
pub const READ_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A future that owns all it needs, so that traits which return it stay object-safe.
pub type Answer<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// The last record of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// Its position.
    pub position: Position,
    /// Its hash, which stands for everything before it.
    pub hash: Hash32,
}

/// Logs of records, each on its own: gap-free positions, a hash chain, one record per command.
///
/// Nobody may assume to be the only writer, nor an order between logs. A log begins to exist with
/// its first record.
pub trait Log: Send + Sync + 'static {
    /// Appends all `records` behind position `expected`, or none; answers the new newest position
    /// once they are durable.
    ///
    /// A repeated command is noticed before a wrong position. Dropping the future does not take
    /// the append back: its outcome is then unknown, as after [`AppendError::Unknown`].
    ///
    /// # Errors
    /// [`AppendError`]; after `Unknown`, `InDoubt` and `Stopped` the owner reopens the store and
    /// reads.
    fn append(
        &self,
        log: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Answer<Result<Position, AppendError>>;

    /// The records from position `from` on, oldest first, at most `limit`.
    ///
    /// May return fewer than asked ([`READ_RECORDS_MAX`], [`READ_BYTES_MAX`]), but returns nothing
    /// only when there is nothing from `from` on, or `limit` is 0.
    ///
    /// # Errors
    /// [`ReadError`]; it names the first record that cannot be read.
    fn read(
        &self,
        log: &LogId,
        from: Position,
        limit: usize,
    ) -> Answer<Result<Vec<Record>, ReadError>>;

    /// The last durable record of the log; `None` when it holds nothing.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    fn newest(&self, log: &LogId) -> Answer<Result<Option<Newest>, ReadError>>;

    /// The position of the record that a command led to.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    fn find(
        &self,
        log: &LogId,
        command_id: CommandId,
    ) -> Answer<Result<Option<Position>, ReadError>>;

    /// A receiver that holds the newest durable position and changes with it.
    ///
    /// Positions may be skipped, never invented: it never runs ahead of the disk. It ends when the
    /// store does, closed or failed: nothing will be stored any more.
    fn follow(&self, log: &LogId) -> watch::Receiver<Position>;

    /// The logs that hold at least one record, sorted by name.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    fn logs(&self) -> Answer<Result<Vec<LogId>, ReadError>>;
}

/// Refuses an append that no log takes, whatever it holds.
pub(crate) fn check(records: &[NewRecord]) -> Result<(), AppendError> {
    if records.len() > APPEND_RECORDS_MAX {
        let (size, max) = (records.len(), APPEND_RECORDS_MAX);
        return Err(AppendError::TooLarge {
            size,
            max,
            unit: "records",
        });
    }
    let mut seen = HashSet::with_capacity(records.len());
    let mut bytes = 0;
    for NewRecord { command_id, body } in records {
        bytes += body.json().len();
        for (size, max) in [
            (body.json().len(), BODY_BYTES_MAX),
            (bytes, APPEND_BYTES_MAX),
        ] {
            if size > max {
                return Err(AppendError::TooLarge {
                    size,
                    max,
                    unit: "bytes",
                });
            }
        }
        if !seen.insert(*command_id) {
            return Err(AppendError::TwiceInOne {
                command_id: *command_id,
            });
        }
    }
    Ok(())
}
