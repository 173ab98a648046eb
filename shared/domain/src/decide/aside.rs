//! Hold, resume, transfer, reinstate and cancel: out of the line and back.

use chrono::TimeDelta;

use super::Decision;
use super::call::can_take;
use super::seen::{at_station, changed, closed, has_ended, superseded};
use crate::command::{CancelReason, Context, Target};
use crate::ended::Ending;
use crate::fact::Fact;
use crate::id::{ServiceId, StationId, TicketId};
use crate::refusal::{NotAllowed, Refusal};
use crate::site::Site;
use crate::ticket::{Ticket, TicketState};

/// The ticket a command is about, and the station that acts on it.
///
/// `is_repeat` tells whether what is asked is done already, so that a desk that
/// asks twice is not told that the ticket has changed.
fn find<'a>(
    site: &'a Site,
    target: &Target,
    is_repeat: impl FnOnce(&Ticket) -> bool,
) -> Result<(&'a Ticket, Option<StationId>), Refusal> {
    let (id, seen) = match target {
        Target::Ticket(id) => return Ok((site.known_ticket(*id)?, None)),
        Target::Station(id, seen) => (id, *seen),
    };
    let station = site.known_station(id)?;
    let Some(asked) = seen.or(station.ticket) else {
        return Err(Refusal::StationIdle {
            station: id.clone(),
        });
    };
    if station.ticket.is_some() && site.ended.contains_key(&asked) {
        return Err(superseded(site, asked));
    }
    let ticket = site.known_ticket(asked)?;
    if station.ticket == Some(ticket.id) || is_repeat(ticket) {
        return Ok((ticket, Some(id.clone())));
    }
    Err(match ticket.state {
        TicketState::NoShow { .. } => Refusal::TicketNoShow { ticket: ticket.id },
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved
            if station.ticket.is_none() =>
        {
            closed(ticket)
        }
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::OnHold { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => changed(ticket),
    })
}

pub(super) fn hold(site: &Site, target: &Target) -> Result<Decision, Refusal> {
    let is_held = |ticket: &Ticket| matches!(ticket.state, TicketState::OnHold { .. });
    let (ticket, station) = find(site, target, is_held)?;
    match ticket.state {
        TicketState::Waiting | TicketState::Called { .. } | TicketState::Serving { .. } => {
            Ok(Decision::one(Fact::TicketHeld {
                ticket: ticket.id,
                station,
            }))
        }
        TicketState::OnHold { .. } => Ok(Decision::nothing()),
        TicketState::NoShow { .. } => Err(Refusal::TicketNoShow { ticket: ticket.id }),
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            Err(closed(ticket))
        }
    }
}

pub(super) fn resume(
    site: &Site,
    ticket: TicketId,
    station: Option<&StationId>,
) -> Result<Decision, Refusal> {
    let ticket = site.known_ticket(ticket)?;
    match &ticket.state {
        TicketState::Waiting => Ok(Decision::nothing()),
        TicketState::Called { station: at } | TicketState::Serving { station: at, .. } => {
            Err(at_station(ticket, at))
        }
        TicketState::OnHold { .. } => {
            if let Some(station) = station {
                can_take(site, site.known_station(station)?, ticket)?;
            }
            Ok(Decision::one(Fact::TicketResumed {
                ticket: ticket.id,
                station: station.cloned(),
            }))
        }
        TicketState::NoShow { .. } => Err(Refusal::TicketNoShow { ticket: ticket.id }),
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            Err(closed(ticket))
        }
    }
}

pub(super) fn transfer(
    site: &Site,
    target: &Target,
    service: &ServiceId,
) -> Result<Decision, Refusal> {
    site.known_service(service)?;
    let (ticket, station) = find(site, target, |_| false)?;
    match ticket.state {
        TicketState::NoShow { .. } => return Err(Refusal::TicketNoShow { ticket: ticket.id }),
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            return Err(closed(ticket));
        }
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::OnHold { .. } => {}
    }
    if ticket.service == *service {
        return Err(Refusal::SameService {
            ticket: ticket.id,
            service: service.clone(),
        });
    }
    Ok(Decision::one(Fact::TicketTransferred {
        ticket: ticket.id,
        service: service.clone(),
        station,
    }))
}

pub(super) fn reinstate(site: &Site, ticket: TicketId) -> Result<Decision, Refusal> {
    let ticket = site.known_ticket(ticket)?;
    match &ticket.state {
        TicketState::Waiting => Ok(Decision::nothing()),
        TicketState::Called { station } | TicketState::Serving { station, .. } => {
            Err(at_station(ticket, station))
        }
        TicketState::OnHold { .. } => Err(Refusal::TicketOnHold { ticket: ticket.id }),
        TicketState::NoShow { .. } => {
            Ok(Decision::one(Fact::TicketReinstated { ticket: ticket.id }))
        }
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            Err(closed(ticket))
        }
    }
}

pub(super) fn cancel(
    site: &Site,
    ticket: TicketId,
    reason: Option<CancelReason>,
    context: &Context,
) -> Result<Decision, Refusal> {
    if has_ended(site, Some(ticket), |ended| {
        ended.ending == Ending::Cancelled
    }) {
        return Ok(Decision::nothing());
    }
    let ticket = site.known_ticket(ticket)?;
    match ticket.state {
        TicketState::Cancelled => return Ok(Decision::nothing()),
        TicketState::Serving { .. } => {
            return Err(Refusal::TicketServing { ticket: ticket.id });
        }
        TicketState::Served { .. } | TicketState::Unserved => return Err(closed(ticket)),
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::OnHold { .. }
        | TicketState::NoShow { .. } => {}
    }
    if reason == Some(CancelReason::NotWanted) {
        may_take_back(site, ticket, context)?;
    }
    Ok(Decision::one(Fact::TicketCancelled {
        ticket: ticket.id,
        reason,
    }))
}

/// Only the kiosk that gave a ticket takes it back, and only for some seconds.
fn may_take_back(site: &Site, ticket: &Ticket, context: &Context) -> Result<(), Refusal> {
    let limit = TimeDelta::seconds(i64::from(site.settings.issue_undo_secs));
    if ticket.issued_by != context.by {
        Err(Refusal::NotAllowed {
            why: NotAllowed::OtherDevice,
        })
    } else if context.now - ticket.issued_at > limit {
        Err(Refusal::NotAllowed {
            why: NotAllowed::TooLate,
        })
    } else {
        Ok(())
    }
}
