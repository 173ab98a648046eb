mod slips;
mod visit;

use super::*;
use crate::{
    lang::Both,
    site_now::{LineRule, LinkKind, ServiceNow, ServiceState, Standing, StationNow, WaitRange},
};

/// A screen with a clock that is moved by hand.
struct Hand {
    flow: Flow,
    now: Duration,
}

impl Hand {
    fn new() -> Self {
        Self::with(Settings::default(), None)
    }

    fn with(settings: Settings, first_start: Option<FirstStart>) -> Self {
        let mut hand = Self {
            flow: Flow::new(settings, first_start, 5.9),
            now: Duration::ZERO,
        };
        hand.contact();
        hand
    }

    fn contact(&mut self) {
        let site = Some(Box::new(site()));
        self.flow.step(Input::Reply(Reply::Contact(site)), self.now);
    }

    fn touch(&mut self, touch: Touch) -> Vec<Effect> {
        self.flow.step(Input::Touch(touch), self.now)
    }

    fn card(&mut self, id: &str) -> Vec<Effect> {
        self.touch(Touch::Card(id.into()))
    }

    fn pass(&mut self, millis: u64) -> Vec<Effect> {
        self.now += Duration::from_millis(millis);
        self.flow.step(Input::Tick, self.now)
    }

    fn issued(&mut self, attempt: u64) {
        let reply = Reply::Issued {
            attempt,
            result: Ok(ticket()),
        };
        self.flow.step(Input::Reply(reply), self.now);
    }

    /// With a number on the glass, one second after it came.
    fn with_ticket() -> Self {
        let mut hand = Self::new();
        let attempt = attempt_of(&hand.card("haircut"));
        hand.issued(attempt);
        hand.pass(1000);
        hand
    }

    fn staff() -> Self {
        let mut hand = Self::new();
        for _ in 0..5 {
            hand.touch(Touch::Corner);
        }
        let mut effects = Vec::new();
        for digit in "204817".chars() {
            effects = hand.touch(Touch::Digit(digit));
        }
        let attempt = attempt_of(&effects);
        hand.flow.step(
            Input::Reply(Reply::PinChecked {
                attempt,
                state: None,
            }),
            hand.now,
        );
        assert_eq!(hand.flow.screen, Screen::Staff(StaffPart::Menu));
        hand
    }
}

fn attempt_of(effects: &[Effect]) -> u64 {
    let [Effect::Ask(request)] = effects else {
        panic!("one question expected: {effects:?}")
    };
    match request {
        Request::Issue { attempt, .. }
        | Request::Book { attempt, .. }
        | Request::Abandon { attempt }
        | Request::Find { attempt, .. }
        | Request::Slots { attempt, .. }
        | Request::Bring { attempt, .. }
        | Request::Cancel { attempt, .. }
        | Request::Void { attempt, .. }
        | Request::CheckPin { attempt, .. }
        | Request::Stick { attempt }
        | Request::Link { attempt, .. } => *attempt,
        Request::NameSite { .. } => panic!("no attempt in {request:?}"),
    }
}

fn site() -> SiteNow {
    let service = |id: &str, state| ServiceNow {
        id: id.into(),
        name: Both::new(id, id),
        icon: String::new(),
        accent: 0,
        waiting: 0,
        wait: None,
        stations_open: 1,
        stations_total: 1,
        state,
        rule: LineRule::Arrival,
        takes_appointments: id == "haircut",
        takes_items: id == "haircut",
    };
    SiteNow {
        services: vec![
            service("haircut", ServiceState::Taking),
            service("repair", ServiceState::Full),
        ],
        stations: vec![StationNow {
            id: "1".into(),
            services: vec!["haircut".into()],
        }],
        ..SiteNow::default()
    }
}

fn ticket() -> IssuedTicket {
    IssuedTicket {
        id: "id".into(),
        token: "token".into(),
        url: "http://hub/t/token".into(),
        service: "haircut".into(),
        prefix: "理".into(),
        digits: "012".into(),
        ahead: Some(5),
        wait: Some(WaitRange {
            low_min: 20,
            high_min: 30,
        }),
        in_time: true,
        slot: None,
        brings: None,
        standing: Standing::Waiting,
    }
}

