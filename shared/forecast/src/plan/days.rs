//! Days to come: earlier ones, taken whole, a little moved, with fresh jobs.

use domain::{ServiceId, StationId};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

use super::question::{Arrival, Fate, PastDay, Question, Service};
use crate::Experience;
use crate::chance::{Drawn, OfLine};

/// Somebody comes up to so many minutes sooner or later than on the day before.
const JITTER_MIN: f64 = 10.0;
/// Minutes of an hour, in which the number of stations stays.
pub(super) const HOUR_MIN: f64 = 60.0;
/// Minutes of a day.
const DAY_MIN: f64 = 24.0 * HOUR_MIN;
/// A day has at least so many minutes to serve in.
const SHORTEST_MIN: f64 = 1.0;

/// Somebody who comes on a day that was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guest {
    /// Minute of the day from which the wait counts.
    pub(super) from_min: f64,
    /// Minutes at a station, the way there included.
    pub(super) job_min: f64,
}

/// The days that were drawn, as one service sees them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Days {
    /// Everybody of a day in the order of the call, day by day.
    pub(super) draws: Vec<Vec<Guest>>,
    /// Minute of the day at which serving starts.
    pub(super) opens_min: f64,
    /// Minute of the day at which numbers end.
    pub(super) closes_min: f64,
    /// Whether it is said when numbers end: only then somebody can come too late to be served.
    pub(super) does_close: bool,
    /// Whether the minutes are the configured ones, for want of experience.
    pub(super) is_rough: bool,
}

impl Days {
    /// Draws days of a service, the nth of the question.
    pub(super) fn of(
        question: &Question,
        days: &[&PastDay],
        service: &Service,
        experience: &Experience,
        draws: usize,
        nth: usize,
    ) -> Self {
        let hours = Hours::of(service, days);
        let known = experience.get(&service.id);
        let line = OfLine::of(known, service.usual_min);
        let stations = volunteers(service);
        // The same day for every service of a draw: busy days are busy at all of them.
        let mut choice = Pcg64Mcg::seed_from_u64(question.seed);
        let seed = question.seed.rotate_left(17) ^ (nth as u64 + 1);
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let truths = line.fresh(&stations, draws, false, &mut rng);
        let draws = truths.iter().map(|truth| {
            let day = days[choice.random_range(0..days.len())];
            let mut guests = hours.guests(day, &service.id, &mut rng);
            for (guest, fate) in &mut guests {
                guest.job_min = job(&line, truth, stations.len(), *fate, &mut rng);
            }
            guests.into_iter().map(|(guest, _)| guest).collect()
        });
        Self {
            draws: draws.collect(),
            opens_min: hours.opens_min,
            closes_min: hours.closes_min,
            does_close: service.closes_min.is_some(),
            is_rough: known.is_none_or(crate::experience::OfService::is_rough),
        }
    }

    /// The mean and the mean square of a job's minutes.
    pub(super) fn job_moments(&self) -> (f64, f64) {
        let jobs = self.draws.iter().flatten().map(|guest| guest.job_min);
        let (sum, squares, count) = jobs.fold((0.0, 0.0, 0.0), |(sum, squares, count), job| {
            (sum + job, squares + job * job, count + 1.0)
        });
        let count: f64 = f64::max(count, 1.0);
        (sum / count, squares / count)
    }
}

/// Who could serve: the stations that offer it, or somebody unknown where none does yet.
fn volunteers(service: &Service) -> Vec<StationId> {
    if service.stations.is_empty() {
        return StationId::new("somebody").into_iter().collect();
    }
    service.stations.clone()
}

/// Minutes at a station. One of the volunteers does it, whoever that is.
fn job(line: &OfLine, truth: &Drawn, volunteers: usize, fate: Fate, rng: &mut Pcg64Mcg) -> f64 {
    match fate {
        Fate::NoShow => line.misses.sample(rng),
        Fate::Came | Fate::GaveUp => {
            let volunteer = rng.random_range(0..volunteers.max(1));
            let way = line.ways.sample(rng);
            way + line.serving(truth, volunteer, 0.0, rng)
        }
    }
}

/// From when to when people are served.
struct Hours {
    opens_min: f64,
    closes_min: f64,
}

impl Hours {
    /// The service's, or where it has none the whole hours in which people came.
    fn of(service: &Service, days: &[&PastDay]) -> Self {
        let all = || days.iter().flat_map(|day| &day.arrivals);
        let is_own = |arrival: &&Arrival| arrival.service == service.id;
        // Where nobody came, when others did is as good a guess as any.
        let has_own = all().any(|arrival| is_own(&arrival));
        let came = || {
            let own = all().filter(move |arrival| !has_own || is_own(arrival));
            own.map(|arrival| arrival.at_min)
        };
        let opens_min = service.opens_min.unwrap_or_else(|| {
            let first = came().fold(DAY_MIN - HOUR_MIN, f64::min);
            (first / HOUR_MIN).floor() * HOUR_MIN
        });
        let closes_min = service.closes_min.unwrap_or_else(|| {
            let last = came().fold(opens_min, f64::max);
            (last / HOUR_MIN).floor() * HOUR_MIN + HOUR_MIN
        });
        Self {
            opens_min,
            closes_min: closes_min.max(opens_min + SHORTEST_MIN),
        }
    }

    /// Who comes as they did on `day`, in the order of the call.
    fn guests(&self, day: &PastDay, service: &ServiceId, rng: &mut Pcg64Mcg) -> Vec<(Guest, Fate)> {
        let own = day.arrivals.iter().filter(|one| one.service == *service);
        // Who came after the new end of the hours would be given no number.
        let own = own.filter(|one| one.at_min < self.closes_min);
        let mut moved: Vec<(f64, Fate)> = own
            .map(|one| {
                let by = rng.random_range(-JITTER_MIN..=JITTER_MIN);
                (self.moved(one.at_min, by), one.fate)
            })
            .collect();
        moved.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let guest = |(at, fate): (f64, Fate)| {
            let guest = Guest {
                from_min: at.max(self.opens_min),
                job_min: 0.0,
            };
            (guest, fate)
        };
        moved.into_iter().map(guest).collect()
    }

    /// A little sooner or later, but before or after the opening as it was, and never after the end.
    fn moved(&self, at: f64, by: f64) -> f64 {
        let moved = at + by;
        if at < self.opens_min {
            return moved.min(self.opens_min);
        }
        let back = if moved < self.opens_min {
            2.0 * self.opens_min - moved
        } else if moved >= self.closes_min {
            2.0 * self.closes_min - moved
        } else {
            moved
        };
        back.clamp(self.opens_min, self.closes_min - 0.01)
    }
}
