//! Which stations are there, where they say so and where they do not.
//!
//! In a log without openings and closings, a station is known from who ended
//! what. A call is taken to come from the station that has just become free, or
//! from an unknown one; the end of the job corrects it. A station that does not
//! call although somebody waits is away, and the longer it is, the longer it will be.

use std::collections::BTreeMap;

use domain::{Moment, ServiceId, StationId};

use super::watch::{Person, Watch};
use crate::scene::{Break, Desk, Running, Stage};
use crate::time::minutes;

/// A free station with nobody to call is still there after this time, in minutes, with a chance of 37 %.
const PATIENCE_MIN: f64 = 120.0;
/// A station of the day before, of which nothing was seen today, is there with this chance.
const EXPECTED: f64 = 0.6;
/// One that does not call for so long although somebody waits is gone.
const GONE_MIN: f64 = 60.0;
/// One that does not call for so long although somebody waits is away.
const AWAY_MIN: f64 = 0.5;
/// Until it ended so many jobs, a station is taken to offer every service.
const JOBS_TELL: u32 = 5;

#[derive(Debug, Clone)]
pub(super) struct Station {
    pub(super) id: StationId,
    name: String,
    /// What it says it offers, if it says so.
    offered: Option<Vec<usize>>,
    /// Jobs ended here, by service.
    services: BTreeMap<usize, u32>,
    state: State,
    /// When it last became free, or opened.
    freed: Moment,
    /// Whether it ended a job today.
    is_seen: bool,
    /// Since when it should have called somebody and did not.
    away_since: Option<Moment>,
    /// Breaks that were announced: from when, and for how many minutes.
    breaks: Vec<(Moment, f64)>,
    /// Whom it serves, as far as it is known or guessed.
    pub(super) job: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Here,
    Back(Moment),
    /// It was here on the day before, and was not seen today.
    Expected,
    Gone,
}

impl Watch {
    /// A station opens for these services, or comes back.
    pub fn open(&mut self, name: &str, services: &[String], at: Moment) {
        let station = self.station(name, at);
        let offered: Vec<usize> = services
            .iter()
            .map(|service| self.service(service))
            .collect();
        let station = &mut self.stations[station];
        (station.state, station.freed) = (State::Here, at);
        if !offered.is_empty() {
            station.offered = Some(offered);
        }
    }

    /// A station announces a break of so many minutes.
    pub fn pause(&mut self, name: &str, at: Moment, until: Moment) {
        let station = self.station(name, at);
        let station = &mut self.stations[station];
        station.state = State::Back(until);
        // This is the one that was announced.
        station.breaks.retain(|(starts, _)| *starts > at);
    }

    /// A station announces a break of so many minutes, to begin when it is free after `starts`.
    pub fn announce_break(&mut self, name: &str, at: Moment, starts: Moment, minutes: f64) {
        let station = self.station(name, at);
        let breaks = &mut self.stations[station].breaks;
        breaks.push((starts, minutes));
        breaks.sort_by_key(|(starts, _)| *starts);
    }

    /// A station closes after the job it has.
    pub fn close(&mut self, name: &str, at: Moment) {
        let station = self.station(name, at);
        self.stations[station].state = State::Gone;
    }

    pub(super) fn station(&mut self, name: &str, at: Moment) -> usize {
        let known = self.stations.iter().position(|one| one.name == name);
        known.unwrap_or_else(|| {
            let id = StationId::new(&format!("d{}", self.stations.len()));
            self.stations.push(Station {
                id: id.unwrap_or_else(|_| unreachable!("a short, valid name")),
                name: name.to_owned(),
                offered: None,
                services: BTreeMap::new(),
                state: State::Here,
                freed: at,
                is_seen: false,
                away_since: None,
                breaks: Vec::new(),
                job: None,
            });
            self.stations.len() - 1
        })
    }

    /// Nobody is at a station any more.
    pub(super) fn leave_stations(&mut self) {
        for station in &mut self.stations {
            let was_here = station.is_seen && !self.is_announced;
            station.state = if was_here {
                State::Expected
            } else {
                State::Gone
            };
            (station.job, station.is_seen) = (None, false);
            station.breaks.clear();
            station.away_since = None;
        }
    }

