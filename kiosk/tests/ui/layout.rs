//! Sizes, gaps, places and overlaps on every screen, language and text size.

use std::{sync::OnceLock, time::Duration};

use paihao_kiosk::{
    flow::{Input, Reply, Request, Touch},
    lang::Lang,
    settings::Settings,
    site_now::{IssuedTicket, Refusal, Standing},
};

use paper::{JobId, News, State};

use crate::harness::{
    Bench, GLASSES, Glass, Place, first_start, site, site_with_all, site_with_wifi, ticket,
};

const TARGET_MIN: f32 = 20.0;
const GAP_MIN: f32 = 3.0;
const CARD_GAP_MIN: f32 = 6.0;
const CARD_MIN: (f32, f32) = (60.0, 40.0);
/// Half a pixel of the coarsest glass, mm.
const ROUNDING: f32 = 0.15;

/// One page as a visitor sees it.
struct Page {
    glass: Glass,
    lang: Lang,
    large: bool,
    name: String,
    targets: Vec<Place>,
    texts: Vec<Place>,
}

impl Page {
    fn of(bench: &Bench, lang: Lang, name: &str) -> Self {
        Self {
            glass: bench.glass,
            lang,
            large: bench.is_large(),
            name: format!("{} {lang:?} · {name}", bench.glass.name),
            targets: bench.targets(),
            texts: bench.texts(),
        }
    }

    /// What can be touched besides the switches at the bottom edge.
    fn cards(&self) -> impl Iterator<Item = &Place> {
        let switches: &[&str] = match self.lang {
            Lang::Zh => &[
                "English",
                "大字",
                "标准字",
                "低位",
                "高位",
                "预约签到",
                "便民卡",
                "返回",
            ],
            Lang::En => &[
                "中文", "Larger", "Normal", "Lower", "Higher", "Booking", "Card", "Back",
            ],
        };
        self.targets
            .iter()
            .filter(|target| !switches.contains(&target.label.as_str()))
    }
}

/// Every resident's page on every glass, in both languages and text sizes. Walked through
/// once for all tests of this file, because drawing takes longer than measuring.
fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        // A bench belongs to its thread.
        std::thread::scope(|scope| {
            let walks = GLASSES.map(|glass| scope.spawn(move || pages_on(glass)));
            walks
                .into_iter()
                .flat_map(|walk| walk.join().unwrap())
                .collect()
        })
    })
}

fn pages_on(glass: Glass) -> Vec<Page> {
    let mut pages = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for large in [false, true] {
            walk(glass, lang, large, &mut pages);
            walk_numbers(glass, lang, large, &mut pages);
            walk_codes(glass, lang, large, &mut pages);
        }
    }
    pages
}

fn walk(glass: Glass, lang: Lang, large: bool, pages: &mut Vec<Page>) {
    let mut see = |bench: &Bench, name: &str| pages.push(Page::of(bench, lang, name));
    let card = lang.pick("理发", "Haircut");
    let fresh = |services| {
        let bench = Bench::with_services(glass, services);
        bench.set_wishes(lang, large);
        bench
    };
    for services in SERVICES {
        see(&fresh(services), &format!("{services} services"));
    }
    let bench = fresh(2);
    bench.take(card);
    see(&bench, "ticket");
    bench.jump(Duration::from_secs(16));
    see(&bench, "ticket without 不要了");
    let bench = Bench::with_printer(glass);
    bench.set_wishes(lang, large);
    bench.take(card);
    see(&bench, "ticket whose slip is coming");
    bench.hears(News::Printed(JobId(1)));
    see(&bench, "ticket with its slip");
    let bench = Bench::with(glass, Settings::default(), None, site_with_wifi(2));
    bench.set_wishes(lang, large);
    bench.take(card);
    see(&bench, "ticket with the network");
    if glass.has_wifi_page() {
        bench.touch(lang.pick("先连 Wi-Fi", "Wi-Fi"));
        see(&bench, "the network");
    }
    let bench = fresh(2);
    bench.jump(Duration::from_secs(1));
    bench.touch(card);
    see(&bench, "taking");
    bench.jump(Duration::from_secs(6));
    see(&bench, "slow");
    let Some(Request::Issue { attempt, .. }) = bench.asked() else {
        panic!("nothing asked")
    };
    bench.reply(Reply::Issued {
        attempt,
        result: Err(Refusal::Full),
    });
    see(&bench, "refused");
    let bench = fresh(2);
    bench.pass_silently(Duration::from_secs(6));
    see(&bench, "hub gone");
    let low = Settings {
        low_position: true,
        ..Settings::default()
    };
    let bench = Bench::with(glass, low, None, site(4));
    bench.set_wishes(lang, large);
    see(&bench, LOW);
}

