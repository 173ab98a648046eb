//! The report of a service day, as a street office reads it: the same page on paper, on a screen,
//! in a spreadsheet and on a terminal.
//!
//! A [`ReportView`] becomes a [`DayPage`] of sections in one language; from there every form is only
//! another way to write tables down.

use protocol::ReportView;

use crate::date_text::{full_date, time_text};
use crate::lang::Words;
use crate::tables::{Cell, Sheet, Table};

mod compare;
mod html;
mod section;

pub use html::html;

/// The report of a day in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct DayPage {
    /// The site's name.
    pub site: String,
    /// The date with its weekday.
    pub day: String,
    /// The hours, and when the first and the last number were given; one sentence each.
    pub facts: Vec<String>,
    /// One after the other.
    pub sections: Vec<Section>,
    words: Words,
}

/// A part of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Names it for its looks.
    pub name: &'static str,
    /// What it tells.
    pub table: Table,
}

impl DayPage {
    /// The page of a report.
    pub fn new(view: &ReportView, words: Words) -> Self {
        Self {
            site: view.site.get(words.0).to_owned(),
            day: full_date(words, view.date),
            facts: facts(view, words),
            sections: if view.is_service_day {
                section::all(view, words)
            } else {
                Vec::new()
            },
            words,
        }
    }

    /// "清园里 服务日报".
    pub fn title(&self) -> String {
        self.words.fill("{0}: report of the day", [&self.site])
    }

    /// A cell of a table as a person reads it.
    pub fn shown(&self, cell: &Cell) -> String {
        cell.shown(self.words)
    }

    /// The page as tables under a heading.
    pub fn sheet(&self) -> Sheet {
        let heading = [self.title(), self.day.clone()].into_iter();
        Sheet {
            heading: heading.chain(self.facts.iter().cloned()).collect(),
            tables: self.sections.iter().map(|s| s.table.clone()).collect(),
        }
    }
}

fn facts(view: &ReportView, words: Words) -> Vec<String> {
    if !view.is_service_day {
        return vec![words.say("There was no service on this day.").to_owned()];
    }
    let hours = match (&view.opens, &view.closes) {
        (Some(opens), Some(closes)) => words.fill("Open from {0} to {1}", [opens, closes]),
        (Some(opens), None) => words.fill("Open from {0}", [opens]),
        (None, Some(closes)) => words.fill("Open until {0}", [closes]),
        (None, None) => String::new(),
    };
    let numbers = match (view.first_number_at, view.last_number_at) {
        (Some(first), Some(last)) => words.fill(
            "First number at {0}, last one at {1}",
            [&time_text(first), &time_text(last)],
        ),
        (_, _) => String::new(),
    };
    let so_far = if view.is_over {
        ""
    } else {
        words.say("The day is not over: these are its figures so far.")
    };
    let all = [hours, numbers, so_far.to_owned()];
    all.into_iter().filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests;
