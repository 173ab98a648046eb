//! What the figures should be. Each goal is judged within the run, never loosened.

use serde::Serialize;

use crate::figures::{Figures, round};

const ISSUES_PER_SEC: f64 = 5_000.0;
const ISSUES_PER_SYNC: f64 = 12.0;
const SHARE_OF_STORE: f64 = 0.5;
const P99_MS: f64 = 25.0;
const HUB_MB: f64 = 40.0;

/// One goal with its value.
#[derive(Debug, Serialize)]
pub(crate) struct Goal {
    what: &'static str,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
    reached: bool,
}

/// All goals.
pub(crate) fn judge(figures: &Figures) -> Vec<Goal> {
    let (one, many) = (&figures.issue_1_client, &figures.issue_64_clients);
    let calls = &figures.call_next_8_stations;
    let rate = ISSUES_PER_SEC.min(ISSUES_PER_SYNC * many.disk_per_sec);
    let store = &figures.store_64_writers;
    vec![
        at_least(
            "tickets/s with 64 clients: 5,000, or 12 × the disk's single syncs/s if that is lower",
            many.measured.per_sec,
            rate,
        ),
        at_least(
            "tickets/s with 64 clients: half of the store's own 64 writers",
            many.measured.per_sec,
            SHARE_OF_STORE * store.measured.per_sec,
        ),
        at_most(
            "p50 of one client, ms: 3 × the disk's single sync + 1",
            one.measured.p50_ms,
            3.0 * one.disk_p50_ms + 1.0,
        ),
        at_most("p99 of one client, ms", one.measured.p99_ms, P99_MS),
        at_most("p99 of 64 clients, ms", many.measured.p99_ms, P99_MS),
        at_most(
            "p99 of call-next at 8 stations, ms",
            calls.measured.p99_ms,
            P99_MS,
        ),
        at_most(
            "resident memory of the hub after a day, MB",
            figures.memory.after_a_day,
            HUB_MB,
        ),
        at_most(
            "resident memory of the hub after its start, MB",
            figures.memory.at_start,
            HUB_MB,
        ),
    ]
}

fn at_least(what: &'static str, value: f64, least: f64) -> Goal {
    Goal {
        what,
        value,
        at_least: Some(round(least)),
        at_most: None,
        reached: value >= least,
    }
}

fn at_most(what: &'static str, value: f64, most: f64) -> Goal {
    Goal {
        what,
        value,
        at_least: None,
        at_most: Some(round(most)),
        reached: value <= most,
    }
}
