//! What belongs to one visit besides its first number: more numbers, what was
//! brought, a card, a code that was scanned. All of it ends on the way home.

use std::time::Duration;

use domain::ItemKind;

use super::{
    Effect, Flow, Line, Notice, Order, Question, Request, Screen, WayOn,
    scanner::{self, Scan},
};
use crate::site_now::{IssuedTicket, Refusal, ServiceNow, Standing};

/// A number of this visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// As issued or looked up.
    pub ticket: IssuedTicket,
    /// When it came.
    pub since: Duration,
    /// It can be handed back for a while.
    pub can_undo: bool,
}

impl Flow {
    /// The services that this visitor holds no number for.
    pub fn other_services(&self) -> impl Iterator<Item = &ServiceNow> {
        let holds = |id: &str| self.visit.iter().any(|held| held.ticket.service == id);
        self.site
            .iter()
            .flat_map(|site| &site.services)
            .filter(move |service| !holds(&service.id))
    }

    /// Whether things are left with this service.
    pub fn takes_items(&self, service: &str) -> bool {
        let services = self.site.iter().flat_map(|site| &site.services);
        services
            .filter(|known| known.id == service)
            .any(|known| known.takes_items)
    }

    /// Asks for a number.
    pub(super) fn take(&mut self, order: Order, now: Duration) -> Vec<Effect> {
        let screen = Screen::Taking {
            order: order.clone(),
            since: now,
        };
        self.show(screen, now);
        vec![Effect::Ask(Request::Issue {
            attempt: self.attempt,
            order,
        })]
    }

    /// Puts a number that came onto the glass.
    pub(super) fn hold(&mut self, ticket: IssuedTicket, can_undo: bool, now: Duration) {
        let held = Held {
            ticket,
            since: now,
            can_undo,
        };
        self.show(ticket_page(&held), now);
        self.visit.push(held);
    }

    pub(super) fn also(&mut self, now: Duration) -> Vec<Effect> {
        let is_ticket = matches!(self.screen, Screen::Ticket { .. });
        if is_ticket && !self.is_bounce(now) && self.other_services().next().is_some() {
            self.show(Screen::Also { page: 0 }, now);
        }
        Vec::new()
    }

    pub(super) fn bring(&mut self, now: Duration) -> Vec<Effect> {
        let Screen::Ticket { ticket, .. } = &self.screen else {
            return Vec::new();
        };
        if self.takes_items(&ticket.service) && !self.is_bounce(now) {
            self.show(Screen::Bring { page: 0 }, now);
        }
        Vec::new()
    }

    pub(super) fn brings(&mut self, key: &str, now: Duration) -> Vec<Effect> {
        let kind = ItemKind::ALL.into_iter().find(|kind| kind.name() == key);
        let token = self.visit.last().map(|held| held.ticket.token.clone());
        let (Some(kind), Some(token)) = (kind, token) else {
            return Vec::new();
        };
        self.back_to_ticket(now);
        vec![Effect::Ask(Request::Bring {
            attempt: self.attempt,
            token,
            kind,
        })]
    }

    pub(super) fn brought(&mut self, kind: Option<ItemKind>) {
        if let (Screen::Ticket { ticket, .. }, Some(held)) =
            (&mut self.screen, self.visit.last_mut())
            && kind.is_some()
        {
            ticket.brings = kind;
            held.ticket.brings = kind;
        }
    }

    /// To the newest number of this visit, or home where there is none.
    pub(super) fn back_to_ticket(&mut self, now: Duration) -> Vec<Effect> {
        let Some(held) = self.visit.last() else {
            return self.go_home(now);
        };
        let page = ticket_page(held);
        let effects = self.give_up();
        self.show(page, now);
        effects
    }

