//! More than one number, codes, bookings, things and cards.

use chrono::{DateTime, FixedOffset};
use domain::ItemKind;

use super::*;
use crate::site_now::{BookedSlot, SlotsNow};

const TOKEN: &str = "abcd0123456789_-ABCDEFGHIJ";

impl Hand {
    /// Long enough to be no bounce.
    fn rest(&mut self) {
        self.pass(1000);
    }

    fn scan(&mut self, line: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.now += Duration::from_secs(1);
        for key in line.chars().chain(['\n']) {
            self.now += Duration::from_millis(3);
            effects = self.flow.step(Input::Key(key.to_string()), self.now);
        }
        effects
    }

    fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        self.flow.step(Input::Reply(reply), self.now)
    }

    fn answer(&mut self, effects: &[Effect], ticket: IssuedTicket) {
        let attempt = attempt_of(effects);
        let result = Ok(ticket);
        self.reply(Reply::Issued { attempt, result });
    }

    fn refuse(&mut self, effects: &[Effect], refusal: Refusal) {
        let attempt = attempt_of(effects);
        let result = Err(refusal);
        self.reply(Reply::Issued { attempt, result });
    }

    fn found(&mut self, effects: &[Effect], standing: Standing) -> Vec<Effect> {
        let attempt = attempt_of(effects);
        let result = Ok(IssuedTicket {
            standing,
            ..ticket()
        });
        self.reply(Reply::Found { attempt, result })
    }

    fn slots(&mut self, effects: &[Effect], slots: SlotsNow) {
        let attempt = attempt_of(effects);
        let result = Ok(slots);
        self.reply(Reply::Slots { attempt, result });
    }

    fn card_after_rest(&mut self, id: &str) -> Vec<Effect> {
        self.rest();
        self.card(id)
    }

    fn home(&self) -> bool {
        self.flow.screen == Screen::Services { page: 0 }
    }

    fn shows_number(&self, digits: &str) -> bool {
        matches!(&self.flow.screen, Screen::Ticket { ticket, .. } if ticket.digits == digits)
    }

    fn keypad(purpose: Touch) -> Self {
        let mut hand = Self::new();
        hand.flow.settings.cards = true;
        hand.rest();
        hand.touch(purpose);
        assert!(matches!(hand.flow.screen, Screen::Keypad { .. }));
        hand.rest();
        hand
    }
}

fn line_of(effects: &[Effect]) -> &Line {
    let [
        Effect::Ask(Request::Issue {
            order: Order::Line(line),
            ..
        }),
    ] = effects
    else {
        panic!("no number was asked for: {effects:?}")
    };
    line
}

fn name_of(effects: &[Effect]) -> &str {
    let [
        Effect::Ask(Request::Issue {
            order: Order::CheckIn { name },
            ..
        }),
    ] = effects
    else {
        panic!("nobody checks in: {effects:?}")
    };
    name
}

fn second() -> IssuedTicket {
    IssuedTicket {
        id: "id2".into(),
        token: "token2".into(),
        service: "massage".into(),
        prefix: "推".into(),
        digits: "003".into(),
        ..ticket()
    }
}

fn slot(text: &str) -> DateTime<FixedOffset> {
    text.parse().unwrap()
}

fn slots(date: &str, times: &[&str]) -> SlotsNow {
    let free = times
        .iter()
        .map(|time| slot(&format!("{date}T{time}:00+08:00")));
    SlotsNow {
        service: "haircut".into(),
        date: date.parse().unwrap(),
        until: "2026-03-09".parse().ok(),
        free: free.collect(),
    }
}

#[test]
fn one_more_number_belongs_to_the_same_visit() {
    let mut hand = Hand::with_ticket();
    let mut site = site();
    site.services[1].state = ServiceState::Taking;
    hand.reply(Reply::Contact(Some(Box::new(site))));
    hand.touch(Touch::Also);
    assert_eq!(hand.flow.screen, Screen::Also { page: 0 });
    let others: Vec<_> = hand.flow.other_services().map(|s| s.id.as_str()).collect();
    assert_eq!(others, ["repair"]);
    hand.rest();
    let effects = hand.card("repair");
    assert_eq!(line_of(&effects).visit.as_deref(), Some("id"));
    hand.answer(&effects, second());
    assert!(hand.shows_number("003"));
    assert_eq!(hand.flow.visit.len(), 2);
    hand.pass(60_100);
    assert!(hand.home() && hand.flow.visit.is_empty());
    assert_eq!(line_of(&hand.card_after_rest("haircut")).visit, None);
}

#[test]
fn whatever_goes_wrong_with_a_second_number_leads_back_to_the_first() {
    let mut hand = Hand::with_ticket();
    hand.touch(Touch::Also);
    hand.rest();
    assert!(hand.card("repair").is_empty(), "it is full");
    hand.rest();
    hand.touch(Touch::NoticeAction);
    assert!(hand.shows_number("012"));
    hand.rest();
    hand.touch(Touch::Also);
    hand.touch(Touch::Back);
    assert!(hand.shows_number("012"));
}

