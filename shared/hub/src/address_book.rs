//! The addresses under which a hub of this data folder ran: a printed QR code keeps leading to the
//! address of its day.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use domain::settings::Language;

/// One line for each change: the moment, a space, the address.
const FILE: &str = "addresses.txt";
/// A change is told for so long: posters hang, tickets do not.
const TOLD_DAYS: i64 = 14;

/// A change of address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What codes printed earlier lead to.
    pub from: String,
}

impl Moved {
    /// What it means for a hub that is found at `address` now.
    pub fn warning(&self, address: &str, language: Language) -> String {
        let from = &self.from;
        match language {
            Language::Zh => {
                format!("注意：地址从 {from} 变成了 {address}，以前印出的二维码打不开了。")
            }
            Language::En => format!(
                "Note: the address changed from {from} to {address}; QR codes printed earlier lead nowhere."
            ),
        }
    }
}

/// Notes the address under which a hub begins to run.
///
/// # Errors
/// What the system says of the file.
pub fn note(folder: &Path, address: &str, now: DateTime<Utc>) -> io::Result<()> {
    let known = read(folder)?;
    if known.last().is_some_and(|(_, last)| last == address) {
        return Ok(());
    }
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path(folder))?;
    writeln!(file, "{} {address}", now.to_rfc3339())
}

/// The address under which a hub ran last.
///
/// # Errors
/// What the system says of the file.
pub fn newest(folder: &Path) -> io::Result<Option<String>> {
    Ok(read(folder)?.pop().map(|(_, address)| address))
}

/// The change that printed codes suffer from, if there was one lately.
///
/// # Errors
/// What the system says of the file.
pub fn moved(folder: &Path, address: &str, now: DateTime<Utc>) -> io::Result<Option<Moved>> {
    let known = read(folder)?;
    let until = |index: usize| known.get(index + 1).map_or(now, |(since, _)| *since);
    let mut earlier = known.iter().enumerate().rev();
    let lately = earlier.find(|(index, (_, one))| {
        one != address && now - until(*index) < TimeDelta::days(TOLD_DAYS)
    });
    Ok(lately.map(|(_, (_, from))| Moved { from: from.clone() }))
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Lines that are not understood are left out: they only remind.
fn read(folder: &Path) -> io::Result<Vec<(DateTime<Utc>, String)>> {
    let text = match fs::read_to_string(path(folder)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let line = |line: &str| {
        let (at, address) = line.split_once(' ')?;
        Some((at.parse().ok()?, address.to_owned()))
    };
    Ok(text.lines().filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_for_two_weeks() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let day = |n| DateTime::UNIX_EPOCH + TimeDelta::days(n);
        assert_eq!(moved(folder, "http://a", day(1)).unwrap(), None);
        for n in [1, 2, 3] {
            note(folder, "http://a", day(n)).unwrap();
        }
        assert_eq!(moved(folder, "http://a", day(3)).unwrap(), None);
        let from_a = Some(Moved {
            from: "http://a".to_owned(),
        });
        assert_eq!(
            moved(folder, "http://b", day(30)).unwrap(),
            from_a,
            "before the hub ran there"
        );
        note(folder, "http://b", day(30)).unwrap();
        assert_eq!(moved(folder, "http://b", day(40)).unwrap(), from_a);
        assert_eq!(moved(folder, "http://b", day(44)).unwrap(), None);
        assert_eq!(fs::read_to_string(path(folder)).unwrap().lines().count(), 2);
    }
}
