//! Five taps into the top left corner within three seconds open the staff page.

use std::time::Duration;

const TAPS: usize = 5;
const WITHIN: Duration = Duration::from_secs(3);

/// The last taps.
#[derive(Debug, Default)]
pub(super) struct Corner {
    taps: Vec<Duration>,
}

impl Corner {
    /// Counts a tap; true when it was the fifth in time.
    pub(super) fn tap(&mut self, now: Duration) -> bool {
        self.taps.retain(|tap| now.saturating_sub(*tap) <= WITHIN);
        self.taps.push(now);
        let enough = self.taps.len() >= TAPS;
        if enough {
            self.taps.clear();
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_quick_taps_open_and_slow_ones_do_not() {
        let mut corner = Corner::default();
        let quick: Vec<bool> = (0..5)
            .map(|i| corner.tap(Duration::from_millis(i * 300)))
            .collect();
        assert_eq!(quick, [false, false, false, false, true]);
        let slow = (10..30).any(|i| corner.tap(Duration::from_secs(i)));
        assert!(!slow);
    }
}
