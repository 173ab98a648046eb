//! Kiosks away from the hub.

use domain::Role;

use super::{ORGANISER, Route, look, refused, with_body};
use crate::stage::State;

const KIOSK: &[Role] = &[Role::Kiosk];

pub(super) const SATELLITES: &[Route] = &[
    look("GET /satellites", ORGANISER),
    Route {
        ask: "POST /satellites/series",
        body: r#"{"device":"01945c00-0000-7000-8000-0000000000aa"}"#,
        who: KIOSK,
        ok: (State::Fresh, 200),
        refused: &[],
    },
    Route {
        ask: "POST /satellites/sync",
        body: r#"{"device":"01945c00-0000-7000-8000-0000000000aa","clock":"2026-03-07T01:00:00Z","first":1,"before":"","entries":[{"hash":"h1","at":"2026-03-07T01:00:00Z","not_before":"2026-03-07T00:59:00Z","entry":"issued","ticket":"01945c00-0000-7000-8000-0000000000bb","service":"haircut","day":"2026-03-07","count":1,"shown":1,"prefix":"理","card":"1200 0007","appointment":"123456"},{"hash":"h2","at":"2026-03-07T01:00:01Z","entry":"cancelled","ticket":"01945c00-0000-7000-8000-0000000000bb"}]}"#,
        who: KIOSK,
        ok: (State::Satellite, 200),
        refused: &[
            refused(State::Fresh, "series_unknown"),
            with_body(
                State::Satellite,
                r#"{"device":"01945c00-0000-7000-8000-0000000000aa","clock":"2026-03-07T01:00:00Z","first":7,"before":"h6","entries":[{"hash":"h7","at":"2026-03-07T01:00:00Z","entry":"shown","ticket":"01945c00-0000-7000-8000-0000000000bb"}]}"#,
                409,
                "series_gap",
            ),
            with_body(
                State::Satellite,
                r#"{"device":"01945c00-0000-7000-8000-0000000000aa","clock":"2026-03-07T01:00:00Z","first":1,"before":"elsewhere","entries":[{"hash":"h1","at":"2026-03-07T01:00:00Z","entry":"shown","ticket":"01945c00-0000-7000-8000-0000000000bb"}]}"#,
                409,
                "series_forked",
            ),
            with_body(
                State::Satellite,
                r#"{"device":"01945c00-0000-7000-8000-0000000000aa","clock":"2026-03-07T01:00:00Z","first":0,"before":"","entries":[]}"#,
                400,
                "malformed",
            ),
        ],
    },
    Route {
        ask: "POST /kiosks/here",
        body: r#"{"printer":"paper_low"}"#,
        who: KIOSK,
        ok: (State::Fresh, 204),
        refused: &[with_body(
            State::Fresh,
            r#"{"printer":"on fire"}"#,
            400,
            "malformed",
        )],
    },
    Route {
        ask: "POST /satellites/import",
        body: r#"{"kiosk":"$kiosk","device":"01945c00-0000-7000-8000-0000000000aa","offset_ms":1500,"first":1,"before":"","entries":[{"hash":"h1","at":"2026-03-07T01:00:00Z","entry":"issued","ticket":"01945c00-0000-7000-8000-0000000000bb","service":"haircut","day":"2026-03-07","count":1,"shown":1,"prefix":"理"},{"hash":"h2","at":"2026-03-07T01:00:01Z","entry":"brought","ticket":"01945c00-0000-7000-8000-0000000000bb","kind":"kettle"}]}"#,
        who: ORGANISER,
        ok: (State::Satellite, 200),
        refused: &[refused(State::Fresh, "series_unknown")],
    },
];
