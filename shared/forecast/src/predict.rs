//! From a site and a moment to what everybody may expect.

use std::collections::BTreeMap;

use domain::{Class, Moment, ServiceId, Site, StationState, TicketId, day};
use serde::{Deserialize, Serialize};

use crate::newcomer::{self, ahead_of_newcomer};
use crate::play::{Pace, PlayedCall, Scene};
use crate::{Curve, Estimate};

/// Quick, usual and slow work, as shares of the configured minutes: the tenth,
/// the middle and the ninetieth of a hundred jobs, as long as there is no
/// experience.
const ROUGH_PACES: [Pace; 3] = [
    Pace { factor: 0.6 },
    Pace { factor: 1.0 },
    Pace { factor: 1.4 },
];

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
    /// People ahead of a newcomer of standard class.
    ahead_standard: Option<usize>,
    /// People ahead of a newcomer with priority.
    ahead_priority: Option<usize>,
}

impl SiteForecast {
    /// What somebody who waits may expect.
    ///
    /// `ahead` is how many are called before; it answers for those beyond the
    /// part of the line that was played, and for who came to this line after
    /// the forecast. None if no station serves the line, or the turn is by appointment.
    pub fn ticket(
        &self,
        id: TicketId,
        service: &ServiceId,
        ahead: Option<usize>,
    ) -> Option<Estimate> {
        let played = self.tickets.get(&id);
        played
            .filter(|played| played.service == *service)
            .map(|played| played.estimate)
            .or_else(|| self.with_ahead(service, ahead?))
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

/// Plays the site's lines forward from `now`.
///
/// Counted are stations that are open, and paused ones from their announced end
/// on; for each the services it offers and the rest of the job it holds. A
/// service that opens later today is not called before, unless somebody has
/// been called already.
pub fn predict(site: &Site, now: Moment) -> SiteForecast {
    let scene = Scene::of(site, now, openings(site, now));
    let plays = ROUGH_PACES.map(|pace| scene.play(site.lines.clone(), pace));
    let services = site.services.iter().map(|service| {
        let id = &service.settings.id;
        let lines = newcomer::lines_with(site, id, now);
        let plays = ROUGH_PACES.map(|pace| scene.play(lines.clone(), pace));
        let forecast = ServiceForecast {
            stations_open: stations_open(site, id),
            curve: Curve::new(call_times(&plays, id), closes_in(site, id, now)),
            ahead_standard: ahead_of_newcomer(site, id, Class::Standard, now),
            ahead_priority: ahead_of_newcomer(site, id, Class::Priority, now),
        };
        (id.clone(), forecast)
    });
    SiteForecast {
        at: now,
        tickets: estimates(site, &plays, now),
        services: services.collect(),
    }
}

/// The call times of one service in order, at all paces, in minutes.
fn call_times(plays: &[Vec<PlayedCall>; 3], service: &ServiceId) -> Vec<[f64; 3]> {
    let times = plays.each_ref().map(|calls| {
        let calls = calls.iter().filter(|call| call.service == *service);
        calls.map(|call| call.after_min).collect::<Vec<f64>>()
    });
    let [quick, usual, slow] = times;
    quick
        .into_iter()
        .zip(usual)
        .zip(slow)
        .map(|((q, u), s)| [q, u, s])
        .collect()
}

/// What each one who is called in all plays may expect.
fn estimates(site: &Site, plays: &[Vec<PlayedCall>; 3], now: Moment) -> BTreeMap<TicketId, Played> {
    let closing: BTreeMap<&ServiceId, Option<f64>> = site
        .services
        .iter()
        .map(|service| &service.settings.id)
        .map(|id| (id, closes_in(site, id, now)))
        .collect();
    let [quick, usual, slow] = plays.each_ref().map(|calls| {
        calls
            .iter()
            .map(|call| (call.ticket, call))
            .collect::<BTreeMap<TicketId, &PlayedCall>>()
    });
    let called_in_all = usual.into_iter().filter_map(|(id, call)| {
        let waits = [
            quick.get(&id)?.after_min,
            call.after_min,
            slow.get(&id)?.after_min,
        ];
        let closes_in = closing.get(&call.service).copied().flatten();
        let played = Played {
            service: call.service.clone(),
            estimate: Estimate::rough(waits, closes_in),
        };
        Some((id, played))
    });
    called_in_all.collect()
}

/// When those services begin today that have not begun.
fn openings(site: &Site, now: Moment) -> BTreeMap<&ServiceId, Moment> {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    // Until the first command of a date, the calls are those of the day before.
    let is_open = site
        .day
        .is_some_and(|day| day.date == today && !day.is_closed);
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
    Some((closes - now).num_milliseconds() as f64 / 60_000.0)
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
mod tests;
