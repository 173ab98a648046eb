//! Slips: printed once, told truthfully, and in the hands of staff.

use paper::{JobId, News, State};

use super::*;

const WITH_SLIP: u64 = 30_000;
const WITHOUT: u64 = 60_000;

/// A screen with a printer.
fn with_printer() -> Hand {
    let mut hand = Hand::new();
    hand.flow =
        std::mem::replace(&mut hand.flow, Flow::new(Settings::default(), None, 5.9)).with_printer();
    hand.news(News::Printer(State::Ready));
    hand
}

impl Hand {
    fn news(&mut self, news: News) {
        let effects = self.flow.step(Input::Paper(news), self.now);
        assert!(effects.is_empty(), "{effects:?}");
    }

    /// Takes a number; answers what is done about paper.
    fn take(&mut self) -> Vec<Effect> {
        self.pass(1000);
        let attempt = attempt_of(&self.card("haircut"));
        let result = Ok(ticket());
        let effects = self
            .flow
            .step(Input::Reply(Reply::Issued { attempt, result }), self.now);
        self.pass(1000);
        effects
    }

    fn paper(&self) -> Paper {
        self.flow.paper_of(&ticket().token)
    }

    fn is_home(&self) -> bool {
        self.flow.screen == Screen::Services { page: 0 }
    }

    fn enter_staff(&mut self) {
        self.touch(Touch::Done);
        self.pass(1000);
        for _ in 0..5 {
            self.touch(Touch::Corner);
        }
        let mut effects = Vec::new();
        for digit in "204817".chars() {
            effects = self.touch(Touch::Digit(digit));
        }
        let attempt = attempt_of(&effects);
        let reply = Reply::PinChecked {
            attempt,
            state: None,
        };
        self.flow.step(Input::Reply(reply), self.now);
        self.pass(1000);
    }
}

fn printed(effects: &[Effect]) -> (JobId, &Printed, Option<Duration>) {
    let [Effect::Print { id, what, of_use }] = effects else {
        panic!("one slip expected: {effects:?}")
    };
    (*id, what, *of_use)
}

#[test]
fn without_a_printer_nothing_is_printed_and_the_number_stays() {
    let mut hand = Hand::new();
    assert_eq!(hand.take(), []);
    assert_eq!(hand.paper(), Paper::None);
    hand.pass(WITHOUT - 2000);
    assert!(!hand.is_home());
    hand.pass(2000);
    assert!(hand.is_home());
}

#[test]
fn a_number_is_printed_once_it_is_durable_and_its_page_leaves_sooner() {
    let mut hand = with_printer();
    let effects = hand.take();
    let (id, what, of_use) = printed(&effects);
    assert_eq!(what, &Printed::Ticket(Box::new(ticket()), Lang::Zh));
    assert_eq!(of_use, Some(Duration::from_mins(1)));
    assert_eq!(hand.paper(), Paper::Coming);
    hand.news(News::Printed(id));
    assert_eq!(hand.paper(), Paper::Came);
    hand.pass(WITH_SLIP - 1000);
    assert!(!hand.is_home());
    hand.pass(1000);
    assert!(hand.is_home());
}

#[test]
fn a_slip_that_does_not_come_leaves_the_number_for_a_minute() {
    for (news, state) in [
        (News::Waiting as fn(JobId, State) -> News, State::PaperOut),
        (News::Waiting, State::Unreachable),
        (News::Unsure, State::CutterStuck),
        (|id, _| News::GivenUp(id), State::Offline),
    ] {
        let mut hand = with_printer();
        let (id, ..) = printed(&hand.take());
        hand.news(news(id, state));
        hand.news(News::Printer(state));
        assert_eq!(hand.paper(), Paper::None, "{state:?}");
        assert_eq!(hand.flow.printer(), Some(state));
        hand.pass(WITHOUT - 2000);
        assert!(!hand.is_home(), "{state:?}");
        hand.pass(2000);
        assert!(hand.is_home(), "{state:?}");
    }
}

