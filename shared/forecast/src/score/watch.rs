//! A site as somebody sees it who is told what happens, one thing after the other.

use std::collections::BTreeMap;

use domain::line::{self, LineRules, Lines};
use domain::settings::Policy;
use domain::ticket::Booked;
use domain::{Class, Moment, ServiceId, StationId, Ticket, TicketId};
use uuid::Uuid;

use super::entry::Outcome;
use super::presence::Station;
use super::rules::{Memory, Rules};
use crate::scene::Coming;
use crate::time::minutes;
use crate::{Answer, Experience, Scene, answer, newcomer};

mod overtaking;

/// Minutes of a job of which nothing is known.
const USUAL_MIN: f64 = 10.0;
/// A job that lasts longer, in minutes, was not written down to its end.
const JOB_MAX_MIN: f64 = 240.0;
/// An appointment whose holder is later than this, in minutes, is not kept.
const LATE_MIN: f64 = 15.0;

/// What is known of a site until now.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Whether stations say themselves when they open, pause and close.
    pub(super) is_announced: bool,
    seq: u64,
    lines: Lines,
    pub(super) services: Vec<Service>,
    by_name: BTreeMap<String, usize>,
    pub(super) stations: Vec<Station>,
    /// Those in the line and at stations, by the caller's key.
    pub(super) people: BTreeMap<u64, Person>,
    coming: Vec<Coming>,
    /// The first happening of the day.
    pub(super) day_began: Option<Moment>,
    pub(super) experience: Experience,
}

#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) id: ServiceId,
    rules: Memory,
    /// Who waits.
    waiting: usize,
    /// Since when somebody has been waiting.
    pub(super) busy_since: Option<Moment>,
}

/// Somebody in the line or at a station.
#[derive(Debug, Clone)]
pub(super) struct Person {
    ticket: Ticket,
    pub(super) service: usize,
    arrived: Moment,
    pub(super) called: Option<Moment>,
    pub(super) started: Option<Moment>,
    /// Where, as far as it is known or guessed.
    pub(super) station: Option<usize>,
    /// Since when somebody had been waiting at the call.
    pub(super) line_since: Option<Moment>,
    /// Calls since this one came, and those of them that went to people who came later.
    calls: u32,
    overtaken: u32,
}

impl Watch {
    /// Nothing was seen yet. Where stations do not say themselves when they open and close, they
    /// are known only from who ended what.
    pub fn new(is_announced: bool) -> Self {
        Self {
            is_announced,
            seq: 0,
            lines: Lines::default(),
            services: Vec::new(),
            by_name: BTreeMap::new(),
            stations: Vec::new(),
            people: BTreeMap::new(),
            coming: Vec::new(),
            day_began: None,
            experience: if is_announced {
                Experience::new()
            } else {
                Experience::of_guesses()
            },
        }
    }

    /// What was learned until now; an oracle is told what is true.
    pub fn experience(&mut self) -> &mut Experience {
        &mut self.experience
    }

    /// The id under which a service of the log is learned.
    pub fn service_id(&mut self, name: &str) -> ServiceId {
        let service = self.service(name);
        self.services[service].id.clone()
    }

    /// The id under which a station of the log is learned.
    pub fn station_id(&mut self, name: &str, at: Moment) -> StationId {
        let station = self.station(name, at);
        self.stations[station].id.clone()
    }

    /// Somebody takes a number, or comes for an appointment at `slot`.
    pub fn arrive(&mut self, key: u64, service: &str, at: Moment, slot: Option<Moment>) {
        let service = self.service(service);
        let id = self.services[service].id.clone();
        let count = u32::try_from(key).unwrap_or(u32::MAX - 1);
        let ticket = TicketId(Uuid::from_u128(u128::from(key)));
        let mut ticket = newcomer::waiting(ticket, count, &id, Class::Standard, at);
        if let Some(start) = slot {
            ticket.slot = Some(Booked {
                start,
                checked_in_at: at,
            });
            ticket.place_at = start;
            self.keep(&id, start);
            self.experience.expected(&id, USUAL_MIN, true);
        }
        self.lines.enter(&ticket);
        let line = &mut self.services[service];
        line.waiting += 1;
        line.busy_since.get_or_insert(at);
        self.people.insert(
            key,
            Person {
                ticket,
                service,
                arrived: at,
                called: None,
                started: None,
                station: None,
                line_since: None,
                calls: 0,
                overtaken: 0,
            },
        );
    }

