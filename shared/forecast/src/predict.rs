//! From a site and a moment to what everybody may expect.

use std::collections::{BTreeMap, BTreeSet};

use domain::line::Line;
use domain::{
    AppointmentState, Class, Moment, ServiceId, Site, Station, StationState, Ticket, TicketId,
    TicketState, day,
};
use serde::{Deserialize, Serialize};

use crate::answer::{LineAnswer, answer, draws_for};
use crate::newcomer::ahead_of_newcomer;
use crate::scene::{Coming, Desk, Running, Scene, Service, Stage};
use crate::time::minutes;
use crate::{Curve, Estimate, Experience, Spread};

/// So many people more than wait now are answered as the play goes, before its pace answers.
const NEWCOMERS: usize = 16;

/// What everybody who waits, or might come, may expect.
///
/// Prepared once after a change of the site and then only read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteForecast {
    /// When it was made; all waits count from here.
    pub at: Moment,
    /// For each service of the site.
    pub services: BTreeMap<ServiceId, ServiceForecast>,
    /// For those who wait, as far as the line was played.
    tickets: BTreeMap<TicketId, Played>,
}

/// What somebody who waits may expect in the line in which he stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Played {
    service: ServiceId,
    estimate: Estimate,
}

/// What may be expected in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceForecast {
    /// Stations that serve it now.
    pub stations_open: u32,
    /// Waits by the number of people ahead.
    pub curve: Curve,
    /// The wait of somebody who is called before everybody else.
    first: Option<Estimate>,
    /// In how many minutes all who are served or wait now are done, if nobody else came; none
    /// if there is nobody, or no station for them.
    pub done_in: Option<Spread>,
    /// People ahead of a newcomer of standard class.
    ahead_standard: Option<usize>,
    /// People ahead of a newcomer with priority.
    ahead_priority: Option<usize>,
}

impl SiteForecast {
    /// What somebody who waits in the line of `service` may expect.
    ///
    /// None if the line was not played as far as that, or the ticket came to it after the forecast:
    /// then [`Self::with_ahead`] or [`Self::due`] answers.
    pub fn ticket(&self, id: TicketId, service: &ServiceId) -> Option<Estimate> {
        let played = self.tickets.get(&id)?;
        (played.service == *service).then_some(played.estimate)
    }

    /// Those who wait, as far as the line was played, each with the line and what may be expected.
    pub fn played(&self) -> impl Iterator<Item = (TicketId, &ServiceId, &Estimate)> {
        self.tickets
            .iter()
            .map(|(id, played)| (*id, &played.service, &played.estimate))
    }

    /// What somebody in the line of `service` with `ahead` people ahead may expect.
    ///
    /// None if no station serves the line.
    pub fn with_ahead(&self, service: &ServiceId, ahead: usize) -> Option<Estimate> {
        self.services.get(service)?.curve.at(ahead)
    }

    /// What somebody may expect whose appointment is due, with `ahead` such people ahead.
    ///
    /// None if no station serves the line.
    pub fn due(&self, service: &ServiceId, ahead: usize) -> Option<Estimate> {
        let line = self.services.get(service)?;
        if ahead == 0 {
            line.first
        } else {
            line.curve.at(ahead)
        }
    }

    /// What somebody who took a number now might expect; none if no station serves the line.
    pub fn newcomer(&self, service: &ServiceId, class: Class) -> Option<Estimate> {
        let service = self.services.get(service)?;
        let ahead = match class {
            Class::Standard => service.ahead_standard,
            Class::Priority => service.ahead_priority,
        };
        service.curve.at(ahead?)
    }
}

/// Plays the site's lines forward from `now`, knowing what was seen of its work.
///
/// Counted are stations that are open, and paused ones from their announced end
/// on; for each the services it offers and the rest of the job it holds. A
/// service that opens later today is not called before, unless somebody has
/// been called already. Appointments of today whose holders have not come yet
/// come or stay away as they are used to.
pub fn predict(site: &Site, experience: &Experience, now: Moment) -> SiteForecast {
    let scene = scene(site, experience, now);
    let lines = site
        .services
        .iter()
        .filter_map(|service| site.lines.get(&service.settings.id));
    let told = answer(&scene, draws_for(lines.map(Line::len).sum()));
    let lines = site.services.iter().zip(told.lines);
    let services = lines.map(|(service, told)| {
        let LineAnswer {
            curve,
            first,
            done_in,
        } = told;
        let id = &service.settings.id;
        let forecast = ServiceForecast {
            stations_open: stations_open(site, id),
            curve,
            first,
            done_in,
            ahead_standard: ahead_of_newcomer(site, id, Class::Standard, now),
            ahead_priority: ahead_of_newcomer(site, id, Class::Priority, now),
        };
        (id.clone(), forecast)
    });
    let tickets = told.tickets.into_iter();
    SiteForecast {
        at: now,
        services: services.collect(),
        tickets: tickets
            .map(|(id, (service, estimate))| (id, Played { service, estimate }))
            .collect(),
    }
}

