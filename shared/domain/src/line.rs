//! Who is next.
//!
//! A [`Lines`] holds, per service, who waits and the calls of the day. The
//! choice for a station ([`Lines::choose`]), the order shown to people
//! ([`order`]) and the forecast all play the same rule on it. The rule's steps
//! are those of the design's queue rules; comments name them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{ServiceId, TicketId, VisitId};
use crate::settings::{Policy, ServiceSettings, StationOrder, StationSettings};
use crate::ticket::{Class, Place, Ticket, TicketState};

mod choice;
mod order;
mod row;

use row::{Row, Standing};

pub use order::{ahead, ahead_of_newcomer, order};

/// Why a ticket was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It had waited longest.
    Arrival,
    /// Priority had the turn.
    Priority,
    /// It came back after a no-show.
    Reinstated,
    /// Its appointment was due.
    AppointmentDue,
    /// Nobody else waited, so an appointment was called before its time.
    AppointmentEarly,
    /// A volunteer chose it.
    Chosen,
}

/// Why nobody is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nobody {
    /// No ticket waits for these services.
    NobodyWaiting,
    /// Those who wait are being served elsewhere or hold no paper yet.
    AllElsewhere,
}

/// A call as the policies' windows see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The site's sequence number of the fact.
    pub seq: u64,
    /// Why the ticket was called.
    pub reason: Reason,
    /// The ticket's class.
    pub class: Class,
}

/// The settings of a service that the rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRules {
    /// How priority and arrival share the turns.
    pub policy: Policy,
    /// Calls for which somebody rests after coming back.
    pub reinstate_after: u16,
    /// Minutes before its start from which an appointment is due.
    pub due_before_min: u16,
}

impl LineRules {
    /// The part of a service's settings that the rule needs.
    pub fn of(settings: &ServiceSettings) -> Self {
        Self {
            policy: settings.policy,
            reinstate_after: settings.reinstate_after,
            due_before_min: settings.due_before_min,
        }
    }
}

/// What the rule needs to know of one that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiting {
    place: Place,
    class: Class,
    visit: Option<VisitId>,
    confirmed: bool,
    /// Sequence number at which it came back after a no-show.
    reinstated_seq: Option<u64>,
}

impl Waiting {
    fn of(ticket: &Ticket) -> Self {
        Self {
            place: ticket.place(),
            class: ticket.class,
            visit: ticket.visit,
            confirmed: ticket.confirmed,
            reinstated_seq: ticket.reinstated.map(|r| r.seq),
        }
    }
}

impl Standing for Waiting {
    type Key = Place;

    fn key(&self) -> Place {
        self.place
    }
}

/// One that waits with an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Booked {
    start: Moment,
    checked_in_at: Moment,
    waiting: Waiting,
}

/// Appointments by start, then check-in, then id.
type BookedKey = (Moment, Moment, TicketId);

impl Standing for Booked {
    type Key = BookedKey;

    fn key(&self) -> BookedKey {
        (self.start, self.checked_in_at, self.waiting.place.id)
    }
}

/// One service's line and its calls of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    rules: LineRules,
    calls: Vec<Call>,
    #[serde(skip)]
    standard: Row<Waiting>,
    #[serde(skip)]
    priority: Row<Waiting>,
    #[serde(skip)]
    booked: Row<Booked>,
    /// How many of them came back after a no-show: mostly none, which is quick to know.
    #[serde(skip)]
    returned: usize,
}

impl Line {
    /// An empty line under `rules`.
    pub fn new(rules: LineRules) -> Self {
        Self {
            rules,
            calls: Vec::new(),
            standard: Row::default(),
            priority: Row::default(),
            booked: Row::default(),
            returned: 0,
        }
    }

    /// How many wait, appointments and returned ones included.
    pub fn len(&self) -> usize {
        self.standard.len() + self.priority.len() + self.booked.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The calls of the day in order.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    fn insert(&mut self, ticket: &Ticket) {
        let waiting = Waiting::of(ticket);
        self.returned += usize::from(waiting.reinstated_seq.is_some());
        match (ticket.slot, ticket.class) {
            (Some(slot), _) => self.booked.insert(Booked {
                start: slot.start,
                checked_in_at: slot.checked_in_at,
                waiting,
            }),
            (None, Class::Standard) => self.standard.insert(waiting),
            (None, Class::Priority) => self.priority.insert(waiting),
        }
    }

    fn remove(&mut self, key: &Key) {
        let removed = match key {
            Key::Standard(place) => self.standard.remove(place),
            Key::Priority(place) => self.priority.remove(place),
            Key::Booked(key) => self.booked.remove(key).map(|booked| booked.waiting),
        };
        if removed.is_some_and(|waiting| waiting.reinstated_seq.is_some()) {
            self.returned -= 1;
        }
    }

    fn clear(&mut self) {
        *self = Self::new(self.rules);
    }

    /// Step 5: whether somebody who came back still rests.
    fn is_resting(&self, waiting: &Waiting) -> bool {
        let Some(seq) = waiting.reinstated_seq else {
            return false;
        };
        let calls_since = self.calls.len() - self.calls.partition_point(|call| call.seq <= seq);
        calls_since < usize::from(self.rules.reinstate_after)
    }

    /// Step 7, without the resting: whether an appointment's time has come.
    fn is_due(&self, start: Moment, now: Moment) -> bool {
        let before = TimeDelta::minutes(i64::from(self.rules.due_before_min));
        start
            .checked_sub_signed(before)
            .is_none_or(|due| due <= now)
    }
}

/// Where one stands inside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Standard(Place),
    Priority(Place),
    Booked(BookedKey),
}

