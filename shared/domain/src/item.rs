//! Things that people bring to be repaired.
//!
//! The ticket is for the talk at the table. What is left there becomes an item
//! with states of its own: handed in, in repair, then repaired, not repairable
//! or taken away, and at the end collected, on this day or on another one.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{ItemId, ServiceId, StationId, SubjectId, TicketId};
use crate::number::TicketNumber;
use crate::refusal::{Refusal, Thing};
use crate::site::Site;

/// Digits an item's number is padded to.
const WIDTH: usize = 3;

/// What was brought: each has its own drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 电水壶.
    Kettle,
    /// 电饭煲.
    RiceCooker,
    /// 电熨斗.
    Iron,
    /// 电风扇.
    Fan,
    /// 台灯.
    Lamp,
    /// 收音机.
    Radio,
    /// 电吹风.
    HairDryer,
    /// 钟表.
    Clock,
    /// 雨伞.
    Umbrella,
    /// 其他.
    Other,
}

impl ItemKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Kettle,
        Self::RiceCooker,
        Self::Iron,
        Self::Fan,
        Self::Lamp,
        Self::Radio,
        Self::HairDryer,
        Self::Clock,
        Self::Umbrella,
        Self::Other,
    ];

    /// The name used everywhere outside: `rice_cooker`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kettle => "kettle",
            Self::RiceCooker => "rice_cooker",
            Self::Iron => "iron",
            Self::Fan => "fan",
            Self::Lamp => "lamp",
            Self::Radio => "radio",
            Self::HairDryer => "hair_dryer",
            Self::Clock => "clock",
            Self::Umbrella => "umbrella",
            Self::Other => "other",
        }
    }
}

/// How a repair came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairOutcome {
    /// It works again.
    Repaired,
    /// It cannot be mended.
    NotRepairable,
    /// The repairer took it along, to be ready on a day.
    TakenAway,
}

/// The number on an item's tag, counted over all days: `件023`. It names the item when it is
/// collected on another day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemNumber(pub u32);

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "件{:0WIDTH$}", self.0)
    }
}

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ItemState {
    /// On the table, nobody works on it yet.
    HandedIn,
    /// Somebody works on it.
    InRepair,
    /// It works again and waits for its owner.
    Repaired,
    /// It cannot be mended and waits for its owner.
    NotRepairable,
    /// The repairer took it along.
    TakenAway {
        /// The day on which it will be back, if it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ready_on: Option<NaiveDate>,
    },
    /// Its owner has it.
    Collected,
}

impl ItemState {
    /// The name used everywhere outside: `not_repairable`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::InRepair => "in_repair",
            Self::Repaired => "repaired",
            Self::NotRepairable => "not_repairable",
            Self::TakenAway { .. } => "taken_away",
            Self::Collected => "collected",
        }
    }

    /// What an outcome makes of it.
    pub(crate) fn after(outcome: RepairOutcome, ready_on: Option<NaiveDate>) -> Self {
        match outcome {
            RepairOutcome::Repaired => Self::Repaired,
            RepairOutcome::NotRepairable => Self::NotRepairable,
            RepairOutcome::TakenAway => Self::TakenAway { ready_on },
        }
    }
}

/// Something that was left to be repaired. Changed by `evolve` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Given by whoever runs the site.
    pub id: ItemId,
    /// On its tag.
    pub number: ItemNumber,
    /// What it is.
    pub kind: ItemKind,
    /// The ticket with which it came.
    pub ticket: TicketId,
    /// That ticket's number, which stays readable when its day is over.
    pub ticket_number: TicketNumber,
    /// The line of that ticket.
    pub service: ServiceId,
    /// Where it was handed in or is worked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<StationId>,
    /// The service day on which it came.
    pub received_on: NaiveDate,
    /// When it came.
    pub received_at: Moment,
    /// Where it is.
    pub state: ItemState,
    /// Since when.
    pub since: Moment,
    /// How the repair came out, once it did; stays when it is collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RepairOutcome>,
    /// When it came out so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
    /// When its owner was called last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<Moment>,
    /// Under which what the owner said of the fault is kept, if anything was and is not erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
}

impl Item {
    /// Whether the volunteers answer for it.
    pub fn is_in_custody(&self) -> bool {
        self.state != ItemState::Collected
    }
}

impl Site {
    /// The item.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn known_item(&self, id: ItemId) -> Result<&Item, Refusal> {
        self.items.get(&id).ok_or_else(|| Refusal::NotFound {
            what: Thing::Item,
            id: id.to_string(),
        })
    }

    /// The item with that number on its tag.
    pub fn item_by_number(&self, number: ItemNumber) -> Option<&Item> {
        self.items.values().find(|item| item.number == number)
    }
}
