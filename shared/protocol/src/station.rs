//! A station as volunteers and the board see it, and what is asked of it.

use domain::settings::StationOrder;
use domain::station::ActionKind;
use domain::{Nobody, Reason, ServiceId, StationId, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, PrinterTrouble, TicketView, schema};

/// Where a volunteer serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StationView {
    /// Names it in addresses, on the board and in the call.
    #[schema(value_type = String)]
    pub id: StationId,
    /// Services offered here, in order of preference.
    #[schema(value_type = Vec<String>)]
    pub services: Vec<ServiceId>,
    /// Whether it takes people.
    pub state: StationStateName,
    /// Since when it is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<LocalTime>,
    /// The announced end of the pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<LocalTime>,
    /// Called or served here.
    pub ticket: Option<TicketView>,
    /// Which line has the turn.
    #[schema(value_type = schema::StationOrder)]
    pub order: StationOrder,
    /// After so many calls in preference the longest waiting is called.
    pub preference_run: u8,
    /// People waiting for its services. Staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u32>,
    /// The newest action that can be taken back. Staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<UndoView>,
    /// The ticket was called so often that a no-show is proposed. Staff only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub propose_no_show: bool,
}

/// The name of a station's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StationStateName {
    /// Takes people.
    Open,
    /// Not now.
    Paused,
    /// Done.
    Closed,
}

/// What undo would take back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UndoView {
    /// What was done.
    #[schema(value_type = schema::ActionKind)]
    pub action: ActionKind,
    /// The number it was done to.
    pub number: String,
    /// When.
    pub at: LocalTime,
    /// How many actions can be taken back one after the other.
    pub depth: u8,
}

/// What a command at a station answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StationAnswer {
    /// The station as it is now.
    pub station: StationView,
    /// The ticket the command was about; null when nobody was called.
    pub ticket: Option<TicketView>,
    /// After a call: why this one, or why nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Outcome>)]
    pub reason: Option<Outcome>,
}

/// Why this one was called, or why nobody was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Outcome {
    /// Somebody was called.
    Called(Reason),
    /// Nobody was.
    Nobody(Nobody),
}

/// All stations of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StationList {
    /// In the order in which they were set up.
    pub stations: Vec<StationView>,
    /// For staff: printers of kiosks that somebody has to look at. Left out while there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub printers: Vec<PrinterTrouble>,
}

/// Calls the next one. An empty body will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallNext {
    /// Finishes the one being served in the same step.
    #[serde(default)]
    pub finish: bool,
    /// The ticket that was seen at the station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}

/// Calls a chosen ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallChosen {
    /// Which.
    #[schema(value_type = uuid::Uuid)]
    pub ticket: TicketId,
}

/// Recall, start, finish, no-show, hold, undo, open and close at a station. An empty body will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The ticket that was seen at the station: if another one is there by now, nothing is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}

/// Sends the station's ticket to another line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The new line.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// The ticket that was seen at the station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}

/// Takes a break. An empty body means: for an unknown time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Announced length.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::number::nearest"
    )]
    pub minutes: Option<u16>,
    /// The ticket that was seen at the station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}