#[test]
fn handing_the_second_number_back_leaves_the_first() {
    let mut hand = Hand::with_ticket();
    hand.flow.hold(second(), true, hand.now);
    hand.rest();
    let attempt = attempt_of(&hand.touch(Touch::Undo));
    let done = true;
    hand.reply(Reply::Cancelled { attempt, done });
    hand.rest();
    hand.touch(Touch::NoticeAction);
    assert!(hand.shows_number("012"));
    assert_eq!(hand.flow.visit.len(), 1);
}

#[test]
fn six_digits_check_in_and_an_appointment_is_not_handed_back() {
    let mut hand = Hand::keypad(Touch::Codes);
    let mut effects = Vec::new();
    for digit in "048201".chars() {
        effects = hand.touch(Touch::Digit(digit));
    }
    assert_eq!(name_of(&effects), "048201");
    hand.answer(
        &effects,
        IssuedTicket {
            slot: Some("10:00".into()),
            ..ticket()
        },
    );
    assert!(hand.shows_number("012"));
    hand.rest();
    assert!(hand.touch(Touch::Undo).is_empty());
}

#[test]
fn a_mistyped_code_is_typed_again_and_other_refusals_lead_home() {
    let mut hand = Hand::keypad(Touch::Codes);
    let effects = hand.scan("048201");
    hand.refuse(&effects, Refusal::Unknown);
    hand.rest();
    hand.touch(Touch::NoticeAction);
    assert!(matches!(hand.flow.screen, Screen::Keypad { .. }));
    let effects = hand.scan("048201");
    hand.refuse(&effects, Refusal::AppointmentCancelled);
    hand.rest();
    hand.touch(Touch::NoticeAction);
    assert!(hand.home());
}

#[test]
fn nobody_is_offered_what_the_site_does_not_have() {
    let mut hand = Hand::new();
    hand.rest();
    assert!(hand.touch(Touch::UseCard).is_empty() && hand.home());
    let mut site = site();
    site.services[0].takes_appointments = false;
    site.services[0].takes_items = false;
    hand.reply(Reply::Contact(Some(Box::new(site.clone()))));
    assert!(hand.touch(Touch::Codes).is_empty() && hand.home());
    let mut hand = Hand::with_ticket();
    hand.reply(Reply::Contact(Some(Box::new(site))));
    hand.touch(Touch::Bring);
    assert!(hand.shows_number("012"));
}

#[test]
fn a_scanned_link_shows_where_its_ticket_stands() {
    let mut hand = Hand::new();
    let url = format!("http://hub/t/{TOKEN}");
    let effects = hand.scan(&url);
    assert!(matches!(&effects[..], [Effect::Ask(Request::Find { token, .. })] if token == TOKEN));
    hand.found(&effects, Standing::Waiting);
    assert!(hand.shows_number("012"));
    hand.rest();
    assert!(
        hand.touch(Touch::Undo).is_empty(),
        "it may be somebody else's"
    );
    let effects = hand.scan(&url);
    hand.found(&effects, Standing::Served);
    let number = "理012".to_owned();
    let standing = Standing::Served;
    let over = Notice::Over { number, standing };
    assert_eq!(hand.flow.screen, Screen::Notice(over));
}

#[test]
fn an_unserved_ticket_of_an_earlier_day_is_exchanged() {
    let mut hand = Hand::new();
    let effects = hand.scan(&format!("http://hub/t/{TOKEN}"));
    let effects = hand.found(&effects, Standing::Unserved);
    let line = line_of(&effects);
    assert_eq!(line.carried_from.as_deref(), Some(TOKEN));
    assert_eq!(line.service, "haircut");
    hand.answer(&effects, ticket());
    hand.rest();
    assert!(hand.touch(Touch::Undo).is_empty(), "the old one is gone");
}

#[test]
fn a_bare_token_is_a_ticket_or_an_appointment() {
    let mut hand = Hand::new();
    let effects = hand.scan(TOKEN);
    let attempt = attempt_of(&effects);
    let result = Err(Refusal::Unknown);
    let effects = hand.reply(Reply::Found { attempt, result });
    assert_eq!(name_of(&effects), TOKEN);
    let mut hand = Hand::new();
    assert_eq!(name_of(&hand.scan(&format!("/a/{TOKEN}"))), TOKEN);
}

#[test]
fn what_is_no_code_is_said_and_staff_pages_take_none() {
    let mut hand = Hand::new();
    assert!(hand.scan("6901234567892").is_empty());
    assert_eq!(hand.flow.screen, Screen::Notice(Notice::NotUnderstood));
    let mut staff = Hand::staff();
    assert!(staff.scan("048201").is_empty());
    assert_eq!(staff.flow.screen, Screen::Staff(StaffPart::Menu));
}

