//! The sheet of the rules: how often each was measured, the worst of it, and where that was.
//! `cargo test -p paihao-kiosk --test ui sheet -- --nocapture` prints it.

use std::sync::OnceLock;

use crate::{fuzz, grey, layout, look, pixels, times};

/// What a rule allows.
#[derive(Clone, Copy, Debug)]
enum Bound {
    AtLeast(f32),
    AtMost(f32),
}

/// One thing that a rule asks for, measured.
#[derive(Debug)]
pub struct Figure {
    rule: u8,
    what: &'static str,
    unit: &'static str,
    bound: Bound,
    // What a whole pixel of the coarsest glass, or a step of the clock, may cost.
    rounding: f32,
    seen: usize,
    worst: Option<(f32, String)>,
    wrong: Vec<String>,
}

impl Figure {
    pub fn at_least(rule: u8, what: &'static str, least: f32, unit: &'static str) -> Self {
        Self::new(rule, what, Bound::AtLeast(least), unit)
    }

    pub fn at_most(rule: u8, what: &'static str, most: f32, unit: &'static str) -> Self {
        Self::new(rule, what, Bound::AtMost(most), unit)
    }

    fn new(rule: u8, what: &'static str, bound: Bound, unit: &'static str) -> Self {
        Self {
            rule,
            what,
            unit,
            bound,
            rounding: 0.0,
            seen: 0,
            worst: None,
            wrong: Vec::new(),
        }
    }

    pub fn rounded_by(self, rounding: f32) -> Self {
        Self { rounding, ..self }
    }

    /// One value, found at `place`.
    pub fn see(&mut self, value: f32, place: &str) {
        self.seen += 1;
        let (is_wrong, is_worse) = match self.bound {
            Bound::AtLeast(least) => (
                value < least - self.rounding,
                self.worst.as_ref().is_none_or(|(worst, _)| value < *worst),
            ),
            Bound::AtMost(most) => (
                value > most + self.rounding,
                self.worst.as_ref().is_none_or(|(worst, _)| value > *worst),
            ),
        };
        // Not a number is never right.
        if is_wrong || value.is_nan() {
            self.wrong
                .push(format!("{value:.2} {} at {place}", self.unit));
        }
        if is_worse {
            self.worst = Some((value, place.to_owned()));
        }
    }

    fn holds(&self) {
        assert!(self.seen > 0, "{}: nothing was measured", self.what);
        assert!(
            self.wrong.is_empty(),
            "rule {}, {}: {} of {} are wrong\n{}",
            self.rule,
            self.what,
            self.wrong.len(),
            self.seen,
            self.wrong.join("\n")
        );
    }

    fn line(&self) -> String {
        let (sign, bound) = match self.bound {
            Bound::AtLeast(least) => ('≥', least),
            Bound::AtMost(most) => ('≤', most),
        };
        let (worst, place) = self.worst.clone().unwrap_or_default();
        let [worst, bound] = [worst, bound].map(|value| {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        });
        format!(
            "{:>2} │ {} │ {sign} {bound} {unit} │ {worst} {unit} │ {} │ {place}",
            self.rule,
            self.what,
            self.seen,
            unit = self.unit
        )
    }
}

/// A measurement that is made once, whoever asks for it first.
pub struct Measured {
    measure: fn() -> Vec<Figure>,
    figures: OnceLock<Vec<Figure>>,
}

impl Measured {
    pub const fn by(measure: fn() -> Vec<Figure>) -> Self {
        Self {
            measure,
            figures: OnceLock::new(),
        }
    }

    pub fn figures(&self) -> &[Figure] {
        self.figures.get_or_init(self.measure)
    }

    /// Fails where a rule is broken.
    pub fn holds(&self) {
        for figure in self.figures() {
            figure.holds();
        }
    }
}

