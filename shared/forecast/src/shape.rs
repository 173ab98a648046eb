//! The shape of a distribution: what a job's logarithm looks like once its
//! middle and its spread are taken out.
//!
//! Serving times are about log-normal (Brown et al. 2005), but not everywhere:
//! of an exponential time the logarithm leans to the left, and who trusted the
//! bell would tell waits that are a quarter too long. So the bell is only what
//! one begins with, and what was seen takes its place job by job.

use rand::{Rng, RngExt as _};
use statrs::distribution::{ContinuousCDF, Normal};

/// Points at which the quantile function is kept.
const POINTS: usize = 128;
/// The bell counts like so many jobs.
const BELL: f64 = 20.0;
/// What lies further out, in spreads, is a slip of the hand rather than work.
const FARTHEST: f64 = 4.0;
/// How fast the chance falls beyond the last point: per spread, as the bell's does at two and a half.
const TAIL: f64 = 2.8;

/// A distribution with middle 0 and spread 1, as its quantile function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    /// Quantiles at the chances (i + ½) / [`POINTS`], rising.
    quantiles: Vec<f64>,
}

impl Shape {
    /// What was seen, each as (logarithm − middle) ÷ spread, beside the bell.
    pub(crate) fn of(seen: Vec<f64>) -> Self {
        let bell = bell().map(|z| (z, BELL / POINTS as f64));
        let seen = seen
            .into_iter()
            .map(|z| (z.clamp(-FARTHEST, FARTHEST), 1.0));
        let mut pool: Vec<(f64, f64)> = bell.chain(seen).collect();
        pool.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
        Self::standard(&pool)
    }

    /// The shape of a law that is known, by its quantile function.
    pub(crate) fn known(quantile: impl Fn(f64) -> f64) -> Self {
        Self {
            quantiles: (0..POINTS).map(|i| quantile(chance_at(i))).collect(),
        }
    }

