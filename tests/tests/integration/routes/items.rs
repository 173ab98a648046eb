//! Things left to be repaired, and cards.

use super::{ISSUERS, ORGANISER, Route, STAFF, look, refused, with_body};
use crate::stage::State;

pub(super) const ITEMS: &[Route] = &[
    look("GET /items", STAFF),
    look("GET /repairs?from=2026-03-07&to=2026-03-07", ORGANISER),
    look("GET /audit", ORGANISER),
    look("GET /audit?date=2026-03-07&station=1", ORGANISER),
    look("GET /cards", ORGANISER),
    Route {
        ask: "POST /tickets/$ticket/brings",
        body: r#"{"kind":"kettle"}"#,
        who: ISSUERS,
        ok: (State::Waiting, 200),
        refused: &[
            refused(State::Cancelled, "ticket_closed"),
            with_body(State::Waiting, r#"{"kind":"horse"}"#, 400, "malformed"),
        ],
    },
    Route {
        ask: "POST /stations/1/receive-item",
        body: r#"{"kind":"kettle","ticket":"$ticket","finish":true}"#,
        who: STAFF,
        ok: (State::Serving, 201),
        refused: &[
            refused(State::Called, "ticket_not_serving"),
            with_body(State::Fresh, r#"{"kind":"kettle"}"#, 409, "station_idle"),
        ],
    },
    Route {
        ask: "POST /tickets/$ticket/items",
        body: r#"{"kind":"fan","finish":false}"#,
        who: STAFF,
        ok: (State::ItemLeft, 201),
        refused: &[
            refused(State::Waiting, "ticket_not_serving"),
            refused(State::NoShow, "ticket_no_show"),
            refused(State::Cancelled, "ticket_closed"),
        ],
    },
    Route {
        ask: "GET /items/$item",
        body: "",
        who: STAFF,
        ok: (State::ItemLeft, 200),
        refused: &[],
    },
    Route {
        ask: "POST /items/$item/start",
        body: r#"{"station":"1"}"#,
        who: STAFF,
        ok: (State::ItemLeft, 200),
        refused: &[
            refused(State::ItemCollected, "item_collected"),
            with_body(State::ItemLeft, r#"{"station":"99"}"#, 404, "not_found"),
        ],
    },
    Route {
        ask: "POST /items/$item/finish",
        body: r#"{"outcome":"taken_away","ready_on":"2026-03-14"}"#,
        who: STAFF,
        ok: (State::ItemLeft, 200),
        refused: &[
            refused(State::ItemCollected, "item_collected"),
            with_body(
                State::ItemLeft,
                r#"{"outcome":"taken_away","ready_on":"2026-03-06"}"#,
                422,
                "value_out_of_range",
            ),
        ],
    },
    Route {
        ask: "POST /items/$item/call",
        body: "",
        who: STAFF,
        ok: (State::ItemReady, 200),
        refused: &[
            refused(State::ItemLeft, "item_not_ready"),
            refused(State::ItemCollected, "item_collected"),
        ],
    },
    Route {
        ask: "POST /items/$item/collect",
        body: "",
        who: STAFF,
        ok: (State::ItemReady, 200),
        refused: &[refused(State::ItemLeft, "item_not_ready")],
    },
    Route {
        ask: "POST /cards",
        body: r#"{"number":"1200 0007","class":"priority"}"#,
        who: ORGANISER,
        ok: (State::Fresh, 200),
        refused: &[with_body(
            State::Fresh,
            r#"{"number":""}"#,
            422,
            "value_out_of_range",
        )],
    },
    Route {
        ask: "POST /cards/revoke",
        body: r#"{"number":"1200 0007"}"#,
        who: ORGANISER,
        ok: (State::CardSet, 200),
        refused: &[refused(State::Fresh, "card_unknown")],
    },
];
