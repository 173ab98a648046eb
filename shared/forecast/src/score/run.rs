//! Replaying a log: what happened, in time order, and what was forecast meanwhile.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::Moment;

use super::entry::{Entry, Outcome};
use super::rules::Rules;
use super::watch::Watch;
use crate::Estimate;
use crate::time::minutes;

/// After so many hours without anything, another day has begun.
const NIGHT_HOURS: i64 = 3;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What can happen; people by their place among the entries.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Somebody takes a number, or comes for an appointment at that moment.
    Arrived(usize, Option<Moment>),
    /// Somebody is called.
    Called(usize),
    /// Serving begins.
    Started(usize),
    /// Serving ends, or nobody came, or somebody leaves before the call.
    Ended(usize),
    /// A station opens for these services, or comes back.
    Opened(String, Vec<String>),
    /// A station announces a break until then.
    Paused(String, Moment),
    /// A station announces a break, to begin when it is free after that moment, of so many minutes.
    Announced(String, Moment, f64),
    /// A station closes.
    Closed(String),
    /// Somebody booked a slot of a service.
    Booked(String, Moment),
}

/// When somebody is told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// At the arrival.
    Issue,
    /// While waiting, when somebody ahead was called.
    Step,
}

/// A forecast and what came of it; minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// Whose: the place among the entries.
    pub entry: usize,
    /// When it was made.
    pub at: Moment,
    /// Why it was made.
    pub occasion: Occasion,
    /// How many were ahead.
    pub ahead: usize,
    /// What was forecast.
    pub estimate: Estimate,
    /// What the simple rules said.
    pub rules: Rules,
    /// How long it took until the call; none if there was none.
    pub actual: Option<f64>,
}

/// How a log is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// Plays of the line for each forecast; see [`crate::DRAWS`].
    pub draws: usize,
    /// Whether those who wait are told again at each step.
    pub steps: bool,
    /// How many seconds local time is ahead of UTC: dates are local. See [`super::Log::ahead_secs`].
    pub ahead_secs: i32,
}

impl Replay {
    fn date(self, at: Moment) -> NaiveDate {
        (at + TimeDelta::seconds(self.ahead_secs.into())).date_naive()
    }

    /// A day ends with a date on which nobody is left over, or with a long silence.
    fn is_new_day(self, last: Moment, at: Moment, is_quiet: bool) -> bool {
        let silence = at - last >= TimeDelta::hours(NIGHT_HOURS);
        silence || (is_quiet && self.date(last) != self.date(at))
    }
}

/// What the entries tell, in time order. At the same moment jobs end before people come,
/// and people come before somebody is called.
pub fn happenings(entries: &[Entry]) -> Vec<Happening> {
    let mut all = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        let mut add = |at: Option<Moment>, what| {
            all.extend(at.map(|at| Happening { at, what }));
        };
        add(Some(entry.arrived), What::Arrived(nth, None));
        add(entry.called, What::Called(nth));
        add(entry.started, What::Started(nth));
        add(entry.ended, What::Ended(nth));
    }
    in_order(entries, &mut all);
    all
}

/// Puts happenings into the order in which they are told.
pub fn in_order(entries: &[Entry], all: &mut [Happening]) {
    all.sort_by_key(|happening| {
        let rank = match &happening.what {
            What::Ended(nth) if entries[*nth].called.is_none_or(|c| c < happening.at) => 0,
            What::Opened(..)
            | What::Paused(..)
            | What::Announced(..)
            | What::Closed(_)
            | What::Booked(..) => 1,
            What::Arrived(..) => 2,
            What::Called(_) => 3,
            What::Started(_) => 4,
            What::Ended(_) => 5,
        };
        (happening.at, rank)
    });
}

/// Tells `watch` one happening after the other, and makes a forecast whenever there is occasion.
///
/// `new_day` is told each time another day begins, before its first happening.
pub fn replay(
    entries: &[Entry],
    happenings: &[Happening],
    watch: &mut Watch,
    how: Replay,
    mut new_day: impl FnMut(&mut Watch, Moment),
) -> Vec<Predicted> {
    let mut told = Vec::new();
    let mut ahead_told = BTreeMap::new();
    let mut last: Option<Moment> = None;
    for happening in happenings {
        let at = happening.at;
        if last.is_none_or(|last| how.is_new_day(last, at, watch.is_quiet())) {
            if last.is_some() {
                watch.close_day();
            }
            ahead_told.clear();
            new_day(watch, at);
        }
        last = Some(at);
        tell(entries, happening, watch);
        match &happening.what {
            What::Arrived(nth, _) => {
                let key = *nth as u64;
                if let Some(ahead) = watch.ahead(key, at) {
                    ahead_told.insert(key, ahead);
                    let asked = [(key, ahead)];
                    told.extend(forecast(entries, watch, at, how, &asked, Occasion::Issue));
                }
            }
            What::Called(nth) => {
                ahead_told.remove(&(*nth as u64));
                if how.steps {
                    let mut asked = watch.waiting(at);
                    asked.retain(|(key, ahead)| ahead_told.insert(*key, *ahead) != Some(*ahead));
                    told.extend(forecast(entries, watch, at, how, &asked, Occasion::Step));
                }
            }
            What::Started(_)
            | What::Ended(_)
            | What::Opened(..)
            | What::Paused(..)
            | What::Announced(..)
            | What::Closed(_)
            | What::Booked(..) => {}
        }
    }
    told
}

fn tell(entries: &[Entry], happening: &Happening, watch: &mut Watch) {
    let at = happening.at;
    watch.notice(at);
    match &happening.what {
        What::Arrived(nth, slot) => watch.arrive(*nth as u64, &entries[*nth].service, at, *slot),
        What::Called(nth) => {
            let station = &entries[*nth].station;
            watch.call(*nth as u64, at, station);
        }
        What::Started(nth) => watch.start(*nth as u64, at),
        What::Ended(nth) => match entries[*nth].outcome {
            Outcome::GaveUp if entries[*nth].called.is_none() => watch.give_up(*nth as u64, at),
            outcome @ (Outcome::Served | Outcome::NoShow | Outcome::GaveUp | Outcome::Open) => {
                watch.end(*nth as u64, at, &entries[*nth].station, outcome);
            }
        },
        What::Opened(station, services) => watch.open(station, services, at),
        What::Paused(station, until) => watch.pause(station, at, *until),
        What::Announced(station, starts, minutes) => {
            watch.announce_break(station, at, *starts, *minutes);
        }
        What::Closed(station) => watch.close(station, at),
        What::Booked(service, start) => watch.book(service, *start),
    }
}

/// One forecast for all who are asked for.
fn forecast(
    entries: &[Entry],
    watch: &Watch,
    at: Moment,
    how: Replay,
    asked: &[(u64, usize)],
    occasion: Occasion,
) -> Vec<Predicted> {
    if asked.is_empty() {
        return Vec::new();
    }
    let answer = watch.forecast(at, how.draws);
    let told = asked.iter().filter_map(|&(key, ahead)| {
        let (_, estimate) = answer.tickets.get(&Watch::ticket(key))?;
        let entry = key as usize;
        Some(Predicted {
            entry,
            at,
            occasion,
            ahead,
            estimate: *estimate,
            rules: watch.rules(key, ahead, at),
            actual: entries[entry].called.map(|called| minutes(at, called)),
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests;
