//! The table itself: one row for each ticket, the same columns in every form.

use hub::tables::{Cell, Sheet, Table};
use protocol::HistoryTicket;
use serde::Serialize;

const COLUMNS: [&str; 9] = [
    "day",
    "number",
    "service",
    "class",
    "station",
    "issued_at",
    "outcome",
    "waited_min",
    "serving_min",
];

/// The tickets as a table under [`COLUMNS`].
pub(super) fn sheet(rows: &[HistoryTicket]) -> Sheet {
    Sheet {
        heading: Vec::new(),
        tables: vec![Table {
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.iter().map(line).collect(),
            ..Table::default()
        }],
    }
}

/// One row, in the order of [`COLUMNS`].
fn line(row: &HistoryTicket) -> Vec<Cell> {
    let station = row.station.as_ref().map(ToString::to_string);
    let minutes = |secs: Option<u32>| Cell::Number(secs.map(|secs| f64::from(secs) / 60.0), 2);
    let texts = [
        row.day.to_string(),
        row.number.clone(),
        row.service.to_string(),
        word(&row.class),
        station.unwrap_or_default(),
        row.issued_at.to_string(),
        word(&row.state),
    ];
    let mut line: Vec<Cell> = texts.into_iter().map(Cell::Text).collect();
    line.extend([row.waited_secs, row.serving_secs].map(minutes));
    line
}

/// The promised word of one of the domain's enums.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_a_table() {
        let ticket = serde_json::json!({
            "day": "2026-03-07", "number": "理001", "service": "haircut", "class": "priority",
            "station": "1", "issued_at": "2026-03-07T08:30:00+08:00", "state": "no_show",
            "waited_secs": 90, "serving_secs": null,
        });
        let sheet = sheet(&[serde_json::from_value(ticket).unwrap()]);
        let csv = String::from_utf8(hub::tables::csv(&sheet).unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}day,number,service,class,station,issued_at,outcome,waited_min,serving_min\n\
             2026-03-07,理001,haircut,priority,1,2026-03-07T08:30:00+08:00,no_show,1.5,\n"
        );
        assert!(
            hub::tables::xlsx(&sheet).unwrap().starts_with(b"PK"),
            "a workbook is a zip file"
        );
    }
}
