//! What a service day comes to: a row for each ticket, and figures over rows.
//!
//! Rows are what is kept of a day when its tickets leave the state, so figures
//! of today and of years ago come from the same [`report`]. The times are those
//! of the queue rules: *waiting* ends with the first call that was not undone,
//! *way* leads from the last call to the start, *serving* is the sum of all
//! stints.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{ServiceId, StationId, TicketId};
use crate::site::Site;
use crate::ticket::{Class, EndedBy, Ticket, TicketState};

mod beside;
mod curve;
mod heat;
mod live;
mod measured;
mod report;
#[cfg(test)]
mod tests;

pub use beside::{AppointmentFigures, Beside, ItemFigures, beside};
pub use curve::{Stay, Waiting, stays, stays_of_rows, waiting};
pub use heat::{Heat, HeatCell, heat};
pub use live::{Live, LiveService, live};
pub use measured::Measured;
pub use report::{
    HourFigures, PartFigures, Report, Times, figures, nearest_rank, no_show_share, report,
};

/// Where a ticket stands or how it ended, by name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// In the line.
    Waiting,
    /// Called to a station, not there yet.
    Called,
    /// Being served.
    Serving,
    /// Away for a while.
    OnHold,
    /// Did not come when called.
    NoShow,
    /// Done.
    Served,
    /// Given up.
    Cancelled,
    /// The day closed first.
    Unserved,
}

/// Whether how a ticket ended tells how long serving takes: only if a volunteer ended it.
pub fn tells_serving(stage: Stage, ended_by: Option<EndedBy>) -> bool {
    stage == Stage::Served && ended_by == Some(EndedBy::Station)
}

impl Stage {
    /// The name of a state.
    pub fn of(state: &TicketState) -> Self {
        match state {
            TicketState::Waiting => Self::Waiting,
            TicketState::Called { .. } => Self::Called,
            TicketState::Serving { .. } => Self::Serving,
            TicketState::OnHold { .. } => Self::OnHold,
            TicketState::NoShow { .. } => Self::NoShow,
            TicketState::Served { .. } => Self::Served,
            TicketState::Cancelled => Self::Cancelled,
            TicketState::Unserved => Self::Unserved,
        }
    }
}

/// What history keeps of a ticket. Stored: fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRow {
    /// The line it stood in at the end.
    pub service: ServiceId,
    /// The station of its last call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<StationId>,
    /// Its class.
    #[serde(default)]
    pub class: Class,
    /// As shown: `理012`.
    pub number: String,
    /// When it was given.
    pub issued_at: Moment,
    /// The local hour in which it was given, 0 to 23.
    pub hour: u8,
    /// The local hour in which it was closed, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_hour: Option<u8>,
    /// How it ended.
    pub stage: Stage,
    /// Seconds of waiting until the first call; none if it was never called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited_secs: Option<u32>,
    /// Seconds from the last call to the start of serving.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_secs: Option<u32>,
    /// Seconds of all finished stints of serving; none if it was never served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving_secs: Option<u32>,
    /// How serving ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// The service day of the unserved ticket that it stands for, if it was given for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<NaiveDate>,
    /// Whether it was given for an appointment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub booked: bool,
}

impl TicketRow {
    /// What is kept of `ticket`; hours are those of `time_zone`.
    pub fn of(ticket: &Ticket, time_zone: Tz) -> Self {
        let hour = |at: Moment| at.with_timezone(&time_zone).hour() as u8;
        let ended_by = ticket.state.ended_by();
        let was_served = ended_by.is_some() || ticket.serving_secs > 0;
        Self {
            service: ticket.service.clone(),
            station: ticket.last_station.clone(),
            class: ticket.class,
            number: ticket.number.to_string(),
            issued_at: ticket.issued_at,
            hour: hour(ticket.issued_at),
            closed_hour: ticket.closed_at.map(hour),
            stage: Stage::of(&ticket.state),
            waited_secs: ticket
                .first_called_at
                .map(|called| waiting_secs(ticket, called)),
            way_secs: ticket.way_secs,
            serving_secs: was_served.then_some(ticket.serving_secs),
            ended_by,
            carried_from: None,
            booked: ticket.slot.is_some(),
        }
    }
}

/// One row for each ticket of the site's day, in the order in which they were given.
pub fn rows(site: &Site) -> Vec<TicketRow> {
    let mut tickets: Vec<&Ticket> = site.tickets.values().collect();
    tickets.sort_by_key(|ticket| (ticket.issued_at, ticket.count, ticket.id));
    let carried: BTreeMap<TicketId, NaiveDate> = site
        .ended
        .values()
        .filter_map(|old| Some((old.carried_into?, old.day)))
        .collect();
    tickets
        .into_iter()
        .map(|ticket| TicketRow {
            carried_from: carried.get(&ticket.id).copied(),
            ..TicketRow::of(ticket, site.settings.time_zone)
        })
        .collect()
}

/// Whole seconds a ticket waited until `until`, holds not counted: from its
/// issue or, booked, from the later of slot start and check-in.
pub fn waiting_secs(ticket: &Ticket, until: Moment) -> u32 {
    let from = ticket
        .slot
        .map_or(ticket.issued_at, |slot| slot.start.max(slot.checked_in_at));
    let secs = u32::try_from((until - from).num_seconds()).unwrap_or(0);
    secs.saturating_sub(ticket.held_secs)
}
