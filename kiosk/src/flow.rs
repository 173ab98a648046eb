//! The life of the screen, pure: an input and the time go in, the screen
//! changes and effects come out. No clock, no window, no network.
//!
//! It starts on the first-run page of a fresh data folder or on the services
//! page, and every visit ends there again: by a touch, by an answer or by idling.

mod booking;
mod corner;
mod idle;
mod keypad;
mod message;
mod order;
mod scanner;
mod screen;
mod slips;
mod staff;
#[cfg(test)]
mod tests;
mod visit;

use std::time::Duration;

pub use idle::{LEAVING_SHOWN, Leaving};
pub use message::{Effect, Input, Reply, Request, StaffChoice, Touch};
pub use order::{Line, Order};
pub use screen::{
    BookingStep, CARD_DIGITS_MAX, CODE_DIGITS, FirstRunStep, LinkAnswer, Notice, OnStick,
    PIN_DIGITS, PinState, Purpose, Question, Screen, StaffPart, StickTrouble, WayOn,
};
pub use slips::{LastSlip, Paper, Printed};
pub use visit::Held;

use crate::{
    lang::Lang,
    settings::Settings,
    site_now::{FirstStart, IssuedTicket, Refusal, SiteNow},
    speech::Trouble,
};

/// A second touch this soon after the screen changed is the same finger, not a wish.
pub const BOUNCE: Duration = Duration::from_millis(800);
/// Without an answer for this long the hub is called gone, in words.
pub const HUB_GONE_AFTER: Duration = Duration::from_millis(4500);
/// How long a fresh ticket can be handed back.
pub const UNDO_WINDOW: Duration = Duration::from_secs(15);

/// What one visitor chose; forgotten on the way home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Language of the texts.
    pub lang: Lang,
    /// 130 % text.
    pub large_text: bool,
    /// All controls in the lower half.
    pub low_position: bool,
}

/// The screen and all it remembers.
#[derive(Debug)]
pub struct Flow {
    /// This screen's own settings; changed only on staff pages.
    pub settings: Settings,
    /// What the present visitor chose.
    pub wishes: Wishes,
    /// What is shown.
    pub screen: Screen,
    /// The newest answer of the hub; `None` until the first.
    pub site: Option<SiteNow>,
    /// Where phones and browsers reach the hub.
    pub addresses: Vec<String>,
    /// Shown once, on the first-run page of a fresh data folder.
    pub first_start: Option<FirstStart>,
    /// Pixels per millimetre when nobody measured: from the flags or the display.
    pub px_per_mm_default: f32,
    /// The numbers of the present visitor, the newest last; forgotten on the way home.
    pub visit: Vec<Held>,
    /// The number on the present visitor's card; forgotten on the way home.
    pub card: Option<String>,
    /// Why the last announcement was not heard, for the staff page.
    pub voice_trouble: Option<Trouble>,
    paper: slips::PaperDesk,
    scanner: scanner::Scanner,
    last_contact: Duration,
    unpaired: bool,
    last_touch: Duration,
    changed_at: Duration,
    corner: corner::Corner,
    // As typed on the way to the staff page; the hub wants it with each link. Forgotten on the way home.
    pin: String,
    // Every question carries it; an answer with an older one belongs to a page that is gone.
    attempt: u64,
}

impl Flow {
    /// A screen at time zero.
    pub fn new(settings: Settings, first_start: Option<FirstStart>, px_per_mm: f32) -> Self {
        let screen = match &first_start {
            Some(_) if !settings.first_run_done => Screen::FirstRun {
                step: FirstRunStep::Language,
                name: None,
            },
            Some(_) | None => Screen::Services { page: 0 },
        };
        Self {
            wishes: usual(&settings),
            settings,
            screen,
            site: None,
            addresses: Vec::new(),
            first_start,
            px_per_mm_default: px_per_mm,
            visit: Vec::new(),
            card: None,
            voice_trouble: None,
            paper: slips::PaperDesk::default(),
            scanner: scanner::Scanner::default(),
            last_contact: Duration::ZERO,
            unpaired: false,
            last_touch: Duration::ZERO,
            changed_at: Duration::ZERO,
            corner: corner::Corner::default(),
            pin: String::new(),
            attempt: 0,
        }
    }

    /// Pixels per millimetre in use.
    pub fn px_per_mm(&self) -> f32 {
        self.settings.px_per_mm.unwrap_or(self.px_per_mm_default)
    }

    /// Whether the hub has been silent for too long.
    pub fn is_hub_gone(&self, now: Duration) -> bool {
        now.saturating_sub(self.last_contact) >= HUB_GONE_AFTER
    }

    /// Whether numbers are given while the hub is gone.
    pub fn gives_alone(&self) -> bool {
        !self.is_unpaired() && self.site.as_ref().is_some_and(|site| site.gives_alone)
    }

    /// Whether the hub answers this kiosk no more, so that a technician has to pair it again.
    pub fn is_unpaired(&self) -> bool {
        self.unpaired
    }

    /// The countdown to show, if the page is about to be left.
    pub fn leaving(&self, now: Duration) -> Leaving {
        idle::leaving(self.idle_limit(), now.saturating_sub(self.last_touch))
    }

