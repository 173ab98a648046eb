//! What a phase measured.

use std::time::Duration;

use serde::Serialize;

/// How fast something went.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Pace {
    /// How often it was done.
    pub(crate) count: usize,
    /// Per second, over the whole phase.
    pub(crate) per_sec: f64,
    /// Half took no longer, in milliseconds.
    pub(crate) p50_ms: f64,
    /// Ninety-nine in a hundred took no longer.
    pub(crate) p99_ms: f64,
    /// The longest.
    pub(crate) max_ms: f64,
}

impl Pace {
    /// The pace of so many durations, all within `whole`. Percentiles by nearest rank.
    pub(crate) fn of(mut each: Vec<Duration>, whole: Duration) -> Self {
        each.sort_unstable();
        let rank = |share: f64| {
            let rank = (share * each.len() as f64).ceil() as usize;
            each.get(rank.max(1) - 1).copied().unwrap_or_default()
        };
        Self {
            count: each.len(),
            per_sec: round(each.len() as f64 / whole.as_secs_f64()),
            p50_ms: millis(rank(0.50)),
            p99_ms: millis(rank(0.99)),
            max_ms: millis(rank(1.0)),
        }
    }
}

/// A phase with the disk's own pace around it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Beside<T> {
    #[serde(flatten)]
    pub(crate) measured: T,
    /// Single write + fdatasync per second just before and just after, the mean of both.
    pub(crate) disk_per_sec: f64,
    /// Their median, in milliseconds.
    pub(crate) disk_p50_ms: f64,
}

/// Everything of one run.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figures {
    /// One write and fdatasync after the other, over all slices between the phases.
    pub(crate) disk: Pace,
    /// 64 writers at the store itself, each with a log of its own.
    pub(crate) store_64_writers: Beside<Pace>,
    /// One client takes tickets.
    pub(crate) issue_1_client: Beside<Pace>,
    /// 64 clients take tickets.
    pub(crate) issue_64_clients: Beside<Pace>,
    /// 8 stations call while 8 clients take tickets.
    pub(crate) call_next_8_stations: Beside<Pace>,
    /// The tickets taken meanwhile.
    pub(crate) issued_meanwhile: Pace,
    /// Each number was given once and none was left out.
    pub(crate) numbers_distinct_and_gap_free: bool,
    /// Each call brought another ticket.
    pub(crate) each_ticket_called_once: bool,
    /// The hub's memory, in MB.
    pub(crate) memory: MemoryMb,
}

/// Resident memory of the hub in MB.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct MemoryMb {
    /// After its start.
    pub(crate) at_start: f64,
    /// After one client took its tickets: more than a square gives in a day.
    pub(crate) after_a_day: f64,
    /// At the end, with some 17,000 people waiting in one line: a figure without a goal, for no
    /// square has seen a fortieth of them.
    pub(crate) at_end: f64,
    /// The highest of the whole run.
    pub(crate) peak: f64,
}

pub(crate) fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

pub(crate) fn millis(duration: Duration) -> f64 {
    round(duration.as_secs_f64() * 1000.0)
}