/// Rules that are no figure of the screen, or not of this screen: the file and the test that hold
/// them. That the test is there is looked up.
const HELD_ELSEWHERE: &[(u8, &str, &str)] = &[
    (
        2,
        "kiosk/tests/ui/visit.rs",
        "every_point_of_a_card_is_the_target",
    ),
    (
        4,
        "tests/browser/board.test.js",
        "the digits of the newest call are read from eight metres",
    ),
    (7, "kiosk/examples/reaction.rs", "touch to number"),
    (
        8,
        "kiosk/src/flow/tests.rs",
        "a_bounce_does_not_press_what_appears_under_the_finger",
    ),
    (
        9,
        "kiosk/src/one_box/tests.rs",
        "a_number_that_was_handed_back_is_burnt",
    ),
    (
        14,
        "kiosk/tests/ui/visit.rs",
        "the_language_switch_speaks_the_other_language_and_goes_back_when_idle",
    ),
    (
        17,
        "kiosk/tests/ui/grey.rs",
        "states_differ_in_grey_by_shape_or_word",
    ),
    (
        20,
        "kiosk/tests/ui/visit.rs",
        "a_walk_in_is_asked_for_no_personal_data",
    ),
    (
        22,
        "tests/browser/board.test.js",
        "a call is shown large at the instant it is spoken: chime, then twice, clip after clip",
    ),
    (
        22,
        "tests/browser/board.test.js",
        "mute and volume are kept, and the board is accessible",
    ),
    (
        23,
        "tests/browser/board.test.js",
        "the newest call flashes at most once a second",
    ),
    (
        23,
        "tests/browser/board.test.js",
        "calls at the same time are announced one after the other, each for ten seconds",
    ),
    (
        23,
        "tests/browser/board.test.js",
        "the last five, the next two, the waiting and the closing time are there",
    ),
    (
        24,
        "tests/browser/phone.test.js",
        "a page of 320 px with letters of 24 px does not scroll sideways",
    ),
    (
        24,
        "tests/browser/phone.test.js",
        "every state is accessible, in both languages",
    ),
    (
        24,
        "tests/browser/phone.test.js",
        "a phone loads at most 30 kB",
    ),
    (
        24,
        "tests/browser/phone.test.js",
        "without JavaScript the page is right, its buttons work and it reloads itself",
    ),
    (
        24,
        "tests/browser/phone.test.js",
        "the page changes by itself, vibrates, and its title tells how many are ahead",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "calls, starts, finishes and calls the next in one press each",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "undo takes the last presses back, five deep",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "a second press never calls a second person",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "a number is taken for somebody else, with priority",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "a press survives a reload of the page",
    ),
    (
        25,
        "tests/browser/desk.test.js",
        "a press while the network is gone is kept, repeated with its key, and counts once",
    ),
];

/// Every measurement of this program.
fn all() -> impl Iterator<Item = &'static Figure> {
    let layout = [
        &layout::TARGETS,
        &layout::CARDS,
        &layout::TEXTS,
        &layout::REACH,
        &layout::WHOLE,
        &layout::OFFERS,
    ];
    let look = [&look::CONTRAST, &look::CHARACTERS, &look::WAITS];
    let rest = [&pixels::DIGITS, &pixels::CODES, &grey::GREY, &fuzz::FUZZ];
    let all = layout.into_iter().chain(look).chain(times::ALL).chain(rest);
    all.flat_map(Measured::figures)
}

#[test]
fn the_sheet_names_every_rule_of_the_screen() {
    let mut figures: Vec<&Figure> = all().collect();
    figures.sort_by_key(|figure| figure.rule);
    println!("rule │ what │ wanted │ worst │ measured │ where the worst is");
    for figure in &figures {
        println!("{}", figure.line());
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (rule, file, name) in HELD_ELSEWHERE {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        assert!(text.contains(name), "rule {rule}: {file} has no `{name}`");
        println!("{rule:>2} │ {name} │ held by {file}");
    }
    let held = HELD_ELSEWHERE.iter().map(|(rule, _, _)| *rule);
    let shown: std::collections::BTreeSet<u8> = figures
        .iter()
        .map(|figure| figure.rule)
        .chain(held)
        .collect();
    let missing: Vec<u8> = (1..=25).filter(|rule| !shown.contains(rule)).collect();
    assert!(missing.is_empty(), "rules without a line: {missing:?}");
    for figure in figures {
        figure.holds();
    }
}
