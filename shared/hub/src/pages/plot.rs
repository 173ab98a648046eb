//! How many waited and may wait, as a drawing that needs no script, and as numbers for the script
//! that draws it better. The page holds the same as a table, so both are hidden from screen readers.

use std::fmt::Write as _;

use chrono::Timelike as _;
use chrono_tz::Tz;
use protocol::{CurveLine, LocalTime};
use serde_json::json;

use crate::date_text::time_text;
use crate::lang::Words;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 12.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 12.0;
/// Hours have room for their names up to so many.
const HOURS_MAX: i64 = 10;

/// What is drawn.
pub(super) struct Plot<'a> {
    pub(super) line: &'a CurveLine,
    /// What it would be otherwise, to compare with.
    pub(super) was: Option<&'a CurveLine>,
    /// Now, unless the day is over.
    pub(super) now: Option<LocalTime>,
    pub(super) zone: Tz,
}

impl Plot<'_> {
    fn closes(&self) -> Option<LocalTime> {
        self.line.rest.and_then(|rest| rest.closes)
    }

    /// The numbers as JSON: seconds of the clock, and people.
    pub(super) fn data(&self, words: Words) -> String {
        let secs = |at: LocalTime| at.0.timestamp();
        let past = self.line.so_far.iter();
        let past: Vec<_> = past.map(|one| (secs(one.at), one.waiting)).collect();
        let next = self.line.forecast.iter();
        let next: Vec<_> = next
            .map(|one| (secs(one.at), one.p10, one.p50, one.p90))
            .collect();
        let was = self.was.iter().flat_map(|was| &was.forecast);
        let was: Vec<_> = was.map(|one| (secs(one.at), one.p50)).collect();
        json!({
            "past": past,
            "next": next,
            "was": was,
            "now": self.now.map(secs),
            "closes": self.closes().map(secs),
            "zone": self.zone.name(),
            "words": {
                "now": words.say("Now"),
                "closes": words.say("Closing"),
                "waited": words.say("{0}: {1} waiting"),
                "may_wait": words.say("{0}: about {1} waiting ({2}–{3})"),
            },
        })
        .to_string()
    }

    /// The drawing.
    pub(super) fn svg(&self, words: Words) -> String {
        let mut svg = format!(r#"<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">"#);
        let (past, next) = (&self.line.so_far, &self.line.forecast);
        let times = past.iter().map(|one| one.at);
        let times = times.chain(next.iter().map(|one| one.at));
        let (first, last) = (times.clone().min(), times.max());
        let Some((first, last)) = first.zip(last).filter(|(first, last)| first < last) else {
            svg.push_str("</svg>");
            return svg;
        };
        let most = past.iter().map(|one| one.waiting);
        let most = most.chain(next.iter().map(|one| one.p90)).max();
        let scale = Scale::of(first, last, most.unwrap_or(0));
        scale.grid(&mut svg);
        if !next.is_empty() {
            let upper = next.iter().map(|one| (one.at, one.p90));
            let lower = next.iter().rev().map(|one| (one.at, one.p10));
            scale.path(&mut svg, "band", upper.chain(lower));
            if let Some(was) = self.was {
                let was = was.forecast.iter().map(|one| (one.at, one.p50));
                scale.path(&mut svg, "was", was);
            }
            scale.path(&mut svg, "mid", next.iter().map(|one| (one.at, one.p50)));
        }
        scale.path(
            &mut svg,
            "past",
            past.iter().map(|one| (one.at, one.waiting)),
        );
        let marks = [
            ("now", words.say("Now"), self.now),
            ("closes", words.say("Closing"), self.closes()),
        ];
        for (row, (class, word, at)) in marks.into_iter().enumerate() {
            if let Some(at) = at.filter(|at| (first..=last).contains(at)) {
                scale.mark(&mut svg, class, word, at, row);
            }
        }
        svg.push_str("</svg>");
        svg
    }
}

/// Times and people as places in the drawing.
struct Scale {
    first: LocalTime,
    /// Units for a second.
    per_sec: f64,
    last: LocalTime,
    top: u32,
}

impl Scale {
    fn of(first: LocalTime, last: LocalTime, most: u32) -> Self {
        let secs = (last.0 - first.0).num_seconds().max(1) as f64;
        Self {
            first,
            per_sec: (WIDTH - LEFT - RIGHT) / secs,
            last,
            top: most.max(4).div_ceil(4) * 4,
        }
    }

    fn x(&self, at: LocalTime) -> f64 {
        LEFT + (at.0 - self.first.0).num_seconds() as f64 * self.per_sec
    }

