//! Slips that wait for the printer, pure: the time goes in, what to do comes out.
//!
//! A slip is kept until it is on paper, or until it is too late to be of use: whoever took the
//! number has gone by then and has photographed it, and a stray slip would puzzle the next one.
//! It is sent again by itself only if nothing of it can be on paper; otherwise staff decides.

#[cfg(test)]
mod tests;

use std::{collections::VecDeque, time::Duration};

use crate::{printer::PrintError, slip::Slip, status::State};

/// Names a slip in what is told of it. Whoever hands it in chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u64);

/// More slips do not wait: the oldest is given up.
const WAITING_MAX: usize = 64;

/// What is told of slips and printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It is on paper.
    Printed(JobId),
    /// It waits, because the printer is like this; it is tried again.
    Waiting(JobId, State),
    /// It was too late, or nobody wants it any more.
    GivenUp(JobId),
    /// Part of it may be on paper; it is not sent again by itself.
    Unsure(JobId, State),
    /// The printer changed.
    Printer(State),
}

/// What to do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Print this one and say how it went.
    Print(JobId, Slip),
    /// Nothing before then.
    WaitUntil(Duration),
    /// Nothing until a slip comes.
    Idle,
}

#[derive(Debug)]
struct Waiting {
    id: JobId,
    slip: Slip,
    // From then on it is of no use.
    until: Option<Duration>,
    not_before: Duration,
    is_told: bool,
}

/// Slips in the order in which they came.
#[derive(Debug)]
pub struct Queue {
    waiting: VecDeque<Waiting>,
    retry_after: Duration,
}

impl Queue {
    /// No slips; one that failed is tried again after `retry_after`.
    pub fn new(retry_after: Duration) -> Self {
        Self {
            waiting: VecDeque::new(),
            retry_after,
        }
    }

    /// Puts a slip at the end. After `until` it is of no use any more.
    pub fn add(
        &mut self,
        id: JobId,
        slip: Slip,
        until: Option<Duration>,
        now: Duration,
    ) -> Option<News> {
        self.waiting.push_back(Waiting {
            id,
            slip,
            until,
            not_before: now,
            is_told: false,
        });
        let is_full = self.waiting.len() > WAITING_MAX;
        let oldest = is_full.then(|| self.waiting.pop_front()).flatten();
        oldest.map(|oldest| News::GivenUp(oldest.id))
    }

    /// Nobody wants that slip any more. One that is being printed comes out.
    pub fn withdraw(&mut self, id: JobId) -> Option<News> {
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.id != id);
        (self.waiting.len() < before).then_some(News::GivenUp(id))
    }

    /// Those for which it is too late by now.
    pub fn overdue(&mut self, now: Duration) -> Vec<News> {
        let is_late = |waiting: &Waiting| waiting.until.is_some_and(|until| until <= now);
        let late = self.waiting.iter().filter(|waiting| is_late(waiting));
        let late = late.map(|waiting| News::GivenUp(waiting.id)).collect();
        self.waiting.retain(|waiting| !is_late(waiting));
        late
    }

    /// What to do now.
    pub fn step(&self, now: Duration) -> Step {
        match self.waiting.front() {
            None => Step::Idle,
            Some(first) if first.not_before <= now => Step::Print(first.id, first.slip.clone()),
            Some(first) => {
                // Whoever waits is told in time that it comes to nothing.
                let untils = self.waiting.iter().filter_map(|waiting| waiting.until);
                Step::WaitUntil(untils.fold(first.not_before, Duration::min))
            }
        }
    }

    /// How the printing of `id` went.
    pub fn done(
        &mut self,
        id: JobId,
        result: &Result<(), PrintError>,
        now: Duration,
    ) -> Option<News> {
        let at = self.waiting.iter().position(|waiting| waiting.id == id)?;
        match result {
            Ok(()) => {
                self.waiting.remove(at);
                Some(News::Printed(id))
            }
            Err(error) if error.is_before_paper() => {
                let retry_at = now + self.retry_after;
                let waiting = self.waiting.get_mut(at)?;
                waiting.not_before = retry_at;
                let is_first = !std::mem::replace(&mut waiting.is_told, true);
                is_first.then(|| News::Waiting(id, error.state()))
            }
            Err(error) => {
                self.waiting.remove(at);
                Some(News::Unsure(id, error.state()))
            }
        }
    }
}
