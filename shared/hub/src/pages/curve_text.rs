//! What is said of the rest of a day: when all are done, and how likely that is in time.

use chrono::{TimeDelta, Timelike as _};
use protocol::{LocalTime, RestOfDay, TimeSpan};

use crate::date_text::time_text;
use crate::lang::Words;

/// Moments are said in multiples of this.
const STEP_MIN: u32 = 5;

/// "11:05–11:35", rounded outwards to five minutes.
pub(super) fn span_text(span: TimeSpan) -> String {
    let from = floor(span.p10);
    let to = floor(LocalTime(
        span.p90.0 + TimeDelta::seconds(i64::from(STEP_MIN) * 60 - 1),
    ));
    let to = LocalTime(to.0.max(from.0 + TimeDelta::minutes(i64::from(STEP_MIN))));
    format!("{}–{}", time_text(from), time_text(to))
}

fn floor(at: LocalTime) -> LocalTime {
    let over = at.0.num_seconds_from_midnight() % (STEP_MIN * 60);
    LocalTime(at.0 - TimeDelta::seconds(over.into()))
}

/// "预计 11:05–11:35 全部办完"; empty where nobody is served or waits.
pub(super) fn done_text(words: Words, rest: &RestOfDay) -> String {
    match rest.done {
        Some(done) => words.fill("All done about {0}", [&span_text(done)]),
        None if rest.waiting == 0 => String::new(),
        None if rest.stations == 0 => words.say("No station is open for them").to_owned(),
        None => words.say("Some will not be called").to_owned(),
    }
}

/// "约 85%", "几乎肯定", "几乎不可能".
pub(super) fn chance_text(words: Words, chance: f64) -> String {
    let per_cent = (chance * 20.0).round() * 5.0;
    if per_cent >= 99.0 {
        words.say("almost certain").to_owned()
    } else if per_cent <= 1.0 {
        words.say("almost impossible").to_owned()
    } else {
        words.fill("about {0} %", [&format!("{per_cent:.0}")])
    }
}

/// When a service closes and how likely everybody is called before; empty for one that does not
/// close, or where nobody waits.
pub(super) fn in_time_text(words: Words, rest: &RestOfDay) -> String {
    match rest.closes {
        Some(closes) if rest.waiting > 0 => words.fill(
            "Closes at {0}; everybody called before that: {1}",
            [&time_text(closes), &chance_text(words, rest.in_time)],
        ),
        Some(_) | None => String::new(),
    }
}

/// Why an organiser should do something about a service; empty if nothing is wrong.
pub(super) fn risk_text(words: Words, rest: &RestOfDay) -> String {
    if !rest.at_risk {
        return String::new();
    }
    let parts = [done_text(words, rest), in_time_text(words, rest)];
    let parts = parts.iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    let told = parts.join(words.say(". "));
    words.fill("Not everybody may be called today. {0}", [&told])
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    fn at(text: &str) -> LocalTime {
        let text = format!("2026-03-07T{text}+08:00");
        LocalTime(chrono::DateTime::parse_from_rfc3339(&text).unwrap())
    }

    fn span(p10: &str, p90: &str) -> TimeSpan {
        TimeSpan {
            p10: at(p10),
            p50: at(p10),
            p90: at(p90),
        }
    }

    #[test]
    fn moments_are_rounded_outwards() {
        let rows = [
            ("11:07:20", "11:31:00", "11:05–11:35"),
            ("11:05:00", "11:35:00", "11:05–11:35"),
            ("11:05:00", "11:05:00", "11:05–11:10"),
            ("11:04:59", "11:05:01", "11:00–11:10"),
        ];
        for (p10, p90, expected) in rows {
            assert_eq!(span_text(span(p10, p90)), expected);
        }
    }

    #[test]
    fn the_end_is_said_as_far_as_it_can_be() {
        let zh = Words(Language::Zh);
        let mut rest = RestOfDay {
            waiting: 7,
            stations: 1,
            done: Some(span("11:40:00", "12:10:00")),
            in_time: 0.36,
            at_risk: true,
            closes: Some(at("11:30:00")),
            ..RestOfDay::default()
        };
        assert_eq!(
            risk_text(zh, &rest),
            "今天可能有人轮不到：预计 11:40–12:10 全部办完；11:30 结束，之前都能叫到的把握：约 35%"
        );
        rest.done = None;
        assert_eq!(done_text(zh, &rest), "会有人叫不到");
        rest.stations = 0;
        assert_eq!(done_text(zh, &rest), "没有开放的服务台");
        rest.at_risk = false;
        assert_eq!(risk_text(zh, &rest), "");
        rest.waiting = 0;
        assert_eq!(done_text(zh, &rest) + &in_time_text(zh, &rest), "");
    }

    #[test]
    fn chances_are_not_more_exact_than_they_are() {
        let rows = [
            (1.0, "几乎肯定"),
            (0.98, "几乎肯定"),
            (0.96, "约 95%"),
            (0.52, "约 50%"),
            (0.01, "几乎不可能"),
        ];
        for (chance, expected) in rows {
            assert_eq!(chance_text(Words(Language::Zh), chance), expected);
        }
    }
}
