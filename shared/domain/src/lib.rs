//! The rules of a service day on a square: what may be done, what follows from
//! it, and who is next.
//!
//! Everything here is a pure function of its arguments. There is no clock, no
//! randomness, no I/O and nothing asynchronous: time, ids and who asks come in
//! through [`Context`]. It does not know about forecasts, HTTP or storage.
//!
//! Read [`site`] for the state, [`fact`] for what can happen to it, [`mod@decide`]
//! for what may be asked, and [`mod@line`] for the heart: who is called next.

pub mod appointment;
pub mod card;
pub mod command;
pub mod day;
pub mod decide;
pub mod ended;
pub mod evolve;
pub mod fact;
pub mod id;
pub mod item;
pub mod line;
pub mod measure;
pub mod number;
pub mod prior;
pub mod refusal;
pub mod satellite;
pub mod settings;
pub mod site;
pub mod station;
pub mod ticket;

pub use appointment::{Appointment, AppointmentCode, AppointmentState, Slot};
pub use card::{Card, CardKey};
pub use command::{
    AppointmentCommand, CancelReason, CardCommand, Command, Context, ItemCommand, SatelliteCommand,
    Target,
};
pub use decide::{Decision, decide};
pub use ended::{EndedTicket, Ending};
pub use evolve::evolve;
pub use fact::{Actor, Fact, Role, Stamp};
pub use id::{AppointmentId, ItemId, ServiceId, SiteId, StationId, SubjectId, TicketId, VisitId};
pub use item::{Item, ItemKind, ItemNumber, ItemState, RepairOutcome};
pub use line::{Nobody, Reason};
pub use number::TicketNumber;
pub use prior::Priors;
pub use refusal::Refusal;
pub use satellite::{Series, Stem};
pub use settings::{Policy, ServiceSettings, SiteSettings, StationSettings};
pub use site::Site;
pub use station::{Station, StationState};
pub use ticket::{Class, Ticket, TicketState};

/// A moment, in UTC. Local time appears only through a site's time zone in [`day`].
pub type Moment = chrono::DateTime<chrono::Utc>;
