//! What earlier days taught about a site's work: what the forecast of a new day begins with.
//!
//! Here it is only kept, as a fact of every day's end. What the values mean, and how they are
//! learned, is `forecast`'s. They are whole numbers, so that a state that was read back from a log
//! is the same on every machine to the last bit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ServiceId, StationId};

/// A number in millionths.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millionths(pub i64);

impl Millionths {
    /// The nearest one; 0 for what is not a number.
    pub fn of(value: f64) -> Self {
        Self((value * 1e6).round() as i64)
    }

    /// As a number.
    pub fn get(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// A value that is known to within a variance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guessed {
    /// The value.
    pub mean: Millionths,
    /// The variance.
    pub variance: Millionths,
}

/// A sum, and the number of times that it is the sum of; faded, so neither is whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summed {
    /// The sum.
    pub sum: Millionths,
    /// Of so many.
    pub of: Millionths,
}

/// What is known of a site when a day begins. Stored: fields are only ever added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priors {
    /// By service.
    #[serde(default)]
    pub services: BTreeMap<ServiceId, ServicePrior>,
    /// Seconds from the end of a job to the next call while somebody waited, the newest last.
    #[serde(default)]
    pub gaps_secs: Vec<u32>,
}

impl Priors {
    /// Whether nothing was ever learned.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty() && self.gaps_secs.is_empty()
    }
}

/// What is known of one service's work. Times enter as the logarithm of minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicePrior {
    /// Jobs ever seen.
    pub jobs: u32,
    /// The logarithm of the mean job on a usual day.
    pub usual: Guessed,
    /// Squared distances of days from what is usual.
    pub days: Summed,
    /// The spread of one volunteer's jobs: scale and shape of an Inverse-Gamma.
    pub spread: Summed,
    /// Squared coefficient of variation of one volunteer's minutes.
    pub variation: Summed,
    /// How far each volunteer, known by the station, is from the service's mean.
    #[serde(default)]
    pub volunteers: BTreeMap<StationId, Guessed>,
    /// Jobs of earlier days, as distances from what was expected in thousandths of the spread.
    #[serde(default)]
    pub shape: Vec<i32>,
    /// Seconds from call to start, the newest last.
    #[serde(default)]
    pub ways_secs: Vec<u32>,
    /// Seconds from a call that nobody followed to its end, the newest last.
    #[serde(default)]
    pub misses_secs: Vec<u32>,
    /// Calls that nobody followed, of all calls.
    #[serde(default)]
    pub no_shows: Summed,
    /// Appointments whose holder did not come, of all appointments.
    #[serde(default)]
    pub absent: Summed,
    /// Calls of people who had come later, of all calls while somebody waited.
    #[serde(default)]
    pub passed: Summed,
    /// People who were called before most of those who had come earlier, of all.
    #[serde(default)]
    pub preferred: Summed,
    /// People who gave up, over the minutes that all together waited.
    #[serde(default)]
    pub gave_up: Summed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millionths_come_back_as_they_went() {
        for value in [0.0, 1.0, -2.5, 0.000_001, 12_345.678_901] {
            let kept = Millionths::of(value);
            assert!((kept.get() - value).abs() < 1e-9, "{value}");
            assert_eq!(Millionths::of(kept.get()), kept, "{value}");
        }
        assert_eq!(Millionths::of(f64::NAN), Millionths(0));
    }

    #[test]
    fn what_was_stored_with_fewer_fields_can_be_read() {
        let old = r#"{"services":{"haircut":{"jobs":3,"usual":{"mean":1,"variance":2},
            "days":{"sum":1,"of":1},"spread":{"sum":1,"of":1},"variation":{"sum":1,"of":1}}}}"#;
        let priors: Priors = serde_json::from_str(old).unwrap();
        assert!(priors.gaps_secs.is_empty() && !priors.is_empty());
        assert!(serde_json::from_str::<Priors>("{}").unwrap().is_empty());
    }
}
