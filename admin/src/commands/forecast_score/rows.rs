//! Every forecast as a line of a table.

use chrono::SecondsFormat;
use forecast::score::{Entry, Occasion, Predicted};
use hub::tables::{Cell, Sheet, Table};

const COLUMNS: [&str; 14] = [
    "line",
    "at",
    "told",
    "service",
    "ahead",
    "p10_min",
    "p50_min",
    "p90_min",
    "mean_min",
    "rough",
    "actual_min",
    "line_length_min",
    "last_wait_min",
    "mean_of_ten_min",
];

/// The forecasts as a table under [`COLUMNS`]; `line` is the line of the log, minutes have up to
/// three decimals, and what is not known is empty.
pub(super) fn sheet(entries: &[Entry], told: &[Predicted]) -> Sheet {
    let rows = told.iter().map(|one| line(&entries[one.entry], one));
    Sheet {
        heading: Vec::new(),
        tables: vec![Table {
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            ..Table::default()
        }],
    }
}

/// One row, in the order of [`COLUMNS`].
fn line(entry: &Entry, one: &Predicted) -> Vec<Cell> {
    let estimate = &one.estimate;
    let occasion = match one.occasion {
        Occasion::Issue => "issue",
        Occasion::Step => "step",
    };
    let at = one.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let minutes = |value: Option<f64>| Cell::Number(value, 3);
    let told = |minutes: f64| Cell::Number(Some(minutes), 3);
    let count = |count: u64| Cell::Number(Some(count as f64), 0);
    vec![
        count(entry.line),
        Cell::Text(at),
        Cell::Text(occasion.to_owned()),
        Cell::Text(entry.service.clone()),
        count(one.ahead as u64),
        told(estimate.p10),
        told(estimate.p50),
        told(estimate.p90),
        told(estimate.mean),
        Cell::Text(estimate.rough.to_string()),
        minutes(one.actual),
        minutes(one.rules.line_length),
        minutes(one.rules.last),
        minutes(one.rules.mean_of_ten),
    ]
}
