//! Sizes, gaps, places and overlaps on every screen, language and text size.

use std::time::Duration;

use paihao_kiosk::{
    flow::{Reply, Request},
    lang::Lang,
    settings::Settings,
    site_now::Refusal,
};

use crate::harness::{Bench, GLASSES, Glass, Place, first_start, site};

const TARGET_MIN: f32 = 20.0;
const GAP_MIN: f32 = 3.0;
const CARD_GAP_MIN: f32 = 6.0;
const CARD_MIN: (f32, f32) = (60.0, 40.0);
/// Half a pixel of the coarsest glass, mm.
const ROUNDING: f32 = 0.15;

/// Every combination of glass, language and text size.
fn everywhere(check: impl Fn(Glass, Lang, bool)) {
    for glass in GLASSES {
        for lang in [Lang::Zh, Lang::En] {
            for large in [false, true] {
                check(glass, lang, large);
            }
        }
    }
}

/// Every resident's page in turn.
fn each_page(glass: Glass, lang: Lang, large: bool, check: impl Fn(&Bench, &str)) {
    let card = lang.pick("理发", "Haircut");
    let fresh = |services| {
        let bench = Bench::with_services(glass, services);
        bench.set_wishes(lang, large);
        bench
    };
    for services in [1, 2, 3, 4, 6, 8] {
        check(&fresh(services), &format!("{services} services"));
    }
    let bench = fresh(2);
    bench.take(card);
    check(&bench, "ticket");
    bench.pass(Duration::from_secs(16));
    check(&bench, "ticket without 不要了");
    let bench = fresh(2);
    bench.pass(Duration::from_secs(1));
    bench.touch(card);
    check(&bench, "taking");
    bench.pass(Duration::from_secs(6));
    check(&bench, "slow");
    let Some(Request::Issue { attempt, .. }) = bench.asked() else {
        panic!("nothing asked")
    };
    bench.reply(Reply::Issued {
        attempt,
        result: Err(Refusal::Full),
    });
    check(&bench, "refused");
    let bench = fresh(2);
    bench.pass_silently(Duration::from_secs(6));
    check(&bench, "hub gone");
    let low = Settings {
        low_position: true,
        ..Settings::default()
    };
    let bench = Bench::with(glass, low, None, site(4));
    bench.set_wishes(lang, large);
    check(&bench, "low position");
}

fn say(bench: &Bench, page: &str) -> String {
    format!("{} · {page}", bench.glass.name)
}

#[test]
fn targets_are_at_least_twenty_millimetres() {
    everywhere(|glass, lang, large| {
        each_page(glass, lang, large, |bench, page| {
            for target in bench.targets() {
                assert!(
                    target.width >= TARGET_MIN && target.height >= TARGET_MIN,
                    "{}: {target:?}",
                    say(bench, page)
                );
            }
        });
    });
}

#[test]
fn targets_stand_apart_and_inside_the_glass() {
    everywhere(|glass, lang, large| {
        each_page(glass, lang, large, |bench, page| {
            let targets = bench.targets();
            for (i, a) in targets.iter().enumerate() {
                inside_the_glass(bench, page, a);
                for b in &targets[i + 1..] {
                    let apart = (b.x - a.right()).max(a.x - b.right());
                    let above = (b.y - a.bottom()).max(a.y - b.bottom());
                    let gap = apart.max(above);
                    assert!(
                        gap >= GAP_MIN - ROUNDING,
                        "{}: {gap} mm\n{a:?}\n{b:?}",
                        say(bench, page)
                    );
                }
            }
        });
    });
}

fn inside_the_glass(bench: &Bench, page: &str, place: &Place) {
    let (width, height) = (
        bench.glass.width as f32 / bench.glass.px_per_mm,
        bench.glass.height as f32 / bench.glass.px_per_mm,
    );
    assert!(
        place.x >= 0.0
            && place.y >= 0.0
            && place.right() <= width + ROUNDING
            && place.bottom() <= height + ROUNDING,
        "{}: outside: {place:?}",
        say(bench, page)
    );
}

