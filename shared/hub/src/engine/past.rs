//! The service days that are over, as far as figures need them, in memory.
//!
//! Two years of rows are tens of megabytes of JSON in the store; what figures need of them is a
//! fifth, and is read once. It is a cache: a restart loses nothing but the time to read it again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use domain::measure::Measured;
use store::{ClosedDay, Day, LogId};

use super::HistoryError;
use super::kept_day::{self, store_day};
use crate::published::EndedDay;
use crate::seams::{Seams, Store};

/// Rows that stay in memory: fourteen years of a square with 200 numbers every week day, some 60 MB.
/// Of a longer past the older part is read whenever somebody asks.
const ROWS_MAX: usize = 750_000;

/// A service day as far as figures need it.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredDay {
    /// The local date.
    pub date: NaiveDate,
    /// One for each ticket.
    pub rows: Vec<Measured>,
}

impl AsRef<Self> for MeasuredDay {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl From<&EndedDay> for MeasuredDay {
    fn from(day: &EndedDay) -> Self {
        Self {
            date: day.date,
            rows: day.rows.iter().map(Measured::from).collect(),
        }
    }
}

/// The days that are over.
#[derive(Debug, Default)]
pub(super) struct Past {
    known: Mutex<Known>,
    /// Held while the store is read, so that many who ask have it read once.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    days: BTreeMap<NaiveDate, Arc<MeasuredDay>>,
    /// From this date on every kept day is among `days`; none before the store was read.
    complete_from: Option<NaiveDate>,
    rows: usize,
}

impl Past {
    /// Takes a day on that ended or changed, also in place of what was known of it.
    pub(super) fn note(&self, day: &EndedDay) {
        let day = Arc::new(MeasuredDay::from(day));
        let mut known = self.lock();
        known.rows += day.rows.len();
        if let Some(old) = known.days.insert(day.date, day) {
            known.rows -= old.rows.len();
        }
    }

    /// The days from `from` to `to` that were kept, oldest first.
    ///
    /// # Errors
    /// [`HistoryError`] when the store cannot be asked, or what it gave not be understood.
    pub(super) async fn days(
        &self,
        source: &Source<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Arc<MeasuredDay>>, HistoryError> {
        if from > to {
            return Ok(Vec::new());
        }
        let _reading = self.reading.lock().await;
        let missing_to = {
            let known = self.lock();
            let is_complete = |complete: NaiveDate| complete <= from;
            if known.complete_from.is_some_and(is_complete) {
                return Ok(known.between(from, to));
            }
            known.complete_from.and_then(|date| date.pred_opt())
        };
        let missing_to = missing_to.unwrap_or(NaiveDate::MAX);
        let missing = source.read(from, missing_to).await?;
        let mut known = self.lock();
        let rows: usize = missing.iter().map(|day| day.rows.len()).sum();
        if known.rows + rows <= ROWS_MAX {
            known.complete_from = Some(from);
            for day in missing {
                known.add(day);
            }
            return Ok(known.between(from, to));
        }
        let mut days: BTreeMap<_, _> = missing.into_iter().map(|day| (day.date, day)).collect();
        days.extend(
            known
                .days
                .range(from..=to)
                .map(|(d, day)| (*d, day.clone())),
        );
        let days = days.into_values().filter(|day| day.date <= to);
        Ok(days.collect())
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Takes a day on that was read, unless it was kept anew meanwhile.
    fn add(&mut self, day: Arc<MeasuredDay>) {
        let rows = day.rows.len();
        self.days.entry(day.date).or_insert_with(|| {
            self.rows += rows;
            day
        });
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> Vec<Arc<MeasuredDay>> {
        let range = self.days.range(from..=to);
        range.map(|(_, day)| Arc::clone(day)).collect()
    }
}

/// Where days are read from.
pub(super) struct Source<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) log: &'a LogId,
    pub(super) seams: &'a Seams,
}

impl Source<'_> {
    /// The days as they are kept, oldest first. Understanding them keeps a processor busy, so it is
    /// done beside the tasks, and while the store reads on.
    async fn read(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Arc<MeasuredDay>>, HistoryError> {
        let (mut next, last) = (store_day(from), store_day(to));
        let mut parts = Vec::new();
        loop {
            let kept = self.store.days(self.log, next, last).await?;
            let Some(newest) = kept.last() else { break };
            next = Day(newest.day.0 + 1);
            let seams = self.seams.clone();
            parts.push(tokio::spawn(async move {
                seams.beside(move || measured(&kept)).await
            }));
        }
        let mut days = Vec::new();
        for part in parts {
            // A part that is missing is never taken for one without days.
            let part = part.await.ok().flatten();
            days.extend(part.ok_or(HistoryError::NotUnderstood)?);
        }
        Ok(days)
    }
}

fn measured(kept: &[ClosedDay]) -> Vec<Arc<MeasuredDay>> {
    let (mut services, mut stations) = (BTreeSet::new(), BTreeSet::new());
    let mut days = Vec::with_capacity(kept.len());
    for (date, mut rows) in kept.iter().filter_map(kept_day::read_measured) {
        for row in &mut rows {
            share(&mut services, &mut row.service);
            if let Some(station) = &mut row.station {
                share(&mut stations, station);
            }
        }
        days.push(Arc::new(MeasuredDay { date, rows }));
    }
    days
}

/// Has all rows with the same name hold one copy of it: read, each has its own, which is more than
/// the rest of the row.
fn share<K: Ord + Clone>(known: &mut BTreeSet<K>, name: &mut K) {
    match known.get(name) {
        Some(same) => *name = same.clone(),
        None => {
            known.insert(name.clone());
        }
    }
}

#[cfg(test)]
mod tests;
