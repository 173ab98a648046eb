//! Who follows which log.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::{LogId, Position};

/// One channel per followed log, holding its newest durable position.
#[derive(Debug)]
pub(crate) struct Watchers(Mutex<Option<Channels>>);

/// None once the store has ended.
type Channels = HashMap<LogId, watch::Sender<Position>>;

impl Default for Watchers {
    fn default() -> Self {
        Self(Mutex::new(Some(Channels::new())))
    }
}

impl Watchers {
    /// A receiver for `log`. `newest` is asked under the lock that [`Watchers::publish`] takes, so
    /// a position that becomes durable meanwhile is not missed.
    pub(crate) fn follow(
        &self,
        log: &LogId,
        newest: impl FnOnce() -> Position,
    ) -> watch::Receiver<Position> {
        let mut channels = self.channels();
        let Some(channels) = &mut *channels else {
            // Its sender is gone at once: it holds the last position, and has ended.
            return watch::channel(newest()).1;
        };
        channels
            .entry(log.clone())
            .or_insert_with(|| watch::Sender::new(newest()))
            .subscribe()
    }

    /// Tells the followers of `log`. The caller has made `newest` readable before.
    pub(crate) fn publish(&self, log: &LogId, newest: Position) {
        let channels = self.channels();
        if let Some(channel) = channels.as_ref().and_then(|channels| channels.get(log)) {
            channel.send_if_modified(|seen| {
                let is_new = *seen < newest;
                *seen = newest.max(*seen);
                is_new
            });
        }
    }

    /// Ends every receiver: nothing will become durable any more.
    pub(crate) fn end(&self) {
        *self.channels() = None;
    }

    fn channels(&self) -> MutexGuard<'_, Option<Channels>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
