//! The line played forward: stations that become free call whom the rule names,
//! until nobody is left or enough was seen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use chrono::TimeDelta;
use domain::line::{Caller, Lines, Nobody};
use domain::{Moment, ServiceId, Site, Station, StationState, TicketId, TicketState, VisitId};

/// Calls played in detail. Beyond them the pace goes on: a line of thousands is
/// answered by its head, and one play stays far below a millisecond.
pub(crate) const CALLS_MAX: usize = 400;

/// A job that lasts longer than it was expected to is taken to need this share
/// of the expected time again: it will not end this very second.
const OVERDUE_SHARE: f64 = 0.2;

/// What is known at the start of a play.
pub(crate) struct Scene<'a> {
    site: &'a Site,
    now: Moment,
    stations: Vec<Staffed<'a>>,
    /// When a service begins, if it has not begun yet.
    opens: BTreeMap<&'a ServiceId, Moment>,
    /// The visit of each waiting ticket that shares one.
    visits: BTreeMap<TicketId, VisitId>,
}

/// A station that calls people today, now or after an announced break.
struct Staffed<'a> {
    station: &'a Station,
    /// Back from a break not before this.
    from: Moment,
}

/// How long work takes in one play.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// Times the configured minutes.
    pub(crate) factor: f64,
}

/// A call of a play.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlayedCall {
    /// Whom.
    pub(crate) ticket: TicketId,
    /// In which line.
    pub(crate) service: ServiceId,
    /// In minutes from now.
    pub(crate) after_min: f64,
}

impl<'a> Scene<'a> {
    /// The stations that are really there at `now`, and when lines begin.
    pub(crate) fn of(site: &'a Site, now: Moment, opens: BTreeMap<&'a ServiceId, Moment>) -> Self {
        let waiting = site
            .tickets
            .values()
            .filter(|t| t.state == TicketState::Waiting);
        Self {
            site,
            now,
            stations: site
                .stations
                .iter()
                .filter_map(|s| Staffed::of(s, now))
                .collect(),
            opens,
            visits: waiting.filter_map(|t| Some((t.id, t.visit?))).collect(),
        }
    }

    /// Plays `lines` forward at one pace and tells the calls in order.
    pub(crate) fn play(&self, lines: Lines, pace: Pace) -> Vec<PlayedCall> {
        Play::begin(self, lines, pace).run()
    }

    fn usual_min(&self, service: &ServiceId) -> f64 {
        self.site
            .service(service)
            .map_or(0.0, |service| f64::from(service.settings.minutes))
    }
}

impl<'a> Staffed<'a> {
    /// None for a station that is closed, or paused for nobody knows how long.
    fn of(station: &'a Station, now: Moment) -> Option<Self> {
        let from = match station.state {
            StationState::Open => now,
            // Overdue breaks are about to end.
            StationState::Paused { until, .. } => until?.max(now),
            StationState::Closed => return None,
        };
        Some(Self { station, from })
    }
}

/// When a station is free again; earlier ones first, then in the order of arrival at the heap.
type Free = Reverse<(Moment, u64, usize)>;

/// One play under way.
struct Play<'a> {
    scene: &'a Scene<'a>,
    lines: Lines,
    pace: Pace,
    /// Stations by the moment they look for somebody.
    free: BinaryHeap<Free>,
    /// Stations that found only people who are elsewhere: they look again when somebody is done.
    idle: Vec<usize>,
    /// Who is at each station.
    desks: Vec<Desk>,
    /// Numbers the entries of `free`.
    entries: u64,
    calls: Vec<PlayedCall>,
}

#[derive(Clone, Copy, Default)]
struct Desk {
    is_busy: bool,
    visit: Option<VisitId>,
    preferred_run: u8,
}

impl<'a> Play<'a> {
    fn begin(scene: &'a Scene<'a>, lines: Lines, pace: Pace) -> Self {
        let mut play = Self {
            scene,
            lines,
            pace,
            free: BinaryHeap::new(),
            idle: Vec::new(),
            desks: Vec::new(),
            entries: 0,
            calls: Vec::new(),
        };
        for (index, staffed) in scene.stations.iter().enumerate() {
            let held = staffed
                .station
                .ticket
                .and_then(|id| scene.site.tickets.get(&id));
            play.desks.push(Desk {
                is_busy: held.is_some(),
                visit: held.and_then(|ticket| ticket.visit),
                preferred_run: staffed.station.preferred_run,
            });
            let rest = held.map_or(0.0, |ticket| play.remaining_min(ticket));
            play.look_again(index, staffed.from.max(later(scene.now, rest)));
        }
        play
    }

