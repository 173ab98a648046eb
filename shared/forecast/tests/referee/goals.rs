//! The table of goals: each with what was reached and whether that is enough.

use std::fmt::Write as _;

use paihao_forecast::score::{Occasion, Predicted, Sums};

use crate::referee::Seen;
use crate::theory;

/// What all sixty days are known not to meet, and why, is told in `tests/forecast/README.md`: the
/// rows of the table, as they are named in it.
const NOT_MET: [&str; 18] = [
    "bias of the expected wait / mean wait: ciw-3-exponential",
    "bias of the expected wait / mean wait: ciw-shifts",
    "covered in the first 45 min, days first: ciw-2-cv12",
    "covered in the first 45 min, days first: ciw-shifts",
    "covered in the first 45 min, days first: simpy-two-services",
    "covered in the first 45 min, days remembered: ciw-shifts",
    "covered, days first: ciw-1-cv03",
    "covered, days first: ciw-shifts",
    "covered, days first: simpy-all",
    "covered, days first: simpy-two-services",
    "covered, days remembered: ciw-shifts",
    "covered, days remembered: simpy-all",
    "covered, days remembered: simpy-appointments",
    "error / that of last wait: ciw-shifts",
    "error / that of line length x mean: ciw-5-cv05",
    "error / that of line length x mean: ciw-shifts",
    "error / that of line length x mean: simpy-no-shows",
    "error / that of mean of ten: ciw-shifts",
];

/// A line of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) goal: String,
    pub(crate) value: f64,
    pub(crate) is_met: bool,
    /// Whether the test fails when it is not met, in its short form too. Eight days are too few to
    /// hold a single scenario to its rows: these are held to over all days.
    is_held: bool,
}

impl Row {
    /// Whether the test fails.
    pub(crate) fn fails(&self, is_long: bool) -> bool {
        !self.is_met && (self.is_held || (is_long && !self.is_known()))
    }

    /// Whether it is one of those that are known not to be met.
    fn is_known(&self) -> bool {
        NOT_MET.contains(&self.what.as_str())
    }

    fn verdict(&self, is_long: bool) -> &'static str {
        match (self.is_met, is_long && self.is_known()) {
            (true, false) => "met",
            (true, true) => "met again: no longer to be listed",
            (false, false) => "NOT MET",
            (false, true) => "NOT MET, as is known",
        }
    }

    fn held(self) -> Self {
        Self {
            is_held: true,
            ..self
        }
    }
}

fn row(what: &str, goal: String, value: f64, is_met: bool) -> Row {
    Row {
        what: what.to_owned(),
        goal,
        value,
        is_met,
        is_held: false,
    }
}

fn at_most(what: &str, most: f64, value: f64) -> Row {
    row(what, format!("<= {most:.2}"), value, value <= most)
}

fn within(what: &str, least: f64, most: f64, value: f64) -> Row {
    let is_met = (least..=most).contains(&value);
    row(what, format!("{least:.2} to {most:.2}"), value, is_met)
}

/// Scenarios whose days are no ordinary ones are told of apart.
fn is_ordinary(seen: &Seen) -> bool {
    !["simpy-cut-short", "simpy-alone"].contains(&seen.scenario.name.as_str())
}

fn of<'s>(all: &'s [Seen], name: &str) -> &'s Seen {
    all.iter().find(|seen| seen.scenario.name == name).unwrap()
}

fn issue(one: &Predicted) -> bool {
    one.occasion == Occasion::Issue
}

/// The error of some forecasts against the oracle's on the same waits.
fn against_oracle<'s>(
    seen: impl IntoIterator<Item = &'s Seen>,
    told: fn(&Seen) -> &[Predicted],
    is_asked: impl Fn(&Predicted) -> bool,
) -> f64 {
    let (mut ours, mut oracle) = (Sums::default(), Sums::default());
    for one in seen {
        let pairs = told(one).iter().zip(&one.oracle);
        for (our, its) in pairs.filter(|(our, _)| is_asked(our)) {
            ours.add(our);
            oracle.add(its);
        }
    }
    ours.mae() / oracle.mae()
}