    /// A station whose job was never said to end has nobody any more, as far as is known.
    pub(super) fn leave_stale(&mut self, at: Moment) {
        for station in &mut self.stations {
            if station
                .job
                .is_some_and(|key| !self.people.contains_key(&key))
            {
                (station.job, station.freed) = (None, at);
            }
        }
    }

    /// Time has passed: where stations do not say it, those that should have called are away,
    /// and those that have been for long are gone.
    pub fn notice(&mut self, now: Moment) {
        self.day_began.get_or_insert(now);
        if self.is_announced {
            return;
        }
        for place in 0..self.stations.len() {
            let station = &self.stations[place];
            if station.job.is_some() || !station.may_call() {
                continue;
            }
            let since = match station.away_since {
                Some(since) => since,
                None => match self.should_call_since(station) {
                    Some(since) if minutes(since, now) > AWAY_MIN => since,
                    Some(_) | None => continue,
                },
            };
            let station = &mut self.stations[place];
            station.away_since = Some(since);
            if minutes(since, now) > GONE_MIN {
                let has_left = station.state == State::Here;
                station.state = State::Gone;
                if has_left {
                    self.experience.left();
                }
            }
        }
    }

    /// The station that probably made a call: the one that became free last where people had
    /// been waiting, else the one that had been free for longest.
    pub(super) fn guess(&self, service: usize, arrived: Moment, at: Moment) -> Option<usize> {
        let free = self.stations.iter().enumerate().filter(|(_, station)| {
            station.job.is_none() && station.may_call() && station.may_serve(service)
        });
        let has_waited = arrived < at;
        let is_here = |station: &Station| {
            let is_seen = station.state == State::Here;
            (station.away_since.is_none(), is_seen)
        };
        let found = if has_waited {
            free.max_by_key(|(_, station)| (is_here(station), station.freed))
        } else {
            free.min_by_key(|(_, station)| (std::cmp::Reverse(is_here(station)), station.freed))
        };
        found.map(|(place, _)| place)
    }

    /// A job ended at a station: now it is known where it was.
    pub(super) fn settle(&mut self, person: &Person, name: &str, at: Moment) -> Option<usize> {
        let guessed = person.station;
        let station = if name.is_empty() {
            guessed?
        } else {
            self.station(name, person.called.unwrap_or(at))
        };
        if guessed != Some(station) {
            // Whoever was taken to be here is where this one was taken to be.
            let other = self.stations[station].job.take();
            if let Some(guessed) = guessed {
                self.stations[guessed].job = other;
            }
            if let Some(other) = other.and_then(|other| self.people.get_mut(&other)) {
                other.station = guessed;
            }
        }
        self.learn_gap(station, person);
        let found = &mut self.stations[station];
        found.job = None;
        found.freed = at;
        found.away_since = None;
        found.is_seen = true;
        if !self.is_announced {
            found.state = State::Here;
        }
        *found.services.entry(person.service).or_default() += 1;
        Some(station)
    }

    /// How long the station had been free before it called although somebody waited.
    fn learn_gap(&mut self, station: usize, person: &Person) {
        let station = &self.stations[station];
        let (Some(called), Some(line_since)) = (person.called, person.line_since) else {
            return;
        };
        let since = station.away_since.unwrap_or(station.freed.max(line_since));
        let gap = minutes(since, called);
        let longest = if self.is_announced { 5.0 } else { GONE_MIN };
        let had_line = line_since <= station.freed;
        if station.freed <= called && (had_line || gap > 0.2) && (0.0..=longest).contains(&gap) {
            self.experience.idled(gap);
        }
    }

    /// Since when a free station could have called somebody; none if nobody waits for it.
    fn should_call_since(&self, station: &Station) -> Option<Moment> {
        let lines = self.services.iter().enumerate();
        let since = lines
            .filter(|(service, _)| station.may_serve(*service))
            .filter_map(|(_, line)| line.busy_since)
            .min();
        since.map(|since| since.max(station.freed))
    }

