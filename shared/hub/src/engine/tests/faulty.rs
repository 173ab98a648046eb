//! A store in memory that fails as it is told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use store::{
    Answer, AppendError, Cache, CacheError, Care, CareError, ClosedDay, CommandId, Compacted, Day,
    Log, LogId, MemoryStore, NewRecord, Newest, Position, ReadError, Record, Snapshot,
};
use tokio::sync::{Semaphore, watch};

/// What happens to one append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is stored, but nobody is told.
    AnswerLost,
    /// It is not stored, and nobody knows.
    RequestLost,
    /// The store has stopped.
    Stopped,
}

/// The store. Clones share it.
#[derive(Clone)]
pub(super) struct FaultyStore {
    inner: MemoryStore,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    /// Nothing can be read.
    is_unreadable: Arc<AtomicBool>,
    /// The most records in one append.
    records_max: Arc<Mutex<usize>>,
    /// An append takes a permit and does not give it back.
    permits: Arc<Semaphore>,
    /// How many appends have come in.
    arrived: Arc<watch::Sender<u32>>,
    /// How many snapshots were kept.
    snapshots: Arc<watch::Sender<u32>>,
    /// How often a day was kept.
    days: Arc<Mutex<u32>>,
    /// After how many snapshots each tidying was asked for.
    tidied: Arc<watch::Sender<Vec<u32>>>,
    /// Positions that were read from.
    reads: Arc<Mutex<Vec<Position>>>,
}

impl FaultyStore {
    pub(super) fn new() -> Self {
        Self {
            inner: MemoryStore::new(),
            faults: Arc::default(),
            is_unreadable: Arc::default(),
            records_max: Arc::new(Mutex::new(usize::MAX)),
            permits: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
            arrived: Arc::new(watch::Sender::new(0)),
            snapshots: Arc::new(watch::Sender::new(0)),
            days: Arc::default(),
            tidied: Arc::default(),
            reads: Arc::default(),
        }
    }

    /// The next appends fail like this.
    pub(super) fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.lock().unwrap().extend(faults);
    }

    /// From now on nothing can be read, or everything again.
    pub(super) fn set_unreadable(&self, is_unreadable: bool) {
        self.is_unreadable.store(is_unreadable, Ordering::Relaxed);
    }

    /// Takes at most so many records in one append.
    pub(super) fn take_at_most(&self, records: usize) {
        *self.records_max.lock().unwrap() = records;
    }

    /// Appends wait from now on, until they are let through.
    pub(super) fn hold_appends(&self) {
        self.permits.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Lets so many appends through.
    pub(super) fn let_through(&self, appends: usize) {
        self.permits.add_permits(appends);
    }

    /// Ends when so many appends more have come in.
    pub(super) async fn appends_arrive(&self, count: u32) {
        let mut arrived = self.arrived.subscribe();
        let before = *arrived.borrow();
        arrived
            .wait_for(|arrived| *arrived >= before + count)
            .await
            .unwrap();
    }

    /// How often a day and how often a snapshot was kept.
    pub(super) fn kept(&self) -> (u32, u32) {
        (*self.days.lock().unwrap(), *self.snapshots.borrow())
    }

    /// Ends when so many snapshots were kept.
    pub(super) async fn snapshots_kept(&self, count: u32) {
        self.snapshots
            .subscribe()
            .wait_for(|kept| *kept >= count)
            .await
            .unwrap();
    }

    /// Ends when the file was tidied so often; answers after how many snapshots each time.
    pub(super) async fn tidied(&self, count: usize) -> Vec<u32> {
        let mut tidied = self.tidied.subscribe();
        let often = tidied.wait_for(|tidied| tidied.len() >= count).await;
        often.unwrap().clone()
    }

    /// From where records were read since the last call.
    pub(super) fn reads(&self) -> Vec<Position> {
        std::mem::take(&mut self.reads.lock().unwrap())
    }
}

impl Log for FaultyStore {
    fn append(
        &self,
        log: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Answer<Result<Position, AppendError>> {
        let (this, log) = (self.clone(), log.clone());
        Box::pin(async move {
            this.arrived.send_modify(|count| *count += 1);
            this.permits.acquire().await.unwrap().forget();
            let max = *this.records_max.lock().unwrap();
            if records.len() > max {
                let size = records.len();
                return Err(AppendError::TooLarge {
                    size,
                    max,
                    unit: "records",
                });
            }
            let fault = this.faults.lock().unwrap().pop_front();
            let unknown = || AppendError::Unknown(Arc::new(std::io::Error::other("planted")));
            match fault {
                None => this.inner.append(&log, expected, records).await,
                Some(Fault::AnswerLost) => {
                    this.inner.append(&log, expected, records).await?;
                    Err(unknown())
                }
                Some(Fault::RequestLost) => Err(unknown()),
                Some(Fault::Stopped) => Err(AppendError::Stopped),
            }
        })
    }

    fn read(
        &self,
        log: &LogId,
        from: Position,
        limit: usize,
    ) -> Answer<Result<Vec<Record>, ReadError>> {
        self.reads.lock().unwrap().push(from);
        if self.is_unreadable.load(Ordering::Relaxed) {
            return Box::pin(std::future::ready(Err(ReadError::Stopped)));
        }
        self.inner.read(log, from, limit)
    }

    fn newest(&self, log: &LogId) -> Answer<Result<Option<Newest>, ReadError>> {
        self.inner.newest(log)
    }

    fn find(
        &self,
        log: &LogId,
        command_id: CommandId,
    ) -> Answer<Result<Option<Position>, ReadError>> {
        self.inner.find(log, command_id)
    }

    fn follow(&self, log: &LogId) -> watch::Receiver<Position> {
        self.inner.follow(log)
    }

    fn logs(&self) -> Answer<Result<Vec<LogId>, ReadError>> {
        self.inner.logs()
    }
}

impl Care for FaultyStore {
    fn tidy(&self) -> Answer<Result<Option<Compacted>, CareError>> {
        let snapshots = *self.snapshots.borrow();
        self.tidied.send_modify(|tidied| tidied.push(snapshots));
        self.inner.tidy()
    }
}

impl Cache for FaultyStore {
    fn put_snapshot(&self, log: &LogId, snapshot: Snapshot) -> Answer<Result<(), CacheError>> {
        let (kept, snapshots) = (
            self.inner.put_snapshot(log, snapshot),
            self.snapshots.clone(),
        );
        Box::pin(async move {
            kept.await?;
            snapshots.send_modify(|count| *count += 1);
            Ok(())
        })
    }

    fn snapshot(&self, log: &LogId) -> Answer<Result<Option<Snapshot>, ReadError>> {
        self.inner.snapshot(log)
    }

    fn put_day(&self, log: &LogId, day: ClosedDay) -> Answer<Result<(), CacheError>> {
        *self.days.lock().unwrap() += 1;
        self.inner.put_day(log, day)
    }

    fn days(&self, log: &LogId, from: Day, to: Day) -> Answer<Result<Vec<ClosedDay>, ReadError>> {
        self.inner.days(log, from, to)
    }
}