#[test]
fn one_touch_asks_for_a_number_and_shows_it() {
    let mut hand = Hand::new();
    let attempt = attempt_of(&hand.card("haircut"));
    assert!(matches!(hand.flow.screen, Screen::Taking { .. }));
    hand.issued(attempt);
    assert!(matches!(&hand.flow.screen, Screen::Ticket { ticket, .. } if ticket.digits == "012"));
}

#[test]
fn a_double_tap_asks_once() {
    let mut hand = Hand::new();
    assert_eq!(hand.card("haircut").len(), 1);
    for _ in 0..7 {
        hand.pass(100);
        assert!(hand.card("haircut").is_empty());
        assert!(hand.touch(Touch::Done).is_empty());
    }
}

#[test]
fn a_bounce_does_not_press_what_appears_under_the_finger() {
    let mut hand = Hand::new();
    let attempt = attempt_of(&hand.card("haircut"));
    hand.issued(attempt);
    hand.pass(300);
    assert!(hand.touch(Touch::Undo).is_empty());
    assert!(hand.touch(Touch::Done).is_empty());
    assert!(matches!(hand.flow.screen, Screen::Ticket { .. }));
    hand.pass(600);
    hand.touch(Touch::Done);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
    // The same finger bounces on the card that appeared.
    hand.pass(300);
    assert!(hand.card("haircut").is_empty());
    hand.pass(600);
    assert_eq!(hand.card("haircut").len(), 1);
}

#[test]
fn the_code_of_the_network_comes_and_goes_without_pressing_what_lies_beneath() {
    let mut hand = Hand::new();
    let attempt = attempt_of(&hand.card("haircut"));
    hand.issued(attempt);
    let is_open = |hand: &Hand| matches!(hand.flow.screen, Screen::Ticket { wifi: true, .. });
    for open in [true, false] {
        hand.pass(900);
        hand.touch(Touch::Wifi);
        assert_eq!(is_open(&hand), open);
        hand.pass(300);
        hand.touch(Touch::Wifi);
        hand.touch(Touch::Done);
        assert_eq!(is_open(&hand), open);
    }
    assert!(matches!(hand.flow.screen, Screen::Ticket { .. }));
}

