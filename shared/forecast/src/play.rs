//! The line played forward: stations that become free call whom the rule names,
//! until nobody is left or enough was seen.
//!
//! [`domain::line`] says who is next and is never second-guessed; a [`Work`]
//! says how long everything takes. Behind everybody stands one newcomer for each
//! line who takes no time, so one play answers for all lines at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::TimeDelta;
use domain::line::{Caller, Choice, Lines, Nobody, preferred_run_after};
use domain::{Moment, ServiceId, Ticket, VisitId};

use crate::newcomer;
use crate::roles::{Listener, Turn, Work};
use crate::scene::Scene;

/// Calls played in detail. Beyond them the pace goes on: a line of thousands is
/// answered by its head.
pub(crate) const CALLS_MAX: usize = 1200;

/// Times are whole milliseconds, so that the same play is the same everywhere.
const MS_PER_MIN: f64 = 60_000.0;
/// Longer than any day: a time that never comes, in milliseconds.
const NEVER_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What all plays of a scene share.
pub(crate) struct Stage<'a> {
    scene: &'a Scene<'a>,
    /// The lines with their newcomers.
    lines: Lines,
    /// The services of each station that are asked about, and their indices.
    services: Vec<Vec<ServiceId>>,
    offered: Vec<Vec<usize>>,
    /// Milliseconds from now at which a line begins.
    opens_ms: Vec<Option<i64>>,
    is_any_to_open: bool,
    /// The tickets that appointments become, and the indices of their services.
    coming: Vec<Ticket>,
    coming_to: Vec<Option<usize>>,
}

impl<'a> Stage<'a> {
    pub(crate) fn of(scene: &'a Scene<'a>) -> Self {
        let index = |id: &ServiceId| scene.services.iter().position(|s| s.id == *id);
        let mut lines = scene.lines.clone();
        for (nth, service) in scene.services.iter().enumerate() {
            lines.enter(&newcomer::stand_in(&service.id, scene.now, nth));
        }
        let opens = scene
            .services
            .iter()
            .map(|service| service.opens_in.map(ms));
        let opens_ms: Vec<_> = opens.collect();
        let coming = scene.coming.iter().enumerate();
        let desks = scene.stations.iter();
        let services: Vec<Vec<ServiceId>> = desks
            .map(|desk| desk.services.iter().filter(|id| index(id).is_some()))
            .map(|services| services.cloned().collect())
            .collect();
        Self {
            offered: services
                .iter()
                .map(|services| services.iter().filter_map(index).collect())
                .collect(),
            services,
            is_any_to_open: opens_ms.iter().any(Option::is_some),
            coming: coming
                .map(|(nth, coming)| newcomer::of_appointment(coming, scene.now, nth))
                .collect(),
            coming_to: scene.coming.iter().map(|one| index(&one.service)).collect(),
            opens_ms,
            lines,
            scene,
        }
    }

    /// Plays the lines forward once.
    pub(crate) fn play(&self, work: &mut impl Work, listener: &mut impl Listener) {
        Play::begin(self, work, listener).run();
    }

    fn opens(&self, service: usize) -> Option<i64> {
        self.opens_ms.get(service).copied().flatten()
    }

    /// The line in which somebody will stand, if it is asked about.
    fn service_of(&self, comer: Comer) -> Option<usize> {
        match comer {
            Comer::Booked(nth) => self.coming_to[nth],
            Comer::WalkIn { service, .. } => Some(service),
        }
    }
}

/// When a station looks for somebody: earlier first, then in the order of arrival at the heap.
type Free = Reverse<(i64, u32, usize)>;

/// One play under way.
struct Play<'p, W, L> {
    stage: &'p Stage<'p>,
    work: &'p mut W,
    listener: &'p mut L,
    lines: Lines,
    /// Stations by the moment they look for somebody; of each, only the newest entry counts.
    free: BinaryHeap<Free>,
    /// Stations that found only people who are elsewhere: they also look when somebody is done.
    idle: Vec<usize>,
    /// Who is at each station.
    desks: Vec<At>,
    /// Who is still to come, and when; the next one last.
    coming: Vec<(i64, Comer)>,
    /// Numbers the entries of `free`.
    entries: u32,
    calls: usize,
}

