//! What an organiser may try before doing it: one volunteer more or less, a break, no more numbers.

use askama::Template;
use domain::{ServiceId, Site, StationState};
use forecast::{Estimate, Range};
use protocol::curve::MinuteSpan;
use protocol::{
    AskWhatIf, ChangeAsked, CurveLine, LocalTime, Newcomers, RestOfDay, ServiceCurve, WhatIfView,
};

use super::curve::{Curves, PlotView, element_id, now_text, rows};
use super::curve_text::{chance_text, done_text, in_time_text, span_text};
use super::form::{Form, Input};
use super::frame::Frame;
use super::plot::Plot;
use super::service_text::Look;
use super::wait_text::{WaitRange, range_text};
use crate::date_text::time_text;
use crate::lang::Words;

mod ask;

pub(super) use ask::{asked, form};

/// A difference below so many minutes is none.
const DIFFERS_MIN: f64 = 3.0;

/// The whole page.
#[derive(Template)]
#[template(path = "what_if.html")]
pub(super) struct WhatIfPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) a: Answered,
    pub(super) c: Curves,
    pub(super) form: Form,
}

/// A question and what is said about it.
#[derive(Default)]
pub(super) struct Answered {
    /// What was wrong with it; empty if nothing was.
    pub(super) wrong: String,
    /// The changes in words; empty while nothing was asked.
    asked: String,
    effects: Vec<Effect>,
    often: Vec<Link>,
}

/// What the changes do to one service.
struct Effect {
    name: String,
    colour: &'static str,
    text: String,
}

struct Link {
    address: String,
    text: String,
}

impl Answered {
    /// Before anything was asked: what is asked often. `here` is the page's own address.
    pub(super) fn nothing(site: &Site, words: Words, here: &str) -> Self {
        let more = site.services.iter().map(|service| &service.settings);
        let more = more.map(|service| Link {
            address: format!("{here}?add={}", service.id),
            text: words.fill("One more: {0}", [service.title(words.0)]),
        });
        let open = site.stations.iter();
        let open = open.filter(|station| station.state == StationState::Open);
        let less = open.map(|station| Link {
            address: format!("{here}?away={}", station.id()),
            text: words.fill("Without station {0}", [station.id().as_str()]),
        });
        Self {
            often: more.chain(less).collect(),
            ..Self::default()
        }
    }

    /// What the changes come to, and the curves side by side.
    pub(super) fn of(
        site: &Site,
        asked: &AskWhatIf,
        view: &WhatIfView,
        words: Words,
    ) -> (Self, Curves) {
        let changes: Vec<String> = in_words(site, asked, words);
        let pairs = view.as_is.services.iter().zip(&view.changed.services);
        let effects = pairs.clone().filter_map(|(is, would)| {
            let (is, would) = (is.line.rest?, would.line.rest?);
            Some((is, would))
        });
        let looks = view.as_is.services.iter();
        let looks = looks.map(|service| Look::of(site, &service.id, words));
        let effects = looks.zip(effects).map(|(look, (is, would))| Effect {
            name: look.name,
            colour: look.colour,
            text: effect(words, &is, &would),
        });
        let plots = pairs.map(|(is, would)| compared(site, view, is, would, words));
        let curves = Curves {
            about: about(asked.newcomers, words),
            plots: plots.collect(),
            is_compared: true,
        };
        let answered = Self {
            asked: changes.join(words.say("; ")),
            effects: effects.collect(),
            ..Self::default()
        };
        (answered, curves)
    }
}

/// What the forecast rests on.
fn about(newcomers: Newcomers, words: Words) -> &'static str {
    match newcomers {
        Newcomers::None => words.say("If nobody else takes a number."),
        Newcomers::Today => words.say(
            "With as many newcomers as in the last hour, until numbers end; without a closing time for three hours.",
        ),
        Newcomers::Earlier => {
            words.say("With as many newcomers as on the last four days at the same time of day.")
        }
    }
}

/// Each change in words; "as it is" if there is none.
fn in_words(site: &Site, asked: &AskWhatIf, words: Words) -> Vec<String> {
    let name = |id: &ServiceId| Look::of(site, id, words).name;
    let from = |at: &Option<LocalTime>, text: String| match at {
        Some(at) => words.fill("from {0}: {1}", [&time_text(*at), &text]),
        None => text,
    };
    let change = |change: &ChangeAsked| match change {
        ChangeAsked::AddStation { services, at } => {
            let names: Vec<String> = services.iter().map(name).collect();
            let names = names.join(words.say(", "));
            from(at, words.fill("One more station: {0}", [&names]))
        }
        ChangeAsked::TakeAway { station, at } => {
            from(at, words.fill("Without station {0}", [station.as_str()]))
        }
        ChangeAsked::Break {
            station,
            at,
            minutes,
        } => from(
            at,
            words.fill(
                "Station {0} pauses for {1} minutes",
                [station.as_str(), &minutes.to_string()],
            ),
        ),
        ChangeAsked::StopNumbers { service, at } => {
            from(at, words.fill("No more numbers: {0}", [&name(service)]))
        }
    };
    if asked.changes.is_empty() {
        return vec![words.say("Without a change").to_owned()];
    }
    let alike = asked.changes.chunk_by(|one, other| one == other);
    let told = alike.map(|alike| match alike {
        [one] => change(one),
        [first, ..] => format!("{} × {}", change(first), alike.len()),
        [] => String::new(),
    });
    told.collect()
}

