//! The tickets of earlier days, as they are exported.

use chrono::NaiveDate;
use domain::measure::Stage;
use domain::ticket::Class;
use domain::{ServiceId, StationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ticket::TicketStateName;
use crate::{LocalTime, schema};

/// Tickets of service days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HistoryView {
    /// Day by day, in the order in which they were given.
    pub tickets: Vec<HistoryTicket>,
}

/// What is kept of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HistoryTicket {
    /// The service day.
    pub day: NaiveDate,
    /// As printed: `理012`.
    pub number: String,
    /// The line it stood in at the end.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Its class under the line's policy.
    #[schema(value_type = schema::Class)]
    pub class: Class,
    /// The station of its last call.
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// When it was given.
    pub issued_at: LocalTime,
    /// How it ended, or where it stands now.
    #[schema(value_type = TicketStateName)]
    pub state: Stage,
    /// Seconds from issue to the first call; null if it was never called.
    pub waited_secs: Option<u32>,
    /// Seconds of serving; null if it was never served.
    pub serving_secs: Option<u32>,
}
