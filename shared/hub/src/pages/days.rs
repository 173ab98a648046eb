//! The service days that are over: a list of them, when people come, and how the stations did.

use askama::Template;
use chrono::{Datelike as _, Days as Back, NaiveDate};
use domain::measure::figures;
use protocol::report::EarlierDay;

use super::frame::Frame;
use crate::date_text::{dated_text, full_date};
use crate::engine::MeasuredDay;
use crate::lang::Words;
use crate::tables::Cell;
use crate::views;

mod heat_map;
mod station;

use heat_map::HeatMap;
pub(super) use heat_map::Show;
use station::StationRow;

/// Days in one list: a screenful.
const LISTED_MAX: usize = 20;

/// The whole page.
#[derive(Template)]
#[template(path = "days.html")]
pub(super) struct DaysPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) d: EarlierDays,
}

/// How far back it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    FourWeeks,
    TwelveWeeks,
    TwoYears,
}

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) span: Span,
    pub(super) show: Show,
    /// The list begins before this date; with the newest day if none was named.
    pub(super) before: Option<NaiveDate>,
}

/// All of it.
pub(super) struct EarlierDays {
    list: Vec<DayRow>,
    /// The address of the list before this one; empty at its end.
    older: String,
    /// The address of the newest days; empty when these are they.
    newest: String,
    spans: Vec<Choice>,
    shows: Vec<Choice>,
    counted: String,
    heat: HeatMap,
    stations: Vec<StationRow>,
}

struct DayRow {
    day: String,
    /// The address of its report.
    report: String,
    /// The address of its curve.
    curve: String,
    issued: u32,
    served: u32,
    mean: String,
    p90: String,
    no_show: String,
}

/// One of several ways to look.
struct Choice {
    name: &'static str,
    address: String,
    is_chosen: bool,
}

impl Span {
    const ALL: [Self; 3] = [Self::FourWeeks, Self::TwelveWeeks, Self::TwoYears];

    /// As the address says it.
    fn code(self) -> &'static str {
        match self {
            Self::FourWeeks => "4w",
            Self::TwelveWeeks => "12w",
            Self::TwoYears => "2y",
        }
    }

    /// The one that an address asks for.
    pub(super) fn asked(code: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|span| span.code() == code)
            .unwrap_or(Self::TwelveWeeks)
    }

    fn days(self) -> u64 {
        match self {
            Self::FourWeeks => 28,
            Self::TwelveWeeks => 84,
            Self::TwoYears => 730,
        }
    }

    fn word(self, words: Words) -> &'static str {
        match self {
            Self::FourWeeks => words.say("Last 4 weeks"),
            Self::TwelveWeeks => words.say("Last 12 weeks"),
            Self::TwoYears => words.say("Last 2 years"),
        }
    }
}

impl Asked {
    /// The address that asks for this, below `here`.
    fn address(self, here: &str) -> String {
        let (span, show) = (self.span.code(), self.show.code());
        let before = self.before.map(|date| format!("&before={date}"));
        format!(
            "{here}?span={span}&show={show}{}",
            before.unwrap_or_default()
        )
    }
}

impl EarlierDays {
    /// The page at `here` of a site with these days, oldest first; it is `today`.
    pub(super) fn new<D: AsRef<MeasuredDay>>(
        days: &[D],
        asked: Asked,
        today: NaiveDate,
        here: &str,
        words: Words,
    ) -> Self {
        let all = || days.iter().map(AsRef::as_ref);
        let is_listed = |day: &&MeasuredDay| asked.before.is_none_or(|date| day.date < date);
        let mut left = all().rev().filter(is_listed);
        let listed: Vec<&MeasuredDay> = left.by_ref().take(LISTED_MAX).collect();
        let is_more = left.next().is_some();
        let older = listed.last().filter(|_| is_more).map(|oldest| Asked {
            before: Some(oldest.date),
            ..asked
        });
        let newest = asked.before.map(|_| Asked {
            before: None,
            ..asked
        });
        let address = |asked: Option<Asked>| {
            asked.map_or_else(String::new, |asked| format!("{}#list", asked.address(here)))
        };
        let from = today.checked_sub_days(Back::new(asked.span.days()));
        let counted: Vec<&MeasuredDay> = all()
            .filter(|day| from.is_none_or(|from| day.date > from))
            .collect();
        let report = figures(counted.iter().flat_map(|day| &day.rows));
        let pages = here.trim_end_matches("days");
        let row = |day: &&MeasuredDay| {
            let told = views::earlier_day(day);
            day_row(&told, today, pages, words)
        };
        Self {
            list: listed.iter().map(row).collect(),
            older: address(older),
            newest: address(newest),
            spans: spans(asked, here, words),
            shows: shows(asked, here, words),
            counted: words.fill(
                "Service days: {0}, numbers: {1}",
                [&counted.len().to_string(), &report.issued.to_string()],
            ),
            heat: HeatMap::new(&counted, asked.show, words),
            stations: station::rows(&report, words),
        }
    }
}

fn spans(asked: Asked, here: &str, words: Words) -> Vec<Choice> {
    let choice = |span: Span| Choice {
        name: span.word(words),
        address: format!("{}#when", Asked { span, ..asked }.address(here)),
        is_chosen: span == asked.span,
    };
    Span::ALL.map(choice).into()
}

fn shows(asked: Asked, here: &str, words: Words) -> Vec<Choice> {
    let choice = |show: Show| Choice {
        name: show.word(words),
        address: format!("{}#when", Asked { show, ..asked }.address(here)),
        is_chosen: show == asked.show,
    };
    Show::ALL.map(choice).into()
}

fn day_row(day: &EarlierDay, today: NaiveDate, pages: &str, words: Words) -> DayRow {
    DayRow {
        day: if day.date.year() == today.year() {
            dated_text(words, day.date)
        } else {
            full_date(words, day.date)
        },
        report: format!("{pages}report?date={}", day.date),
        curve: format!("{pages}curve?date={}", day.date),
        issued: day.issued,
        served: day.served,
        mean: minutes(day.wait.mean_min, words),
        p90: minutes(day.wait.p90_min, words),
        no_show: Cell::Share(day.no_show_share).shown(words),
    }
}

/// Minutes with one decimal, or a dash where nothing was measured.
fn minutes(value: Option<f64>, words: Words) -> String {
    Cell::Number(value, 1).shown(words)
}
