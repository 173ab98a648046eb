//! One ticket.

use chrono::TimeDelta;
use domain::{EndedTicket, Ending, Moment, Role, StationId, Ticket, TicketId, TicketState};
use protocol::TicketView;
use protocol::ticket::{TicketStateName, WaitView};

use super::Scene;
use crate::outlook::Told;

/// A ticket as staff see it, with its id; `for_holder` takes that away.
pub fn ticket(scene: &Scene<'_>, ticket: &Ticket) -> TicketView {
    let ahead = scene.ahead(ticket);
    let told = ahead.and_then(|ahead| scene.outlook.ticket(ticket, Some(ahead)));
    ticket_told(scene, ticket, ahead, told.as_ref())
}

/// A ticket whose place and wait are known already.
pub(super) fn ticket_told(
    scene: &Scene<'_>,
    ticket: &Ticket,
    ahead: Option<u32>,
    told: Option<&Told>,
) -> TicketView {
    TicketView {
        id: Some(ticket.id),
        number: ticket.number.to_string(),
        service: ticket.service.clone(),
        state: state_name(&ticket.state),
        class: ticket.class,
        issued_at: scene.local(ticket.issued_at),
        ahead,
        wait: told.map(wait),
        served_before_close: told.map(chance),
        station: station(ticket),
        since: scene.local(ticket.since()),
        called_at: ticket
            .state
            .station()
            .and(ticket.last_called_at)
            .map(|at| scene.local(at)),
        calls: ticket.calls,
        brings: ticket.brings,
        slot: ticket.slot.map(|slot| scene.local(slot.start)),
        undo_until: undo_until(scene, ticket).map(|until| scene.local(until)),
    }
}

/// A ticket of the newest day, or of an earlier one that is still known, with its id.
pub fn known_ticket(scene: &Scene<'_>, id: TicketId) -> Option<TicketView> {
    let today = scene.site.tickets.get(&id).map(|t| ticket(scene, t));
    today.or_else(|| Some(ended_ticket(scene, id, scene.site.ended.get(&id)?)))
}

/// A ticket of an earlier day: how it ended.
fn ended_ticket(scene: &Scene<'_>, id: TicketId, ended: &EndedTicket) -> TicketView {
    let (state, station) = match ended.ending {
        Ending::Served => (TicketStateName::Served, ended.station.clone()),
        Ending::NoShow => (TicketStateName::NoShow, ended.station.clone()),
        Ending::Cancelled => (TicketStateName::Cancelled, None),
        Ending::Unserved => (TicketStateName::Unserved, None),
    };
    TicketView {
        id: Some(id),
        number: ended.number.to_string(),
        service: ended.service.clone(),
        state,
        class: ended.class,
        issued_at: scene.local(ended.issued_at),
        ahead: None,
        wait: None,
        served_before_close: None,
        station,
        since: scene.local(ended.ended_at),
        called_at: None,
        calls: ended.calls,
        brings: None,
        slot: None,
        undo_until: None,
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
        TicketState::NoShow { .. } => TicketStateName::NoShow,
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
        TicketState::NoShow { .. } => ticket.last_station.clone(),
        TicketState::Waiting
        | TicketState::OnHold { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => None,
    }
}

/// Until when the kiosk that issued a ticket may take it back, if that is not over.
fn undo_until(scene: &Scene<'_>, ticket: &Ticket) -> Option<Moment> {
    let secs = scene.site.settings.issue_undo_secs;
    let until = ticket.issued_at + TimeDelta::seconds(i64::from(secs));
    let can = ticket.state == TicketState::Waiting && ticket.issued_by.role == Role::Kiosk;
    (can && until > scene.now).then_some(until)
}
