//! How often somebody may ask: tightly for each session and ticket link, loosely for each address,
//! since a whole square shares one.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::Moment;

/// Requests per second, and how many at once, of one signed-in device: a desk in haste makes
/// three a second, and its page fetches some more.
const OF_SESSION: Rate = Rate {
    per_sec: 50.0,
    burst: 300.0,
};
/// Of one ticket link: a phone that polls asks every few seconds.
const OF_LINK: Rate = Rate {
    per_sec: 5.0,
    burst: 30.0,
};
/// Of one address without sign-in: a whole square behind one router.
const OF_ADDRESS: Rate = Rate {
    per_sec: 2_000.0,
    burst: 5_000.0,
};
/// Numbers taken by phones behind one address. A whole square shares one, and at opening time all
/// of it asks within the same minute: the burst is more than a full day's tickets, the rate more
/// than a square can serve. A flood is stopped by the caps and hours of the services, not here.
const JOINS_OF_ADDRESS: Rate = Rate {
    per_sec: 30.0,
    burst: 2_000.0,
};
/// Guesses from one address: codes to pair with, and links that are unknown.
const TRIES_OF_ADDRESS: Rate = Rate {
    per_sec: 0.2,
    burst: 20.0,
};
/// Buckets kept; beyond that the full ones, which say nothing, are dropped.
const BUCKETS_MAX: usize = 50_000;

#[derive(Clone, Copy)]
struct Rate {
    per_sec: f64,
    burst: f64,
}

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Counted {
    /// A signed-in device. Programs and kiosks are not counted: who gave them a token can revoke it.
    Session(String),
    /// A ticket link.
    Link(String),
    /// Anybody behind an address.
    Address(IpAddr),
    /// Numbers taken by phones behind an address.
    Joins(IpAddr),
    /// Secrets guessed from an address.
    Tries(IpAddr),
}

impl Counted {
    fn rate(&self) -> Rate {
        match self {
            Self::Session(_) => OF_SESSION,
            Self::Link(_) => OF_LINK,
            Self::Address(_) => OF_ADDRESS,
            Self::Joins(_) => JOINS_OF_ADDRESS,
            Self::Tries(_) => TRIES_OF_ADDRESS,
        }
    }
}

/// All counts of a hub. In memory: a restart forgives.
#[derive(Default)]
pub struct Limits {
    buckets: Mutex<HashMap<Counted, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Moment,
}

impl Limits {
    /// Takes one request into account.
    ///
    /// # Errors
    /// The seconds until the next one is taken.
    pub fn take(&self, who: Counted, now: Moment) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|who, bucket| bucket.refilled(who.rate(), now) < who.rate().burst);
        }
        let rate = who.rate();
        let bucket = buckets.entry(who).or_insert(Bucket {
            left: rate.burst,
            at: now,
        });
        bucket.left = bucket.refilled(rate, now);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - bucket.left) / rate.per_sec).ceil() as u64)
        }
    }
}

impl Bucket {
    fn refilled(&self, rate: Rate, now: Moment) -> f64 {
        let secs = (now - self.at).num_milliseconds().max(0) as f64 / 1000.0;
        (self.left + secs * rate.per_sec).min(rate.burst)
    }
}

/// Wrong PINs in so many minutes before a pause, for each account and device.
pub const PIN_TRIES_MAX: u32 = 5;
const PIN_WINDOW_MINUTES: i64 = 15;
/// Wrong PINs of all devices together: many devices do not make many more guesses.
const PIN_TRIES_OF_ACCOUNT_MAX: usize = 50;

/// Wrong PINs of the last minutes. In memory; a restart takes longer than a guess.
#[derive(Default)]
pub struct PinTries {
    wrong: Mutex<HashMap<String, Vec<(String, Moment)>>>,
}

impl PinTries {
    /// Counts a try as wrong before it is made, so that tries at once do not slip through.
    /// Answers how many are left after this one.
    ///
    /// # Errors
    /// The seconds until the next try.
    pub fn begin(&self, account: &str, device: &str, now: Moment) -> Result<u32, u64> {
        let mut accounts = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = accounts.entry(account.to_owned()).or_default();
        let window = chrono::TimeDelta::minutes(PIN_WINDOW_MINUTES);
        tries.retain(|(_, at)| now - *at < window);
        let mine: Vec<Moment> = tries
            .iter()
            .filter(|(other, _)| other == device)
            .map(|(_, at)| *at)
            .collect();
        let is_full = mine.len() >= PIN_TRIES_MAX as usize;
        if is_full || tries.len() >= PIN_TRIES_OF_ACCOUNT_MAX {
            let oldest = if is_full { mine[0] } else { tries[0].1 };
            return Err((oldest + window - now).num_seconds().max(1) as u64);
        }
        tries.push((device.to_owned(), now));
        Ok(PIN_TRIES_MAX - 1 - mine.len() as u32)
    }

    /// The PIN was right: the device's tries are forgiven.
    pub fn forgive(&self, account: &str, device: &str) {
        let mut accounts = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tries) = accounts.get_mut(account) {
            tries.retain(|(other, _)| other != device);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn start() -> Moment {
        "2026-03-07T01:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_link_has_a_burst_and_then_a_rate() {
        let (limits, now) = (Limits::default(), start());
        let take = |now| limits.take(Counted::Link("a".to_owned()), now);
        assert_eq!((0..30).filter(|_| take(now).is_ok()).count(), 30);
        assert_eq!(take(now), Err(1));
        let later = now + TimeDelta::seconds(2);
        assert_eq!((0..30).filter(|_| take(later).is_ok()).count(), 10);
        assert!(
            limits.take(Counted::Link("b".to_owned()), now).is_ok(),
            "each on its own"
        );
    }

    #[test]
    fn a_square_behind_one_address_takes_its_numbers_at_once() {
        let (limits, now) = (Limits::default(), start());
        let address = IpAddr::from([192, 168, 1, 7]);
        let take = || limits.take(Counted::Joins(address), now).is_ok();
        assert!((0..64 * 20).all(|_| take()), "64 phones, 20 numbers each");
        assert!((0..2_000).any(|_| !take()), "a flood");
    }

    #[test]
    fn five_wrong_pins_close_an_account_for_one_device_for_a_quarter_of_an_hour() {
        let (tries, now) = (PinTries::default(), start());
        for left in (0..5).rev() {
            assert_eq!(tries.begin("square", "phone", now), Ok(left));
        }
        assert_eq!(tries.begin("square", "phone", now), Err(900));
        assert_eq!(tries.begin("square", "other", now), Ok(4));
        assert_eq!(
            tries.begin("square", "phone", now + TimeDelta::minutes(15)),
            Ok(4)
        );
        tries.forgive("square", "other");
        assert_eq!(tries.begin("square", "other", now), Ok(4));
    }

    #[test]
    fn many_devices_do_not_make_many_guesses() {
        let (tries, now) = (PinTries::default(), start());
        let made = (0..1000)
            .filter(|n| tries.begin("square", &n.to_string(), now).is_ok())
            .count();
        assert_eq!(made, PIN_TRIES_OF_ACCOUNT_MAX);
    }
}
