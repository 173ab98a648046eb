//! Counting the logarithms of serving times, older ones for less.

use serde::{Deserialize, Serialize};

/// Each further job makes the earlier ones of the day count for this share: after
/// some fifty, half. A morning that gets slower is noticed.
const KEEP: f64 = 0.985;

/// How many values, their mean and how far they scatter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Values, older ones counted for less.
    pub(crate) n: f64,
    /// Their mean; 0 if there are none.
    pub(crate) mean: f64,
    /// The sum of their squared distances from the mean.
    pub(crate) squares: f64,
}

impl Tally {
    /// Lets what was counted count for less.
    pub(crate) fn fade(&mut self) {
        self.n *= KEEP;
        self.squares *= KEEP;
    }

    /// Counts one more (Welford's way).
    pub(crate) fn add(&mut self, value: f64) {
        self.n += 1.0;
        let before = value - self.mean;
        self.mean += before / self.n;
        self.squares += before * (value - self.mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_mean_and_scatter() {
        let mut tally = Tally::default();
        for value in [1.0, 2.0, 6.0] {
            tally.add(value);
        }
        assert!((tally.n - 3.0).abs() < 1e-12 && (tally.mean - 3.0).abs() < 1e-12);
        assert!((tally.squares - 14.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_new_counts_for_more() {
        let mut tally = Tally::default();
        (0..100).for_each(|n| {
            tally.fade();
            tally.add(f64::from(u8::from(n >= 50)));
        });
        assert!(tally.mean > 0.65, "{}", tally.mean);
    }
}