    fn run(mut self) -> Vec<PlayedCall> {
        while self.calls.len() < CALLS_MAX {
            let Some(Reverse((at, _, index))) = self.free.pop() else {
                break;
            };
            let ended_a_job = std::mem::take(&mut self.desks[index].is_busy);
            self.desks[index].visit = None;
            if ended_a_job {
                for idle in std::mem::take(&mut self.idle) {
                    self.look_again(idle, at);
                }
            }
            self.call(index, at);
        }
        self.calls
    }

    /// A free station looks for somebody.
    fn call(&mut self, index: usize, at: Moment) {
        let settings = &self.scene.stations[index].station.settings;
        let begun: Vec<ServiceId> = self.begun(&settings.services, at);
        let caller = Caller {
            services: &begun,
            ..Caller::of(settings, self.desks[index].preferred_run)
        };
        let is_elsewhere = |visit| self.desks.iter().any(|desk| desk.visit == Some(visit));
        let choice = match self.lines.choose(caller, at, is_elsewhere) {
            Ok(choice) => choice,
            Err(nobody) => return self.wait(index, at, nobody),
        };
        let seq = self.scene.site.seq + 1 + self.calls.len() as u64;
        self.lines.play(&choice, seq);
        let run = &mut self.desks[index].preferred_run;
        *run = if choice.passed_older_service {
            run.saturating_add(1)
        } else {
            0
        };
        self.desks[index].is_busy = true;
        self.desks[index].visit = self.scene.visits.get(&choice.ticket).copied();
        let job = self.scene.usual_min(choice.service) * self.pace.factor;
        self.look_again(index, later(at, job));
        self.calls.push(PlayedCall {
            ticket: choice.ticket,
            service: choice.service.clone(),
            after_min: (at - self.scene.now).num_milliseconds() as f64 / 60_000.0,
        });
    }

    /// Nobody was there for a station: it looks again when one of its services
    /// begins, or when somebody who is elsewhere is done.
    fn wait(&mut self, index: usize, at: Moment, nobody: Nobody) {
        let services = &self.scene.stations[index].station.settings.services;
        let begins = services.iter().filter_map(|id| self.scene.opens.get(id));
        if let Some(begins) = begins.filter(|begins| **begins > at).min() {
            return self.look_again(index, *begins);
        }
        match nobody {
            Nobody::NobodyWaiting => {}
            Nobody::AllElsewhere => self.idle.push(index),
        }
    }

    fn begun(&self, services: &[ServiceId], at: Moment) -> Vec<ServiceId> {
        let has_begun = |id: &&ServiceId| self.scene.opens.get(*id).is_none_or(|o| *o <= at);
        services.iter().filter(has_begun).cloned().collect()
    }

    fn look_again(&mut self, index: usize, at: Moment) {
        self.entries += 1;
        self.free.push(Reverse((at, self.entries, index)));
    }

    /// Minutes that the ticket a station holds will still need.
    fn remaining_min(&self, ticket: &domain::Ticket) -> f64 {
        let expected = self.scene.usual_min(&ticket.service) * self.pace.factor;
        match ticket.state {
            TicketState::Serving { since, .. } => {
                let stint = (self.scene.now - since).num_seconds().max(0) as f64;
                let done = (stint + f64::from(ticket.serving_secs)) / 60.0;
                (expected - done).max(expected * OVERDUE_SHARE)
            }
            TicketState::Called { .. } => expected,
            TicketState::Waiting
            | TicketState::OnHold { .. }
            | TicketState::NoShow { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled
            | TicketState::Unserved => 0.0,
        }
    }
}

fn later(from: Moment, minutes: f64) -> Moment {
    from + TimeDelta::milliseconds((minutes * 60_000.0).round() as i64)
}
