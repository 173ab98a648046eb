//! What can go wrong at a kiosk away from its hub.

use std::path::PathBuf;
use std::sync::Arc;

/// Why one of the kiosk's own files could not be kept or read back.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
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
    /// The file was altered.
    #[error("{path} is not what a pairing left behind; remove it and pair this kiosk again")]
    NotACredential {
        /// The file.
        path: PathBuf,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
}

/// Why something could not be written down. Nothing may be shown then.
#[derive(Debug, Clone, thiserror::Error)]
pub enum OutboxError {
    /// The disk did not take it, or it is not known whether it did.
    #[error("the kiosk's own store did not take it")]
    Store(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// An entry that this release does not know, or that was altered.
    #[error("entry {position} of the kiosk's own store cannot be read")]
    NotAnEntry {
        /// Which.
        position: u64,
        /// Where it differs.
        #[source]
        source: Arc<serde_json::Error>,
    },
}

/// Why there is no number.
#[derive(Debug, Clone, thiserror::Error)]
pub enum IssueError {
    /// The hub said no.
    #[error("the hub refused")]
    Refused(#[source] client::Error),
    /// The hub does not answer, and the kiosk cannot do this by itself.
    #[error("the hub does not answer, and the kiosk cannot do this alone")]
    Alone,
    /// The hub does not answer, and it is not the hour in which numbers are given.
    #[error("numbers of this service are not given at this hour")]
    Closed,
    /// It could not be written down.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// Why nothing was brought to the hub.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The hub was not reached or said no.
    #[error(transparent)]
    Hub(#[from] client::Error),
    /// What was written down cannot be read.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The series could not be kept.
    #[error(transparent)]
    Grant(#[from] CredentialError),
    /// The hub has other entries than this kiosk: somebody works with a copy of its data.
    #[error("this kiosk's data and the hub's do not match; it gets a series of its own")]
    Copied,
}

/// Why a file off a stick is of no use.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    /// It cannot be read.
    #[error("the file cannot be read")]
    Io(#[from] std::io::Error),
    /// A line that is none of ours.
    #[error("line {line} is not what a kiosk wrote")]
    Line {
        /// Which, from 1.
        line: usize,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
    /// It holds nothing at all.
    #[error("the file is empty")]
    Empty,
}
