//! People who are expected to come without an appointment.

use domain::ServiceId;
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

use crate::scene::Scene;

/// More people than that are not played: no square holds them.
const PEOPLE_MAX: usize = 1_000;

/// So many people who take a number in some minutes from now, at any of them alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Inflow {
    /// For what they come.
    pub service: ServiceId,
    /// The first of the minutes, from now.
    pub from_min: f64,
    /// The end of them.
    pub to_min: f64,
    /// How many are expected.
    pub people: f64,
}

impl Inflow {
    /// The same people, but none from a minute on.
    #[must_use]
    pub(crate) fn until(mut self, end_min: f64) -> Self {
        let to_min = self.to_min.min(end_min.max(self.from_min));
        let span = self.to_min - self.from_min;
        if span > 0.0 {
            self.people *= (to_min - self.from_min) / span;
        }
        self.to_min = to_min;
        self
    }
}

/// The inflows of a scene.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inflows(Vec<Stream>);

/// One of them, as it is played.
#[derive(Debug, Clone)]
struct Stream {
    /// Its place among those that were asked for: chance begins with it.
    nth: u64,
    /// The index of its service.
    service: usize,
    inflow: Inflow,
}

impl Inflows {
    /// Those of them that somebody can come for, one after the other.
    pub(crate) fn of(scene: &Scene<'_>, inflows: &[Inflow]) -> Self {
        let place = |id: &ServiceId| scene.services.iter().position(|s| s.id == *id);
        let streams = (0_u64..).zip(inflows).filter_map(|(nth, one)| {
            Some(Stream {
                nth,
                service: place(&one.service)?,
                inflow: one.clone(),
            })
        });
        let is_some = |one: &Inflow| one.people > 0.0 && one.to_min > one.from_min.max(0.0);
        Self(streams.filter(|one| is_some(&one.inflow)).collect())
    }

    /// When they come if they come evenly; minutes and service.
    pub(crate) fn evenly(&self) -> Vec<(f64, usize)> {
        let mut times = Vec::new();
        for Stream {
            service,
            inflow: one,
            ..
        } in &self.0
        {
            let step = (one.to_min - one.from_min) / one.people;
            let all = (0..PEOPLE_MAX).map(|n| one.from_min + step * (n as f64 + 0.5));
            times.extend(
                all.take_while(|at| *at < one.to_min)
                    .map(|at| (at, *service)),
            );
        }
        of_now(times)
    }

    /// When they come in one play, each without regard to the others (a Poisson process); minutes
    /// and service. The same seed gives the same people, also if the last of them stay away, or all
    /// of another inflow.
    pub(crate) fn at_random(&self, seed: u64) -> Vec<(f64, usize)> {
        let mut times = Vec::new();
        for Stream {
            nth,
            service,
            inflow: one,
        } in &self.0
        {
            let mut rng = Pcg64Mcg::seed_from_u64(seed.wrapping_add(*nth));
            let per_min = one.people / (one.to_min - one.from_min);
            let mut at = one.from_min;
            for _ in 0..PEOPLE_MAX {
                let share: f64 = rng.random();
                at -= (1.0 - share).ln() / per_min;
                if at >= one.to_min {
                    break;
                }
                times.push((at, *service));
            }
        }
        of_now(times)
    }
}

/// Who should have come already does not come any more.
fn of_now(mut times: Vec<(f64, usize)>) -> Vec<(f64, usize)> {
    times.retain(|(at, _)| *at >= 0.0);
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    times.truncate(PEOPLE_MAX);
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflow(from_min: f64, to_min: f64, people: f64) -> Inflow {
        Inflow {
            service: ServiceId::new("hair").unwrap(),
            from_min,
            to_min,
            people,
        }
    }

    fn alone(inflow: Inflow) -> Inflows {
        Inflows(vec![Stream {
            nth: 0,
            service: 0,
            inflow,
        }])
    }

    #[test]
    fn as_many_come_as_are_expected() {
        let inflows = alone(inflow(0.0, 60.0, 12.0));
        let evenly: Vec<f64> = inflows.evenly().iter().map(|(at, _)| *at).collect();
        assert_eq!((evenly.len(), evenly[0], evenly[11]), (12, 2.5, 57.5));
        let plays = 2_000;
        let came: usize = (0..plays).map(|seed| inflows.at_random(seed).len()).sum();
        let mean = came as f64 / plays as f64;
        assert!((mean - 12.0).abs() < 0.3, "{mean}");
    }

    #[test]
    fn who_comes_before_an_end_comes_all_the_same() {
        let whole = alone(inflow(0.0, 60.0, 30.0));
        let ended = alone(inflow(0.0, 60.0, 30.0).until(20.0));
        for seed in 0..20 {
            let mut until = whole.at_random(seed);
            until.retain(|(at, _)| *at < 20.0);
            assert_eq!(ended.at_random(seed), until);
        }
        assert!(inflow(0.0, 60.0, 30.0).until(-5.0).people.abs() < 1e-9);
    }

    #[test]
    fn nobody_came_before_now() {
        let inflows = alone(inflow(-30.0, 30.0, 60.0));
        assert_eq!(inflows.evenly().len(), 30);
        assert!(inflows.at_random(7).iter().all(|(at, _)| *at >= 0.0));
    }
}
