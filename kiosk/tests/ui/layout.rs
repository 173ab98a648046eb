//! Sizes, gaps, places and overlaps on every screen, language, text size and position.

use std::{fs, path::Path};

use paihao_kiosk::lang::Lang;

use crate::{
    harness::{GLASSES, Place},
    pages::{Kind, Page, SERVICES, pages, visitors},
    sheet::{Figure, Measured},
};

/// Half a pixel of the coarsest glass, mm.
const ROUNDING: f32 = 0.15;
/// Height of a line of any text in em of its font: what font and theme make of it.
const LINE: f32 = 1.218;

impl Page {
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

/// Between two places, the larger of the ways across and down, mm.
fn gap(a: &Place, b: &Place) -> f32 {
    let across = (b.x - a.right()).max(a.x - b.right());
    let down = (b.y - a.bottom()).max(a.y - b.bottom());
    across.max(down)
}

/// Every two of them, once.
fn pairs(places: &[Place]) -> impl Iterator<Item = (&Place, &Place)> {
    let rest = |i: usize| &places[i + 1..];
    let each = places.iter().enumerate();
    each.flat_map(move |(i, a)| rest(i).iter().map(move |b| (a, b)))
}

/// How far `inner` stands out of `outer`, mm; negative inside.
fn sticks_out(inner: &Place, outer: &Place) -> f32 {
    let across = (outer.x - inner.x).max(inner.right() - outer.right());
    let down = (outer.y - inner.y).max(inner.bottom() - outer.bottom());
    across.max(down)
}

fn glass(page: &Page) -> Place {
    let (width, height) = page.glass.millimetres();
    Place {
        label: page.glass.name.into(),
        x: 0.0,
        y: 0.0,
        width,
        height,
    }
}

/// Rules 1 and 2: what a finger meets.
pub static TARGETS: Measured = Measured::by(|| {
    let mut side = Figure::at_least(1, "shorter side of a target", 20.0, "mm");
    let mut apart = Figure::at_least(2, "gap between targets", 3.0, "mm").rounded_by(ROUNDING);
    let mut inside = Figure::at_most(1, "target beyond the glass", 0.0, "mm").rounded_by(ROUNDING);
    for page in pages() {
        for target in &page.targets {
            let place = format!("{} · {}", page.name, target.label);
            side.see(target.width.min(target.height), &place);
            inside.see(sticks_out(target, &glass(page)), &place);
        }
        for (a, b) in pairs(&page.targets) {
            let place = format!("{} · {}, {}", page.name, a.label, b.label);
            apart.see(gap(a, b), &place);
        }
    }
    vec![side, inside, apart]
});

/// Rules 1, 2 and 13: the cards of the idle screen.
pub static CARDS: Measured = Measured::by(|| {
    let mut width = Figure::at_least(1, "width of a card", 60.0, "mm");
    let mut height = Figure::at_least(1, "height of a card", 40.0, "mm");
    let mut many = Figure::at_most(1, "cards of a page", 6.0, "cards");
    let mut apart = Figure::at_least(2, "gap between cards", 6.0, "mm").rounded_by(ROUNDING);
    let mut low_width = Figure::at_least(13, "width of a card in low position", 40.0, "mm");
    let mut low_height = Figure::at_least(13, "height of a card in low position", 20.0, "mm");
    for page in pages() {
        let Kind::Idle { services } = page.kind else {
            continue;
        };
        let cards: Vec<_> = page.cards().cloned().collect();
        assert!(cards.len() >= services.min(2), "{}: {cards:?}", page.name);
        many.see(cards.len() as f32, &page.name);
        for card in &cards {
            let place = format!("{} {services} · {}", page.name, card.label);
            if page.low {
                low_width.see(card.width, &place);
                low_height.see(card.height, &place);
            } else {
                width.see(card.width, &place);
                height.see(card.height, &place);
            }
        }
        for (a, b) in pairs(&cards) {
            apart.see(gap(a, b), &format!("{} {services}", page.name));
        }
    }
    vec![width, height, many, apart, low_width, low_height]
});

/// Rule 3: a text of one line is as high as its font says; of several lines higher still.
pub static TEXTS: Measured = Measured::by(|| {
    let mut second = Figure::at_least(3, "font size of any text", 6.5, "mm").rounded_by(0.05);
    let mut main = Figure::at_least(3, "font size of main text", 10.0, "mm").rounded_by(0.05);
    for page in pages() {
        for text in &page.texts {
            let place = format!("{} · {}", page.name, text.label);
            second.see(text.height / LINE, &place);
            if is_main(page, &text.label) {
                main.see(text.height / LINE, &place);
            }
        }
    }
    vec![second, main]
});

/// What a visitor came to read: the name on a card, how many are ahead, what went wrong.
fn is_main(page: &Page, text: &str) -> bool {
    let is_name = matches!(page.kind, Kind::Idle { .. })
        && page.cards().any(|card| {
            card.label
                .starts_with(&format!("{text}{}", page.lang.pick("，", ",")))
        });
    let is_ahead = text.starts_with(page.lang.pick("前面还有", "5 ahead of you"));
    let is_notice = ["refused", "not taking", "hub gone"].contains(&page.state.as_str())
        && text.starts_with(page.lang.pick("理发：", "Haircut:"));
    is_name || is_ahead || is_notice
}

/// A glass no higher than a hand is long is in reach everywhere, mm.
const HAND: f32 = 140.0;

/// Rule 13: what hands have to reach.
pub static REACH: Measured = Measured::by(|| {
    let mut low = Figure::at_least(13, "controls below the middle, low position", 0.0, "mm")
        .rounded_by(ROUNDING);
    let mut usual = Figure::at_least(
        13,
        "a main control reaches below the upper third",
        0.0,
        "mm",
    )
    .rounded_by(ROUNDING);
    for page in visitors() {
        let height = page.glass.millimetres().1;
        for target in &page.targets {
            let place = format!("{} · {}", page.name, target.label);
            if page.low && page.state != "still there" {
                low.see(target.y - height / 2.0, &place);
            }
            if !page.low && height > HAND && is_primary(page, target) {
                let top = target.y.max(height / 3.0);
                usual.see(target.bottom() - top, &place);
            }
        }
    }
    vec![low, usual]
});

/// Rule 15: all of every text, and nothing over it.
pub static WHOLE: Measured = Measured::by(|| {
    let mut over = Figure::at_most(15, "texts over each other", 0.0, "mm").rounded_by(ROUNDING);
    let mut out = Figure::at_most(15, "text beyond the glass", 0.0, "mm").rounded_by(ROUNDING);
    let mut leaves = Figure::at_most(15, "text beyond its button", 0.0, "mm").rounded_by(ROUNDING);
    let mut under = Figure::at_most(15, "text under a button", 0.0, "mm").rounded_by(ROUNDING);
    let mut cut = Figure::at_most(15, "texts whose signs are cut", 0.0, "texts");
    for page in pages() {
        for (a, b) in pairs(&page.texts) {
            let place = format!("{} · {} / {}", page.name, a.label, b.label);
            over.see((-gap(a, b)).max(0.0), &place);
        }
        for text in &page.texts {
            let place = format!("{} · {}", page.name, text.label);
            out.see(sticks_out(text, &glass(page)).max(0.0), &place);
            for target in &page.targets {
                let (x, y) = (text.x + text.width / 2.0, text.y + text.height / 2.0);
                if target.contains(x, y) {
                    leaves.see(sticks_out(text, target).max(0.0), &place);
                } else {
                    under.see((-gap(text, target)).max(0.0), &place);
                }
            }
        }
        cut.see(
            page.cut.len() as f32,
            &format!("{} {:?}", page.name, page.cut),
        );
    }
    vec![over, out, leaves, under, cut]
});

/// What Slint offers for more than one touch.
const MOVERS: [&str; 8] = [
    "Flickable",
    "ScrollView",
    "ListView",
    "SwipeGestureHandler",
    "ScaleRotateGestureHandler",
    "DragArea",
    "Slider",
    "Switch",
];

/// Every file of the user interface with its name.
fn slint_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut files = Vec::new();
    for folder in [root.clone(), root.join("pages"), root.join("widgets")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "slint") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    files
}

