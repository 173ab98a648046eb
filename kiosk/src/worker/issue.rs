//! Taking one number, whatever the network does.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use uuid::Uuid;

use super::{HubPort, PortError, answered};
use crate::site_now::{IssuedTicket, Refusal};

/// Between two tries with the same key.
const RETRY_AFTER: Duration = Duration::from_millis(500);
/// Tries for a number that nobody waits for any more: about ten minutes. After
/// that the hub has forgotten the day's crowd as well.
const ABANDONED_TRIES_MAX: u32 = 1200;

/// Whether somebody still waits for the number.
#[derive(Clone, Debug)]
pub(super) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    fn is(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The numbers that are being taken. The window shows one at a time, so this stays tiny.
#[derive(Debug, Default)]
pub(super) struct Issues {
    open: HashMap<u64, Wanted>,
}

impl Issues {
    /// Somebody waits for `attempt`.
    pub(super) fn open(&mut self, attempt: u64) -> Wanted {
        // Finished ones are held by nobody else.
        self.open
            .retain(|_, wanted| Arc::strong_count(&wanted.0) > 1);
        let wanted = Wanted(Arc::new(AtomicBool::new(true)));
        self.open.insert(attempt, wanted.clone());
        wanted
    }

    /// Nobody does any more.
    pub(super) fn abandon(&mut self, attempt: u64) {
        if let Some(wanted) = self.open.remove(&attempt) {
            wanted.0.store(false, Ordering::Release);
        }
    }
}

/// Asks until the hub has said yes or no. `None` when nobody waits for it any
/// more; a number that came anyway has been cancelled then.
pub(super) async fn take<P: HubPort>(
    port: &P,
    service: &str,
    wanted: &Wanted,
) -> Option<Result<IssuedTicket, Refusal>> {
    let key = Uuid::new_v4().to_string();
    let mut abandoned_tries = 0;
    loop {
        match answered(port.issue(service, &key)).await {
            Ok(ticket) if wanted.is() => return Some(Ok(ticket)),
            Ok(ticket) => {
                cancel(port, &ticket.token, ABANDONED_TRIES_MAX).await;
                return None;
            }
            Err(PortError::Refused(refusal)) => return wanted.is().then_some(Err(refusal)),
            Err(PortError::NoAnswer(error)) => {
                tracing::warn!(%error, service, "no answer to an issue; asking again with the same key");
            }
        }
        if !wanted.is() {
            abandoned_tries += 1;
            if abandoned_tries >= ABANDONED_TRIES_MAX {
                return None;
            }
        }
        tokio::time::sleep(RETRY_AFTER).await;
    }
}

/// Hands a number back; true when the hub has said that it is void.
pub(super) async fn cancel<P: HubPort>(port: &P, token: &str, tries: u32) -> bool {
    let key = Uuid::new_v4().to_string();
    for _ in 0..tries {
        match answered(port.cancel(token, &key)).await {
            Ok(()) => return true,
            Err(PortError::Refused(refusal)) => {
                tracing::warn!(?refusal, "a number could not be handed back");
                return false;
            }
            Err(PortError::NoAnswer(error)) => tracing::warn!(%error, "no answer to a cancel"),
        }
        tokio::time::sleep(RETRY_AFTER).await;
    }
    false
}