fn fresh(seen: &Seen) -> &[Predicted] {
    &seen.fresh
}

fn remembering(seen: &Seen) -> &[Predicted] {
    &seen.remembering
}

/// Rows that are known not to be met, though the table has none of that name.
pub(crate) fn unknown(rows: &[Row]) -> Vec<&'static str> {
    let mut named = NOT_MET.to_vec();
    named.retain(|name| rows.iter().all(|row| row.what != *name));
    named
}

/// All goals, in the order of the design.
pub(crate) fn rows(all: &[Seen]) -> Vec<Row> {
    let ordinary = || all.iter().filter(|seen| is_ordinary(seen));
    let mut rows = Vec::new();
    for (told, days) in [
        (remembering as fn(&Seen) -> &[Predicted], "days remembered"),
        (fresh, "each day the first"),
    ] {
        for (least, most, goal) in [(0, 2, 1.10), (3, 5, 1.20), (6, usize::MAX, 1.30)] {
            let asked = |one: &Predicted| {
                one.occasion == Occasion::Step && (least..=most).contains(&one.ahead)
            };
            let value = against_oracle(ordinary(), told, asked);
            let ahead = if most == usize::MAX {
                "and more".to_owned()
            } else {
                format!("- {most}")
            };
            let what = format!("at each step, {least} {ahead} ahead, {days}: error / oracle's");
            rows.push(at_most(&what, goal, value).held());
        }
    }
    for (name, told, goal, what) in [
        (
            "ciw-2-cv04",
            fresh as fn(&Seen) -> &[Predicted],
            1.45,
            "CV 0.4, a first day",
        ),
        ("ciw-3-exponential", fresh, 1.25, "exponential, a first day"),
        ("simpy-volunteers", remembering, 1.30, "known volunteers"),
    ] {
        let value = against_oracle([of(all, name)], told, issue);
        let what = format!("at the issue, {what}: error / oracle's");
        rows.push(at_most(&what, goal, value).held());
    }
    rows.extend(together(all));
    rows.extend(ordinary().flat_map(coverage));
    rows.extend(ordinary().flat_map(simple_rules));
    for seen in ordinary() {
        let what = format!("covered, told by the log alone: {}", seen.scenario.name);
        let value = Sums::of(&seen.log_alone).coverage();
        rows.push(within(&what, 0.75, 0.88, value));
    }
    for seen in ordinary() {
        let sums = Sums::of(seen.remembering.iter().filter(|one| issue(one)));
        let value = (sums.bias_mean() / sums.mean_wait()).abs();
        rows.push(at_most(
            &format!(
                "bias of the expected wait / mean wait: {}",
                seen.scenario.name
            ),
            0.05,
            value,
        ));
    }
    let value = against_oracle([of(all, "simpy-all")], remembering, |_| true);
    let what = "breaks, no-shows, appointments together: error / oracle's";
    // The first eight days of this one scenario happen to be hard ones: over all of them it is held to.
    rows.push(at_most(what, 1.15, value));
    let theory = theory::exponential(of(all, "ciw-3-exponential"));
    let what = "the oracle itself: exponential error / Erlang's";
    rows.push(within(what, 0.94, 1.06, theory).held());
    rows
}

/// What all scenarios come to together in which the stations are known: nobody announced the
/// ones that open in `ciw-shifts`, not even to the oracle.
fn together(all: &[Seen]) -> Vec<Row> {
    let known = || {
        all.iter()
            .filter(|seen| is_ordinary(seen) && seen.scenario.name != "ciw-shifts")
    };
    let mut rows = Vec::new();
    for (told, days) in [
        (remembering as fn(&Seen) -> &[Predicted], "days remembered"),
        (fresh, "each day the first"),
    ] {
        let sums = Sums::of(known().flat_map(told));
        let what = format!("covered, all scenarios together, {days}");
        rows.push(within(&what, 0.75, 0.88, sums.coverage()).held());
        let sums = Sums::of(known().flat_map(told).filter(|one| issue(one)));
        let bias = (sums.bias_mean() / sums.mean_wait()).abs();
        let what = format!("bias of the expected wait / mean wait, all together, {days}");
        rows.push(at_most(&what, 0.05, bias).held());
    }
    rows
}

