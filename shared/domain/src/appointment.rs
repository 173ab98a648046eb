//! Appointments: a place in a slot, booked ahead of its day.
//!
//! One begins as booked and ends checked in, cancelled or, if nobody comes, with
//! its day. Slots are not stored: they follow from the service's settings.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::day;
use crate::fact::Actor;
use crate::id::{AppointmentId, ServiceId, SubjectId, TicketId};
use crate::refusal::{Refusal, Thing};
use crate::site::{Service, Site};
use crate::ticket::Class;

/// An appointment stays known for so many days after its own: who comes on the wrong day is told
/// which was the right one.
pub const KEPT_DAYS: i64 = 14;

/// Codes that there are.
const CODES: u32 = 1_000_000;

/// Six digits that a person types to check in. Unique among the appointments that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppointmentCode(u32);

impl AppointmentCode {
    /// The code that any number stands for.
    pub fn of(number: u32) -> Self {
        Self(number % CODES)
    }

    fn next(self) -> Self {
        Self::of(self.0 + 1)
    }
}

impl fmt::Display for AppointmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code is six digits")]
pub struct BadCode;

impl FromStr for AppointmentCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let is_code = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_code);
        number.map(Self).ok_or(BadCode)
    }
}

impl TryFrom<String> for AppointmentCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<AppointmentCode> for String {
    fn from(code: AppointmentCode) -> Self {
        code.to_string()
    }
}

/// What became of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AppointmentState {
    /// Its holder is expected.
    Booked,
    /// Its holder came and has a number.
    CheckedIn {
        /// The ticket.
        ticket: TicketId,
        /// When.
        at: Moment,
    },
    /// Given up; the place is free again.
    Cancelled,
}

impl AppointmentState {
    /// The name used everywhere outside: `checked_in`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::CheckedIn { .. } => "checked_in",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A place in a slot. Changed by `evolve` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Given by whoever runs the site.
    pub id: AppointmentId,
    /// Typed to check in.
    pub code: AppointmentCode,
    /// What for.
    pub service: ServiceId,
    /// Start of the slot.
    pub slot: Moment,
    /// The class of the ticket it becomes.
    pub class: Class,
    /// When it was booked.
    pub booked_at: Moment,
    /// By whom.
    pub booked_by: Actor,
    /// Under which the holder's name and phone are kept, if any were given and not erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// What became of it.
    pub state: AppointmentState,
}

impl Appointment {
    /// Whether it takes a place of its slot.
    pub fn takes_place(&self) -> bool {
        match self.state {
            AppointmentState::Booked | AppointmentState::CheckedIn { .. } => true,
            AppointmentState::Cancelled => false,
        }
    }
}

/// One slot of a service, as somebody who wants to book sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it starts.
    pub start: Moment,
    /// Places in it.
    pub capacity: u16,
    /// Places that are taken.
    pub taken: u16,
    /// Whether it has started.
    pub is_started: bool,
}

impl Slot {
    /// Places that can be booked.
    pub fn free(&self) -> u16 {
        if self.is_started {
            0
        } else {
            self.capacity.saturating_sub(self.taken)
        }
    }
}

impl Site {
    /// The appointment.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn known_appointment(&self, id: AppointmentId) -> Result<&Appointment, Refusal> {
        self.appointments.get(&id).ok_or_else(|| Refusal::NotFound {
            what: Thing::Appointment,
            id: id.to_string(),
        })
    }

    /// The appointment that a code stands for.
    pub fn appointment_by_code(&self, code: AppointmentCode) -> Option<&Appointment> {
        self.appointments.values().find(|known| known.code == code)
    }

    /// The first code from `wish` on that no known appointment has.
    pub(crate) fn free_code(&self, wish: AppointmentCode) -> AppointmentCode {
        let mut code = wish;
        // A square has some hundreds of appointments; the codes never run out.
        for _ in 0..=self.appointments.len() {
            if self.appointment_by_code(code).is_none() {
                break;
            }
            code = code.next();
        }
        code
    }

    /// The slots of a service on a date, in order; none where it takes no appointments.
    pub fn slots(&self, service: &Service, date: NaiveDate, now: Moment) -> Vec<Slot> {
        let Some(slots) = &service.settings.slots else {
            return Vec::new();
        };
        day::slot_starts(slots, date, self.settings.time_zone)
            .map(|start| Slot {
                start,
                capacity: slots.capacity,
                taken: self.taken(&service.settings.id, start),
                is_started: start <= now,
            })
            .collect()
    }

    /// Appointments of `service` that take a place in the slot that starts at `start`.
    pub fn taken(&self, service: &ServiceId, start: Moment) -> u16 {
        let in_slot = self.appointments.values().filter(|appointment| {
            appointment.slot == start
                && appointment.service == *service
                && appointment.takes_place()
        });
        u16::try_from(in_slot.count()).unwrap_or(u16::MAX)
    }

    /// The last date on which `service` can be booked at `now`.
    pub fn booked_until(&self, service: &Service, now: Moment) -> Option<NaiveDate> {
        let slots = service.settings.slots.as_ref()?;
        let today = day::local_date(now, self.settings.time_zone);
        today.checked_add_days(Days::new(u64::from(slots.days_ahead)))
    }

    /// The moment with the site's offset, as a refusal tells it.
    pub(crate) fn told(&self, moment: Moment) -> DateTime<FixedOffset> {
        day::local_time(moment, self.settings.time_zone).fixed_offset()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits() {
        assert_eq!(AppointmentCode::of(1_000_042).to_string(), "000042");
        assert_eq!("000042".parse(), Ok(AppointmentCode::of(42)));
        for bad in ["", "42", "0000042", "00004x", "+00042", "００００４２"] {
            assert_eq!(bad.parse::<AppointmentCode>(), Err(BadCode), "{bad}");
        }
        assert_eq!(AppointmentCode::of(999_999).next().to_string(), "000000");
    }
}
