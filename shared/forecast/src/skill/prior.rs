//! What a night leaves of a service's work, as it is recorded.

use domain::prior::{Guessed, Millionths, ServicePrior, Summed};

use super::{Guess, SHAPES_MAX, Skill};

/// σ is never below one part in a hundred, nor anything else that is divided by.
const LEAST: f64 = 1e-4;

impl Guess {
    fn kept(self) -> Guessed {
        Guessed {
            mean: Millionths::of(self.mean),
            variance: Millionths::of(self.variance),
        }
    }

    fn of(kept: Guessed) -> Self {
        Self {
            mean: kept.mean.get(),
            variance: kept.variance.get().max(LEAST),
        }
    }
}

/// A pair of a sum and of how many it is the sum.
pub(crate) fn summed((sum, of): (f64, f64)) -> Summed {
    Summed {
        sum: Millionths::of(sum),
        of: Millionths::of(of),
    }
}

/// The pair again.
pub(crate) fn pair(kept: Summed) -> (f64, f64) {
    (kept.sum.get(), kept.of.get())
}

impl Skill {
    /// What the next day begins with, after [`Self::close_day`].
    pub(crate) fn prior(&self) -> ServicePrior {
        let (shape, scale) = self.spread;
        let thousandths = |distance: &f64| (distance * 1e3).round() as i32;
        ServicePrior {
            jobs: self.seen,
            usual: self.usual.kept(),
            days: summed(self.days),
            spread: summed((scale, shape)),
            variation: summed(self.variation),
            volunteers: self
                .volunteers
                .iter()
                .map(|(station, known)| (station.clone(), known.kept()))
                .collect(),
            shape: self.shapes.iter().map(thousandths).collect(),
            ..ServicePrior::default()
        }
    }

    /// A day begins with what was recorded.
    pub(crate) fn of(prior: &ServicePrior) -> Self {
        let (scale, shape) = pair(prior.spread);
        let (shape, (squares, days)) = (shape.max(LEAST), pair(prior.days));
        let newest = prior.shape.len().saturating_sub(SHAPES_MAX);
        Self {
            seen: prior.jobs,
            usual: Guess::of(prior.usual),
            days: (squares, days.max(LEAST)),
            spread: (shape, scale.max(shape * LEAST)),
            variation: pair(prior.variation),
            volunteers: prior
                .volunteers
                .iter()
                .map(|(station, known)| (station.clone(), Guess::of(*known)))
                .collect(),
            shapes: prior.shape[newest..]
                .iter()
                .map(|thousandths| f64::from(*thousandths) / 1e3)
                .collect(),
            // The rest is of the day, of which nothing was seen yet.
            ..Self::new(1.0, true)
        }
    }
}