/// A bench on a square with everything.
fn bench_with_all(glass: Glass, lang: Lang, large: bool, services: usize) -> Bench {
    let settings = Settings {
        cards: true,
        ..Settings::default()
    };
    let bench = Bench::with(glass, settings, None, site_with_all(services));
    bench.set_wishes(lang, large);
    bench
}

/// More than one number, and what was brought.
fn walk_numbers(glass: Glass, lang: Lang, large: bool, pages: &mut Vec<Page>) {
    let mut see = |bench: &Bench, name: &str| pages.push(Page::of(bench, lang, name));
    for services in SERVICES {
        let bench = bench_with_all(glass, lang, large, services);
        see(&bench, &format!("{services} services{WITH_BUTTONS}"));
    }
    let (haircut, repair) = match lang {
        Lang::Zh => ("理发", "小家电维修"),
        Lang::En => ("Haircut", "Small appliance repair"),
    };
    let bench = bench_with_all(glass, lang, large, 4);
    bench.take(haircut);
    see(&bench, "ticket with one more button");
    bench.touch(lang.pick("也要", "Also"));
    see(&bench, "the other services");
    bench.take(repair);
    see(&bench, "second ticket");
    let bring = lang.pick("带来了什么", "I brought");
    bench.touch(bring);
    see_tiles(&bench, lang, "things", &mut see);
    bench.jump(Duration::from_secs(1));
    bench
        .kiosk
        .input(Input::Touch(Touch::Tile("rice_cooker".into())));
    bench.answer_bring();
    see(&bench, "ticket that names a thing");
    let mut site = site_with_all(2);
    site.wifi = site_with_wifi(2).wifi;
    let bench = Bench::with(glass, Settings::default(), None, site);
    bench.set_wishes(lang, large);
    bench.take(haircut);
    bench.touch(lang.pick("也要", "Also"));
    bench.take(repair);
    see(&bench, "second ticket with the network");
    let bench = bench_with_all(glass, lang, large, 2);
    let low = lang.pick("低位", "Lower");
    bench.touch(low);
    bench.take(repair);
    bench.touch(bring);
    see_tiles(&bench, lang, &format!("things, {LOW}"), &mut see);
}

/// Codes, bookings and cards.
fn walk_codes(glass: Glass, lang: Lang, large: bool, pages: &mut Vec<Page>) {
    let mut see = |bench: &Bench, name: &str| pages.push(Page::of(bench, lang, name));
    let haircut = lang.pick("理发", "Haircut");
    let bench = bench_with_all(glass, lang, large, 2);
    bench.then(lang.pick("预约签到", "Booking"));
    see(&bench, "keypad");
    bench.touch("4");
    see(&bench, "keypad with a digit");
    bench.then(lang.pick("我要预约", "Book a time"));
    see_tiles(&bench, lang, "bookable", &mut see);
    bench.then(haircut);
    bench.answer_slots();
    see_tiles(&bench, lang, "days", &mut see);
    bench.then(lang.pick("3月8日", "8 Mar"));
    bench.answer_slots();
    see_tiles(&bench, lang, "times", &mut see);
    bench.then("10:00");
    bench.answer_book();
    see(&bench, "booked");
    let bench = bench_with_all(glass, lang, large, 2);
    for (refusal, name) in [
        (Refusal::Unknown, "code not known"),
        (
            Refusal::WrongDay {
                slot: "2026-03-08T10:00:00".parse().ok(),
            },
            "wrong day",
        ),
    ] {
        bench.scan("048201");
        see(&bench, "checking in");
        bench.refuse_issue(refusal);
        see(&bench, name);
    }
    bench.scan("048201");
    bench.answer_issue();
    see(&bench, "checked in");
    bench.scan("http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv");
    bench.answer_find(IssuedTicket {
        url: String::new(),
        standing: Standing::OnHold,
        ..ticket("haircut")
    });
    see(&bench, "found ticket");
    bench.scan("what is this");
    see(&bench, "not understood");
    let bench = bench_with_all(glass, lang, large, 2);
    bench.then(lang.pick("便民卡", "Card"));
    see(&bench, "card");
    for _ in 0..20 {
        bench.touch("8");
    }
    see(&bench, "card with many digits");
    bench.then(lang.pick("好了", "Done"));
    see(&bench, "services with a card");
    bench.then(haircut);
    bench.refuse_issue(Refusal::CardRevoked);
    see(&bench, "card revoked");
}

