//! How many waited over a day, and how many may wait for the rest of it.

use askama::Template;
use chrono::{Days, NaiveDate, Timelike as _};
use domain::Site;
use protocol::{CurveLine, CurveView, LocalTime, RestOfDay};

use super::curve_text::{done_text, in_time_text};
use super::frame::Frame;
use super::plot::Plot;
use super::service_text::Look;
use crate::date_text::{dated_text, time_text};
use crate::lang::Words;

/// The table has a row for every quarter of an hour.
const ROW_MIN: u32 = 15;

/// The page of one day.
#[derive(Template)]
#[template(path = "curve.html")]
pub(super) struct CurvePage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) c: Curves,
    pub(super) d: DayLinks,
}

/// The way to other days.
pub(super) struct DayLinks {
    pub(super) date: String,
    pub(super) heading: String,
    before: String,
    after: String,
}

/// The curves of a day: all services together, and each.
#[derive(Default)]
pub(super) struct Curves {
    /// What stands right of now; empty for an earlier day.
    pub(super) about: &'static str,
    pub(super) plots: Vec<PlotView>,
    /// Whether something is compared with what it would be otherwise.
    pub(super) is_compared: bool,
}

/// One curve.
pub(super) struct PlotView {
    /// Whether it stands for all services together.
    pub(super) is_all: bool,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) colour: &'static str,
    /// How many wait, at how many stations; empty for an earlier day.
    pub(super) now: String,
    pub(super) done: String,
    pub(super) in_time: String,
    pub(super) is_at_risk: bool,
    pub(super) data: String,
    pub(super) svg: String,
    pub(super) rows: Vec<Row>,
    /// As it is and as it would be, by name; empty where nothing is compared.
    pub(super) compared: Vec<[String; 3]>,
}

/// A row of the table.
pub(super) struct Row {
    pub(super) at: String,
    pub(super) waited: String,
    pub(super) middle: String,
    pub(super) range: String,
}

impl DayLinks {
    /// The days around `date`; there is none after today. `here` is the page's own address.
    pub(super) fn new(date: NaiveDate, today: NaiveDate, words: Words, here: &str) -> Self {
        let link = |date: NaiveDate| format!("{here}?date={date}");
        let after = date.checked_add_days(Days::new(1));
        let after = after.filter(|after| *after <= today);
        Self {
            date: date.to_string(),
            heading: dated_text(words, date),
            before: date
                .checked_sub_days(Days::new(1))
                .map_or_else(String::new, link),
            after: after.map_or_else(String::new, link),
        }
    }
}

impl Curves {
    /// The curves as `view` tells them.
    pub(super) fn new(site: &Site, view: &CurveView, words: Words) -> Self {
        let is_over = view.all.rest.is_none();
        let is_empty = |line: &CurveLine| line.so_far.is_empty();
        let mut plots = Vec::new();
        // One service is all there is.
        if view.services.len() > 1 {
            let look = Look {
                name: words.say("All services").to_owned(),
                ..Look::default()
            };
            plots.push(plot(site, view, (None, look), &view.all, words));
        }
        let services = view.services.iter().map(|service| {
            let of = (
                Some(service.id.as_str()),
                Look::of(site, &service.id, words),
            );
            plot(site, view, of, &service.line, words)
        });
        plots.extend(services);
        Self {
            about: if is_over {
                ""
            } else {
                words.say(
                    "From now on it is a forecast: those who wait now, served by the stations that are open, if nobody else takes a number.",
                )
            },
            plots: if is_over && is_empty(&view.all) {
                Vec::new()
            } else {
                plots
            },
            is_compared: false,
        }
    }
}

fn plot(
    site: &Site,
    view: &CurveView,
    (id, look): (Option<&str>, Look),
    line: &CurveLine,
    words: Words,
) -> PlotView {
    let now = line.rest.is_some().then_some(view.at);
    let plot = Plot {
        line,
        was: None,
        now,
        zone: site.settings.time_zone,
    };
    let rest = line.rest.unwrap_or_default();
    PlotView {
        data: plot.data(words),
        svg: plot.svg(words),
        is_all: id.is_none(),
        id: element_id(id),
        name: look.name,
        colour: look.colour,
        now: now.map_or_else(String::new, |_| now_text(words, &rest)),
        done: done_text(words, &rest),
        in_time: in_time_text(words, &rest),
        is_at_risk: rest.at_risk,
        rows: rows(line, now),
        compared: Vec::new(),
    }
}

/// What a curve is called in the page: that of a service, or of all.
pub(super) fn element_id(service: Option<&str>) -> String {
    service.map_or_else(|| "all".to_owned(), |service| format!("of-{service}"))
}

/// "12 人在等，2 个台".
pub(super) fn now_text(words: Words, rest: &RestOfDay) -> String {
    words.fill(
        "{0} waiting, stations: {1}",
        [&rest.waiting.to_string(), &rest.stations.to_string()],
    )
}

/// Every quarter of an hour, and now.
pub(super) fn rows(line: &CurveLine, now: Option<LocalTime>) -> Vec<Row> {
    let is_told = |at: LocalTime| at.0.minute().is_multiple_of(ROW_MIN);
    let is_now = |at: LocalTime| now.is_some_and(|now| now == at);
    let past = line.so_far.iter();
    let past = past.filter(|one| is_told(one.at) || is_now(one.at));
    let past = past.map(|one| Row {
        at: time_text(one.at),
        waited: one.waiting.to_string(),
        middle: String::new(),
        range: String::new(),
    });
    // Steps count from the moment of the forecast, so a quarter is the step that holds it.
    let mut quarter = None;
    let next = line.forecast.iter().filter(move |one| {
        let this = (one.at.0.hour(), one.at.0.minute() / ROW_MIN);
        quarter.replace(this) != Some(this)
    });
    let next = next.map(|one| Row {
        at: time_text(one.at),
        waited: String::new(),
        middle: one.p50.to_string(),
        range: format!("{}–{}", one.p10, one.p90),
    });
    past.chain(next).collect()
}
