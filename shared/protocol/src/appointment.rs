//! Appointments: what can be booked, and what was.

use chrono::NaiveDate;
use domain::ticket::Class;
use domain::{AppointmentId, ServiceId, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// The slots of one service on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SlotList {
    /// What for.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// The local date.
    pub date: NaiveDate,
    /// The last date that can be booked; null where the service takes no appointments.
    pub until: Option<NaiveDate>,
    /// In order of their start.
    pub slots: Vec<SlotView>,
}

/// One slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SlotView {
    /// When it starts: names the slot.
    pub start: LocalTime,
    /// Places in it.
    pub capacity: u16,
    /// Places that can still be booked; none once it has started.
    pub free: u16,
}

/// The name of what became of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStateName {
    /// Its holder is expected.
    Booked,
    /// Its holder has a number.
    CheckedIn,
    /// Given up.
    Cancelled,
}

/// A place in a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentView {
    /// For staff, and for whoever booked it. Left out for the holder of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: Option<AppointmentId>,
    /// Six digits to check in with.
    pub code: String,
    /// What for.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Start of the slot.
    pub slot: LocalTime,
    /// What became of it.
    pub state: AppointmentStateName,
    /// The class of the ticket that it becomes.
    #[schema(value_type = schema::Class)]
    pub class: Class,
    /// The number it became, once its holder has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it was booked.
    pub booked_at: LocalTime,
    /// The holder's name, as far as staff may see it: 王**.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The holder's phone, as far as staff may see it: 138****1234.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl AppointmentView {
    /// The appointment for the holder of its link, who never sees the id.
    #[must_use]
    pub fn for_holder(mut self) -> Self {
        self.id = None;
        self
    }
}

/// The answer to a command about one appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentAnswer {
    /// The appointment.
    pub appointment: AppointmentView,
}

/// The appointments of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentList {
    /// The local date.
    pub date: NaiveDate,
    /// By slot, then in the order of booking.
    pub appointments: Vec<AppointmentView>,
}

/// Takes a place in a slot. Not to be logged: it may hold a person's data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookAppointment {
    /// What for.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Start of the slot.
    pub slot: LocalTime,
    /// Staff only; standard when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Class>)]
    pub class: Option<Class>,
    /// The holder's name, if he wants to give it: kept sealed, and erased after some days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The holder's phone, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// An appointment that was just booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Booked {
    /// The appointment.
    pub appointment: AppointmentView,
    /// Names it in addresses; whoever has it sees, moves and cancels it. Not for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Its page: what the QR holds. Not for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Takes a place in another slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAppointment {
    /// Start of the new slot.
    pub slot: LocalTime,
}

/// The holder is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CheckIn {
    /// An earlier ticket of the same person today.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub visit: Option<TicketId>,
    /// Kiosks away from the hub: the ticket's id, chosen before asking.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub ticket: Option<TicketId>,
}