/// Somebody who is still to come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Comer {
    /// The holder of this appointment.
    Booked(usize),
    /// The how-manieth without one, and for which service.
    WalkIn { nth: u32, service: usize },
}

#[derive(Clone, Default)]
struct At {
    /// Its newest entry among those that look for somebody.
    entry: u32,
    is_busy: bool,
    visit: Option<VisitId>,
    preferred_run: u8,
    /// When it first looked for somebody.
    first_look: Option<i64>,
    /// Breaks it has had.
    breaks: usize,
    /// Since when none of those who wait now is left for it, or could be called.
    alone_since: Option<i64>,
    /// What it does from then on all the same: from when, and for how long.
    taken: Vec<(i64, i64)>,
}

impl<'p, W: Work, L: Listener> Play<'p, W, L> {
    fn begin(stage: &'p Stage<'p>, work: &'p mut W, listener: &'p mut L) -> Self {
        let scene = stage.scene;
        let mut coming: Vec<(i64, Comer)> = (0..scene.coming.len())
            .filter_map(|nth| Some((ms(work.comes(nth)?), Comer::Booked(nth))))
            .collect();
        let walk_ins = (0..).zip(work.walk_ins());
        coming
            .extend(walk_ins.map(|(nth, (at, service))| (ms(at), Comer::WalkIn { nth, service })));
        coming.sort_unstable_by_key(|&(at, comer)| Reverse((at, comer)));
        let mut play = Self {
            stage,
            lines: stage.lines.clone(),
            free: BinaryHeap::with_capacity(scene.stations.len()),
            idle: Vec::new(),
            desks: Vec::with_capacity(scene.stations.len()),
            coming,
            entries: 0,
            calls: 0,
            work,
            listener,
        };
        for (index, desk) in scene.stations.iter().enumerate() {
            let job = desk.job.as_ref();
            play.desks.push(At {
                is_busy: job.is_some(),
                visit: job.and_then(|job| job.visit),
                preferred_run: desk.preferred_run,
                ..At::default()
            });
            let begins = match job {
                Some(job) => Some(play.finish(index, &job.service)),
                None => play.work.begins(index),
            };
            if let Some(begins) = begins {
                play.look_again(index, ms(begins.max(desk.back_in)));
            }
        }
        play
    }

    /// The job under way ends, and when the station is free then.
    fn finish(&mut self, index: usize, service: &ServiceId) -> f64 {
        let rest = self.work.rest(index);
        let services = &self.stage.scene.services;
        if let Some(service) = services.iter().position(|one| one.id == *service) {
            self.listener.ended(service, ms(rest));
        }
        rest + self.work.gap()
    }

    fn run(mut self) {
        while self.calls < CALLS_MAX {
            let Some(Reverse((at, entry, index))) = self.free.pop() else {
                break;
            };
            if self.desks[index].entry != entry {
                continue;
            }
            self.let_in(at);
            self.idle.retain(|idle| *idle != index);
            let ended_a_job = std::mem::take(&mut self.desks[index].is_busy);
            self.desks[index].visit = None;
            if ended_a_job && !self.idle.is_empty() {
                for idle in std::mem::take(&mut self.idle) {
                    self.look_again(idle, at);
                }
            }
            match self.due_break(index, at) {
                Some(minutes) => {
                    self.take(index, at, ms(minutes));
                    self.look_again(index, at.saturating_add(ms(minutes)));
                }
                None => self.call(index, at),
            }
        }
        let mut looks = self.free.iter();
        if looks.any(|Reverse((_, entry, index))| self.desks[*index].entry == *entry) {
            self.listener.cut();
        } else {
            // Who comes when no station looks any more waits all the same.
            self.let_in(NEVER_MS);
        }
        self.tell_free();
        if self.stage.scene.newcomers > 0 {
            self.play_newcomers();
        }
    }

    /// When somebody whose turn comes before everybody's would be called.
    fn tell_free(&mut self) {
        for service in 0..self.stage.scene.services.len() {
            let offered = self.stage.offered.iter().zip(&self.desks);
            let looks = offered
                .filter(|(services, _)| services.contains(&service))
                .filter_map(|(_, desk)| desk.first_look);
            if let Some(at) = looks.min() {
                self.listener.free(service, at);
            }
        }
    }

