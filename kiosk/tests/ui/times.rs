//! What happens when: feedback, bounces, countdowns and what is left behind, by a clock that is
//! moved by hand.

use std::time::Duration;

use paihao_kiosk::{flow::Reply, lang::Lang, settings::Settings, site_now::Refusal, view};
use slint::{
    ComponentHandle, LogicalPosition,
    platform::{PointerEventButton, WindowEvent},
};

use crate::{
    harness::{Bench, GLASSES, Glass},
    made_up::{site, site_with_all},
    sheet::{Figure, Measured},
};

/// The window looks at the clock so often, s.
const TICK: f32 = 0.2;
const SMALL: Glass = GLASSES[0];

fn with_all() -> Bench {
    let settings = Settings {
        cards: true,
        ..Settings::default()
    };
    Bench::with(SMALL, settings, None, site_with_all(4))
}

/// A page of the walk and how a visitor gets there from the idle screen.
type Way = (&'static str, fn(&Bench));

/// Pages that a visitor is on the way through.
const INNER: &[Way] = &[
    ("other language", |bench| bench.then("English")),
    ("refused", |bench| {
        bench.then("理发");
        bench.refuse_issue(Refusal::Full);
    }),
    ("the other services", |bench| {
        bench.take("理发");
        bench.then("也要");
    }),
    ("things", |bench| {
        bench.take("小家电维修");
        bench.then("带来了什么");
    }),
    ("handed back", |bench| {
        bench.take("理发");
        bench.then("不要了");
        bench.answer_cancel(true);
    }),
    ("code", |bench| {
        bench.then("预约签到");
        bench.touch("4");
    }),
    ("card", |bench| {
        bench.then("便民卡");
        bench.touch("6");
    }),
    ("services with a card", |bench| {
        bench.then("便民卡");
        bench.touch("6");
        bench.then("好了");
    }),
    ("days", |bench| {
        bench.then("预约签到");
        bench.then("我要预约");
        bench.then("理发");
        bench.answer_slots();
    }),
    ("not understood", |bench| {
        bench.jump(Duration::from_secs(1));
        bench.scan("6901234567892");
    }),
    ("taking", |bench| bench.then("理发")),
    ("PIN", Bench::tap_the_corner),
    ("staff", Bench::enter_staff),
    ("ruler", |bench| {
        bench.enter_staff();
        bench.then("屏幕大小");
    }),
];

/// Pages whose number has to be photographed or remembered.
const RESULTS: &[Way] = &[
    ("ticket", |bench| bench.take("理发")),
    ("booked", |bench| {
        bench.then("预约签到");
        bench.then("我要预约");
        bench.then("理发");
        bench.answer_slots();
        bench.then("3月8日");
        bench.answer_slots();
        bench.then("10:00");
        bench.answer_book();
    }),
];

/// Seconds of silence until `is_there`, which is waited for a long time.
fn secs_until(bench: &Bench, is_there: impl Fn(&Bench) -> bool) -> f32 {
    let began = bench.world.now.get();
    for _ in 0..1000 {
        bench.jump(Duration::from_secs_f32(TICK));
        if is_there(bench) {
            break;
        }
    }
    bench.world.now.get().saturating_sub(began).as_secs_f32()
}

fn is_home(bench: &Bench, fresh: &view::View) -> bool {
    bench.shown() == *fresh
}

/// Rule 10 and 11: pages that nobody touches go home, say so before, and leave nothing.
static IDLE: Measured = Measured::by(|| {
    let mut inner_least = Figure::at_least(10, "an inner page stays", 45.0, "s").rounded_by(TICK);
    let mut inner_most = Figure::at_most(10, "an inner page stays", 45.0, "s").rounded_by(TICK);
    let mut result =
        Figure::at_least(10, "a number without paper stays", 60.0, "s").rounded_by(TICK);
    let mut seen =
        Figure::at_least(10, "countdown before an inner page goes", 10.0, "s").rounded_by(TICK);
    let mut stopped =
        Figure::at_least(10, "an inner page stays after a touch", 45.0, "s").rounded_by(TICK);
    let mut left = Figure::at_most(11, "left of a visitor after going home", 0.0, "things");
    let fresh = with_all();
    fresh.jump(Duration::from_secs(1));
    let fresh_texts: Vec<_> = labels(&fresh);
    for (name, way) in INNER {
        let bench = with_all();
        way(&bench);
        let until_said = secs_until(&bench, |bench| bench.shown().frame.leaving.is_some());
        let until_home = secs_until(&bench, |bench| is_home(bench, &fresh.shown()));
        inner_least.see(until_said + until_home, name);
        inner_most.see(until_said + until_home, name);
        seen.see(until_home, name);
        let texts = labels(&bench);
        let other = texts
            .iter()
            .filter(|text| !fresh_texts.contains(text))
            .count();
        left.see(other as f32, name);
        let bench = with_all();
        way(&bench);
        secs_until(&bench, |bench| bench.shown().frame.leaving.is_some());
        bench.touch_at(100.0, 30.0);
        assert!(bench.shown().frame.leaving.is_none(), "{name} still counts");
        stopped.see(
            secs_until(&bench, |bench| is_home(bench, &fresh.shown())),
            name,
        );
    }
    for (name, way) in RESULTS {
        let bench = with_all();
        way(&bench);
        let before = bench.world.now.get();
        let until_home = secs_until(&bench, |bench| is_home(bench, &fresh.shown()));
        // `take` lets a second pass after the number is there.
        let passed = if *name == "ticket" { 1.0 } else { 0.0 };
        assert!(before > Duration::ZERO);
        result.see(until_home + passed, name);
        let texts = labels(&bench);
        let other = texts
            .iter()
            .filter(|text| !fresh_texts.contains(text))
            .count();
        left.see(other as f32, name);
    }
    vec![inner_least, inner_most, seen, stopped, result, left]
});

fn labels(bench: &Bench) -> Vec<String> {
    bench.texts().into_iter().map(|text| text.label).collect()
}

/// Rule 9: how long a fresh number can be handed back.
static HAND_BACK: Measured = Measured::by(|| {
    let mut least = Figure::at_least(9, "不要了 is offered for", 15.0, "s").rounded_by(TICK);
    let mut most = Figure::at_most(9, "不要了 is offered for", 15.0, "s").rounded_by(TICK);
    for glass in GLASSES {
        let bench = Bench::new(glass);
        bench.jump(Duration::from_secs(1));
        bench.touch("理发");
        bench.answer_issue();
        let secs = secs_until(&bench, |bench| !bench.has("不要了"));
        least.see(secs, glass.name);
        most.see(secs, glass.name);
    }
    vec![least, most]
});

/// Rule 8: the second touch of the same finger.
static BOUNCE: Measured = Measured::by(|| {
    let mut tickets = Figure::at_most(8, "numbers of a double tap within 800 ms", 1.0, "numbers");
    for glass in [GLASSES[0], GLASSES[5]] {
        for millis in [0, 50, 150, 300, 500, 650, 790] {
            for answered in [false, true] {
                let bench = Bench::new(glass);
                let card = bench.target("理发");
                let middle = (card.x + card.width / 2.0, card.y + card.height / 2.0);
                bench.jump(Duration::from_secs(1));
                bench.touch_at(middle.0, middle.1);
                if answered {
                    bench.answer_issue();
                }
                bench.jump(Duration::from_millis(millis));
                bench.touch_at(middle.0, middle.1);
                let place = format!("{} after {millis} ms, answered {answered}", glass.name);
                tickets.see(bench.issues() as f32, &place);
            }
        }
    }
    vec![tickets]
});

/// Rule 7: what is seen of a finger before it is lifted.
static FEEDBACK: Measured = Measured::by(|| {
    let mut millis = Figure::at_most(7, "until a press is seen", 100.0, "ms");
    let ways: &[Way] = &[
        ("services", |_| {}),
        ("ticket", |bench| bench.take("小家电维修")),
        ("keypad", |bench| bench.then("预约签到")),
        ("things", |bench| {
            bench.take("小家电维修");
            bench.then("带来了什么");
        }),
        ("staff", Bench::enter_staff),
    ];
    for (name, way) in ways {
        let bench = with_all();
        way(&bench);
        for target in bench.targets() {
            let at = (
                target.x + target.width / 2.0,
                target.y + target.height / 2.0,
            );
            let place = format!("{name} · {}", target.label);
            millis.see(millis_until_seen(&bench, at), &place);
        }
    }
    vec![millis]
});

fn millis_until_seen(bench: &Bench, (x, y): (f32, f32)) -> f32 {
    let mm = bench.glass.px_per_mm;
    let position = LogicalPosition::new(x * mm, y * mm);
    let window = bench.kiosk.app().window();
    let button = PointerEventButton::Left;
    let before = bench.picture();
    window.dispatch_event(WindowEvent::PointerPressed { position, button });
    let mut waited = 0.0;
    while bench.picture().pixels == before.pixels && waited < 1000.0 {
        i_slint_backend_testing::mock_elapsed_time(Duration::from_millis(20));
        waited += 20.0;
    }
    // Lifted elsewhere: nothing is meant by it.
    let position = LogicalPosition::new(-1.0, -1.0);
    window.dispatch_event(WindowEvent::PointerMoved { position });
    window.dispatch_event(WindowEvent::PointerReleased { position, button });
    window.dispatch_event(WindowEvent::PointerExited);
    waited
}

/// Rule 21: a hub that is gone.
static GONE: Measured = Measured::by(|| {
    let mut said = Figure::at_most(21, "until a silent hub is said in words", 5.0, "s");
    let mut back = Figure::at_most(21, "until its return is seen", 0.2, "s");
    for glass in GLASSES {
        for is_taking in [false, true] {
            let bench = Bench::new(glass);
            if is_taking {
                bench.touch("理发");
            }
            let began = bench.world.now.get();
            while !bench.says("暂时连不上")
                && bench.world.now.get() < began + Duration::from_secs(9)
            {
                bench.pass_silently(Duration::from_secs_f32(TICK));
            }
            let place = format!("{}, taking {is_taking}", glass.name);
            said.see(
                bench.world.now.get().saturating_sub(began).as_secs_f32(),
                &place,
            );
            let began = bench.world.now.get();
            if is_taking {
                bench.answer_issue();
            } else {
                bench.reply(Reply::Contact(None));
            }
            while bench.says("暂时连不上") && bench.world.now.get() < began + Duration::from_secs(9)
            {
                bench.pass(Duration::from_secs_f32(TICK));
            }
            back.see(
                bench.world.now.get().saturating_sub(began).as_secs_f32(),
                &place,
            );
        }
    }
    vec![said, back]
});

/// Rule 6: how many touches lie before a number, and rule 14: what the switches do.
static TOUCHES: Measured = Measured::by(|| {
    let mut touches = Figure::at_most(6, "touches to any of up to four services", 2.0, "touches");
    let mut many = Figure::at_most(6, "touches to any of six or eight services", 4.0, "touches");
    let mut first = Figure::at_most(6, "touches to one of two services", 1.0, "touches");
    let mut larger =
        Figure::at_least(14, "large text against usual", 1.3, "times").rounded_by(0.02);
    for glass in GLASSES {
        for lang in [Lang::Zh, Lang::En] {
            for services in [2, 4, 6, 8] {
                let bench = Bench::with_services(glass, services);
                bench.set_wishes(lang, false);
                let place = format!("{} {lang:?} {services} services", glass.name);
                let needed = touches_to_the_last(&bench, lang, services);
                if services > 4 {
                    many.see(needed, &place);
                } else {
                    touches.see(needed, &place);
                }
                if services == 2 {
                    first.see(needed, &place);
                }
            }
            let bench = Bench::new(glass);
            bench.set_wishes(lang, false);
            let before = height_of_the_clock(&bench);
            bench.touch(lang.pick("大字", "Larger"));
            larger.see(height_of_the_clock(&bench) / before, glass.name);
        }
    }
    vec![touches, many, first, larger]
});

fn touches_to_the_last(bench: &Bench, lang: Lang, services: usize) -> f32 {
    let mut seen = 0;
    let mut touches = 1.0;
    loop {
        let view::Page::Services(page) = bench.shown().page else {
            panic!("these are not the services")
        };
        seen += page.cards.len();
        if seen >= services {
            return touches;
        }
        bench.jump(Duration::from_secs(1));
        bench.touch(lang.pick("更多服务", "More"));
        touches += 1.0;
    }
}

fn height_of_the_clock(bench: &Bench) -> f32 {
    let texts = bench.texts();
    let clock = texts.iter().find(|text| text.label == "9:05");
    clock.map(|text| text.height).unwrap()
}

/// All of this file, for the sheet.
pub static ALL: [&Measured; 6] = [&TOUCHES, &FEEDBACK, &BOUNCE, &HAND_BACK, &IDLE, &GONE];

#[test]
fn pages_that_nobody_touches_go_home_and_leave_nothing() {
    IDLE.holds();
}

#[test]
fn a_number_is_handed_back_for_fifteen_seconds_on_every_glass() {
    HAND_BACK.holds();
}

#[test]
fn a_bounce_of_the_finger_gives_no_second_number() {
    BOUNCE.holds();
}

#[test]
fn a_press_is_seen_at_once() {
    FEEDBACK.holds();
}

#[test]
fn a_silent_hub_is_said_in_time_and_its_return_is_seen() {
    GONE.holds();
}

#[test]
fn a_number_is_one_touch_away_or_two() {
    TOUCHES.holds();
}

#[test]
fn a_number_of_one_site_is_not_the_page_of_another() {
    let bench = Bench::with_services(SMALL, 2);
    bench.take("理发");
    bench.reply(Reply::Contact(Some(Box::new(site(1)))));
    assert!(bench.says("012"), "news of the site take no number away");
}
