//! How long one service's work takes, learned from what was seen.
//!
//! The logarithm of a job's minutes is taken as
//!
//! ```text
//! y = μ + δ(volunteer) + σ z − g(σ),   z of middle 0 and spread 1 (see `shape`)
//! σ²            ~ Inverse-Gamma(a, b)
//! μ | σ²        ~ Normal(m, v)
//! δ(volunteer)  ~ Normal(d, s²);   of a new one Normal(0, τ²)
//! ```
//!
//! which is the Normal-Inverse-Gamma model with one more step: a new volunteer
//! borrows what the service is known for, and moves away from it with every job.
//! `g(σ) = ln E exp(σ z)`, so `exp(μ + δ)` is the volunteer's mean job: it is the
//! mean of some jobs that makes a wait, whatever their shape, and of exponential
//! ones the logarithms tell it much less well than the minutes do.
//!
//! Given σ², all of it is Normal, so nothing is iterated. n jobs of a station
//! whose minutes have mean x̄ and coefficient of variation c tell
//! `ln x̄ + c²/2n − d ~ Normal(μ, s² + c²/n)`, and the precisions add up;
//! σ² is told by how far the logarithms of the same volunteer's jobs scatter,
//! and c² by how far the minutes do: it is ρ σ², ρ being learned.
//!
//! Days before are only what `m`, `v`, `a`, `b`, `d` and `s²` begin with. A day is
//! quicker or slower than others by `Normal(0, η²)`, η being learned from day to
//! day, so `v` is never below η² and one morning can move it.

use std::collections::{BTreeMap, VecDeque};

use domain::StationId;
use rand::Rng;
use rand_distr::{Distribution as _, Gamma, StandardNormal};

use crate::shape::Shape;
use crate::tally::Tally;

mod prior;

pub(crate) use prior::{pair, summed};

/// Variance of the middle before anything was seen, where the organiser set the minutes: they
/// are off by two fifths, as a rough forecast says.
const CONFIGURED: f64 = 0.16;
/// The same where nobody did: anything from a third to three times as long.
const GUESSED: f64 = 1.0;
/// Spread of volunteers around their service, before any is known: a fifth.
const VOLUNTEERS: f64 = 0.04;
/// That guess counts like so many volunteers.
const VOLUNTEERS_GUESSED: f64 = 2.0;
/// The prior of σ²: wide, around 0.55². A narrow one would promise too much.
const SPREAD_A: f64 = 1.0;
const SPREAD_B: f64 = 0.35;
/// c² is taken to be σ² as surely as so many jobs could tell.
const VARIATION_JOBS: f64 = 6.0;
/// Earlier days say about σ² no more than twice as many jobs do.
const SPREAD_A_MAX: f64 = 30.0;
/// η² before days were seen, and the days it counts like: no two days are the same.
const DAYS: f64 = 0.02;
const DAYS_GUESSED: f64 = 3.0;
/// Variance that a night adds to what is usual over the days.
const NIGHT: f64 = 0.0005;
/// Variance that a night adds to what is known of a volunteer.
const NIGHT_VOLUNTEER: f64 = 0.0009;
/// Jobs whose shape is remembered.
const SHAPES_MAX: usize = 256;
/// A job this many spreads from what is usual counts as if it were so far and no further:
/// a job that was forgotten over lunch says nothing about hands.
const OUTLIER: f64 = 3.5;
/// Seen so often, a service knows what is usual.
const USUAL: u32 = 5;
/// Jobs shorter than this, in minutes, are taken to have lasted so long: a logarithm needs some time.
const SHORTEST_MIN: f64 = 0.05;

/// A value that is known to within a variance.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Guess {
    mean: f64,
    variance: f64,
}

/// What was learned of the work of one service; logarithms of minutes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Skill {
    /// Jobs ever seen.
    seen: u32,
    /// μ of a usual day, as this one began.
    usual: Guess,
    /// η²: a sum of squares, and how many days it is of.
    days: (f64, f64),
    /// The shape and the scale of σ²'s Inverse-Gamma as the day began.
    spread: (f64, f64),
    /// c² on earlier days: a sum of squares, and how many jobs it is of.
    variation: (f64, f64),
    /// δ of those who were here on earlier days, as the day began.
    volunteers: BTreeMap<StationId, Guess>,
    /// The day's jobs by volunteer.
    today: BTreeMap<StationId, Tally>,
    /// The day's newest jobs, for their shape.
    jobs: VecDeque<(StationId, f64)>,
    /// Distances from the volunteer's middle, in spreads, of earlier days' jobs.
    shapes: VecDeque<f64>,
}

impl Skill {
    /// Before anything was seen: a job lasts about so many minutes, which the organiser set or
    /// which are a mere guess.
    pub(crate) fn new(minutes: f64, is_configured: bool) -> Self {
        Self {
            seen: 0,
            usual: Guess {
                mean: minutes.max(SHORTEST_MIN).ln(),
                variance: if is_configured { CONFIGURED } else { GUESSED },
            },
            days: (DAYS_GUESSED * DAYS, DAYS_GUESSED),
            spread: (SPREAD_A, SPREAD_B),
            variation: (0.0, 0.0),
            volunteers: BTreeMap::new(),
            today: BTreeMap::new(),
            jobs: VecDeque::new(),
            shapes: VecDeque::new(),
        }
    }

