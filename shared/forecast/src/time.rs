//! Minutes between moments, and the milliseconds in which plays count.

use domain::Moment;

/// Minutes from one moment to another; below zero if it was before.
pub(crate) fn minutes(from: Moment, to: Moment) -> f64 {
    (to - from).num_milliseconds() as f64 / 60_000.0
}

/// Milliseconds as they are kept for each play; a play's times never reach the end of them.
pub(crate) fn kept(ms: i64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}