    /// The length of a break that a free station owes itself.
    fn due_break(&mut self, index: usize, at: i64) -> Option<f64> {
        let desk = &mut self.desks[index];
        let next = self.stage.scene.stations[index].breaks.get(desk.breaks)?;
        (ms(next.starts_in) <= at).then(|| {
            desk.breaks += 1;
            next.minutes
        })
    }

    /// Those who have come by now stand in their line.
    fn let_in(&mut self, at: i64) {
        let stage = self.stage;
        while let Some((came, comer)) = self.coming.pop_if(|(comes, _)| *comes <= at) {
            match comer {
                Comer::Booked(nth) => self.lines.enter(&stage.coming[nth]),
                Comer::WalkIn { nth, service } => {
                    let service = &stage.scene.services[service].id;
                    let ticket = newcomer::walk_in(service, self.moment(came), nth);
                    self.lines.enter(&ticket);
                }
            }
            if let Some(service) = stage.service_of(comer) {
                self.listener.entered(service, came);
            }
        }
    }

    /// A free station looks for somebody.
    fn call(&mut self, index: usize, at: i64) {
        self.desks[index].first_look.get_or_insert(at);
        let stage = self.stage;
        let desk = &stage.scene.stations[index];
        let begun = self.begun(index, at);
        let caller = Caller {
            services: begun.as_deref().unwrap_or(&stage.services[index]),
            order: desk.order,
            preference_run: desk.preference_run,
            preferred_run: self.desks[index].preferred_run,
        };
        let desks = &self.desks;
        let is_elsewhere = |visit| desks.iter().any(|desk| desk.visit == Some(visit));
        let choice = match self.lines.choose(caller, self.moment(at), is_elsewhere) {
            Ok(choice) => choice,
            Err(nobody) => return self.wait(index, at, nobody),
        };
        let service = match &begun {
            None => {
                place(&stage.services[index], choice.service).map(|at| stage.offered[index][at])
            }
            Some(_) => stage
                .scene
                .services
                .iter()
                .position(|s| s.id == *choice.service),
        };
        let Some(service) = service else { return };
        self.calls += 1;
        if self.work.passes_over(service, minutes(at)) {
            self.desks[index].is_busy = true;
            let busy = self.work.job(index, service) + self.work.gap();
            return self.look_again(index, at.saturating_add(ms(busy)));
        }
        let seq = stage.scene.seq + self.calls as u64;
        self.lines.play(&choice, seq);
        self.serve(index, at, service, &choice);
    }

    /// What a call comes to.
    fn serve(&mut self, index: usize, at: i64, service: usize, choice: &Choice<'_>) {
        if newcomer::is_stand_in(choice.ticket) {
            self.listener.newcomer(service, at);
            return self.look_again(index, at);
        }
        self.listener.called(choice.ticket, service, at);
        if !newcomer::is_coming(choice.ticket) {
            let desk = &mut self.desks[index];
            desk.alone_since = None;
            desk.taken.clear();
        }
        let turn = self.work.turn(service, minutes(at));
        if turn == Turn::GaveUp {
            return self.look_again(index, at);
        }
        let desk = &mut self.desks[index];
        desk.preferred_run = preferred_run_after(
            desk.preferred_run,
            choice.reason,
            choice.passed_older_service,
        );
        let (ends, then) = match turn {
            Turn::Missed(found_out) => (found_out, found_out),
            Turn::Comes | Turn::GaveUp => {
                desk.is_busy = true;
                let visits = &self.stage.scene.visits;
                if !visits.is_empty() {
                    desk.visit = visits.get(&choice.ticket).copied();
                }
                let job = self.work.job(index, service);
                (job, job + self.work.gap())
            }
        };
        self.listener.ended(service, at.saturating_add(ms(ends)));
        self.take(index, at, ms(then));
        self.look_again(index, at.saturating_add(ms(then)));
    }

    /// Whom nobody is left for is taken by something all the same, for so long.
    fn take(&mut self, index: usize, at: i64, lasts: i64) {
        let desk = &mut self.desks[index];
        if desk.alone_since.is_some() {
            desk.taken.push((at, lasts));
        }
    }

