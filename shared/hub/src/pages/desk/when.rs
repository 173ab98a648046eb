//! Dates, times and codes as people read them.

use chrono::{Datelike as _, NaiveDate, Weekday};
use protocol::LocalTime;

use crate::lang::Words;

/// "3月7日 周六".
pub(in crate::pages) fn day_text(words: Words, date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => words.say("Mon"),
        Weekday::Tue => words.say("Tue"),
        Weekday::Wed => words.say("Wed"),
        Weekday::Thu => words.say("Thu"),
        Weekday::Fri => words.say("Fri"),
        Weekday::Sat => words.say("Sat"),
        Weekday::Sun => words.say("Sun"),
    };
    words.fill(
        "{2} {0}/{1}",
        [&date.month().to_string(), &date.day().to_string(), weekday],
    )
}

/// "09:15".
pub(in crate::pages) fn clock_text(time: LocalTime) -> String {
    time.0.format("%H:%M").to_string()
}

/// `452871` as `452 871`, which is easier to read out.
pub(in crate::pages) fn code_text(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((first, last)) if !last.is_empty() => format!("{first} {last}"),
        Some(_) | None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn a_day_is_told_with_its_weekday() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        assert_eq!(day_text(Words(Language::Zh), date), "3月7日 周六");
        assert_eq!(day_text(Words(Language::En), date), "Sat 3/7");
        assert_eq!(code_text("452871"), "452 871");
        assert_eq!(code_text("45"), "45");
    }
}
