//! What can be recorded about a site.
//!
//! Facts are written to disk as JSON and read for years: variants and fields
//! are only ever added, new fields with a default. A fact says what happened;
//! when and by whom stands beside it in a [`Stamp`], once for all facts of a
//! command. Its size does not grow with the number of tickets.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Moment;
use crate::appointment::AppointmentCode;
use crate::card::CardKey;
use crate::command::CancelReason;
use crate::id::{AppointmentId, ItemId, ServiceId, StationId, SubjectId, TicketId, VisitId};
use crate::item::{ItemKind, ItemNumber, RepairOutcome};
use crate::line::Reason;
use crate::prior::Priors;
use crate::satellite::Stem;
use crate::settings::{ServiceSettings, SiteSettings, StationSettings};
use crate::station::ActionKind;
use crate::ticket::{Booked, Class};

/// In what role somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody, without sign-in.
    Resident,
    /// A board.
    Display,
    /// A touchscreen.
    Kiosk,
    /// Serves at a station.
    Volunteer,
    /// Leads a team of volunteers.
    TeamLeader,
    /// Runs the day.
    Organiser,
    /// Runs the machines.
    Technician,
    /// Compares sites.
    District,
    /// The hub itself, for what falls due.
    Hub,
}

impl Role {
    /// Whether the role may act at stations and see the queue.
    pub fn is_staff(self) -> bool {
        match self {
            Self::Volunteer | Self::TeamLeader | Self::Organiser | Self::Hub => true,
            Self::Resident | Self::Display | Self::Kiosk | Self::Technician | Self::District => {
                false
            }
        }
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// In what role.
    pub role: Role,
    /// The session, token or device; none for residents and the hub itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Arc<str>>,
}

impl Actor {
    /// Somebody without a session.
    pub fn of(role: Role) -> Self {
        Self { role, id: None }
    }