/// Every page of several large buttons.
fn see_tiles(bench: &Bench, lang: Lang, name: &str, see: &mut impl FnMut(&Bench, &str)) {
    see(bench, name);
    let more = lang.pick("更多", "More");
    if !bench.has(more) {
        return;
    }
    let first = bench.targets()[0].label.clone();
    for _ in 0..TILE_PAGES_MAX {
        bench.touch(more);
        if bench.targets()[0].label == first {
            return;
        }
        see(bench, name);
    }
    panic!("the pages of {name} never begin again")
}

/// As many as a fortnight takes on the smallest glass.
const TILE_PAGES_MAX: usize = 16;
/// What the pages with all buttons are called.
const WITH_BUTTONS: &str = " and buttons";

/// How many services the idle screen is tried with.
const SERVICES: [usize; 6] = [1, 2, 3, 4, 6, 8];
const LOW: &str = "low position";

/// Between two places, the larger of the ways across and down, mm.
fn gap(a: &Place, b: &Place) -> f32 {
    let across = (b.x - a.right()).max(a.x - b.right());
    let down = (b.y - a.bottom()).max(a.y - b.bottom());
    across.max(down)
}

/// Holds `check` against every page; each that does not hold says so before the test fails.
fn each(check: fn(&Page)) {
    let holds = |page: &&Page| std::panic::catch_unwind(|| check(page)).is_ok();
    let wrong = pages().iter().filter(|page| !holds(page)).count();
    assert_eq!(wrong, 0, "pages are wrong");
}

#[test]
fn targets_are_at_least_twenty_millimetres() {
    each(|page| {
        for target in &page.targets {
            assert!(
                target.width >= TARGET_MIN && target.height >= TARGET_MIN,
                "{}: {target:?}",
                page.name
            );
        }
    });
}

#[test]
fn targets_stand_apart_and_inside_the_glass() {
    each(|page| {
        for (i, a) in page.targets.iter().enumerate() {
            inside_the_glass(page, a);
            for b in &page.targets[i + 1..] {
                assert!(
                    gap(a, b) >= GAP_MIN - ROUNDING,
                    "{}: {} mm\n{a:?}\n{b:?}",
                    page.name,
                    gap(a, b)
                );
            }
        }
    });
}

fn inside_the_glass(page: &Page, place: &Place) {
    let (width, height) = page.glass.millimetres();
    assert!(
        place.x >= 0.0
            && place.y >= 0.0
            && place.right() <= width + ROUNDING
            && place.bottom() <= height + ROUNDING,
        "{}: outside: {place:?}",
        page.name
    );
}

#[test]
fn cards_are_large_few_and_apart() {
    for services in SERVICES {
        let names = ["", WITH_BUTTONS].map(|with| format!(" · {services} services{with}"));
        let is_idle = |page: &&Page| names.iter().any(|name| page.name.ends_with(name));
        for page in pages().iter().filter(is_idle) {
            let cards: Vec<_> = page.cards().collect();
            assert!(
                cards.len() <= 6 && cards.len() >= services.min(2),
                "{}: {}",
                page.name,
                cards.len()
            );
            for (i, a) in cards.iter().enumerate() {
                assert!(
                    a.width >= CARD_MIN.0 && a.height >= CARD_MIN.1,
                    "{}: {a:?}",
                    page.name
                );
                for b in &cards[i + 1..] {
                    assert!(
                        gap(a, b) >= CARD_GAP_MIN - ROUNDING,
                        "{}: {} mm between cards",
                        page.name,
                        gap(a, b)
                    );
                }
            }
        }
    }
}

#[test]
fn no_text_is_cut_or_covers_another() {
    each(|page| {
        for (i, text) in page.texts.iter().enumerate() {
            inside_the_glass(page, text);
            for other in &page.texts[i + 1..] {
                assert!(
                    !text.overlaps(other, ROUNDING),
                    "{}: texts overlap\n{text:?}\n{other:?}",
                    page.name
                );
            }
            for target in &page.targets {
                in_its_button(page, text, target);
            }
        }
    });
}

