//! `printer test|status`: the slip printer of this machine.

use chrono::Local;
use clap::Subcommand;
use hub::address_book;
use paper::{Place, Slip, State, TestPage};
use serde::Serialize;

use super::{At, print_at, usage};
use crate::app::App;
use crate::failure::Failure;
use crate::output::{note, print, print_json};
use crate::words::words;

/// The slip printer of this machine.
#[derive(Debug, Subcommand)]
pub(crate) enum Printer {
    /// Print a page that shows whether it prints as it should
    Test {
        #[command(flatten)]
        at: At,
    },
    /// Ask it how it is
    Status {
        #[command(flatten)]
        at: At,
    },
}

#[derive(Serialize)]
struct Said {
    printer: String,
    state: &'static str,
    prints: bool,
}

impl Printer {
    /// Does it.
    pub(crate) fn run(self, app: &App) -> Result<(), Failure> {
        match self {
            Self::Test { at } => test(app, &at),
            Self::Status { at } => status(app, &at),
        }
    }
}

fn test(app: &App, at: &At) -> Result<(), Failure> {
    let config = app.printer(at.printer.as_deref())?;
    let noted = address_book::newest(app.data_dir()).ok().flatten();
    let page = TestPage {
        lang: config.lang.unwrap_or(app.language),
        printer: config.place.to_string(),
        at: Local::now().naive_local(),
        url: noted.unwrap_or_else(|| app.hub().to_string()),
    };
    print_at(app, at, &Slip::Test(Box::new(page)))?;
    note(&words!(
        app.language,
        "测试页已送到打印机。",
        "The test page was sent to the printer."
    ));
    Ok(())
}

fn status(app: &App, at: &At) -> Result<(), Failure> {
    let config = app.printer(at.printer.as_deref())?;
    let printer = config.open().map_err(|error| usage(&error))?;
    let state = printer.map(|printer| printer.state());
    let words = match state {
        Some(state) => state.words(app.language).to_owned(),
        None => words!(app.language, "没有配置打印机", "No printer is configured"),
    };
    if app.json {
        print_json(&Said {
            printer: config.place.to_string(),
            state: state.map_or("none", State::name),
            prints: state.is_some_and(State::can_print),
        })?;
    } else if config.place == Place::None {
        print(&words)?;
    } else {
        print(&format!("{}\n{words}", config.place))?;
    }
    match state {
        Some(state) if !state.can_print() => Err(Failure::Wrong(words)),
        Some(_) | None => Ok(()),
    }
}
