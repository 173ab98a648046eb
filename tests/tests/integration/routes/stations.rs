//! What a volunteer does at a station.

use super::{Route, STAFF, refused, with_body};
use crate::stage::State;

pub(super) const STATIONS: &[Route] = &[
    Route {
        ask: "POST /stations/1/call-next",
        body: r#"{"finish":false}"#,
        who: STAFF,
        ok: (State::Waiting, 200),
        refused: &[
            refused(State::Called, "station_busy"),
            refused(State::StationClosed, "station_not_open"),
        ],
    },
    Route {
        ask: "POST /stations/1/call",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Waiting, 200),
        refused: &[refused(State::Cancelled, "ticket_closed")],
    },
    Route {
        ask: "POST /stations/1/recall",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Called, 200),
        refused: &[with_body(State::Fresh, "{}", 409, "station_idle")],
    },
    Route {
        ask: "POST /stations/1/start",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Called, 200),
        refused: &[
            with_body(State::Fresh, "{}", 409, "station_idle"),
            with_body(
                State::CalledAndOther,
                r#"{"ticket":"$other"}"#,
                409,
                "ticket_changed",
            ),
        ],
    },
    Route {
        ask: "POST /stations/1/finish",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Serving, 200),
        refused: &[refused(State::Called, "ticket_not_serving")],
    },
    Route {
        ask: "POST /stations/1/no-show",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Called, 200),
        refused: &[refused(State::Serving, "ticket_serving")],
    },
    Route {
        ask: "POST /stations/1/hold",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Serving, 200),
        refused: &[with_body(State::Fresh, "{}", 409, "station_idle")],
    },
    Route {
        ask: "POST /stations/1/transfer",
        body: r#"{"service":"repair","ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Serving, 200),
        refused: &[with_body(
            State::Called,
            r#"{"service":"haircut"}"#,
            409,
            "same_service",
        )],
    },
    Route {
        ask: "POST /stations/1/undo",
        body: r#"{"ticket":"$ticket"}"#,
        who: STAFF,
        ok: (State::Called, 200),
        refused: &[with_body(State::Fresh, "{}", 409, "nothing_to_undo")],
    },
    Route {
        ask: "POST /stations/1/open",
        body: "",
        who: STAFF,
        ok: (State::StationClosed, 200),
        refused: &[],
    },
    Route {
        ask: "POST /stations/1/pause",
        body: r#"{"minutes":10}"#,
        who: STAFF,
        ok: (State::Fresh, 200),
        refused: &[refused(State::StationClosed, "station_not_open")],
    },
    Route {
        ask: "POST /stations/1/close",
        body: "",
        who: STAFF,
        ok: (State::Fresh, 200),
        refused: &[refused(State::Called, "station_busy")],
    },
];
