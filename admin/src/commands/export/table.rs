//! The table itself: one row for each ticket, the same columns in every form.

use std::io;

use protocol::HistoryTicket;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Serialize;

use crate::failure::Failure;

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

/// One row, in the order of [`COLUMNS`].
#[derive(Debug, Serialize)]
struct Line {
    day: String,
    number: String,
    service: String,
    class: String,
    station: Option<String>,
    issued_at: String,
    outcome: String,
    waited_min: Option<f64>,
    serving_min: Option<f64>,
}

impl Line {
    fn of(row: &HistoryTicket) -> Self {
        let minutes = |secs: u32| (f64::from(secs) / 60.0 * 100.0).round() / 100.0;
        Self {
            day: row.day.to_string(),
            number: row.number.clone(),
            service: row.service.to_string(),
            class: word(&row.class),
            station: row.station.as_ref().map(ToString::to_string),
            issued_at: row.issued_at.to_string(),
            outcome: word(&row.state),
            waited_min: row.waited_secs.map(minutes),
            serving_min: row.serving_secs.map(minutes),
        }
    }

    fn texts(&self) -> [&str; 7] {
        let station = self.station.as_deref().unwrap_or_default();
        [
            &self.day,
            &self.number,
            &self.service,
            &self.class,
            station,
            &self.issued_at,
            &self.outcome,
        ]
    }
}

/// The promised word of one of the domain's enums.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

/// With a byte order mark: without it a spreadsheet on Windows garbles Chinese.
pub(super) fn csv(rows: &[HistoryTicket]) -> Result<Vec<u8>, Failure> {
    let bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(bytes);
    let failed = |error: csv::Error| Failure::Output(io::Error::other(error));
    writer.write_record(COLUMNS).map_err(failed)?;
    for row in rows {
        writer.serialize(Line::of(row)).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| Failure::Output(io::Error::other(error.to_string())))
}

/// A workbook with one sheet; minutes are numbers.
pub(super) fn xlsx(rows: &[HistoryTicket]) -> Result<Vec<u8>, Failure> {
    workbook(rows).map_err(|error| Failure::Output(io::Error::other(error)))
}

fn workbook(rows: &[HistoryTicket]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    for (row, line) in (1..).zip(rows.iter().map(Line::of)) {
        for (column, text) in (0..).zip(line.texts()) {
            sheet.write_string(row, column, text)?;
        }
        for (column, number) in [(7, line.waited_min), (8, line.serving_min)] {
            if let Some(number) = number {
                sheet.write_number(row, column, number)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> HistoryTicket {
        let ticket = serde_json::json!({
            "day": "2026-03-07", "number": "理001", "service": "haircut", "class": "priority",
            "station": "1", "issued_at": "2026-03-07T08:30:00+08:00", "state": "no_show",
            "waited_secs": 90, "serving_secs": null,
        });
        serde_json::from_value(ticket).unwrap()
    }

    #[test]
    fn a_row_of_a_table() {
        let csv = String::from_utf8(csv(&[row()]).unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}day,number,service,class,station,issued_at,outcome,waited_min,serving_min\n\
             2026-03-07,理001,haircut,priority,1,2026-03-07T08:30:00+08:00,no_show,1.5,\n"
        );
        assert!(
            xlsx(&[row()]).unwrap().starts_with(b"PK"),
            "a workbook is a zip file"
        );
    }
}