    /// Nobody was there for a station: it looks again when one of its services
    /// begins, when an appointment's holder comes, or when somebody who is elsewhere is done.
    fn wait(&mut self, index: usize, at: i64, nobody: Nobody) {
        self.desks[index].alone_since.get_or_insert(at);
        match nobody {
            Nobody::NobodyWaiting => {}
            Nobody::AllElsewhere => self.idle.push(index),
        }
        let offered = &self.stage.offered[index];
        let opens = offered
            .iter()
            .filter_map(|service| self.stage.opens(*service));
        let begins = opens.filter(|opens| *opens > at).min();
        let stage = self.stage;
        let is_ours = |comer| {
            let service = stage.service_of(comer);
            service.is_some_and(|service| offered.contains(&service))
        };
        let mut coming = self.coming.iter().rev();
        let comes = coming.find(|(_, comer)| is_ours(*comer));
        let again = match (begins, comes.map(|(comes, _)| *comes)) {
            (Some(begins), Some(comes)) => Some(begins.min(comes)),
            (begins, comes) => begins.or(comes),
        };
        if let Some(again) = again {
            // Who has nobody takes the break when it is due, not when somebody comes.
            let breaks = &stage.scene.stations[index].breaks;
            let starts = breaks
                .get(self.desks[index].breaks)
                .map(|next| ms(next.starts_in));
            let due = starts.filter(|starts| *starts > at);
            self.look_again(index, due.map_or(again, |due| due.min(again)));
        }
    }

    /// The station's services that have begun, if one of them has not.
    fn begun(&self, index: usize, at: i64) -> Option<Vec<ServiceId>> {
        if !self.stage.is_any_to_open {
            return None;
        }
        let has_begun = |service: usize| self.stage.opens(service).is_none_or(|opens| opens <= at);
        let offered = self.stage.offered[index].iter();
        let services = offered.zip(&self.stage.services[index]);
        let begun = services.filter(|(service, _)| has_begun(**service));
        Some(begun.map(|(_, id)| id.clone()).collect())
    }

    /// Those who would come after the newcomer: whoever of the stations has nobody left takes them.
    fn play_newcomers(mut self) {
        for service in 0..self.stage.scene.services.len() {
            self.free.clear();
            let opens = self.stage.opens(service).unwrap_or(0);
            for (index, desk) in self.desks.iter().enumerate() {
                if let Some(alone_since) = desk.alone_since
                    && self.stage.offered[index].contains(&service)
                {
                    self.free.push(Reverse((alone_since, 0, index)));
                }
            }
            let mut nth = 0;
            while nth <= self.stage.scene.newcomers {
                let Some(Reverse((at, done, index))) = self.free.pop() else {
                    break;
                };
                // An appointment whose holder has come is before them, and a break that is due.
                let taken = self.desks[index].taken.get(done as usize);
                if let Some((_, lasts)) = taken.filter(|(from, _)| *from <= at) {
                    let free = (at.saturating_add(*lasts), done + 1, index);
                    self.free.push(Reverse(free));
                    continue;
                }
                if at < opens {
                    let next = taken.map_or(opens, |(from, _)| opens.min(*from));
                    self.free.push(Reverse((next, done, index)));
                    continue;
                }
                if nth > 0 {
                    self.listener.further(service, at);
                }
                nth += 1;
                let busy = self.work.job(index, service) + self.work.gap();
                let free = (at.saturating_add(ms(busy)), done, index);
                self.free.push(Reverse(free));
            }
        }
    }

    fn look_again(&mut self, index: usize, at: i64) {
        if at >= NEVER_MS {
            return;
        }
        self.entries += 1;
        self.desks[index].entry = self.entries;
        self.free.push(Reverse((at, self.entries, index)));
    }

    fn moment(&self, at: i64) -> Moment {
        self.stage.scene.now + TimeDelta::milliseconds(at.min(NEVER_MS))
    }
}

/// Which of `services` this is: the choice names one of those it was given.
fn place(services: &[ServiceId], chosen: &ServiceId) -> Option<usize> {
    services.iter().position(|one| std::ptr::eq(one, chosen))
}

fn ms(minutes: f64) -> i64 {
    ((minutes * MS_PER_MIN).round() as i64).clamp(0, NEVER_MS)
}

/// Milliseconds as minutes.
pub(crate) fn minutes(ms: i64) -> f64 {
    ms as f64 / MS_PER_MIN
}