/// What a forecast of the site at `now` is made from.
pub(crate) fn scene<'a>(site: &'a Site, experience: &'a Experience, now: Moment) -> Scene<'a> {
    let opens = openings(site, now);
    let services = site.services.iter().map(|service| &service.settings);
    let services = services.map(|settings| Service {
        id: settings.id.clone(),
        usual_min: f64::from(settings.minutes),
        opens_in: opens.get(&settings.id).map(|at| minutes(now, *at)),
        closes_in: closes_in(site, &settings.id, now),
    });
    let waiting = site
        .tickets
        .values()
        .filter(|ticket| ticket.state == TicketState::Waiting);
    Scene {
        now,
        seed: seed(site, now),
        seq: site.seq,
        lines: &site.lines,
        services: services.collect(),
        stations: site
            .stations
            .iter()
            .filter_map(|station| desk(site, station, now))
            .collect(),
        coming: coming(site, now),
        visits: waiting.filter_map(|t| Some((t.id, t.visit?))).collect(),
        unpassed: BTreeSet::new(),
        experience,
        newcomers: NEWCOMERS,
        are_stations_announced: true,
    }
}

/// Chance begins anew with every change of the site and every minute.
fn seed(site: &Site, now: Moment) -> u64 {
    // FNV-1a: any mixing does, as long as it is the same everywhere.
    let minute = now.timestamp().div_euclid(60);
    let name = site.settings.id.as_str().bytes();
    let bytes = name
        .chain(site.seq.to_le_bytes())
        .chain(minute.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// None for a station that is closed, or paused for nobody knows how long.
fn desk(site: &Site, station: &Station, now: Moment) -> Option<Desk> {
    let back_in = match station.state {
        StationState::Open => 0.0,
        // Overdue breaks are about to end.
        StationState::Paused { until, .. } => minutes(now, until?).max(0.0),
        StationState::Closed => return None,
    };
    let held = station.ticket.and_then(|id| site.tickets.get(&id));
    Some(Desk {
        id: station.id().clone(),
        services: station.settings.services.clone(),
        order: station.settings.order,
        preference_run: station.settings.preference_run,
        preferred_run: station.preferred_run,
        back_in,
        // Nobody announces a break before it begins.
        breaks: Vec::new(),
        idle_min: 0.0,
        presence: 1.0,
        job: held.and_then(|ticket| running(ticket, now)),
    })
}

fn running(ticket: &Ticket, now: Moment) -> Option<Running> {
    let stage = match ticket.state {
        TicketState::Serving { since, .. } => Stage::Serving {
            since_min: whole_secs(since, now) + f64::from(ticket.serving_here_secs()) / 60.0,
        },
        TicketState::Called { .. } => Stage::Called {
            since_min: ticket.last_called_at.map_or(0.0, |at| whole_secs(at, now)),
        },
        TicketState::Waiting
        | TicketState::OnHold { .. }
        | TicketState::NoShow { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => return None,
    };
    Some(Running {
        service: ticket.service.clone(),
        visit: ticket.visit,
        stage,
    })
}

/// Appointments of today that may still be kept.
fn coming(site: &Site, now: Moment) -> Vec<Coming> {
    let today = day::local_date(now, site.settings.time_zone);
    let booked = site.appointments.values().filter(|one| match one.state {
        AppointmentState::Booked => day::local_date(one.slot, site.settings.time_zone) == today,
        AppointmentState::CheckedIn { .. } | AppointmentState::Cancelled => false,
    });
    let in_time = booked.filter(|one| {
        let late = site
            .service(&one.service)
            .map(|s| s.settings.late_after_min);
        late.is_some_and(|late| minutes(one.slot, now) <= f64::from(late))
    });
    in_time
        .map(|one| Coming {
            service: one.service.clone(),
            start: one.slot,
            class: one.class,
        })
        .collect()
}

fn whole_secs(since: Moment, now: Moment) -> f64 {
    (now - since).num_seconds().max(0) as f64 / 60.0
}

/// When those services begin today that have not begun.
fn openings(site: &Site, now: Moment) -> BTreeMap<&ServiceId, Moment> {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    // Until the first command of a date, the calls are those of the day before.
    let is_open = site
        .day
        .is_some_and(|day| day.date == today && !day.is_closed());
    let has_begun = |id| {
        let line = site.lines.get(id);
        is_open && line.is_some_and(|line| !line.calls().is_empty())
    };
    let services = site.services.iter().map(|service| &service.settings);
    services
        .filter(|service| !has_begun(&service.id))
        .filter_map(|service| {
            Some((
                &service.id,
                day::moment_at(today, service.opens?, time_zone),
            ))
        })
        .filter(|(_, opens)| *opens > now)
        .collect()
}

/// Minutes until a service closes today; below zero if it has.
fn closes_in(site: &Site, service: &ServiceId, now: Moment) -> Option<f64> {
    let time_zone = site.settings.time_zone;
    let settings = &site.service(service)?.settings;
    let closes = day::closing_time(settings, day::local_date(now, time_zone), time_zone)?;
    Some(minutes(now, closes))
}

fn stations_open(site: &Site, service: &ServiceId) -> u32 {
    let open = site
        .stations
        .iter()
        .filter(|station| station.state == StationState::Open);
    open.filter(|station| station.settings.services.contains(service))
        .count() as u32
}

#[cfg(test)]
pub(crate) mod tests;
