//! The fewest stations with which every hour keeps its waits.

use super::days::{Days, HOUR_MIN};
use super::line::{Roster, play};
use super::question::Question;

/// The clock hours of a service, and what is wanted of each.
pub(super) struct Wanted<'a> {
    pub(super) question: &'a Question,
    pub(super) days: &'a Days,
    /// The hour of the day in which serving starts.
    pub(super) first_hour: u8,
    /// How many hours people come in.
    pub(super) hours: usize,
}

/// What becomes of the days with some stations.
pub(super) struct Outcome {
    /// The waits by the hour from which they count, in minutes.
    pub(super) waits: Vec<Vec<f64>>,
    /// When the last job ended, day by day, in minutes of the day; of days on which somebody came.
    pub(super) ends: Vec<f64>,
    /// The share of people who were called before the closing, from 0 to 1.
    pub(super) called_in_time: f64,
    /// People of a day who were not, on average.
    pub(super) too_late: f64,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(question: &'a Question, days: &'a Days) -> Self {
        let first = (days.opens_min / HOUR_MIN).floor().clamp(0.0, 23.0);
        let last = (days.closes_min / HOUR_MIN).ceil().clamp(first + 1.0, 24.0);
        Self {
            question,
            days,
            first_hour: first as u8,
            hours: (last - first) as usize,
        }
    }

    /// The roster with which every hour keeps its waits, or comes as near to it as it can.
    pub(super) fn roster(&self) -> Roster {
        let mut roster = self.first_guess();
        let mut given_up = vec![false; self.hours];
        while let Some(hour) = self.first_failing(&roster, &given_up) {
            if !self.add(&mut roster, hour) {
                given_up[hour] = true;
            }
        }
        self.take_away(&mut roster);
        roster
    }

    /// A number that stays all day.
    pub(super) fn constant(&self, stations: u32) -> Roster {
        Roster {
            first_hour: self.first_hour,
            stations: vec![stations; self.hours],
        }
    }

    /// Plays all days.
    pub(super) fn play(&self, roster: &Roster) -> Outcome {
        let mut outcome = Outcome {
            waits: vec![Vec::new(); self.hours],
            ends: Vec::new(),
            called_in_time: 1.0,
            too_late: 0.0,
        };
        let (mut people, mut late, mut waits) = (0_u32, 0_u32, Vec::new());
        for guests in &self.days.draws {
            waits.clear();
            outcome.ends.extend(play(guests, roster, &mut waits));
            for (guest, wait) in guests.iter().zip(&waits) {
                outcome.waits[self.hour_of(guest.from_min)].push(*wait);
                people += 1;
                let is_late = self.days.does_close
                    && guest.from_min + wait > self.days.closes_min + f64::EPSILON;
                late += u32::from(is_late);
            }
        }
        if people > 0 {
            outcome.called_in_time = 1.0 - f64::from(late) / f64::from(people);
            outcome.too_late = f64::from(late) / self.days.draws.len().max(1) as f64;
        }
        outcome
    }

    /// The place of a minute of the day among the hours.
    pub(super) fn hour_of(&self, minute: f64) -> usize {
        let hour = (minute / HOUR_MIN).floor() - f64::from(self.first_hour);
        (hour.max(0.0) as usize).min(self.hours - 1)
    }

    /// Whether enough of these waits are short enough.
    pub(super) fn keeps(&self, waits: &[f64]) -> bool {
        self.short_share(waits) >= self.question.share
    }

    /// The share of waits that are short enough; 1 where nobody comes.
    fn short_share(&self, waits: &[f64]) -> f64 {
        if waits.is_empty() {
            return 1.0;
        }
        let short = waits
            .iter()
            .filter(|wait| **wait <= self.question.limit_min);
        short.count() as f64 / waits.len() as f64
    }

    fn first_failing(&self, roster: &Roster, given_up: &[bool]) -> Option<usize> {
        let waits = self.play(roster).waits;
        let hours = waits.iter().zip(given_up);
        hours
            .enumerate()
            .find(|(_, (waits, is_given_up))| !**is_given_up && !self.keeps(waits))
            .map(|(hour, _)| hour)
    }

    /// One more in that hour, or where there can be none in the next ones in which its people may
    /// still be called in time.
    fn add(&self, roster: &mut Roster, hour: usize) -> bool {
        let reach = (self.question.limit_min / HOUR_MIN).ceil().clamp(0.0, 24.0) as usize;
        let last = (hour + reach).min(self.hours - 1);
        let place = (hour..=last).find(|at| roster.stations[*at] < self.most());
        if let Some(at) = place {
            roster.stations[at] += 1;
        }
        place.is_some()
    }

    /// Takes stations away, the later hours first, while every hour keeps its waits, and no hour
    /// that cannot keep them is worse off.
    fn take_away(&self, roster: &mut Roster) {
        let shares = |roster: &Roster| {
            let waits = self.play(roster).waits;
            waits
                .iter()
                .map(|of_hour| self.short_share(of_hour))
                .collect()
        };
        let least: Vec<f64> = shares(roster);
        let least: Vec<f64> = least
            .into_iter()
            .map(|share| share.min(self.question.share))
            .collect();
        let is_enough = |roster: &Roster| {
            let found: Vec<f64> = shares(roster);
            found
                .iter()
                .zip(&least)
                .all(|(found, least)| found >= least)
        };
        loop {
            let before = roster.stations.clone();
            for hour in (0..self.hours).rev() {
                while roster.stations[hour] > 1 {
                    roster.stations[hour] -= 1;
                    if !is_enough(roster) {
                        roster.stations[hour] += 1;
                        break;
                    }
                }
            }
            if roster.stations == before {
                return;
            }
        }
    }

    fn most(&self) -> u32 {
        self.question.most.max(1)
    }

    /// The square-root rule, hour by hour.
    fn first_guess(&self) -> Roster {
        let (mean, squares) = self.days.job_moments();
        // The mean time that is left of a job somebody looks at: how far work lags behind.
        let lag_hours = (squares / (2.0 * mean.max(0.1)) / HOUR_MIN).min(1.0);
        let mut people = vec![0.0; self.hours];
        for guest in self.days.draws.iter().flatten() {
            people[self.hour_of(guest.from_min)] += 1.0 / self.days.draws.len() as f64;
        }
        let stations = (0..self.hours).map(|hour| {
            let before = if hour == 0 { 0.0 } else { people[hour - 1] };
            let rate = (1.0 - lag_hours) * people[hour] + lag_hours * before;
            let load = rate * mean / HOUR_MIN;
            let keeps = |stations: &u32| {
                let spare = (f64::from(*stations) - load) * self.question.limit_min / mean.max(0.1);
                f64::from(*stations) > load
                    && erlang_c(*stations, load) * (-spare).exp() <= 1.0 - self.question.share
            };
            (1..=self.most()).find(keeps).unwrap_or(self.most())
        });
        Roster {
            first_hour: self.first_hour,
            stations: stations.collect(),
        }
    }
}

/// Erlang's delay formula: the chance to wait at all with so many stations and an offered load
/// below their number.
pub(super) fn erlang_c(stations: u32, load: f64) -> f64 {
    let servers = f64::from(stations);
    let mut blocked = 1.0;
    for n in 1..=stations {
        blocked = load * blocked / (f64::from(n) + load * blocked);
    }
    servers * blocked / (servers - load * (1.0 - blocked))
}
