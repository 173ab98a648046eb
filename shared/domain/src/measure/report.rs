//! The figures of one or several days, from rows alone.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Measured, Stage, TicketRow};
use crate::id::{ServiceId, StationId};
use crate::ticket::Class;

/// Times in minutes; none where there is nothing to average.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// The mean.
    pub mean_min: Option<f64>,
    /// Half took no longer; by nearest rank.
    pub p50_min: Option<f64>,
    /// Nine of ten took no longer; by nearest rank.
    pub p90_min: Option<f64>,
}

/// Figures of a time span, as `/stats` answers them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Numbers given.
    pub issued: u32,
    /// Served, also those with whom the day ended.
    pub served: u32,
    /// Did not come when called.
    pub no_show: u32,
    /// Gave up, or took the issue back.
    pub cancelled: u32,
    /// The day closed before they were served.
    pub unserved: u32,
    /// From issue to the first call, for everybody who was called and did not give up.
    pub wait: Times,
    /// Serving, for everybody whom a volunteer finished.
    pub serving: Times,
    /// By the line they stood in at the end.
    pub by_service: BTreeMap<ServiceId, PartFigures>,
    /// By the station of the last call.
    pub by_station: BTreeMap<StationId, PartFigures>,
    /// By local hour, those in which something was counted.
    pub by_hour: Vec<HourFigures>,
    /// By class, those in which a number was given.
    #[serde(default)]
    pub by_class: BTreeMap<Class, PartFigures>,
    /// Numbers given for unserved ones of earlier days.
    #[serde(default)]
    pub carried_in: u32,
}

/// Figures of one service or station.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PartFigures {
    /// Numbers given; for a station, tickets last called there.
    pub issued: u32,
    /// Served.
    pub served: u32,
    /// Did not come.
    pub no_show: u32,
    /// Gave up.
    pub cancelled: u32,
    /// The day closed first.
    pub unserved: u32,
    /// From issue to the first call.
    pub wait: Times,
    /// Serving.
    pub serving: Times,
}

/// Figures of one local hour of the day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HourFigures {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// Numbers given in it.
    pub issued: u32,
    /// Served to the end in it.
    pub served: u32,
    /// Waits of those whose number was given in it.
    pub wait: Times,
}

impl PartFigures {
    /// Of those who were called to the end, the share that did not come, 0 to 1; none if nobody was.
    pub fn no_show_share(&self) -> Option<f64> {
        no_show_share(self.served, self.no_show)
    }
}

impl Report {
    /// Of those who were called to the end, the share that did not come, 0 to 1; none if nobody was.
    pub fn no_show_share(&self) -> Option<f64> {
        no_show_share(self.served, self.no_show)
    }
}

/// Of those who were called to the end, the share that did not come, 0 to 1; none if nobody was.
pub fn no_show_share(served: u32, no_show: u32) -> Option<f64> {
    let called = f64::from(served) + f64::from(no_show);
    (called > 0.0).then(|| f64::from(no_show) / called)
}

/// The figures over `rows`, of one day or of many.
pub fn report<'a>(rows: impl IntoIterator<Item = &'a TicketRow>) -> Report {
    figures(rows.into_iter().map(Measured::from))
}

/// The figures over what was measured, of one day or of many.
pub fn figures<M: Borrow<Measured>>(rows: impl IntoIterator<Item = M>) -> Report {
    let mut all = Tally::default();
    let mut services: BTreeMap<ServiceId, Tally> = BTreeMap::new();
    let mut stations: BTreeMap<StationId, Tally> = BTreeMap::new();
    let mut classes: BTreeMap<Class, Tally> = BTreeMap::new();
    let mut hours: BTreeMap<u8, Tally> = BTreeMap::new();
    let mut served_in: BTreeMap<u8, u32> = BTreeMap::new();
    let mut carried_in = 0;
    for row in rows {
        let row = row.borrow();
        all.add(row);
        of(&mut services, &row.service).add(row);
        if let Some(station) = &row.station {
            of(&mut stations, station).add(row);
        }
        of(&mut classes, &row.class).add(row);
        of(&mut hours, &row.hour).add(row);
        if let (Stage::Served, Some(hour)) = (row.stage, row.closed_hour) {
            *of(&mut served_in, &hour) += 1;
            of(&mut hours, &hour);
        }
        carried_in += u32::from(row.carried_from.is_some());
    }
    let by_hour = hours.into_iter().map(|(hour, tally)| HourFigures {
        hour,
        issued: tally.issued,
        served: served_in.get(&hour).copied().unwrap_or(0),
        wait: times(tally.waits),
    });
    Report {
        by_service: parts(services),
        by_station: parts(stations),
        by_class: parts(classes),
        by_hour: by_hour.collect(),
        carried_in,
        ..all.report()
    }
}