    /// The main button of a notice: the way on if there is one, otherwise back.
    pub(super) fn notice_action(&mut self, now: Duration) -> Vec<Effect> {
        let way_on = match &self.screen {
            Screen::Notice(notice) => notice.way_on(),
            Screen::Taking { .. } | Screen::Asking { .. } => None,
            Screen::FirstRun { .. }
            | Screen::Services { .. }
            | Screen::Also { .. }
            | Screen::Ticket { .. }
            | Screen::Bring { .. }
            | Screen::Keypad { .. }
            | Screen::Booking { .. }
            | Screen::Booked(_)
            | Screen::Pin { .. }
            | Screen::Staff(_) => return Vec::new(),
        };
        match way_on {
            None => self.back_to_ticket(now),
            Some(WayOn::WithoutCard(line)) => {
                self.card = None;
                self.take(Order::Line(line), now)
            }
            Some(WayOn::TypeAgain) => self.open_keypad(super::Purpose::Code, now),
        }
    }

    /// A line from the scanner. Whoever holds a code under it is a new visitor.
    pub(super) fn scanned(&mut self, line: &str, now: Duration) -> Vec<Effect> {
        match &self.screen {
            Screen::Services { .. }
            | Screen::Also { .. }
            | Screen::Ticket { .. }
            | Screen::Bring { .. }
            | Screen::Booking { .. }
            | Screen::Booked(_)
            | Screen::Notice(_) => {}
            Screen::Keypad { purpose, .. } => match (purpose, scanner::card_number(line)) {
                (super::Purpose::Card, Some(number)) => return self.with_card(number, now),
                (super::Purpose::Card | super::Purpose::Code, _) => {}
            },
            // Nobody's number is lost for a code that comes in between; staff and set-up take none.
            Screen::Taking { .. }
            | Screen::Asking { .. }
            | Screen::FirstRun { .. }
            | Screen::Pin { .. }
            | Screen::Staff(_) => return Vec::new(),
        }
        self.last_touch = now;
        let (token, or_appointment) = match scanner::read(line) {
            Scan::Unknown => {
                self.show(Screen::Notice(Notice::NotUnderstood), now);
                return Vec::new();
            }
            Scan::Appointment(name) => {
                self.visit.clear();
                return self.take(Order::CheckIn { name }, now);
            }
            Scan::Ticket(token) => (token, false),
            Scan::Token(token) => (token, true),
        };
        self.visit.clear();
        let question = Question::Find {
            token: token.clone(),
            or_appointment,
        };
        self.ask(question, now);
        vec![Effect::Ask(Request::Find {
            attempt: self.attempt,
            token,
        })]
    }

    /// Waits for an answer that is no number.
    pub(super) fn ask(&mut self, question: Question, now: Duration) {
        let since = now;
        self.show(Screen::Asking { question, since }, now);
    }

    pub(super) fn found(
        &mut self,
        result: Result<IssuedTicket, Refusal>,
        now: Duration,
    ) -> Vec<Effect> {
        let Screen::Asking { question, .. } = &self.screen else {
            return Vec::new();
        };
        let Question::Find {
            token,
            or_appointment,
        } = question
        else {
            return Vec::new();
        };
        self.last_touch = now;
        let ticket = match result {
            Ok(ticket) => ticket,
            Err(Refusal::Unknown) if *or_appointment => {
                let name = token.clone();
                return self.take(Order::CheckIn { name }, now);
            }
            Err(refusal) => {
                let question = question.clone();
                self.show(Screen::Notice(Notice::Failed { question, refusal }), now);
                return Vec::new();
            }
        };
        match &ticket.standing {
            Standing::Waiting | Standing::Called { .. } | Standing::Serving | Standing::OnHold => {
                self.hold(ticket, false, now);
            }
            Standing::NoShow | Standing::Served | Standing::Cancelled => {
                let (number, standing) = (ticket.number(), ticket.standing);
                self.show(Screen::Notice(Notice::Over { number, standing }), now);
            }
            Standing::Unserved => {
                let line = Line {
                    carried_from: Some(token.clone()),
                    ..Line::of(&ticket.service)
                };
                return self.take(Order::Line(line), now);
            }
        }
        Vec::new()
    }
}

/// The page of a number.
pub(super) fn ticket_page(held: &Held) -> Screen {
    Screen::Ticket {
        ticket: held.ticket.clone(),
        since: held.since,
        can_undo: held.can_undo,
        undoing: false,
        wifi: false,
    }
}