    /// Somebody is called, to a station that is known where stations say what they do.
    pub fn call(&mut self, key: u64, at: Moment, station: &str) {
        let Some(person) = self.people.get(&key).filter(|one| one.called.is_none()) else {
            return;
        };
        let (service, arrived) = (person.service, person.arrived);
        let (calls, overtaken) = (person.calls, person.overtaken);
        let line_since = self.services[service].busy_since;
        self.take_out(key, at);
        self.overtake(service, arrived, at);
        if !self.is_announced {
            let id = self.services[service].id.clone();
            self.experience
                .passed_over(&id, USUAL_MIN, overtaken, calls);
        }
        let waited = minutes(arrived, at);
        let line = &mut self.services[service];
        line.rules.saw_wait(waited);
        let id = line.id.clone();
        self.experience.waited(&id, USUAL_MIN, waited, false);
        self.note_absences(at);
        let station = if self.is_announced && !station.is_empty() {
            Some(self.station(station, at))
        } else {
            self.guess(service, arrived, at)
        };
        if let Some(person) = self.people.get_mut(&key) {
            person.called = Some(at);
            person.station = station;
            person.line_since = line_since;
        }
        if let Some(station) = station {
            self.stations[station].job = Some(key);
        }
    }

    /// Serving begins.
    pub fn start(&mut self, key: u64, at: Moment) {
        if let Some(person) = self.people.get_mut(&key)
            && let Some(called) = person.called
        {
            person.started = Some(at);
            let id = self.services[person.service].id.clone();
            self.experience.came(&id, USUAL_MIN, minutes(called, at));
        }
    }

    /// Serving ends, or nobody came; only now the station is certain.
    pub fn end(&mut self, key: u64, at: Moment, station: &str, outcome: Outcome) {
        let Some(person) = self.people.get(&key).cloned() else {
            return;
        };
        let Some(called) = person.called else {
            return self.give_up(key, at);
        };
        let station = self.settle(&person, station, at);
        let (id, station_id) = (
            self.services[person.service].id.clone(),
            station.map_or_else(unknown_station, |station| self.stations[station].id.clone()),
        );
        match outcome {
            Outcome::Served | Outcome::Open | Outcome::GaveUp => {
                let minutes = minutes(person.started.unwrap_or(called), at);
                self.services[person.service].rules.saw_job(minutes);
                self.experience.served(&id, USUAL_MIN, &station_id, minutes);
            }
            Outcome::NoShow => self.experience.missed(&id, USUAL_MIN, minutes(called, at)),
        }
        self.people.remove(&key);
    }

    /// Somebody leaves before the call.
    pub fn give_up(&mut self, key: u64, at: Moment) {
        let Some(person) = self.people.get(&key).filter(|one| one.called.is_none()) else {
            return;
        };
        let id = self.services[person.service].id.clone();
        let waited = minutes(person.arrived, at);
        self.experience.waited(&id, USUAL_MIN, waited, true);
        self.take_out(key, at);
        self.people.remove(&key);
    }

    /// Somebody booked a slot.
    pub fn book(&mut self, service: &str, start: Moment) {
        let service = self.service_id(service);
        self.coming.push(Coming {
            service,
            start,
            class: Class::Standard,
        });
    }

    /// A night passes: nobody is there any more, and what was learned is carried over.
    pub fn close_day(&mut self) {
        self.people.clear();
        self.coming.clear();
        self.day_began = None;
        self.lines.clear();
        for service in &mut self.services {
            (service.waiting, service.busy_since) = (0, None);
        }
        self.leave_stations();
        self.experience.close_day();
    }

    /// Nobody is at a station or waits.
    pub fn is_quiet(&self) -> bool {
        self.people.is_empty()
    }

    /// Those who wait, each with the number of people ahead.
    pub fn waiting(&self, now: Moment) -> Vec<(u64, usize)> {
        let orders = self.services.iter().map(|service| {
            let order = line::order(&self.lines, &service.id, now, self.seq);
            order
                .into_iter()
                .enumerate()
                .map(|(ahead, (id, _))| (key_of(id), ahead))
        });
        orders.flatten().collect()
    }

