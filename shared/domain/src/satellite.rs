//! Kiosks away from the hub, which give numbers of their own while the network is gone.
//!
//! Each has a *series*: a stem 甲, 乙, 丙 … that stands in its numbers (`理甲01`), and a gapless
//! list of entries that it writes down before it shows anything. The hub takes the entries over in
//! their order, however late and however often they come. What happened on paper is never refused;
//! what is awkward about it, as a day that was closed meanwhile, is recorded beside it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Moment;
use crate::card::CardKey;
use crate::id::{AppointmentId, ServiceId, TicketId};
use crate::item::ItemKind;
use crate::number::TicketNumber;
use crate::refusal::Refusal;
use crate::site::Site;

/// One of the ten heavenly stems 甲 to 癸: marks the numbers of one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "char", into = "char")]
pub struct Stem(u8);

/// A character that is no stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no stem")]
pub struct NoStem(pub char);

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

impl Stem {
    /// All of them, in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..STEMS.len() as u8).map(Self)
    }

    /// As it is written.
    pub fn char(self) -> char {
        STEMS[usize::from(self.0)]
    }

    /// Its place in the order, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Display for Stem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.char())
    }
}

impl TryFrom<char> for Stem {
    type Error = NoStem;

    fn try_from(char: char) -> Result<Self, NoStem> {
        let found = Self::all().find(|stem| stem.char() == char);
        found.ok_or(NoStem(char))
    }
}

impl From<Stem> for char {
    fn from(stem: Stem) -> Self {
        stem.char()
    }
}

/// A series, as far as the hub has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Stands in its numbers.
    pub stem: Stem,
    /// The kiosk that it was given to.
    pub kiosk: Arc<str>,
    /// The kiosk's data. A kiosk that lost it comes with another, and gets another series.
    pub device: Uuid,
    /// The local date on which it was given: its stem goes to nobody else on that day.
    pub granted_on: NaiveDate,
    /// Entries taken over.
    pub position: u64,
    /// The hash of the newest of them; empty before the first.
    pub head: Arc<str>,
    /// The place of the newest of them: later ones stand behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Moment>,
    /// Whether the kiosk has another one by now, or is gone. What it still brings is taken over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_retired: bool,
}

impl Series {
    /// One of which nothing was taken over yet.
    pub(crate) fn new(stem: Stem, kiosk: Arc<str>, device: Uuid, granted_on: NaiveDate) -> Self {
        Self {
            stem,
            kiosk,
            device,
            granted_on,
            position: 0,
            head: "".into(),
            placed_at: None,
            is_retired: false,
        }
    }
}

/// What is known of a kiosk's clock when its entries come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KioskClock {
    /// It shows this just now.
    Shows(Moment),
    /// So many milliseconds were added to it at the last contact.
    Off(i64),
}

impl KioskClock {
    /// What is added to it when the hub's clock shows `now`, in milliseconds.
    pub fn offset_ms(self, now: Moment) -> i64 {
        match self {
            Self::Shows(clock) => (now - clock).num_milliseconds(),
            Self::Off(ms) => ms,
        }
    }
}

/// Something that a kiosk wrote down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Stands for this entry and all before it.
    pub hash: Arc<str>,
    /// When, by the kiosk's clock.
    pub at: Moment,
    /// The hub's time when the kiosk last heard of it: nothing of this entry is earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Moment>,
    /// What.
    pub what: EntryKind,
}

/// What a kiosk can write down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum EntryKind {
    /// It gave a number of its own.
    Issued(Box<OwnNumber>),
    /// It shows a number that the hub gave.
    Shown {
        /// Whose.
        ticket: TicketId,
    },
    /// The number is not wanted.
    Cancelled {
        /// Whose.
        ticket: TicketId,
    },
    /// Its holder says what was brought.
    Brought {
        /// Whose.
        ticket: TicketId,
        /// What.
        kind: ItemKind,
    },
}

/// A number that a kiosk gave by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnNumber {
    /// Chosen by the kiosk before it asked the hub: the hub may know it under another number.
    pub ticket: TicketId,
    /// The line.
    pub service: ServiceId,
    /// The service day, as the kiosk saw it.
    pub day: NaiveDate,
    /// The how-manieth of series, service and day.
    pub count: u32,
    /// The number without prefix and stem.
    pub shown: u32,
    /// The prefix then.
    pub prefix: Arc<str>,
    /// An earlier ticket of the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<TicketId>,
    /// A card that was typed: what it is good for is known at the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardKey>,
    /// An appointment whose code was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentId>,
    /// A ticket of an earlier day that was not served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<TicketId>,
}

impl OwnNumber {
    /// As it is shown.
    pub fn number(&self, stem: Stem) -> TicketNumber {
        TicketNumber {
            prefix: self.prefix.clone(),
            stem: Some(stem),
            shown: self.shown,
        }
    }
}

impl EntryKind {
    /// The tickets that it names.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        let named = match self {
            Self::Issued(own) => [Some(own.ticket), own.visit, own.carried_from],
            Self::Shown { ticket } | Self::Cancelled { ticket } | Self::Brought { ticket, .. } => {
                [Some(*ticket), None, None]
            }
        };
        named.into_iter().flatten()
    }
}

impl Site {
    /// The series of a kiosk's data.
    ///
    /// # Errors
    /// [`Refusal::SeriesUnknown`].
    pub fn known_series(&self, kiosk: &str, device: Uuid) -> Result<&Series, Refusal> {
        self.series
            .iter()
            .find(|series| &*series.kiosk == kiosk && series.device == device)
            .ok_or(Refusal::SeriesUnknown {})
    }

    pub(crate) fn series_mut(&mut self, device: Uuid) -> Option<&mut Series> {
        self.series
            .iter_mut()
            .find(|series| series.device == device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_written_as_one_character() {
        let all: String = Stem::all().map(Stem::char).collect();
        assert_eq!(all, "甲乙丙丁戊己庚辛壬癸");
        let third = Stem::all().nth(2).unwrap();
        assert_eq!(serde_json::to_string(&third).unwrap(), "\"丙\"");
        assert_eq!(serde_json::from_str::<Stem>("\"丙\"").unwrap(), third);
        assert!(serde_json::from_str::<Stem>("\"子\"").is_err());
    }
}
