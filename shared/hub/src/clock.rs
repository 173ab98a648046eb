//! The one clock of a hub. Nothing else in it asks the system for the time or sets a timer, so that
//! tests, simulation and the demonstration move time by hand.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use chrono::{DurationRound, TimeDelta};
use domain::Moment;

mod manual;

pub use manual::ManualClock;

/// A sleep that owns all it needs.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

/// Tells the time and wakes up.
pub trait Clock: Send + Sync + 'static {
    /// Now, in whole milliseconds: what is recorded reads back the same.
    fn now(&self) -> Moment;

    /// Ends when `now` is at or after `moment`.
    fn sleep_until(&self, moment: Moment) -> Sleep;
}

/// A sleep looks at the clock again after so long: the system's time may be set, or the machine may
/// have slept itself.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        in_milliseconds(Moment::from(SystemTime::now()))
    }

    fn sleep_until(&self, moment: Moment) -> Sleep {
        let clock = *self;
        Box::pin(async move {
            while let Ok(left) = (moment - clock.now()).to_std()
                && !left.is_zero()
            {
                tokio::time::sleep(left.min(LOOK_AGAIN)).await;
            }
        })
    }
}

fn in_milliseconds(moment: Moment) -> Moment {
    moment
        .duration_trunc(TimeDelta::milliseconds(1))
        .unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_system_clock_wakes_at_once_for_what_is_past() {
        let now = SystemClock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1_000_000, 0);
        SystemClock.sleep_until(now - TimeDelta::hours(1)).await;
    }
}
