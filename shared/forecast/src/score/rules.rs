//! The simple rules that a forecast must beat.

use std::collections::VecDeque;

/// Waits of which the third rule takes the mean.
const LAST: usize = 10;

/// What the simple rules say of one wait, in minutes; none until they have seen something.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rules {
    /// The length of the line × the mean job ÷ the stations (Whitt 1999).
    pub line_length: Option<f64>,
    /// The last wait that ended (Ibrahim & Whitt 2009: last to enter service).
    pub last: Option<f64>,
    /// The mean of the last ten waits that ended.
    pub mean_of_ten: Option<f64>,
}

/// What the rules remember of one service.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    jobs: (f64, f64),
    waits: VecDeque<f64>,
}

impl Memory {
    /// A job ended.
    pub(super) fn saw_job(&mut self, minutes: f64) {
        self.jobs.0 += 1.0;
        self.jobs.1 += minutes;
    }

    /// A wait ended by a call.
    pub(super) fn saw_wait(&mut self, minutes: f64) {
        if self.waits.len() >= LAST {
            self.waits.pop_front();
        }
        self.waits.push_back(minutes);
    }

    /// What the rules say to somebody with `ahead` people ahead of `stations` stations, of
    /// which `free` have nothing to do.
    pub(super) fn say(&self, ahead: usize, stations: usize, free: usize) -> Rules {
        let (count, minutes) = self.jobs;
        let turns = (ahead + 1).saturating_sub(free) as f64;
        let count_of_waits = self.waits.len() as f64;
        Rules {
            line_length: (count > 0.0).then(|| turns * minutes / count / stations.max(1) as f64),
            last: self.waits.back().copied(),
            mean_of_ten: (count_of_waits > 0.0)
                .then(|| self.waits.iter().sum::<f64>() / count_of_waits),
        }
    }
}
