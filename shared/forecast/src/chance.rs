//! How long everything takes in a draw: one of the many things that could be true.

use domain::{ServiceId, StationId};
use rand::{Rng, RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use crate::experience::{NEVER_MIN, OfService, Work as Law};
use crate::known::Known;
use crate::pace::OVERDUE_SHARE;
use crate::roles::{Turn, Work};
use crate::scene::{Running, Scene, Stage};
use crate::shape::Shape;
use crate::skill::Belief;
use crate::table::Ready;
use crate::time::minutes;

/// Parameters that are drawn for each one that is played; the running jobs choose among them.
const CANDIDATES: usize = 2;
/// Even what contradicts a running job keeps so much of its weight: a job may just have
/// been forgotten.
const DOUBT: f64 = 0.005;
/// How far usual minutes are off while there is no experience: p10 and p90 at ± 40 %.
const ROUGH_SPREAD: f64 = 0.4 / 1.2816;
/// Spreads of the logarithm beyond this are not work.
const SPREAD_MAX: f64 = 3.0;
/// However often people are passed over, their turn comes.
const PASSED_MAX: f64 = 0.75;
/// A job longer than this, in minutes, is not waited for.
const JOB_MAX: f64 = 12.0 * 60.0;
/// What the time to the next call begins with at stations that say when they pause.
const GAPS_ANNOUNCED: [f64; 6] = [0.0; 6];
/// The same where they do not say it: mostly at once, sometimes a break, sometimes gone.
const GAPS_SILENT: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.5, 0.5, 1.0, 1.0, 2.0,
    3.0, 6.0, 15.0, 40.0, NEVER_MIN,
];
/// What the time from a call that nobody follows to the next one begins with.
const MISSES: [f64; 3] = [2.0, 3.0, 4.0];
/// When holders of appointments come, from the start of the slot.
const COMES: [f64; 9] = [-12.0, -9.0, -7.0, -5.0, -4.0, -3.0, -1.0, 1.0, 4.0];

/// A scene made ready to be drawn from.
pub(crate) struct Chances<'a> {
    scene: &'a Scene<'a>,
    services: Vec<OfLine>,
    gaps: Ready,
    comes: Ready,
    stations: Vec<StationId>,
    /// What each station does: which service, and how far.
    running: Vec<Option<(usize, Stage)>>,
    /// Each appointment's service, and the minutes to the start of its slot.
    coming: Vec<(usize, f64)>,
    /// Whether further stations must leave alone what is drawn of the others.
    are_compared: bool,
}

/// What is known of one service, ready to be drawn from.
pub(crate) struct OfLine {
    law: Minutes,
    pub(crate) ways: Ready,
    pub(crate) misses: Ready,
    no_show: f64,
    absent: f64,
    /// Calls of people who come later.
    passed: f64,
    /// How many of a hundred who wait for a hundred minutes give up, ÷ 10,000.
    gives_up_per_min: f64,
}

enum Minutes {
    Usual(f64),
    Learned(Box<Belief>, Shape),
    Known(Known),
}

/// What is true of one service's work in one draw.
#[derive(Clone)]
pub(crate) enum Drawn {
    /// These minutes.
    Minutes(f64),
    /// The spread, and the middle at each station, of the logarithm.
    Log(f64, Vec<f64>),
}

impl<'a> Chances<'a> {
    pub(crate) fn of(scene: &'a Scene<'a>) -> Self {
        let index = |id: &ServiceId| scene.services.iter().position(|service| service.id == *id);
        let services = scene.services.iter();
        let running = |job: &Running| Some((index(&job.service)?, job.stage));
        let gaps: &[f64] = if scene.are_stations_announced {
            &GAPS_ANNOUNCED
        } else {
            &GAPS_SILENT
        };
        let coming = scene.coming.iter().map(|coming| {
            let start = minutes(scene.now, coming.start);
            (index(&coming.service).unwrap_or(usize::MAX), start)
        });
        Self {
            services: services
                .map(|service| OfLine::of(scene.experience.get(&service.id), service.usual_min))
                .collect(),
            gaps: scene.experience.gaps.ready(gaps),
            comes: crate::table::Table::default().ready(&COMES),
            stations: scene.stations.iter().map(|desk| desk.id.clone()).collect(),
            running: scene
                .stations
                .iter()
                .map(|desk| desk.job.as_ref().and_then(running))
                .collect(),
            coming: coming.collect(),
            are_compared: false,
            scene,
        }
    }

    /// Chances whose draws of a station stay the same when others stand behind it, so that what
    /// further stations change is no accident.
    pub(crate) fn to_compare(scene: &'a Scene<'a>) -> Self {
        Self {
            are_compared: true,
            ..Self::of(scene)
        }
    }

