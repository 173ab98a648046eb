//! How the domain's own words look on the wire, for the OpenAPI description alone.
//!
//! The domain knows nothing of OpenAPI, so its enums and settings are written down here once more.
//! The tests at the end hold both together: whatever the domain writes, these types read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reads a field of a change that may be emptied: `null` is something else than nothing.
pub(crate) fn given<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(from).map(Some)
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "the domain's enum of the same name says what each means")]
        pub enum $name { $($variant),+ }
    };
}

words! {
    /// Whether somebody has priority under the line's policy.
    Class { Standard, Priority }
}
words! {
    /// What was brought to be repaired.
    ItemKind { Kettle, RiceCooker, Iron, Fan, Lamp, Radio, HairDryer, Clock, Umbrella, Other }
}
words! {
    /// How a repair came out.
    RepairOutcome { Repaired, NotRepairable, TakenAway }
}
words! {
    /// Why somebody gave up.
    CancelReason { NotWanted, Visitor, Staff }
}
words! {
    /// Why this one was called, or why nobody was.
    Outcome {
        Arrival, Priority, Reinstated, AppointmentDue, AppointmentEarly, Chosen,
        NobodyWaiting, AllElsewhere,
    }
}
words! {
    /// What a volunteer did at a station, as far as it can be taken back.
    ActionKind { Call, Recall, Start, Finish, NoShow, Hold, Resume, Transfer }
}
words! {
    /// In what role somebody asks.
    Role {
        Resident, Display, Kiosk, Volunteer, TeamLeader, Organiser, Technician, District, Hub,
    }
}
words! {
    /// A language of residents and staff.
    Language { Zh, En }
}
words! {
    /// The colour of a service.
    Colour { Cinnabar, Indigo, Pine, Plum }
}
words! {
    /// What happens to a newcomer who will probably not be served today.
    AtRisk { Warn, Refuse }
}
words! {
    /// In which order a station takes the lines of its services.
    StationOrder { Arrival, Preference }
}

/// A text in both languages. An empty one falls back to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalText {
    /// Chinese.
    #[serde(default)]
    pub zh: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

/// How priority and arrival share the turns of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Policy {
    /// First come, first served.
    Arrival,
    /// Of every so many calls at most one goes to priority out of turn.
    Share {
        /// 2 to 20.
        every: u8,
    },
    /// Priority goes first, but after so many of them one other person is called.
    First {
        /// 1 to 20.
        run: u8,
    },
}

/// The times at which a service takes appointments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    /// First slot starts, "HH:MM".
    pub from: String,
    /// No slot ends later, "HH:MM".
    pub to: String,
    /// Length of a slot in minutes.
    pub minutes: u16,
    /// Appointments in one slot; 1 when left out.
    pub capacity: Option<u16>,
    /// How many days ahead can be booked; 14 when left out.
    pub days_ahead: Option<u16>,
}

/// A wireless network that visitors' phones must join before they reach the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wifi {
    /// As phones list it, 1 to 32 bytes.
    pub name: String,
    /// 8 to 63 characters; empty or left out for an open network.
    #[serde(default)]
    pub password: String,
}

/// Fields of a site; each may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "the domain's SiteSettings says what each means"
)]
pub struct SiteFields {
    pub id: Option<String>,
    pub name: Option<LocalText>,
    pub time_zone: Option<String>,
    pub language: Option<Language>,
    pub languages: Option<Vec<Language>>,
    pub join_from_phones: Option<bool>,
    /// Residents may book with their own phone, where a service has slots.
    pub book_from_phones: Option<bool>,
    pub recall_limit: Option<u8>,
    pub issue_undo_secs: Option<u32>,
    pub retention_days: Option<u16>,
    pub wifi: Option<Wifi>,
}

/// Fields of a service; each may be left out, times are "HH:MM".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "the domain's ServiceSettings says what each means"
)]
pub struct ServiceFields {
    pub id: Option<String>,
    pub name: Option<LocalText>,
    pub prefix: Option<String>,
    pub icon: Option<String>,
    pub colour: Option<Colour>,
    pub minutes: Option<u16>,
    pub policy: Option<Policy>,
    pub cap: Option<u32>,
    pub issue_from: Option<String>,
    pub opens: Option<String>,
    pub closes: Option<String>,
    pub at_risk: Option<AtRisk>,
    pub at_risk_below: Option<f64>,
    pub reinstate_after: Option<u16>,
    pub skip_digits: Option<Vec<u8>>,
    pub carry_over: Option<u16>,
    pub carry_over_days: Option<u16>,
    pub takes_items: Option<bool>,
    pub slots: Option<Slots>,
    pub due_before_min: Option<u16>,
    pub late_after_min: Option<u16>,
    pub refuse_after_min: Option<u16>,
}

/// Fields of a station; each may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "the domain's StationSettings says what each means"
)]
pub struct StationFields {
    pub id: Option<String>,
    pub services: Option<Vec<String>>,
    pub open: Option<bool>,
    pub order: Option<StationOrder>,
    pub preference_run: Option<u8>,
}

#[cfg(test)]
mod tests;
