//! The page as a file of its own, that needs no hub to be looked at or printed.

use askama::Template;

use super::DayPage;
use crate::files::style;
use crate::lang::Words;

#[derive(Template)]
#[template(path = "report_file.html")]
struct ReportFile<'a> {
    w: Words,
    r: &'a DayPage,
    styles: String,
}

/// The report as one file of HTML, its style within.
///
/// # Errors
/// None for plain data.
pub fn html(page: &DayPage) -> Result<String, askama::Error> {
    let file = ReportFile {
        w: page.words,
        r: page,
        styles: ["css/base.css", "css/report.css"].map(style).concat(),
    };
    file.render()
}
