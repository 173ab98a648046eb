//! What the tickets of a day teach.

use std::collections::BTreeMap;

use domain::measure::{self, Stage};
use domain::prior::Priors;
use domain::{AppointmentState, Moment, ServiceId, Site, StationId, Ticket, TicketState, day};

use crate::Experience;
use crate::time::minutes;

/// Who takes a number and gives it up within so many minutes did not want to wait at all.
const SERIOUS_MIN: f64 = 2.0;
/// A station that does not call for longer has paused, which it says itself.
const LONGEST_GAP_MIN: f64 = 5.0;

/// What is known of a site's work: what its newest day began with, and what happened until now.
pub fn experience(site: &Site, now: Moment) -> Experience {
    let usual_min = |id: &ServiceId| usual_min(site, id);
    learn_day(site, Experience::carried(&site.priors, usual_min), now)
}

/// What the next day begins with, if the newest one ended now.
pub fn priors_after(site: &Site, now: Moment) -> Priors {
    experience(site, now).close_day()
}

/// Adds what happened on the site's newest day until now to what was seen before.
///
/// Jobs that midnight ended are left out, and so is everything in the line in which a ticket's turn
/// is still to come or that is on hold: nobody knows yet how long they take. What was done in
/// another line before is known.
fn learn_day(site: &Site, mut experience: Experience, now: Moment) -> Experience {
    let mut tickets: Vec<&Ticket> = site.tickets.values().collect();
    tickets.retain(|ticket| teaches(ticket) || !ticket.elsewhere.is_empty());
    tickets.sort_unstable_by_key(|ticket| (ticket.since(), ticket.count, ticket.id));
    for ticket in &tickets {
        learn_elsewhere(site, ticket, &mut experience);
        if teaches(ticket) {
            learn_ticket(site, ticket, &mut experience);
        }
    }
    tickets.retain(|ticket| teaches(ticket));
    learn_gaps(&tickets, &mut experience);
    learn_appointments(site, now, &mut experience);
    experience
}

fn teaches(ticket: &Ticket) -> bool {
    match ticket.state {
        TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::NoShow { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled => true,
        TicketState::Waiting | TicketState::OnHold { .. } | TicketState::Unserved => false,
    }
}

/// The minutes of a job that the organiser set.
fn usual_min(site: &Site, service: &ServiceId) -> Option<f64> {
    Some(f64::from(site.service(service)?.settings.minutes))
}

/// What a ticket teaches that holds whatever becomes of it in the line in which it stands now: how
/// long it waited for its first call, and what was done for it in the lines that it has left.
fn learn_elsewhere(site: &Site, ticket: &Ticket, experience: &mut Experience) {
    for there in &ticket.elsewhere {
        let Some(usual) = usual_min(site, &there.service) else {
            continue;
        };
        if let Some(way) = there.way_secs {
            experience.came(&there.service, usual, secs(way));
        }
        if there.serving_secs > 0 {
            let minutes = secs(there.serving_secs);
            experience.served(&there.service, usual, &there.station, minutes);
        }
    }
    let first = ticket.first_service();
    if let (Some(called), Some(usual)) = (ticket.first_called_at, usual_min(site, first)) {
        let waited = secs(measure::waiting_secs(ticket, called));
        experience.waited(first, usual, waited, false);
    }
}

fn learn_ticket(site: &Site, ticket: &Ticket, experience: &mut Experience) {
    let service = &ticket.service;
    let Some(usual) = usual_min(site, service) else {
        return;
    };
    if let Some(way) = ticket.way_secs {
        experience.came(service, usual, secs(way));
    }
    let tells_serving = measure::tells_serving(Stage::of(&ticket.state), ticket.state.ended_by());
    match &ticket.state {
        TicketState::Served { station, .. } if tells_serving => {
            let minutes = secs(ticket.serving_here_secs());
            experience.served(service, usual, station, minutes);
        }
        TicketState::NoShow { since } => {
            let called = ticket.last_called_at.unwrap_or(*since);
            experience.missed(service, usual, minutes(called, *since));
        }
        TicketState::Cancelled if ticket.first_called_at.is_none() => {
            let waited = secs(measure::waiting_secs(ticket, ticket.since()));
            if waited >= SERIOUS_MIN {
                experience.waited(service, usual, waited, true);
            }
        }
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::OnHold { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => {}
    }
}

/// Appointments of the day that were kept, and those whose holders are far too late.
fn learn_appointments(site: &Site, now: Moment, experience: &mut Experience) {
    let Some(day) = site.day else {
        return;
    };
    // Nobody is late for what a closed day no longer offers.
    let until = day.end.map_or(now, |end| end.at.min(now));
    for one in site.appointments.values() {
        let date = day::local_date(one.slot, site.settings.time_zone);
        let Some(settings) = site.service(&one.service).map(|service| &service.settings) else {
            continue;
        };
        if date != day.date {
            continue;
        }
        let usual = f64::from(settings.minutes);
        match one.state {
            AppointmentState::CheckedIn { .. } => experience.expected(&one.service, usual, true),
            AppointmentState::Booked => {
                if minutes(one.slot, until) > f64::from(settings.late_after_min) {
                    experience.expected(&one.service, usual, false);
                }
            }
            AppointmentState::Cancelled => {}
        }
    }
}

/// How long stations took between a job and the next call while somebody waited.
fn learn_gaps(closed: &[&Ticket], experience: &mut Experience) {
    let mut by_station: BTreeMap<&StationId, Vec<&Ticket>> = BTreeMap::new();
    for ticket in closed.iter().copied() {
        if let Some(station) = &ticket.last_station
            && ticket.first_called_at.is_some()
        {
            by_station.entry(station).or_default().push(ticket);
        }
    }
    for tickets in by_station.values_mut() {
        tickets.sort_unstable_by_key(|ticket| (ticket.first_called_at, ticket.id));
        for pair in tickets.windows(2) {
            if let (Some(ended), Some(called)) = (pair[0].closed_at, pair[1].first_called_at)
                && pair[1].issued_at <= ended
                && (0.0..=LONGEST_GAP_MIN).contains(&minutes(ended, called))
            {
                experience.idled(minutes(ended, called));
            }
        }
    }
}

/// Whole seconds as minutes.
fn secs(secs: u32) -> f64 {
    f64::from(secs) / 60.0
}
