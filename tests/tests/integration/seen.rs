//! Two volunteers look at one station: what the second one presses is about a ticket that is gone.

use domain::Role;
use serde_json::json;

use crate::check::{self, Wrong};
use crate::stage::{Stage, State};

/// Everything that is done at a station, with what it needs beside the ticket that was seen.
const VERBS: &[(&str, &str)] = &[
    ("call-next", r#"{"finish":true}"#),
    ("recall", "{}"),
    ("start", "{}"),
    ("finish", "{}"),
    ("no-show", "{}"),
    ("hold", "{}"),
    ("transfer", r#"{"service":"repair"}"#),
    ("undo", "{}"),
    ("open", "{}"),
    ("pause", r#"{"minutes":5}"#),
    ("close", "{}"),
];

#[tokio::test]
async fn a_press_about_another_ticket_does_nothing() {
    let mut wrong = Wrong::default();
    for (verb, body) in VERBS {
        let stage = Stage::at(State::CalledAndOther).await;
        let before = stage.bench.recorded().await;
        let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
        body["ticket"] = json!(stage.fill("$other"));
        let ask = stage
            .bench
            .post(&format!("stations/1/{verb}"), &body, Role::Volunteer);
        let reply = stage.bench.ask(ask).await;
        wrong.problem(verb, &reply, 409, "ticket_changed");
        wrong.unless(
            verb,
            stage.bench.recorded().await == before,
            "something was recorded",
        );
    }
    wrong.nothing();
}

#[tokio::test]
async fn a_token_of_one_station_acts_at_no_other() {
    let stage = Stage::at(State::Waiting).await;
    let ask = stage.bench.post(
        "tokens",
        &json!({"role": "volunteer", "station": "2"}),
        Role::Organiser,
    );
    let added = check::done("token", &stage.bench.ask(ask).await, 201);
    let secret = added["secret"].as_str().unwrap();
    let call = |station: &str| {
        let path = format!("{}/stations/{station}/call-next", crate::bench::BASE);
        paihao_tests::Ask::post(path, &json!({})).bearer(secret)
    };
    check::problem(
        "station 1",
        &stage.bench.ask(call("1")).await,
        403,
        "not_allowed",
    );
    let called = check::done("station 2", &stage.bench.ask(call("2")).await, 200);
    assert_eq!(called["ticket"]["number"], "理001");
}
