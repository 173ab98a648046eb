//! What is asked about one ticket.

use super::{ISSUERS, Route, STAFF, refused, with_body};
use crate::stage::State;

pub(super) const TICKETS: &[Route] = &[
    Route {
        ask: "POST /tickets",
        body: r#"{"service":"haircut"}"#,
        who: ISSUERS,
        ok: (State::Fresh, 201),
        refused: &[
            refused(State::Stopped, "issuing_stopped"),
            refused(State::DayClosed, "day_closed"),
            with_body(State::Fresh, r#"{"service":"nothing"}"#, 404, "not_found"),
        ],
    },
    Route {
        ask: "GET /tickets/$ticket",
        body: "",
        who: ISSUERS,
        ok: (State::Waiting, 200),
        refused: &[with_body(State::Satellite, "", 404, "ticket_pending")],
    },
    Route {
        ask: "POST /tickets/$ticket/cancel",
        body: r#"{"reason":"staff"}"#,
        who: ISSUERS,
        ok: (State::Waiting, 200),
        refused: &[refused(State::Serving, "ticket_serving")],
    },
    Route {
        ask: "POST /tickets/$ticket/hold",
        body: "",
        who: ISSUERS,
        ok: (State::Waiting, 200),
        refused: &[refused(State::NoShow, "ticket_no_show")],
    },
    Route {
        ask: "POST /tickets/$ticket/resume",
        body: r#"{"station":"2"}"#,
        who: STAFF,
        ok: (State::OnHold, 200),
        refused: &[refused(State::Called, "ticket_at_station")],
    },
    Route {
        ask: "POST /tickets/$ticket/reinstate",
        body: "",
        who: STAFF,
        ok: (State::NoShow, 200),
        refused: &[refused(State::OnHold, "ticket_on_hold")],
    },
    Route {
        ask: "POST /tickets/$ticket/transfer",
        body: r#"{"service":"repair"}"#,
        who: STAFF,
        ok: (State::Waiting, 200),
        refused: &[with_body(
            State::Waiting,
            r#"{"service":"haircut"}"#,
            409,
            "same_service",
        )],
    },
];
