//! What the kiosk knows of its site: plain values, already free of the wire.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use domain::{ItemKind, Stem};

use crate::lang::Both;

/// The site as of the last answer of the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteNow {
    /// Shown small at the top of the idle screen.
    pub name: Both,
    /// The site's time zone, for the clock in the header.
    pub time_zone: chrono_tz::Tz,
    /// In the organiser's order.
    pub services: Vec<ServiceNow>,
    /// The network that phones must join to open a ticket's link; `None` when any network does.
    pub wifi: Option<Wifi>,
    /// Ids of the stations with the services they offer, in the site's order.
    pub stations: Vec<StationNow>,
    /// While the hub is gone this kiosk gives numbers of its own.
    pub gives_alone: bool,
}

/// A wireless network for visitors' phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wifi {
    /// Its name, as phones list it.
    pub name: String,
    /// Empty for an open network.
    pub password: String,
}

/// One service a resident can take a number for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNow {
    /// Its id, as the hub names it.
    pub id: String,
    /// Its name on the card.
    pub name: Both,
    /// The drawing on the card, by name.
    pub icon: String,
    /// Which of the theme's accents, from 0.
    pub accent: u8,
    /// How many would stand before a newcomer.
    pub waiting: u32,
    /// How long a newcomer would wait; `None` when nobody can say.
    pub wait: Option<WaitRange>,
    /// Stations that serve it just now.
    pub stations_open: u32,
    /// Stations that could serve it.
    pub stations_total: u32,
    /// Whether numbers are given, and if not, why.
    pub state: ServiceState,
    /// How the next one is chosen.
    pub rule: LineRule,
    /// It has times that can be booked.
    pub takes_appointments: bool,
    /// People leave things with it.
    pub takes_items: bool,
}

/// A station, as the staff page offers it for a desk link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationNow {
    /// The station's id, which is also its number on the sign.
    pub id: String,
    /// Ids of the services it offers.
    pub services: Vec<String>,
}

/// Minutes until called, rounded to five-minute steps by the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitRange {
    /// Lower end, minutes.
    pub low_min: u32,
    /// Upper end, minutes.
    pub high_min: u32,
}

/// Whether a service gives numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceState {
    /// Yes.
    Taking,
    /// Yes, but a newcomer may not be served before closing.
    AtRisk,
    /// Not yet; `from` is "HH:MM".
    NotYet {
        /// When numbers start.
        from: String,
    },
    /// No more today: closing time is past or the day is closed.
    Ended,
    /// The organiser stopped it by hand.
    Stopped,
    /// The day's numbers are all taken.
    Full,
    /// The line is already longer than the day.
    Unlikely,
}

impl ServiceState {
    /// Whether a touch may ask for a number.
    pub fn can_take(&self) -> bool {
        matches!(self, Self::Taking | Self::AtRisk)
    }
}

/// Who is next in one line, as the resident is told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRule {
    /// First come, first served.
    Arrival,
    /// Of every `every` calls at most one goes to priority out of turn.
    Share {
        /// Length of the cycle.
        every: u32,
    },
    /// Priority first, but after `run` of them one other person.
    First {
        /// How many in a row.
        run: u32,
    },
}

/// A ticket that the hub has made durable, just now or earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedTicket {
    /// Its id: names it when one more number of the same visit is taken.
    pub id: String,
    /// The link's token; it names the ticket in what its holder asks.
    pub token: String,
    /// What the QR code holds; empty for a ticket that was looked up by its own code.
    pub url: String,
    /// The service it was taken for.
    pub service: String,
    /// The word before the digits: 理.
    pub prefix: String,
    /// The digits: 012.
    pub digits: String,
    /// How many stand before it, counted by the hub.
    pub ahead: Option<u32>,
    /// How long until called.
    pub wait: Option<WaitRange>,
    /// The hub expects it to be served before closing.
    pub in_time: bool,
    /// Start of the slot it was booked for, "10:00"; `None` for a walk-in.
    pub slot: Option<String>,
    /// What its holder says to have brought.
    pub brings: Option<ItemKind>,
    /// Where it stands.
    pub standing: Standing,
}

impl IssuedTicket {
    /// As it is called: 理012.
    pub fn number(&self) -> String {
        format!("{}{}", self.prefix, self.digits)
    }

    /// Whether this kiosk gave it by itself: a stem stands behind the prefix.
    pub fn is_own(&self) -> bool {
        let mut last = self.prefix.chars().rev();
        let stem = last.next().map(Stem::try_from);
        matches!(stem, Some(Ok(_))) && last.next().is_some()
    }
}

