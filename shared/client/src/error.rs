//! What can go wrong between this machine and a hub.

use std::error::Error as StdError;
use std::sync::Arc;

use protocol::Problem;

use crate::Address;

/// What lies beneath an error. Shared, so that errors can be handed to several people.
pub type Cause = Arc<dyn StdError + Send + Sync>;

/// Why a call brought no answer of the kind that was asked for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The hub said no, and why. Nothing was recorded.
    #[error("{}", .0.title)]
    Problem(Box<Problem>),
    /// Nothing was sent: no connection to the hub.
    #[error("no hub answers at {address}")]
    Unreachable {
        /// Where it was looked for.
        address: Address,
        /// What the system said, if it said something before the time was over.
        #[source]
        cause: Option<Cause>,
    },
    /// It was sent, and no answer came: it may have been done or not. Ask again with the same key.
    #[error("the hub at {address} did not answer; whether it was done is not known")]
    UnknownOutcome {
        /// Who was asked.
        address: Address,
        /// What the system said, if it said something before the time was over.
        #[source]
        cause: Option<Cause>,
    },
    /// Something answers there, but not as a hub does.
    #[error("what answers at {address} is not a hub: {found}")]
    NotAHub {
        /// Who was asked.
        address: Address,
        /// What was found instead.
        found: String,
    },
    /// A hub answered, in a way that this release does not know.
    #[error(
        "the hub at {address} answers {path} in a way this release does not know; use the same release on both"
    )]
    NotUnderstood {
        /// Who was asked.
        address: Address,
        /// What was asked for.
        path: String,
        /// Where the answer differs from what was expected.
        #[source]
        cause: Arc<serde_json::Error>,
    },
}

impl Error {
    /// Whether the same call may succeed later without anybody changing it.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Problem(problem) => matches!(problem.status, 429 | 503),
            Self::Unreachable { .. } | Self::UnknownOutcome { .. } => true,
            Self::NotAHub { .. } | Self::NotUnderstood { .. } => false,
        }
    }

    /// Whether the hub could not be asked, rather than said no.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::UnknownOutcome { .. } | Self::NotAHub { .. } => true,
            Self::Problem(_) | Self::NotUnderstood { .. } => false,
        }
    }

    /// The promised code of a refusal, such as `station_busy`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => Some(&problem.code),
            Self::Unreachable { .. }
            | Self::UnknownOutcome { .. }
            | Self::NotAHub { .. }
            | Self::NotUnderstood { .. } => None,
        }
    }
}