#[test]
fn the_last_slip_of_a_roll_is_not_relied_on() {
    let mut hand = with_printer();
    let (id, ..) = printed(&hand.take());
    hand.news(News::Printed(id));
    hand.news(News::Printer(State::PaperLow));
    assert_eq!(hand.paper(), Paper::None);
    hand.pass(WITHOUT - 2000);
    assert!(!hand.is_home());
}

#[test]
fn a_new_roll_brings_the_slip_while_its_number_is_shown() {
    let mut hand = with_printer();
    let (id, ..) = printed(&hand.take());
    hand.news(News::Waiting(id, State::PaperOut));
    hand.pass(40_000);
    hand.news(News::Printed(id));
    assert_eq!(hand.paper(), Paper::Came);
    // There is time to take it.
    hand.pass(WITH_SLIP - 1000);
    assert!(!hand.is_home());
    hand.pass(1000);
    assert!(hand.is_home());
}

#[test]
fn news_of_an_earlier_visitor_says_nothing_of_this_one() {
    let mut hand = with_printer();
    let (earlier, ..) = printed(&hand.take());
    hand.touch(Touch::Done);
    let (id, ..) = printed(&hand.take());
    assert_ne!(earlier, id);
    hand.news(News::Printed(earlier));
    assert_eq!(hand.paper(), Paper::Coming);
    hand.news(News::Waiting(id, State::PaperOut));
    assert_eq!(hand.paper(), Paper::None);
}

#[test]
fn a_number_that_is_not_wanted_is_not_printed_any_more() {
    let mut hand = with_printer();
    let (id, ..) = printed(&hand.take());
    hand.news(News::Waiting(id, State::PaperOut));
    let attempt = attempt_of(&hand.touch(Touch::Undo));
    let reply = Reply::Cancelled {
        attempt,
        done: true,
    };
    let effects = hand.flow.step(Input::Reply(reply), hand.now);
    assert_eq!(effects, [Effect::Withdraw(id)]);
    assert_eq!(hand.flow.last_slip(), None);
}

#[test]
fn staff_prints_the_last_slip_again_with_one_touch() {
    let mut hand = with_printer();
    let (first, ..) = printed(&hand.take());
    hand.enter_staff();
    let effects = hand.touch(Touch::Staff(StaffChoice::Reprint));
    let (id, what, of_use) = printed(&effects);
    assert_eq!((what, of_use), (&Printed::Again, None));
    assert_ne!(id, first);
    let effects = hand.touch(Touch::Staff(StaffChoice::TestPage));
    assert_eq!(printed(&effects).1, &Printed::Test);
}

#[test]
fn staff_prints_nothing_where_nothing_is_to_print() {
    let mut hand = with_printer();
    hand.enter_staff();
    assert_eq!(hand.touch(Touch::Staff(StaffChoice::Reprint)), []);
    assert_eq!(hand.touch(Touch::Staff(StaffChoice::Void)), []);
    let mut hand = Hand::staff();
    assert_eq!(hand.touch(Touch::Staff(StaffChoice::TestPage)), []);
}

#[test]
fn staff_voids_the_last_number_with_one_touch() {
    for done in [true, false] {
        let mut hand = with_printer();
        hand.take();
        hand.enter_staff();
        let effects = hand.touch(Touch::Staff(StaffChoice::Void));
        let attempt = attempt_of(&effects);
        let asked = Request::Void {
            attempt,
            token: ticket().token,
        };
        assert_eq!(effects, [Effect::Ask(asked)]);
        let reply = Reply::Cancelled { attempt, done };
        hand.flow.step(Input::Reply(reply), hand.now);
        let number = ticket().number();
        assert_eq!(
            hand.flow.screen,
            Screen::Staff(StaffPart::Void {
                number,
                done: Some(done)
            })
        );
        assert_eq!(hand.flow.last_slip().is_none(), done);
    }
}
