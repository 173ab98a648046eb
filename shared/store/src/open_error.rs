//! Why a store does not open, in words for the person who must act.

use std::path::PathBuf;

use crate::{ChainFault, LogId, Position, ReadError};

/// Why a store could not be opened. The text says what was found and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another program has it open.
    #[error(
        "the store {path} is in use by {}; stop that program first, or talk to it over the network",
        .holder.as_deref().unwrap_or("another program")
    )]
    InUse {
        /// The store's file.
        path: PathBuf,
        /// What the other program said of itself when it opened the store.
        holder: Option<String>,
    },
    /// The file is something else.
    #[error("{path} is not a store; move it away, or restore a backup in its place")]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The bytes were altered since they were written.
    #[error("the store {path} is damaged; keep the file, and restore a backup in its place")]
    Damaged {
        /// The store's file.
        path: PathBuf,
        /// What redb found.
        #[source]
        source: redb::Error,
    },
    /// The last records do not fit together.
    #[error(
        "record {position} of log {log} does not fit the records before it; run verify to see all of it, and restore a backup"
    )]
    BrokenChain {
        /// The log.
        log: LogId,
        /// The first record that does not fit.
        position: Position,
        /// What is wrong with it.
        #[source]
        fault: ChainFault,
    },
    /// The file is older than what was last seen of it.
    #[error(
        "log {log} ends at record {found}, but record {known} was already stored: the file is older than the last one used here; put the newer file back, or confirm the older one with restore"
    )]
    Behind {
        /// The log.
        log: LogId,
        /// Where it ends now.
        found: Position,
        /// What was already stored.
        known: Position,
    },
    /// The file is gone, although it was used here before.
    #[error(
        "the store {path} is missing, although {records} records were stored in it: put the file back, or restore a backup; to begin anew with nothing, remove {note} on purpose"
    )]
    Missing {
        /// The store's file.
        path: PathBuf,
        /// The small file beside it that knows of the records.
        note: PathBuf,
        /// How many records it held at least, over all logs.
        records: u64,
    },
    /// The file has another past than what was last seen of it.
    #[error(
        "record {position} of log {log} is not the one that was stored here: the file comes from elsewhere; put the right file back, or confirm this one with restore"
    )]
    OtherPast {
        /// The log.
        log: LogId,
        /// The record that differs.
        position: Position,
    },
    /// A record that is needed for the checks cannot be read.
    #[error("the store {path} cannot be read; keep the file, and restore a backup in its place")]
    Unreadable {
        /// The store's file.
        path: PathBuf,
        /// What was found.
        #[source]
        source: ReadError,
    },
    /// A later release wrote it.
    #[error(
        "the store was written by a newer release (format {found}, this one reads up to {known}); install the newer release"
    )]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest format that this release reads.
        known: u32,
    },
    /// The folder or the file cannot be used.
    #[error("cannot {doing} {path}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Anything else that redb reports.
    #[error("the store {path} could not be opened")]
    Failed {
        /// The store's file.
        path: PathBuf,
        /// What redb said.
        #[source]
        source: redb::Error,
    },
}

impl OpenError {
    /// Whether trying again later can help without anybody doing something to the file.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::InUse { .. } | Self::Io { .. } | Self::Failed { .. } => true,
            Self::NotAStore { .. }
            | Self::Damaged { .. }
            | Self::BrokenChain { .. }
            | Self::Behind { .. }
            | Self::Missing { .. }
            | Self::OtherPast { .. }
            | Self::Unreadable { .. }
            | Self::Newer { .. } => false,
        }
    }
}
