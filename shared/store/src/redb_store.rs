//! The store on disk: one redb file, one writer, group commit.
//!
//! An append is queued for the writer (`writer.rs`), which commits whatever is waiting in one
//! transaction (`committer.rs`); reads are short transactions beside it (`shared.rs`). Opening
//! (`open.rs`) refuses a file that is not what was stored here.

mod committer;
mod creation;
mod examination;
mod holder;
mod open;
mod options;
mod persons;
mod reading;
mod request;
mod shared;
mod staging;
mod tables;
mod tail;
mod traits;
mod vault;
mod watermark;
mod writer;

use std::{path::Path, sync::Arc};

use redb::StorageBackend;
use tokio::sync::oneshot;

pub use committer::{Compacted, Usage};
pub use examination::Examination;
pub use options::{RedbOptions, Writing};
pub use tail::TAIL_CHECKED_RECORDS;
pub use vault::RedbVault;

use request::{Asked, Failure, Request, Write};
use shared::Shared;
use vault::Turns;
use writer::Writer;

use crate::{
    Answer, AppendError, CacheError, CareError, Cause, LogId, NewRecord, OpenError, Position,
    ReadError, log,
};

/// Logs, snapshots and days in one redb file. Clones share it; it closes with the last of them.
///
/// Dropping the last of them waits until what is queued is committed; [`RedbStore::close`] does the
/// same without holding up a runtime.
#[derive(Clone)]
pub struct RedbStore(Arc<Inner>);

struct Inner {
    /// What readers need.
    shared: Arc<Shared>,
    /// The way to the only place that writes.
    writer: Writer,
    /// Whose turn it is to change the persons of a log.
    turns: Turns,
}

/// One append among several that are brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// To which log.
    pub log: LogId,
    /// Behind which record.
    pub expected: Position,
    /// What.
    pub records: Vec<NewRecord>,
}

impl RedbStore {
    /// Opens the store in the file `path`, which is created when it is not there; its folder must
    /// be. Reads the whole file once, so it takes up to a second for a million records.
    ///
    /// # Errors
    /// [`OpenError`], with what was found and what to do.
    pub fn open(path: impl AsRef<Path>, options: &RedbOptions) -> Result<Self, OpenError> {
        Self::start(open::from_path(path.as_ref(), options)?, options)
    }

    /// Opens the store on a disk of the caller's, such as a simulated one. There are no files
    /// beside it, so a file older than the last one used is not noticed.
    ///
    /// # Errors
    /// [`OpenError`], as for a file.
    pub fn on_backend(
        backend: impl StorageBackend,
        options: &RedbOptions,
    ) -> Result<Self, OpenError> {
        Self::start(open::from_backend(backend, options)?, options)
    }

    fn start(committer: committer::Committer, options: &RedbOptions) -> Result<Self, OpenError> {
        let shared = Arc::clone(committer.shared());
        let writer = Writer::start(committer, options.writing)?;
        Ok(Self(Arc::new(Inner {
            shared,
            writer,
            turns: Turns::default(),
        })))
    }

    /// Brings several appends to the writer together: they reach the disk in one transaction, or
    /// in few, each still on its own all or nothing. Answers stand in the order of the appends.
    pub fn append_each(&self, appends: Vec<Append>) -> Answer<Vec<Result<Position, AppendError>>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move {
            let mut writes = Vec::with_capacity(appends.len());
            let mut answers = Vec::with_capacity(appends.len());
            for append in appends {
                answers.push(match log::check(&append.records) {
                    Ok(()) => {
                        let (asked, answer) = Asked::new();
                        writes.push(Write::Append { append, asked });
                        Ok(answer)
                    }
                    Err(refusal) => Err(refusal),
                });
            }
            inner.writer.write(writes).await;
            let mut results = Vec::with_capacity(answers.len());
            for answer in answers {
                results.push(match answer {
                    Ok(answer) => request::answered(answer).await,
                    Err(refusal) => Err(refusal),
                });
            }
            results
        })
    }

    /// How large the file is and how much of it is payload.
    ///
    /// # Errors
    /// [`CareError`] when the store has stopped or stops over it.
    pub fn usage(&self) -> Answer<Result<Usage, CareError>> {
        self.care(Request::Usage)
    }

    /// Shrinks the file. Appends and reads wait meanwhile, so the time for it is after the day is
    /// closed, and only when [`Usage::is_bloated`].
    ///
    /// # Errors
    /// [`CareError`] when the store has stopped or stops over it.
    pub fn compact(&self) -> Answer<Result<Compacted, CareError>> {
        self.care(Request::Compact)
    }

    /// Ends when the store has failed, with the cause; never as long as it is sound, nor when it is
    /// closed in order. It does not keep the store open.
    ///
    /// After a failure nothing is confirmed any more: the owner closes the store, opens it again
    /// and reads what is there.
    pub fn failed(&self) -> Answer<Cause> {
        let mut failing = self.0.shared.failing();
        Box::pin(async move {
            if let Ok(failure) = failing.wait_for(Option::is_some).await
                && let Some(cause) = failure.clone()
            {
                return cause;
            }
            std::future::pending().await
        })
    }

    /// Why the store has failed, if it has: [`RedbStore::failed`], asked now.
    #[must_use]
    pub fn failure(&self) -> Option<Cause> {
        self.0.shared.failure()
    }

    /// Closes the file after what is queued already, also after a failure; it can be opened again
    /// as soon as this has answered. Later calls answer that the store stopped.
    ///
    /// # Errors
    /// [`CareError`] when it was closed or failed before, or the file could not be closed in order;
    /// nothing that was confirmed is lost by that.
    pub fn close(&self) -> Answer<Result<(), CareError>> {
        self.care(Request::Close)
    }

    fn care<T: Send + 'static>(
        &self,
        request: fn(oneshot::Sender<Result<T, CareError>>) -> Request,
    ) -> Answer<Result<T, CareError>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            inner.writer.care(request(reply)).await;
            answer.await.unwrap_or_else(|_| Err(inner.shared.stopped()))
        })
    }

    fn cache(
        &self,
        write: impl FnOnce(Asked<(), CacheError>) -> Write + Send + 'static,
    ) -> Answer<Result<(), CacheError>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { inner.ask(write).await })
    }
}

impl Inner {
    fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Shared) -> Result<T, ReadError> + Send + 'static,
    ) -> Answer<Result<T, ReadError>> {
        let reading = self.work(read);
        Box::pin(async move {
            let read = reading.await;
            read.unwrap_or_else(|cause| Err(ReadError::Failed(cause)))
        })
    }

    /// Works on a thread that may wait for the disk; on the caller's own when the store is driven
    /// inline or no runtime is there.
    fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> T + Send + 'static,
    ) -> Answer<Result<T, Cause>> {
        let shared = Arc::clone(&self.shared);
        let inline = self.writer.is_inline();
        Box::pin(async move {
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) if !inline => {
                    let working = runtime.spawn_blocking(move || work(&shared));
                    working.await.map_err(|error| Arc::new(error) as Cause)
                }
                Ok(_) | Err(_) => Ok(work(&shared)),
            }
        })
    }

    /// Brings one write to the writer and waits for its answer.
    async fn ask<E: From<Failure>>(
        &self,
        write: impl FnOnce(Asked<(), E>) -> Write,
    ) -> Result<(), E> {
        let (asked, answer) = Asked::new();
        self.writer.write(vec![write(asked)]).await;
        request::answered(answer).await
    }
}

impl std::fmt::Debug for RedbStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedbStore").finish_non_exhaustive()
    }
}