/// What the changes do to the last one of a line, or to a newcomer where nobody waits.
fn effect(words: Words, is: &RestOfDay, would: &RestOfDay) -> String {
    let minutes = |from: LocalTime, to: LocalTime| (to.0 - from.0).num_seconds() as f64 / 60.0;
    if is.waiting == 0 {
        return match (is.newcomer, would.newcomer) {
            (Some(is), Some(would)) => newcomer_effect(words, would.p50 - is.p50),
            (None, Some(_)) => words.say("Newcomers can be served then.").to_owned(),
            (Some(_), None) => words.say("Newcomers cannot be served then.").to_owned(),
            (None, None) => words.say("It makes no difference.").to_owned(),
        };
    }
    match (is.called, would.called) {
        (Some(is), Some(would)) => last_effect(words, minutes(is.p50, would.p50)),
        (None, Some(_)) => words.say("Then everybody will be called.").to_owned(),
        (Some(_), None) => words.say("Then some will not be called.").to_owned(),
        (None, None) => words.say("It makes no difference.").to_owned(),
    }
}

/// `later` minutes, below zero for sooner.
fn last_effect(words: Words, later: f64) -> String {
    let rounded = rounded(later);
    if later.abs() < DIFFERS_MIN {
        words.say("It makes hardly any difference.").to_owned()
    } else if later < 0.0 {
        words.fill(
            "The last one is called about {0} minutes sooner.",
            [&rounded],
        )
    } else {
        words.fill(
            "The last one is called about {0} minutes later.",
            [&rounded],
        )
    }
}

fn newcomer_effect(words: Words, later: f64) -> String {
    let rounded = rounded(later);
    if later.abs() < DIFFERS_MIN {
        words.say("It makes hardly any difference.").to_owned()
    } else if later < 0.0 {
        words.fill("A newcomer waits about {0} minutes less.", [&rounded])
    } else {
        words.fill("A newcomer waits about {0} minutes longer.", [&rounded])
    }
}

/// Few minutes as they are, many in steps of five.
fn rounded(minutes: f64) -> String {
    let minutes = minutes.abs();
    let step = if minutes < 10.0 { 1.0 } else { 5.0 };
    format!("{:.0}", (minutes / step).round() * step)
}

/// A newcomer's wait as it is said everywhere.
fn wait_range(wait: MinuteSpan, rest: &RestOfDay) -> WaitRange {
    let MinuteSpan { p10, p50, p90 } = wait;
    let estimate = Estimate {
        p10,
        p50,
        p90,
        mean: p50,
        served_before_close: rest.in_time,
        rough: rest.rough,
    };
    let Range {
        low_min, high_min, ..
    } = Range::of(&estimate, None);
    WaitRange { low_min, high_min }
}

/// One service as it is and as it would be.
fn compared(
    site: &Site,
    view: &WhatIfView,
    is: &ServiceCurve,
    would: &ServiceCurve,
    words: Words,
) -> PlotView {
    let Look { name, colour, .. } = Look::of(site, &is.id, words);
    let plot = Plot {
        line: &would.line,
        was: Some(&is.line),
        now: Some(view.changed.at),
        zone: site.settings.time_zone,
    };
    let rest = |line: &CurveLine| line.rest.unwrap_or_default();
    let (is, would_be) = (rest(&is.line), rest(&would.line));
    let row = |name: &'static str, say: &dyn Fn(&RestOfDay) -> String| {
        [name.to_owned(), say(&is), say(&would_be)]
    };
    let unknown = || "–".to_owned();
    PlotView {
        is_all: false,
        id: element_id(Some(would.id.as_str())),
        name,
        colour,
        now: now_text(words, &is),
        done: String::new(),
        in_time: String::new(),
        is_at_risk: false,
        data: plot.data(words),
        svg: plot.svg(words),
        rows: rows(&would.line, Some(view.changed.at)),
        compared: vec![
            row(words.say("Stations"), &|rest| rest.stations.to_string()),
            row(words.say("A newcomer waits"), &|rest| {
                rest.newcomer
                    .map_or_else(unknown, |wait| range_text(words, wait_range(wait, rest)))
            }),
            row(words.say("Nine of ten who wait are called"), &|rest| {
                rest.nine_of_ten_min.map_or_else(unknown, |minutes| {
                    words.fill("within {0} minutes", [&format!("{:.0}", minutes.ceil())])
                })
            }),
            row(words.say("All done"), &|rest| {
                let done = rest.done.map_or_else(|| done_text(words, rest), span_text);
                if done.is_empty() { unknown() } else { done }
            }),
            row(words.say("Everybody called before closing"), &|rest| {
                if in_time_text(words, rest).is_empty() {
                    unknown()
                } else {
                    chance_text(words, rest.in_time)
                }
            }),
        ],
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn a_wait_is_rounded_as_everywhere() {
        let span = |p10, p90| MinuteSpan { p10, p50: p10, p90 };
        for (wait, expected) in [
            (span(9.6, 15.0), "约 5–15 分钟"),
            (span(10.0, 10.0), "约 10–15 分钟"),
            (span(5.0, 15.005), "约 5–20 分钟"),
        ] {
            let range = wait_range(wait, &RestOfDay::default());
            assert_eq!(range_text(Words(Language::Zh), range), expected);
        }
    }

    #[test]
    fn a_difference_is_said_as_people_say_it() {
        let zh = Words(Language::Zh);
        let rows = [
            (-24.0, "最后一位大约提前 25 分钟叫到。"),
            (-6.2, "最后一位大约提前 6 分钟叫到。"),
            (2.9, "差别不大。"),
            (33.0, "最后一位大约推迟 35 分钟叫到。"),
        ];
        for (later, expected) in rows {
            assert_eq!(last_effect(zh, later), expected);
        }
    }
}
