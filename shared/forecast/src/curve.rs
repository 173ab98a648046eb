//! A prepared answer to "so many are ahead: how long?".

use serde::{Deserialize, Serialize};

use crate::{Estimate, Spread};

/// Waits of one service by the number of people ahead.
///
/// Points are prepared as far as the line was played; beyond them the pace of
/// the later half goes on, so a newcomer is answered without playing again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// By people ahead.
    points: Vec<Estimate>,
    /// Minutes until the service closes, if it does today.
    closes_in: Option<f64>,
}

impl Curve {
    /// A curve over the call times of one service.
    pub(crate) fn new(points: Vec<Estimate>, closes_in: Option<f64>) -> Self {
        Self { points, closes_in }
    }

    /// The wait of somebody with `ahead` people ahead; none if no station serves the line.
    pub fn at(&self, ahead: usize) -> Option<Estimate> {
        self.points
            .get(ahead)
            .copied()
            .or_else(|| self.beyond(ahead))
    }

    fn beyond(&self, ahead: usize) -> Option<Estimate> {
        let last = self.points.len().checked_sub(1)?;
        let middle = last / 2;
        let calls = (last - middle).max(1) as f64;
        let further = (ahead - last) as f64 / calls;
        let (from, to) = (self.points[middle], self.points[last]);
        let by = |part: fn(&Estimate) -> f64| further * (part(&to) - part(&from));
        let by = Spread {
            p10: by(|e| e.p10),
            p50: by(|e| e.p50),
            p90: by(|e| e.p90),
            mean: by(|e| e.mean),
        };
        Some(to.later(by, self.closes_in))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: u32, closes_in: Option<f64>) -> Curve {
        let waits = |k: u32| [6.0, 10.0, 14.0].map(|pace| pace * f64::from(k));
        let point = |k| Estimate::rough(waits(k), closes_in);
        Curve::new((0..points).map(point).collect(), closes_in)
    }

    fn every_ten_minutes(points: u32) -> Curve {
        curve(points, None)
    }

    #[test]
    fn the_pace_goes_on_beyond_the_prepared_points() {
        let curve = every_ten_minutes(8);
        for ahead in [0, 7, 8, 100] {
            let wait = curve.at(ahead).unwrap();
            assert!(
                (wait.p50 - 10.0 * ahead as f64).abs() < 1e-9,
                "{ahead}: {wait:?}"
            );
            assert!(
                (wait.p90 - 14.0 * ahead as f64).abs() < 1e-9,
                "{ahead}: {wait:?}"
            );
        }
    }

    #[test]
    fn a_line_that_nobody_serves_has_no_wait() {
        assert_eq!(Curve::new(Vec::new(), None).at(0), None);
        assert_eq!(Curve::new(Vec::new(), None).at(50), None);
    }

    #[test]
    fn closing_counts_at_every_point() {
        let curve = curve(8, Some(30.0));
        let chance = |ahead| curve.at(ahead).unwrap().served_before_close;
        assert!((chance(0) - 1.0).abs() < 1e-9);
        assert!((chance(3) - 0.5).abs() < 1e-9);
        assert!(chance(40) < 1e-9);
    }
}
