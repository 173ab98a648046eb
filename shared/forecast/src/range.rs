//! What people are shown of an estimate: two round numbers that do not twitch.

use serde::{Deserialize, Serialize};

use crate::Estimate;

/// Shown minutes are multiples of this.
pub const STEP_MIN: u32 = 5;

/// A shown end moves only when its unrounded value is so far beyond its step, in minutes.
const BEYOND_MIN: f64 = 1.0;

/// A shown wait: "about 10 to 20 minutes".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Lower end in minutes, rounded down to [`STEP_MIN`].
    pub low_min: u32,
    /// Upper end in minutes, rounded up to [`STEP_MIN`]; always above the lower end.
    pub high_min: u32,
    /// Whether it rests on configured minutes instead of experience.
    pub rough: bool,
}

impl Range {
    /// The range to show for `estimate` to somebody who last saw `shown`.
    ///
    /// The caller keeps what was shown, per ticket; it is no part of a site's state.
    pub fn of(estimate: &Estimate, shown: Option<Self>) -> Self {
        let (low, high) = (rounded_down(estimate.p10), rounded_up(estimate.p90));
        let kept = shown.map(|shown| {
            (
                stays_low(shown.low_min, estimate.p10).unwrap_or(low),
                stays_high(shown.high_min, estimate.p90).unwrap_or(high),
            )
        });
        let (low, high) = kept.unwrap_or((low, high));
        Self {
            low_min: low,
            high_min: high.max(low + STEP_MIN),
            rough: estimate.rough,
        }
    }
}

fn steps(minutes: f64) -> f64 {
    (minutes.max(0.0) / f64::from(STEP_MIN)).min(f64::from(u32::MAX / STEP_MIN - 1))
}

fn rounded_down(minutes: f64) -> u32 {
    steps(minutes).floor() as u32 * STEP_MIN
}

fn rounded_up(minutes: f64) -> u32 {
    steps(minutes).ceil() as u32 * STEP_MIN
}

/// The lower end stands for values from itself to the next step.
fn stays_low(shown: u32, value: f64) -> Option<u32> {
    let (from, to) = (f64::from(shown), f64::from(shown + STEP_MIN));
    (value > from - BEYOND_MIN && value < to + BEYOND_MIN).then_some(shown)
}

/// The upper end stands for values from the step before up to itself.
fn stays_high(shown: u32, value: f64) -> Option<u32> {
    let (from, to) = (f64::from(shown) - f64::from(STEP_MIN), f64::from(shown));
    (value > from - BEYOND_MIN && value < to + BEYOND_MIN).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(p10: f64, p90: f64) -> Estimate {
        Estimate {
            p10,
            p50: p10,
            p90,
            mean: p10,
            served_before_close: 1.0,
            rough: false,
        }
    }

    fn show(p10: f64, p90: f64, shown: Option<(u32, u32)>) -> (u32, u32) {
        let shown = shown.map(|(low_min, high_min)| Range {
            low_min,
            high_min,
            rough: false,
        });
        let range = Range::of(&estimate(p10, p90), shown);
        (range.low_min, range.high_min)
    }

    #[test]
    fn ends_are_rounded_outwards() {
        let rows = [
            ((0.0, 0.0), (0, 5)),
            ((0.1, 4.9), (0, 5)),
            ((5.0, 5.0), (5, 10)),
            ((9.6, 15.0), (5, 15)),
            ((9.6, 15.1), (5, 20)),
            ((10.0, 20.0), (10, 20)),
        ];
        for ((p10, p90), expected) in rows {
            assert_eq!(show(p10, p90, None), expected, "{p10} {p90}");
        }
    }

    #[test]
    fn an_end_moves_only_a_minute_beyond_its_step() {
        let shown = Some((10, 20));
        let rows = [
            ((9.5, 20.9), (10, 20)),
            ((9.0, 21.0), (5, 25)),
            ((15.9, 14.1), (10, 20)),
            ((16.0, 20.0), (15, 20)),
            ((10.0, 14.0), (10, 15)),
            ((3.0, 33.0), (0, 35)),
        ];
        for ((p10, p90), expected) in rows {
            assert_eq!(show(p10, p90, shown), expected, "{p10} {p90}");
        }
    }

    #[test]
    fn a_wait_that_creeps_around_a_step_does_not_twitch() {
        let mut shown = None;
        let seen: Vec<_> = [10.2, 9.8, 10.1, 9.5, 10.4]
            .into_iter()
            .map(|p10| {
                let range = Range::of(&estimate(p10, 18.0), shown);
                shown = Some(range);
                range.low_min
            })
            .collect();
        assert_eq!(seen, [10; 5]);
    }

    #[test]
    fn a_wait_beyond_all_bounds_is_still_a_number() {
        let (low, high) = show(1e30, f64::MAX, None);
        assert!(low < high);
    }
}
