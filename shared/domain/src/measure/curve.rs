//! How many were waiting over a day.
//!
//! Somebody waits from the issue to the first call, and again from coming back after a no-show
//! until now. Holds before the first call are not cut out of the middle: only who is on hold now
//! has left the line since then. Who was sent to another line counts for that one all along.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{Stage, TicketRow};
use crate::day::local_time;
use crate::id::ServiceId;
use crate::site::Site;
use crate::ticket::{Ticket, TicketState};
use crate::{Moment, day};

/// Somebody in a line for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Which line.
    pub service: ServiceId,
    /// From this moment.
    pub from: Moment,
    /// Until this one, which is no longer part of it; still now without it.
    pub to: Option<Moment>,
}

/// How many were waiting at some moments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The moments, in order.
    pub at: Vec<Moment>,
    /// For each of them: in all lines.
    pub all: Vec<u32>,
    /// For each line that anybody stood in, and each moment.
    pub by_service: BTreeMap<ServiceId, Vec<u32>>,
}

/// Who stood in line on the site's day until now.
pub fn stays(site: &Site) -> Vec<Stay> {
    site.tickets.values().flat_map(stays_of).collect()
}

fn stays_of(ticket: &Ticket) -> impl Iterator<Item = Stay> {
    let waits_now = ticket.state == TicketState::Waiting;
    let since = match &ticket.state {
        TicketState::OnHold { since } | TicketState::NoShow { since } => Some(*since),
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => ticket.closed_at,
    };
    let left = ticket.first_called_at.or(since);
    let first = (ticket.issued_at, left);
    // Called before and waiting all the same: back after a no-show, or sent on.
    let again = ticket
        .last_called_at
        .filter(|_| waits_now && left.is_some());
    let again = again.map(|called| (ticket.reinstated.map_or(called, |back| back.at), None));
    let both = [Some(first), again].into_iter().flatten();
    both.map(|(from, to)| Stay {
        service: ticket.service.clone(),
        from,
        to,
    })
}

/// Who stood in line on an earlier day, as far as its rows tell.
///
/// A wait is known by its length alone: whoever was on hold before the call, or came before a booked
/// slot, leaves the line that much earlier. Who was never called leaves in the middle of the hour in
/// which the ticket was closed, or at midnight if only that closed the day.
pub fn stays_of_rows<'r>(
    rows: impl IntoIterator<Item = &'r TicketRow>,
    time_zone: Tz,
) -> Vec<Stay> {
    let stay = |row: &TicketRow| {
        let called = row
            .waited_secs
            .map(|secs| row.issued_at + TimeDelta::seconds(secs.into()));
        Stay {
            service: row.service.clone(),
            from: row.issued_at,
            to: called.or_else(|| closed_about(row, time_zone)),
        }
    };
    rows.into_iter().map(stay).collect()
}

/// When somebody left who was never called; the hour is all that is kept.
fn closed_about(row: &TicketRow, time_zone: Tz) -> Option<Moment> {
    match row.stage {
        Stage::Waiting | Stage::Called | Stage::Serving | Stage::OnHold => None,
        Stage::NoShow | Stage::Served | Stage::Cancelled | Stage::Unserved => {
            let date = day::local_date(row.issued_at, time_zone);
            let hour = row.closed_hour.unwrap_or(row.hour);
            if hour < row.hour {
                // Closed with the day at midnight.
                return Some(day::start_of(date.succ_opt()?, time_zone));
            }
            let middle = chrono::NaiveTime::from_hms_opt(hour.into(), 30, 0)?;
            let middle = day::moment_at(date, middle, time_zone);
            Some(middle.max(row.issued_at + TimeDelta::minutes(1)))
        }
    }
}

/// How many were waiting every `step_min` minutes by local clocks, from before the first came until
/// `end`, which is told too.
pub fn waiting(stays: &[Stay], end: Moment, step_min: u32, time_zone: Tz) -> Waiting {
    let Some(first) = stays.iter().map(|stay| stay.from).min() else {
        return Waiting::default();
    };
    let step = TimeDelta::minutes(step_min.max(1).into());
    let start = day::start_of(local_time(first, time_zone).date_naive(), time_zone);
    let steps = (first - start).num_seconds() / step.num_seconds();
    let mut next = start + step * i32::try_from(steps).unwrap_or(0);
    let mut at = Vec::new();
    while next < end {
        at.push(next);
        next += step;
    }
    at.push(end);
    let mut by_service: BTreeMap<ServiceId, Vec<u32>> = BTreeMap::new();
    for stay in stays {
        let counts = by_service.entry(stay.service.clone());
        let counts = counts.or_insert_with(|| vec![0; at.len()]);
        let from = at.partition_point(|at| *at < stay.from);
        let to = stay
            .to
            .map_or(at.len(), |to| at.partition_point(|at| *at < to));
        for count in counts.get_mut(from..to).unwrap_or_default() {
            *count += 1;
        }
    }
    let sum = |nth| {
        by_service
            .values()
            .filter_map(|counts| counts.get(nth))
            .sum()
    };
    Waiting {
        all: (0..at.len()).map(sum).collect(),
        at,
        by_service,
    }
}