/// What is counted under a key.
fn of<'m, K: Ord + Clone, V: Default>(map: &'m mut BTreeMap<K, V>, key: &K) -> &'m mut V {
    map.entry(key.clone()).or_default()
}

fn parts<K: Ord>(tallies: BTreeMap<K, Tally>) -> BTreeMap<K, PartFigures> {
    let part = |(key, tally): (K, Tally)| (key, tally.figures());
    tallies.into_iter().map(part).collect()
}

/// Counts and times while rows are read.
#[derive(Default)]
struct Tally {
    issued: u32,
    served: u32,
    no_show: u32,
    cancelled: u32,
    unserved: u32,
    waits: Vec<u32>,
    servings: Vec<u32>,
}

impl Tally {
    fn add(&mut self, row: &Measured) {
        self.issued += 1;
        match row.stage {
            Stage::Waiting | Stage::Called | Stage::Serving | Stage::OnHold => {}
            Stage::NoShow => self.no_show += 1,
            Stage::Served => self.served += 1,
            Stage::Cancelled => self.cancelled += 1,
            Stage::Unserved => self.unserved += 1,
        }
        self.waits.extend(row.wait());
        self.servings.extend(row.serving());
    }

    fn figures(self) -> PartFigures {
        PartFigures {
            issued: self.issued,
            served: self.served,
            no_show: self.no_show,
            cancelled: self.cancelled,
            unserved: self.unserved,
            wait: times(self.waits),
            serving: times(self.servings),
        }
    }

    fn report(self) -> Report {
        let PartFigures {
            issued,
            served,
            no_show,
            cancelled,
            unserved,
            wait,
            serving,
        } = self.figures();
        Report {
            issued,
            served,
            no_show,
            cancelled,
            unserved,
            wait,
            serving,
            ..Report::default()
        }
    }
}

fn times(mut secs: Vec<u32>) -> Times {
    let minutes = |secs: f64| secs / 60.0;
    let sum: u64 = secs.iter().map(|s| u64::from(*s)).sum();
    let mean_min = (!secs.is_empty()).then(|| minutes(sum as f64 / secs.len() as f64));
    let p90_min = nearest_rank(&mut secs, 0.9, u32::cmp).map(|s| minutes(f64::from(s)));
    let p50_min = nearest_rank(&mut secs, 0.5, u32::cmp).map(|s| minutes(f64::from(s)));
    Times {
        mean_min,
        p50_min,
        p90_min,
    }
}

/// The smallest value that at least this share of the values, from 0 to 1, does not exceed; none of
/// none. Puts them into another order: it is selected instead of sorted, since two years are a
/// million times and a half.
pub fn nearest_rank<T: Copy>(
    values: &mut [T],
    share: f64,
    order: impl FnMut(&T, &T) -> Ordering,
) -> Option<T> {
    // Nine tenths of thirty are twenty-seven, also where the product is a hair more.
    const HAIR: f64 = 1e-6;
    let rank = (values.len() as f64 * share - HAIR).ceil() as usize;
    let place = rank.clamp(1, values.len().max(1)) - 1;
    let (_, value, _) =
        (place < values.len()).then(|| values.select_nth_unstable_by(place, order))?;
    Some(*value)
}
