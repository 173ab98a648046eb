//! How writes become durable: a plain function, called by the writer's thread or inline.
//!
//! After a failed commit nothing is confirmed any more, because what reached the disk is not
//! known; the owner is told, closes the store, opens it again and reads what is there.

use std::{fs, path::PathBuf, sync::Arc};

use redb::{Database, WriteTransaction};
use tokio::sync::oneshot;

use super::{
    holder::Holder,
    request::{Failure, Request, Write},
    shared::Shared,
    staging::{Staged, Staging},
    watermark::Watermark,
};
use crate::{CareError, Cause};

/// How large the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The length of the file, in bytes; on a caller's own backend the pages in use.
    pub file_bytes: u64,
    /// The keys and values in it, in bytes.
    pub payload_bytes: u64,
}

impl Usage {
    /// Below this a file is not worth compacting: it is what an empty store takes.
    const SMALL_BYTES: u64 = 8 * 1024 * 1024;

    /// Whether compacting is worth its time: more than twice the payload, and not small anyway.
    #[must_use]
    pub const fn is_bloated(&self) -> bool {
        self.file_bytes > Self::SMALL_BYTES && self.file_bytes / 2 > self.payload_bytes
    }
}

/// What compacting did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// The length of the file before, in bytes.
    pub before_bytes: u64,
    /// The length of the file after, in bytes.
    pub after_bytes: u64,
}

/// The only one that writes to the file.
pub(super) struct Committer {
    shared: Arc<Shared>,
    /// The number of the next log that begins to exist.
    next_number: u64,
    /// What stands beside the file; `None` on a caller's own backend.
    beside: Option<Beside>,
}

/// The file of a store and the small files beside it.
pub(super) struct Beside {
    pub(super) path: PathBuf,
    pub(super) watermark: Watermark,
    /// Says who has the file open, until it is dropped.
    pub(super) _holder: Holder,
}

impl Committer {
    pub(super) const fn new(shared: Arc<Shared>, next_number: u64, beside: Option<Beside>) -> Self {
        Self {
            shared,
            next_number,
            beside,
        }
    }

    pub(super) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Commits the writes in one transaction and answers each, once that is durable.
    pub(super) fn commit(&mut self, mut writes: Vec<Write>) {
        let outcome = self.try_commit(&mut writes);
        if let Err(Failure::Unknown(cause)) = &outcome {
            tracing::error!(error = cause.as_ref(), "a commit failed: the store stops");
            self.shared.fail(Arc::clone(cause));
        }
        for write in writes {
            write.answer(&outcome);
        }
    }

    fn try_commit(&mut self, writes: &mut [Write]) -> Result<(), Failure> {
        let shared = Arc::clone(&self.shared);
        if shared.failure().is_some() {
            return Err(shared.not_tried());
        }
        let database = shared.database();
        let database = database.as_ref().ok_or(Failure::Stopped)?;
        let staged = self.transact(database, writes).map_err(unknown)?;
        self.next_number = staged.next_number;
        shared.publish(&staged.changed);
        if let Some(beside) = &mut self.beside {
            beside.watermark.rise(&shared.heads());
        }
        Ok(())
    }

    fn transact(&self, database: &Database, writes: &mut [Write]) -> Result<Staged, redb::Error> {
        let mut transaction = database.begin_write()?;
        transaction.set_two_phase_commit(true);
        let staged = self.stage(&transaction, writes)?;
        if staged.is_dirty {
            transaction.commit()?;
        } else {
            transaction.abort()?;
        }
        Ok(staged)
    }

    fn stage(
        &self,
        transaction: &WriteTransaction,
        writes: &mut [Write],
    ) -> Result<Staged, redb::Error> {
        let heads = self.shared.heads();
        let mut staging = Staging::new(transaction, &heads, self.next_number)?;
        for write in writes {
            staging.stage(write)?;
        }
        Ok(staging.finish())
    }

