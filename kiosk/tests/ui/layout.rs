//! Sizes, gaps, places and overlaps on every screen, language and text size.

use std::{sync::OnceLock, time::Duration};

use paihao_kiosk::{
    flow::{Reply, Request},
    lang::Lang,
    settings::Settings,
    site_now::Refusal,
};

use crate::harness::{Bench, GLASSES, Glass, Place, first_start, site, site_with_wifi};

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
    name: String,
    targets: Vec<Place>,
    texts: Vec<Place>,
}

impl Page {
    fn of(bench: &Bench, lang: Lang, name: &str) -> Self {
        Self {
            glass: bench.glass,
            lang,
            name: format!("{} · {name}", bench.glass.name),
            targets: bench.targets(),
            texts: bench.texts(),
        }
    }

    /// What can be touched besides the switches at the bottom edge.
    fn cards(&self) -> impl Iterator<Item = &Place> {
        let switches: &[&str] = match self.lang {
            Lang::Zh => &["English", "大字", "标准字", "低位", "高位"],
            Lang::En => &["中文", "Larger", "Normal", "Lower", "Higher"],
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

/// How many services the idle screen is tried with.
const SERVICES: [usize; 6] = [1, 2, 3, 4, 6, 8];
const LOW: &str = "low position";

/// Between two places, the larger of the ways across and down, mm.
fn gap(a: &Place, b: &Place) -> f32 {
    let across = (b.x - a.right()).max(a.x - b.right());
    let down = (b.y - a.bottom()).max(a.y - b.bottom());
    across.max(down)
}

#[test]
fn targets_are_at_least_twenty_millimetres() {
    for page in pages() {
        for target in &page.targets {
            assert!(
                target.width >= TARGET_MIN && target.height >= TARGET_MIN,
                "{}: {target:?}",
                page.name
            );
        }
    }
}

#[test]
fn targets_stand_apart_and_inside_the_glass() {
    for page in pages() {
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
    }
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
        let name = format!(" · {services} services");
        for page in pages().iter().filter(|page| page.name.ends_with(&name)) {
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
    for page in pages() {
        for (i, text) in page.texts.iter().enumerate() {
            inside_the_glass(page, text);
            for other in &page.texts[i + 1..] {
                assert!(
                    !text.overlaps(other, ROUNDING),
                    "{}: texts overlap\n{text:?}\n{other:?}",
                    page.name
                );
            }
            let middle = (text.x + text.width / 2.0, text.y + text.height / 2.0);
            for target in &page.targets {
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
