//! Why something cannot be done. Each refusal is one variant with its facts;
//! the sentence for people is written once, at the edge.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, ItemId, ServiceId, StationId, TicketId};
use crate::settings::clock_time;

/// A refusal. Nothing was recorded.
///
/// In JSON it is `{"code": "station_busy", …facts}`; the codes are promised.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    thiserror::Error,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[error("{}", self.code())]
#[allow(missing_docs, reason = "the fields are the facts that their names say")]
pub enum Refusal {
    /// The station holds a ticket already.
    StationBusy {
        station: StationId,
        serving: TicketId,
        state: String,
    },
    /// The station is paused or closed.
    StationNotOpen { station: StationId, state: String },
    /// The station holds no ticket.
    StationIdle { station: StationId },
    /// The station does not offer the ticket's service.
    ServiceNotOffered {
        station: StationId,
        service: ServiceId,
    },
    /// Outside the hours in which numbers are given.
    ServiceClosed {
        service: ServiceId,
        #[serde(with = "clock_time::option")]
        issue_from: Option<NaiveTime>,
        #[serde(with = "clock_time::option")]
        closes: Option<NaiveTime>,
    },
    /// The organiser stopped giving numbers.
    IssuingStopped { service: ServiceId },
    /// The day's tickets are all given.
    CapReached { service: ServiceId, cap: u32 },
    /// A newcomer would probably not be served today.
    UnlikelyToBeServed { service: ServiceId, chance: f64 },
    /// The day is closed.
    DayClosed { day: NaiveDate },
    /// The ticket was not called.
    TicketNotCalled { ticket: TicketId, state: String },
    /// The ticket is not being served.
    TicketNotServing { ticket: TicketId, state: String },
    /// The ticket is being served.
    TicketServing { ticket: TicketId },
    /// The ticket is at a station already.
    TicketAtStation {
        ticket: TicketId,
        station: StationId,
    },
    /// The ticket is on hold.
    TicketOnHold { ticket: TicketId },
    /// The ticket was marked as not come.
    TicketNoShow { ticket: TicketId },
    /// The ticket is done for today.
    TicketClosed { ticket: TicketId, state: String },
    /// Somebody else changed the ticket meanwhile.
    TicketChanged { ticket: TicketId, state: String },
    /// The person is at another station.
    VisitElsewhere {
        ticket: TicketId,
        other: TicketId,
        station: StationId,
    },
    /// It is in that line already.
    SameService {
        ticket: TicketId,
        service: ServiceId,
    },
    /// Nothing at this station can be taken back.
    NothingToUndo { station: StationId },
    /// All places of the slot are taken.
    SlotFull {
        service: ServiceId,
        slot: DateTime<FixedOffset>,
        capacity: u16,
    },
    /// The service has no such slot, or not yet.
    SlotUnknown {
        service: ServiceId,
        slot: DateTime<FixedOffset>,
    },
    /// The slot has started.
    SlotStarted {
        service: ServiceId,
        slot: DateTime<FixedOffset>,
    },
    /// The appointment is on another day.
    AppointmentWrongDay {
        appointment: AppointmentId,
        slot: DateTime<FixedOffset>,
    },
    /// The slot started too long ago.
    AppointmentTooLate {
        appointment: AppointmentId,
        slot: DateTime<FixedOffset>,
    },
    /// Its holder has a number already.
    AppointmentUsed {
        appointment: AppointmentId,
        ticket: TicketId,
    },
    /// The appointment was given up.
    AppointmentCancelled { appointment: AppointmentId },
    /// No card with that number is known.
    CardUnknown {},
    /// The card is not valid any more.
    CardRevoked {},
    /// The kiosk has no series under its present data.
    SeriesUnknown {},
    /// All stems are in use today.
    SeriesExhausted {},
    /// Entries before those that came are missing.
    SeriesGap { position: u64 },
    /// What came does not go on from what was taken over.
    SeriesForked {},
    /// The number of an earlier day was exchanged before.
    TicketCarried { ticket: TicketId, into: TicketId },
    /// The number of an earlier day was given for another service.
    TicketOfOtherService {
        ticket: TicketId,
        service: ServiceId,
    },
    /// The ticket can still be served: it needs no new number.
    TicketStillOpen { ticket: TicketId, state: String },
    /// The item is not ready to be called or given back.
    ItemNotReady { item: ItemId, state: String },
    /// The item was collected.
    ItemCollected { item: ItemId },
    /// The same key came with another request.
    KeyReused { key: String },
    /// No such thing.
    NotFound { what: Thing, id: String },
    /// This role or device may not do that, or not any more.
    NotAllowed { why: NotAllowed },
    /// People wait for the service.
    ServiceInUse {
        service: ServiceId,
        tickets: u32,
        appointments: u32,
        items: u32,
    },
    /// A value is outside its range.
    ValueOutOfRange { field: String, allowed: String },
}

/// Kinds of things that can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A site.
    Site,
    /// A service.
    Service,
    /// A station.
    Station,
    /// A ticket.
    Ticket,
    /// An appointment.
    Appointment,
    /// Something left to be repaired.
    Item,
    /// A card.
    Card,
}

/// Why something is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotAllowed {
    /// Only the kiosk that issued the ticket may take it back.
    OtherDevice,
    /// The seconds for taking it back are over.
    TooLate,
    /// The role may not do that.
    Role,
    /// The id of a site, service or station does not change.
    IdFixed,
}

impl Refusal {
    /// The promised code of each refusal.
    pub const CODES: &'static [&'static str] = <Self as strum::VariantNames>::VARIANTS;

    /// The promised code, such as `station_busy`.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}