#[test]
fn an_answer_for_a_page_that_is_gone_is_dropped() {
    let mut hand = Hand::new();
    let attempt = attempt_of(&hand.card("haircut"));
    hand.pass(6000);
    let effects = hand.touch(Touch::NoticeAction);
    assert_eq!(effects, [Effect::Ask(Request::Abandon { attempt })]);
    hand.issued(attempt);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn a_service_that_gives_no_numbers_says_why_and_asks_nobody() {
    let mut hand = Hand::new();
    assert!(hand.card("repair").is_empty());
    assert_eq!(
        hand.flow.screen,
        Screen::Notice(Notice::NotTaking {
            service: "repair".into()
        })
    );
}

#[test]
fn a_refusal_becomes_a_sentence() {
    let mut hand = Hand::new();
    let attempt = attempt_of(&hand.card("haircut"));
    let reply = Reply::Issued {
        attempt,
        result: Err(Refusal::Full),
    };
    hand.flow.step(Input::Reply(reply), hand.now);
    assert!(matches!(
        hand.flow.screen,
        Screen::Notice(Notice::Refused {
            refusal: Refusal::Full,
            ..
        })
    ));
}

#[test]
fn a_number_can_be_handed_back_for_fifteen_seconds() {
    let mut hand = Hand::with_ticket();
    let attempt = attempt_of(&hand.touch(Touch::Undo));
    assert!(hand.touch(Touch::Undo).is_empty(), "once is enough");
    hand.flow.step(
        Input::Reply(Reply::Cancelled {
            attempt,
            done: true,
        }),
        hand.now,
    );
    assert_eq!(
        hand.flow.screen,
        Screen::Notice(Notice::Cancelled {
            number: "理012".into()
        })
    );

    let mut late = Hand::with_ticket();
    late.pass(14_500);
    assert!(late.touch(Touch::Undo).is_empty());
}

#[test]
fn a_cancel_that_fails_is_said() {
    let mut hand = Hand::with_ticket();
    let attempt = attempt_of(&hand.touch(Touch::Undo));
    hand.flow.step(
        Input::Reply(Reply::Cancelled {
            attempt,
            done: false,
        }),
        hand.now,
    );
    assert_eq!(
        hand.flow.screen,
        Screen::Notice(Notice::NotCancelled {
            number: "理012".into()
        })
    );
}

#[test]
fn the_number_stays_for_a_minute_and_any_touch_prolongs_it() {
    let mut hand = Hand::with_ticket();
    hand.pass(48_900);
    assert!(matches!(
        hand.flow.leaving(hand.now),
        Leaving::Later { seconds: 11, .. }
    ));
    hand.pass(1000);
    assert!(matches!(hand.flow.leaving(hand.now), Leaving::Soon { .. }));
    hand.touch(Touch::Anywhere);
    hand.pass(59_900);
    assert!(matches!(hand.flow.screen, Screen::Ticket { .. }));
    hand.pass(200);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn wishes_end_with_the_visit() {
    let mut hand = Hand::new();
    hand.touch(Touch::Language);
    hand.touch(Touch::LargeText);
    hand.touch(Touch::LowPosition);
    let wished = Wishes {
        lang: Lang::En,
        large_text: true,
        low_position: true,
    };
    assert_eq!(hand.flow.wishes, wished);
    hand.pass(44_000);
    assert_eq!(hand.flow.wishes, wished);
    hand.pass(1100);
    assert_eq!(hand.flow.wishes, usual(&hand.flow.settings));
}

#[test]
fn an_untouched_idle_screen_never_leaves() {
    let mut hand = Hand::new();
    hand.pass(3_600_000);
    assert_eq!(hand.flow.leaving(hand.now), Leaving::Never);
}

#[test]
fn a_silent_hub_is_gone_within_five_seconds_and_back_at_once() {
    let mut hand = Hand::new();
    hand.pass(4400);
    assert!(!hand.flow.is_hub_gone(hand.now));
    hand.pass(100);
    assert!(hand.flow.is_hub_gone(hand.now));
    hand.contact();
    assert!(!hand.flow.is_hub_gone(hand.now));
}

#[test]
fn a_hub_that_knows_the_kiosk_no_more_is_told_apart_from_one_that_is_gone() {
    let mut hand = Hand::new();
    hand.flow.step(Input::Reply(Reply::Unpaired), hand.now);
    assert!(hand.flow.is_unpaired());
    hand.contact();
    assert!(!hand.flow.is_unpaired());
}

#[test]
fn a_page_that_vanished_with_its_services_is_left() {
    let mut hand = Hand::new();
    hand.touch(Touch::More);
    hand.pass(1000);
    hand.touch(Touch::More);
    hand.contact();
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn a_wrong_pin_is_said_and_typed_again() {
    let mut hand = Hand::new();
    for _ in 0..5 {
        hand.touch(Touch::Corner);
    }
    let mut effects = Vec::new();
    for digit in "000000".chars() {
        effects = hand.touch(Touch::Digit(digit));
    }
    let attempt = attempt_of(&effects);
    let state = Some(PinState::Wrong);
    hand.flow
        .step(Input::Reply(Reply::PinChecked { attempt, state }), hand.now);
    assert_eq!(
        hand.flow.screen,
        Screen::Pin {
            typed: String::new(),
            state: PinState::Wrong
        }
    );
    hand.touch(Touch::Digit('1'));
    hand.touch(Touch::Digit('x'));
    assert_eq!(
        hand.flow.screen,
        Screen::Pin {
            typed: "1".into(),
            state: PinState::Typing
        }
    );
    hand.touch(Touch::Erase);
    hand.touch(Touch::Back);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn nobody_reaches_the_staff_page_without_the_pin() {
    let mut hand = Hand::new();
    for choice in [
        StaffChoice::Exit,
        StaffChoice::Link(LinkKind::Dashboard),
        StaffChoice::Ruler,
    ] {
        assert!(hand.touch(Touch::Staff(choice)).is_empty());
        assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
    }
    hand.flow.step(
        Input::Reply(Reply::PinChecked {
            attempt: 0,
            state: None,
        }),
        hand.now,
    );
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn what_was_written_down_goes_to_a_stick_and_an_old_answer_changes_nothing() {
    let mut hand = Hand::staff();
    let attempt = attempt_of(&hand.touch(Touch::Staff(StaffChoice::Stick)));
    let on_stick = |attempt, entries| {
        let file = "paihao-018f3c5e.jsonl".into();
        let result = Ok(OnStick { file, entries });
        Input::Reply(Reply::OnStick { attempt, result })
    };
    let part = |done| Screen::Staff(StaffPart::Stick { done });
    hand.flow.step(on_stick(attempt + 1, 1), hand.now);
    assert_eq!(hand.flow.screen, part(None));
    hand.flow.step(on_stick(attempt, 12), hand.now);
    let file = "paihao-018f3c5e.jsonl".into();
    let expected = part(Some(Ok(OnStick { file, entries: 12 })));
    assert_eq!(hand.flow.screen, expected);
    hand.touch(Touch::Back);
    assert_eq!(hand.flow.screen, Screen::Staff(StaffPart::Menu));
}

#[test]
fn the_staff_page_gives_links_and_keeps_settings() {
    let mut hand = Hand::staff();
    hand.touch(Touch::Staff(StaffChoice::DeskLinks));
    let kind = LinkKind::Desk {
        station: Some("1".into()),
    };
    let attempt = attempt_of(&hand.touch(Touch::Staff(StaffChoice::Link(kind.clone()))));
    let answer = LinkAnswer::Url("http://hub/l/1".into());
    hand.flow.step(
        Input::Reply(Reply::Linked {
            attempt,
            answer: answer.clone(),
        }),
        hand.now,
    );
    assert_eq!(
        hand.flow.screen,
        Screen::Staff(StaffPart::Link {
            kind,
            answer: Some(answer)
        })
    );
    hand.touch(Touch::Back);
    assert_eq!(
        hand.touch(Touch::Staff(StaffChoice::DefaultLanguage)),
        [Effect::SaveSettings]
    );
    assert_eq!(hand.flow.wishes.lang, Lang::En);
    assert_eq!(
        hand.touch(Touch::Staff(StaffChoice::DefaultLowPosition)),
        [Effect::SaveSettings]
    );
    assert_eq!(
        hand.touch(Touch::Staff(StaffChoice::Sunlight)),
        [Effect::SaveSettings]
    );
    assert!(hand.flow.settings.sunlight);
    assert_eq!(hand.touch(Touch::Staff(StaffChoice::Exit)), [Effect::Quit]);
    hand.touch(Touch::Back);
    assert_eq!(hand.flow.wishes, usual(&hand.flow.settings));
    assert!(hand.flow.wishes.low_position);
}

#[test]
fn the_staff_page_closes_by_itself() {
    let mut hand = Hand::staff();
    hand.pass(45_000);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn a_fresh_machine_is_walked_through_once() {
    let first = FirstStart {
        pin: "204817".into(),
        links: Vec::new(),
    };
    let mut hand = Hand::with(Settings::default(), Some(first.clone()));
    assert!(matches!(
        hand.flow.screen,
        Screen::FirstRun {
            step: FirstRunStep::Language,
            ..
        }
    ));
    assert_eq!(
        hand.touch(Touch::FirstLanguage(Lang::En)),
        [Effect::SaveSettings]
    );
    hand.touch(Touch::FirstNext);
    assert_eq!(
        hand.touch(Touch::Ruler { larger: true }),
        [Effect::SaveSettings]
    );
    assert!(hand.flow.px_per_mm() > 5.9);
    hand.touch(Touch::FirstNext);
    hand.touch(Touch::SiteName("  Our square ".into()));
    let effects = hand.touch(Touch::FirstNext);
    let name = "Our square".to_owned();
    assert_eq!(
        effects,
        [Effect::Ask(Request::NameSite {
            lang: Lang::En,
            name
        })]
    );
    hand.pass(3_600_000);
    assert!(matches!(
        hand.flow.screen,
        Screen::FirstRun {
            step: FirstRunStep::Codes,
            ..
        }
    ));
    assert_eq!(hand.touch(Touch::FirstNext), [Effect::SaveSettings]);
    assert_eq!(hand.flow.screen, Screen::Services { page: 0 });
    assert!(hand.flow.first_start.is_none(), "the PIN is shown once");
    let again = Hand::with(hand.flow.settings.clone(), Some(first));
    assert_eq!(again.flow.screen, Screen::Services { page: 0 });
}

#[test]
fn an_unchanged_or_empty_name_is_not_sent() {
    for name in ["", "   "] {
        let mut hand = Hand::with(Settings::default(), Some(FirstStart::default()));
        hand.touch(Touch::FirstNext);
        hand.touch(Touch::FirstNext);
        hand.touch(Touch::SiteName(name.into()));
        assert!(hand.touch(Touch::FirstNext).is_empty());
    }
}
