//! One line through one day, with a number of stations that changes by the hour.

use super::days::{Guest, HOUR_MIN};

/// How many stations there are, hour by hour of the clock; before the first and after the last
/// hour as many as in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Roster {
    /// The hour of the day with which `stations` begins.
    pub(super) first_hour: u8,
    /// At least 1 each, and at least one hour.
    pub(super) stations: Vec<u32>,
}

impl Roster {
    /// Stations at a minute of the day, and until which minute they stay so many.
    fn at(&self, minute: f64) -> (usize, f64) {
        let first = f64::from(self.first_hour);
        let last = self.stations.len().saturating_sub(1);
        let hour = (minute / HOUR_MIN).floor() - first;
        let hour = if hour > 0.0 { hour as usize } else { 0 };
        let stations = self.stations.get(hour.min(last)).copied().unwrap_or(1);
        let until = if hour < last {
            (first + hour as f64 + 1.0) * HOUR_MIN
        } else {
            f64::INFINITY
        };
        (stations.max(1) as usize, until)
    }
}

/// Plays a day: who came first is called first, as soon as fewer are at work than there are
/// stations. So where stations leave, those who are done first do. Tells every wait, in minutes,
/// and when the last job ends, in minutes of the day; none where nobody comes.
///
/// With more stations at any time no wait is longer: every call comes as soon or sooner, so at
/// every moment as few or fewer are at work.
pub(super) fn play(guests: &[Guest], roster: &Roster, waits: &mut Vec<f64>) -> Option<f64> {
    let mut at_work: Vec<f64> = Vec::new();
    let (mut now, mut end) = (f64::MIN, None);
    for guest in guests {
        now = now.max(guest.from_min);
        loop {
            at_work.retain(|done| *done > now);
            let (stations, until) = roster.at(now);
            if at_work.len() < stations {
                break;
            }
            now = at_work.iter().copied().fold(until, f64::min);
        }
        waits.push(now - guest.from_min);
        let done = now + guest.job_min;
        at_work.push(done);
        end = Some(end.map_or(done, |end: f64| end.max(done)));
    }
    end
}
