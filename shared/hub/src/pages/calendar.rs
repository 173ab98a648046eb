//! An appointment as a file that calendars open: iCalendar, RFC 5545.

use chrono::TimeDelta;
use domain::Moment;

/// Octets of a line without its end, by the standard.
const LINE_BYTES_MAX: usize = 75;

/// What stands in the calendar.
pub(super) struct Entry<'a> {
    /// Names the appointment in all its versions, and tells nobody its link.
    pub(super) uid: String,
    /// Grows with each version.
    pub(super) sequence: i64,
    /// When this was written.
    pub(super) written_at: Moment,
    /// Start of the slot.
    pub(super) start: Moment,
    /// Length of the slot.
    pub(super) minutes: u16,
    /// The service.
    pub(super) summary: &'a str,
    /// The square.
    pub(super) location: &'a str,
    /// The code and what to do with it.
    pub(super) description: &'a str,
    /// The appointment's page.
    pub(super) url: &'a str,
}

/// The file.
pub(super) fn file(entry: &Entry<'_>) -> String {
    let end = entry.start + TimeDelta::minutes(i64::from(entry.minutes));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Paihao//Paihao//ZH".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", entry.uid),
        format!("SEQUENCE:{}", entry.sequence),
        format!("DTSTAMP:{}", utc(entry.written_at)),
        format!("DTSTART:{}", utc(entry.start)),
        format!("DTEND:{}", utc(end)),
        format!("SUMMARY:{}", text(entry.summary)),
        format!("LOCATION:{}", text(entry.location)),
        format!("DESCRIPTION:{}", text(entry.description)),
        format!("URL:{}", entry.url),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        "TRIGGER:-PT1H".to_owned(),
        format!("DESCRIPTION:{}", text(entry.summary)),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(moment: Moment) -> String {
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A value of the kind TEXT.
fn text(plain: &str) -> String {
    plain
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// A line with its end, continued with a blank where it is too long, never inside a character.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE_BYTES_MAX {
            folded.push_str("\r\n ");
            bytes = 1;
        }
        folded.push(c);
        bytes += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_becomes_an_event_with_an_alarm() {
        let written = file(&Entry {
            uid: "abc@paihao".to_owned(),
            sequence: 60,
            written_at: "2026-03-07T01:01:00Z".parse().unwrap(),
            start: "2026-03-08T02:00:00Z".parse().unwrap(),
            minutes: 15,
            summary: "理发, 剪; 吹",
            location: "广场",
            description: "预约码 123 456\n到现场在取号机上扫一扫，或输入六位预约码，也可以请志愿者帮忙。",
            url: "http://hub.example/a/x",
        });
        let lines: Vec<&str> = written.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{written}");
        assert!(!written.replace("\r\n", "").contains(['\r', '\n']));
        assert!(
            written.starts_with("BEGIN:VCALENDAR\r\n") && written.ends_with("END:VCALENDAR\r\n")
        );
        for line in [
            "UID:abc@paihao",
            "DTSTART:20260308T020000Z",
            "DTEND:20260308T021500Z",
            "SUMMARY:理发\\, 剪\\; 吹",
        ] {
            assert!(lines.contains(&line), "{line} in {written}");
        }
        // Unfolded, the text is whole again.
        let whole = written.replace("\r\n ", "");
        assert!(whole.contains("DESCRIPTION:预约码 123 456\\n到现场在取号机上扫一扫，或输入六位预约码，也可以请志愿者帮忙。\r\n"));
    }
}