/// Where a ticket stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// In the line.
    #[default]
    Waiting,
    /// Called to a station.
    Called {
        /// Station id.
        station: Option<String>,
    },
    /// Being served.
    Serving,
    /// Away for a while.
    OnHold,
    /// Did not come when called.
    NoShow,
    /// Done.
    Served,
    /// Given up.
    Cancelled,
    /// Its day closed first.
    Unserved,
}

/// The times of one service on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotsNow {
    /// Service id.
    pub service: String,
    /// The local date.
    pub date: NaiveDate,
    /// The last date that can be booked; `None` where there are no times.
    pub until: Option<NaiveDate>,
    /// Starts of the slots with a free place, in order.
    pub free: Vec<DateTime<FixedOffset>>,
}

/// A place in a slot that was just booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedSlot {
    /// Names it in what its holder asks.
    pub token: String,
    /// What the QR code holds.
    pub url: String,
    /// Service id.
    pub service: String,
    /// Six digits to check in with.
    pub code: String,
    /// Start of the slot, in the site's time.
    pub slot: DateTime<FixedOffset>,
}

/// Why the hub did not do what was asked. The text is chosen in `view`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Outside the hours of the service.
    Closed,
    /// Stopped by hand.
    Stopped,
    /// All numbers of the day are taken.
    Full,
    /// The forecast says there is no time left.
    Unlikely,
    /// The service day is closed.
    DayClosed,
    /// The hub knows nothing of that name (any more).
    Unknown,
    /// This kiosk may not do that (any more).
    NotAllowed,
    /// Too many wrong tries; later again.
    TooOften,
    /// Somebody is already being served with it.
    BeingServed,
    /// The appointment is on another day.
    WrongDay {
        /// When, in the site's time; `None` when the hub did not say.
        slot: Option<NaiveDateTime>,
    },
    /// The appointment is over for too long.
    TooLate {
        /// When it was, in the site's time; `None` when the hub did not say.
        slot: Option<NaiveDateTime>,
    },
    /// Somebody checked in with it already.
    Used {
        /// The number it became; `None` when the hub did not say.
        number: Option<String>,
    },
    /// The appointment was given up.
    AppointmentCancelled,
    /// Others were quicker.
    SlotFull,
    /// The slot has begun, or there is none.
    SlotGone,
    /// No such card.
    CardUnknown,
    /// The card is not valid any more.
    CardRevoked,
    /// The old number was exchanged before.
    Carried,
    /// The number is still good and needs no exchange.
    StillOpen,
    /// The hub could not be asked.
    NoAnswer,
    /// Anything else.
    Other,
}

impl Refusal {
    /// Reads the stable `code` of a problem answer; facts beside the code stay out.
    pub fn from_code(code: &str) -> Self {
        match code {
            "service_closed" => Self::Closed,
            "issuing_stopped" => Self::Stopped,
            "cap_reached" => Self::Full,
            "unlikely_to_be_served" => Self::Unlikely,
            "day_closed" => Self::DayClosed,
            "not_found" | "service_not_offered" => Self::Unknown,
            "not_allowed" | "not_signed_in" => Self::NotAllowed,
            "pin_locked" | "too_many_requests" => Self::TooOften,
            "ticket_at_station" | "ticket_serving" => Self::BeingServed,
            "appointment_wrong_day" => Self::WrongDay { slot: None },
            "appointment_too_late" => Self::TooLate { slot: None },
            "appointment_used" => Self::Used { number: None },
            "appointment_cancelled" => Self::AppointmentCancelled,
            "slot_full" => Self::SlotFull,
            "slot_started" | "slot_unknown" => Self::SlotGone,
            "card_unknown" => Self::CardUnknown,
            "card_revoked" => Self::CardRevoked,
            "ticket_carried" => Self::Carried,
            "ticket_still_open" => Self::StillOpen,
            _ => Self::Other,
        }
    }
}

/// What a fresh data folder tells its first owner, once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstStart {
    /// The staff PIN.
    pub pin: String,
    /// Links for desk, board and dashboard, each usable once.
    pub links: Vec<(LinkKind, String)>,
}

/// Which page a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// The volunteer's desk, tied to a station or free to choose.
    Desk {
        /// Station id.
        station: Option<String>,
    },
    /// The board everybody sees.
    Board,
    /// The organiser's dashboard.
    Dashboard,
}