    /// Draws so many of what could be true, as likely as the running jobs make it.
    pub(crate) fn draws(&'a self, count: usize, rng: &mut Pcg64Mcg) -> Vec<Draw<'a>> {
        let services = 0..self.services.len();
        let by_service: Vec<Vec<Drawn>> = services
            .map(|service| self.drawn(service, count, rng))
            .collect();
        let seeds: Vec<u128> = (0..count).map(|_| rng.random()).collect();
        let draws = seeds.into_iter().enumerate().map(|(nth, seed)| Draw {
            chances: self,
            services: by_service.iter().map(|drawn| drawn[nth].clone()).collect(),
            rng: Pcg64Mcg::new(seed | 1),
        });
        draws.collect()
    }

    /// The draws of one service.
    fn drawn(&self, service: usize, count: usize, rng: &mut Pcg64Mcg) -> Vec<Drawn> {
        let line = &self.services[service];
        let Minutes::Learned(_, shape) = &line.law else {
            return line.fresh(&self.stations, count, self.are_compared, rng);
        };
        let candidates = line.fresh(&self.stations, count * CANDIDATES, self.are_compared, rng);
        let weights: Vec<f64> = candidates
            .iter()
            .map(|drawn| self.survival(service, shape, drawn))
            .collect();
        resample(&weights, count, rng)
            .map(|nth| candidates[nth].clone())
            .collect()
    }

    /// How likely the running jobs of a service last as long as they already do.
    fn survival(&self, service: usize, shape: &Shape, drawn: &Drawn) -> f64 {
        let mut likely = 1.0;
        let Drawn::Log(sigma, middles) = drawn else {
            return likely;
        };
        for (running, middle) in self.running.iter().zip(middles) {
            if let Some((of, Stage::Serving { since_min })) = running
                && *of == service
                && *since_min > 0.0
            {
                let below = shape.chance_below((since_min.ln() - middle) / sigma);
                likely *= DOUBT + 1.0 - below;
            }
        }
        likely
    }
}

impl OfLine {
    pub(crate) fn of(seen: Option<&OfService>, usual_min: f64) -> Self {
        let Some(seen) = seen.filter(|seen| !seen.is_rough()) else {
            return Self {
                law: Minutes::Usual(usual_min),
                ways: seen
                    .map(|seen| &seen.ways)
                    .cloned()
                    .unwrap_or_default()
                    .ready(&[]),
                misses: crate::table::Table::default().ready(&MISSES),
                no_show: 0.0,
                absent: seen.map_or(0.1, |seen| seen.absent.chance()),
                passed: 0.0,
                gives_up_per_min: 0.0,
            };
        };
        let (gave_up, minutes) = seen.gave_up;
        Self {
            law: match &seen.work {
                Law::Learned(skill) => {
                    let belief = skill.belief();
                    let shape = skill.shape(&belief);
                    Minutes::Learned(Box::new(belief), shape)
                }
                Law::Known(known) => Minutes::Known(known.clone()),
            },
            ways: seen.ways.ready(&[]),
            misses: seen.misses.ready(&MISSES),
            no_show: seen.no_shows.chance(),
            absent: seen.absent.chance(),
            passed: seen.passed.chance().min(PASSED_MAX),
            gives_up_per_min: gave_up / minutes,
        }
    }

    /// Draws so many of what could be true at these stations, while nobody is served yet. Drawn
    /// `apart`, each has chance of its own: a further station leaves the others' alone.
    pub(crate) fn fresh(
        &self,
        stations: &[StationId],
        count: usize,
        apart: bool,
        rng: &mut Pcg64Mcg,
    ) -> Vec<Drawn> {
        match &self.law {
            Minutes::Usual(minutes) => (0..count)
                .map(|_| {
                    let z: f64 = StandardNormal.sample(rng);
                    Drawn::Minutes(minutes * (1.0 + ROUGH_SPREAD * z).max(OVERDUE_SHARE))
                })
                .collect(),
            Minutes::Known(known) => {
                let middles = stations.iter().map(|station| known.middle(station));
                vec![Drawn::Log(1.0, middles.collect()); count]
            }
            Minutes::Learned(belief, shape) => {
                let growth = shape.growth(SPREAD_MAX);
                let one = |_| {
                    let mut own = apart.then(|| Pcg64Mcg::seed_from_u64(rng.random()));
                    let rng = own.as_mut().unwrap_or(&mut *rng);
                    let (sigma, mut middles) = belief.draw(stations, rng);
                    let sigma = sigma.min(SPREAD_MAX);
                    let mean_is_above = growth.at(sigma);
                    for middle in &mut middles {
                        *middle -= mean_is_above;
                    }
                    Drawn::Log(sigma, middles)
                };
                (0..count).map(one).collect()
            }
        }
    }

