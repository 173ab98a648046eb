//! What can go wrong, in words for the log and for the person who must act.

use std::{error::Error, sync::Arc};

use crate::{ChainFault, CommandId, LogId, Position};

/// What lies beneath a failure. Shared, because one failed commit fails many callers.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// Why an append was not confirmed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// The log has moved on, or is not that far yet.
    #[error("the newest record of the log is {newest}, not the one that was expected")]
    Conflict {
        /// Where the log stands now.
        newest: Position,
    },
    /// The command has its record already: it was done, once.
    #[error("command {command_id} is recorded already, at position {position}")]
    Repeated {
        /// The command.
        command_id: CommandId,
        /// Where its record stands.
        position: Position,
    },
    /// Two records of one append carry the same command.
    #[error("command {command_id} occurs twice in one append")]
    TwiceInOne {
        /// The command.
        command_id: CommandId,
    },
    /// More than a log takes at once.
    #[error("too large: {size} {unit}, at most {max} are taken")]
    TooLarge {
        /// What was brought.
        size: usize,
        /// What is taken at most.
        max: usize,
        /// What is counted.
        unit: &'static str,
    },
    /// The disk failed: whether the records are in the log is not known.
    #[error("it is not known whether the records were stored; the store must be opened again")]
    Unknown(#[source] Cause),
    /// An earlier write failed, and nothing is stored since. Not by this append, that is: whether
    /// an earlier one with the same commands landed is not known.
    #[error("an earlier write failed, and nothing is stored since; the store must be opened again")]
    InDoubt(#[source] Cause),
    /// The store was closed on purpose: nothing was stored, and every earlier answer is true.
    #[error("the store was closed and must be opened again")]
    Stopped,
}

impl AppendError {
    /// Whether trying again can help, with the same command ids, after reading what is there.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Conflict { .. } | Self::Unknown(_) | Self::InDoubt(_) | Self::Stopped => true,
            Self::Repeated { .. } | Self::TwiceInOne { .. } | Self::TooLarge { .. } => false,
        }
    }
}

/// Why something could not be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// A record is there but is not what was written.
    #[error("record {position} of log {log} is damaged; run verify, then restore a backup")]
    Damaged {
        /// The log.
        log: LogId,
        /// The first record that cannot be read.
        position: Position,
        /// What is wrong with it.
        #[source]
        fault: ChainFault,
    },
    /// The store has stopped.
    #[error("the store has stopped and must be opened again")]
    Stopped,
    /// The disk or the file failed.
    #[error("the store could not be read")]
    Failed(#[source] Cause),
}

impl ReadError {
    /// Whether trying again can help once the store was opened again.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Stopped | Self::Failed(_) => true,
            Self::Damaged { .. } => false,
        }
    }
}

/// Why a snapshot or a day was not kept. Nothing is lost by it: both can be computed again.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CacheError {
    /// The log holds nothing from which it could have been derived.
    #[error("there is no log of that name")]
    UnknownLog,
    /// The snapshot is of a position that the log does not hold.
    #[error("the newest record of the log is {newest}: the snapshot is of another log")]
    NotInLog {
        /// Where the log stands.
        newest: Position,
    },
    /// More than is kept.
    #[error("too large: {bytes} bytes, at most {max} are kept")]
    TooLarge {
        /// What was brought, in bytes.
        bytes: usize,
        /// What is kept at most, in bytes.
        max: usize,
    },
    /// The disk failed, now or at an earlier write; the store has stopped.
    #[error("it is not known whether this was stored; the store must be opened again")]
    Unknown(#[source] Cause),
    /// The store was closed on purpose.
    #[error("the store was closed and must be opened again")]
    Stopped,
}

impl CacheError {
    /// Whether trying again can help once the store was opened again.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Unknown(_) | Self::Stopped => true,
            Self::UnknownLog | Self::NotInLog { .. } | Self::TooLarge { .. } => false,
        }
    }
}

/// Why the file could not be cared for (measured, compacted or closed).
#[derive(Debug, Clone, thiserror::Error)]
pub enum CareError {
    /// The store was closed before.
    #[error("the store was closed and must be opened again")]
    Stopped,
    /// The disk or the file failed; the store has stopped.
    #[error("the file of the store could not be worked on; it must be opened again")]
    Failed(#[source] Cause),
}
