//! What goes into the flow and what comes out of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::ItemKind;
use paper::{JobId, News};

use crate::{
    flow::{LinkAnswer, OnStick, Order, PinState, Printed, StickTrouble},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LinkKind, Refusal, SiteNow, SlotsNow},
    speech::Trouble,
};

/// Everything that can happen to the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Time passed.
    Tick,
    /// A finger.
    Touch(Touch),
    /// A key of a keyboard, which is what a scanner pretends to be.
    Key(String),
    /// The worker has an answer.
    Reply(Reply),
    /// The printer, or a slip of it.
    Paper(News),
}

/// What a finger touched.
#[derive(Clone, Debug, PartialEq)]
pub enum Touch {
    /// No control; it only says that somebody is there.
    Anywhere,
    /// The top left corner.
    Corner,
    /// The card of a service.
    Card(String),
    /// The card that leads to more services.
    More,
    /// The language switch.
    Language,
    /// The large-text switch.
    LargeText,
    /// The low-position switch.
    LowPosition,
    /// The visitor has seen the number.
    Done,
    /// The visitor does not want the number.
    Undo,
    /// From the number to the network's code, and back.
    Wifi,
    /// The visitor wants one more number.
    Also,
    /// The visitor says what was brought.
    Bring,
    /// The visitor has an appointment, or wants one.
    Codes,
    /// The visitor has a card.
    UseCard,
    /// The visitor wants an appointment.
    Book,
    /// One of several large buttons, by its key.
    Tile(String),
    /// The main button of a notice.
    NoticeAction,
    /// The other button of a notice.
    NoticeBack,
    /// A key of a keypad.
    Digit(char),
    /// The last digit again.
    Erase,
    /// The digits are all typed.
    Enter,
    /// One step back.
    Back,
    /// A button of the staff page.
    Staff(StaffChoice),
    /// − or + of the ruler.
    Ruler {
        /// + was touched.
        larger: bool,
    },
    /// The language on the first-run page.
    FirstLanguage(Lang),
    /// The site's name was edited on the first-run page.
    SiteName(String),
    /// On to the next step of the first-run page.
    FirstNext,
}

/// A button of the staff page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChoice {
    /// Choose a station for a desk link.
    DeskLinks,
    /// A fresh link as a code.
    Link(LinkKind),
    /// The language of the idle screen.
    DefaultLanguage,
    /// The idle screen's controls low or not.
    DefaultLowPosition,
    /// The colours for a screen in the sun or the usual ones.
    Sunlight,
    /// Whether things move to where they go, or are there at once.
    Motion,
    /// Whether visitors are offered to use a card.
    Cards,
    /// Whether the calls are spoken here, and how loud.
    Voice,
    /// The ruler.
    Ruler,
    /// Print a page that shows whether the printer prints as it should.
    TestPage,
    /// Print the last slip once more.
    Reprint,
    /// Void the number that was printed last.
    Void,
    /// Write down on a stick what the hub may not have.
    Stick,
    /// About Slint.
    About,
    /// Close the program.
    Exit,
}

/// What the program outside has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the hub.
    Ask(Request),
    /// Print.
    Print {
        /// Names the slip in what is told of it.
        id: JobId,
        /// What.
        what: Printed,
        /// For how long it is of use; `None` is for ever.
        of_use: Option<std::time::Duration>,
    },
    /// That slip is not wanted any more, if it is not printed yet.
    Withdraw(JobId),
    /// Keep the screen's settings.
    SaveSettings,
    /// Close the window.
    Quit,
}

/// A question to the hub. `attempt` comes back with the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A number; asked again with the same key until answered.
    Issue {
        /// Names this attempt.
        attempt: u64,
        /// For what.
        order: Order,
    },
    /// A place in a slot; asked again with the same key until answered.
    Book {
        /// Names this attempt.
        attempt: u64,
        /// Service id.
        service: String,
        /// Start of the slot.
        slot: DateTime<FixedOffset>,
    },
    /// Nobody waits for that number or place any more: once it exists, cancel it.
    Abandon {
        /// The attempt of the `Issue` or `Book`.
        attempt: u64,
    },
    /// The ticket behind a link.
    Find {
        /// Names this attempt.
        attempt: u64,
        /// The link's token.
        token: String,
    },
    /// The times of a service.
    Slots {
        /// Names this attempt.
        attempt: u64,
        /// Service id.
        service: String,
        /// On which day; `None` is today.
        date: Option<NaiveDate>,
    },
    /// What the holder of a ticket has brought.
    Bring {
        /// Names this attempt.
        attempt: u64,
        /// The ticket link's token.
        token: String,
        /// What.
        kind: ItemKind,
    },
    /// The visitor hands the number back.
    Cancel {
        /// Names this attempt.
        attempt: u64,
        /// The ticket link's token.
        token: String,
    },
    /// Staff voids a number, also when it is too late to hand it back.
    Void {
        /// Names this attempt.
        attempt: u64,
        /// The ticket link's token.
        token: String,
    },
    /// Is this the staff PIN?
    CheckPin {
        /// Names this attempt.
        attempt: u64,
        /// As typed.
        pin: String,
    },
    /// All that the kiosk wrote down, as a file on a stick.
    Stick {
        /// Names this attempt.
        attempt: u64,
    },
    /// A fresh link.
    Link {
        /// Names this attempt.
        attempt: u64,
        /// To which page.
        kind: LinkKind,
        /// As typed on the way in.
        pin: String,
    },
    /// The site's name from the first-run page.
    NameSite {
        /// In the language of the page.
        lang: Lang,
        /// As typed, trimmed, not empty.
        name: String,
    },
}

/// An answer from the worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The hub answered; with what is new, if anything.
    Contact(Option<Box<SiteNow>>),
    /// The hub answered that it does not know this kiosk (any more).
    Unpaired,
    /// Where the hub is reached from phones.
    Addresses(Vec<String>),
    /// A number, or the hub's reason for none.
    Issued {
        /// Whose answer.
        attempt: u64,
        /// What the hub said.
        result: Result<IssuedTicket, Refusal>,
    },
    /// A place in a slot, or the hub's reason for none.
    Booked {
        /// Whose answer.
        attempt: u64,
        /// What the hub said.
        result: Result<BookedSlot, Refusal>,
    },
    /// The ticket behind a link.
    Found {
        /// Whose answer.
        attempt: u64,
        /// What the hub said.
        result: Result<IssuedTicket, Refusal>,
    },
    /// The times of a service.
    Slots {
        /// Whose answer.
        attempt: u64,
        /// What the hub said.
        result: Result<SlotsNow, Refusal>,
    },
    /// What was brought is noted, or not.
    Brought {
        /// Whose answer.
        attempt: u64,
        /// What the hub has noted.
        kind: Option<ItemKind>,
    },
    /// The number was handed back, or not.
    Cancelled {
        /// Whose answer.
        attempt: u64,
        /// Whether it is void now.
        done: bool,
    },
    /// About the PIN.
    PinChecked {
        /// Whose answer.
        attempt: u64,
        /// `None` when it was right, else what to show.
        state: Option<PinState>,
    },
    /// The last announcement was heard, or why not.
    Spoken(Option<Trouble>),
    /// The stick holds it, or why not.
    OnStick {
        /// Whose answer.
        attempt: u64,
        /// What is there now.
        result: Result<OnStick, StickTrouble>,
    },
    /// A fresh link or why not.
    Linked {
        /// Whose answer.
        attempt: u64,
        /// What to show.
        answer: LinkAnswer,
    },
}
