//! Rule 17: colour never alone. Every state is drawn, turned to grey, and compared with its
//! neighbours: what tells them apart stands in this list and must be seen without colour.

use std::time::Duration;

use paihao_kiosk::{
    flow::Reply,
    settings::Settings,
    site_now::{IssuedTicket, Refusal, ServiceState, SiteNow, Standing},
};

use crate::{
    harness::{Bench, GLASSES, Picture},
    made_up::{site, site_with_all, ticket},
    sheet::{Figure, Measured},
};

/// A difference that an eye sees in grey, of 256.
const SEEN: i32 = 48;
/// Less is a speck: most of a station's dot at 10.1″, the smallest sign that says something.
const LEAST: f32 = 150.0;

fn alone(state: ServiceState) -> SiteNow {
    let mut site = site(1);
    site.services[0].state = state;
    site
}

fn idle(site: SiteNow) -> Picture {
    Bench::with(GLASSES[0], Settings::default(), None, site).picture()
}

fn ticket_page(change: impl FnOnce(&mut IssuedTicket)) -> Picture {
    let bench = Bench::new(GLASSES[0]);
    bench.jump(Duration::from_secs(1));
    bench.touch("理发");
    let mut issued = ticket("haircut");
    change(&mut issued);
    bench.answer_issue_with(issued);
    bench.jump(Duration::from_secs(1));
    bench.picture()
}

fn after(way: impl FnOnce(&Bench)) -> Picture {
    let settings = Settings {
        cards: true,
        ..Settings::default()
    };
    let bench = Bench::with(GLASSES[0], settings, None, site_with_all(2));
    way(&bench);
    bench.picture()
}

/// What a service can be.
fn services() -> Vec<(&'static str, Picture)> {
    let from = "9:30".to_owned();
    let mut with_fewer_open = site(1);
    with_fewer_open.services[0].stations_open = 1;
    let mut without_open = site(1);
    without_open.services[0].stations_open = 0;
    vec![
        ("taking: dots, people ahead, minutes", idle(site(1))),
        ("one station fewer: a ring for a dot", idle(with_fewer_open)),
        ("no station open: words", idle(without_open)),
        (
            "at risk: words in the place of minutes",
            idle(alone(ServiceState::AtRisk)),
        ),
        (
            "not yet: a time",
            idle(alone(ServiceState::NotYet { from })),
        ),
        ("ended: words", idle(alone(ServiceState::Ended))),
        ("stopped: words", idle(alone(ServiceState::Stopped))),
        ("full: words", idle(alone(ServiceState::Full))),
        ("unlikely: words", idle(alone(ServiceState::Unlikely))),
        ("hub gone: a banner with a sign", after_silence()),
    ]
}

fn after_silence() -> Picture {
    let bench = Bench::with(GLASSES[0], Settings::default(), None, site(1));
    bench.pass_silently(Duration::from_secs(6));
    bench.picture()
}

/// What a number can be.
fn numbers() -> Vec<(&'static str, Picture)> {
    let standing = |standing| ticket_page(|ticket| ticket.standing = standing);
    let station = Some("3".to_owned());
    vec![
        ("waiting: people ahead and minutes", ticket_page(|_| {})),
        (
            "next: other words",
            ticket_page(|ticket| ticket.ahead = Some(0)),
        ),
        (
            "at risk: a sentence more",
            ticket_page(|ticket| ticket.in_time = false),
        ),
        (
            "checked in: a sentence more",
            ticket_page(|ticket| ticket.slot = Some("10:00".into())),
        ),
        ("called: words", standing(Standing::Called { station })),
        ("being served: words", standing(Standing::Serving)),
        ("on hold: words", standing(Standing::OnHold)),
    ]
}

/// What a control can be.
fn controls() -> Vec<(&'static str, Picture)> {
    vec![
        ("usual text: 大字", after(|_| {})),
        (
            "large text: 标准字, and larger",
            after(|bench| bench.touch("大字")),
        ),
        (
            "low position: 高位, and lower",
            after(|bench| bench.touch("低位")),
        ),
        (
            "nothing typed: no card under 好了",
            after(|bench| bench.then("便民卡")),
        ),
        (
            "typed: digits, 好了 filled",
            after(|bench| {
                bench.then("便民卡");
                bench.touch("6");
            }),
        ),
    ]
}

/// What a sentence can be about.
fn notices() -> Vec<(&'static str, Picture)> {
    vec![
        ("taking: a clock", after(|bench| bench.then("理发"))),
        (
            "slow: a broken cloud, words, a button",
            after(|bench| {
                bench.then("理发");
                bench.jump(Duration::from_secs(6));
            }),
        ),
        (
            "refused: people, words",
            after(|bench| {
                bench.then("理发");
                bench.refuse_issue(Refusal::Full);
            }),
        ),
        (
            "handed back: a cross",
            after(|bench| {
                bench.take("理发");
                bench.touch("不要了");
                bench.answer_cancel(true);
            }),
        ),
        (
            "not handed back: words",
            after(|bench| {
                bench.take("理发");
                bench.touch("不要了");
                bench.answer_cancel(false);
            }),
        ),
    ]
}

/// What was brought, chosen or not.
fn things() -> Vec<(&'static str, Picture)> {
    let open = |bench: &Bench| {
        bench.take("小家电维修");
        bench.touch("带来了什么");
    };
    vec![
        ("nothing chosen: thin frames", after(open)),
        (
            "a kettle chosen: a thick frame",
            after(|bench| {
                open(bench);
                bench.then("电水壶");
                bench.answer_bring();
                bench.then("带来：");
            }),
        ),
        (
            "the PIN asked, nothing typed: rings",
            after(Bench::tap_the_corner),
        ),
        (
            "one digit typed: a dot",
            after(|bench| {
                bench.tap_the_corner();
                bench.touch("2");
            }),
        ),
    ]
}

/// How many pixels an eye without colours tells apart.
fn apart(a: &Picture, b: &Picture) -> usize {
    let differs = |(x, y): (usize, usize)| (a.grey(x, y) - b.grey(x, y)).abs() > SEEN;
    let each = (0..a.height).flat_map(|y| (0..a.width).map(move |x| (x, y)));
    each.filter(|at| differs(*at)).count()
}

pub static GREY: Measured = Measured::by(|| {
    let mut differ = Figure::at_least(17, "grey pixels between two states", LEAST, "px");
    for group in [services(), numbers(), controls(), notices(), things()] {
        for (i, (name, picture)) in group.iter().enumerate() {
            for (other_name, other) in &group[i + 1..] {
                let place = format!("{name} | {other_name}");
                differ.see(apart(picture, other) as f32, &place);
            }
        }
    }
    vec![differ]
});

#[test]
fn states_differ_in_grey_by_shape_or_word() {
    GREY.holds();
}

/// The comparison would see nothing in a state that were a colour alone: two accents of the same
/// depth, otherwise the same card, are the same picture to it.
#[test]
fn a_colour_alone_is_no_difference_to_this_test() {
    let mut other = site(1);
    other.services[0].accent = 1;
    let pixels = apart(&idle(site(1)), &idle(other));
    assert!((pixels as f32) < LEAST, "{pixels} pixels");
}

/// Pressed, a card has a thicker frame: seen while the finger is down.
#[test]
fn news_of_the_hub_change_the_card_in_words() {
    let bench = Bench::with(GLASSES[0], Settings::default(), None, site(1));
    let before = bench.picture();
    bench.reply(Reply::Contact(Some(Box::new(alone(ServiceState::Full)))));
    assert!(apart(&before, &bench.picture()) as f32 > LEAST);
}