fn cards(bench: &Bench, lang: Lang) -> Vec<Place> {
    let switches: &[&str] = match lang {
        Lang::Zh => &["English", "大字", "标准字", "低位", "高位"],
        Lang::En => &["中文", "Larger", "Normal", "Lower", "Higher"],
    };
    let mut targets = bench.targets();
    targets.retain(|target| !switches.contains(&target.label.as_str()));
    targets
}

#[test]
fn cards_are_large_few_and_apart() {
    everywhere(|glass, lang, large| {
        for services in [1, 2, 3, 4, 6, 8] {
            let bench = Bench::with_services(glass, services);
            bench.set_wishes(lang, large);
            let cards = cards(&bench, lang);
            let page = say(&bench, &format!("{services} services"));
            assert!(
                cards.len() <= 6 && cards.len() >= services.min(2),
                "{page}: {}",
                cards.len()
            );
            for (i, a) in cards.iter().enumerate() {
                assert!(
                    a.width >= CARD_MIN.0 && a.height >= CARD_MIN.1,
                    "{page}: {a:?}"
                );
                for b in &cards[i + 1..] {
                    let gap = (b.x - a.right())
                        .max(a.x - b.right())
                        .max((b.y - a.bottom()).max(a.y - b.bottom()));
                    assert!(
                        gap >= CARD_GAP_MIN - ROUNDING,
                        "{page}: {gap} mm between cards"
                    );
                }
            }
        }
    });
}

#[test]
fn no_text_is_cut_or_covers_another() {
    everywhere(|glass, lang, large| {
        each_page(glass, lang, large, |bench, page| {
            let (texts, targets) = (bench.texts(), bench.targets());
            for (i, text) in texts.iter().enumerate() {
                inside_the_glass(bench, page, text);
                for other in &texts[i + 1..] {
                    assert!(
                        !text.overlaps(other, ROUNDING),
                        "{}: texts overlap\n{text:?}\n{other:?}",
                        say(bench, page)
                    );
                }
                let middle = (text.x + text.width / 2.0, text.y + text.height / 2.0);
                for target in targets
                    .iter()
                    .filter(|target| target.contains(middle.0, middle.1))
                {
                    assert!(
                        text.x >= target.x - ROUNDING
                            && text.right() <= target.right() + ROUNDING
                            && text.y >= target.y - ROUNDING
                            && text.bottom() <= target.bottom() + ROUNDING,
                        "{}: text leaves its button\n{text:?}\n{target:?}",
                        say(bench, page)
                    );
                }
                let crossed = targets.iter().any(|target| {
                    !target.contains(middle.0, middle.1) && text.overlaps(target, ROUNDING)
                });
                assert!(
                    !crossed,
                    "{}: text under a button\n{text:?}",
                    say(bench, page)
                );
            }
        });
    });
}

#[test]
fn low_position_brings_every_control_into_the_lower_half() {
    everywhere(|glass, lang, large| {
        let low = Settings {
            low_position: true,
            ..Settings::default()
        };
        let bench = Bench::with(glass, low, None, site(4));
        bench.set_wishes(lang, large);
        let half = glass.height as f32 / glass.px_per_mm / 2.0;
        for target in bench.targets() {
            assert!(
                target.y >= half - ROUNDING,
                "{}: {target:?}",
                say(&bench, "low")
            );
        }
    });
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

fn holds(bench: &Bench, page: &str) {
    for target in bench.targets() {
        inside_the_glass(bench, page, &target);
        assert!(
            target.width >= TARGET_MIN && target.height >= TARGET_MIN,
            "{}: {target:?}",
            say(bench, page)
        );
    }
    for text in bench.texts() {
        inside_the_glass(bench, page, &text);
    }
}