    /// Jobs ever seen.
    pub(crate) fn seen(&self) -> u32 {
        self.seen
    }

    /// Learns from a job that ended.
    pub(crate) fn saw(&mut self, station: &StationId, minutes: f64) {
        let mut log = minutes.max(SHORTEST_MIN).ln();
        if self.seen >= USUAL {
            let belief = self.belief();
            let reach = OUTLIER * belief.sigma2().sqrt();
            let usual = belief.middle_of(station) - belief.sigma2() / 2.0;
            log = log.clamp(usual - reach, usual + reach);
        }
        self.seen = self.seen.saturating_add(1);
        self.today.values_mut().for_each(Tally::fade);
        self.today.entry(station.clone()).or_default().add(log);
        remember(&mut self.jobs, (station.clone(), log));
    }

    /// What is known now.
    pub(crate) fn belief(&self) -> Belief {
        let (mut a, mut b) = self.spread;
        let (mut squares, mut jobs) = self.variation;
        let guess = b / a;
        let begun = self.middle();
        for (station, tally) in &self.today {
            let prior = self.volunteer(station);
            // Within a volunteer's jobs, and as far as it tells σ² also the distance of
            // their middle from what was expected.
            let expected = begun.mean + prior.mean - guess / 2.0;
            let sure = begun.variance + prior.variance;
            let share = (guess / tally.n) / (guess / tally.n + sure);
            let others = (tally.n - 1.0).max(0.0);
            a += 0.5 * (others + share);
            b += 0.5 * tally.logs.squares;
            b += 0.5 * share * share * tally.n * (tally.logs.mean - expected).powi(2);
            squares += tally.minutes.squares / tally.minutes.mean.powi(2);
            jobs += others;
        }
        let sigma2 = b / a;
        let variation = (squares + VARIATION_JOBS * sigma2) / (jobs + VARIATION_JOBS);
        let stations = self.today.keys().chain(self.volunteers.keys());
        let mut known = BTreeMap::new();
        for station in stations {
            known.entry(station.clone()).or_insert_with(|| Volunteer {
                prior: self.volunteer(station),
                tally: self.today.get(station).copied().unwrap_or_default(),
            });
        }
        Belief {
            middle: begun,
            spread: (a, b),
            variation: (squares, jobs),
            ratio: (variation / sigma2).clamp(0.2, 5.0),
            stranger: self.stranger(),
            volunteers: known,
        }
    }

    /// The shape of this service's work.
    pub(crate) fn shape(&self, belief: &Belief) -> Shape {
        let mut seen: Vec<f64> = self.shapes.iter().copied().collect();
        seen.extend(self.distances(belief));
        Shape::of(seen)
    }

    fn distances(&self, belief: &Belief) -> impl Iterator<Item = f64> {
        let sigma = belief.sigma2().sqrt();
        self.jobs
            .iter()
            .map(move |(station, log)| (log - belief.middle_of(station)) / sigma)
    }

    /// A night passes: the day becomes what the next one begins with.
    pub(crate) fn close_day(&mut self) {
        if self.today.is_empty() {
            return;
        }
        let belief = self.belief();
        let distances: Vec<f64> = self.distances(&belief).collect();
        for distance in distances {
            remember(&mut self.shapes, distance);
        }
        let c2 = belief.c2();
        let middle = belief.middle(c2);
        for (station, volunteer) in &belief.volunteers {
            let (mean, own, drawn) = volunteer.given(c2, middle.mean);
            let variance = own + drawn * drawn * middle.variance + NIGHT_VOLUNTEER;
            let variance = variance.min(belief.stranger.variance);
            let learned = Guess { mean, variance };
            self.volunteers.insert(station.clone(), learned);
        }
        let (a, b) = belief.spread;
        let kept = SPREAD_A_MAX.min(a) / a;
        self.spread = (a * kept, b * kept);
        let (squares, jobs) = belief.variation;
        let kept = (2.0 * SPREAD_A_MAX).min(jobs) / jobs.max(1.0);
        self.variation = (squares * kept, jobs * kept);
        self.learn_usual(middle);
        self.today.clear();
        self.jobs.clear();
    }

    /// μ of today, before anything of it was seen.
    fn middle(&self) -> Guess {
        let (squares, days) = self.days;
        Guess {
            mean: self.usual.mean,
            variance: self.usual.variance + squares / days,
        }
    }

