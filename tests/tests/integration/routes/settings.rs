//! What an organiser sets up, and the service day.

use super::{ORGANISER, Route, refused, with_body};
use crate::stage::State;

pub(super) const SETTINGS: &[Route] = &[
    Route {
        ask: "PATCH ",
        body: r#"{"recall_limit":4}"#,
        who: ORGANISER,
        ok: (State::Fresh, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"recall_limit":99}"#,
            422,
            "value_out_of_range",
        )],
    },
    Route {
        ask: "POST /services",
        body: r#"{"id":"tailor","prefix":"缝","minutes":20}"#,
        who: ORGANISER,
        ok: (State::Fresh, 201),
        refused: &[with_body(
            State::Fresh,
            r#"{"id":"tailor","minutes":0}"#,
            422,
            "value_out_of_range",
        )],
    },
    Route {
        ask: "PATCH /services/haircut",
        body: r#"{"minutes":15}"#,
        who: ORGANISER,
        ok: (State::Waiting, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"minutes":481}"#,
            422,
            "value_out_of_range",
        )],
    },
    Route {
        ask: "DELETE /services/haircut",
        body: "",
        who: ORGANISER,
        ok: (State::Fresh, 204),
        refused: &[refused(State::Waiting, "service_in_use")],
    },
    Route {
        ask: "POST /stations",
        body: r#"{"id":"9","services":["haircut"]}"#,
        who: ORGANISER,
        ok: (State::Fresh, 201),
        refused: &[
            with_body(
                State::Fresh,
                r#"{"id":"9","services":["nothing"]}"#,
                404,
                "not_found",
            ),
            with_body(
                State::Fresh,
                r#"{"id":"9","services":["haircut"],"preference_run":21}"#,
                422,
                "value_out_of_range",
            ),
        ],
    },
    Route {
        ask: "PATCH /stations/1",
        body: r#"{"services":["repair"]}"#,
        who: ORGANISER,
        ok: (State::Waiting, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"services":["nothing"]}"#,
            404,
            "not_found",
        )],
    },
    Route {
        ask: "DELETE /stations/1",
        body: "",
        who: ORGANISER,
        ok: (State::Fresh, 204),
        refused: &[refused(State::Called, "station_busy")],
    },
];

pub(super) const DAY: &[Route] = &[
    Route {
        ask: "POST /services/haircut/stop-issuing",
        body: "",
        who: ORGANISER,
        ok: (State::Fresh, 200),
        refused: &[],
    },
    Route {
        ask: "POST /services/haircut/resume-issuing",
        body: "",
        who: ORGANISER,
        ok: (State::Stopped, 200),
        refused: &[],
    },
    Route {
        ask: "POST /day/open",
        body: "",
        who: ORGANISER,
        ok: (State::DayClosed, 200),
        refused: &[],
    },
    Route {
        ask: "POST /day/close",
        body: "",
        who: ORGANISER,
        ok: (State::Waiting, 200),
        refused: &[],
    },
];
