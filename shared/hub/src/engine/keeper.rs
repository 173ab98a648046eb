//! Keeps snapshots and ended days, beside the engine: nobody waits for it.

use std::sync::Arc;

use store::{ClosedDay, LogId, Snapshot};

use super::kept_day::{self, store_day};
use super::past::Past;
use super::shared::Shared;
use super::snapshot;
use super::to_keep::{self, ToKeep};
use crate::published::EndedDay;
use crate::seams::{Seams, Store};

/// The way to the task that keeps things. It ends when this is dropped, after what it was given.
pub(super) struct Keeper {
    giver: to_keep::Giver,
    past: Arc<Past>,
}

impl Keeper {
    pub(super) fn start(
        shared: Arc<Shared>,
        store: Arc<dyn Store>,
        log: LogId,
        seams: Seams,
        past: Arc<Past>,
    ) -> Self {
        let (giver, mut taker) = to_keep::pile();
        tokio::spawn(async move {
            let mut a_day_ended = false;
            while let Some(ToKeep { days, snapshot }) = taker.next().await {
                for day in days {
                    keep_day(&*store, &log, &day).await;
                    a_day_ended = true;
                }
                if snapshot {
                    keep_snapshot(&shared, &*store, &log, &seams).await;
                    if std::mem::take(&mut a_day_ended) {
                        tidy(&*store).await;
                    }
                }
            }
        });
        Self { giver, past }
    }

    /// Keeps the rows of days. They are told among earlier days from now on, and kept before any snapshot that is asked for later: until
    /// then the log still tells them at the next start.
    pub(super) fn keep_days(&self, days: Vec<EndedDay>) {
        for day in &days {
            self.past.note(day);
        }
        self.giver.give_days(days);
    }

    /// Keeps a snapshot of the published state.
    pub(super) fn keep_snapshot(&self) {
        self.giver.give_snapshot();
    }
}

async fn keep_day(store: &dyn Store, log: &LogId, ended: &EndedDay) {
    let (date, day) = (ended.date, store_day(ended.date));
    match kept_day::write(ended) {
        Ok(bytes) => {
            if let Err(error) = store.put_day(log, ClosedDay { day, bytes }).await {
                tracing::warn!(%log, %date, %error, "the figures of the day were not kept");
            }
        }
        Err(error) => tracing::warn!(%log, %date, %error, "the figures of the day were not kept"),
    }
}

/// Gives room back once the day and its snapshot are kept: measuring walks the whole file, and
/// appends wait for it, so this is the only time for it.
async fn tidy(store: &dyn Store) {
    match store.tidy().await {
        Ok(None) => {}
        Ok(Some(done)) => {
            let (before, after) = (done.before_bytes, done.after_bytes);
            tracing::info!(before, after, "the store's file was compacted");
        }
        Err(error) => tracing::warn!(%error, "the store's file was not compacted"),
    }
}

async fn keep_snapshot(shared: &Arc<Shared>, store: &dyn Store, log: &LogId, seams: &Seams) {
    let looked_at = Arc::clone(shared);
    let written = seams.beside(move || {
        // The copy is quick; writing it as JSON takes longer and needs no lock.
        let (site, memory, position) =
            looked_at.read(|p| (p.site.clone(), p.memory().clone(), p.position()));
        (snapshot::write(&site, &memory), position)
    });
    let (bytes, position) = match written.await {
        Some((Ok(bytes), position)) => (bytes, position),
        Some((Err(error), _)) => {
            return tracing::warn!(%log, %error, "a snapshot could not be written");
        }
        None => return,
    };
    let hash = match store.read(log, position, 1).await {
        Ok(records) => records.first().map(|record| record.hash),
        Err(error) => return tracing::warn!(%log, %error, "a snapshot was not kept"),
    };
    let Some(hash) = hash else { return };
    if let Err(error) = store
        .put_snapshot(
            log,
            Snapshot {
                position,
                hash,
                bytes,
            },
        )
        .await
    {
        tracing::warn!(%log, %error, "a snapshot was not kept");
    }
}
