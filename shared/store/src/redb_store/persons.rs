//! The rows of sealed persons, in one transaction.

use redb::{ReadTransaction, ReadableTable, WriteTransaction};
use uuid::Uuid;

use super::tables::{VAULT, damaged};
use crate::{
    KeyScope, LogId, SUBJECTS_MAX, SubjectId,
    vault::sealed::{self, log_prefix, row_key},
};

/// A person, and with what the key dies; none when the sealed bytes are no release's.
pub(super) type Row = (SubjectId, Option<KeyScope>);

/// The sealed bytes in a row.
pub(super) fn person(
    transaction: &ReadTransaction,
    row: &[u8],
) -> Result<Option<Vec<u8>>, redb::Error> {
    let Some(vault) = table(transaction)? else {
        return Ok(None);
    };
    let sealed = ReadableTable::get(&vault, row)?;
    Ok(sealed.map(|sealed| sealed.value().to_vec()))
}

/// The persons of a log after `after`, sorted; at most [`SUBJECTS_MAX`].
pub(super) fn persons(
    transaction: &ReadTransaction,
    log: &LogId,
    after: Option<SubjectId>,
) -> Result<Vec<Row>, redb::Error> {
    let Some(vault) = table(transaction)? else {
        return Ok(Vec::new());
    };
    let prefix = log_prefix(log);
    let first = row_key(log, after.unwrap_or(SubjectId(Uuid::nil())));
    let last = row_key(log, SubjectId(Uuid::max()));
    let mut persons = Vec::new();
    for row in vault.range(first.as_slice()..=last.as_slice())? {
        let (key, sealed) = row?;
        let id = Uuid::from_slice(&key.value()[prefix.len()..]);
        let subject = SubjectId(id.map_err(|_| damaged("a person has no proper id"))?);
        if after != Some(subject) {
            persons.push((subject, sealed::scope(sealed.value())));
        }
        if persons.len() == SUBJECTS_MAX {
            break;
        }
    }
    Ok(persons)
}

/// Puts sealed bytes in place of what is in a row.
pub(super) fn insert(
    transaction: &WriteTransaction,
    row: &[u8],
    sealed: &[u8],
) -> Result<(), redb::Error> {
    let mut vault = transaction.open_table(VAULT)?;
    vault.insert(row, sealed)?;
    Ok(())
}

/// Removes rows; returns whether one of them was there.
pub(super) fn remove(
    transaction: &WriteTransaction,
    rows: &[Vec<u8>],
) -> Result<bool, redb::Error> {
    let mut vault = transaction.open_table(VAULT)?;
    let mut is_changed = false;
    for row in rows {
        is_changed |= vault.remove(row.as_slice())?.is_some();
    }
    Ok(is_changed)
}

/// The table; none in a file that has kept nobody yet.
fn table(
    transaction: &ReadTransaction,
) -> Result<Option<redb::ReadOnlyTable<super::tables::Bytes, super::tables::Bytes>>, redb::Error> {
    match transaction.open_table(VAULT) {
        Ok(vault) => Ok(Some(vault)),
        Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
