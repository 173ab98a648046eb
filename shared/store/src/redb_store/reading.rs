//! Reading the tables inside one short transaction.

use std::sync::Arc;

use redb::{AccessGuard, ReadTransaction, ReadableTable};

use super::{
    shared::Head,
    tables::{
        COMMANDS, DAYS, RECORDS, SNAPSHOTS, command_key, damaged, day_key, log_key, number,
        record_key,
    },
};
use crate::{
    ChainFault, ClosedDay, CommandId, DAYS_MAX, Day, Hash32, LogId, Position, READ_BYTES_MAX,
    READ_RECORDS_MAX, ReadError, Record, Snapshot,
};

/// The records from `from` on. Stops at the last *published* one, so that nobody sees a record
/// before `Shared::publish` has shown it.
pub(super) fn records(
    transaction: &ReadTransaction,
    log: &LogId,
    head: Head,
    from: Position,
    limit: usize,
) -> Result<Vec<Record>, ReadError> {
    let from = from.max(Position::FIRST);
    let until = head.newest.position;
    if from > until {
        return Ok(Vec::new());
    }
    let table = transaction.open_table(RECORDS).map_err(failed)?;
    let (first, last) = (
        record_key(head.number, from),
        record_key(head.number, until),
    );
    let range = table
        .range(first.as_slice()..=last.as_slice())
        .map_err(failed)?;
    let mut records = Vec::new();
    let mut bytes = 0;
    for row in range.take(limit.min(READ_RECORDS_MAX)) {
        let (_, value) = row.map_err(failed)?;
        let position = from.plus(records.len() as u64);
        let record = decode(value.value(), position).map_err(|fault| ReadError::Damaged {
            log: log.clone(),
            position,
            fault,
        })?;
        bytes += record.body.json().len();
        records.push(record);
        if bytes >= READ_BYTES_MAX {
            return Ok(records);
        }
    }
    let wanted = limit.min(READ_RECORDS_MAX) as u64;
    let present = records.len() as u64;
    if present < wanted.min(until.0 - from.0 + 1) {
        let (log, position) = (log.clone(), from.plus(present));
        return Err(ReadError::Damaged {
            log,
            position,
            fault: ChainFault::Missing,
        });
    }
    Ok(records)
}

/// The record that must stand at `position`.
pub(super) fn decode(json: &[u8], position: Position) -> Result<Record, ChainFault> {
    let record =
        Record::from_json(json).map_err(|error| ChainFault::Unreadable(Arc::new(error)))?;
    if record.position == position {
        Ok(record)
    } else {
        Err(ChainFault::Misplaced {
            found: record.position,
        })
    }
}

/// The position that the index names for a command.
pub(super) fn find(
    transaction: &ReadTransaction,
    log_number: u64,
    command_id: CommandId,
) -> Result<Option<Position>, redb::Error> {
    let commands = transaction.open_table(COMMANDS)?;
    let key = command_key(log_number, command_id);
    let found = ReadableTable::get(&commands, key.as_slice())?;
    found
        .map(|value| number(value.value()).map(Position))
        .transpose()
}

/// The kept snapshot, whether or not it fits the log.
pub(super) fn snapshot(
    transaction: &ReadTransaction,
    log_number: u64,
) -> Result<Option<Snapshot>, redb::Error> {
    let snapshots = transaction.open_table(SNAPSHOTS)?;
    let Some(value) = ReadableTable::get(&snapshots, log_key(log_number).as_slice())? else {
        return Ok(None);
    };
    let parts = value
        .value()
        .split_first_chunk::<8>()
        .and_then(|(position, rest)| {
            let (hash, bytes) = rest.split_first_chunk::<32>()?;
            Some((
                Position(u64::from_be_bytes(*position)),
                Hash32(*hash),
                bytes.to_vec(),
            ))
        });
    Ok(parts.map(|(position, hash, bytes)| Snapshot {
        position,
        hash,
        bytes,
    }))
}

/// The kept days of a range, oldest first.
pub(super) fn days(
    transaction: &ReadTransaction,
    log_number: u64,
    from: Day,
    to: Day,
) -> Result<Vec<ClosedDay>, redb::Error> {
    if from > to {
        return Ok(Vec::new());
    }
    let days = transaction.open_table(DAYS)?;
    let (from, to) = (day_key(log_number, from), day_key(log_number, to));
    let range = days.range(from.as_slice()..=to.as_slice())?;
    range.take(DAYS_MAX).map(|row| read_day(&row?)).collect()
}

fn read_day(
    (key, value): &(AccessGuard<'_, &[u8]>, AccessGuard<'_, &[u8]>),
) -> Result<ClosedDay, redb::Error> {
    let day = key
        .value()
        .last_chunk::<4>()
        .ok_or_else(|| damaged("a day has no date"))?;
    let day = Day(u32::from_be_bytes(*day));
    Ok(ClosedDay {
        day,
        bytes: value.value().to_vec(),
    })
}

pub(super) fn failed(error: impl Into<redb::Error>) -> ReadError {
    ReadError::Failed(Arc::new(error.into()))
}
