//! Things that people leave to be repaired.

use chrono::NaiveDate;
use domain::{ItemId, ItemKind, RepairOutcome, ServiceId, StationId, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// The name of an item's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStateName {
    /// On the table, nobody works on it yet.
    HandedIn,
    /// Somebody works on it.
    InRepair,
    /// It works again and waits for its owner.
    Repaired,
    /// It cannot be mended and waits for its owner.
    NotRepairable,
    /// The repairer took it along.
    TakenAway,
    /// Its owner has it.
    Collected,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemView {
    /// Names it in addresses; so do the digits of its number.
    #[schema(value_type = uuid::Uuid)]
    pub id: ItemId,
    /// On its tag: `件023`.
    pub number: String,
    /// What it is.
    #[schema(value_type = schema::ItemKind)]
    pub kind: ItemKind,
    /// The number of the ticket with which it came.
    pub ticket_number: String,
    /// That ticket's line.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Where it was handed in or is worked on.
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// The service day on which it came.
    pub received_on: NaiveDate,
    /// When it came.
    pub received_at: LocalTime,
    /// Where it is.
    pub state: ItemStateName,
    /// Since when.
    pub since: LocalTime,
    /// How the repair came out, once it did.
    #[schema(value_type = Option<schema::RepairOutcome>)]
    pub outcome: Option<RepairOutcome>,
    /// When a thing that was taken away will be back, if it was said.
    pub ready_on: Option<NaiveDate>,
    /// When its owner was called last.
    pub called_at: Option<LocalTime>,
}

/// The answer to a command about one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemAnswer {
    /// The item.
    pub item: ItemView,
}

/// Everything in custody, and what was collected today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemList {
    /// By number.
    pub items: Vec<ItemView>,
}

/// Says what somebody who waits has brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnnounceItem {
    /// What; null takes it back.
    #[schema(value_type = Option<schema::ItemKind>)]
    pub kind: Option<ItemKind>,
}

/// Takes an item in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveItem {
    /// What it is.
    #[schema(value_type = schema::ItemKind)]
    pub kind: ItemKind,
    /// At a station: the ticket that was seen there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
    /// Ends the serving of the ticket in the same step.
    #[serde(default)]
    pub finish: bool,
}

/// Begins to work on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StartRepair {
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
}

/// Says how a repair came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishRepair {
    /// How.
    #[schema(value_type = schema::RepairOutcome)]
    pub outcome: RepairOutcome,
    /// When a thing that was taken away will be back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_on: Option<NaiveDate>,
}

/// A thing that was left to be repaired, and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepairView {
    /// On its tag, counted over all days.
    pub number: u32,
    /// What it is.
    #[schema(value_type = schema::ItemKind)]
    pub kind: ItemKind,
    /// The service day on which it came.
    pub received_on: NaiveDate,
    /// How the repair came out; null while nobody knows.
    #[schema(value_type = Option<schema::RepairOutcome>)]
    pub outcome: Option<RepairOutcome>,
}

/// Repairs of some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepairList {
    /// By number.
    pub repairs: Vec<RepairView>,
}
