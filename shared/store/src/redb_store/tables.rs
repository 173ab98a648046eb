//! The layout of the file: plain byte tables with big-endian keys, so that any tool can read it
//! and key order is log order.

use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};

use crate::{CommandId, Day, Position};

pub(super) type Bytes = &'static [u8];

/// `format` → number of the layout (4 bytes).
pub(super) const META: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("meta");
/// Name of a log → its number (8 bytes). Numbers are given once and never reused.
pub(super) const LOGS: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("logs");
/// Number of the log and position (8 + 8 bytes) → the record as JSON.
pub(super) const RECORDS: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("records");
/// Command id and number of the log (16 + 8 bytes) → position (8 bytes). The id stands first: ids
/// begin with the time, so what all logs bring at one time lands on few pages, not on one per log.
pub(super) const COMMANDS: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("commands");
/// Number of the log → position (8 bytes), hash (32 bytes), snapshot.
pub(super) const SNAPSHOTS: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("snapshots");
/// Number of the log and day (8 + 4 bytes) → the day's rows.
pub(super) const DAYS: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("days");
/// Name of the log, a zero byte and id of the subject → a person's sealed bytes (`vault/sealed.rs`).
/// Made with its first row, so a file without it is in order.
pub(super) const VAULT: TableDefinition<'_, Bytes, Bytes> = TableDefinition::new("vault");

/// The layout that this release writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 1;
const FORMAT_KEY: &[u8] = b"format";

/// Makes the tables that every file has.
pub(super) fn create(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    for table in [LOGS, RECORDS, COMMANDS, SNAPSHOTS, DAYS] {
        transaction.open_table(table)?;
    }
    let mut meta = transaction.open_table(META)?;
    meta.insert(FORMAT_KEY, FORMAT.to_be_bytes().as_slice())?;
    Ok(())
}

/// The layout of the file; `None` when it is not a store.
pub(super) fn format(transaction: &ReadTransaction) -> Result<Option<u32>, redb::Error> {
    let meta = match transaction.open_table(META) {
        Ok(meta) => meta,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let value = ReadableTable::get(&meta, FORMAT_KEY)?;
    Ok(value
        .and_then(|value| value.value().try_into().ok())
        .map(u32::from_be_bytes))
}

/// The key of everything that a log has once, and the beginning of its other keys.
pub(super) const fn log_key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

pub(super) fn record_key(number: u64, position: Position) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&log_key(number));
    key[8..].copy_from_slice(&position.0.to_be_bytes());
    key
}

pub(super) fn command_key(number: u64, command_id: CommandId) -> [u8; 24] {
    let mut key = [0; 24];
    key[..16].copy_from_slice(command_id.0.as_bytes());
    key[16..].copy_from_slice(&log_key(number));
    key
}

pub(super) fn day_key(number: u64, day: Day) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&log_key(number));
    key[8..].copy_from_slice(&day.0.to_be_bytes());
    key
}

/// The eight bytes of a number; anything else is damage.
pub(super) fn number(bytes: &[u8]) -> Result<u64, redb::Error> {
    let bytes = bytes
        .try_into()
        .map_err(|_| damaged("a number has not eight bytes"))?;
    Ok(u64::from_be_bytes(bytes))
}

/// The file holds what no release writes.
pub(super) fn damaged(what: &str) -> redb::Error {
    redb::Error::Corrupted(what.to_owned())
}