    /// The serving alone, at the nth of the stations of a draw, of a job that has lasted `spent`
    /// already.
    pub(crate) fn serving(
        &self,
        drawn: &Drawn,
        station: usize,
        spent: f64,
        rng: &mut Pcg64Mcg,
    ) -> f64 {
        match (drawn, self.shape()) {
            (Drawn::Minutes(minutes), None) => (minutes - spent).max(minutes * OVERDUE_SHARE),
            (Drawn::Log(sigma, middles), Some(shape)) => {
                let middle = middles[station];
                let z = if spent > 0.0 {
                    shape.sample_above((spent.ln() - middle) / sigma, rng)
                } else {
                    shape.sample(rng)
                };
                ((middle + sigma * z).exp() - spent).clamp(0.0, JOB_MAX)
            }
            (Drawn::Minutes(_), Some(_)) | (Drawn::Log(..), None) => 0.0,
        }
    }

    fn shape(&self) -> Option<&Shape> {
        match &self.law {
            Minutes::Usual(_) => None,
            Minutes::Learned(_, shape) => Some(shape),
            Minutes::Known(known) => Some(&known.shape),
        }
    }
}

/// So many indices, each as often as its weight says (systematic resampling).
fn resample(weights: &[f64], count: usize, rng: &mut impl Rng) -> impl Iterator<Item = usize> {
    let step = weights.iter().sum::<f64>() / count as f64;
    let mut reach = step * rng.random::<f64>();
    let (mut at, mut sum) = (0, weights.first().copied().unwrap_or(0.0));
    (0..count).map(move |_| {
        while sum < reach && at + 1 < weights.len() {
            at += 1;
            sum += weights[at];
        }
        reach += step;
        at
    })
}

/// One draw, played once.
#[derive(Clone)]
pub(crate) struct Draw<'a> {
    chances: &'a Chances<'a>,
    services: Vec<Drawn>,
    rng: Pcg64Mcg,
}

impl Draw<'_> {
    /// A number from which chance can begin for something of its own.
    pub(crate) fn seed(&mut self) -> u64 {
        self.rng.random()
    }

    /// Does something with chance that begins with `seed`.
    pub(crate) fn with_seed<R>(&mut self, seed: u64, what: impl FnOnce(&mut Self) -> R) -> R {
        let kept = std::mem::replace(&mut self.rng, Pcg64Mcg::seed_from_u64(seed));
        let result = what(self);
        self.rng = kept;
        result
    }

    /// The serving alone, of a job that has lasted `spent` already.
    fn serving(&mut self, station: usize, service: usize, spent: f64) -> f64 {
        let line = &self.chances.services[service];
        line.serving(&self.services[service], station, spent, &mut self.rng)
    }
}

impl Work for Draw<'_> {
    fn job(&mut self, station: usize, service: usize) -> f64 {
        let way = self.chances.services[service].ways.sample(&mut self.rng);
        way + self.serving(station, service, 0.0)
    }

    fn rest(&mut self, station: usize) -> f64 {
        let Some((service, stage)) = self.chances.running[station] else {
            return 0.0;
        };
        match stage {
            Stage::Called { since_min } => {
                let ways = &self.chances.services[service].ways;
                let way = ways.sample_rest(since_min, 0.0, &mut self.rng);
                way + self.serving(station, service, 0.0)
            }
            Stage::Serving { since_min } => self.serving(station, service, since_min),
        }
    }

    fn gap(&mut self) -> f64 {
        self.chances.gaps.sample(&mut self.rng)
    }

    fn begins(&mut self, station: usize) -> Option<f64> {
        let desk = &self.chances.scene.stations[station];
        if desk.presence < 1.0 && !self.rng.random_bool(desk.presence.max(0.0)) {
            return None;
        }
        if desk.idle_min <= 0.0 {
            return Some(0.0);
        }
        let rest = self
            .chances
            .gaps
            .sample_rest(desk.idle_min, 0.0, &mut self.rng);
        (rest < NEVER_MIN / 2.0).then_some(rest)
    }

    fn turn(&mut self, service: usize, after_min: f64) -> Turn {
        let line = &self.chances.services[service];
        if line.gives_up_per_min > 0.0 {
            let stays = (-line.gives_up_per_min * after_min).exp();
            if self.rng.random::<f64>() > stays {
                return Turn::GaveUp;
            }
        }
        if line.no_show > 0.0 && self.rng.random::<f64>() < line.no_show {
            return Turn::Missed(line.misses.sample(&mut self.rng));
        }
        Turn::Comes
    }

    fn passes_over(&mut self, service: usize, after_min: f64) -> bool {
        let passed = self.chances.services[service].passed;
        // At this very moment nobody else is here.
        passed > 0.0 && after_min > 0.0 && self.rng.random::<f64>() < passed
    }

    fn comes(&mut self, appointment: usize) -> Option<f64> {
        let (service, start) = self.chances.coming[appointment];
        let absent = self.chances.services.get(service)?.absent;
        let comes = &self.chances.comes;
        // Who has not come by now is the likelier to stay away.
        let later = (1.0 - absent) * comes.share_above(-start);
        if self.rng.random::<f64>() * (later + absent) >= later {
            return None;
        }
        Some(comes.sample_rest(-start, 1.0, &mut self.rng))
    }
}