impl Key {
    fn of(ticket: &Ticket) -> Self {
        match (ticket.slot, ticket.class) {
            (Some(slot), _) => Self::Booked((slot.start, slot.checked_in_at, ticket.id)),
            (None, Class::Standard) => Self::Standard(ticket.place()),
            (None, Class::Priority) => Self::Priority(ticket.place()),
        }
    }
}

/// Calls in a row in preference at a station after one more call: longer by one if somebody of
/// another of its services had waited longer, none if nobody had. Appointments and people whom a
/// volunteer chose take no turn, and leave the run as it is.
pub fn preferred_run_after(run: u8, reason: Reason, passed_older_service: bool) -> u8 {
    match reason {
        Reason::AppointmentDue | Reason::AppointmentEarly | Reason::Chosen => run,
        Reason::Arrival | Reason::Priority | Reason::Reinstated => {
            if passed_older_service {
                run.saturating_add(1)
            } else {
                0
            }
        }
    }
}

/// The station for which somebody is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// Services offered, in the station's order.
    pub services: &'a [ServiceId],
    /// Which line has the turn.
    pub order: StationOrder,
    /// The bound of preference.
    pub preference_run: u8,
    /// Calls in a row in preference so far.
    pub preferred_run: u8,
}

impl<'a> Caller<'a> {
    /// The caller that a station is, `preferred_run` calls into its preference.
    pub fn of(settings: &'a StationSettings, preferred_run: u8) -> Self {
        Self {
            services: &settings.services,
            order: settings.order,
            preference_run: settings.preference_run,
            preferred_run,
        }
    }
}

/// Who is next, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The ticket.
    pub ticket: TicketId,
    /// Its line, one of the caller's.
    pub service: &'a ServiceId,
    /// Its class.
    pub class: Class,
    /// Why this one.
    pub reason: Reason,
    /// Whether somebody of another of the station's services waited longer.
    pub passed_older_service: bool,
    key: Key,
}

/// The lines of all services of a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lines(BTreeMap<ServiceId, Line>);

impl Lines {
    /// One service's line.
    pub fn get(&self, service: &ServiceId) -> Option<&Line> {
        self.0.get(service)
    }

    /// Adds a line or changes its rules.
    pub fn set_rules(&mut self, service: &ServiceId, rules: LineRules) {
        self.0
            .entry(service.clone())
            .or_insert_with(|| Line::new(rules))
            .rules = rules;
    }

    /// Drops a line.
    pub fn drop_line(&mut self, service: &ServiceId) {
        self.0.remove(service);
    }

    /// Forgets who waits and all calls: a new day.
    pub fn clear(&mut self) {
        self.0.values_mut().for_each(Line::clear);
    }

    /// Adds a ticket if it waits.
    pub fn enter(&mut self, ticket: &Ticket) {
        if ticket.state == TicketState::Waiting
            && let Some(line) = self.0.get_mut(&ticket.service)
        {
            line.insert(ticket);
        }
    }

    /// Takes a ticket out if it waits.
    pub fn leave(&mut self, ticket: &Ticket) {
        if ticket.state == TicketState::Waiting
            && let Some(line) = self.0.get_mut(&ticket.service)
        {
            line.remove(&Key::of(ticket));
        }
    }

    /// Counts a call of `service`.
    pub fn record_call(&mut self, service: &ServiceId, call: Call) {
        if let Some(line) = self.0.get_mut(service) {
            line.calls.push(call);
        }
    }

    /// Takes a call out of the count again: it was undone.
    pub fn forget_call(&mut self, service: &ServiceId, seq: u64) {
        if let Some(line) = self.0.get_mut(service) {
            line.calls.retain(|call| call.seq != seq);
        }
    }

    /// Plays a choice forward on a copy: the ticket leaves its line, the call counts.
    pub fn play(&mut self, choice: &Choice<'_>, seq: u64) {
        if let Some(line) = self.0.get_mut(choice.service) {
            line.remove(&choice.key);
            line.calls.push(Call {
                seq,
                reason: choice.reason,
                class: choice.class,
            });
        }
    }
}
