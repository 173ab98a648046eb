//! What was seen of a site's work: what a forecast learns from.

use std::collections::BTreeMap;

use domain::prior::{Priors, ServicePrior};
use domain::{ServiceId, StationId};

use crate::known::Known;
use crate::skill::{Skill, pair, summed};
use crate::table::{Rate, Table};

/// So many jobs of a service must have been seen before its forecast rests on them.
pub const JOBS_LEAST: u32 = 5;

/// Longer than any day, in minutes: a call that never comes.
pub(crate) const NEVER_MIN: f64 = 1e5;

/// What was seen, today and on earlier days. All times in minutes.
///
/// It is told what happened in the order in which it happened, and never what
/// will: a forecast made from it knows only the past. Over a night goes what
/// [`Priors`] hold, whether the next day is forecast at once or by another program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Experience {
    services: BTreeMap<ServiceId, OfService>,
    /// From the end of a job to the next call, while somebody was waiting.
    pub(crate) gaps: Table,
    /// Whether usual minutes are a mere guess, which nobody configured.
    is_guessed: bool,
}

/// What was seen of one service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OfService {
    pub(crate) work: Work,
    /// From the call to the start.
    pub(crate) ways: Table,
    /// From a call that nobody followed to its end.
    pub(crate) misses: Table,
    /// Calls that nobody follows.
    pub(crate) no_shows: Rate,
    /// Appointments whose holder does not come.
    pub(crate) absent: Rate,
    /// Calls of people who came later, while somebody waited whom no rule puts behind them.
    pub(crate) passed: Rate,
    /// People who are called before those who came earlier, for a reason that is not known.
    pub(crate) preferred: Rate,
    /// People who gave up, and the minutes that all together waited.
    pub(crate) gave_up: (f64, f64),
}

/// How long the work takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Work {
    /// As far as it was learned.
    Learned(Box<Skill>),
    /// As it truly is: an oracle's.
    Known(Known),
}

impl OfService {
    fn new(usual_min: f64, is_guessed: bool) -> Self {
        Self {
            work: Work::Learned(Box::new(Skill::new(usual_min, !is_guessed))),
            ways: Table::default(),
            misses: Table::default(),
            no_shows: Rate::new(0.25, 12.0),
            absent: Rate::new(1.0, 8.0),
            passed: Rate::new(0.0, 60.0),
            preferred: Rate::new(0.0, 10.0),
            gave_up: (0.0, 60.0),
        }
    }

    /// What earlier days left, of a service whose jobs the organiser set to `usual_min`.
    fn carried(prior: &ServicePrior, usual_min: f64) -> Self {
        let rate = |kept, before: Rate| match pair(kept) {
            (happened, times) if times > 0.0 => Rate::new(happened, times),
            _ => before,
        };
        let before = Self::new(usual_min, false);
        Self {
            work: if prior.jobs == 0 {
                before.work
            } else {
                Work::Learned(Box::new(Skill::of(prior)))
            },
            ways: Table::of_secs(&prior.ways_secs),
            misses: Table::of_secs(&prior.misses_secs),
            no_shows: rate(prior.no_shows, before.no_shows),
            absent: rate(prior.absent, before.absent),
            passed: rate(prior.passed, before.passed),
            preferred: rate(prior.preferred, before.preferred),
            gave_up: match pair(prior.gave_up) {
                (count, minutes) if minutes > 0.0 => (count, minutes),
                _ => before.gave_up,
            },
        }
    }

    /// What the next day begins with; none of what is known for certain.
    fn prior(&self) -> Option<ServicePrior> {
        let Work::Learned(skill) = &self.work else {
            return None;
        };
        Some(ServicePrior {
            ways_secs: self.ways.kept_secs(),
            misses_secs: self.misses.kept_secs(),
            no_shows: summed(self.no_shows.counts()),
            absent: summed(self.absent.counts()),
            passed: summed(self.passed.counts()),
            preferred: summed(self.preferred.counts()),
            gave_up: summed(self.gave_up),
            ..skill.prior()
        })
    }

    fn skill(&mut self) -> Option<&mut Skill> {
        match &mut self.work {
            Work::Learned(skill) => Some(skill),
            Work::Known(_) => None,
        }
    }

    /// Whether the forecast of this service must rest on the configured minutes.
    pub(crate) fn is_rough(&self) -> bool {
        match &self.work {
            Work::Learned(skill) => skill.seen() < JOBS_LEAST,
            Work::Known(_) => false,
        }
    }
}

impl Experience {
    /// Nothing was seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing was seen yet, and the usual minutes that it is told are a mere guess.
    pub fn of_guesses() -> Self {
        Self {
            is_guessed: true,
            ..Self::default()
        }
    }

