//! Who waits, in the order in which they will be called.

use domain::TicketId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, TicketView};

/// A line, or all lines of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueueView {
    /// Waiting, in order of call within each service.
    pub waiting: Vec<QueueEntry>,
    /// On hold or not come: they can be called by choice, taken back or reinstated.
    pub aside: Vec<TicketView>,
}

/// One that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueueEntry {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketView,
    /// The middle of the expected wait, unrounded, in minutes.
    pub median_min: Option<f64>,
    /// The start of a booked slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_start: Option<LocalTime>,
}

impl QueueEntry {
    /// The ticket's id; staff always see it.
    pub fn id(&self) -> Option<TicketId> {
        self.ticket.id
    }
}
