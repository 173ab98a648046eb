//! A store that forgets: for demonstrations and for tests. It behaves as the one on disk does.

mod persons;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::{
    Answer, AppendError, Cache, CacheError, Care, CareError, ClosedDay, CommandId, Compacted,
    DAYS_MAX, Day, Hash32, Log, LogId, NewRecord, Newest, Position, READ_BYTES_MAX,
    READ_RECORDS_MAX, ReadError, Record, Snapshot, cache::check_size, log, watchers::Watchers,
};
use persons::Persons;

/// A store in memory. Clones share their content.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    logs: Mutex<BTreeMap<LogId, MemoryLog>>,
    watchers: Watchers,
    /// Apart from the logs, because a person is put before the record that names it.
    persons: Persons,
}

/// One log and what is derived from it. It holds at least one record.
#[derive(Debug, Default)]
struct MemoryLog {
    /// Position `p` stands at index `p - 1`.
    records: Vec<Record>,
    commands: HashMap<CommandId, Position>,
    snapshot: Option<Snapshot>,
    days: BTreeMap<Day, Vec<u8>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Log for MemoryStore {
    fn append(
        &self,
        log: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Answer<Result<Position, AppendError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move { shared.append(&log, expected, records) })
    }

    fn read(
        &self,
        log: &LogId,
        from: Position,
        limit: usize,
    ) -> Answer<Result<Vec<Record>, ReadError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            Ok(shared
                .with(&log, |log| log.read(from, limit))
                .unwrap_or_default())
        })
    }

    fn newest(&self, log: &LogId) -> Answer<Result<Option<Newest>, ReadError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move { Ok(shared.with(&log, |log| log.newest())) })
    }

    fn find(
        &self,
        log: &LogId,
        command_id: CommandId,
    ) -> Answer<Result<Option<Position>, ReadError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            Ok(shared
                .with(&log, |log| log.commands.get(&command_id).copied())
                .flatten())
        })
    }

    fn follow(&self, log: &LogId) -> watch::Receiver<Position> {
        let newest = || {
            self.0
                .with(log, |log| log.newest().position)
                .unwrap_or(Position::START)
        };
        self.0.watchers.follow(log, newest)
    }

    fn logs(&self) -> Answer<Result<Vec<LogId>, ReadError>> {
        let shared = Arc::clone(&self.0);
        Box::pin(async move { Ok(shared.lock().keys().cloned().collect()) })
    }
}

impl Care for MemoryStore {
    fn tidy(&self) -> Answer<Result<Option<Compacted>, CareError>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

impl Cache for MemoryStore {
    fn put_snapshot(&self, log: &LogId, snapshot: Snapshot) -> Answer<Result<(), CacheError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            check_size(&snapshot.bytes)?;
            shared
                .with(&log, |log| log.put_snapshot(snapshot))
                .unwrap_or(Err(CacheError::UnknownLog))
        })
    }

    fn snapshot(&self, log: &LogId) -> Answer<Result<Option<Snapshot>, ReadError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move { Ok(shared.with(&log, |log| log.fitting_snapshot()).flatten()) })
    }

    fn put_day(&self, log: &LogId, day: ClosedDay) -> Answer<Result<(), CacheError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            check_size(&day.bytes)?;
            let kept = shared.with(&log, |log| log.days.insert(day.day, day.bytes));
            kept.map(|_| ()).ok_or(CacheError::UnknownLog)
        })
    }

    fn days(&self, log: &LogId, from: Day, to: Day) -> Answer<Result<Vec<ClosedDay>, ReadError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            Ok(shared
                .with(&log, |log| log.days(from, to))
                .unwrap_or_default())
        })
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<LogId, MemoryLog>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies `f` to a log that exists.
    fn with<T>(&self, log: &LogId, f: impl FnOnce(&mut MemoryLog) -> T) -> Option<T> {
        self.lock().get_mut(log).map(f)
    }

    fn append(
        &self,
        id: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Result<Position, AppendError> {
        log::check(&records)?;
        let mut logs = self.lock();
        let empty = MemoryLog::default();
        logs.get(id).unwrap_or(&empty).check(expected, &records)?;
        if records.is_empty() {
            return Ok(expected);
        }
        let kept = logs.entry(id.clone()).or_default();
        kept.append(id, records);
        let newest = kept.newest().position;
        drop(logs);
        self.watchers.publish(id, newest);
        Ok(newest)
    }
}

impl MemoryLog {
    fn newest(&self) -> Newest {
        self.records.last().map_or(
            Newest {
                position: Position::START,
                hash: Hash32::ZERO,
            },
            |record| Newest {
                position: record.position,
                hash: record.hash,
            },
        )
    }

    fn check(&self, expected: Position, records: &[NewRecord]) -> Result<(), AppendError> {
        for NewRecord { command_id, .. } in records {
            if let Some(&position) = self.commands.get(command_id) {
                return Err(AppendError::Repeated {
                    command_id: *command_id,
                    position,
                });
            }
        }
        let newest = self.newest().position;
        if newest == expected {
            Ok(())
        } else {
            Err(AppendError::Conflict { newest })
        }
    }

    fn append(&mut self, log: &LogId, records: Vec<NewRecord>) {
        for new in records {
            let Newest { position, hash } = self.newest();
            let record = Record::link(log, position.next(), hash, new);
            self.commands.insert(record.command_id, record.position);
            self.records.push(record);
        }
    }

    fn read(&self, from: Position, limit: usize) -> Vec<Record> {
        let mut bytes = 0;
        let skipped = usize::try_from(from.0.saturating_sub(1)).unwrap_or(usize::MAX);
        let mut records = Vec::new();
        for record in self
            .records
            .iter()
            .skip(skipped)
            .take(limit.min(READ_RECORDS_MAX))
        {
            bytes += record.body.json().len();
            records.push(record.clone());
            if bytes >= READ_BYTES_MAX {
                break;
            }
        }
        records
    }

    fn put_snapshot(&mut self, snapshot: Snapshot) -> Result<(), CacheError> {
        let newest = self.newest().position;
        if snapshot.position == Position::START || snapshot.position > newest {
            return Err(CacheError::NotInLog { newest });
        }
        self.snapshot = Some(snapshot);
        Ok(())
    }

    fn fitting_snapshot(&self) -> Option<Snapshot> {
        let snapshot = self.snapshot.as_ref()?;
        let record = self
            .records
            .get(usize::try_from(snapshot.position.0).ok()?.checked_sub(1)?)?;
        (record.hash == snapshot.hash).then(|| snapshot.clone())
    }

    fn days(&self, from: Day, to: Day) -> Vec<ClosedDay> {
        if from > to {
            return Vec::new();
        }
        let kept = self.days.range(from..=to).take(DAYS_MAX);
        kept.map(|(day, bytes)| ClosedDay {
            day: *day,
            bytes: bytes.clone(),
        })
        .collect()
    }
}
