//! A ticket as residents, kiosks and staff see it.

use domain::ticket::Class;
use domain::{CancelReason, ItemKind, ServiceId, StationId, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// One person's turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketView {
    /// For staff, and for whoever issued it. Left out for the holder of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: Option<TicketId>,
    /// As printed: `理012`.
    pub number: String,
    /// The line it stands in.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Where it stands.
    pub state: TicketStateName,
    /// Its class under the line's policy.
    #[schema(value_type = schema::Class)]
    pub class: Class,
    /// When it was given.
    pub issued_at: LocalTime,
    /// Tickets that will be called before it; null when it does not wait or its turn is by time.
    pub ahead: Option<u32>,
    /// How long it will still wait; null when it does not wait or nobody can say.
    pub wait: Option<WaitView>,
    /// Chance, from 0 to 1, of being served before the service closes: 1 when it never closes; null
    /// when it does not wait or nobody can say, as with no open station.
    pub served_before_close: Option<f64>,
    /// The station it was called to, is served at, or was served at.
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// Since when the state lasts.
    pub since: LocalTime,
    /// The last call, while it is called or served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<LocalTime>,
    /// How often it was called, recalls included.
    #[serde(default)]
    pub calls: u16,
    /// What its holder says to have brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::ItemKind>)]
    pub brings: Option<ItemKind>,
    /// Start of the slot it was booked for, while it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<LocalTime>,
    /// Until when the kiosk that issued it may take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<LocalTime>,
}

impl TicketView {
    /// The ticket for the holder of its link, who never sees the id.
    #[must_use]
    pub fn for_holder(mut self) -> Self {
        self.id = None;
        self
    }
}

/// The name of a ticket's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketStateName {
    /// In the line.
    Waiting,
    /// Called to a station.
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

/// How long somebody will wait, in whole minutes, rounded outwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitView {
    /// Nine in ten wait longer than this.
    pub low_min: u32,
    /// Nine in ten wait no longer than this.
    pub high_min: u32,
    /// Nothing was learnt yet: the configured minutes and the stations, no more.
    pub rough: bool,
}

/// Takes a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTicket {
    /// The line.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// An earlier ticket of the same person today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub visit: Option<TicketId>,
    /// Staff only; standard when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Class>)]
    pub class: Option<Class>,
    /// The number on a convenience card, which may give another class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// An unserved ticket of an earlier day: its link's token, or for staff its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<String>,
    /// Kiosks away from the hub: the ticket's id, chosen before asking. The number is called only
    /// once the kiosk has said that it shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}

/// A ticket that was just given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Issued {
    /// The ticket.
    pub ticket: TicketView,
    /// Names the ticket in addresses; whoever has it follows and cancels the ticket. Not for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The phone page: what the QR holds. Not for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketAnswer {
    /// The ticket.
    pub ticket: TicketView,
}

/// Gives up. An empty body will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// `not_wanted` takes the issue back; otherwise it follows from who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::CancelReason>)]
    pub reason: Option<CancelReason>,
}

/// Comes back from hold. An empty body means: back in the line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// Straight to serving here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
}

/// Sends a ticket that stands at no station to another line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferTicket {
    /// The new line.
    #[schema(value_type = String)]
    pub service: ServiceId,
}
