//! Called, served, finished, and taken back.

use super::act;
use crate::Moment;
use crate::id::{StationId, TicketId};
use crate::line::{Call, preferred_run_after};
use crate::site::Site;
use crate::station::ActionKind;
use crate::ticket::{Elsewhere, EndedBy, Ticket, TicketState};

/// A ticket is called: it leaves its line and the call counts in the line's windows.
pub(super) fn call(
    site: &mut Site,
    id: TicketId,
    station: &StationId,
    call: Call,
    passed_older_service: bool,
    at: Moment,
) {
    let Some(service) = site.tickets.get(&id).map(|ticket| ticket.service.clone()) else {
        return;
    };
    act(site, station, ActionKind::Call, id, at, |ticket| {
        end_hold(ticket, at);
        ticket.state = TicketState::Called {
            station: station.clone(),
        };
        ticket.calls = 1;
        ticket.first_called_at.get_or_insert(at);
        ticket.last_called_at = Some(at);
        ticket.last_station = Some(station.clone());
    });
    site.lines.record_call(&service, call);
    if let Some(station) = site.station_mut(station) {
        let run = station.preferred_run;
        station.preferred_run = preferred_run_after(run, call.reason, passed_older_service);
    }
}

pub(super) fn start(site: &mut Site, id: TicketId, station: &StationId, at: Moment) {
    act(site, station, ActionKind::Start, id, at, |ticket| {
        ticket.way_secs = ticket.last_called_at.map(|called| secs(called, at));
        ticket.state = TicketState::Serving {
            station: station.clone(),
            since: at,
        };
    });
}

pub(super) fn finish(site: &mut Site, id: TicketId, station: &StationId, at: Moment) {
    act(site, station, ActionKind::Finish, id, at, |ticket| {
        end(ticket, EndedBy::Station, at);
    });
}

/// Ends the running stint and the ticket with it.
pub(super) fn end(ticket: &mut Ticket, ended_by: EndedBy, at: Moment) {
    let TicketState::Serving { station, .. } = ticket.state.clone() else {
        return;
    };
    end_stint(ticket, at);
    ticket.state = TicketState::Served { station, ended_by };
    ticket.closed_at = Some(at);
}

/// Adds a running stint of serving to the sum.
pub(super) fn end_stint(ticket: &mut Ticket, at: Moment) {
    if let TicketState::Serving { since, .. } = ticket.state {
        ticket.serving_secs = ticket.serving_secs.saturating_add(secs(since, at));
    }
}

/// What a ticket came to in the line that it leaves, where it was called, stays apart from what
/// comes in the next one.
pub(super) fn leave_line(ticket: &mut Ticket) {
    let serving_secs = ticket.serving_here_secs();
    // Of a line through which it only passed there is nothing to say.
    if serving_secs > 0 || ticket.elsewhere.is_empty() {
        let station = ticket.last_station.clone();
        let station = station.filter(|_| ticket.first_called_at.is_some());
        let (service, way_secs) = (ticket.service.clone(), ticket.way_secs.take());
        ticket.elsewhere.extend(station.map(|station| Elsewhere {
            service,
            station,
            way_secs,
            serving_secs,
        }));
    }
}

/// Before the first call, time on hold is not waiting.
pub(super) fn end_hold(ticket: &mut Ticket, at: Moment) {
    if let TicketState::OnHold { since } = ticket.state
        && ticket.first_called_at.is_none()
    {
        ticket.held_secs = ticket.held_secs.saturating_add(secs(since, at));
    }
}

/// Takes the station's newest action back: ticket, run in preference and the
/// line's windows are exactly what they were. What the station holds follows
/// from the ticket: another one that it held may be elsewhere by now.
pub(super) fn undo(site: &mut Site, id: &StationId) {
    let Some(action) = site
        .station_mut(id)
        .and_then(|station| station.actions.pop())
    else {
        return;
    };
    if action.kind == ActionKind::Call {
        site.lines.forget_call(&action.before.service, action.seq);
    }
    let mut before = action.before;
    // What its holder said since, and a visit joined since, are not part of what is taken back.
    if let Some(now) = site.tickets.get(&before.id) {
        before.visit = now.visit.or(before.visit);
        before.brings = now.brings;
    }
    site.put(before);
    if let Some(station) = site.station_mut(id) {
        station.preferred_run = action.preferred_run_before;
    }
}

/// Whole seconds between two moments; none if a clock went back.
fn secs(from: Moment, to: Moment) -> u32 {
    u32::try_from((to - from).num_seconds()).unwrap_or(0)
}
