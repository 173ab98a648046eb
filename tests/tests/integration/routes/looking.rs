//! What is only looked at.

use domain::Role;

use super::{ANYBODY, ORGANISER, Route, STAFF, look, with_body};
use crate::stage::State;

pub(super) const LOOKING: &[Route] = &[
    look("GET ", ANYBODY),
    look("GET /services", ANYBODY),
    look("GET /services/haircut", ANYBODY),
    look("GET /stations", ANYBODY),
    look("GET /stations/1", ANYBODY),
    look("GET /board", ANYBODY),
    look("GET /queue", STAFF),
    look("GET /queue?service=haircut", STAFF),
    look("GET /dashboard", ORGANISER),
    look("GET /stats", ORGANISER),
    look("GET /stats?from=2026-03-07&to=2026-03-07", ORGANISER),
    look("GET /history?from=2026-03-07&to=2026-03-07", ORGANISER),
    look("GET /report", ORGANISER),
    look("GET /report?date=2026-03-07", ORGANISER),
    look("GET /tokens", ORGANISER),
    look("GET /kiosks", ORGANISER),
    look("GET /wifi", &[Role::Kiosk, Role::Organiser]),
    look("GET /sessions", ORGANISER),
    look("GET /plan", ORGANISER),
    look("GET /plan/like?date=2026-03-07", ORGANISER),
    look("GET /forecast", ORGANISER),
    look("GET /forecast?date=2026-03-07", ORGANISER),
    // Something else would change than was looked at: nothing is recorded.
    Route {
        ask: "POST /plan/like",
        body: r#"{"date":"2026-03-07","tag":"another"}"#,
        who: ORGANISER,
        ok: (State::Fresh, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"date":"2126-03-07","tag":"another"}"#,
            422,
            "value_out_of_range",
        )],
    },
    // It is tried, not done: nothing is recorded.
    Route {
        ask: "POST /what-if",
        body: r#"{"changes":[{"do":"add_station","services":["haircut"]}],"newcomers":"none"}"#,
        who: ORGANISER,
        ok: (State::CalledAndOther, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"changes":[{"do":"take_away","station":"99"}]}"#,
            404,
            "not_found",
        )],
    },
];
