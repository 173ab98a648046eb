//! The screens, as one enum: what is not in it cannot be shown.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::{
    flow::{Line, Order},
    site_now::{BookedSlot, IssuedTicket, LinkKind, Refusal, SlotsNow, Standing},
};

/// Digits of a staff PIN.
pub const PIN_DIGITS: usize = 6;
/// Digits of an appointment's code.
pub const CODE_DIGITS: usize = 6;
/// Nobody types a longer number of a card.
pub const CARD_DIGITS_MAX: usize = 20;

/// What fills the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// A fresh machine is being set up.
    FirstRun {
        /// Where in the walk.
        step: FirstRunStep,
        /// The site's name as edited, if it was.
        name: Option<String>,
    },
    /// The idle screen: the services.
    Services {
        /// Counted from 0; pages beyond the last begin again.
        page: usize,
    },
    /// The other services, for one more number of the same visit.
    Also {
        /// Counted from 0; pages beyond the last begin again.
        page: usize,
    },
    /// A number was asked for and has not come yet.
    Taking {
        /// For what.
        order: Order,
        /// When it was touched.
        since: Duration,
    },
    /// Something else was asked and is not answered yet.
    Asking {
        /// What.
        question: Question,
        /// When it was touched.
        since: Duration,
    },
    /// The number.
    Ticket {
        /// As issued.
        ticket: IssuedTicket,
        /// When it came.
        since: Duration,
        /// It can be handed back for a while.
        can_undo: bool,
        /// It is being handed back.
        undoing: bool,
        /// The network's code stands in front of the number.
        wifi: bool,
    },
    /// What was brought.
    Bring {
        /// Counted from 0; pages beyond the last begin again.
        page: usize,
    },
    /// A keypad for visitors.
    Keypad {
        /// What is typed.
        purpose: Purpose,
        /// The digits so far.
        typed: String,
    },
    /// On the way to an appointment.
    Booking {
        /// Which step.
        step: BookingStep,
        /// Counted from 0; pages beyond the last begin again.
        page: usize,
    },
    /// The appointment.
    Booked(BookedSlot),
    /// One sentence and a way back.
    Notice(Notice),
    /// The keypad before the staff page.
    Pin {
        /// The digits so far.
        typed: String,
        /// What is said above them.
        state: PinState,
    },
    /// Behind the PIN.
    Staff(StaffPart),
}

/// What the hub was asked besides a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The ticket behind a link.
    Find {
        /// The link's token.
        token: String,
        /// The link may as well be an appointment's.
        or_appointment: bool,
    },
    /// The times of a service.
    Slots {
        /// Those of today, once they are known.
        today: Option<SlotsNow>,
    },
    /// A place in a slot.
    Book,
}

/// What a visitor types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The six digits of an appointment.
    Code,
    /// The number on a card.
    Card,
}

/// The way to an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookingStep {
    /// What for.
    Service,
    /// On which day.
    Day {
        /// The times of today, and until when there are any.
        today: SlotsNow,
    },
    /// At what time.
    Time {
        /// For the way back.
        today: SlotsNow,
        /// The times of the chosen day.
        day: SlotsNow,
    },
}

impl SlotsNow {
    /// The days that can be chosen; today only while a time is left.
    pub fn days(&self) -> Vec<NaiveDate> {
        let until = self.until.unwrap_or(self.date);
        self.date
            .iter_days()
            .skip(usize::from(self.free.is_empty()))
            .take_while(|day| *day <= until)
            .collect()
    }

    /// The free time that `key` names.
    pub fn slot(&self, key: &str) -> Option<DateTime<FixedOffset>> {
        self.free
            .iter()
            .find(|slot| slot.to_rfc3339() == key)
            .copied()
    }
}

/// The walk through the first-run page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRunStep {
    /// Which language.
    Language,
    /// How large a millimetre is.
    Size,
    /// The site's name, services and stations.
    Site,
    /// PIN, addresses and links.
    Codes,
}

/// What a notice tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The touched service gives no numbers now.
    NotTaking {
        /// Service id.
        service: String,
    },
    /// The hub gave no number.
    Refused {
        /// For what it was asked.
        order: Order,
        /// Its reason.
        refusal: Refusal,
    },
    /// The hub did something else not.
    Failed {
        /// What it was asked.
        question: Question,
        /// Its reason.
        refusal: Refusal,
    },
    /// The ticket whose code was scanned waits no more.
    Over {
        /// As it was called.
        number: String,
        /// How it ended.
        standing: Standing,
    },
    /// What was scanned is no code of this place.
    NotUnderstood,
    /// The number is void.
    Cancelled {
        /// As it was shown.
        number: String,
    },
    /// It could not be handed back.
    NotCancelled {
        /// As it was shown.
        number: String,
    },
}

/// What a visitor can do about a notice besides going back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// Take the number without the card.
    WithoutCard(Line),
    /// Type the digits again.
    TypeAgain,
}

impl Notice {
    /// What can be done about it besides going back.
    pub fn way_on(&self) -> Option<WayOn> {
        let Self::Refused { order, refusal } = self else {
            return None;
        };
        match (order, refusal) {
            (Order::Line(line), Refusal::CardUnknown | Refusal::CardRevoked) => {
                Some(WayOn::WithoutCard(Line {
                    card: None,
                    ..line.clone()
                }))
            }
            (Order::CheckIn { name }, Refusal::Unknown) if name.len() == CODE_DIGITS => {
                Some(WayOn::TypeAgain)
            }
            (_, _) => None,
        }
    }
}

/// What the keypad says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// Nothing: digits are being typed.
    Typing,
    /// The hub is being asked.
    Checking,
    /// Not this one.
    Wrong,
    /// Too many wrong ones.
    Locked,
    /// The hub does not answer.
    NoAnswer,
}

/// Part of the staff page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffPart {
    /// All buttons.
    Menu,
    /// Which station for a desk link.
    Stations,
    /// One link as a code.
    Link {
        /// To which page.
        kind: LinkKind,
        /// `None` while it is being fetched.
        answer: Option<LinkAnswer>,
    },
    /// What the kiosk wrote down goes to a stick.
    Stick {
        /// `None` while it is being written.
        done: Option<Result<OnStick, StickTrouble>>,
    },
    /// A number is being voided.
    Void {
        /// As it is called.
        number: String,
        /// `None` while the hub is asked; whether it is void.
        done: Option<bool>,
    },
    /// The bank card's outline.
    Ruler,
    /// About Slint.
    About,
}

/// A file on a stick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnStick {
    /// What it is called.
    pub file: String,
    /// How many entries it holds.
    pub entries: usize,
}

/// Why a stick holds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StickTrouble {
    /// None is there.
    NoStick,
    /// It could not be written; in the words of the system.
    Failed(String),
}

/// How the question for a link ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkAnswer {
    /// The address to open once.
    Url(String),
    /// The hub refused.
    Refused,
    /// The hub did not answer.
    NoAnswer,
}