    /// A sorted sample of values with weights, moved and stretched to middle 0 and spread 1.
    fn standard(sorted: &[(f64, f64)]) -> Self {
        let all: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        let mean = |of: &dyn Fn(f64) -> f64| {
            sorted
                .iter()
                .map(|(z, weight)| weight * of(*z))
                .sum::<f64>()
                / all
        };
        let middle = mean(&|z| z);
        let spread = mean(&|z| (z - middle).powi(2)).sqrt();
        // Each value stands in the middle of its weight; between two, it rises evenly.
        let (mut at, mut reach) = (0, sorted[0].1 / 2.0);
        let quantiles = (0..POINTS).map(|point| {
            let place = chance_at(point) * all;
            let mut step = 0.0;
            while at + 1 < sorted.len() {
                step = f64::midpoint(sorted[at].1, sorted[at + 1].1);
                if reach + step > place {
                    break;
                }
                reach += step;
                at += 1;
            }
            let from = sorted[at].0;
            let to = sorted.get(at + 1).map_or(from, |(z, _)| *z);
            let share = if step > 0.0 {
                ((place - reach) / step).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (from + share * (to - from) - middle) / spread
        });
        Self {
            quantiles: quantiles.collect(),
        }
    }

    /// One value.
    pub(crate) fn sample(&self, rng: &mut impl Rng) -> f64 {
        self.quantile(rng.random::<f64>())
    }

    /// One value of those above `least`.
    pub(crate) fn sample_above(&self, least: f64, rng: &mut impl Rng) -> f64 {
        let below = self.chance_below(least);
        let chance = below + (1.0 - below) * rng.random::<f64>();
        self.quantile(chance).max(least)
    }

    /// The chance of a value below `limit`.
    pub(crate) fn chance_below(&self, limit: f64) -> f64 {
        let (first, last) = (self.quantiles[0], self.quantiles[POINTS - 1]);
        let edge = 0.5 / POINTS as f64;
        if limit <= first {
            return edge * (-TAIL * (first - limit)).exp();
        }
        if limit >= last {
            return 1.0 - edge * (-TAIL * (limit - last)).exp();
        }
        let high = self.quantiles.partition_point(|z| *z <= limit);
        let (from, to) = (self.quantiles[high - 1], self.quantiles[high]);
        let share = if to > from {
            (limit - from) / (to - from)
        } else {
            0.5
        };
        (high as f64 - 0.5 + share) / POINTS as f64
    }

    /// ln E exp(σ z), ready to be asked for any σ up to `most`.
    pub(crate) fn growth(&self, most: f64) -> Growth {
        let steps = 0..=GROWTH_STEPS;
        let at = steps.map(|step| {
            let sigma = most * step as f64 / GROWTH_STEPS as f64;
            let sum: f64 = self.quantiles.iter().map(|z| (sigma * z).exp()).sum();
            (sum / POINTS as f64).ln()
        });
        Growth {
            most,
            at: at.collect(),
        }
    }

    /// The value below which a value lies with this chance.
    fn quantile(&self, chance: f64) -> f64 {
        let edge = 0.5 / POINTS as f64;
        if chance < edge {
            return self.quantiles[0] + (chance.max(1e-12) / edge).ln() / TAIL;
        }
        if chance >= 1.0 - edge {
            let beyond = ((1.0 - chance).max(1e-12) / edge).ln() / TAIL;
            return self.quantiles[POINTS - 1] - beyond;
        }
        let place = chance * POINTS as f64 - 0.5;
        let low = (place as usize).min(POINTS - 2);
        let share = place - low as f64;
        self.quantiles[low] + share * (self.quantiles[low + 1] - self.quantiles[low])
    }
}

/// Points at which [`Growth`] is kept.
const GROWTH_STEPS: usize = 16;

/// ln E exp(σ z) by σ: how much longer the mean job is than the middle one.
#[derive(Debug, Clone)]
pub(crate) struct Growth {
    most: f64,
    at: Vec<f64>,
}

impl Growth {
    /// Read between the two nearest points.
    pub(crate) fn at(&self, sigma: f64) -> f64 {
        let place = (sigma / self.most).clamp(0.0, 1.0) * GROWTH_STEPS as f64;
        let low = (place as usize).min(GROWTH_STEPS - 1);
        self.at[low] + (place - low as f64) * (self.at[low + 1] - self.at[low])
    }
}

/// The chance at a point of the quantile function.
fn chance_at(point: usize) -> f64 {
    (point as f64 + 0.5) / POINTS as f64
}

/// Values that stand for the bell curve.
fn bell() -> impl Iterator<Item = f64> {
    let bell = Normal::standard();
    (0..POINTS).map(move |point| bell.inverse_cdf(chance_at(point)))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;

    fn moments(shape: &Shape) -> (f64, f64) {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let values: Vec<f64> = (0..40_000).map(|_| shape.sample(&mut rng)).collect();
        let middle = values.iter().sum::<f64>() / 40_000.0;
        let spread = values.iter().map(|v| (v - middle).powi(2)).sum::<f64>() / 40_000.0;
        (middle, spread.sqrt())
    }

    #[test]
    fn every_shape_has_middle_0_and_spread_1() {
        let leaning = (1..200)
            .map(|i| (f64::from(i) / 200.0).ln() + 1.0)
            .collect();
        for shape in [Shape::of(Vec::new()), Shape::of(leaning)] {
            let (middle, spread) = moments(&shape);
            assert!(middle.abs() < 0.03, "{middle}");
            assert!((spread - 1.0).abs() < 0.05, "{spread}");
        }
    }

    #[test]
    fn chances_and_quantiles_are_each_others_inverse() {
        let shape = Shape::of(Vec::new());
        for chance in [0.001, 0.01, 0.2, 0.5, 0.77, 0.99, 0.9995] {
            let back = shape.chance_below(shape.quantile(chance));
            assert!((back - chance).abs() < 1e-6, "{chance}: {back}");
        }
    }

    #[test]
    fn what_is_seen_takes_the_place_of_the_bell() {
        // The logarithm of an exponential time: middle −0.577, spread 1.283, leaning left.
        let seen = (0..400)
            .map(|i| (-(1.0 - (f64::from(i) + 0.5) / 400.0).ln()).ln())
            .map(|y| (y + 0.577) / 1.283)
            .collect();
        let shape = Shape::of(seen);
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mean = (0..40_000)
            .map(|_| (-0.577 + 1.283 * shape.sample(&mut rng)).exp())
            .sum::<f64>()
            / 40_000.0;
        assert!(
            (mean - 1.0).abs() < 0.05,
            "the bell would say 1.28, not {mean}"
        );
    }

    #[test]
    fn what_lasted_long_lasts_longer() {
        let (shape, mut rng) = (Shape::of(Vec::new()), Pcg64Mcg::seed_from_u64(1));
        for least in [-2.0, 0.0, 1.5, 3.5, 9.0] {
            assert!((0..100).all(|_| shape.sample_above(least, &mut rng) >= least));
        }
    }
}