    /// Takes one input at time `now` and says what is to be done outside.
    pub fn step(&mut self, input: Input, now: Duration) -> Vec<Effect> {
        match input {
            Input::Tick => self.tick(now),
            Input::Touch(touch) => self.touch(touch, now),
            Input::Key(text) => match self.scanner.key(&text, now) {
                Some(line) => self.scanned(&line, now),
                None => Vec::new(),
            },
            Input::Reply(reply) => self.reply(reply, now),
            Input::Paper(news) => {
                self.paper_news(news, now);
                Vec::new()
            }
        }
    }

    fn tick(&mut self, now: Duration) -> Vec<Effect> {
        if self.leaving(now) == Leaving::Now {
            self.go_home(now)
        } else {
            Vec::new()
        }
    }

    fn touch(&mut self, touch: Touch, now: Duration) -> Vec<Effect> {
        self.last_touch = now;
        match touch {
            Touch::Anywhere => Vec::new(),
            Touch::Corner => {
                if self.corner.tap(now) && matches!(self.screen, Screen::Services { .. }) {
                    self.show(
                        Screen::Pin {
                            typed: String::new(),
                            state: PinState::Typing,
                        },
                        now,
                    );
                }
                Vec::new()
            }
            Touch::Card(service) => self.card(service, now),
            Touch::More => self.next_page(now),
            Touch::Language => self.wish(|wishes| wishes.lang = wishes.lang.other()),
            Touch::LargeText => self.wish(|wishes| wishes.large_text = !wishes.large_text),
            Touch::LowPosition => self.wish(|wishes| wishes.low_position = !wishes.low_position),
            Touch::Done | Touch::NoticeAction | Touch::NoticeBack if self.is_bounce(now) => {
                Vec::new()
            }
            Touch::Done => self.go_home(now),
            Touch::NoticeAction => self.notice_action(now),
            Touch::NoticeBack => self.back_to_ticket(now),
            Touch::Undo => self.undo(now),
            Touch::Wifi => self.wifi(now),
            Touch::Also => self.also(now),
            Touch::Bring => self.bring(now),
            Touch::Codes => self.offer_keypad(Purpose::Code, now),
            Touch::UseCard => self.offer_keypad(Purpose::Card, now),
            Touch::Book => self.book(now),
            Touch::Tile(key) => self.tile(&key, now),
            Touch::Digit(digit) if matches!(self.screen, Screen::Keypad { .. }) => {
                self.type_digit(digit, now)
            }
            Touch::Digit(digit) => self.digit(digit, now),
            Touch::Erase => self.erase(),
            Touch::Enter => self.enter(now),
            Touch::Back => self.back(now),
            Touch::Staff(choice) => self.staff(choice, now),
            Touch::Ruler { larger } => self.ruler(larger),
            Touch::FirstLanguage(lang) => self.first_language(lang),
            Touch::SiteName(name) => self.site_name(name),
            Touch::FirstNext => self.first_next(now),
        }
    }

    fn reply(&mut self, reply: Reply, now: Duration) -> Vec<Effect> {
        match reply {
            Reply::Addresses(addresses) => self.addresses = addresses,
            Reply::Contact(site) => {
                self.last_contact = now;
                self.unpaired = false;
                if let Some(site) = site {
                    self.site = Some(*site);
                }
                self.stay_on_a_page_that_exists();
            }
            Reply::Unpaired => self.unpaired = true,
            Reply::Spoken(trouble) => self.voice_trouble = trouble,
            Reply::Issued { attempt, .. }
            | Reply::Booked { attempt, .. }
            | Reply::Found { attempt, .. }
            | Reply::Slots { attempt, .. }
            | Reply::Brought { attempt, .. }
            | Reply::Cancelled { attempt, .. }
            | Reply::PinChecked { attempt, .. }
            | Reply::Linked { attempt, .. }
            | Reply::OnStick { attempt, .. }
                if attempt != self.attempt => {}
            Reply::Issued { result, .. } => return self.issued(result, now),
            Reply::Booked { result, .. } => return self.booked(result, now),
            Reply::Found { result, .. } => return self.found(result, now),
            Reply::Slots { result, .. } => self.slots(result, now),
            Reply::Brought { kind, .. } => self.brought(kind),
            Reply::Cancelled { done, .. } => return self.cancelled(done, now),
            Reply::PinChecked { state, .. } => self.pin_checked(state, now),
            Reply::Linked { answer, .. } => self.linked(answer),
            Reply::OnStick { result, .. } => self.on_stick(result),
        }
        Vec::new()
    }

    fn card(&mut self, id: String, now: Duration) -> Vec<Effect> {
        let is_here = matches!(self.screen, Screen::Services { .. } | Screen::Also { .. });
        if !is_here || self.is_bounce(now) {
            return Vec::new();
        }
        let Some(service) = self
            .site
            .as_ref()
            .and_then(|site| site.services.iter().find(|s| s.id == id))
        else {
            return Vec::new();
        };
        if !service.state.can_take() {
            self.show(Screen::Notice(Notice::NotTaking { service: id }), now);
            return Vec::new();
        }
        let line = Line {
            visit: self.visit.first().map(|held| held.ticket.id.clone()),
            card: self.card.clone(),
            ..Line::of(&id)
        };
        self.take(Order::Line(line), now)
    }

