//! One wait as a distribution.

use serde::{Deserialize, Serialize};

use crate::play::minutes;

/// How long somebody still waits for the call, in minutes from the moment of
/// the forecast, not rounded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// One of ten waits is shorter.
    pub p10: f64,
    /// Half of the waits are shorter.
    pub p50: f64,
    /// Nine of ten waits are shorter.
    pub p90: f64,
    /// The expected wait.
    pub mean: f64,
    /// How likely the call comes before the service closes, from 0 to 1.
    pub served_before_close: f64,
    /// Whether it rests on configured minutes instead of experience.
    pub rough: bool,
}

/// Three quantiles and the mean of some minutes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// One of ten is shorter.
    pub p10: f64,
    /// Half are shorter.
    pub p50: f64,
    /// Nine of ten are shorter.
    pub p90: f64,
    /// The expected value.
    pub mean: f64,
}

impl Spread {
    /// What equally likely times come to, in milliseconds; puts them into another order.
    pub(crate) fn of(times: &mut [u32]) -> Self {
        let sum: i64 = times.iter().copied().map(i64::from).sum();
        let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|chance| quantile(times, chance));
        Self {
            p10,
            p50,
            p90,
            mean: minutes(sum) / times.len() as f64,
        }
    }
}

/// The minutes below which lies this share of them, read between the two nearest.
fn quantile(times: &mut [u32], chance: f64) -> f64 {
    let place = (chance * times.len() as f64 - 0.5).clamp(0.0, (times.len() - 1) as f64);
    let (low, share) = (place as usize, place.fract());
    let (_, at, above) = times.select_nth_unstable(low);
    let at = minutes(i64::from(*at));
    let next = above.iter().min().map(|next| minutes(i64::from(*next)));
    next.map_or(at, |next| at + share * (next - at))
}

impl Estimate {
    /// The estimate that equally likely waits make, in milliseconds; puts them into another order.
    pub(crate) fn of(waits: &mut [u32], closes_in: Option<f64>) -> Self {
        let Spread {
            p10,
            p50,
            p90,
            mean,
        } = Spread::of(waits);
        let in_time = |closes: f64| {
            let is_before = |wait: &&u32| minutes(i64::from(**wait)) <= closes;
            let count = waits.iter().filter(is_before).count();
            count as f64 / waits.len() as f64
        };
        Self {
            p10,
            p50,
            p90,
            mean,
            served_before_close: closes_in.map_or(1.0, |closes| {
                if closes > 0.0 { in_time(closes) } else { 0.0 }
            }),
            rough: false,
        }
    }

    /// The same, so many minutes later, as far as quantiles tell.
    pub(crate) fn later(self, by: Spread, closes_in: Option<f64>) -> Self {
        let waits = [self.p10 + by.p10, self.p50 + by.p50, self.p90 + by.p90];
        Self {
            mean: self.mean + by.mean,
            rough: self.rough,
            ..Self::rough(waits, closes_in)
        }
    }

    /// A rough estimate from waits under quick, usual and slow work, in minutes.
    ///
    /// `closes_in` is the time left until the service closes, if it does.
    pub(crate) fn rough(mut waits: [f64; 3], closes_in: Option<f64>) -> Self {
        // Several stations may hand the lines out differently when work is
        // slower, so that a single wait can come out shorter.
        waits.sort_by(f64::total_cmp);
        let [p10, p50, p90] = waits;
        Self {
            p10,
            p50,
            p90,
            // Swanson's rule: the mean of a distribution known by three quantiles.
            mean: 0.3 * p10 + 0.4 * p50 + 0.3 * p90,
            served_before_close: closes_in.map_or(1.0, |closes| chance_below(closes, waits)),
            rough: true,
        }
    }
}

/// How likely a wait is shorter than `limit`, all in minutes.
///
/// Between the quantiles the wait is taken to be spread evenly, and beyond them
/// as thinly as beside them.
pub(crate) fn chance_below(limit: f64, [p10, p50, p90]: [f64; 3]) -> f64 {
    let shortest = p10 - (p50 - p10) / 4.0;
    let longest = p90 + (p90 - p50) / 4.0;
    let points = [
        (shortest, 0.0),
        (p10, 0.1),
        (p50, 0.5),
        (p90, 0.9),
        (longest, 1.0),
    ];
    if limit <= 0.0 || limit < shortest {
        return 0.0;
    }
    // The last point that is reached, and the one after it.
    let reached = points
        .iter()
        .rposition(|(wait, _)| *wait <= limit)
        .unwrap_or(0);
    let (from, low) = points[reached];
    points.get(reached + 1).map_or(1.0, |(to, high)| {
        low + (high - low) * (limit - from) / (to - from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rough_estimate_is_ordered_whatever_the_plays_gave() {
        let e = Estimate::rough([8.0, 6.0, 14.0], None);
        assert_eq!((e.p10, e.p50, e.p90), (6.0, 8.0, 14.0));
        assert!((e.mean - 9.2).abs() < 1e-9);
        assert!(e.rough);
    }

    #[test]
    fn a_service_that_never_closes_serves_everybody() {
        assert!(
            (Estimate::rough([60.0, 100.0, 140.0], None).served_before_close - 1.0).abs() < 1e-9
        );
    }

    #[test]
    fn the_chance_grows_with_the_time_that_is_left() {
        let rows = [
            (-5.0, 0.0),
            (0.0, 0.0),
            (50.0, 0.0),
            (60.0, 0.1),
            (80.0, 0.3),
            (100.0, 0.5),
            (120.0, 0.7),
            (140.0, 0.9),
            (145.0, 0.95),
            (150.0, 1.0),
            (500.0, 1.0),
        ];
        for (left, expected) in rows {
            let chance = Estimate::rough([60.0, 100.0, 140.0], Some(left)).served_before_close;
            assert!((chance - expected).abs() < 1e-9, "{left}: {chance}");
        }
    }

    #[test]
    fn a_certain_wait_is_in_time_or_not() {
        for (left, expected) in [(-1.0, 0.0), (4.9, 0.0), (5.0, 1.0), (5.1, 1.0)] {
            let chance = Estimate::rough([5.0; 3], Some(left)).served_before_close;
            assert!((chance - expected).abs() < 1e-9, "{left}: {chance}");
        }
        let now = Estimate::rough([0.0; 3], Some(1.0)).served_before_close;
        assert!((now - 1.0).abs() < 1e-9);
    }
}
