//! A kiosk's disk during which the power goes.

use std::sync::{Arc, Mutex};

use store::{
    Answer, AppendError, CommandId, Log, LogId, MemoryStore, NewRecord, Newest, Position,
    ReadError, Record,
};
use tokio::sync::{Notify, watch};

/// A log whose power fails now and then before, or right after, an entry is on it.
#[derive(Clone)]
pub(crate) struct Disk {
    kept: MemoryStore,
    luck: Arc<Mutex<fastrand::Rng>>,
    killed: Arc<Notify>,
    /// One in so many appends ends with the power.
    pub(crate) one_in: u32,
}

impl Disk {
    pub(crate) fn new(seed: u64, one_in: u32, killed: Arc<Notify>) -> Self {
        Self {
            kept: MemoryStore::new(),
            luck: Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))),
            killed,
            one_in,
        }
    }

    /// Everything written down in all lists.
    pub(crate) async fn all(&self) -> Vec<Record> {
        let mut all = Vec::new();
        for log in self.kept.logs().await.unwrap() {
            all.extend(self.kept.read(&log, Position(1), usize::MAX).await.unwrap());
        }
        all
    }
}

impl Log for Disk {
    fn append(
        &self,
        log: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Answer<Result<Position, AppendError>> {
        let (fails, lands) = {
            let mut luck = self.luck.lock().unwrap();
            (self.one_in > 0 && luck.u32(..self.one_in) == 0, luck.bool())
        };
        let appended = self.kept.append(log, expected, records);
        let killed = Arc::clone(&self.killed);
        Box::pin(async move {
            if !fails {
                return appended.await;
            }
            if lands {
                appended.await.unwrap();
            }
            killed.notify_one();
            std::future::pending().await
        })
    }

    fn read(
        &self,
        log: &LogId,
        from: Position,
        max: usize,
    ) -> Answer<Result<Vec<Record>, ReadError>> {
        self.kept.read(log, from, max)
    }

    fn newest(&self, log: &LogId) -> Answer<Result<Option<Newest>, ReadError>> {
        self.kept.newest(log)
    }

    fn find(&self, log: &LogId, id: CommandId) -> Answer<Result<Option<Position>, ReadError>> {
        self.kept.find(log, id)
    }

    fn follow(&self, log: &LogId) -> watch::Receiver<Position> {
        self.kept.follow(log)
    }

    fn logs(&self) -> Answer<Result<Vec<LogId>, ReadError>> {
        self.kept.logs()
    }
}