    /// Every station that is there, may be there or will be back.
    pub(super) fn desks(&self, now: Moment) -> Vec<Desk> {
        let all: Vec<ServiceId> = self
            .services
            .iter()
            .map(|service| service.id.clone())
            .collect();
        let mut desks = Vec::new();
        for station in &self.stations {
            let job = station.job.and_then(|key| self.people.get(&key));
            let back_in = match station.state {
                State::Here | State::Expected => 0.0,
                State::Back(until) => minutes(now, until).max(0.0),
                State::Gone => continue,
            };
            let mut desk = self.desk(station, &all, job, now);
            desk.back_in = back_in;
            desk.breaks = station.breaks_after(now);
            if job.is_none() && !self.is_announced {
                let since = station
                    .away_since
                    .or_else(|| self.should_call_since(station));
                if let Some(since) = since {
                    desk.idle_min = minutes(since, now).max(0.0);
                } else {
                    let since = self
                        .day_began
                        .map_or(station.freed, |b| b.max(station.freed));
                    let alone = minutes(since, now).max(0.0);
                    let is_seen = station.state == State::Here;
                    desk.presence =
                        (-alone / PATIENCE_MIN).exp() * if is_seen { 1.0 } else { EXPECTED };
                }
            }
            desks.push(desk);
        }
        desks.extend(self.unknown_desks(&all, now));
        self.serve_everybody(&mut desks, &all);
        desks
    }

    fn desk(
        &self,
        station: &Station,
        all: &[ServiceId],
        job: Option<&Person>,
        now: Moment,
    ) -> Desk {
        let services = all.iter().enumerate();
        let services = services
            .filter(|(service, _)| station.may_serve(*service))
            .map(|(_, id)| id.clone());
        Desk {
            job: job.map(|person| self.running(person, now)),
            ..Desk::free(station.id.clone(), services.collect())
        }
    }

    /// Somebody is served, but nobody knows where.
    fn unknown_desks(&self, all: &[ServiceId], now: Moment) -> Vec<Desk> {
        let people = self.people.values();
        let unknown = people.filter(|one| one.called.is_some() && one.station.is_none());
        unknown
            .enumerate()
            .filter_map(|(nth, person)| {
                let id = StationId::new(&format!("u{nth}")).ok()?;
                Some(Desk {
                    job: Some(self.running(person, now)),
                    ..Desk::free(id, all.to_vec())
                })
            })
            .collect()
    }

    /// Where nobody says who offers what, a line that no station is known for is anybody's;
    /// and a day on which nobody was called yet will have its first station.
    fn serve_everybody(&self, desks: &mut Vec<Desk>, all: &[ServiceId]) {
        if self.is_announced {
            return;
        }
        if desks.is_empty()
            && let Ok(id) = StationId::new("first")
        {
            desks.push(Desk::free(id, all.to_vec()));
        }
        for service in all {
            if desks.iter().all(|desk| !desk.services.contains(service)) {
                for desk in &mut *desks {
                    desk.services.push(service.clone());
                }
            }
        }
    }

    fn running(&self, person: &Person, now: Moment) -> Running {
        let since = |at: Moment| minutes(at, now).max(0.0);
        Running {
            service: self.services[person.service].id.clone(),
            visit: None,
            stage: match (person.started, person.called) {
                (Some(started), _) => Stage::Serving {
                    since_min: since(started),
                },
                (None, Some(called)) => Stage::Called {
                    since_min: since(called),
                },
                (None, None) => Stage::Called { since_min: 0.0 },
            },
        }
    }
}

impl Station {
    /// Whether it may be there and call somebody.
    fn may_call(&self) -> bool {
        match self.state {
            State::Here | State::Expected => true,
            State::Back(_) | State::Gone => false,
        }
    }

    fn breaks_after(&self, now: Moment) -> Vec<Break> {
        let breaks = self.breaks.iter().map(|(starts, length)| Break {
            starts_in: minutes(now, *starts).max(0.0),
            minutes: *length,
        });
        breaks.collect()
    }

    /// Whether it offers a service, as it says or as far as its jobs tell.
    fn may_serve(&self, service: usize) -> bool {
        if let Some(offered) = &self.offered {
            return offered.contains(&service);
        }
        self.services.contains_key(&service) || self.services.values().sum::<u32>() < JOBS_TELL
    }
}
