//! A ticket: one person's turn in one line.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::fact::Actor;
use crate::id::{ServiceId, StationId, TicketId, VisitId};
use crate::item::ItemKind;
use crate::number::TicketNumber;

/// Whether somebody has priority under the line's policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Everybody.
    #[default]
    Standard,
    /// Somebody the organiser gives priority.
    Priority,
}

/// Why a ticket ended as served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// A volunteer finished it.
    Station,
    /// Midnight passed while it was served; left out of learning.
    DayClose,
}

/// Where a ticket stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TicketState {
    /// In the line.
    Waiting,
    /// Called to a station, not there yet.
    Called {
        /// Where to.
        station: StationId,
    },
    /// Being served.
    Serving {
        /// Where.
        station: StationId,
        /// Since when this stint runs.
        since: Moment,
    },
    /// Away for a while, by arrangement.
    OnHold {
        /// Since when.
        since: Moment,
    },
    /// Did not come when called.
    NoShow {
        /// Since when: it was marked then.
        since: Moment,
    },
    /// Done.
    Served {
        /// Where.
        station: StationId,
        /// How it ended.
        ended_by: EndedBy,
    },
    /// Given up.
    Cancelled,
    /// The day closed first.
    Unserved,
}

impl TicketState {
    /// The name used everywhere outside: `on_hold`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called { .. } => "called",
            Self::Serving { .. } => "serving",
            Self::OnHold { .. } => "on_hold",
            Self::NoShow { .. } => "no_show",
            Self::Served { .. } => "served",
            Self::Cancelled => "cancelled",
            Self::Unserved => "unserved",
        }
    }

    /// The station that holds the ticket, while it is called or served.
    pub fn station(&self) -> Option<&StationId> {
        match self {
            Self::Called { station } | Self::Serving { station, .. } => Some(station),
            Self::Waiting
            | Self::OnHold { .. }
            | Self::NoShow { .. }
            | Self::Served { .. }
            | Self::Cancelled
            | Self::Unserved => None,
        }
    }

    /// How serving ended, if it did.
    pub fn ended_by(&self) -> Option<EndedBy> {
        match self {
            Self::Served { ended_by, .. } => Some(*ended_by),
            Self::Waiting
            | Self::Called { .. }
            | Self::Serving { .. }
            | Self::OnHold { .. }
            | Self::NoShow { .. }
            | Self::Cancelled
            | Self::Unserved => None,
        }
    }

    /// Whether nothing more can happen to it today, short of an undo.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Served { .. } | Self::Cancelled | Self::Unserved => true,
            Self::Waiting
            | Self::Called { .. }
            | Self::Serving { .. }
            | Self::OnHold { .. }
            | Self::NoShow { .. } => false,
        }
    }
}

/// A slot that was booked, from the moment its holder checked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Start of the slot.
    pub start: Moment,
    /// When the holder came.
    pub checked_in_at: Moment,
}

/// When somebody came back after a no-show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reinstated {
    /// The moment.
    pub at: Moment,
    /// The site's sequence number then: calls recorded later count towards the rest.
    pub seq: u64,
}

/// What a ticket came to in a line before it was sent to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Whose line.
    pub service: ServiceId,
    /// The station of the last call.
    pub station: StationId,
    /// Seconds from the last call to the start of serving, if it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_secs: Option<u32>,
    /// Seconds of serving there.
    pub serving_secs: u32,
}

/// One person's turn in one line. Changed by `evolve` alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Given by whoever issued it.
    pub id: TicketId,
    /// The how-manieth of its service and day, from 1; never given again.
    pub count: u32,
    /// As shown. Stays when the ticket is transferred.
    pub number: TicketNumber,
    /// The line it stands in.
    pub service: ServiceId,
    /// Its class under the line's policy.
    pub class: Class,
    /// Shared by all tickets of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// When it was given.
    pub issued_at: Moment,
    /// Its place in the line; see `queue-rules`: never changed by hold, undo, reinstatement or transfer.
    pub place_at: Moment,
    /// Who gave it: that kiosk may take it back for some seconds.
    pub issued_by: Actor,
    /// The booked slot, if it came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Booked>,
    /// The kiosk away from the hub that holds its paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satellite: Option<Arc<str>>,
    /// False while that kiosk has not said so.
    pub confirmed: bool,
    /// Set while it waits again after a no-show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reinstated: Option<Reinstated>,
    /// Where it stands.
    pub state: TicketState,
    /// How often it was called, recalls included.
    pub calls: u16,
    /// First call that was not undone: ends the waiting time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_called_at: Option<Moment>,
    /// Last call or recall: begins the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_called_at: Option<Moment>,
    /// The station of the last call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_station: Option<StationId>,
    /// Seconds on hold before the first call; not waiting.
    pub held_secs: u32,
    /// Seconds from the last call to the start of serving, in the line in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_secs: Option<u32>,
    /// Seconds of all finished stints of serving, in whatever line.
    pub serving_secs: u32,
    /// What it came to in the lines in which it was called and which it left, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Elsewhere>,
    /// What its holder says to have brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brings: Option<ItemKind>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// Sequence number of its last change: an undo checks that nobody else acted since.
    pub version: u64,
}

impl Ticket {
    /// Since when its state lasts.
    pub fn since(&self) -> Moment {
        let since = match &self.state {
            TicketState::Waiting => self.reinstated.map(|reinstated| reinstated.at),
            TicketState::Called { .. } => self.last_called_at,
            TicketState::Serving { since, .. }
            | TicketState::OnHold { since }
            | TicketState::NoShow { since } => Some(*since),
            TicketState::Served { .. } | TicketState::Cancelled | TicketState::Unserved => {
                self.closed_at
            }
        };
        since.unwrap_or(self.issued_at)
    }

    /// Seconds of finished stints of serving in the line in which it stands now.
    pub fn serving_here_secs(&self) -> u32 {
        let elsewhere = self.elsewhere.iter();
        elsewhere.fold(self.serving_secs, |secs, there| {
            secs.saturating_sub(there.serving_secs)
        })
    }

    /// The line in which it was called first, or stands if it was not called yet.
    pub fn first_service(&self) -> &ServiceId {
        let first = self.elsewhere.first();
        first.map_or(&self.service, |there| &there.service)
    }

    /// Where it stands among others that wait: smaller is earlier.
    pub fn place(&self) -> Place {
        Place {
            place_at: self.place_at,
            issued_at: self.issued_at,
            count: self.count,
            id: self.id,
        }
    }
}

/// A place in a line. Unique, since ids are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The place itself.
    pub place_at: Moment,
    /// Then who was there first.
    pub issued_at: Moment,
    /// Then the count.
    pub count: u32,
    /// Then the id, so that no two are equal.
    pub id: TicketId,
}
