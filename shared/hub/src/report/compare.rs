//! The day beside those before it.

use domain::measure::no_show_share;
use protocol::ReportView;
use protocol::report::EarlierDay;

use super::section::{columns, minutes};
use crate::date_text::dated_text;
use crate::lang::Words;
use crate::tables::{Cell, Table};

/// Less than so many minutes, or percent points, is the same to everybody.
const SAME_BELOW: f64 = 0.5;

/// A row for this day, then one for each before it, newest first.
pub(super) fn earlier(view: &ReportView, words: Words) -> Table {
    let this = EarlierDay {
        date: view.date,
        issued: view.stats.issued,
        served: view.stats.served,
        wait: view.stats.wait,
        no_show_share: no_show_share(view.stats.served, view.stats.no_show),
    };
    let days = std::iter::once(&this).chain(&view.earlier);
    let row = |day: &EarlierDay| {
        vec![
            Cell::Text(dated_text(words, day.date)),
            Cell::Count(day.issued),
            Cell::Count(day.served),
            minutes(day.wait.mean_min),
            minutes(day.wait.p90_min),
            Cell::Share(day.no_show_share),
        ]
    };
    Table {
        title: words.say("Beside the service days before").to_owned(),
        note: view
            .earlier
            .first()
            .map_or_else(String::new, |last| sentence(&this, last, words)),
        columns: columns(&[
            words.say("day"),
            words.say("numbers given"),
            words.say("served"),
            words.say("mean wait"),
            words.say("nine in ten waited within"),
            words.say("share that did not come"),
        ]),
        rows: days.map(row).collect(),
    }
}

/// What is more, fewer, longer and shorter than on the service day before.
fn sentence(this: &EarlierDay, last: &EarlierDay, words: Words) -> String {
    let numbers = match i64::from(this.issued) - i64::from(last.issued) {
        0 => words.say("as many numbers").to_owned(),
        more @ 1.. => words.fill("{0} more numbers", [&more.to_string()]),
        fewer => words.fill("{0} fewer numbers", [&(-fewer).to_string()]),
    };
    let served = match i64::from(this.served) - i64::from(last.served) {
        0 => words.say("as many people served").to_owned(),
        more @ 1.. => words.fill("{0} more people served", [&more.to_string()]),
        fewer => words.fill("{0} fewer people served", [&(-fewer).to_string()]),
    };
    let by = |this: Option<f64>, last: Option<f64>| Some(this? - last?);
    let whole = |by: f64| format!("{:.0}", by.abs());
    let wait = by(this.wait.mean_min, last.wait.mean_min).map(|by| {
        if by.abs() < SAME_BELOW {
            words.say("the mean wait the same").to_owned()
        } else if by > 0.0 {
            words.fill("the mean wait {0} min longer", [&whole(by)])
        } else {
            words.fill("the mean wait {0} min shorter", [&whole(by)])
        }
    });
    let points = |share: Option<f64>| share.map(|share| share * 100.0);
    let no_shows = by(points(this.no_show_share), points(last.no_show_share)).map(|by| {
        if by.abs() < SAME_BELOW {
            words.say("as many did not come").to_owned()
        } else if by > 0.0 {
            words.fill("{0} of a hundred more did not come", [&whole(by)])
        } else {
            words.fill("{0} of a hundred fewer did not come", [&whole(by)])
        }
    });
    let parts = [Some(numbers), Some(served), wait, no_shows];
    let joined = |all: String, part: String| words.fill("{0}, {1}", [&all, &part]);
    let told = parts.into_iter().flatten().reduce(joined);
    let day = dated_text(words, last.date);
    words.fill(
        "Beside the last time ({0}): {1}.",
        [&day, &told.unwrap_or_default()],
    )
}
