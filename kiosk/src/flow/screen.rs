//! The screens, as one enum: what is not in it cannot be shown.

use std::time::Duration;

use crate::site_now::{IssuedTicket, LinkKind, Refusal};

/// Digits of a staff PIN.
pub const PIN_DIGITS: usize = 6;

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
    /// A number was asked for and has not come yet.
    Taking {
        /// Service id.
        service: String,
        /// When it was touched.
        since: Duration,
    },
    /// The number.
    Ticket {
        /// As issued.
        ticket: IssuedTicket,
        /// When it came.
        since: Duration,
        /// It is being handed back.
        undoing: bool,
        /// The network's code stands in front of the number.
        wifi: bool,
    },
    /// One sentence and a way back.
    Notice(Notice),
    /// The keypad.
    Pin {
        /// The digits so far.
        typed: String,
        /// What is said above them.
        state: PinState,
    },
    /// Behind the PIN.
    Staff(StaffPart),
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
    /// The hub refused.
    Refused {
        /// Service id.
        service: String,
        /// Its reason.
        refusal: Refusal,
    },
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
    /// The bank card's outline.
    Ruler,
    /// About Slint.
    About,
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
