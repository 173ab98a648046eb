//! Short times, as they were seen: the newest ones, beside a few that one begins with.

use std::collections::VecDeque;

use rand::{Rng, RngExt as _};

/// Values that are remembered.
const NEWEST: usize = 400;
/// Values that are carried over a night.
const KEPT: usize = 200;

/// The newest values of something, in minutes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table(VecDeque<f64>);

impl Table {
    /// One more was seen.
    pub(crate) fn add(&mut self, minutes: f64) {
        if self.0.len() >= NEWEST {
            self.0.pop_front();
        }
        self.0.push_back(minutes.max(0.0));
    }

    /// What a night leaves: the newest values, in seconds.
    pub(crate) fn kept_secs(&self) -> Vec<u32> {
        let skipped = self.0.len().saturating_sub(KEPT);
        let secs = |minutes: &f64| (minutes * 60.0).round() as u32;
        self.0.iter().skip(skipped).map(secs).collect()
    }

    /// A day begins with what a night left.
    pub(crate) fn of_secs(secs: &[u32]) -> Self {
        let minutes = |secs: &u32| f64::from(*secs) / 60.0;
        Self(secs.iter().map(minutes).collect())
    }

    /// Ready to be drawn from, beside what one begins with.
    pub(crate) fn ready(&self, begin: &[f64]) -> Ready {
        let mut values: Vec<f64> = self.0.iter().chain(begin).copied().collect();
        values.sort_unstable_by(f64::total_cmp);
        Ready(values)
    }
}

/// Values in order.
#[derive(Debug, Clone)]
pub(crate) struct Ready(Vec<f64>);

impl Ready {
    /// One value; 0 where there is none.
    pub(crate) fn sample(&self, rng: &mut impl Rng) -> f64 {
        match self.0.as_slice() {
            [] => 0.0,
            [only] => *only,
            many => many[rng.random_range(0..many.len())],
        }
    }

    /// What is left of a value of which `spent` is over; `rest` if none lasts longer.
    pub(crate) fn sample_rest(&self, spent: f64, rest: f64, rng: &mut impl Rng) -> f64 {
        let from = self.0.partition_point(|value| *value <= spent);
        match &self.0[from..] {
            [] => rest,
            longer => longer[rng.random_range(0..longer.len())] - spent,
        }
    }

    /// The share of values above `limit`.
    pub(crate) fn share_above(&self, limit: f64) -> f64 {
        let from = self.0.partition_point(|value| *value <= limit);
        (self.0.len() - from) as f64 / self.0.len().max(1) as f64
    }
}

/// How often something happens of the times it could.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rate {
    happened: f64,
    times: f64,
}

impl Rate {
    /// Before anything was seen: `happened` of so many `times`.
    pub(crate) fn new(happened: f64, times: f64) -> Self {
        Self { happened, times }
    }

    /// A chance that nothing seen can move.
    pub(crate) fn certain(chance: f64) -> Self {
        const OFTEN: f64 = 1e12;
        Self::new(chance * OFTEN, OFTEN)
    }

    /// Once more it could have happened.
    pub(crate) fn count(&mut self, happened: bool) {
        // Some hundred times ago is long ago.
        const KEEP: f64 = 0.995;
        self.happened = self.happened * KEEP + f64::from(u8::from(happened));
        self.times = self.times * KEEP + 1.0;
    }

    /// It happened so often of so many times, all at once.
    pub(crate) fn count_many(&mut self, happened: u32, times: u32) {
        // A few hundred calls ago is long ago: those of some twenty waits.
        const KEEP: f64 = 0.997;
        let keep = KEEP.powi(i32::try_from(times).unwrap_or(i32::MAX));
        self.happened = self.happened * keep + f64::from(happened);
        self.times = self.times * keep + f64::from(times);
    }

    /// How often it happened, of how many times.
    pub(crate) fn counts(self) -> (f64, f64) {
        (self.happened, self.times)
    }

    /// The chance that it happens the next time.
    pub(crate) fn chance(self) -> f64 {
        self.happened / self.times
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;

    #[test]
    fn what_is_left_is_of_the_values_that_last_longer() {
        let mut table = Table::default();
        for minutes in [1.0, 5.0, 9.0] {
            table.add(minutes);
        }
        let (ready, mut rng) = (table.ready(&[]), Pcg64Mcg::seed_from_u64(1));
        for _ in 0..20 {
            let rest = ready.sample_rest(3.0, 0.5, &mut rng);
            assert!([2.0, 6.0].contains(&rest), "{rest}");
        }
        assert!((ready.sample_rest(10.0, 0.5, &mut rng) - 0.5).abs() < 1e-9);
        assert!((ready.share_above(1.0) - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_rate_begins_with_a_guess_and_follows_what_happens() {
        let mut rate = Rate::new(0.5, 10.0);
        assert!((rate.chance() - 0.05).abs() < 1e-9);
        (0..300).for_each(|n| rate.count(n % 4 == 0));
        assert!((rate.chance() - 0.25).abs() < 0.02);
    }
}
