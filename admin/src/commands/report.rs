//! `report --day D`: a service day on one page, as text, as a table or to be printed.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use hub::lang::Words;
use hub::report::{DayPage, html};
use hub::tables::{self, Cell, Table};

use crate::app::App;
use crate::failure::Failure;
use crate::output::{deliver, json_line, not_to_a_terminal, table};
use crate::source::Source;
use crate::words::words;

/// A service day on one page: numbers, waits, services, stations, hours, and the days before.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The day, as in 2026-03-07 [default: the newest service day]
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Form of the report [default: text]
    #[arg(long)]
    format: Option<Format>,
    /// Write here instead of to the output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns to be read here
    Text,
    /// Comma-separated values
    Csv,
    /// A workbook; a binary file, so not to a terminal
    Xlsx,
    /// One file to be opened in a browser and printed on one A4 page
    Html,
}

impl Report {
    /// Does it.
    pub(crate) async fn run(self, app: &App) -> Result<(), Failure> {
        // clap sees no conflict with an option that stands before the command.
        if app.json && self.format.is_some() {
            return Err(Failure::Usage(words!(
                app.language,
                "--json 和 --format 不能一起用。",
                "--json and --format cannot be used together."
            )));
        }
        let format = self.format.unwrap_or(Format::Text);
        if format == Format::Xlsx {
            not_to_a_terminal(self.output.as_deref(), app.language)?;
        }
        let source = Source::open(app).await?;
        let site = source.site().await?;
        let newest = || site.day.as_ref().map(|day| day.date);
        let Some(day) = self.day.or_else(newest) else {
            return Err(Failure::Wrong(words!(
                app.language,
                "还没有服务日，没有可统计的内容。",
                "There was no service day yet, so there is nothing to report."
            )));
        };
        let view = source.report(day).await?;
        if app.json {
            return deliver(json_line(&view)?.as_bytes(), self.output);
        }
        let page = DayPage::new(&view, Words(app.language));
        let bytes = match format {
            Format::Text => text(&page).into_bytes(),
            Format::Csv => tables::csv(&page.sheet())?,
            Format::Xlsx => tables::xlsx(&page.sheet())?,
            Format::Html => html(&page).map_err(io::Error::other)?.into_bytes(),
        };
        deliver(&bytes, self.output)
    }
}

/// The page in columns.
fn text(page: &DayPage) -> String {
    let mut text = format!("{}  {}\n", page.title(), page.day);
    for fact in &page.facts {
        text.push_str(fact);
        text.push('\n');
    }
    for section in &page.sections {
        let Table {
            title,
            note,
            columns,
            rows,
        } = &section.table;
        // Writing into a text does not fail.
        let _ = writeln!(text, "\n{title}");
        if !note.is_empty() {
            let _ = writeln!(text, "{note}");
        }
        let shown = |row: &Vec<Cell>| row.iter().map(|cell| page.shown(cell)).collect();
        text.push_str(&table(columns, &rows.iter().map(shown).collect::<Vec<_>>()));
    }
    text
}
