//! A station and what was done there.

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{StationId, TicketId};
use crate::settings::StationSettings;
use crate::ticket::Ticket;

/// Actions at one station that can be taken back.
pub const UNDO_DEPTH: usize = 5;

/// Whether a station takes people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StationState {
    /// Yes.
    Open,
    /// Not now.
    Paused {
        /// Since when.
        since: Moment,
        /// Announced end; nothing happens by itself then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// No.
    Closed,
}

impl StationState {
    /// The name used everywhere outside: `paused`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused { .. } => "paused",
            Self::Closed => "closed",
        }
    }
}

/// What a volunteer did at a station, as far as it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Called the next or a chosen ticket.
    Call,
    /// Called it again.
    Recall,
    /// Began to serve.
    Start,
    /// Finished.
    Finish,
    /// Marked as not come.
    NoShow,
    /// Put on hold.
    Hold,
    /// Took back from hold.
    Resume,
    /// Sent to another line.
    Transfer,
}

/// One action with everything needed to take it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// What was done.
    pub kind: ActionKind,
    /// When.
    pub at: Moment,
    /// Sequence number: the ticket's version right after, and the call's in its line.
    pub seq: u64,
    /// The ticket as it was before.
    pub before: Ticket,
    /// The run in preference before.
    pub preferred_run_before: u8,
}

/// Where a volunteer serves. Changed by `evolve` alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// As the organiser set it.
    pub settings: StationSettings,
    /// Whether it takes people.
    pub state: StationState,
    /// Called or served here; at most one.
    pub ticket: Option<TicketId>,
    /// Calls in a row that passed somebody of another service who waited longer.
    pub preferred_run: u8,
    /// What can be taken back, newest last, at most [`UNDO_DEPTH`].
    pub actions: Vec<Action>,
}

impl Station {
    /// A station as it is first set up.
    pub fn new(settings: StationSettings) -> Self {
        let state = if settings.open {
            StationState::Open
        } else {
            StationState::Closed
        };
        Self {
            settings,
            state,
            ticket: None,
            preferred_run: 0,
            actions: Vec::new(),
        }
    }

    /// Its name.
    pub fn id(&self) -> &StationId {
        &self.settings.id
    }
}
