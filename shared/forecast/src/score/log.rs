//! Reading a log: text in, entries in time order out.

use std::str::FromStr as _;

use chrono::{DateTime, NaiveDateTime};
use domain::Moment;

use super::entry::{Entry, Outcome};

/// The columns, in the order of a log without a heading.
const COLUMNS: [&str; 7] = [
    "arrived", "called", "started", "ended", "station", "service", "outcome",
];
/// Clocks of two devices may differ by so many seconds: such a step back is no step.
const CLOCK_SECS: i64 = 120;
/// How people write a moment, beside RFC 3339 and a count of seconds.
const FORMATS: [&str; 8] = [
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y %H:%M:%S%.f",
    "%d.%m.%Y %H:%M",
];

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    /// Those that could be read, by arrival.
    pub entries: Vec<Entry>,
    /// Lines that could not, in the order of the file. They are left out.
    pub faults: Vec<Fault>,
    /// Lines that begin with `#`, with their numbers: what a log says beside its entries.
    pub remarks: Vec<(u64, String)>,
    /// How many seconds the clock on the wall is ahead of UTC, as the first entry says; 0 where
    /// moments are written without a zone, which are taken as they stand.
    pub ahead_secs: i32,
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The heading does not name this column.
    NoColumn(&'static str),
    /// It cannot be taken apart into fields.
    NotCsv,
    /// It has this number of fields instead of that.
    Fields {
        /// As many as it has.
        found: usize,
        /// As many as the heading has.
        expected: usize,
    },
    /// Everybody arrives, but this field is empty.
    NoArrival,
    /// This field is no moment.
    NotAMoment {
        /// Its column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
    /// This is before that, which cannot be.
    Before {
        /// The column of the earlier moment.
        column: &'static str,
        /// The column of what should come before it.
        before: &'static str,
    },
    /// No outcome that is known.
    Outcome(String),
}

impl Log {
    /// Reads the text of a CSV file, separated by commas, semicolons or tabs, with or
    /// without a heading, a byte order mark, and line ends of any system.
    ///
    /// Moments are RFC 3339, `2026-03-07 08:30:00`, or seconds; without a time zone
    /// they are taken as they stand.
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut log = Self {
            remarks: remarks(bytes),
            ..Self::default()
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .delimiter(delimiter(bytes))
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let mut columns: Option<Columns> = None;
        let mut ahead_secs = None;
        let mut lines = Lines {
            bytes,
            at: 0,
            line: 1,
        };
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let at = error.position().map_or(0, csv::Position::byte);
                    log.fault(lines.number(at), Trouble::NotCsv);
                    continue;
                }
            };
            let line = lines.number(record.position().map_or(0, csv::Position::byte));
            // A name in another encoding is still a name.
            let record = csv::StringRecord::from_byte_record_lossy(record);
            if record.iter().all(str::is_empty) {
                continue;
            }
            let Some(columns) = &columns else {
                match Columns::of(&record) {
                    Ok((found, is_heading)) => {
                        if !is_heading {
                            log.add(&found, &record, line);
                            ahead_secs = found.ahead_secs(&record);
                        }
                        columns = Some(found);
                    }
                    Err(missing) => {
                        log.fault(line, Trouble::NoColumn(missing));
                        return log;
                    }
                }
                continue;
            };
            log.add(columns, &record, line);
            ahead_secs = ahead_secs.or_else(|| columns.ahead_secs(&record));
        }
        log.ahead_secs = ahead_secs.unwrap_or(0);
        log.entries.sort_by_key(|entry| (entry.arrived, entry.line));
        log
    }

    fn add(&mut self, columns: &Columns, record: &csv::StringRecord, line: u64) {
        match columns.entry(record, line) {
            Ok(entry) => self.entries.push(entry),
            Err(trouble) => self.fault(line, trouble),
        }
    }

    fn fault(&mut self, line: u64, trouble: Trouble) {
        self.faults.push(Fault { line, trouble });
    }
}

/// Where each column stands.
struct Columns {
    at: [usize; 7],
    count: usize,
}

