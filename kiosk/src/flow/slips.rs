//! Slips on paper: what is printed when, what is told of it, and what staff does about it.
//!
//! A slip is printed once its number is durable, and never again by itself. Whether it came out
//! decides what the page of the number asks for, and for how long it stays.

use std::time::Duration;

use paper::{JobId, News, State};

use super::{Effect, Flow, Request, Screen, StaffPart};
use crate::{
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket},
};

/// A slip is of use while its number is still on the glass.
const OF_USE: Duration = Duration::from_mins(1);

/// What is to be printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Printed {
    /// A number, in the language of who took it.
    Ticket(Box<IssuedTicket>, Lang),
    /// An appointment.
    Booked(Box<BookedSlot>, Lang),
    /// The last slip once more.
    Again,
    /// The page that shows whether the printer prints as it should.
    Test,
}

/// What became of the slip of the number on the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// There is none, or nobody knows whether it is whole: the number must be photographed.
    #[default]
    None,
    /// It is being printed.
    Coming,
    /// It is there to be taken.
    Came,
}

/// The number that was printed last, which staff can print again or void.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSlip {
    /// As it is called.
    pub number: String,
    /// Names its ticket; empty for an appointment, which is given up elsewhere.
    pub token: String,
}

/// What the flow knows of the printer and of its slips.
#[derive(Debug, Default)]
pub(super) struct PaperDesk {
    // What the printer said last; `None` on a machine without one.
    printer: Option<State>,
    has_printer: bool,
    jobs: u64,
    // The slips of the present visit, by the token of what they are for.
    slips: Vec<(String, JobId, Paper)>,
    last: Option<LastSlip>,
}

impl Flow {
    /// The same screen on a machine that has a printer.
    #[must_use]
    pub fn with_printer(mut self) -> Self {
        self.paper.has_printer = true;
        self
    }

    /// Whether this machine has a printer.
    pub fn has_printer(&self) -> bool {
        self.paper.has_printer
    }

    /// What the printer said last.
    pub fn printer(&self) -> Option<State> {
        self.paper.printer
    }

    /// What was printed last.
    pub fn last_slip(&self) -> Option<&LastSlip> {
        self.paper.last.as_ref()
    }

    /// What became of the slip for `token`. On the last of a roll it may not be whole.
    pub fn paper_of(&self, token: &str) -> Paper {
        let mut slips = self.paper.slips.iter().rev();
        let slip = slips.find(|(other, ..)| other == token);
        match (slip, self.paper.printer) {
            (Some((_, _, Paper::Came)), Some(State::PaperLow)) | (None, _) => Paper::None,
            (Some((_, _, paper)), _) => *paper,
        }
    }

    pub(super) fn print_ticket(&mut self, ticket: &IssuedTicket) -> Vec<Effect> {
        let last = LastSlip {
            number: ticket.number(),
            token: ticket.token.clone(),
        };
        let what = Printed::Ticket(Box::new(ticket.clone()), self.wishes.lang);
        self.print(ticket.token.clone(), last, what)
    }

    pub(super) fn print_booked(&mut self, booked: &BookedSlot) -> Vec<Effect> {
        let last = LastSlip {
            number: booked.code.clone(),
            token: String::new(),
        };
        let what = Printed::Booked(Box::new(booked.clone()), self.wishes.lang);
        self.print(booked.token.clone(), last, what)
    }

    fn print(&mut self, token: String, last: LastSlip, what: Printed) -> Vec<Effect> {
        if !self.paper.has_printer {
            return Vec::new();
        }
        let id = self.next_job();
        self.paper.slips.push((token, id, Paper::Coming));
        self.paper.last = Some(last);
        vec![Effect::Print {
            id,
            what,
            of_use: Some(OF_USE),
        }]
    }

    /// A slip that staff asks for: it waits for as long as it takes.
    pub(super) fn print_for_staff(&mut self, what: Printed) -> Vec<Effect> {
        let is_there = what == Printed::Test || self.paper.last.is_some();
        if !self.paper.has_printer || !is_there {
            return Vec::new();
        }
        vec![Effect::Print {
            id: self.next_job(),
            what,
            of_use: None,
        }]
    }

    fn next_job(&mut self) -> JobId {
        self.paper.jobs += 1;
        JobId(self.paper.jobs)
    }

    pub(super) fn paper_news(&mut self, news: News, now: Duration) {
        let (id, paper) = match news {
            News::Printer(state) => {
                self.paper.printer = Some(state);
                return;
            }
            News::Printed(id) => (id, Paper::Came),
            News::Waiting(id, _) | News::GivenUp(id) | News::Unsure(id, _) => (id, Paper::None),
        };
        let mut slips = self.paper.slips.iter_mut();
        let Some((token, _, known)) = slips.find(|(_, other, _)| *other == id) else {
            return;
        };
        *known = paper;
        let is_shown = match &self.screen {
            Screen::Ticket { ticket, .. } => ticket.token == *token,
            Screen::Booked(booked) => booked.token == *token,
            Screen::FirstRun { .. }
            | Screen::Services { .. }
            | Screen::Also { .. }
            | Screen::Taking { .. }
            | Screen::Asking { .. }
            | Screen::Bring { .. }
            | Screen::Keypad { .. }
            | Screen::Booking { .. }
            | Screen::Notice(_)
            | Screen::Pin { .. }
            | Screen::Staff(_) => false,
        };
        if is_shown && paper == Paper::Came {
            // It came without a touch: the time to take it starts here.
            self.last_touch = now;
        }
    }

    /// The number is void: its slip is not printed any more, nor again.
    pub(super) fn withdraw(&mut self, token: &str) -> Vec<Effect> {
        let is_last = |last: &LastSlip| last.token == token;
        if self.paper.last.as_ref().is_some_and(is_last) {
            self.paper.last = None;
        }
        let slips = self.paper.slips.iter();
        let open = slips.filter(|(other, _, paper)| other == token && *paper != Paper::Came);
        open.map(|(_, id, _)| Effect::Withdraw(*id)).collect()
    }

    /// Staff voids the number that was printed last.
    pub(super) fn void(&mut self, now: Duration) -> Vec<Effect> {
        let last = self.paper.last.clone();
        let Some(last) = last.filter(|last| !last.token.is_empty()) else {
            return Vec::new();
        };
        let number = last.number;
        let voiding = StaffPart::Void { number, done: None };
        self.show(Screen::Staff(voiding), now);
        vec![Effect::Ask(Request::Void {
            attempt: self.attempt,
            token: last.token,
        })]
    }

    /// The hub's answer to [`Flow::void`].
    pub(super) fn voided(&mut self, is_done: bool) -> Vec<Effect> {
        let Screen::Staff(StaffPart::Void { done, .. }) = &mut self.screen else {
            return Vec::new();
        };
        *done = Some(is_done);
        let last = self.paper.last.clone();
        match last {
            Some(last) if is_done => self.withdraw(&last.token),
            Some(_) | None => Vec::new(),
        }
    }

    /// The next visitor's slips are other ones.
    pub(super) fn forget_slips(&mut self) {
        self.paper.slips.clear();
    }
}