    /// What a day begins with. `usual_min` are the minutes that the organiser set for a service;
    /// one that is not there any more is forgotten.
    pub fn carried(priors: &Priors, usual_min: impl Fn(&ServiceId) -> Option<f64>) -> Self {
        let services = priors.services.iter().filter_map(|(id, prior)| {
            let seen = OfService::carried(prior, usual_min(id)?);
            Some((id.clone(), seen))
        });
        Self {
            services: services.collect(),
            gaps: Table::of_secs(&priors.gaps_secs),
            is_guessed: false,
        }
    }

    /// A job that a station finished: from the start, all stints together.
    /// `usual_min` are the minutes that the organiser set.
    pub fn served(&mut self, service: &ServiceId, usual_min: f64, station: &StationId, min: f64) {
        let seen = self.of(service, usual_min);
        seen.no_shows.count(false);
        if let Some(skill) = seen.skill() {
            skill.saw(station, min);
        }
    }

    /// Somebody came to the station so long after the last call.
    pub fn came(&mut self, service: &ServiceId, usual_min: f64, way_min: f64) {
        self.of(service, usual_min).ways.add(way_min);
    }

    /// Nobody followed a call, and the station waited so long.
    pub fn missed(&mut self, service: &ServiceId, usual_min: f64, min: f64) {
        let seen = self.of(service, usual_min);
        seen.no_shows.count(true);
        seen.misses.add(min);
    }

    /// Somebody's wait ended after so long, by a call or because they gave up.
    pub fn waited(&mut self, service: &ServiceId, usual_min: f64, min: f64, gave_up: bool) {
        // Some hundreds of waits ago is long ago.
        const KEEP: f64 = 0.998;
        let seen = self.of(service, usual_min);
        let (count, minutes) = seen.gave_up;
        seen.gave_up = (
            count * KEEP + f64::from(u8::from(gave_up)),
            minutes * KEEP + min.max(0.0),
        );
    }

    /// An appointment's holder came, or did not until it was too late.
    pub fn expected(&mut self, service: &ServiceId, usual_min: f64, came: bool) {
        self.of(service, usual_min).absent.count(!came);
    }

    /// While somebody waited who was called now, so many were called, `later` of them people who
    /// had come later and whom no rule that is known puts first.
    pub fn passed_over(&mut self, service: &ServiceId, usual_min: f64, later: u32, all: u32) {
        self.of(service, usual_min).passed.count_many(later, all);
    }

    /// Somebody was called, and whether that was before those who had come earlier, for a reason
    /// that is not known.
    pub fn preferred(&mut self, service: &ServiceId, usual_min: f64, is_preferred: bool) {
        self.of(service, usual_min).preferred.count(is_preferred);
    }

    /// A station was free for so long although somebody was waiting.
    pub fn idled(&mut self, min: f64) {
        self.gaps.add(min);
    }

    /// A station went for good although somebody was waiting, without saying so.
    pub fn left(&mut self) {
        self.gaps.add(NEVER_MIN);
    }

    /// A night passes: what was learned is carried over, less certain than it was, and no more
    /// of it than what is answered.
    pub fn close_day(&mut self) -> Priors {
        let mut priors = Priors {
            services: BTreeMap::new(),
            gaps_secs: self.gaps.kept_secs(),
        };
        self.gaps = Table::of_secs(&priors.gaps_secs);
        for (id, seen) in &mut self.services {
            if let Some(skill) = seen.skill() {
                skill.close_day();
            }
            let Some(prior) = seen.prior() else { continue };
            let work = seen.work.clone();
            *seen = OfService::carried(&prior, 1.0);
            if prior.jobs == 0 {
                // What one begins with is still what the organiser set.
                seen.work = work;
            }
            priors.services.insert(id.clone(), prior);
        }
        priors
    }

    /// Jobs of a service that were ever seen.
    pub fn jobs_seen(&self, service: &ServiceId) -> u32 {
        match self.services.get(service).map(|seen| &seen.work) {
            Some(Work::Learned(skill)) => skill.seen(),
            Some(Work::Known(_)) | None => 0,
        }
    }

    /// Replaces what was learned of a service's work by what is true of it.
    pub fn know(&mut self, service: &ServiceId, truth: Known) {
        self.of(service, 1.0).work = Work::Known(truth);
    }

    /// Replaces what was learned of no-shows and absent appointments by the true chances.
    pub fn know_chances(&mut self, service: &ServiceId, no_show: f64, absent: f64) {
        let seen = self.of(service, 1.0);
        seen.no_shows = Rate::certain(no_show);
        seen.absent = Rate::certain(absent);
    }

    /// The share of calls that go to people who came later.
    pub(crate) fn passed(&self, service: &ServiceId) -> f64 {
        self.get(service).map_or(0.0, |seen| seen.passed.chance())
    }

    pub(crate) fn get(&self, service: &ServiceId) -> Option<&OfService> {
        self.services.get(service)
    }

    fn of(&mut self, service: &ServiceId, usual_min: f64) -> &mut OfService {
        let is_guessed = self.is_guessed;
        let new = || OfService::new(usual_min, is_guessed);
        self.services.entry(service.clone()).or_insert_with(new)
    }
}

#[cfg(test)]
mod tests;