#[test]
fn a_scan_begins_a_new_visit() {
    let mut hand = Hand::with_ticket();
    hand.scan("048201");
    assert!(hand.flow.visit.is_empty());
}

#[test]
fn a_booking_goes_from_day_to_time_to_its_code() {
    let mut hand = Hand::keypad(Touch::Codes);
    let effects = hand.touch(Touch::Book);
    let today = slots("2026-03-07", &["09:00"]);
    hand.slots(&effects, today.clone());
    let step = BookingStep::Day { today };
    assert!(matches!(&hand.flow.screen, Screen::Booking { step: shown, .. } if *shown == step));
    hand.rest();
    let effects = hand.touch(Touch::Tile("2026-03-08".into()));
    hand.slots(&effects, slots("2026-03-08", &["10:00", "10:30"]));
    hand.rest();
    let effects = hand.touch(Touch::Tile("2026-03-08T10:30:00+08:00".into()));
    let attempt = attempt_of(&effects);
    let chosen = slot("2026-03-08T10:30:00+08:00");
    assert!(matches!(&effects[..], [Effect::Ask(Request::Book { slot, .. })] if *slot == chosen));
    let booked = BookedSlot {
        token: TOKEN.into(),
        url: String::new(),
        service: "haircut".into(),
        code: "048201".into(),
        slot: chosen,
    };
    let result = Ok(booked.clone());
    hand.reply(Reply::Booked { attempt, result });
    assert_eq!(hand.flow.screen, Screen::Booked(booked));
    hand.pass(59_000);
    assert!(!hand.home());
    hand.pass(1100);
    assert!(hand.home());
}

#[test]
fn today_is_offered_while_a_time_is_left_and_every_step_goes_back() {
    let days = |times: &[&str]| slots("2026-03-07", times).days().len();
    assert_eq!((days(&["09:00"]), days(&[])), (3, 2));
    let mut hand = Hand::keypad(Touch::Codes);
    let effects = hand.touch(Touch::Book);
    hand.slots(&effects, slots("2026-03-07", &["09:00"]));
    hand.rest();
    assert!(hand.touch(Touch::Tile("2026-03-07".into())).is_empty());
    assert!(matches!(
        hand.flow.screen,
        Screen::Booking {
            step: BookingStep::Time { .. },
            ..
        }
    ));
    hand.touch(Touch::Back);
    hand.touch(Touch::Back);
    assert!(matches!(hand.flow.screen, Screen::Keypad { .. }));
    hand.touch(Touch::Back);
    assert!(hand.home());
}

#[test]
fn a_place_that_nobody_waits_for_is_given_up() {
    let mut hand = Hand::keypad(Touch::Codes);
    let effects = hand.touch(Touch::Book);
    hand.slots(&effects, slots("2026-03-07", &["09:00"]));
    hand.rest();
    hand.touch(Touch::Tile("2026-03-07".into()));
    hand.rest();
    let attempt = attempt_of(&hand.touch(Touch::Tile("2026-03-07T09:00:00+08:00".into())));
    let effects = hand.pass(45_000);
    assert_eq!(effects, [Effect::Ask(Request::Abandon { attempt })]);
}

#[test]
fn what_was_brought_is_named_on_the_ticket_page() {
    let mut hand = Hand::with_ticket();
    hand.touch(Touch::Bring);
    assert_eq!(hand.flow.screen, Screen::Bring { page: 0 });
    hand.rest();
    let effects = hand.touch(Touch::Tile("kettle".into()));
    assert!(hand.shows_number("012"));
    let attempt = attempt_of(&effects);
    let kind = Some(ItemKind::Kettle);
    hand.reply(Reply::Brought { attempt, kind });
    assert!(matches!(&hand.flow.screen, Screen::Ticket { ticket, .. } if ticket.brings == kind));
    assert_eq!(hand.flow.visit[0].ticket.brings, kind);
}

#[test]
fn a_card_goes_with_the_number_and_is_forgotten_at_home() {
    let mut hand = Hand::keypad(Touch::UseCard);
    assert!(hand.touch(Touch::Enter).is_empty(), "nothing is typed yet");
    for digit in "6222".chars() {
        hand.touch(Touch::Digit(digit));
    }
    hand.touch(Touch::Enter);
    assert!(hand.home());
    assert_ne!(hand.flow.leaving(hand.now), Leaving::Never);
    let effects = hand.card_after_rest("haircut");
    assert_eq!(line_of(&effects).card.as_deref(), Some("6222"));
    hand.refuse(&effects, Refusal::CardUnknown);
    hand.rest();
    let effects = hand.touch(Touch::NoticeAction);
    assert_eq!(line_of(&effects), &Line::of("haircut"));
    assert_eq!(hand.flow.card, None);

    let mut hand = Hand::keypad(Touch::UseCard);
    hand.scan("6222 0011");
    assert_eq!(hand.flow.card.as_deref(), Some("62220011"));
    hand.pass(45_100);
    assert_eq!(hand.flow.card, None);
}
