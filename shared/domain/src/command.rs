//! What can be asked of a site.

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::fact::{Actor, Stamp};
use crate::id::{ServiceId, StationId, TicketId, VisitId};
use crate::settings::{ServiceSettings, SiteSettings, StationSettings};
use crate::ticket::Class;

/// What a command cannot know by itself: chosen once by whoever runs the site,
/// recorded with the facts, never derived again.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The moment.
    pub now: Moment,
    /// Who asks.
    pub by: Actor,
    /// A fresh id, used if the command issues a ticket.
    pub ticket: TicketId,
    /// A fresh id, used if the command begins a visit.
    pub visit: VisitId,
}

impl Context {
    /// When and by whom, as recorded with the facts.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.now,
            by: self.by.clone(),
        }
    }
}

/// Why somebody gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Touched 不要了 right after the issue. Only the kiosk that issued it, only for some seconds.
    NotWanted,
    /// The visitor says so, on the phone or to somebody.
    Visitor,
    /// A volunteer decided.
    Staff,
}

/// A ticket, addressed by itself or as what a station holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The ticket itself.
    Ticket(TicketId),
    /// What the station holds; with the ticket that was seen there, if it was said.
    Station(StationId, Option<TicketId>),
}

/// Something asked of a site. A repeat does nothing; what does not fit is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Sets the site's settings.
    SetSite {
        /// All of them.
        settings: SiteSettings,
    },
    /// Adds or changes a service.
    SetService {
        /// All of its settings.
        settings: ServiceSettings,
    },
    /// Removes a service nobody waits for.
    RemoveService {
        /// Which.
        service: ServiceId,
    },
    /// Adds or changes a station.
    SetStation {
        /// All of its settings.
        settings: StationSettings,
    },
    /// Removes a station that holds nobody.
    RemoveStation {
        /// Which.
        station: StationId,
    },
    /// Takes a number.
    IssueTicket {
        /// The line.
        service: ServiceId,
        /// Under the line's policy.
        class: Class,
        /// An earlier ticket of the same person today.
        visit: Option<TicketId>,
    },
    /// Chooses and claims the next one, in one step.
    CallNext {
        /// Where.
        station: StationId,
        /// Finishes the one being served in the same step.
        finish: bool,
        /// The ticket that was seen at the station.
        seen: Option<TicketId>,
    },
    /// Calls a chosen ticket.
    CallTicket {
        /// Where.
        station: StationId,
        /// Which.
        ticket: TicketId,
    },
    /// Calls again.
    RecallTicket {
        /// Where.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// Begins to serve.
    StartServing {
        /// Where.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// Ends serving.
    FinishServing {
        /// Where.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// The called person did not come.
    MarkNoShow {
        /// Where.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// Puts a ticket aside.
    HoldTicket {
        /// Which.
        target: Target,
    },
    /// Takes it back from hold.
    ResumeTicket {
        /// Which.
        ticket: TicketId,
        /// Straight to serving here.
        station: Option<StationId>,
    },
    /// Sends it to another line.
    TransferTicket {
        /// Which.
        target: Target,
        /// Where to.
        service: ServiceId,
    },
    /// Takes somebody back after a no-show.
    ReinstateTicket {
        /// Whom.
        ticket: TicketId,
    },
    /// Gives up.
    CancelTicket {
        /// Which.
        ticket: TicketId,
        /// Why, if known.
        reason: Option<CancelReason>,
    },
    /// Takes back the newest action at a station.
    Undo {
        /// Where.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// The station takes people.
    OpenStation {
        /// Which.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// The station takes a break.
    PauseStation {
        /// Which.
        station: StationId,
        /// Announced length.
        minutes: Option<u16>,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// The station is done.
    CloseStation {
        /// Which.
        station: StationId,
        /// The ticket that was seen.
        seen: Option<TicketId>,
    },
    /// Opens the day, also again after it was closed.
    OpenDay,
    /// Ends the day.
    CloseDay,
    /// No more numbers for a service today.
    StopIssuing {
        /// Which.
        service: ServiceId,
    },
    /// Gives numbers again.
    ResumeIssuing {
        /// Which.
        service: ServiceId,
    },
}

impl Command {
    /// The ticket that the command names, if it names one.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::CallTicket { ticket, .. }
            | Self::ResumeTicket { ticket, .. }
            | Self::ReinstateTicket { ticket }
            | Self::CancelTicket { ticket, .. } => Some(*ticket),
            Self::IssueTicket { visit: named, .. }
            | Self::CallNext { seen: named, .. }
            | Self::RecallTicket { seen: named, .. }
            | Self::StartServing { seen: named, .. }
            | Self::FinishServing { seen: named, .. }
            | Self::MarkNoShow { seen: named, .. }
            | Self::Undo { seen: named, .. }
            | Self::OpenStation { seen: named, .. }
            | Self::PauseStation { seen: named, .. }
            | Self::CloseStation { seen: named, .. } => *named,
            Self::HoldTicket { target } | Self::TransferTicket { target, .. } => match target {
                Target::Ticket(ticket) => Some(*ticket),
                Target::Station(_, seen) => *seen,
            },
            Self::SetSite { .. }
            | Self::SetService { .. }
            | Self::RemoveService { .. }
            | Self::SetStation { .. }
            | Self::RemoveStation { .. }
            | Self::OpenDay
            | Self::CloseDay
            | Self::StopIssuing { .. }
            | Self::ResumeIssuing { .. } => None,
        }
    }
}
