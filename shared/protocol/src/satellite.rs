//! Kiosks away from the hub: their series, and what they wrote down while the network was gone.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{ItemKind, Moment, ServiceId, Stem, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{KioskNow, LocalTime, PrinterState, schema};

/// Entries in one message: so many fit into the body of a command. An hour without network takes a
/// few messages.
pub const ENTRIES_MAX: usize = 30;

/// Asks for a series, once for each data folder of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesRequest {
    /// Names the kiosk's data: another one after it was lost.
    pub device: Uuid,
}

/// What a kiosk needs to give numbers by itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeriesAnswer {
    /// 甲, 乙, 丙 … : stands in its numbers.
    #[schema(value_type = String)]
    pub stem: Stem,
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// The key of its tickets' links, base64url. The secret of a ticket is 16 bytes: the first 8 of
    /// HMAC-SHA-256 over its id, and the first 8 of HMAC-SHA-256 over those.
    pub link_key: String,
    /// What a link begins with, address and site code: the secret follows.
    pub link_base: String,
}

impl std::fmt::Debug for SeriesAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeriesAnswer")
            .field("stem", &self.stem)
            .field("kiosk", &self.kiosk)
            .finish_non_exhaustive()
    }
}

/// Brings what a kiosk wrote down; without entries it only says that the kiosk is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncRequest {
    /// Names the kiosk's data.
    pub device: Uuid,
    /// What the kiosk's clock shows as it sends this.
    #[schema(value_type = String)]
    pub clock: Moment,
    /// The position of the first entry, from 1.
    pub first: u64,
    /// The hash of the entry before it; empty before the first.
    #[schema(value_type = String)]
    pub before: Arc<str>,
    /// At most 30, in their order.
    pub entries: Vec<SeriesEntry>,
    /// How the kiosk's printer is; left out while it does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<PrinterState>,
}

/// How far the hub has a kiosk's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SyncAnswer {
    /// Entries taken over in all.
    pub position: u64,
    /// The hub's time.
    #[schema(value_type = String)]
    pub now: Moment,
}

/// What was brought on a stick.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// What it wrote down.
    #[serde(flatten)]
    pub sync: ImportedSync,
}

/// [`SyncRequest`] as it lies in a file: without what the clock shows now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportedSync {
    /// Names the kiosk's data.
    pub device: Uuid,
    /// What was added to its clock at the last contact, in milliseconds.
    pub offset_ms: i64,
    /// The position of the first entry, from 1.
    pub first: u64,
    /// The hash of the entry before it; empty before the first.
    #[schema(value_type = String)]
    pub before: Arc<str>,
    /// At most 30, in their order.
    pub entries: Vec<SeriesEntry>,
}

/// Something that a kiosk wrote down before it showed anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SeriesEntry {
    /// Stands for this entry and all before it.
    #[serde(default)]
    #[schema(value_type = String)]
    pub hash: Arc<str>,
    /// When, by the kiosk's clock.
    #[schema(value_type = String)]
    pub at: Moment,
    /// The hub's time when the kiosk last heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub not_before: Option<Moment>,
    /// What.
    #[serde(flatten)]
    pub what: SeriesEntryKind,
}

/// What a kiosk can write down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum SeriesEntryKind {
    /// It gave a number of its own.
    Issued(Box<OwnNumberView>),
    /// It shows a number that the hub gave.
    Shown {
        /// Whose.
        #[schema(value_type = Uuid)]
        ticket: TicketId,
    },
    /// The number is not wanted.
    Cancelled {
        /// Whose.
        #[schema(value_type = Uuid)]
        ticket: TicketId,
    },
    /// Its holder says what was brought.
    Brought {
        /// Whose.
        #[schema(value_type = Uuid)]
        ticket: TicketId,
        /// What.
        #[schema(value_type = schema::ItemKind)]
        kind: ItemKind,
    },
}

/// A number that a kiosk gave by itself, with what was typed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OwnNumberView {
    /// Chosen by the kiosk.
    #[schema(value_type = Uuid)]
    pub ticket: TicketId,
    /// The line.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// The service day, as the kiosk saw it.
    pub day: NaiveDate,
    /// The how-manieth of series, service and day.
    pub count: u32,
    /// The number without prefix and stem.
    pub shown: u32,
    /// The prefix.
    #[schema(value_type = String)]
    pub prefix: Arc<str>,
    /// An earlier ticket of the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub visit: Option<TicketId>,
    /// The number on a card, as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// The code or link of an appointment, as it was typed or scanned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
    /// The link of an unserved ticket of an earlier day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<String>,
}

/// A series as organisers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeriesView {
    /// Stands in its numbers.
    #[schema(value_type = String)]
    pub stem: Stem,
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// Names the kiosk's data.
    pub device: Uuid,
    /// Entries taken over.
    pub position: u64,
    /// When the newest of them happened.
    pub newest_at: Option<LocalTime>,
    /// Whether the kiosk has another one by now, or is gone.
    pub retired: bool,
}

/// All series of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeriesList {
    /// Oldest first.
    pub series: Vec<SeriesView>,
    /// The kiosks at this moment, also those that give no numbers by themselves.
    #[serde(default)]
    pub kiosks: Vec<KioskNow>,
}

/// What a kiosk does next, told by what it has and what the hub has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing is missing at the hub.
    Nothing,
    /// Entries from this position on, so many.
    Send {
        /// The first, from 1.
        first: u64,
        /// How many, at most [`ENTRIES_MAX`].
        count: usize,
    },
    /// The hub has more than the kiosk: its data is an old copy, and numbers from it would be given
    /// twice.
    OldCopy,
}

/// Compares the newest entry of a kiosk with what the hub has taken over.
pub fn step(newest: u64, taken_over: u64) -> Step {
    match newest.checked_sub(taken_over) {
        None => Step::OldCopy,
        Some(0) => Step::Nothing,
        Some(missing) => Step::Send {
            first: taken_over + 1,
            count: usize::try_from(missing).map_or(ENTRIES_MAX, |n| n.min(ENTRIES_MAX)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_follows_from_two_positions() {
        assert_eq!(step(7, 7), Step::Nothing);
        assert_eq!(step(0, 0), Step::Nothing);
        assert_eq!(step(9, 7), Step::Send { first: 8, count: 2 });
        let all = Step::Send {
            first: 1,
            count: ENTRIES_MAX,
        };
        assert_eq!(step(1_000, 0), all);
        assert_eq!(step(6, 7), Step::OldCopy);
    }

    #[test]
    fn an_entry_is_one_flat_object() {
        let entry = SeriesEntry {
            hash: "h".into(),
            at: Moment::UNIX_EPOCH,
            not_before: None,
            what: SeriesEntryKind::Issued(Box::new(OwnNumberView {
                ticket: TicketId(Uuid::nil()),
                service: "haircut".parse().unwrap(),
                day: "2026-03-07".parse().unwrap(),
                count: 1,
                shown: 1,
                prefix: "理".into(),
                visit: None,
                card: Some("12".to_owned()),
                appointment: None,
                carried_from: None,
            })),
        };
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"hash":"h","at":"1970-01-01T00:00:00Z","entry":"issued","#,
                r#""ticket":"00000000-0000-0000-0000-000000000000","service":"haircut","#,
                r#""day":"2026-03-07","count":1,"shown":1,"prefix":"理","card":"12"}"#,
            )
        );
        assert_eq!(serde_json::from_str::<SeriesEntry>(&json).unwrap(), entry);
    }
}