    fn issued(&mut self, result: Result<IssuedTicket, Refusal>, now: Duration) -> Vec<Effect> {
        let Screen::Taking { order, .. } = &self.screen else {
            return Vec::new();
        };
        let order = order.clone();
        // The number came without a touch: the time to look at it starts here.
        self.last_touch = now;
        match result {
            Ok(ticket) => {
                let printing = self.print_ticket(&ticket);
                self.hold(ticket, order.can_undo(), now);
                printing
            }
            Err(refusal) => {
                self.show(Screen::Notice(Notice::Refused { order, refusal }), now);
                Vec::new()
            }
        }
    }

    fn undo(&mut self, now: Duration) -> Vec<Effect> {
        if self.is_bounce(now) {
            return Vec::new();
        }
        let Screen::Ticket {
            ticket,
            since,
            can_undo,
            undoing,
            wifi: _,
        } = &mut self.screen
        else {
            return Vec::new();
        };
        if !*can_undo || *undoing || now.saturating_sub(*since) >= UNDO_WINDOW {
            return Vec::new();
        }
        *undoing = true;
        let token = ticket.token.clone();
        self.attempt += 1;
        vec![Effect::Ask(Request::Cancel {
            attempt: self.attempt,
            token,
        })]
    }

    fn wifi(&mut self, now: Duration) -> Vec<Effect> {
        if self.is_bounce(now) {
            return Vec::new();
        }
        if let Screen::Ticket { wifi, .. } = &mut self.screen {
            *wifi = !*wifi;
            self.changed_at = now;
        }
        Vec::new()
    }

    fn cancelled(&mut self, done: bool, now: Duration) -> Vec<Effect> {
        let Screen::Ticket { ticket, .. } = &self.screen else {
            return self.voided(done);
        };
        let (number, token) = (ticket.number(), ticket.token.clone());
        let notice = if done {
            // It was the newest of this visit.
            self.visit.pop();
            Notice::Cancelled { number }
        } else {
            Notice::NotCancelled { number }
        };
        self.last_touch = now;
        self.show(Screen::Notice(notice), now);
        if done {
            self.withdraw(&token)
        } else {
            Vec::new()
        }
    }

    fn next_page(&mut self, now: Duration) -> Vec<Effect> {
        if let Some(page) = self.page_mut() {
            *page += 1;
            self.changed_at = now;
        }
        Vec::new()
    }

    fn wish(&mut self, change: impl FnOnce(&mut Wishes)) -> Vec<Effect> {
        change(&mut self.wishes);
        // Other sizes make other pages.
        if let Some(page) = self.page_mut() {
            *page = 0;
        }
        Vec::new()
    }

    /// Which page of several is shown, where there are several.
    fn page_mut(&mut self) -> Option<&mut usize> {
        match &mut self.screen {
            Screen::Services { page }
            | Screen::Also { page }
            | Screen::Bring { page }
            | Screen::Booking { page, .. } => Some(page),
            Screen::FirstRun { .. }
            | Screen::Taking { .. }
            | Screen::Asking { .. }
            | Screen::Ticket { .. }
            | Screen::Keypad { .. }
            | Screen::Booked(_)
            | Screen::Notice(_)
            | Screen::Pin { .. }
            | Screen::Staff(_) => None,
        }
    }

    fn stay_on_a_page_that_exists(&mut self) {
        let services = self.site.as_ref().map_or(0, |site| site.services.len());
        if let Screen::Services { page } = &mut self.screen
            && *page >= services.max(1)
        {
            *page = 0;
        }
    }

    fn go_home(&mut self, now: Duration) -> Vec<Effect> {
        let effects = self.give_up();
        self.wishes = usual(&self.settings);
        self.corner = corner::Corner::default();
        self.pin.clear();
        self.visit.clear();
        self.forget_slips();
        self.card = None;
        self.last_touch = now;
        self.show(Screen::Services { page: 0 }, now);
        effects
    }

    /// Whoever asked for a number or a place waits no more.
    fn give_up(&self) -> Vec<Effect> {
        let is_open = matches!(
            self.screen,
            Screen::Taking { .. }
                | Screen::Asking {
                    question: Question::Book,
                    ..
                }
        );
        if is_open {
            vec![Effect::Ask(Request::Abandon {
                attempt: self.attempt,
            })]
        } else {
            Vec::new()
        }
    }

    fn show(&mut self, screen: Screen, now: Duration) {
        self.screen = screen;
        self.changed_at = now;
        self.attempt += 1;
    }

    fn is_bounce(&self, now: Duration) -> bool {
        // At the very start nothing has changed yet.
        self.attempt > 0 && now.saturating_sub(self.changed_at) < BOUNCE
    }
}

/// What a screen shows that nobody has touched.
fn usual(settings: &Settings) -> Wishes {
    Wishes {
        lang: settings.lang,
        large_text: false,
        low_position: settings.low_position,
    }
}
