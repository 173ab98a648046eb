//! What a number of forecasts come to.

use super::rules::Rules;
use super::run::Predicted;

/// The numbers of people ahead that are told apart: none, 1–2, 3–5, 6–10, more.
pub const AHEAD_GROUPS: [&str; 5] = ["0", "1-2", "3-5", "6-10", "11+"];

/// The group of [`AHEAD_GROUPS`] of somebody with so many ahead.
pub fn group_of(ahead: usize) -> usize {
    match ahead {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        _ => 4,
    }
}

/// Sums over forecasts whose wait is known; minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    /// Forecasts.
    pub count: u64,
    /// Of the waits that came.
    waits: f64,
    /// Of |p50 − wait|.
    errors: f64,
    /// Of p50 − wait, and of mean − wait.
    biases: [f64; 2],
    /// Those that said more than "at once", and of these the ones whose wait lay in p10–p90.
    uncertain: u64,
    covered: u64,
    /// For each simple rule: how many it could tell, its errors and ours on the same waits.
    rules: [(u64, f64, f64); 3],
}

impl Sums {
    /// Over some forecasts.
    pub fn of<'p>(told: impl IntoIterator<Item = &'p Predicted>) -> Self {
        let mut sums = Self::default();
        for one in told {
            sums.add(one);
        }
        sums
    }

    /// Adds one, if its wait is known.
    pub fn add(&mut self, one: &Predicted) {
        let Some(wait) = one.actual else { return };
        let told = &one.estimate;
        let error = (told.p50 - wait).abs();
        self.count += 1;
        self.waits += wait;
        self.errors += error;
        self.biases[0] += told.p50 - wait;
        self.biases[1] += told.mean - wait;
        if told.p90 > 0.0 {
            // Logs are written in seconds: half of one is no error.
            const HALF_A_SECOND: f64 = 0.51 / 60.0;
            let range = told.p10 - HALF_A_SECOND..=told.p90 + HALF_A_SECOND;
            self.uncertain += 1;
            self.covered += u64::from(range.contains(&wait));
        }
        let Rules {
            line_length,
            last,
            mean_of_ten,
        } = one.rules;
        for (sum, rule) in self.rules.iter_mut().zip([line_length, last, mean_of_ten]) {
            if let Some(rule) = rule {
                *sum = (sum.0 + 1, sum.1 + (rule - wait).abs(), sum.2 + error);
            }
        }
    }

    /// The mean wait.
    pub fn mean_wait(&self) -> f64 {
        self.waits / self.count as f64
    }

    /// The mean absolute error of p50.
    pub fn mae(&self) -> f64 {
        self.errors / self.count as f64
    }

    /// How much longer than the waits p50 was on average.
    pub fn bias_p50(&self) -> f64 {
        self.biases[0] / self.count as f64
    }

    /// How much longer than the waits the expected wait was on average.
    pub fn bias_mean(&self) -> f64 {
        self.biases[1] / self.count as f64
    }

    /// The share of waits between p10 and p90, of those that were not told "at once".
    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.uncertain as f64
    }

    /// Forecasts that said more than "at once".
    pub fn uncertain(&self) -> u64 {
        self.uncertain
    }

    /// The mean absolute errors of a simple rule (0: line length, 1: last wait, 2: mean of
    /// ten) and of p50 on the same waits; none if the rule could tell nothing.
    pub fn rule(&self, rule: usize) -> Option<(f64, f64)> {
        let (count, its, ours) = self.rules[rule];
        (count > 0).then(|| (its / count as f64, ours / count as f64))
    }
}