    /// Somebody with a session, token or device.
    pub fn named(role: Role, id: &str) -> Self {
        Self {
            role,
            id: Some(id.into()),
        }
    }
}

/// When and by whom: shared by all facts of one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When, in the hub's corrected time.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The site's settings are now these.
    SiteSet {
        /// All of them.
        settings: SiteSettings,
    },
    /// A service exists with these settings.
    ServiceSet {
        /// All of them.
        settings: ServiceSettings,
    },
    /// A service is gone.
    ServiceRemoved {
        /// Which.
        service: ServiceId,
    },
    /// A station exists with these settings.
    StationSet {
        /// All of them.
        settings: StationSettings,
    },
    /// A station is gone.
    StationRemoved {
        /// Which.
        station: StationId,
    },
    /// A service day began; numbers start again.
    DayOpened {
        /// The local date.
        day: NaiveDate,
    },
    /// A service day that was closed goes on.
    DayReopened {
        /// The local date.
        day: NaiveDate,
    },
    /// A service day ended: who waits, is called or on hold was not served.
    DayClosed {
        /// The local date.
        day: NaiveDate,
        /// Whether the date is over too: who is still being served is done with it.
        #[serde(default)]
        ends_serving: bool,
    },
    /// Somebody took a number.
    TicketIssued {
        /// The ticket's id.
        ticket: TicketId,
        /// The line.
        service: ServiceId,
        /// The how-manieth of service and day.
        count: u32,
        /// The number without its prefix.
        shown: u32,
        /// The prefix as it is now.
        prefix: Arc<str>,
        /// Under the line's policy.
        #[serde(default)]
        class: Class,
        /// The person's other tickets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<VisitId>,
        /// A place other than the moment of issue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place_at: Option<Moment>,
        /// The slot of an appointment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<Booked>,
        /// The unserved ticket of an earlier day that it stands for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        carried_from: Option<TicketId>,
        /// The series it was counted in; none for the hub's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stem: Option<Stem>,
        /// When it was given, if that was before the hub heard of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issued_at: Option<Moment>,
        /// The kiosk away from the hub that holds its paper: the link is made from that kiosk's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        satellite: Option<Arc<str>>,
        /// That kiosk has not said yet that there is a paper.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unconfirmed: bool,
    },
    /// The kiosk that asked for it holds its paper.
    TicketConfirmed {
        /// Which.
        ticket: TicketId,
    },
    /// The kiosk that asked for it printed a number of its own: place and state stay, the old number
    /// is burnt.
    TicketRenumbered {
        /// Which.
        ticket: TicketId,
        /// The series.
        stem: Stem,
        /// The how-manieth of series, service and day.
        count: u32,
        /// The number without prefix and stem.
        shown: u32,
        /// The prefix.
        prefix: Arc<str>,
    },
    /// A number that a kiosk gave by itself came when its line was gone or its day closed.
    TicketLeftUnserved {
        /// Which.
        ticket: TicketId,
    },
    /// A number that a kiosk gave by itself came on a later day: it was not served.
    EarlierTicketNoted {
        /// Its id.
        ticket: TicketId,
        /// The line.
        service: ServiceId,
        /// Its service day.
        day: NaiveDate,
        /// The series.
        stem: Stem,
        /// The how-manieth of series, service and day.
        count: u32,
        /// The number without prefix and stem.
        shown: u32,
        /// The prefix.
        prefix: Arc<str>,
        /// When it was given.
        issued_at: Moment,
        /// The kiosk.
        satellite: Arc<str>,
    },
    /// A kiosk away from the hub may give numbers of its own.
    SeriesGranted {
        /// The kiosk.
        kiosk: Arc<str>,
        /// Its data.
        device: Uuid,
        /// Stands in its numbers.
        stem: Stem,
        /// The local date.
        day: NaiveDate,
    },
    /// A kiosk gives no more numbers of its own.
    SeriesRetired {
        /// The kiosk.
        kiosk: Arc<str>,
    },
    /// What a kiosk wrote down was taken over up to here.
    SeriesAdvanced {
        /// Its data.
        device: Uuid,
        /// Entries taken over in all.
        position: u64,
        /// The hash of the newest.
        head: Arc<str>,
        /// The place of the newest.
        placed_at: Moment,
        /// What was added to the kiosk's clock, in milliseconds.
        offset_ms: i64,
    },
    /// A ticket joined the person's other tickets.
    VisitJoined {
        /// The ticket that had no visit yet.
        ticket: TicketId,
        /// The visit.
        visit: VisitId,
    },
    /// A ticket was called to a station.
    TicketCalled {
        /// Which.
        ticket: TicketId,
        /// Where to.
        station: StationId,
        /// Its class, for the policy's window.
        class: Class,
        /// Why this one.
        reason: Reason,
        /// Whether somebody of another of the station's services waited longer.
        passed_older_service: bool,
    },
    /// It was called again.
    TicketRecalled {
        /// Which.
        ticket: TicketId,
        /// Where to.
        station: StationId,
    },
    /// Serving began.
    ServingStarted {
        /// Who.
        ticket: TicketId,
        /// Where.
        station: StationId,
    },
    /// Serving ended.
    ServingFinished {
        /// Who.
        ticket: TicketId,
        /// Where.
        station: StationId,
    },
    /// A called person did not come.
    TicketMarkedNoShow {
        /// Who.
        ticket: TicketId,
        /// The station that said so.
        station: StationId,
    },
    /// Somebody is away for a while.
    TicketHeld {
        /// Who.
        ticket: TicketId,
        /// The station that did it; none if the visitor did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<StationId>,
    },
    /// Somebody is back: in the line, or at a station at once.
    TicketResumed {
        /// Who.
        ticket: TicketId,
        /// The station that goes on serving.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<StationId>,
    },
    /// Somebody was sent to another line.
    TicketTransferred {
        /// Who.
        ticket: TicketId,
        /// The new line.
        service: ServiceId,
        /// The station that did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<StationId>,
    },
    /// Somebody came back after a no-show.
    TicketReinstated {
        /// Who.
        ticket: TicketId,
    },
    /// Somebody gave up.
    TicketCancelled {
        /// Who.
        ticket: TicketId,
        /// Why, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<CancelReason>,
    },
    /// The newest action at a station was taken back.
    ActionUndone {
        /// Where.
        station: StationId,
        /// The ticket it was about.
        ticket: TicketId,
        /// What it was.
        action: ActionKind,
    },
    /// Somebody has a place in a slot.
    AppointmentBooked {
        /// Its id.
        appointment: AppointmentId,
        /// What for.
        service: ServiceId,
        /// Start of the slot.
        slot: Moment,
        /// Typed to check in.
        code: AppointmentCode,
        /// The class of the ticket that it becomes.
        #[serde(default)]
        class: Class,
        /// Under which the holder's name and phone are kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<SubjectId>,
    },
    /// It is in another slot now.
    AppointmentMoved {
        /// Which.
        appointment: AppointmentId,
        /// Start of the new slot.
        slot: Moment,
    },
    /// It was given up.
    AppointmentCancelled {
        /// Which.
        appointment: AppointmentId,
    },
    /// Its holder came and has a number.
    AppointmentCheckedIn {
        /// Which.
        appointment: AppointmentId,
        /// The number's ticket.
        ticket: TicketId,
    },
    /// Somebody who waits said what he brought, or took it back.
    ItemAnnounced {
        /// Who.
        ticket: TicketId,
        /// What.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<ItemKind>,
    },
    /// Something was left to be repaired.
    ItemReceived {
        /// Its id.
        item: ItemId,
        /// On its tag.
        number: ItemNumber,
        /// With which ticket it came.
        ticket: TicketId,
        /// What it is.
        kind: ItemKind,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<StationId>,
        /// Under which what was said of the fault is kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<SubjectId>,
    },
    /// Somebody works on it.
    RepairStarted {
        /// On what.
        item: ItemId,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<StationId>,
    },
    /// The repair came out so.
    RepairFinished {
        /// Of what.
        item: ItemId,
        /// How.
        outcome: RepairOutcome,
        /// When a thing that was taken away will be back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ready_on: Option<NaiveDate>,
    },
    /// The owner was called.
    ItemReadyCalled {
        /// Of what.
        item: ItemId,
    },
    /// The owner has it.
    ItemCollected {
        /// What.
        item: ItemId,
    },
    /// A card is good for a class.
    CardSet {
        /// Which.
        card: CardKey,
        /// For which.
        class: Class,
    },
    /// A card is not valid any more.
    CardRevoked {
        /// Which.
        card: CardKey,
    },
    /// A person's data was erased.
    PersonErased {
        /// Under which it was kept.
        subject: SubjectId,
    },
    /// A station takes people.
    StationOpened {
        /// Which.
        station: StationId,
    },
    /// A station takes a break.
    StationPaused {
        /// Which.
        station: StationId,
        /// The announced end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// A station is done.
    StationClosed {
        /// Which.
        station: StationId,
    },
    /// No more numbers for a service today.
    IssuingStopped {
        /// Which.
        service: ServiceId,
    },
    /// Numbers are given again.
    IssuingResumed {
        /// Which.
        service: ServiceId,
    },
    /// A day taught this about the work: the next one begins with it. The hub works it out when the
    /// day ends, from what it began with and its tickets; once more replaces it.
    WorkLearned {
        /// The day.
        day: NaiveDate,
        /// All that is known now, of earlier days too.
        priors: Box<Priors>,
    },
}
