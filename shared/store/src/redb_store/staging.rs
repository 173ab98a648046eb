//! One transaction in preparation: which writes it takes, which it refuses.

use redb::{ReadableTable, Table, WriteTransaction};

use super::{
    Append, persons,
    request::Write,
    shared::{Head, Heads},
    tables::{
        Bytes, COMMANDS, DAYS, LOGS, RECORDS, SNAPSHOTS, command_key, damaged, day_key, log_key,
        number, record_key,
    },
};
use crate::{
    AppendError, CacheError, ClosedDay, Hash32, LogId, NewRecord, Newest, Position, Record,
    Snapshot,
};

/// A transaction in preparation. Later writes see earlier ones; the disk sees all or nothing.
pub(super) struct Staging<'t> {
    transaction: &'t WriteTransaction,
    records: Table<'t, Bytes, Bytes>,
    commands: Table<'t, Bytes, Bytes>,
    /// Where the logs stand on disk.
    durable: &'t Heads,
    /// Where the logs stand that this transaction changes.
    changed: Heads,
    /// The number of the next log that begins to exist.
    next_number: u64,
    /// Whether there is anything to commit.
    is_dirty: bool,
}

/// What a transaction will have changed once it is durable.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) changed: Heads,
    pub(super) next_number: u64,
    pub(super) is_dirty: bool,
}

impl<'t> Staging<'t> {
    pub(super) fn new(
        transaction: &'t WriteTransaction,
        durable: &'t Heads,
        next_number: u64,
    ) -> Result<Self, redb::Error> {
        Ok(Self {
            transaction,
            records: transaction.open_table(RECORDS)?,
            commands: transaction.open_table(COMMANDS)?,
            durable,
            changed: Heads::new(),
            next_number,
            is_dirty: false,
        })
    }

    /// Prepares one write and its answer. An error fails the whole transaction.
    pub(super) fn stage(&mut self, write: &mut Write) -> Result<(), redb::Error> {
        match write {
            Write::Append { append, asked } => asked.prepared = Some(self.append(append)?),
            Write::Snapshot {
                log,
                snapshot,
                asked,
            } => {
                asked.prepared = Some(self.snapshot(log, snapshot)?);
            }
            Write::Day { log, day, asked } => {
                asked.prepared = Some(self.day(log, day)?);
            }
            Write::Person { row, sealed, asked } => {
                persons::insert(self.transaction, row, sealed)?;
                self.is_dirty = true;
                asked.prepared = Some(Ok(()));
            }
            Write::Forget { rows, asked } => {
                self.is_dirty |= persons::remove(self.transaction, rows)?;
                asked.prepared = Some(Ok(()));
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Staged {
        let Self {
            changed,
            next_number,
            is_dirty,
            ..
        } = self;
        Staged {
            changed,
            next_number,
            is_dirty,
        }
    }

    /// Takes the records over, or refuses all of them. Every reason to refuse is looked at before
    /// the first record is written.
    fn append(
        &mut self,
        append: &mut Append,
    ) -> Result<Result<Position, AppendError>, redb::Error> {
        let Append {
            log,
            expected,
            records,
        } = append;
        let head = self.head(log);
        if let Some(head) = head
            && let Some(refusal) = self.repeated(head.number, records)?
        {
            return Ok(Err(refusal));
        }
        let newest = head.map_or(Position::START, |head| head.newest.position);
        if newest != *expected {
            return Ok(Err(AppendError::Conflict { newest }));
        }
        if records.is_empty() {
            return Ok(Ok(newest));
        }
        let mut head = match head {
            Some(head) => head,
            None => self.begin(log)?,
        };
        for new in std::mem::take(records) {
            let Newest { position, hash } = head.newest;
            let record = Record::link(log, position.next(), hash, new);
            self.insert(head.number, &record)?;
            head.newest = Newest {
                position: record.position,
                hash: record.hash,
            };
        }
        self.changed.insert(log.clone(), head);
        self.is_dirty = true;
        Ok(Ok(head.newest.position))
    }

    fn repeated(
        &self,
        log_number: u64,
        records: &[NewRecord],
    ) -> Result<Option<AppendError>, redb::Error> {
        for NewRecord { command_id, .. } in records {
            let key = command_key(log_number, *command_id);
            if let Some(position) = self.commands.get(key.as_slice())? {
                let position = Position(number(position.value())?);
                return Ok(Some(AppendError::Repeated {
                    command_id: *command_id,
                    position,
                }));
            }
        }
        Ok(None)
    }

    /// Gives a log its number.
    fn begin(&mut self, log: &LogId) -> Result<Head, redb::Error> {
        let head = Head {
            number: self.next_number,
            newest: Newest {
                position: Position::START,
                hash: Hash32::ZERO,
            },
        };
        let mut logs = self.transaction.open_table(LOGS)?;
        logs.insert(log.as_str().as_bytes(), log_key(head.number).as_slice())?;
        self.next_number += 1;
        Ok(head)
    }

    fn insert(&mut self, log_number: u64, record: &Record) -> Result<(), redb::Error> {
        let key = record_key(log_number, record.position);
        let replaced = self
            .records
            .insert(key.as_slice(), record.to_json().as_bytes())?;
        if replaced.is_some() {
            return Err(damaged("a record stands behind the newest one"));
        }
        drop(replaced);
        let key = command_key(log_number, record.command_id);
        self.commands
            .insert(key.as_slice(), record.position.0.to_be_bytes().as_slice())?;
        Ok(())
    }

    fn snapshot(
        &mut self,
        log: &LogId,
        snapshot: &Snapshot,
    ) -> Result<Result<(), CacheError>, redb::Error> {
        let Some(head) = self.head(log) else {
            return Ok(Err(CacheError::UnknownLog));
        };
        let newest = head.newest.position;
        if snapshot.position == Position::START || snapshot.position > newest {
            return Ok(Err(CacheError::NotInLog { newest }));
        }
        let Snapshot {
            position,
            hash,
            bytes,
        } = snapshot;
        let value = [position.0.to_be_bytes().as_slice(), &hash.0, bytes].concat();
        let mut snapshots = self.transaction.open_table(SNAPSHOTS)?;
        snapshots.insert(log_key(head.number).as_slice(), value.as_slice())?;
        self.is_dirty = true;
        Ok(Ok(()))
    }

    fn day(&mut self, log: &LogId, day: &ClosedDay) -> Result<Result<(), CacheError>, redb::Error> {
        let Some(head) = self.head(log) else {
            return Ok(Err(CacheError::UnknownLog));
        };
        let mut days = self.transaction.open_table(DAYS)?;
        days.insert(
            day_key(head.number, day.day).as_slice(),
            day.bytes.as_slice(),
        )?;
        self.is_dirty = true;
        Ok(Ok(()))
    }

    /// Where the log stands, with what this transaction adds.
    fn head(&self, log: &LogId) -> Option<Head> {
        self.changed
            .get(log)
            .or_else(|| self.durable.get(log))
            .copied()
    }
}
