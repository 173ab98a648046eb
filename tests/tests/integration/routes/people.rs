//! Who may come in.

use domain::Role;

use super::{ORGANISER, Route, with_body};
use crate::stage::State;

pub(super) const PEOPLE: &[Route] = &[
    Route {
        ask: "POST /links",
        body: r#"{"for":"desk","station":"1"}"#,
        // A kiosk too, with the PIN: `signing` tries it.
        who: &[Role::Kiosk, Role::Organiser],
        ok: (State::Fresh, 201),
        refused: &[with_body(
            State::Fresh,
            r#"{"for":"desk","station":"99"}"#,
            404,
            "not_found",
        )],
    },
    Route {
        ask: "POST /pin",
        body: r#"{"pin":"482913"}"#,
        who: ORGANISER,
        ok: (State::Fresh, 204),
        refused: &[with_body(
            State::Fresh,
            r#"{"pin":"12"}"#,
            422,
            "value_out_of_range",
        )],
    },
    Route {
        ask: "POST /tokens",
        body: r#"{"role":"volunteer","station":"1","label":"scanner"}"#,
        who: ORGANISER,
        ok: (State::Fresh, 201),
        refused: &[],
    },
    Route {
        ask: "POST /kiosks",
        body: r#"{"name":"东门"}"#,
        who: ORGANISER,
        ok: (State::Fresh, 201),
        refused: &[],
    },
];
