//! The board above the square.

use askama::Template;
use domain::settings::Language;
use domain::{Site, TicketNumber};
use protocol::{BoardItem, BoardLine, BoardView, CallView};
use voice::{Set, Spoken, caption, ready_caption};

use super::frame::Frame;
use super::item_text::kind_text;
use super::service_text::{Look, colour, rule_text, split_number, waiting_text};
use super::speech;
use crate::lang::Words;

/// The whole page.
#[derive(Template)]
#[template(path = "board.html")]
pub(super) struct BoardPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) b: Board,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "board_now.html")]
pub(super) struct BoardPart {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) b: Board,
}

/// What hangs there.
pub(super) struct Board {
    clock: String,
    part: String,
    live: String,
    chime: String,
    calls: Vec<Call>,
    ready: Vec<Ready>,
    nobody: String,
    services: Vec<Line>,
    rule: String,
}

/// One call: shown large, spoken, and in the list of the last ones.
struct Call {
    id: String,
    /// Seconds since the call: a board that was just switched on is silent about old ones.
    age_secs: i64,
    prefix: String,
    digits: String,
    service: String,
    colour: &'static str,
    station: String,
    /// The words before and after the station, since languages differ in order.
    to_before: &'static str,
    to_after: &'static str,
    /// The same in the list, where the words are fewer.
    at_before: &'static str,
    caption: String,
    clips: String,
}

/// A thing that is ready: spoken like a call, and in the strip of those to be collected.
struct Ready {
    id: String,
    age_secs: i64,
    prefix: String,
    digits: String,
    kind: &'static str,
    caption: String,
    clips: String,
}

struct Number {
    prefix: String,
    digits: String,
}

struct Line {
    name: String,
    colour: &'static str,
    icon: String,
    next: Vec<Number>,
    facts: String,
}

impl Board {
    /// The board of `site` in the page's language; it speaks the same one, with the clips of `set`.
    pub(super) fn new(
        site: &Site,
        view: &BoardView,
        words: Words,
        set: &Set,
        (part, live): (String, String),
    ) -> Self {
        let first_policy = view.lines.first().map(|line| line.policy);
        let one_rule = first_policy.filter(|policy| view.lines.iter().all(|l| l.policy == *policy));
        let is_closed = site.day.is_some_and(|day| day.is_closed());
        Self {
            clock: view.at.0.format("%H:%M").to_string(),
            part,
            live,
            chime: speech::chime(words.0, set),
            calls: view
                .calls
                .iter()
                .map(|c| call(site, view, c, words, set))
                .collect(),
            ready: view
                .items
                .iter()
                .map(|i| ready(view, i, words, set))
                .collect(),
            nobody: if is_closed {
                words.say("The service day is over. Thank you for coming.")
            } else {
                words.say("Please take a number. Calls appear here.")
            }
            .to_owned(),
            services: view.lines.iter().map(|l| line(l, words)).collect(),
            rule: one_rule.map_or_else(String::new, |policy| rule_text(words, policy)),
        }
    }
}

fn call(site: &Site, view: &BoardView, call: &CallView, words: Words, set: &Set) -> Call {
    let look = Look::of(site, &call.service, words);
    let (prefix, digits) = split_number(&call.number);
    let number = TicketNumber {
        prefix: call.prefix.as_str().into(),
        stem: call.stem,
        shown: call.shown,
    };
    let spoken = Spoken {
        service: &look.name,
        number: &number,
        station: call.station.as_str(),
    };
    let (to_before, to_after, at_before) = match words.0 {
        Language::Zh => ("请到", "号台", ""),
        Language::En => ("Station ", "", "Station "),
    };
    Call {
        id: call.call.clone(),
        age_secs: (view.at.moment() - call.at.moment()).num_seconds().max(0),
        prefix,
        digits,
        caption: caption(words.0, spoken),
        clips: speech::clips(words.0, set, spoken),
        service: look.name.clone(),
        colour: look.colour,
        station: call.station.to_string(),
        to_before,
        to_after,
        at_before,
    }
}

fn ready(view: &BoardView, item: &BoardItem, words: Words, set: &Set) -> Ready {
    let (prefix, digits) = split_number(&item.number);
    let number = digits.parse().unwrap_or_default();
    Ready {
        id: format!("{}-{}", item.number, item.at.moment().timestamp_millis()),
        age_secs: (view.at.moment() - item.at.moment()).num_seconds().max(0),
        prefix,
        digits,
        kind: kind_text(words, item.kind),
        caption: ready_caption(words.0, number),
        clips: speech::ready_clips(words.0, set, number),
    }
}

fn line(line: &BoardLine, words: Words) -> Line {
    let name = line.name.get(words.0);
    let mut facts = vec![waiting_text(words, line.waiting)];
    if !line.is_issuing {
        facts.push(words.say("No more numbers today").to_owned());
    } else if let Some(closes) = &line.closes {
        facts.push(words.fill("Numbers until {0}", [closes]));
    }
    Line {
        name: if name.is_empty() {
            line.id.as_str()
        } else {
            name
        }
        .to_owned(),
        colour: colour(line.colour),
        icon: line.icon.clone(),
        next: line
            .next
            .iter()
            .map(|number| {
                let (prefix, digits) = split_number(number);
                Number { prefix, digits }
            })
            .collect(),
        facts: facts.join(" · "),
    }
}