    fn y(&self, people: u32) -> f64 {
        let share = f64::from(people) / f64::from(self.top);
        HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)
    }

    /// Lines for people, names for hours.
    fn grid(&self, svg: &mut String) {
        for people in (0..=self.top).step_by(self.top as usize / 4) {
            let _ = write!(
                svg,
                r#"<path class="grid" d="M{LEFT} {y:.1}H{right}"/><text x="{x}" y="{text_y:.1}" text-anchor="end">{people}</text>"#,
                y = self.y(people),
                right = WIDTH - RIGHT,
                x = LEFT - 8.0,
                text_y = self.y(people) + 4.5,
            );
        }
        let minutes = (self.last.0 - self.first.0).num_minutes();
        let step = match minutes {
            ..=60 => 15,
            61..=150 => 30,
            _ => 60 * (minutes / (60 * HOURS_MAX) + 1),
        };
        let past_midnight = i64::from(self.first.0.num_seconds_from_midnight());
        let mut after = (step * 60 - past_midnight % (step * 60)) % (step * 60);
        while after <= minutes * 60 {
            let at = LocalTime(self.first.0 + chrono::TimeDelta::seconds(after));
            let _ = write!(
                svg,
                r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                self.x(at).clamp(LEFT + 6.0, WIDTH - RIGHT - 14.0),
                HEIGHT - 8.0,
                time_text(at),
            );
            after += step * 60;
        }
    }

    fn path(&self, svg: &mut String, class: &str, points: impl Iterator<Item = (LocalTime, u32)>) {
        let mut way = String::new();
        for (at, people) in points {
            let step = if way.is_empty() { 'M' } else { 'L' };
            let _ = write!(way, "{step}{:.1} {:.1}", self.x(at), self.y(people));
        }
        if !way.is_empty() {
            let _ = write!(svg, r#"<path class="{class}" d="{way}"/>"#);
        }
    }

    /// A line from top to bottom with its word, on the side where there is room.
    fn mark(&self, svg: &mut String, class: &str, word: &str, at: LocalTime, row: usize) {
        let x = self.x(at);
        let (text_x, anchor) = if x > WIDTH * 0.7 {
            (x - 5.0, "end")
        } else {
            (x + 5.0, "start")
        };
        let _ = write!(
            svg,
            r#"<path class="{class}" d="M{x:.1} {TOP}V{bottom}"/><text class="{class}" x="{text_x:.1}" y="{y}" text-anchor="{anchor}">{word}</text>"#,
            bottom = HEIGHT - BOTTOM,
            y = TOP + 12.0 + 18.0 * row as f64,
        );
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;
    use protocol::{MayWait, RestOfDay, WaitingAt};

    use super::*;

    fn at(minutes: i64) -> LocalTime {
        let nine = chrono::DateTime::parse_from_rfc3339("2026-03-07T09:00:00+08:00").unwrap();
        LocalTime(nine + chrono::TimeDelta::minutes(minutes))
    }

    fn line() -> CurveLine {
        let so_far = [0, 3, 7, 9]
            .into_iter()
            .zip(0..)
            .map(|(waiting, n)| WaitingAt {
                at: at(n * 5),
                waiting,
            });
        let forecast = [9, 6, 2, 0].into_iter().zip(3..).map(|(p50, n)| MayWait {
            at: at(n * 5),
            p10: p50 / 2,
            p50,
            p90: p50 + 2,
        });
        CurveLine {
            so_far: so_far.collect(),
            forecast: forecast.collect(),
            rest: Some(RestOfDay {
                closes: Some(at(25)),
                ..RestOfDay::default()
            }),
        }
    }

    fn plot<'a>(line: &'a CurveLine, was: Option<&'a CurveLine>) -> Plot<'a> {
        Plot {
            line,
            was,
            now: Some(at(15)),
            zone: chrono_tz::Asia::Shanghai,
        }
    }

    #[test]
    fn everything_that_is_known_is_drawn() {
        let line = line();
        let words = Words(Language::Zh);
        let svg = plot(&line, Some(&line)).svg(words);
        for part in ["past", "mid", "band", "was", "now", "closes"] {
            assert!(svg.contains(&format!(r#"<path class="{part}""#)), "{part}");
        }
        for word in [">09:00<", ">09:30<", ">现在<", ">12<"] {
            assert!(svg.contains(word), "{word} in {svg}");
        }
        assert!(!svg.contains("NaN"));
        let nothing = CurveLine::default();
        assert_eq!(plot(&nothing, None).svg(words).matches("<path").count(), 0);
    }

    #[test]
    fn numbers_for_the_script_are_those_of_the_view() {
        let line = line();
        let data = plot(&line, None).data(Words(Language::En));
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["past"][1], json!([at(5).0.timestamp(), 3]));
        assert_eq!(data["next"][1], json!([at(20).0.timestamp(), 3, 6, 8]));
        assert_eq!(data["now"], json!(at(15).0.timestamp()));
        assert_eq!(
            (&data["was"], &data["zone"]),
            (&json!([]), &json!("Asia/Shanghai"))
        );
    }

    #[test]
    fn a_long_day_names_fewer_hours() {
        let day = |hours: i64| {
            let so_far = [0, hours * 60].map(|minutes| WaitingAt {
                at: at(minutes),
                waiting: 1,
            });
            let line = CurveLine {
                so_far: so_far.to_vec(),
                ..CurveLine::default()
            };
            plot(&line, None)
                .svg(Words(Language::En))
                .matches(":00<")
                .count()
        };
        assert_eq!((day(3), day(9), day(12)), (4, 10, 6));
    }
}
