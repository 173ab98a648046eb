//! Days and times as people say them: 明天, 周六, 3月14日, 10:00.

use chrono::{Datelike as _, NaiveDate, Weekday};
use domain::settings::Language;
use protocol::LocalTime;

use crate::lang::Words;

/// "今天", "明天" or "后天"; a day further away, or one that is over, has no such name.
pub(crate) fn near_text(words: Words, date: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    match (date - today).num_days() {
        0 => Some(words.say("Today")),
        1 => Some(words.say("Tomorrow")),
        2 => Some(words.say("In two days")),
        _ => None,
    }
}

/// "周六".
pub(crate) fn weekday_text(words: Words, date: NaiveDate) -> &'static str {
    weekday_name(words, date.weekday())
}

/// "周六".
pub(crate) fn weekday_name(words: Words, weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => words.say("Mon"),
        Weekday::Tue => words.say("Tue"),
        Weekday::Wed => words.say("Wed"),
        Weekday::Thu => words.say("Thu"),
        Weekday::Fri => words.say("Fri"),
        Weekday::Sat => words.say("Sat"),
        Weekday::Sun => words.say("Sun"),
    }
}

/// "3月14日".
pub(crate) fn date_text(words: Words, date: NaiveDate) -> String {
    match words.0 {
        Language::Zh => format!("{}月{}日", date.month(), date.day()),
        Language::En => date.format("%-d %B").to_string(),
    }
}

/// "3月8日 周日".
pub(crate) fn dated_text(words: Words, date: NaiveDate) -> String {
    format!("{} {}", date_text(words, date), weekday_text(words, date))
}

/// "2026年3月7日 周六": what is filed is dated with its year.
pub(crate) fn full_date(words: Words, date: NaiveDate) -> String {
    let weekday = weekday_text(words, date);
    match words.0 {
        Language::Zh => format!("{} {weekday}", date.format("%Y年%-m月%-d日")),
        Language::En => format!("{} {weekday}", date.format("%-d %B %Y")),
    }
}

/// "明天 3月8日 周日": by name and by date, so that nobody comes on the wrong day.
pub(crate) fn day_text(words: Words, date: NaiveDate, today: NaiveDate) -> String {
    let dated = dated_text(words, date);
    match near_text(words, date, today) {
        Some(near) => format!("{near} {dated}"),
        None => dated,
    }
}

/// "10:00".
pub(crate) fn time_text(at: LocalTime) -> String {
    at.0.format("%H:%M").to_string()
}

/// "9:00" for "09:00".
pub(crate) fn short(time: &str) -> &str {
    time.strip_prefix('0').unwrap_or(time)
}

/// "9–10 点", or "8:30–9:00 这段" where an end is no full hour; ends as "HH:MM".
pub(crate) fn hours_text(words: Words, from: &str, to: &str) -> String {
    let (from, to) = (short(from), short(to));
    match (from.strip_suffix(":00"), to.strip_suffix(":00")) {
        (Some(from), Some(to)) => words.fill("{0}:00–{1}:00", [from, to]),
        (_, _) => words.fill("{0} to {1}", [from, to]),
    }
}

/// "预约 10:00".
pub(crate) fn booked_text(slot: LocalTime, words: Words) -> String {
    words.fill("Appointment at {0}", [&time_text(slot)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_as_hours_where_they_are_full() {
        let rows = [
            ("09:00", "10:00", "9–10 点", "9:00–10:00"),
            ("08:30", "09:00", "8:30–9:00 这段", "8:30 to 9:00"),
            ("00:00", "01:00", "0–1 点", "0:00–1:00"),
        ];
        for (from, to, zh, en) in rows {
            assert_eq!(hours_text(Words(Language::Zh), from, to), zh);
            assert_eq!(hours_text(Words(Language::En), from, to), en);
        }
    }

    #[test]
    fn days_are_named_as_far_as_they_have_names() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        let rows = [
            (0, "今天 3月7日 周六", "Today 7 March Sat"),
            (1, "明天 3月8日 周日", "Tomorrow 8 March Sun"),
            (2, "后天 3月9日 周一", "In two days 9 March Mon"),
            (3, "3月10日 周二", "10 March Tue"),
            (-1, "3月6日 周五", "6 March Fri"),
        ];
        for (away, zh, en) in rows {
            let date = today + chrono::TimeDelta::days(away);
            assert_eq!(day_text(Words(Language::Zh), date, today), zh);
            assert_eq!(day_text(Words(Language::En), date, today), en);
        }
    }
}
