//! How long everything takes while there is no experience: the configured minutes,
//! all of them a little less, or a little more.

use crate::inflow::Inflows;
use crate::roles::{Turn, Work};
use crate::scene::{Scene, Stage};
use crate::time::minutes;

/// Quick, usual and slow work, as shares of the configured minutes: the tenth,
/// the middle and the ninetieth of a hundred jobs.
pub(crate) const PACES: [f64; 3] = [0.6, 1.0, 1.4];

/// A job that lasts longer than it was expected to is taken to need this share
/// of the expected time again: it will not end this very second.
pub(crate) const OVERDUE_SHARE: f64 = 0.2;

/// Times the configured minutes.
pub(crate) struct Pace<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) factor: f64,
    pub(crate) inflows: &'a Inflows,
}

impl Work for Pace<'_> {
    fn job(&mut self, _station: usize, service: usize) -> f64 {
        let service = self.scene.services.get(service);
        service.map_or(0.0, |service| service.usual_min * self.factor)
    }

    fn rest(&mut self, station: usize) -> f64 {
        let Some(job) = &self.scene.stations[station].job else {
            return 0.0;
        };
        let mut services = self.scene.services.iter();
        let usual = services.find(|service| service.id == job.service);
        let expected = usual.map_or(0.0, |service| service.usual_min * self.factor);
        match job.stage {
            Stage::Called { .. } => expected,
            Stage::Serving { since_min } => (expected - since_min).max(expected * OVERDUE_SHARE),
        }
    }

    fn gap(&mut self) -> f64 {
        0.0
    }

    fn begins(&mut self, station: usize) -> Option<f64> {
        (self.scene.stations[station].presence >= 0.5).then_some(0.0)
    }

    fn turn(&mut self, _service: usize, _after_min: f64) -> Turn {
        Turn::Comes
    }

    fn passes_over(&mut self, _service: usize, _after_min: f64) -> bool {
        false
    }

    fn comes(&mut self, appointment: usize) -> Option<f64> {
        let start = self.scene.coming[appointment].start;
        Some(minutes(self.scene.now, start).max(0.0))
    }

    fn walk_ins(&mut self) -> Vec<(f64, usize)> {
        self.inflows.evenly()
    }
}
