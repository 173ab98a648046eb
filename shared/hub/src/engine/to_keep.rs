//! What is to be kept, as a pile instead of a queue: whoever gives never waits, and of a day that is
//! given again before it was kept only the newest rows are kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use tokio::sync::mpsc;

use crate::published::EndedDay;

/// What is taken off the pile at once.
#[derive(Debug, Default)]
pub(super) struct ToKeep {
    /// Days, oldest first.
    pub(super) days: Vec<EndedDay>,
    /// A snapshot, after the days.
    pub(super) snapshot: bool,
}

#[derive(Debug, Default)]
struct Pile {
    days: BTreeMap<NaiveDate, EndedDay>,
    snapshot: bool,
}

/// Puts things on the pile.
pub(super) struct Giver {
    pile: Arc<Mutex<Pile>>,
    /// Rings once for whatever was put there since the pile was taken.
    bell: mpsc::Sender<()>,
}

/// Takes the pile away.
pub(super) struct Taker {
    pile: Arc<Mutex<Pile>>,
    bell: mpsc::Receiver<()>,
}

/// An empty pile.
pub(super) fn pile() -> (Giver, Taker) {
    let pile = Arc::new(Mutex::new(Pile::default()));
    let (rings, bell) = mpsc::channel(1);
    let giver = Giver {
        pile: Arc::clone(&pile),
        bell: rings,
    };
    (giver, Taker { pile, bell })
}

impl Giver {
    pub(super) fn give_days(&self, days: Vec<EndedDay>) {
        if days.is_empty() {
            return;
        }
        let days = days.into_iter().map(|day| (day.date, day));
        lock(&self.pile).days.extend(days);
        self.ring();
    }

    pub(super) fn give_snapshot(&self) {
        lock(&self.pile).snapshot = true;
        self.ring();
    }

    fn ring(&self) {
        // Full means that it rings already; closed, that the runtime ends and the next start keeps
        // what is missing.
        let _ = self.bell.try_send(());
    }
}

impl Taker {
    /// Waits for the pile; `None` once the giver is gone and nothing is left.
    pub(super) async fn next(&mut self) -> Option<ToKeep> {
        self.bell.recv().await?;
        let Pile { days, snapshot } = std::mem::take(&mut *lock(&self.pile));
        Some(ToKeep {
            days: days.into_values().collect(),
            snapshot,
        })
    }
}

fn lock(pile: &Mutex<Pile>) -> MutexGuard<'_, Pile> {
    pile.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_march: u32) -> EndedDay {
        EndedDay {
            date: NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap(),
            rows: Vec::new(),
            beside: None,
        }
    }

    #[tokio::test]
    async fn what_is_given_meanwhile_is_taken_at_once_and_nothing_is_left_behind() {
        let (giver, mut taker) = pile();
        for _ in 0..1_000 {
            giver.give_days(vec![day(8), day(7)]);
            giver.give_snapshot();
        }
        let taken = taker.next().await.unwrap();
        assert_eq!((taken.days, taken.snapshot), (vec![day(7), day(8)], true));
        giver.give_days(Vec::new());
        giver.give_days(vec![day(9)]);
        drop(giver);
        let taken = taker.next().await.unwrap();
        assert_eq!((taken.days, taken.snapshot), (vec![day(9)], false));
        assert!(taker.next().await.is_none());
    }
}