    /// Does what is not a write.
    pub(super) fn care(&mut self, request: Request) {
        match request {
            Request::Write(write) => self.commit(vec![write]),
            Request::Usage(reply) => send(reply, self.guarded(Self::usage)),
            Request::Tidy(reply) => send(reply, self.guarded(Self::tidy)),
            Request::Compact(reply) => send(reply, self.guarded(Self::compact)),
            Request::Close(reply) => send(reply, self.end()),
        }
    }

    /// Refuses after a failure; a new failure stops the store.
    fn guarded<T>(
        &mut self,
        work: fn(&mut Self) -> Result<T, redb::Error>,
    ) -> Result<T, CareError> {
        if self.shared.is_closed() || self.shared.failure().is_some() {
            return Err(self.shared.stopped());
        }
        work(self).map_err(|error| {
            let cause: Cause = Arc::new(error);
            self.shared.fail(Arc::clone(&cause));
            CareError::Failed(cause)
        })
    }

    fn usage(&mut self) -> Result<Usage, redb::Error> {
        let database = self.shared.database();
        let database = database.as_ref().ok_or(redb::Error::DatabaseClosed)?;
        let transaction = database.begin_write()?;
        let stats = transaction.stats()?;
        transaction.abort()?;
        let pages = stats.allocated_pages() * stats.page_size() as u64;
        Ok(Usage {
            file_bytes: self.file_bytes()?.unwrap_or(pages),
            payload_bytes: stats.stored_bytes(),
        })
    }

    /// The length of the file; none on a caller's own backend.
    fn file_bytes(&self) -> Result<Option<u64>, redb::Error> {
        let length = |beside: &Beside| fs::metadata(&beside.path).map(|meta| meta.len());
        self.beside
            .as_ref()
            .map(length)
            .transpose()
            .map_err(redb::Error::Io)
    }

    /// Compacts a bloated file. A small one is not even measured, which walks all of it.
    fn tidy(&mut self) -> Result<Option<Compacted>, redb::Error> {
        let is_small = self
            .file_bytes()?
            .is_some_and(|bytes| bytes <= Usage::SMALL_BYTES);
        if is_small || !self.usage()?.is_bloated() {
            return Ok(None);
        }
        self.compact().map(Some)
    }

    fn compact(&mut self) -> Result<Compacted, redb::Error> {
        let before_bytes = self.usage()?.file_bytes;
        self.shared.alone(|database| {
            let database = database.as_mut().ok_or(redb::Error::DatabaseClosed)?;
            database.compact().map_err(redb::Error::from)
        })?;
        Ok(Compacted {
            before_bytes,
            after_bytes: self.usage()?.file_bytes,
        })
    }

    /// Closes the file also after a failure, so that it can be opened again, and reports that then.
    fn end(&mut self) -> Result<(), CareError> {
        if self.shared.is_closed() {
            return Err(self.shared.stopped());
        }
        let closed = self.close();
        match (self.shared.failure(), closed) {
            (Some(cause), _) => Err(CareError::Failed(cause)),
            (None, Err(error)) => Err(CareError::Failed(Arc::new(error))),
            (None, Ok(())) => Ok(()),
        }
    }

    /// Closes the file. What was confirmed is durable before, whatever this says.
    fn close(&mut self) -> Result<(), redb::Error> {
        self.shared.set_closed();
        let database = self.shared.alone(Option::take);
        let mut beside = self.beside.take();
        if let Some(beside) = &mut beside {
            beside.watermark.write(&self.shared.heads());
        }
        // The file beside that names the holder goes last, with `beside`.
        database.map_or(Ok(()), |database| {
            database.close().map_err(redb::Error::from)
        })
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shared.fail(Arc::new(Panicked));
        }
        if !self.shared.is_closed()
            && let Err(error) = self.close()
        {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "closing the store failed"
            );
        }
    }
}

/// The cause when the writer itself broke.
#[derive(Debug, thiserror::Error)]
#[error("the thread that writes has panicked")]
struct Panicked;

fn send<T>(reply: oneshot::Sender<T>, answer: T) {
    // Whoever asked and no longer waits needs no answer.
    let _ = reply.send(answer);
}

fn unknown(error: redb::Error) -> Failure {
    Failure::Unknown(Arc::new(error))
}
