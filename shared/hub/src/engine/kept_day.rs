//! How an ended day lies in the store.
//!
//! `{"rows":[…],"beside":{…}}`: one row for each ticket and what else is kept of the day. A release
//! before wrote the rows alone, as a list.

use chrono::{Datelike, NaiveDate};
use domain::measure::{Beside, Measured, TicketRow};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{ClosedDay, Day};

use crate::published::EndedDay;

#[derive(Serialize)]
struct Written<'a> {
    rows: &'a [TicketRow],
    beside: &'a Option<Beside>,
}

#[derive(Deserialize)]
struct Read<R> {
    rows: Vec<R>,
    #[serde(default)]
    beside: Option<Beside>,
}

/// The day as it is stored.
///
/// # Errors
/// None for plain data.
pub(super) fn write(day: &EndedDay) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written {
        rows: &day.rows,
        beside: &day.beside,
    })
}

/// A day that was kept; none if another release wrote it in a way unknown here.
pub(super) fn read(kept: &ClosedDay) -> Option<EndedDay> {
    let Read { rows, beside } = parse(&kept.bytes)?;
    Some(EndedDay {
        date: date_of(kept.day)?,
        rows,
        beside,
    })
}

/// The part of a day that was kept from which figures are made.
pub(super) fn read_measured(kept: &ClosedDay) -> Option<(NaiveDate, Vec<Measured>)> {
    Some((date_of(kept.day)?, parse(&kept.bytes)?.rows))
}

fn parse<R: DeserializeOwned>(bytes: &[u8]) -> Option<Read<R>> {
    // Checked as a whole it need not be checked text by text, of which a year has a million.
    let json = std::str::from_utf8(bytes).ok()?;
    if json.starts_with('[') {
        let rows = serde_json::from_str(json).ok()?;
        return Some(Read { rows, beside: None });
    }
    serde_json::from_str(json).ok()
}

/// A local date as the store counts days.
pub(crate) fn store_day(date: NaiveDate) -> Day {
    Day(u32::try_from(date.num_days_from_ce()).unwrap_or(0))
}

fn date_of(day: Day) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"service":"haircut","number":"理001","issued_at":"2026-03-07T00:40:00Z","hour":8,"stage":"no_show","waited_secs":90}"#;

    fn day_of(json: &str) -> ClosedDay {
        ClosedDay {
            day: store_day(NaiveDate::from_ymd_opt(2026, 3, 7).unwrap()),
            bytes: json.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_day_is_read_as_it_was_written_and_as_a_release_before_wrote_it() {
        let old = read(&day_of(&format!("[{ROW}]"))).unwrap();
        assert_eq!((old.rows.len(), &old.beside), (1, &None));
        let new = EndedDay {
            beside: Some(Beside::default()),
            ..old
        };
        let bytes = write(&new).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert_eq!(read(&day_of(&json)).unwrap(), new);
        for json in [json, format!("[{ROW}]")] {
            let (date, measured) = read_measured(&day_of(&json)).unwrap();
            assert_eq!(date, new.date);
            assert_eq!(measured, [Measured::from(&new.rows[0])]);
        }
    }

    #[test]
    fn a_day_of_a_newer_release_is_none_or_what_is_understood_of_it() {
        for unknown in ["{", "7", "{\"columns\":[]}", "[{\"stage\":\"dreaming\"}]"] {
            assert_eq!(read(&day_of(unknown)), None, "{unknown}");
        }
        let more = format!("{{\"weather\":\"rain\",\"rows\":[{ROW}]}}");
        assert_eq!(read(&day_of(&more)).unwrap().rows.len(), 1);
    }
}
