//! Live updates: state, never deltas. A listener that missed some misses nothing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a listener of `/live` follows; also the name of each server-sent message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// One ticket: data is a `TicketAnswer`.
    Ticket,
    /// The board: data is a `BoardView`.
    Board,
    /// The lines: data is a `QueueView`. Staff only.
    Queue,
    /// The services: data is a `ServiceList`.
    Services,
    /// The stations: data is a `StationList`.
    Stations,
    /// The dashboard: data is a `DashboardView`. Organisers only.
    Dashboard,
}

impl Topic {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Board => "board",
            Self::Queue => "queue",
            Self::Services => "services",
            Self::Stations => "stations",
            Self::Dashboard => "dashboard",
        }
    }
}
