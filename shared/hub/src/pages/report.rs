//! The report of a day as a page.

use askama::Template;
use chrono::NaiveDate;
use protocol::ReportView;

use super::frame::Frame;
use crate::lang::Words;
use crate::report::DayPage;

/// The whole page.
#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct ReportPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) l: Links,
    pub(super) r: DayPage,
}

/// Where the page leads to; empty for what is not there.
pub(super) struct Links {
    before: String,
    after: String,
    csv: String,
    xlsx: String,
}

impl Links {
    /// The links of a report at `here`.
    pub(super) fn new(view: &ReportView, here: &str) -> Self {
        let at = |date: NaiveDate| format!("{here}?date={date}");
        let there = |date: Option<NaiveDate>| date.map_or_else(String::new, at);
        let file = |kind: &str| format!("{}&as={kind}", at(view.date));
        Self {
            before: there(view.before),
            after: there(view.after),
            csv: file("csv"),
            xlsx: file("xlsx"),
        }
    }
}
