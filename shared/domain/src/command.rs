//! What can be asked of a site.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Moment;
use crate::card::CardKey;
use crate::fact::{Actor, Stamp};
use crate::id::{AppointmentId, ItemId, ServiceId, StationId, SubjectId, TicketId, VisitId};
use crate::item::{ItemKind, RepairOutcome};
use crate::satellite::{Entry, KioskClock};
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
    /// A fresh id, used if the command books an appointment or takes an item in.
    pub thing: Uuid,
    /// Any number, used if the command needs a code; the next free one is taken.
    pub code: u32,
    /// The kiosk away from the hub that asks and will hold the paper; `ticket` is its choice then.
    pub satellite: Option<Arc<str>>,
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
        /// A card that may give another class.
        card: Option<CardKey>,
        /// A ticket of an earlier day that was not served.
        carried_from: Option<TicketId>,
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
    /// Something about appointments.
    Appointment(AppointmentCommand),
    /// Something about things left to be repaired.
    Item(ItemCommand),
    /// Something about cards.
    Card(CardCommand),
    /// Something about kiosks away from the hub.
    Satellite(SatelliteCommand),
    /// Forgets that a person's data was kept: it is erased.
    ErasePerson {
        /// Whose.
        subject: SubjectId,
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

/// What can be asked about appointments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AppointmentCommand {
    /// Takes a place in a slot.
    Book {
        /// What for.
        service: ServiceId,
        /// Start of the slot.
        slot: Moment,
        /// The class of the ticket that it becomes.
        class: Class,
        /// Under which the holder's name and phone are kept, if any were given.
        subject: Option<SubjectId>,
    },
    /// Takes a place in another slot instead.
    Move {
        /// Which.
        appointment: AppointmentId,
        /// Start of the new slot.
        slot: Moment,
    },
    /// Gives the place up.
    Cancel {
        /// Which.
        appointment: AppointmentId,
    },
    /// Its holder is here and gets a number.
    CheckIn {
        /// Which.
        appointment: AppointmentId,
        /// An earlier ticket of the same person today.
        visit: Option<TicketId>,
    },
}

/// What can be asked about things left to be repaired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ItemCommand {
    /// Says what somebody who waits has brought; none takes it back.
    Announce {
        /// Who.
        ticket: TicketId,
        /// What.
        kind: Option<ItemKind>,
    },
    /// Takes an item in.
    Receive {
        /// With which ticket it comes.
        target: Target,
        /// What it is.
        kind: ItemKind,
        /// Ends the serving of the ticket in the same step.
        finish: bool,
        /// Under which what is said of the fault is kept.
        subject: Option<SubjectId>,
    },
    /// Begins to work on it.
    StartRepair {
        /// Which.
        item: ItemId,
        /// Where.
        station: Option<StationId>,
    },
    /// Says how it came out; until it is collected this can be said again.
    FinishRepair {
        /// Which.
        item: ItemId,
        /// How.
        outcome: RepairOutcome,
        /// When a thing that was taken away will be back.
        ready_on: Option<NaiveDate>,
    },
    /// Calls its owner.
    CallReady {
        /// Which.
        item: ItemId,
    },
    /// Gives it back.
    Collect {
        /// Which.
        item: ItemId,
    },
}

/// What can be asked about cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CardCommand {
    /// A card is good for a class; also one that was revoked.
    Set {
        /// Which.
        key: CardKey,
        /// For which.
        class: Class,
    },
    /// A card is not valid any more.
    Revoke {
        /// Which.
        key: CardKey,
    },
}

/// What can be asked about kiosks away from the hub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SatelliteCommand {
    /// A series for a kiosk's data; always the same one.
    Grant {
        /// The kiosk.
        kiosk: Arc<str>,
        /// Its data: another one after it was lost.
        device: Uuid,
    },
    /// The kiosk is gone.
    Retire {
        /// Which.
        kiosk: Arc<str>,
    },
    /// Takes over what a kiosk wrote down.
    TakeOver {
        /// The kiosk.
        kiosk: Arc<str>,
        /// Its data.
        device: Uuid,
        /// What is known of its clock.
        clock: KioskClock,
        /// The position of the first entry, from 1.
        first: u64,
        /// The hash of the entry before; empty before the first.
        before: Arc<str>,
        /// The entries.
        entries: Vec<Entry>,
    },
}

impl Command {
    /// The tickets that the command names.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        let named = match self {
            Self::IssueTicket {
                visit,
                carried_from,
                ..
            } => [*visit, *carried_from],
            Self::CallTicket { ticket, .. }
            | Self::ResumeTicket { ticket, .. }
            | Self::ReinstateTicket { ticket }
            | Self::CancelTicket { ticket, .. }
            | Self::Item(ItemCommand::Announce { ticket, .. }) => [Some(*ticket), None],
            Self::Appointment(AppointmentCommand::CheckIn { visit: named, .. })
            | Self::CallNext { seen: named, .. }
            | Self::RecallTicket { seen: named, .. }
            | Self::StartServing { seen: named, .. }
            | Self::FinishServing { seen: named, .. }
            | Self::MarkNoShow { seen: named, .. }
            | Self::Undo { seen: named, .. }
            | Self::OpenStation { seen: named, .. }
            | Self::PauseStation { seen: named, .. }
            | Self::CloseStation { seen: named, .. } => [*named, None],
            Self::HoldTicket { target }
            | Self::TransferTicket { target, .. }
            | Self::Item(ItemCommand::Receive { target, .. }) => match target {
                Target::Ticket(ticket) => [Some(*ticket), None],
                Target::Station(_, seen) => [*seen, None],
            },
            Self::SetSite { .. }
            | Self::SetService { .. }
            | Self::RemoveService { .. }
            | Self::SetStation { .. }
            | Self::RemoveStation { .. }
            | Self::Appointment(
                AppointmentCommand::Book { .. }
                | AppointmentCommand::Move { .. }
                | AppointmentCommand::Cancel { .. },
            )
            | Self::Item(
                ItemCommand::StartRepair { .. }
                | ItemCommand::FinishRepair { .. }
                | ItemCommand::CallReady { .. }
                | ItemCommand::Collect { .. },
            )
            | Self::Card(_)
            | Self::Satellite(_)
            | Self::ErasePerson { .. }
            | Self::OpenDay
            | Self::CloseDay
            | Self::StopIssuing { .. }
            | Self::ResumeIssuing { .. } => [None, None],
        };
        let taken_over: &[Entry] =
            if let Self::Satellite(SatelliteCommand::TakeOver { entries, .. }) = self {
                entries
            } else {
                &[]
            };
        let taken_over = taken_over.iter().flat_map(|entry| entry.what.tickets());
        named.into_iter().flatten().chain(taken_over)
    }
}
