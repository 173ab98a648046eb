//! Appointments: booking, changing, coming.

use super::{ANYBODY, ISSUERS, Route, STAFF, look, refused, with_body};
use crate::stage::State;

pub(super) const APPOINTMENTS: &[Route] = &[
    look("GET /services/haircut/slots", ANYBODY),
    look("GET /services/haircut/slots?date=2026-03-08", ANYBODY),
    look("GET /appointments", STAFF),
    Route {
        ask: "POST /appointments",
        body: r#"{"service":"haircut","slot":"2026-03-07T10:00:00+08:00","name":"王桂芳","phone":"13800131234"}"#,
        // Phones too, as the site is set; only staff choose a class.
        who: ANYBODY,
        ok: (State::Booked, 201),
        refused: &[
            with_body(
                State::Booked,
                r#"{"service":"haircut","slot":"2026-03-07T10:00:00+08:00","class":"priority"}"#,
                403,
                "not_allowed",
            ),
            with_body(
                State::Booked,
                r#"{"service":"haircut","slot":"2026-03-07T09:30:00+08:00"}"#,
                409,
                "slot_full",
            ),
            with_body(
                State::Booked,
                r#"{"service":"haircut","slot":"2026-03-07T09:31:00+08:00"}"#,
                409,
                "slot_unknown",
            ),
            with_body(
                State::Booked,
                r#"{"service":"haircut","slot":"2026-03-07T09:00:00+08:00"}"#,
                409,
                "slot_started",
            ),
            with_body(
                State::Booked,
                r#"{"service":"haircut","slot":"2026-03-07T10:00:00+08:00","phone":"call me"}"#,
                422,
                "value_out_of_range",
            ),
            with_body(
                State::Booked,
                r#"{"service":"nothing","slot":"2026-03-07T10:00:00+08:00"}"#,
                404,
                "not_found",
            ),
        ],
    },
    Route {
        ask: "GET /appointments/$appointment",
        body: "",
        who: ISSUERS,
        ok: (State::Booked, 200),
        refused: &[],
    },
    Route {
        ask: "POST /appointments/$appointment/move",
        body: r#"{"slot":"2026-03-08T10:15:00+08:00"}"#,
        who: ISSUERS,
        ok: (State::Booked, 200),
        refused: &[
            refused(State::GivenUp, "appointment_cancelled"),
            refused(State::CheckedIn, "appointment_used"),
            with_body(
                State::Booked,
                r#"{"slot":"2026-03-08T10:16:00+08:00"}"#,
                409,
                "slot_unknown",
            ),
        ],
    },
    Route {
        ask: "POST /appointments/$appointment/cancel",
        body: "",
        who: ISSUERS,
        ok: (State::Booked, 200),
        refused: &[refused(State::CheckedIn, "appointment_used")],
    },
    Route {
        ask: "POST /appointments/$appointment/check-in",
        body: r#"{"visit":"$ticket"}"#,
        who: ISSUERS,
        ok: (State::Booked, 201),
        refused: &[
            refused(State::GivenUp, "appointment_cancelled"),
            refused(State::CheckedIn, "appointment_used"),
        ],
    },
    Route {
        ask: "POST /appointments/$appointment/forget",
        body: "",
        who: STAFF,
        ok: (State::Booked, 200),
        refused: &[],
    },
];
