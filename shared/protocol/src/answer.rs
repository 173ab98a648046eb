//! What a command answered. It stands in the record beside the facts, so that a repeated command
//! gets the first answer.

use serde::{Deserialize, Serialize};

use crate::{
    AppointmentAnswer, ItemAnswer, ServiceAnswer, SiteAnswer, StationAnswer, TicketAnswer,
};

/// What a command that was done answers. Stored: variants and fields are only added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Answer {
    /// About one ticket: issued, cancelled, held, resumed, reinstated or transferred.
    Ticket(TicketAnswer),
    /// About a station and what it held.
    Station(Box<StationAnswer>),
    /// About a service: set, issuing stopped or resumed.
    Service(ServiceAnswer),
    /// About the site: set, day opened or closed.
    Site(SiteAnswer),
    /// About an appointment: booked, moved or given up.
    Appointment(AppointmentAnswer),
    /// About something left to be repaired.
    Item(ItemAnswer),
    /// A service or station is gone, or what the command was about is.
    Removed,
}
