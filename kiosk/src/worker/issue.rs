//! Taking one number or one place, whatever the network does.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, FixedOffset};
use domain::ItemKind;
use uuid::Uuid;

use super::{HubPort, PortError, answered};
use crate::{
    flow::Order,
    site_now::{BookedSlot, IssuedTicket, Refusal},
};

/// Between two tries with the same key.
const RETRY_AFTER: Duration = Duration::from_millis(500);
/// Tries for a number that nobody waits for any more: about ten minutes. After
/// that the hub has forgotten the day's crowd as well.
const ABANDONED_TRIES_MAX: u32 = 1200;

/// Whether somebody still waits for the number or the place.
#[derive(Clone, Debug)]
pub(super) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    fn is(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The numbers and places that are being taken. The window shows one at a time, so this stays tiny.
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

/// Takes a number. `None` when nobody waits for it any more; one that came anyway has been
/// cancelled then.
pub(super) async fn take<P: HubPort>(
    port: &P,
    order: &Order,
    wanted: &Wanted,
) -> Option<Result<IssuedTicket, Refusal>> {
    let key = fresh_key();
    match until_told(wanted, || port.issue(order, &key)).await? {
        Ok(ticket) if !wanted.is() => {
            cancel(port, &ticket.token, ABANDONED_TRIES_MAX).await;
            None
        }
        told => wanted.is().then_some(told),
    }
}

/// Takes a place in a slot. `None` when nobody waits for it any more; one that came anyway has
/// been given up then.
pub(super) async fn book<P: HubPort>(
    port: &P,
    service: &str,
    slot: DateTime<FixedOffset>,
    wanted: &Wanted,
) -> Option<Result<BookedSlot, Refusal>> {
    let key = fresh_key();
    match until_told(wanted, || port.book(service, slot, &key)).await? {
        Ok(booked) if !wanted.is() => {
            let key = fresh_key();
            is_done(ABANDONED_TRIES_MAX, || port.unbook(&booked.token, &key)).await;
            None
        }
        told => wanted.is().then_some(told),
    }
}

/// Hands a number back; true when the hub has said that it is void.
pub(super) async fn cancel<P: HubPort>(port: &P, token: &str, tries: u32) -> bool {
    let key = fresh_key();
    is_done(tries, || port.cancel(token, &key)).await
}

/// Voids a number for staff; true when the hub has said that it is void.
pub(super) async fn void<P: HubPort>(port: &P, token: &str, tries: u32) -> bool {
    let key = fresh_key();
    is_done(tries, || port.void(token, &key)).await
}

/// Notes what was brought; true when the hub has noted it.
pub(super) async fn bring<P: HubPort>(port: &P, token: &str, kind: ItemKind, tries: u32) -> bool {
    let key = fresh_key();
    is_done(tries, || port.bring(token, kind, &key)).await
}

fn fresh_key() -> String {
    Uuid::new_v4().to_string()
}

/// Asks with one key until the hub has said yes or no. `None` after many tries for somebody
/// who is gone.
async fn until_told<T, A: Future<Output = Result<T, PortError>>>(
    wanted: &Wanted,
    ask: impl Fn() -> A,
) -> Option<Result<T, Refusal>> {
    let mut abandoned_tries = 0;
    loop {
        match answered(ask()).await {
            Ok(told) => return Some(Ok(told)),
            Err(PortError::Refused(refusal)) => return Some(Err(refusal)),
            Err(PortError::NoAnswer(error)) => {
                tracing::warn!(%error, "no answer; asking again with the same key");
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

/// Asks with one key up to `tries` times; true when the hub has done it.
async fn is_done<A: Future<Output = Result<(), PortError>>>(
    tries: u32,
    ask: impl Fn() -> A,
) -> bool {
    for _ in 0..tries {
        match answered(ask()).await {
            Ok(()) => return true,
            Err(PortError::Refused(refusal)) => {
                tracing::warn!(?refusal, "the hub did not do it");
                return false;
            }
            Err(PortError::NoAnswer(error)) => tracing::warn!(%error, "no answer; asking again"),
        }
        tokio::time::sleep(RETRY_AFTER).await;
    }
    false
}
