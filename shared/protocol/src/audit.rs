//! Who did what, when and why: the log of a site as people read it.

use chrono::NaiveDate;
use domain::Role;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// What was recorded on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AuditView {
    /// The local date.
    pub date: NaiveDate,
    /// In the order in which it happened.
    pub entries: Vec<AuditEntry>,
    /// Where the rest of the day begins: ask again with `from` set to it. Null when this is all.
    pub next: Option<u64>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// The record it stands in; what was done in one step shares it.
    pub position: u64,
    /// When.
    pub at: LocalTime,
    /// In what role somebody did it; the hub does what falls due.
    #[schema(value_type = schema::Role)]
    pub role: Role,
    /// The session, token or device; none for residents and the hub itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What happened, by the name of the fact: `ticket_called`.
    pub what: String,
    /// The number of the ticket or the item it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The station it happened at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<String>,
    /// Why, where a reason was recorded: `priority`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The fact's own fields.
    #[schema(value_type = Object, additional_properties)]
    pub facts: Map<String, Value>,
}
