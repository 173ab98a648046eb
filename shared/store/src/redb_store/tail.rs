//! Where each log of a file ends, and whether its last records fit together.

use redb::{ReadTransaction, ReadableTable};

use super::{
    reading::decode,
    tables::{self, LOGS, RECORDS, damaged, log_key, number, record_key},
};
use crate::{ChainFault, Hash32, LogId, Newest, Position, Record, chain::Chain};

/// How many of the last records of each log are checked when the store is opened. A crash can only
/// have touched the end; `verify` looks at all.
pub const TAIL_CHECKED_RECORDS: u64 = 1_000;

/// The logs of the file, with their numbers.
pub(super) fn numbers(transaction: &ReadTransaction) -> Result<Vec<(LogId, u64)>, redb::Error> {
    let logs = transaction.open_table(LOGS)?;
    let mut numbers = Vec::new();
    for row in ReadableTable::iter(&logs)? {
        let (name, value) = row?;
        let name = std::str::from_utf8(name.value())
            .ok()
            .and_then(|name| LogId::new(name).ok());
        let name = name.ok_or_else(|| damaged("a log has no proper name"))?;
        numbers.push((name, number(value.value())?));
    }
    Ok(numbers)
}

/// The position of a log's last record; none when it has none, which no release writes.
pub(super) fn last_position(
    transaction: &ReadTransaction,
    number: u64,
) -> Result<Option<Position>, redb::Error> {
    let records = transaction.open_table(RECORDS)?;
    let first = record_key(number, Position::FIRST);
    let last = record_key(number, Position(u64::MAX));
    let mut range = records.range(first.as_slice()..=last.as_slice())?;
    let Some(row) = range.next_back() else {
        return Ok(None);
    };
    let (key, _) = row?;
    let position = tables::number(&key.value()[log_key(number).len()..])?;
    Ok(Some(Position(position)))
}

/// Walks the last records of a log; the outer error is the file's, the inner one the chain's.
pub(super) fn check_tail(
    transaction: &ReadTransaction,
    log: &LogId,
    number: u64,
    last: Position,
) -> Result<Result<Newest, (Position, ChainFault)>, redb::Error> {
    let records = transaction.open_table(RECORDS)?;
    let first = Position(last.0.saturating_sub(TAIL_CHECKED_RECORDS - 1).max(1));
    let range = records
        .range(record_key(number, first).as_slice()..=record_key(number, last).as_slice())?;
    let mut chain: Option<Chain> = None;
    let mut position = first;
    for row in range {
        let (_, value) = row?;
        let checked = decode(value.value(), position).and_then(|record| {
            chain
                .get_or_insert_with(|| Chain::after(log.clone(), before(&record)))
                .check(&record)
        });
        if let Err(fault) = checked {
            return Ok(Err((position, fault)));
        }
        position = position.next();
    }
    let newest = chain.map(|chain| chain.newest());
    Ok(newest
        .filter(|newest| newest.position == last)
        .ok_or((position, ChainFault::Missing)))
}

/// What a walk that begins with `record` has to trust: the hash that it names, and for the first
/// record of a log that there is none before.
fn before(record: &Record) -> Newest {
    let position = Position(record.position.0 - 1);
    let hash = if position == Position::START {
        Hash32::ZERO
    } else {
        record.previous
    };
    Newest { position, hash }
}
