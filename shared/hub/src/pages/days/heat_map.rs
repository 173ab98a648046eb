//! When people come, as a table of weekdays and hours: each cell says its number, and a shade of
//! one colour shows where many are.

use domain::measure::{Heat, heat};

use crate::date_text::weekday_name;
use crate::engine::MeasuredDay;
use crate::lang::Words;
use crate::tables::Cell;

/// Shades there are, from pale to deep.
const STEPS: u8 = 5;

/// What the cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Show {
    /// Numbers given on one such service day.
    Numbers,
    /// Mean wait in minutes.
    Wait,
}

/// The table.
pub(super) struct HeatMap {
    pub(super) caption: &'static str,
    /// The local hours that are columns; none when nothing was counted.
    pub(super) hours: Vec<usize>,
    pub(super) rows: Vec<WeekdayRow>,
    /// What each shade stands for.
    pub(super) legend: Vec<Shade>,
}

pub(super) struct WeekdayRow {
    pub(super) weekday: &'static str,
    pub(super) days: String,
    pub(super) cells: Vec<Shade>,
}

/// A number on its shade, which is 0 where there is nothing to count.
pub(super) struct Shade {
    pub(super) text: String,
    pub(super) step: u8,
}

impl Show {
    pub(super) const ALL: [Self; 2] = [Self::Numbers, Self::Wait];

    /// As the address says it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Wait => "wait",
        }
    }

    /// The one that an address asks for.
    pub(in crate::pages) fn asked(code: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|show| show.code() == code)
            .unwrap_or(Self::Numbers)
    }

    pub(super) fn word(self, words: Words) -> &'static str {
        match self {
            Self::Numbers => words.say("numbers given"),
            Self::Wait => words.say("mean wait"),
        }
    }

    fn caption(self, words: Words) -> &'static str {
        match self {
            Self::Numbers => words.say("Numbers given in an hour of one service day, in the mean"),
            Self::Wait => words.say("Mean wait in minutes of those who came in that hour"),
        }
    }

    fn value(self, day: &Heat, hour: usize) -> Option<f64> {
        match self {
            Self::Numbers => day.issued_a_day(hour),
            Self::Wait => day.hours.get(hour)?.mean_min(),
        }
    }
}

impl HeatMap {
    pub(super) fn new(days: &[&MeasuredDay], show: Show, words: Words) -> Self {
        let week = heat(days.iter().map(|day| (day.date, &day.rows)));
        let has_some = |hour: &usize| week.iter().any(|day| day.hours[*hour].issued > 0);
        let (first, last) = ((0..24).find(has_some), (0..24).rev().find(has_some));
        let hours: Vec<usize> = match (first, last) {
            (Some(first), Some(last)) => (first..=last).collect(),
            (_, _) => Vec::new(),
        };
        let values = week.iter().flat_map(|day| {
            let of_hour = |hour: &usize| show.value(day, *hour);
            hours.iter().filter_map(of_hour)
        });
        let most = values.fold(0.0, f64::max);
        let shade = |value: Option<f64>| Shade {
            text: shown(value, words),
            step: step(value, most),
        };
        let row = |day: &Heat| WeekdayRow {
            weekday: weekday_name(words, day.weekday),
            days: words.fill("days: {0}", [&day.days.to_string()]),
            cells: hours
                .iter()
                .map(|hour| shade(show.value(day, *hour)))
                .collect(),
        };
        Self {
            caption: show.caption(words),
            rows: week.iter().map(row).collect(),
            legend: legend(most, words),
            hours,
        }
    }
}

/// The shade of a value, where `most` is the deepest.
fn step(value: Option<f64>, most: f64) -> u8 {
    let share = value.filter(|value| *value > 0.0).map_or(0.0, |v| v / most);
    (share * f64::from(STEPS)).ceil() as u8
}

/// Up to what each shade stands.
fn legend(most: f64, words: Words) -> Vec<Shade> {
    let upper = |step: u8| most * f64::from(step) / f64::from(STEPS);
    let shade = |step: u8| Shade {
        text: words.fill("up to {0}", [&shown(Some(upper(step)), words)]),
        step,
    };
    (1..=STEPS).filter(|_| most > 0.0).map(shade).collect()
}

fn shown(value: Option<f64>, words: Words) -> String {
    Cell::Number(value, 1).shown(words)
}
