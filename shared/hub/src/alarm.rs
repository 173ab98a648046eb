//! What ends a hub that cannot go on: a store that failed, or a task that is gone. It has to be
//! started again and to read what is there, so whoever runs it is told.

use std::sync::Arc;

use domain::SiteId;
use store::Cause;
use tokio::sync::watch;

/// Why a hub cannot go on, in words for whoever runs it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// A write was not confirmed: what reached the disk is only known once the store is opened
    /// again.
    #[error(
        "the hub stopped because its data could not be written; check that the disk is sound and \
         has room, then start it again"
    )]
    Store(#[source] Cause),
    /// The task that writes for a site is gone.
    #[error("the hub stopped because the work for site {site} broke off; start it again")]
    Site {
        /// Which.
        site: SiteId,
    },
    /// The task that writes the register is gone.
    #[error("the hub stopped because the work on its register broke off; start it again")]
    Register,
    /// The task that takes connections is gone.
    #[error("the hub stopped because it took no more connections; start it again")]
    Server,
}

/// Tells of the first fault of a hub. Clones share it.
#[derive(Debug, Clone)]
pub struct Alarm(Arc<watch::Sender<Option<Fault>>>);

impl Default for Alarm {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }
}

/// Raises the alarm when a panic drops it. A task that ends, or that the whole program drops at its
/// own end, is no fault.
#[must_use]
pub(crate) struct Guard {
    alarm: Alarm,
    fault: Fault,
}

impl Alarm {
    /// Tells of a fault; a later one adds nothing.
    pub fn raise(&self, fault: Fault) {
        tracing::error!(%fault, "the hub cannot go on");
        self.0.send_if_modified(|first| {
            let is_first = first.is_none();
            first.get_or_insert(fault);
            is_first
        });
    }

    /// The fault, if there is one.
    pub fn fault(&self) -> Option<Fault> {
        self.0.borrow().clone()
    }

    /// Waits for a fault.
    pub async fn raised(&self) -> Fault {
        let mut raised = self.0.subscribe();
        if let Ok(fault) = raised.wait_for(Option::is_some).await
            && let Some(fault) = fault.clone()
        {
            return fault;
        }
        // The sender is ours, so the channel does not close.
        std::future::pending().await
    }

    /// To be held by a task: one that panics raises the alarm.
    pub(crate) fn guard(&self, fault: Fault) -> Guard {
        Guard {
            alarm: self.clone(),
            fault,
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.alarm.raise(self.fault.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_breaks_off_raises_the_alarm_and_one_that_ends_does_not() {
        let alarm = Alarm::default();
        drop(alarm.guard(Fault::Register));
        assert!(alarm.fault().is_none());
        let guard = alarm.guard(Fault::Server);
        let broken = tokio::spawn(async move {
            let _guard = guard;
            panic!("planted");
        });
        assert!(broken.await.is_err());
        assert!(matches!(alarm.raised().await, Fault::Server));
        alarm.raise(Fault::Register);
        assert!(matches!(alarm.fault(), Some(Fault::Server)), "the first");
    }
}
