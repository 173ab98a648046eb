//! Which ticket a command at a station is about.
//!
//! A desk may have seen a ticket that is not the station's any more. If what it
//! asks is done already, that is a repeat; if the station holds somebody else by
//! now, the ticket has changed; otherwise the ticket's own state tells why not.

use crate::ended::EndedTicket;
use crate::id::{StationId, TicketId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::station::Station;
use crate::ticket::{Ticket, TicketState};

/// The ticket a command at a station is about, and how it relates to the station.
pub(super) enum Seen<'a> {
    /// The station has called it.
    Called(&'a Ticket),
    /// The station serves it.
    Serving(&'a Ticket),
    /// The command names it, the station holds nothing.
    Loose(&'a Ticket),
    /// The command names it, the station holds another one by now.
    Superseded(&'a Ticket),
}

/// Finds the ticket a command at `station` is about: the one that was seen
/// there, or else the one the station holds.
///
/// # Errors
/// Not found, or the station holds none.
pub(super) fn find<'a>(
    site: &'a Site,
    station: &Station,
    seen: Option<TicketId>,
) -> Result<Seen<'a>, Refusal> {
    let held = station.ticket.and_then(|id| held(site.tickets.get(&id)?));
    match (held, seen) {
        (Some((id, held)), seen) if seen.is_none_or(|seen| seen == id) => Ok(held),
        (Some(_), Some(id)) => match site.tickets.get(&id) {
            Some(ticket) => Ok(Seen::Superseded(ticket)),
            None => Err(superseded(site, id)),
        },
        (None, Some(id)) => site.known_ticket(id).map(Seen::Loose),
        (_, None) => Err(Refusal::StationIdle {
            station: station.id().clone(),
        }),
    }
}

/// What a station does with the ticket it holds. No station holds one in another state.
fn held(ticket: &Ticket) -> Option<(TicketId, Seen<'_>)> {
    match ticket.state {
        TicketState::Called { .. } => Some((ticket.id, Seen::Called(ticket))),
        TicketState::Serving { .. } => Some((ticket.id, Seen::Serving(ticket))),
        TicketState::Waiting
        | TicketState::OnHold { .. }
        | TicketState::NoShow { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => None,
    }
}

/// Whether the ticket that was seen is of an earlier day and ended so that what is asked is done.
pub(super) fn has_ended(
    site: &Site,
    seen: Option<TicketId>,
    so: impl FnOnce(&EndedTicket) -> bool,
) -> bool {
    seen.and_then(|id| site.ended.get(&id)).is_some_and(so)
}

/// Refuses if the station holds another ticket than the one that was seen.
///
/// # Errors
/// [`Refusal::TicketChanged`], or not found.
pub(super) fn still_held(
    site: &Site,
    station: &Station,
    seen: Option<TicketId>,
) -> Result<(), Refusal> {
    match seen {
        Some(id) if station.ticket != Some(id) => Err(superseded(site, id)),
        Some(_) | None => Ok(()),
    }
}

/// Why a ticket that the station does not hold cannot be acted on there;
/// `when_open` tells it for one that waits or is on hold.
pub(super) fn not_held(ticket: &Ticket, when_open: impl FnOnce(&Ticket) -> Refusal) -> Refusal {
    match ticket.state {
        TicketState::Waiting | TicketState::OnHold { .. } => when_open(ticket),
        TicketState::NoShow { .. } => Refusal::TicketNoShow { ticket: ticket.id },
        TicketState::Called { .. } | TicketState::Serving { .. } => changed(ticket),
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            closed(ticket)
        }
    }
}

/// Somebody else acted on the ticket since it was seen.
pub(super) fn changed(ticket: &Ticket) -> Refusal {
    Refusal::TicketChanged {
        ticket: ticket.id,
        state: state(ticket),
    }
}

/// The station moved on since the ticket was seen there, today or on an earlier day.
pub(super) fn superseded(site: &Site, ticket: TicketId) -> Refusal {
    match site.known_state(ticket) {
        Ok(state) => Refusal::TicketChanged {
            ticket,
            state: state.to_owned(),
        },
        Err(missing) => missing,
    }
}

/// The ticket is done for today.
pub(super) fn closed(ticket: &Ticket) -> Refusal {
    Refusal::TicketClosed {
        ticket: ticket.id,
        state: state(ticket),
    }
}

/// The ticket was not called.
pub(super) fn not_called(ticket: &Ticket) -> Refusal {
    Refusal::TicketNotCalled {
        ticket: ticket.id,
        state: state(ticket),
    }
}

/// The ticket is not being served.
pub(super) fn not_serving(ticket: &Ticket) -> Refusal {
    Refusal::TicketNotServing {
        ticket: ticket.id,
        state: state(ticket),
    }
}

/// The ticket is at a station.
pub(super) fn at_station(ticket: &Ticket, station: &StationId) -> Refusal {
    Refusal::TicketAtStation {
        ticket: ticket.id,
        station: station.clone(),
    }
}

fn state(ticket: &Ticket) -> String {
    ticket.state.name().to_owned()
}
