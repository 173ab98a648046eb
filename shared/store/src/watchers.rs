//! Who follows which log.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::{LogId, Position};

/// One channel per followed log, holding its newest durable position.
#[derive(Debug, Default)]
pub(crate) struct Watchers(Mutex<HashMap<LogId, watch::Sender<Position>>>);

impl Watchers {
    /// A receiver for `log`. `newest` is asked under the lock that [`Watchers::publish`] takes, so
    /// a position that becomes durable meanwhile is not missed.
    pub(crate) fn follow(
        &self,
        log: &LogId,
        newest: impl FnOnce() -> Position,
    ) -> watch::Receiver<Position> {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channels
            .entry(log.clone())
            .or_insert_with(|| watch::Sender::new(newest()))
            .subscribe()
    }

    /// Tells the followers of `log`. The caller has made `newest` readable before.
    pub(crate) fn publish(&self, log: &LogId, newest: Position) {
        let channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = channels.get(log) {
            channel.send_if_modified(|seen| {
                let is_new = *seen < newest;
                *seen = newest.max(*seen);
                is_new
            });
        }
    }
}
