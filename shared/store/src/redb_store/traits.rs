//! The store on disk as a [`Log`], as a [`Cache`] and in its own [`Care`]: writes go to the writer, reads beside it.

use std::sync::Arc;

use tokio::sync::watch;

use super::{
    Append, RedbStore,
    request::{self, Asked, Request, Write},
};
use crate::{
    Answer, AppendError, Cache, CacheError, Care, CareError, ClosedDay, CommandId, Compacted, Day,
    Log, LogId, NewRecord, Newest, Position, ReadError, Record, Snapshot, cache, log,
};

impl Log for RedbStore {
    fn append(
        &self,
        log: &LogId,
        expected: Position,
        records: Vec<NewRecord>,
    ) -> Answer<Result<Position, AppendError>> {
        let (inner, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            log::check(&records)?;
            let (asked, answer) = Asked::new();
            let append = Append {
                log,
                expected,
                records,
            };
            inner
                .writer
                .write(vec![Write::Append { append, asked }])
                .await;
            request::answered(answer).await
        })
    }

    fn read(
        &self,
        log: &LogId,
        from: Position,
        limit: usize,
    ) -> Answer<Result<Vec<Record>, ReadError>> {
        let log = log.clone();
        self.0.read(move |shared| shared.records(&log, from, limit))
    }

    fn newest(&self, log: &LogId) -> Answer<Result<Option<Newest>, ReadError>> {
        let (inner, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move { Ok(inner.shared.head(&log)?.map(|head| head.newest)) })
    }

    fn find(
        &self,
        log: &LogId,
        command_id: CommandId,
    ) -> Answer<Result<Option<Position>, ReadError>> {
        let log = log.clone();
        self.0.read(move |shared| shared.find(&log, command_id))
    }

    fn follow(&self, log: &LogId) -> watch::Receiver<Position> {
        self.0.shared.follow(log)
    }

    fn logs(&self) -> Answer<Result<Vec<LogId>, ReadError>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { inner.shared.logs() })
    }
}

impl Cache for RedbStore {
    fn put_snapshot(&self, log: &LogId, snapshot: Snapshot) -> Answer<Result<(), CacheError>> {
        if let Err(refusal) = cache::check_size(&snapshot.bytes) {
            return Box::pin(std::future::ready(Err(refusal)));
        }
        let log = log.clone();
        self.cache(move |asked| Write::Snapshot {
            log,
            snapshot,
            asked,
        })
    }

    fn snapshot(&self, log: &LogId) -> Answer<Result<Option<Snapshot>, ReadError>> {
        let log = log.clone();
        self.0.read(move |shared| shared.snapshot(&log))
    }

    fn put_day(&self, log: &LogId, day: ClosedDay) -> Answer<Result<(), CacheError>> {
        if let Err(refusal) = cache::check_size(&day.bytes) {
            return Box::pin(std::future::ready(Err(refusal)));
        }
        let log = log.clone();
        self.cache(move |asked| Write::Day { log, day, asked })
    }

    fn days(&self, log: &LogId, from: Day, to: Day) -> Answer<Result<Vec<ClosedDay>, ReadError>> {
        let log = log.clone();
        self.0.read(move |shared| shared.days(&log, from, to))
    }
}

impl Care for RedbStore {
    fn tidy(&self) -> Answer<Result<Option<Compacted>, CareError>> {
        self.care(Request::Tidy)
    }
}
