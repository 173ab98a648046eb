//! Recall, start, finish and no-show: what a station does with the ticket it holds.

use super::Decision;
use super::seen::{Seen, changed, find, has_ended, not_called, not_held, not_serving};
use crate::ended::Ending;
use crate::fact::Fact;
use crate::id::{StationId, TicketId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::ticket::{Ticket, TicketState};

pub(super) fn recall(
    site: &Site,
    station: &StationId,
    seen: Option<TicketId>,
) -> Result<Decision, Refusal> {
    match find(site, site.known_station(station)?, seen)? {
        Seen::Called(ticket) => Ok(Decision::one(Fact::TicketRecalled {
            ticket: ticket.id,
            station: station.clone(),
        })),
        Seen::Serving(ticket) => Err(Refusal::TicketServing { ticket: ticket.id }),
        Seen::Loose(ticket) => Err(not_held(ticket, not_called)),
        Seen::Superseded(ticket) => Err(changed(ticket)),
    }
}

pub(super) fn start(
    site: &Site,
    station: &StationId,
    seen: Option<TicketId>,
) -> Result<Decision, Refusal> {
    match find(site, site.known_station(station)?, seen)? {
        Seen::Called(ticket) => Ok(Decision::one(Fact::ServingStarted {
            ticket: ticket.id,
            station: station.clone(),
        })),
        Seen::Serving(_) => Ok(Decision::nothing()),
        Seen::Loose(ticket) => Err(not_held(ticket, |ticket| {
            if is_on_hold(ticket) {
                Refusal::TicketOnHold { ticket: ticket.id }
            } else {
                not_called(ticket)
            }
        })),
        Seen::Superseded(ticket) => Err(changed(ticket)),
    }
}

pub(super) fn finish(
    site: &Site,
    station: &StationId,
    seen: Option<TicketId>,
) -> Result<Decision, Refusal> {
    let known = site.known_station(station)?;
    if has_ended(site, seen, |ended| ended.was_served_at(station)) {
        return Ok(Decision::nothing());
    }
    match find(site, known, seen)? {
        Seen::Called(ticket) => Err(not_serving(ticket)),
        Seen::Serving(ticket) => Ok(Decision::one(Fact::ServingFinished {
            ticket: ticket.id,
            station: station.clone(),
        })),
        Seen::Loose(ticket) | Seen::Superseded(ticket) if is_served_at(ticket, station) => {
            Ok(Decision::nothing())
        }
        Seen::Loose(ticket) => Err(not_held(ticket, not_serving)),
        Seen::Superseded(ticket) => Err(changed(ticket)),
    }
}

pub(super) fn no_show(
    site: &Site,
    station: &StationId,
    seen: Option<TicketId>,
) -> Result<Decision, Refusal> {
    let mark = |ticket: &Ticket| {
        Decision::one(Fact::TicketMarkedNoShow {
            ticket: ticket.id,
            station: station.clone(),
        })
    };
    let known = site.known_station(station)?;
    if has_ended(site, seen, |ended| ended.ending == Ending::NoShow) {
        return Ok(Decision::nothing());
    }
    match find(site, known, seen)? {
        Seen::Called(ticket) => Ok(mark(ticket)),
        Seen::Serving(ticket) => Err(Refusal::TicketServing { ticket: ticket.id }),
        Seen::Loose(ticket) | Seen::Superseded(ticket) if is_no_show(ticket) => {
            Ok(Decision::nothing())
        }
        // Somebody on hold belongs to no station; any desk may say that he left.
        Seen::Loose(ticket) | Seen::Superseded(ticket) if is_on_hold(ticket) => Ok(mark(ticket)),
        Seen::Loose(ticket) => Err(not_held(ticket, not_called)),
        Seen::Superseded(ticket) => Err(changed(ticket)),
    }
}

fn is_no_show(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::NoShow { .. })
}

fn is_on_hold(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::OnHold { .. })
}

fn is_served_at(ticket: &Ticket, here: &StationId) -> bool {
    matches!(&ticket.state, TicketState::Served { station, .. } if station == here)
}
