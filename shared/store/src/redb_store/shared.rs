//! What readers and the writer share, and the reading itself.

use std::{
    collections::BTreeMap,
    sync::{
        PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
};

use redb::{Database, ReadTransaction, ReadableDatabase};
use tokio::sync::watch;

use super::{
    persons,
    reading::{self, failed},
    request::Failure,
};
use crate::{
    CareError, Cause, ClosedDay, CommandId, Day, LogId, Newest, Position, ReadError, Record,
    Snapshot, SubjectId, watchers::Watchers,
};

/// Where a log stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// The log's number in the keys.
    pub(super) number: u64,
    /// Its last durable record.
    pub(super) newest: Newest,
}

pub(super) type Heads = BTreeMap<LogId, Head>;

/// What readers and the writer share.
pub(super) struct Shared {
    /// Read-locked for every transaction, write-locked to compact and to close; empty once closed.
    database: RwLock<Option<Database>>,
    /// Changed by the writer after a commit.
    heads: RwLock<Heads>,
    watchers: Watchers,
    /// Set by the writer when a commit failed, and never again.
    failure: watch::Sender<Option<Cause>>,
    /// Set by the writer when it closes the file, so that nobody has to wait for the lock to see.
    closed: AtomicBool,
}

impl Shared {
    pub(super) fn new(database: Database, heads: Heads) -> Self {
        Self {
            database: RwLock::new(Some(database)),
            heads: RwLock::new(heads),
            watchers: Watchers::default(),
            failure: watch::Sender::new(None),
            closed: AtomicBool::new(false),
        }
    }

    pub(super) fn database(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.database.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what needs the database for itself alone, once running reads have ended.
    pub(super) fn alone<T>(&self, f: impl FnOnce(&mut Option<Database>) -> T) -> T {
        f(&mut self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn heads(&self) -> RwLockReadGuard<'_, Heads> {
        self.heads.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes durable positions visible, then tells the followers.
    pub(super) fn publish(&self, changed: &Heads) {
        let mut heads = self.heads.write().unwrap_or_else(PoisonError::into_inner);
        heads.extend(changed.iter().map(|(log, head)| (log.clone(), *head)));
        drop(heads);
        for (log, head) in changed {
            self.watchers.publish(log, head.newest.position);
        }
    }

    /// Why a commit failed, if one did.
    pub(super) fn failure(&self) -> Option<Cause> {
        self.failure.borrow().clone()
    }

    /// Holds the cause as soon as a commit has failed.
    pub(super) fn failing(&self) -> watch::Receiver<Option<Cause>> {
        self.failure.subscribe()
    }

    /// Notes that nothing is confirmed any more, and tells everybody who waits for news.
    pub(super) fn fail(&self, cause: Cause) {
        self.failure.send_if_modified(|failure| {
            let is_first = failure.is_none();
            failure.get_or_insert(cause);
            is_first
        });
        self.watchers.end();
    }

    /// What to answer to whoever wants to care for the file once the store has stopped.
    pub(super) fn stopped(&self) -> CareError {
        self.failure().map_or(CareError::Stopped, CareError::Failed)
    }

    /// What to answer to a write that was not tried.
    pub(super) fn not_tried(&self) -> Failure {
        self.failure().map_or(Failure::Stopped, Failure::InDoubt)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(super) fn set_closed(&self) {
        self.closed.store(true, Ordering::Release);
        self.watchers.end();
    }

    pub(super) fn head(&self, log: &LogId) -> Result<Option<Head>, ReadError> {
        if self.is_closed() {
            return Err(ReadError::Stopped);
        }
        Ok(self.heads().get(log).copied())
    }

    pub(super) fn logs(&self) -> Result<Vec<LogId>, ReadError> {
        if self.is_closed() {
            return Err(ReadError::Stopped);
        }
        Ok(self.heads().keys().cloned().collect())
    }

    pub(super) fn follow(&self, log: &LogId) -> watch::Receiver<Position> {
        let newest = || {
            self.heads()
                .get(log)
                .map_or(Position::START, |head| head.newest.position)
        };
        self.watchers.follow(log, newest)
    }

    pub(super) fn records(
        &self,
        log: &LogId,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Record>, ReadError> {
        self.of(log, |transaction, head| {
            reading::records(transaction, log, head, from, limit)
        })
    }

    pub(super) fn find(
        &self,
        log: &LogId,
        command_id: CommandId,
    ) -> Result<Option<Position>, ReadError> {
        self.of(log, |transaction, head| {
            reading::find(transaction, head.number, command_id).map_err(failed)
        })
    }

    /// The kept snapshot, if it is of a record that the log holds.
    pub(super) fn snapshot(&self, log: &LogId) -> Result<Option<Snapshot>, ReadError> {
        self.of(log, |transaction, head| {
            let kept = reading::snapshot(transaction, head.number).map_err(failed)?;
            let Some(snapshot) = kept else {
                return Ok(None);
            };
            let at = reading::records(transaction, log, head, snapshot.position, 1)?;
            let fits = at
                .first()
                .is_some_and(|record| record.hash == snapshot.hash);
            Ok(fits.then_some(snapshot))
        })
    }

    pub(super) fn days(
        &self,
        log: &LogId,
        from: Day,
        to: Day,
    ) -> Result<Vec<ClosedDay>, ReadError> {
        self.of(log, |transaction, head| {
            reading::days(transaction, head.number, from, to).map_err(failed)
        })
    }

    /// The sealed bytes of a person.
    pub(super) fn person(&self, row: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        self.begun(|transaction| persons::person(transaction, row).map_err(failed))
    }

    /// The persons of a log after `after`, each with what its sealed bytes say of its scope.
    pub(super) fn persons(
        &self,
        log: &LogId,
        after: Option<SubjectId>,
    ) -> Result<Vec<persons::Row>, ReadError> {
        self.begun(|transaction| persons::persons(transaction, log, after).map_err(failed))
    }

    /// Reads something of a log that is there; one that does not exist has nothing.
    fn of<T: Default>(
        &self,
        log: &LogId,
        read: impl FnOnce(&ReadTransaction, Head) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let Some(head) = self.head(log)? else {
            return Ok(T::default());
        };
        self.begun(|transaction| read(transaction, head))
    }

    /// Reads in a short transaction, in which nothing waits for anybody.
    fn begun<T>(
        &self,
        read: impl FnOnce(&ReadTransaction) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if self.is_closed() {
            return Err(ReadError::Stopped);
        }
        let database = self.database();
        let database = database.as_ref().ok_or(ReadError::Stopped)?;
        let transaction = database.begin_read().map_err(failed)?;
        read(&transaction)
    }
}
