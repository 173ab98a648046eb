//! Work whose law is known: what an oracle plays with.

use std::collections::BTreeMap;

use domain::StationId;

use crate::shape::Shape;

/// The true law of one service's work: `minutes = speed(volunteer) × minutes drawn from a law`.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub(crate) shape: Shape,
    /// Factors on the minutes, by volunteer; 1 for others.
    speeds: BTreeMap<StationId, f64>,
}

impl Known {
    /// By the quantile function of a job's minutes at a volunteer of speed 1, and the
    /// factors by which others take longer.
    pub fn new(minutes: impl Fn(f64) -> f64, speeds: BTreeMap<StationId, f64>) -> Self {
        Self {
            shape: Shape::known(|chance| minutes(chance).max(1e-3).ln()),
            speeds,
        }
    }

    /// The logarithm of a volunteer's factor.
    pub(crate) fn middle(&self, station: &StationId) -> f64 {
        self.speeds.get(station).copied().unwrap_or(1.0).ln()
    }
}
