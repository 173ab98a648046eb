//! One ticket.

use chrono::TimeDelta;
use domain::{Moment, Role, StationId, Ticket, TicketState};
use protocol::TicketView;
use protocol::ticket::{TicketStateName, WaitView};

use super::Scene;
use crate::outlook::Told;

/// A ticket as staff see it, with its id; `for_holder` takes that away.
pub fn ticket(scene: &Scene<'_>, ticket: &Ticket) -> TicketView {
    let ahead = scene.ahead(ticket);
    let told = ahead.and_then(|ahead| scene.outlook.ticket(ticket, Some(ahead)));
    TicketView {
        id: Some(ticket.id),
        number: ticket.number.to_string(),
        service: ticket.service.clone(),
        state: state_name(&ticket.state),
        class: ticket.class,
        issued_at: scene.local(ticket.issued_at),
        ahead,
        wait: told.as_ref().map(wait),
        served_before_close: told.as_ref().map(chance),
        station: station(ticket),
        since: scene.local(since(ticket)),
        called_at: ticket
            .state
            .station()
            .and(ticket.last_called_at)
            .map(|at| scene.local(at)),
        calls: ticket.calls,
        undo_until: undo_until(scene, ticket).map(|until| scene.local(until)),
    }
}

/// A wait as it is shown.
pub(super) fn wait(told: &Told) -> WaitView {
    let range = told.range;
    WaitView {
        low_min: range.low_min,
        high_min: range.high_min,
        rough: range.rough,
    }
}

/// A chance in whole hundredths: more would not be honest.
pub(super) fn chance(told: &Told) -> f64 {
    (told.estimate.served_before_close * 100.0).round() / 100.0
}

fn state_name(state: &TicketState) -> TicketStateName {
    match state {
        TicketState::Waiting => TicketStateName::Waiting,
        TicketState::Called { .. } => TicketStateName::Called,
        TicketState::Serving { .. } => TicketStateName::Serving,
        TicketState::OnHold { .. } => TicketStateName::OnHold,
        TicketState::NoShow => TicketStateName::NoShow,
        TicketState::Served { .. } => TicketStateName::Served,
        TicketState::Cancelled => TicketStateName::Cancelled,
        TicketState::Unserved => TicketStateName::Unserved,
    }
}

fn station(ticket: &Ticket) -> Option<StationId> {
    match &ticket.state {
        TicketState::Called { station }
        | TicketState::Serving { station, .. }
        | TicketState::Served { station, .. } => Some(station.clone()),
        TicketState::NoShow => ticket.last_station.clone(),
        TicketState::Waiting
        | TicketState::OnHold { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => None,
    }
}

fn since(ticket: &Ticket) -> Moment {
    let since = match &ticket.state {
        TicketState::Waiting => ticket.reinstated.map(|reinstated| reinstated.at),
        TicketState::Called { .. } | TicketState::NoShow => ticket.last_called_at,
        TicketState::Serving { since, .. } | TicketState::OnHold { since } => Some(*since),
        TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
            ticket.closed_at
        }
    };
    since.unwrap_or(ticket.issued_at)
}

/// Until when the kiosk that issued a ticket may take it back, if that is not over.
fn undo_until(scene: &Scene<'_>, ticket: &Ticket) -> Option<Moment> {
    let secs = scene.site.settings.issue_undo_secs;
    let until = ticket.issued_at + TimeDelta::seconds(i64::from(secs));
    let can = ticket.state == TicketState::Waiting && ticket.issued_by.role == Role::Kiosk;
    (can && until > scene.now).then_some(until)
}
