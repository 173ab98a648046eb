//! The register: which sites this hub serves, who may act, and who may not any more.
//!
//! It is a log of its own, `_hub`, in the same store: sites with their codes, tokens, links,
//! sessions, PINs and kiosks, all secrets as fingerprints. The state lies in memory; one writer
//! changes it. It decides nothing about queues.

use std::sync::{Arc, PoisonError, RwLock};

use domain::{Actor, Moment};
use store::{AppendError, CommandId, Hash32, Log, ReadError};
use tokio::sync::{mpsc, oneshot};

mod asking;
mod change;
mod decide;
mod evolve;
mod fact;
mod listed;
mod state;
mod writer;

pub use asking::{Asking, Scope};
pub use change::{AddedToken, AnnouncedKiosk, LINK_MINUTES, PAIRING_MINUTES};
pub use decide::{Entry, HubRefusal, SESSION_HOURS, TokenChange};
pub use fact::{EntryId, Grant, HubFact};
pub use listed::Listed;
pub use state::{KeysEntry, KioskEntry, LinkEntry, SessionEntry, State, TokenEntry};

use state::Recorded;
use writer::{Asked, Facts, Writer};

/// Requests that may wait for the writer; it needs milliseconds for each.
const INBOX_MAX: usize = 256;

/// Tells the time.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Decides what follows from the state at a moment; may be asked again after a conflict.
type Decide = Box<dyn Fn(&State, Moment) -> Result<Facts, HubRefusal> + Send + Sync>;

/// Why the register did not do something.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RegistryError {
    /// It refuses.
    #[error(transparent)]
    Refused(#[from] HubRefusal),
    /// Whether it was recorded is not known; the same request with the same key finds out.
    #[error("the outcome is not known")]
    OutcomeUnknown(#[source] AppendError),
    /// The log cannot be read.
    #[error("the register cannot be read")]
    Unreadable(#[from] ReadError),
    /// Too much is asked at once; nothing was recorded.
    #[error("busy")]
    Busy,
}

impl From<AppendError> for RegistryError {
    fn from(error: AppendError) -> Self {
        Self::OutcomeUnknown(error)
    }
}

/// The register of one hub. Clones are cheap and share it.
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
    inbox: mpsc::Sender<Asked>,
}

/// What the writer publishes and everybody reads.
#[derive(Debug, Default)]
struct Shared {
    /// Replaced as a whole; a reader holds the lock for one clone of the pointer.
    state: RwLock<Arc<State>>,
}

impl Shared {
    fn publish(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }
}

impl Registry {
    /// Reads the register from the store's log `_hub` and starts its writer.
    ///
    /// # Errors
    /// [`RegistryError::Unreadable`] when the log cannot be read.
    pub async fn open(log: Arc<dyn Log>, now: Now) -> Result<Self, RegistryError> {
        let shared = Arc::new(Shared::default());
        let writer = Writer::open(log, now, Arc::clone(&shared)).await?;
        let (inbox, asked) = mpsc::channel(INBOX_MAX);
        tokio::spawn(writer.run(asked));
        Ok(Self { shared, inbox })
    }

    /// The state as it is durable now.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(
            &self
                .shared
                .state
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Whether the writer is gone: it ends before the register only when it breaks off.
    pub fn has_ended(&self) -> bool {
        self.inbox.is_closed()
    }

    /// Waits until the writer is gone.
    pub async fn ended(&self) {
        self.inbox.closed().await;
    }

    /// Asks the writer, and waits until what follows is durable. Answers what was recorded, now or
    /// when the same request came first.
    async fn ask(
        &self,
        by: Actor,
        key: Option<(CommandId, Hash32)>,
        decide: Decide,
    ) -> Result<Recorded, RegistryError> {
        let (answer, answered) = oneshot::channel();
        self.inbox
            .try_send(Asked {
                by,
                key,
                decide,
                answer,
            })
            .map_err(|_full_or_closed| RegistryError::Busy)?;
        answered.await.map_err(|_writer_gone| RegistryError::Busy)?
    }
}

#[cfg(test)]
mod tests;