    /// How many are ahead of somebody who waits; none for an appointment before its time.
    pub fn ahead(&self, key: u64, now: Moment) -> Option<usize> {
        let person = self.people.get(&key).filter(|one| one.called.is_none())?;
        line::ahead(&self.lines, &person.ticket, now, self.seq)
    }

    /// What the simple rules say to somebody with so many ahead.
    pub fn rules(&self, key: u64, ahead: usize, now: Moment) -> Rules {
        let Some(person) = self.people.get(&key) else {
            return Rules::default();
        };
        let desks = self.desks(now);
        let service = &self.services[person.service];
        let mine = desks.iter().filter(|desk| {
            desk.presence >= 0.5 && desk.idle_min < 10.0 && desk.services.contains(&service.id)
        });
        let (mut stations, mut free) = (0, 0);
        for desk in mine {
            stations += 1;
            free += usize::from(desk.job.is_none() && desk.back_in <= 0.0);
        }
        service.rules.say(ahead, stations, free)
    }

    /// The real forecast for everybody who waits now.
    pub fn forecast(&self, now: Moment, draws: usize) -> Answer {
        let is_kept = |coming: &&Coming| minutes(coming.start, now) <= LATE_MIN;
        let services = self.services.iter().map(|service| crate::scene::Service {
            id: service.id.clone(),
            usual_min: USUAL_MIN,
            opens_in: None,
            closes_in: None,
        });
        let scene = Scene {
            now,
            seed: self.seq ^ (now.timestamp() as u64).rotate_left(20),
            seq: self.seq,
            lines: &self.lines,
            services: services.collect(),
            stations: self.desks(now),
            coming: self.coming.iter().filter(is_kept).cloned().collect(),
            visits: BTreeMap::new(),
            unpassed: self.unpassed(),
            experience: &self.experience,
            newcomers: 0,
            are_stations_announced: self.is_announced,
        };
        answer(&scene, draws)
    }

    /// The ticket that stands for a key in an [`Answer`].
    pub fn ticket(key: u64) -> TicketId {
        TicketId(Uuid::from_u128(u128::from(key)))
    }

    pub(super) fn service(&mut self, name: &str) -> usize {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let place = self.services.len();
        let id = ServiceId::new(&format!("s{place}"));
        let id = id.unwrap_or_else(|_| unreachable!("a short, valid name"));
        let rules = LineRules {
            policy: Policy::Arrival,
            reinstate_after: 0,
            due_before_min: 2,
        };
        self.lines.set_rules(&id, rules);
        self.services.push(Service {
            id,
            rules: Memory::default(),
            waiting: 0,
            busy_since: None,
        });
        self.by_name.insert(name.to_owned(), place);
        place
    }

    /// A booked slot is kept by somebody who comes.
    fn keep(&mut self, service: &ServiceId, start: Moment) {
        let mut coming = self.coming.iter();
        if let Some(kept) = coming.position(|one| one.service == *service && one.start == start) {
            self.coming.remove(kept);
        }
    }

    /// Slots whose holders are too late to come.
    fn note_absences(&mut self, now: Moment) {
        let is_late = |coming: &Coming| minutes(coming.start, now) > LATE_MIN;
        for late in self.coming.extract_if(.., |coming| is_late(coming)) {
            self.experience.expected(&late.service, USUAL_MIN, false);
        }
    }

    fn take_out(&mut self, key: u64, at: Moment) {
        let Some(person) = self.people.get(&key) else {
            return;
        };
        self.seq += 1;
        self.lines.leave(&person.ticket);
        let line = &mut self.services[person.service];
        line.waiting = line.waiting.saturating_sub(1);
        if line.waiting == 0 {
            line.busy_since = None;
        }
        let is_stale = |one: &Person| one.called.is_some_and(|c| minutes(c, at) > JOB_MAX_MIN);
        self.people.retain(|_, one| !is_stale(one));
        self.leave_stale(at);
    }
}

fn unknown_station() -> StationId {
    StationId::new("unknown").unwrap_or_else(|_| unreachable!("a short, valid name"))
}

fn key_of(ticket: TicketId) -> u64 {
    u64::try_from(ticket.0.as_u128()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