/// p10 to p90 in one scenario, and in its first 45 minutes.
fn coverage(seen: &Seen) -> Vec<Row> {
    let name = &seen.scenario.name;
    let mut rows = Vec::new();
    for (told, days) in [(&seen.remembering, "remembered"), (&seen.fresh, "first")] {
        let all = Sums::of(told);
        let what = format!("covered, days {days}: {name}");
        rows.push(within(&what, 0.75, 0.88, all.coverage()));
        // Doors open at half past eight.
        let early = told
            .iter()
            .filter(|one| one.at.timestamp() % 86_400 < 30_600 + 45 * 60);
        let what = format!("covered in the first 45 min, days {days}: {name}");
        let value = Sums::of(early).coverage();
        rows.push(row(&what, ">= 0.72".to_owned(), value, value >= 0.72));
    }
    rows
}

/// Against what people use instead, at the issue.
fn simple_rules(seen: &Seen) -> Vec<Row> {
    let name = &seen.scenario.name;
    let sums = Sums::of(seen.remembering.iter().filter(|one| issue(one)));
    let is_even = seen.scenario.cv() <= 0.5;
    let rules = [
        (
            "line length x mean",
            if is_even { Some(0.90) } else { Some(1.05) },
        ),
        ("last wait", is_even.then_some(0.5)),
        ("mean of ten", is_even.then_some(0.5)),
    ];
    let mut rows = Vec::new();
    for (nth, (rule, goal)) in rules.into_iter().enumerate() {
        if let (Some(goal), Some((its, ours))) = (goal, sums.rule(nth)) {
            rows.push(at_most(
                &format!("error / that of {rule}: {name}"),
                goal,
                ours / its,
            ));
        }
    }
    rows
}

/// The table as text: goal, value, verdict.
pub(crate) fn table(rows: &[Row], is_long: bool) -> String {
    let mut text = String::new();
    for row in rows {
        let _ = writeln!(
            text,
            "{:<76} {:>12} {:>6.3}  {}",
            row.what,
            row.goal,
            row.value,
            row.verdict(is_long)
        );
    }
    text
}

/// Days that are no ordinary ones, and how everybody does beside the simple rules: figures
/// without a goal.
pub(crate) fn figures(all: &[Seen]) -> String {
    let mut text = format!(
        "{:<20} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}\n",
        "at the issue",
        "waits",
        "mean",
        "ours",
        "fresh",
        "oracle",
        "lxm",
        "last",
        "ten",
        "cover",
        "bias",
        "its"
    );
    for seen in all {
        let sums = |told: &[Predicted]| Sums::of(told.iter().filter(|one| issue(one)));
        let (ours, new, oracle) = (
            sums(&seen.remembering),
            sums(&seen.fresh),
            sums(&seen.oracle),
        );
        let rule = |nth| ours.rule(nth).map_or(f64::NAN, |(its, _)| its);
        let _ = writeln!(
            text,
            "{:<20} {:>5} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2} {:>6.2}",
            seen.scenario.name,
            ours.count,
            ours.mean_wait(),
            ours.mae(),
            new.mae(),
            oracle.mae(),
            rule(0),
            rule(1),
            rule(2),
            ours.coverage(),
            ours.bias_mean(),
            oracle.bias_mean(),
        );
    }
    text
}

#[test]
fn over_all_days_only_what_is_known_may_be_missed() {
    let missed = |what: &str| at_most(what, 1.0, 2.0);
    let (known, other) = (missed(NOT_MET[0]), missed("something else"));
    assert!(!known.fails(true) && !other.fails(false) && other.fails(true));
    assert!(missed(NOT_MET[0]).held().fails(false));
    let met = at_most(NOT_MET[0], 1.0, 0.5);
    assert!(!met.fails(true) && met.verdict(true).starts_with("met again"));
    assert_eq!(met.verdict(false), "met");
}
