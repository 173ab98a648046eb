//! What a kiosk knows of the hub's clock.

use chrono::TimeDelta;
use domain::Moment;
use serde::{Deserialize, Serialize};

/// The hub's time at the last contact, and how far this kiosk's clock was from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What is added to the kiosk's clock, in milliseconds.
    pub offset_ms: i64,
    /// The hub's time then; none before the first contact.
    pub heard_at: Option<Moment>,
}

/// A file is written again when the kiosk's clock was set, or so much later.
const KEPT_AGAIN_MS: i64 = 60_000;
const OFFSET_MOVED_MS: i64 = 2_000;

impl Contact {
    /// What follows from an answer that the hub gave at `hub`, to a question that was sent at `sent`
    /// and answered at `came` by the kiosk's clock: the hub looked at its own in the middle.
    pub fn of(hub: Moment, sent: Moment, came: Moment) -> Self {
        let middle = sent + (came - sent) / 2;
        Self {
            offset_ms: (hub - middle).num_milliseconds(),
            heard_at: Some(hub),
        }
    }

    /// The hub's time when the kiosk's clock shows `clock`; never before the last contact.
    pub fn hub_time(&self, clock: Moment) -> Moment {
        let offset = chrono_ms(self.offset_ms);
        let corrected = clock.checked_add_signed(offset).unwrap_or(clock);
        self.heard_at
            .map_or(corrected, |heard| corrected.max(heard))
    }

    /// Whether this is worth a file of its own, when `kept` is in the old one.
    pub(crate) fn is_news(&self, kept: &Self) -> bool {
        let moved = (self.offset_ms - kept.offset_ms).abs() > OFFSET_MOVED_MS;
        let later = match (self.heard_at, kept.heard_at) {
            (Some(now), Some(then)) => (now - then).num_milliseconds().abs() > KEPT_AGAIN_MS,
            (Some(_), None) => true,
            (None, _) => false,
        };
        moved || later
    }
}

fn chrono_ms(ms: i64) -> TimeDelta {
    TimeDelta::try_milliseconds(ms).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Moment {
        Moment::from_timestamp(secs, 0).unwrap()
    }

    #[test]
    fn a_clock_that_is_an_hour_behind_is_corrected() {
        let contact = Contact::of(at(7_200), at(3_599), at(3_601));
        assert_eq!(contact.offset_ms, 3_600_000);
        assert_eq!(contact.hub_time(at(3_700)), at(7_300));
        // A clock that was set back since does not go before what was heard.
        assert_eq!(contact.hub_time(at(10)), at(7_200));
        assert_eq!(Contact::default().hub_time(at(10)), at(10));
    }

    #[test]
    fn the_file_is_written_once_a_minute_or_when_the_clock_moved() {
        let kept = Contact::of(at(100), at(100), at(100));
        assert!(kept.is_news(&Contact::default()));
        assert!(!Contact::of(at(130), at(130), at(130)).is_news(&kept));
        assert!(Contact::of(at(170), at(170), at(170)).is_news(&kept));
        assert!(Contact::of(at(130), at(125), at(125)).is_news(&kept));
    }
}