/// Rules 12, 14 and 20: what a page offers and does not.
pub static OFFERS: Measured = Measured::by(|| {
    let mut inputs = Figure::at_most(20, "fields for a visitor's own data", 0.0, "fields");
    let mut language = Figure::at_least(14, "switch to the other language", 1.0, "switch");
    for page in visitors() {
        inputs.see(page.inputs as f32, &page.name);
        if matches!(page.kind, Kind::Idle { .. }) {
            let other = page.lang.other().own_name();
            let switches = page.targets.iter().filter(|target| target.label == other);
            language.see(switches.count() as f32, &page.name);
        }
    }
    let mut movers = Figure::at_most(12, "things to scroll, swipe or drag", 0.0, "things");
    for (file, text) in slint_files() {
        let words = text.split(|c: char| !c.is_alphanumeric());
        movers.see(
            words.filter(|word| MOVERS.contains(word)).count() as f32,
            &file,
        );
    }
    vec![movers, inputs, language]
});

/// What a visitor came for: the two services of the sample site, the keys, the button that ends a
/// page. More cards than fit below stand above them, and the low-position button brings them down.
fn is_primary(page: &Page, target: &Place) -> bool {
    let ends = [
        "好了",
        "Done",
        "不要了",
        "Cancel it",
        "返回",
        "Back",
        "不等了",
        "Stop waiting",
    ];
    match page.kind {
        Kind::Idle { services } => {
            services <= 2 && page.cards().any(|card| card.label == target.label)
        }
        Kind::Visit | Kind::Staff => {
            let is_key = target.label.len() == 1;
            is_key || ends.contains(&target.label.as_str())
        }
    }
}

#[test]
fn targets_are_large_apart_and_on_the_glass() {
    TARGETS.holds();
}

#[test]
fn cards_are_large_few_and_apart() {
    CARDS.holds();
}

#[test]
fn texts_are_large() {
    TEXTS.holds();
}

#[test]
fn every_control_is_in_reach_and_in_low_position_in_the_lower_half() {
    REACH.holds();
}

#[test]
fn no_text_is_cut_or_covers_another() {
    WHOLE.holds();
}

#[test]
fn nothing_scrolls_nothing_asks_for_a_name_and_the_language_can_always_be_switched() {
    OFFERS.holds();
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
fn may_leave_out_the_rule(page: &Page) -> bool {
    let is_small = page.glass.has_wifi_page();
    let is_crowded = match (page.lang, page.state.as_str()) {
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
    for state in NUMBERS {
        let shown: Vec<_> = pages().iter().filter(|page| page.state == state).collect();
        assert_eq!(shown.len(), 6 * GLASSES.len(), "{state}");
        for page in shown {
            let rule = page.lang.pick("按先后叫号", "In order of arrival");
            let says = page.texts.iter().any(|text| text.label.starts_with(rule));
            assert!(
                says || may_leave_out_the_rule(page),
                "{}: no rule among {:?}",
                page.name,
                page.texts
            );
        }
    }
}

#[test]
fn every_count_of_services_was_seen() {
    for services in SERVICES {
        let idle = pages()
            .iter()
            .filter(|page| page.kind == Kind::Idle { services });
        assert_eq!(idle.count(), 2 * 6 * GLASSES.len());
    }
}
