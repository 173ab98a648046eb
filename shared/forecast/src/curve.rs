//! A prepared answer to "so many are ahead: how long?".

use serde::{Deserialize, Serialize};

use crate::Estimate;

/// Waits of one service by the number of people ahead.
///
/// Points are prepared as far as the line was played; beyond them the pace of
/// the later half goes on, so a newcomer is answered without playing again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Waits under quick, usual and slow work, in minutes, by people ahead.
    points: Vec<[f64; 3]>,
    /// Minutes until the service closes, if it does today.
    closes_in: Option<f64>,
}

impl Curve {
    /// A curve over the call times of one service, in minutes, as quick, usual
    /// and slow work give them.
    pub(crate) fn new(points: Vec<[f64; 3]>, closes_in: Option<f64>) -> Self {
        Self { points, closes_in }
    }

    /// The wait of somebody with `ahead` people ahead; none if no station serves the line.
    pub fn at(&self, ahead: usize) -> Option<Estimate> {
        let waits = match self.points.get(ahead) {
            Some(point) => *point,
            None => self.beyond(ahead)?,
        };
        Some(Estimate::rough(waits, self.closes_in))
    }

    fn beyond(&self, ahead: usize) -> Option<[f64; 3]> {
        let last = self.points.len().checked_sub(1)?;
        let middle = last / 2;
        let calls = (last - middle).max(1) as f64;
        let further = (ahead - last) as f64;
        Some(std::array::from_fn(|work| {
            let (from, to) = (self.points[middle][work], self.points[last][work]);
            to + further * (to - from) / calls
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_ten_minutes(points: u32) -> Curve {
        let point = |k: u32| [6.0, 10.0, 14.0].map(|pace| pace * f64::from(k));
        Curve::new((0..points).map(point).collect(), None)
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
        let curve = Curve {
            closes_in: Some(30.0),
            ..every_ten_minutes(8)
        };
        let chance = |ahead| curve.at(ahead).unwrap().served_before_close;
        assert!((chance(0) - 1.0).abs() < 1e-9);
        assert!((chance(3) - 0.5).abs() < 1e-9);
        assert!(chance(40) < 1e-9);
    }
}
