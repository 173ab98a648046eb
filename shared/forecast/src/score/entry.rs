//! One visit of a log, as it came out.

use domain::Moment;

use crate::time::minutes;

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Served to the end.
    Served,
    /// Called, but not there.
    NoShow,
    /// Left before the call.
    GaveUp,
    /// The log does not tell, or the day was over first.
    Open,
}

/// One line of a log. Names are those of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its line in the file, from 1.
    pub line: u64,
    /// When the person took a number.
    pub arrived: Moment,
    /// When the person was called.
    pub called: Option<Moment>,
    /// When serving began.
    pub started: Option<Moment>,
    /// When serving ended, or when the person gave up or was given up.
    pub ended: Option<Moment>,
    /// Where the person was served; empty if the log does not tell.
    pub station: String,
    /// What for; empty if the log does not tell.
    pub service: String,
    /// How it ended.
    pub outcome: Outcome,
}

impl Entry {
    /// The wait in minutes, if the person was called.
    pub fn wait_min(&self) -> Option<f64> {
        Some(minutes(self.arrived, self.called?))
    }
}

impl Outcome {
    /// What a word of a log means; none for an unknown one. Logs of telephone centres
    /// have words of their own.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "served" | "done" | "finished" | "completed" | "complete" | "agent" | "ok" => {
                Some(Self::Served)
            }
            "no_show" | "no-show" | "noshow" | "no show" | "missed" => Some(Self::NoShow),
            "gave_up" | "gave-up" | "gave up" | "gaveup" | "cancelled" | "canceled" | "left"
            | "abandoned" | "abandon" | "reneged" | "renege" | "hang" | "hangup" => {
                Some(Self::GaveUp)
            }
            "" | "unserved" | "open" | "waiting" | "called" | "serving" | "on_hold" | "on hold" => {
                Some(Self::Open)
            }
            _ => None,
        }
    }

    /// What the times tell where the word does not.
    pub(super) fn of_times(was_called: bool, has_ended: bool) -> Self {
        match (was_called, has_ended) {
            (true, true) => Self::Served,
            (false, true) => Self::GaveUp,
            (true | false, false) => Self::Open,
        }
    }
}
