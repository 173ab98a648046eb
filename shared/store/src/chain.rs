//! The hash chain: what makes a change to a record's past visible.

use std::sync::Arc;

use crate::{Hash32, Log, LogId, Newest, Position, READ_RECORDS_MAX, ReadError, Record};

/// What is wrong with a record.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ChainFault {
    /// The stored bytes are not a record.
    #[error("its bytes are not a record")]
    Unreadable(#[source] Arc<serde_json::Error>),
    /// Nothing stands in its place.
    #[error("it is missing")]
    Missing,
    /// The record of another place stands in its place.
    #[error("a record with position {found} stands in its place")]
    Misplaced {
        /// The position that was found there.
        found: Position,
    },
    /// It does not name the hash of the record before.
    #[error("it does not follow the record before it")]
    Unlinked,
    /// Its content is not what its hash was made of.
    #[error("its content does not match its hash")]
    Altered,
}

/// What a full check found to be in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many records were checked.
    pub records: u64,
    /// The last of them; `None` for an empty log.
    pub newest: Option<Newest>,
}

/// What a full check found.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The first record that does not fit.
    #[error(
        "record {position} of log {log} is not as it was stored; the records before it are in order"
    )]
    Bad {
        /// The log.
        log: LogId,
        /// The first bad position.
        position: Position,
        /// What is wrong with it.
        #[source]
        fault: ChainFault,
    },
    /// The log could not be read to its end.
    #[error("the log could not be read")]
    Read(#[source] ReadError),
}

/// Checks a log from its first record to its last, and shows each good record to `visit`.
///
/// Reads in pages, so it runs beside appends; what is appended meanwhile is checked too.
///
/// # Errors
/// [`VerifyError::Bad`] with the first bad position, or [`VerifyError::Read`].
pub async fn verify(
    store: &dyn Log,
    log: &LogId,
    mut visit: impl FnMut(&Record) + Send,
) -> Result<Verified, VerifyError> {
    let mut chain = Chain::from_start(log.clone());
    loop {
        let next = chain.newest().position.next();
        let page = store.read(log, next, READ_RECORDS_MAX).await;
        if !walk(&mut chain, log, page, &mut visit)? {
            return Ok(chain.verified());
        }
    }
}

/// Checks the next page of a log; answers whether there may be more.
pub(crate) fn walk(
    chain: &mut Chain,
    log: &LogId,
    page: Result<Vec<Record>, ReadError>,
    visit: &mut impl FnMut(&Record),
) -> Result<bool, VerifyError> {
    let page = page.map_err(|error| match error {
        ReadError::Damaged {
            log,
            position,
            fault,
        } => VerifyError::Bad {
            log,
            position,
            fault,
        },
        error @ (ReadError::Stopped | ReadError::Failed(_)) => VerifyError::Read(error),
    })?;
    for record in &page {
        chain.check(record).map_err(|fault| VerifyError::Bad {
            log: log.clone(),
            position: chain.newest().position.next(),
            fault,
        })?;
        visit(record);
    }
    Ok(!page.is_empty())
}

/// A walk along a log that checks each record against the one before.
#[derive(Debug)]
pub(crate) struct Chain {
    log: LogId,
    /// The last record found in order.
    newest: Newest,
}

impl Chain {
    /// A walk that begins with the first record.
    pub(crate) const fn from_start(log: LogId) -> Self {
        Self::after(
            log,
            Newest {
                position: Position::START,
                hash: Hash32::ZERO,
            },
        )
    }

    /// A walk that trusts `newest` and begins with the record after it.
    pub(crate) const fn after(log: LogId, newest: Newest) -> Self {
        Self { log, newest }
    }

    /// The last record found in order; position 0 before any.
    pub(crate) const fn newest(&self) -> Newest {
        self.newest
    }

    /// What was found to be in order, when the walk began with the first record.
    pub(crate) fn verified(&self) -> Verified {
        let some = (self.newest.position > Position::START).then_some(self.newest);
        Verified {
            records: self.newest.position.0,
            newest: some,
        }
    }

    /// Checks the next record and goes on to it.
    pub(crate) fn check(&mut self, record: &Record) -> Result<(), ChainFault> {
        if record.position != self.newest.position.next() {
            return Err(ChainFault::Misplaced {
                found: record.position,
            });
        }
        if record.previous != self.newest.hash {
            return Err(ChainFault::Unlinked);
        }
        if record.expected_hash(&self.log) != record.hash {
            return Err(ChainFault::Altered);
        }
        self.newest = Newest {
            position: record.position,
            hash: record.hash,
        };
        Ok(())
    }
}