fn in_its_button(page: &Page, text: &Place, target: &Place) {
    let middle = (text.x + text.width / 2.0, text.y + text.height / 2.0);
    if target.contains(middle.0, middle.1) {
        assert!(
            text.x >= target.x - ROUNDING
                && text.right() <= target.right() + ROUNDING
                && text.y >= target.y - ROUNDING
                && text.bottom() <= target.bottom() + ROUNDING,
            "{}: text leaves its button\n{text:?}\n{target:?}",
            page.name
        );
    } else {
        assert!(
            !text.overlaps(target, ROUNDING),
            "{}: text under a button\n{text:?}\n{target:?}",
            page.name
        );
    }
}

/// Pages of a number in the line, whose rule is said with it.
const NUMBERS: [&str; 7] = [
    "ticket",
    "ticket without 不要了",
    "ticket with the network",
    "ticket with one more button",
    "second ticket",
    "ticket that names a thing",
    "checked in",
];

/// Where large text leaves no room, on the smallest glass above all: what a visitor has to know of
/// this very number (the network, the warning, the other numbers in hand) comes before the rule.
fn may_leave_out_the_rule(page: &Page, name: &str) -> bool {
    let is_small = page.glass.has_wifi_page();
    let is_crowded = match (page.lang, name) {
        (Lang::Zh, "ticket with the network" | "checked in") => is_small,
        (Lang::En, "checked in") => true,
        (Lang::En, "ticket with the network" | "second ticket" | "ticket that names a thing") => {
            is_small
        }
        (Lang::Zh | Lang::En, _) => false,
    };
    page.large && is_crowded
}

#[test]
fn the_rule_of_the_line_stands_with_the_number() {
    let ends = |page: &Page, name: &str| page.name.ends_with(&format!(" · {name}"));
    for name in NUMBERS {
        let shown: Vec<_> = pages().iter().filter(|page| ends(page, name)).collect();
        assert_eq!(shown.len(), 4 * GLASSES.len(), "{name}");
        for page in shown {
            let rule = page.lang.pick("按先后叫号", "In order of arrival");
            let says = page.texts.iter().any(|text| text.label.starts_with(rule));
            assert!(
                says || may_leave_out_the_rule(page, name),
                "{}, large text {}: no rule among {:?}",
                page.name,
                page.large,
                page.texts
            );
        }
    }
}

#[test]
fn low_position_brings_every_control_into_the_lower_half() {
    for page in pages().iter().filter(|page| page.name.ends_with(LOW)) {
        let half = page.glass.millimetres().1 / 2.0;
        for target in &page.targets {
            assert!(target.y >= half - ROUNDING, "{}: {target:?}", page.name);
        }
    }
}

#[test]
fn staff_pages_hold_on_every_glass() {
    for glass in GLASSES {
        let bench = Bench::new(glass);
        bench.enter_staff();
        holds(&bench, "staff");
        bench.touch("屏幕大小");
        holds(&bench, "ruler");
        bench.touch("返回");
        bench.touch("叫号台链接");
        holds(&bench, "stations");
        bench.open_link("3 号台");
        holds(&bench, "link");
        let bench = Bench::with_printer(glass);
        bench.take("理发");
        bench.hears(News::Printer(State::PaperOut));
        bench.jump(Duration::from_mins(2));
        bench.enter_staff();
        holds(&bench, "staff with a printer");
        bench.touch("作废");
        holds(&bench, "void");
        let bench = Bench::with(glass, Settings::default(), Some(first_start()), site(2));
        for step in ["language", "size", "site", "codes"] {
            holds(&bench, step);
            bench.touch(if step == "codes" {
                "开始取号"
            } else {
                "下一步"
            });
        }
        assert!(bench.has("理发"));
    }
}

fn holds(bench: &Bench, name: &str) {
    let page = Page::of(bench, Lang::Zh, name);
    for target in &page.targets {
        inside_the_glass(&page, target);
        assert!(
            target.width >= TARGET_MIN && target.height >= TARGET_MIN,
            "{}: {target:?}",
            page.name
        );
    }
    for text in &page.texts {
        inside_the_glass(&page, text);
    }
}
