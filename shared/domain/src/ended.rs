//! What is kept of tickets whose service day is over.
//!
//! A day leaves the state when the next one opens. Who comes back with a number
//! of the day before, or asks for it on the phone, is still told how it ended;
//! who was not served is known for as long as that number may be carried over.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{ServiceId, StationId, TicketId};
use crate::number::TicketNumber;
use crate::site::Site;
use crate::ticket::{Class, Ticket, TicketState};

/// Most tickets of earlier days that are remembered: with them and a busy day of
/// today, a snapshot of the state stays a matter of megabytes.
pub const ENDED_MAX: usize = 30_000;

/// How a ticket ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Done.
    Served,
    /// Did not come when called.
    NoShow,
    /// Given up.
    Cancelled,
    /// The day closed first.
    Unserved,
}

impl Ending {
    /// The name used everywhere outside: `no_show`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Unserved => "unserved",
        }
    }

    fn of(state: &TicketState) -> Self {
        match state {
            TicketState::Serving { .. } | TicketState::Served { .. } => Self::Served,
            TicketState::NoShow { .. } => Self::NoShow,
            TicketState::Cancelled => Self::Cancelled,
            TicketState::Waiting
            | TicketState::Called { .. }
            | TicketState::OnHold { .. }
            | TicketState::Unserved => Self::Unserved,
        }
    }
}

/// A ticket of an earlier service day. Never changes; forgotten when a day opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedTicket {
    /// Its service day.
    pub day: NaiveDate,
    /// The line it stood in at the end.
    pub service: ServiceId,
    /// The how-manieth of the service that gave it, on that day.
    pub count: u32,
    /// As shown.
    pub number: TicketNumber,
    /// Its class.
    #[serde(default)]
    pub class: Class,
    /// When it was given.
    pub issued_at: Moment,
    /// How it ended.
    pub ending: Ending,
    /// When it ended so.
    pub ended_at: Moment,
    /// The station of its last call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<StationId>,
    /// How often it was called.
    #[serde(default)]
    pub calls: u16,
    /// The kiosk away from the hub that holds its paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satellite: Option<Arc<str>>,
    /// The ticket of a later day that stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_into: Option<TicketId>,
}

impl EndedTicket {
    fn of(ticket: &Ticket, day: NaiveDate) -> Self {
        Self {
            day,
            service: ticket.service.clone(),
            count: ticket.count,
            number: ticket.number.clone(),
            class: ticket.class,
            issued_at: ticket.issued_at,
            ending: Ending::of(&ticket.state),
            ended_at: ticket.since(),
            station: ticket.last_station.clone(),
            calls: ticket.calls,
            satellite: ticket.satellite.clone(),
            carried_into: None,
        }
    }

    /// Whether `here` served it.
    pub fn was_served_at(&self, here: &StationId) -> bool {
        self.ending == Ending::Served && self.station.as_ref() == Some(here)
    }
}

impl Site {
    /// What is kept of a ticket of the newest day or an earlier one, once `date` opens.
    pub(crate) fn ended_by(&self, date: NaiveDate, id: TicketId) -> Option<EndedTicket> {
        if let (Some(ticket), Some(day)) = (self.tickets.get(&id), self.day) {
            return Some(EndedTicket::of(ticket, day.date));
        }
        let ended = self.ended.get(&id)?;
        self.is_kept(ended, date).then(|| ended.clone())
    }

    /// Remembers the newest day, which ends, and forgets what is too old on `date`.
    pub(crate) fn end_day(&mut self, date: NaiveDate) {
        let mut ended = std::mem::take(&mut self.ended);
        ended.retain(|_, ticket| self.is_kept(ticket, date));
        let tickets = std::mem::take(&mut self.tickets).into_values();
        if let Some(day) = self.day {
            ended.extend(tickets.map(|t| (t.id, EndedTicket::of(&t, day.date))));
        }
        let surplus = ended.len().saturating_sub(ENDED_MAX);
        if surplus > 0 {
            let mut oldest: Vec<_> = ended
                .iter()
                .map(|(id, ticket)| (ticket.day, ticket.issued_at, *id))
                .collect();
            oldest.sort_unstable();
            for (_, _, id) in &oldest[..surplus] {
                ended.remove(id);
            }
        }
        self.ended = ended;
    }

    /// Whether a ticket from before the newest day stays known on `date`.
    fn is_kept(&self, ticket: &EndedTicket, date: NaiveDate) -> bool {
        let days = self
            .service(&ticket.service)
            .map_or(0, |service| i64::from(service.settings.carry_over_days));
        ticket.ending == Ending::Unserved && (date - ticket.day).num_days() <= days
    }
}