    /// What μ turned out to be tells what is usual, and how far days lie from it.
    fn learn_usual(&mut self, found: Guess) {
        let begun = self.middle();
        let precision = 1.0 / found.variance - 1.0 / begun.variance;
        if precision <= 1.0 {
            return;
        }
        // What the day alone says, without what it began with.
        let weighed = found.mean / found.variance - begun.mean / begun.variance;
        let (day, variance) = (weighed / precision, 1.0 / precision);
        let from_usual = (day - self.usual.mean).powi(2) - variance - self.usual.variance;
        let (squares, days) = self.days;
        self.days = (squares + from_usual.max(0.0), days + 1.0);
        let day_variance = variance + self.days.0 / self.days.1;
        let gain = self.usual.variance / (self.usual.variance + day_variance);
        self.usual = Guess {
            mean: self.usual.mean + gain * (day - self.usual.mean),
            variance: (1.0 - gain) * self.usual.variance + NIGHT,
        };
    }

    fn volunteer(&self, station: &StationId) -> Guess {
        self.volunteers
            .get(station)
            .copied()
            .unwrap_or_else(|| self.stranger())
    }

    /// What is known of a volunteer who was never here: how far those who were scatter.
    fn stranger(&self) -> Guess {
        let scatter: f64 = self
            .volunteers
            .values()
            .map(|known| known.mean.powi(2) + known.variance)
            .sum();
        let count = VOLUNTEERS_GUESSED + self.volunteers.len() as f64;
        Guess {
            mean: 0.0,
            variance: (VOLUNTEERS_GUESSED * VOLUNTEERS + scatter) / count,
        }
    }
}

fn remember<T>(newest: &mut VecDeque<T>, one: T) {
    if newest.len() >= SHAPES_MAX {
        newest.pop_front();
    }
    newest.push_back(one);
}

/// What is known of one service's work at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Belief {
    middle: Guess,
    spread: (f64, f64),
    variation: (f64, f64),
    /// ρ: how c² goes with σ².
    ratio: f64,
    stranger: Guess,
    volunteers: BTreeMap<StationId, Volunteer>,
}

#[derive(Debug, Clone, Copy)]
struct Volunteer {
    prior: Guess,
    tally: Tally,
}

impl Volunteer {
    /// δ given c² and μ: its mean, its variance, and how it moves with μ.
    fn given(&self, c2: f64, middle: f64) -> (f64, f64, f64) {
        if self.tally.n <= 0.0 {
            return (self.prior.mean, self.prior.variance, 0.0);
        }
        let (old, new) = (1.0 / self.prior.variance, self.tally.n / c2);
        let variance = 1.0 / (old + new);
        let mean = variance * (old * self.prior.mean + new * (self.level(c2) - middle));
        (mean, variance, -variance * new)
    }

    /// The logarithm of the mean job that the day's jobs tell. The logarithm of a mean of
    /// few is too small by c²/2n on average.
    fn level(&self, c2: f64) -> f64 {
        self.tally.minutes.mean.ln() + c2 / (2.0 * self.tally.n.max(1.0))
    }
}

impl Belief {
    /// σ² as it is expected.
    fn sigma2(&self) -> f64 {
        let (a, b) = self.spread;
        b / a
    }

    /// μ given c².
    fn middle(&self, c2: f64) -> Guess {
        let mut precision = 1.0 / self.middle.variance;
        let mut weighed = self.middle.mean * precision;
        for volunteer in self.volunteers.values() {
            let Volunteer { prior, tally } = volunteer;
            if tally.n > 0.0 {
                let weight = 1.0 / (prior.variance + c2 / tally.n);
                precision += weight;
                weighed += weight * (volunteer.level(c2) - prior.mean);
            }
        }
        Guess {
            mean: weighed / precision,
            variance: 1.0 / precision,
        }
    }

    /// c² as it is expected.
    fn c2(&self) -> f64 {
        self.sigma2() * self.ratio
    }

    /// The expected logarithm of a volunteer's mean job.
    fn middle_of(&self, station: &StationId) -> f64 {
        let c2 = self.c2();
        let middle = self.middle(c2).mean;
        let own = self.volunteers.get(station);
        middle + own.map_or(0.0, |own| own.given(c2, middle).0)
    }

    /// One draw of what could be true: σ, and the logarithm of the mean job at each of `stations`.
    pub(crate) fn draw(&self, stations: &[StationId], rng: &mut impl Rng) -> (f64, Vec<f64>) {
        let (a, b) = self.spread;
        let gamma = Gamma::new(a, 1.0).map_or(a, |gamma| gamma.sample(rng));
        let sigma2 = b / gamma.max(1e-3);
        let c2 = sigma2 * self.ratio;
        let middle = normal(self.middle(c2), rng);
        let middles = stations.iter().map(|station| {
            let own = match self.volunteers.get(station) {
                Some(known) => {
                    let (mean, variance, _) = known.given(c2, middle);
                    Guess { mean, variance }
                }
                None => self.stranger,
            };
            middle + normal(own, rng)
        });
        (sigma2.sqrt(), middles.collect())
    }
}

fn normal(guess: Guess, rng: &mut impl Rng) -> f64 {
    let z: f64 = StandardNormal.sample(rng);
    guess.mean + guess.variance.sqrt() * z
}

#[cfg(test)]
mod tests;
