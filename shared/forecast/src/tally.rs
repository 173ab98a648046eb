//! Counting jobs, older ones for less.

/// Each further job makes the earlier ones of the day count for this share: after
/// some fifty, half. A morning that gets slower is noticed.
const KEEP: f64 = 0.985;

/// How many jobs, how long they took and how far they scatter: by their minutes and by
/// the logarithms of these.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tally {
    /// Jobs, older ones counted for less.
    pub(crate) n: f64,
    /// Of the minutes.
    pub(crate) minutes: Moments,
    /// Of their logarithms.
    pub(crate) logs: Moments,
}

/// A mean, and the sum of the squared distances from it; 0 if there is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moments {
    pub(crate) mean: f64,
    pub(crate) squares: f64,
}

impl Tally {
    /// Lets what was counted count for less.
    pub(crate) fn fade(&mut self) {
        self.n *= KEEP;
        self.minutes.squares *= KEEP;
        self.logs.squares *= KEEP;
    }

    /// Counts one more, by the logarithm of its minutes.
    pub(crate) fn add(&mut self, log: f64) {
        self.n += 1.0;
        self.minutes.add(log.exp(), self.n);
        self.logs.add(log, self.n);
    }
}

impl Moments {
    /// Adds the `n`th value (Welford's way).
    fn add(&mut self, value: f64, n: f64) {
        let before = value - self.mean;
        self.mean += before / n;
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
        assert!((tally.n - 3.0).abs() < 1e-12 && (tally.logs.mean - 3.0).abs() < 1e-12);
        assert!((tally.logs.squares - 14.0).abs() < 1e-12);
        let minutes = (1_f64.exp() + 2_f64.exp() + 6_f64.exp()) / 3.0;
        assert!((tally.minutes.mean - minutes).abs() < 1e-9);
    }

    #[test]
    fn what_is_new_counts_for_more() {
        let mut tally = Tally::default();
        (0..100).for_each(|n| {
            tally.fade();
            tally.add(f64::from(u8::from(n >= 50)));
        });
        assert!(tally.logs.mean > 0.65, "{}", tally.logs.mean);
    }
}
