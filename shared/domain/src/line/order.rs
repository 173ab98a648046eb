//! The order that is shown to people: steps 35 and 36 of the rule.

use std::collections::BTreeMap;

use super::{Caller, Line, Lines, Reason};
use crate::Moment;
use crate::id::{ServiceId, TicketId};
use crate::settings::{Policy, StationOrder};
use crate::ticket::{Class, Ticket};

/// Everybody who waits for `service`, as they would be called one after the
/// other from `now` frozen, by an imaginary station with this service alone.
///
/// `seq` is the site's sequence number. Work is O(n log n).
pub fn order(lines: &Lines, service: &ServiceId, now: Moment, seq: u64) -> Vec<(TicketId, Reason)> {
    let Some(line) = lines.get(service) else {
        return Vec::new();
    };
    let mut copy = Lines(BTreeMap::from([(service.clone(), everybody_free(line))]));
    let services = [service.clone()];
    let caller = Caller {
        services: &services,
        order: StationOrder::Arrival,
        preference_run: 1,
        preferred_run: 0,
    };
    let mut order = Vec::with_capacity(line.len());
    while let Ok(choice) = copy.choose(caller, now, |_| false) {
        order.push((choice.ticket, choice.reason));
        copy.play(&choice, seq + order.len() as u64);
    }
    order
}

/// How many are called before `ticket`; none for an appointment that is not due.
///
/// A newcomer at the end of a plain line is known at once; otherwise the whole
/// [`order`] is played.
pub fn ahead(lines: &Lines, ticket: &Ticket, now: Moment, seq: u64) -> Option<usize> {
    let line = lines.get(&ticket.service)?;
    if ticket
        .slot
        .is_some_and(|slot| !line.is_due(slot.start, now))
    {
        return None;
    }
    if is_plain_end(line, ticket) {
        return Some(line.len() - 1);
    }
    order(lines, &ticket.service, now, seq)
        .iter()
        .position(|(id, _)| *id == ticket.id)
}

/// How many would be called before `newcomer`, who does not stand in the line yet.
///
/// At the end of a plain line that is known at once; otherwise the [`order`] with
/// the newcomer in it is played.
pub fn ahead_of_newcomer(lines: &Lines, newcomer: &Ticket, now: Moment, seq: u64) -> Option<usize> {
    let line = lines.get(&newcomer.service)?;
    if newcomer.slot.is_none() && is_plain(line, newcomer.class) && is_last(line, newcomer) {
        return Some(line.len());
    }
    let mut joined = Lines(BTreeMap::from([(newcomer.service.clone(), line.clone())]));
    joined.enter(newcomer);
    ahead(&joined, newcomer, now, seq)
}

/// Whether everybody in the line is called before `ticket`: nobody came back or
/// booked, nobody stands behind it, and its policy lets no one jump further.
fn is_plain_end(line: &Line, ticket: &Ticket) -> bool {
    is_plain(line, ticket.class) && is_last(line, ticket)
}

/// Whether nobody behind the last one of `class` would be called before it.
fn is_plain(line: &Line, class: Class) -> bool {
    let lets_nobody_pass = match (line.rules.policy, class) {
        (Policy::Arrival, _) | (Policy::Share { .. }, Class::Standard) => true,
        (Policy::Share { .. } | Policy::First { .. }, Class::Priority) => line.standard.is_empty(),
        (Policy::First { .. }, Class::Standard) => line.priority.is_empty(),
    };
    lets_nobody_pass && line.booked.is_empty() && line.returned == 0
}

/// Whether nobody stands behind `ticket`, be it in the line or not.
fn is_last(line: &Line, ticket: &Ticket) -> bool {
    let last = [&line.standard, &line.priority]
        .into_iter()
        .filter_map(|waiting| waiting.last().map(|w| w.place))
        .max();
    last.is_none_or(|last| last <= ticket.place())
}

/// A copy in which everybody holds paper: who is elsewhere still has a place.
fn everybody_free(line: &Line) -> Line {
    let mut copy = line.clone();
    let booked = copy.booked.iter_mut().map(|booked| &mut booked.waiting);
    for waiting in copy
        .standard
        .iter_mut()
        .chain(copy.priority.iter_mut())
        .chain(booked)
    {
        waiting.confirmed = true;
    }
    copy
}
