//! What can go wrong with what is kept of a person. No text here holds any of it.

use std::{io, path::PathBuf};

use crate::{Cause, KeyScope, LogId, ReadError, SubjectId};

/// Why a person was not kept, not read or not erased.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// More than is kept.
    #[error("too large: {bytes} bytes, at most {max} are kept of a person")]
    TooLarge {
        /// What was brought, in bytes.
        bytes: usize,
        /// What is kept at most, in bytes.
        max: usize,
    },
    /// The person would have two keys, and erasing with the one leave what the other opens.
    #[error("person {subject} is kept {}, and stays so until erased", .kept.words())]
    OtherScope {
        /// Who.
        subject: SubjectId,
        /// The scope of what is kept already.
        kept: KeyScope,
    },
    /// Something is there, and it is not what was put under this log and this id.
    #[error(
        "what is kept of person {subject} in log {log} was altered; restore a backup, or erase the person"
    )]
    Unreadable {
        /// In which log.
        log: LogId,
        /// Who.
        subject: SubjectId,
    },
    /// The file of a key is there, and holds no key.
    #[error("{} is not a key; put the file from the backup back, or erase the person", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The folder of the keys or a file in it cannot be used.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Without randomness nothing is sealed.
    #[error("the system gives no random bytes")]
    Random(#[source] io::Error),
    /// The store cannot be asked.
    #[error(transparent)]
    Store(#[from] ReadError),
    /// The disk failed, now or at an earlier write; the store has stopped.
    #[error("it is not known whether this was stored; the store must be opened again")]
    Unknown(#[source] Cause),
    /// The store was closed on purpose.
    #[error("the store was closed and must be opened again")]
    Stopped,
}

impl VaultError {
    /// Whether trying again can help, once the store was opened again or the disk has room.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Store(error) => error.is_retryable(),
            Self::Io { .. } | Self::Random(_) | Self::Unknown(_) | Self::Stopped => true,
            Self::TooLarge { .. }
            | Self::OtherScope { .. }
            | Self::Unreadable { .. }
            | Self::NotAKey { .. } => false,
        }
    }
}

impl KeyScope {
    const fn words(self) -> &'static str {
        match self {
            Self::Day(_) => "with a service day",
            Self::Subject => "on its own",
        }
    }
}
