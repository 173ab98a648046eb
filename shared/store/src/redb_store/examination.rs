//! Looking at a file that may not be in order, from the first record to the last.

use std::path::Path;

use super::{
    RedbOptions,
    holder::Holder,
    open::{begin, differing, load_unchecked},
    shared::Shared,
};
use crate::{
    ChainFault, LogId, OpenError, READ_RECORDS_MAX, ReadError, Record, Snapshot, Verified,
    VerifyError,
    chain::{self, Chain},
};

/// A store's file, open to be looked at: it is refused only when it cannot be read at all, and
/// nothing can be written to its logs.
///
/// Everything happens on the caller's thread.
pub struct Examination {
    shared: Shared,
    differing: Vec<(LogId, OpenError)>,
    /// Says who has the file open, until it is dropped.
    _holder: Holder,
}

impl Examination {
    /// Opens the file `path`, which must be there.
    ///
    /// # Errors
    /// [`OpenError`] as for a store, but for what is wrong with single logs: that is found later.
    pub fn open(path: impl AsRef<Path>, options: &RedbOptions) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let (database, holder) = begin(path, options, false)?;
        let heads = load_unchecked(&database, path)?;
        let differing = differing(&database, &heads, path)?;
        Ok(Self {
            shared: Shared::new(database, heads),
            differing,
            _holder: holder,
        })
    }

    /// The logs in the file, sorted by name.
    #[must_use]
    pub fn logs(&self) -> Vec<LogId> {
        self.shared.heads().keys().cloned().collect()
    }

    /// The logs that are not what was noted beside the file, each with the reason for which the
    /// file is not used: it was exchanged, or its end is gone.
    #[must_use]
    pub fn differing(&self) -> &[(LogId, OpenError)] {
        &self.differing
    }

    /// The kept snapshot of a log, if it is of a record that the log holds.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read.
    pub fn snapshot(&self, log: &LogId) -> Result<Option<Snapshot>, ReadError> {
        self.shared.snapshot(log)
    }

    /// Checks a log from its first record to its last, and shows each good record to `visit`.
    ///
    /// # Errors
    /// [`VerifyError::Bad`] with the first bad position, or [`VerifyError::Read`].
    pub fn verify(
        &self,
        log: &LogId,
        mut visit: impl FnMut(&Record),
    ) -> Result<Verified, VerifyError> {
        let mut chain = Chain::from_start(log.clone());
        loop {
            let next = chain.newest().position.next();
            let page = self.shared.records(log, next, READ_RECORDS_MAX);
            if !chain::walk(&mut chain, log, page, &mut visit)? {
                break;
            }
        }
        let verified = chain.verified();
        if verified.newest.is_none() && self.shared.heads().contains_key(log) {
            return Err(VerifyError::Bad {
                log: log.clone(),
                position: chain.newest().position.next(),
                fault: ChainFault::Missing,
            });
        }
        Ok(verified)
    }
}

impl std::fmt::Debug for Examination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Examination").finish_non_exhaustive()
    }
}
