//! Calling: the next one, or a chosen one.

use super::Decision;
use super::seen::{at_station, closed, still_held};
use crate::Moment;
use crate::fact::Fact;
use crate::id::{StationId, TicketId};
use crate::line::Reason;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::station::{Station, StationState};
use crate::ticket::{Ticket, TicketState};

/// Chooses and claims in one step; with `finish` also ends the one being served.
pub(super) fn next(
    site: &Site,
    station: &StationId,
    finish: bool,
    seen: Option<TicketId>,
    now: Moment,
) -> Result<Decision, Refusal> {
    let station = site.known_station(station)?;
    still_held(site, station, seen)?;
    is_open(station)?;
    let leaving = match station.ticket.and_then(|id| site.tickets.get(&id)) {
        Some(held) if finish && matches!(held.state, TicketState::Serving { .. }) => Some(held.id),
        Some(held) => return Err(busy(station, held)),
        None => None,
    };
    let mut decision = Decision::default();
    if let Some(ticket) = leaving {
        decision.facts.push(Fact::ServingFinished {
            ticket,
            station: station.id().clone(),
        });
    }
    match site.next(station, now, leaving) {
        Ok(choice) => decision.facts.push(Fact::TicketCalled {
            ticket: choice.ticket,
            station: station.id().clone(),
            class: choice.class,
            reason: choice.reason,
            passed_older_service: choice.passed_older_service,
        }),
        Err(nobody) => decision.nobody = Some(nobody),
    }
    Ok(decision)
}

/// Calls the ticket a volunteer chose.
pub(super) fn chosen(
    site: &Site,
    station: &StationId,
    ticket: TicketId,
) -> Result<Decision, Refusal> {
    let station = site.known_station(station)?;
    let ticket = site.known_ticket(ticket)?;
    match &ticket.state {
        TicketState::Called { station: at } if at == station.id() => {
            return Ok(Decision::nothing());
        }
        TicketState::Called { station: at } | TicketState::Serving { station: at, .. } => {
            return Err(at_station(ticket, at));
        }
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            return Err(closed(ticket));
        }
        TicketState::Waiting | TicketState::OnHold { .. } | TicketState::NoShow { .. } => {}
    }
    can_take(site, station, ticket)?;
    Ok(Decision::one(Fact::TicketCalled {
        ticket: ticket.id,
        station: station.id().clone(),
        class: ticket.class,
        reason: Reason::Chosen,
        passed_older_service: false,
    }))
}

/// Whether `station` may take this very ticket now.
///
/// # Errors
/// Not open, busy, another service, or the person is elsewhere.
pub(super) fn can_take(site: &Site, station: &Station, ticket: &Ticket) -> Result<(), Refusal> {
    is_open(station)?;
    if let Some(held) = station.ticket.and_then(|id| site.tickets.get(&id)) {
        return Err(busy(station, held));
    }
    if !station.settings.services.contains(&ticket.service) {
        return Err(Refusal::ServiceNotOffered {
            station: station.id().clone(),
            service: ticket.service.clone(),
        });
    }
    not_elsewhere(site, ticket)
}

/// Whether the person is at no station with another ticket.
///
/// # Errors
/// [`Refusal::VisitElsewhere`].
pub(super) fn not_elsewhere(site: &Site, ticket: &Ticket) -> Result<(), Refusal> {
    let other = ticket
        .visit
        .and_then(|visit| site.at_station(visit, ticket.id));
    match other.and_then(|other| Some((other, other.state.station()?))) {
        Some((other, station)) => Err(Refusal::VisitElsewhere {
            ticket: ticket.id,
            other: other.id,
            station: station.clone(),
        }),
        None => Ok(()),
    }
}

fn is_open(station: &Station) -> Result<(), Refusal> {
    match station.state {
        StationState::Open => Ok(()),
        StationState::Paused { .. } | StationState::Closed => Err(Refusal::StationNotOpen {
            station: station.id().clone(),
            state: station.state.name().to_owned(),
        }),
    }
}

/// The station holds `held` already.
pub(super) fn busy(station: &Station, held: &Ticket) -> Refusal {
    Refusal::StationBusy {
        station: station.id().clone(),
        serving: held.id,
        state: held.state.name().to_owned(),
    }
}