impl Columns {
    /// From the first line, and whether that is a heading.
    fn of(first: &csv::StringRecord) -> Result<(Self, bool), &'static str> {
        let count = first.len();
        if count == COLUMNS.len() && moment(&first[0]).is_some() {
            let at = std::array::from_fn(|nth| nth);
            return Ok((Self { at, count }, false));
        }
        let mut at = [0; 7];
        for (place, column) in at.iter_mut().zip(COLUMNS) {
            let mut names = first.iter();
            *place = names
                .position(|name| name.eq_ignore_ascii_case(column))
                .ok_or(column)?;
        }
        Ok((Self { at, count }, true))
    }

    /// How far the clock with which the arrival was written is ahead of UTC, if that is said.
    fn ahead_secs(&self, record: &csv::StringRecord) -> Option<i32> {
        let arrived = DateTime::parse_from_rfc3339(record.get(self.at[0])?);
        Some(arrived.ok()?.offset().local_minus_utc())
    }

    fn entry(&self, record: &csv::StringRecord, line: u64) -> Result<Entry, Trouble> {
        if record.len() != self.count {
            return Err(Trouble::Fields {
                found: record.len(),
                expected: self.count,
            });
        }
        let field = |nth: usize| record.get(self.at[nth]).unwrap_or("");
        let time = |nth: usize| match field(nth) {
            "" => Ok(None),
            text => moment(text).map(Some).ok_or_else(|| Trouble::NotAMoment {
                column: COLUMNS[nth],
                found: text.chars().take(40).collect(),
            }),
        };
        let arrived = time(0)?.ok_or(Trouble::NoArrival)?;
        let mut steps = [Some(arrived), time(1)?, time(2)?, time(3)?];
        in_order(&mut steps)?;
        let [_, called, started, ended] = steps;
        // Who is served was called, even if nobody wrote that down.
        let called = called.or(started);
        let word = field(6).to_ascii_lowercase();
        let outcome = Outcome::of_word(&word).ok_or_else(|| Trouble::Outcome(word.clone()))?;
        let outcome = match outcome {
            Outcome::Open => Outcome::of_times(called.is_some(), ended.is_some()),
            told @ (Outcome::Served | Outcome::NoShow | Outcome::GaveUp) => told,
        };
        Ok(Entry {
            line,
            arrived,
            called,
            started,
            ended,
            station: field(4).to_owned(),
            service: field(5).to_owned(),
            outcome,
        })
    }
}

/// Steps follow each other; a small step back is the difference of two clocks.
fn in_order(steps: &mut [Option<Moment>; 4]) -> Result<(), Trouble> {
    let mut last = 0;
    for nth in 1..steps.len() {
        let (Some(before), Some(at)) = (steps[last], steps[nth]) else {
            continue;
        };
        if (before - at).num_seconds() > CLOCK_SECS {
            return Err(Trouble::Before {
                column: COLUMNS[nth],
                before: COLUMNS[last],
            });
        }
        steps[nth] = Some(at.max(before));
        last = nth;
    }
    Ok(())
}

fn moment(text: &str) -> Option<Moment> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc());
    }
    if let Ok(secs) = f64::from_str(text) {
        // Numbers of this size are dates; what is larger counts something else.
        let fits = secs.is_finite() && (0.0..1e11).contains(&secs);
        return DateTime::from_timestamp_millis((secs * 1000.0).round() as i64).filter(|_| fits);
    }
    FORMATS
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|naive| naive.and_utc())
}

/// Counts lines from the beginning on.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The number of the line in which the record that is looked for from this byte on begins:
    /// empty lines and remarks before it are none.
    fn number(&mut self, byte: u64) -> u64 {
        let to = usize::try_from(byte)
            .unwrap_or(usize::MAX)
            .clamp(self.at, self.bytes.len());
        let passed = self.bytes[self.at..to].split(|byte| *byte == b'\n');
        self.line += passed.count() as u64 - 1;
        self.at = to;
        while let Some(end) = self.bytes[self.at..].iter().position(|byte| *byte == b'\n') {
            let line = &self.bytes[self.at..self.at + end];
            if !line.trim_ascii().is_empty() && !line.starts_with(b"#") {
                break;
            }
            self.at += end + 1;
            self.line += 1;
        }
        self.line
    }
}

/// What separates the fields of the first line that is no remark.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.find(|line| !line.starts_with(b"#") && !line.trim_ascii().is_empty());
    let count = |one: u8| first.map_or(0, |line| line.split(|byte| *byte == one).count());
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|one| (count(*one), *one == b','))
        .unwrap_or(b',')
}

fn remarks(bytes: &[u8]) -> Vec<(u64, String)> {
    (1..)
        .zip(bytes.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| line.starts_with(b"#"))
        .map(|(number, line)| {
            let text = String::from_utf8_lossy(&line[1..]);
            (number, text.trim().to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests;
