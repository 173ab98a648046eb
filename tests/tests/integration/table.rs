//! What is tried with every row of the table.

use std::collections::BTreeSet;

use paihao_tests::Ask;
use serde_json::json;

use crate::bench::{BASE, Bench, ROLES};
use crate::check::Wrong;
use crate::routes::{self, Route};
use crate::stage::Stage;

mod bodies;
mod keys;
mod missing;

impl Route {
    fn method(&self) -> &'static str {
        self.ask.split(' ').next().unwrap()
    }

    /// Below the base, as it stands in the table.
    fn path(&self) -> &'static str {
        self.ask.split_once(' ').unwrap().1
    }

    /// The request of the row, by whoever may.
    fn ask(&self, stage: &Stage, body: &str) -> Ask {
        let ask = self.ask_to(stage, &stage.fill(self.path()), body);
        match self.who.last() {
            Some(role) => ask.bearer(stage.bench.token(*role)),
            None => ask,
        }
    }

    /// The same by nobody and to a path of one's choice.
    fn ask_to(&self, stage: &Stage, path: &str, body: &str) -> Ask {
        let ask = Ask::new(self.method(), format!("{BASE}{path}"));
        let body = stage.fill(if body.is_empty() { self.body } else { body });
        if !body.is_empty() {
            ask.header("content-type", "application/json").body(body)
        } else if self.method() == "POST" {
            ask.json(&json!({}))
        } else {
            ask
        }
    }
}

/// Calls that are tried by another module than this one.
const TRIED_IN_LIVE: &[&str] = &["GET /live"];
const TRIED_IN_SIGNING: &[&str] = &[
    "DELETE /kiosks/{kiosk}",
    "DELETE /sessions/{session}",
    "DELETE /tokens/{token}",
    "GET /session",
    "PATCH /kiosks/{kiosk}",
    "PATCH /tokens/{token}",
    "POST /pin/check",
    "POST /sign-in",
    "POST /sign-out",
];
const TRIED_IN_SIGNING_OF_THE_HUB: &[&str] = &[
    "GET /api/v1/sites",
    "POST /api/v1/sites",
    "POST /api/v1/pair",
    "POST /api/v1/prove",
    // The site itself, below its own base.
    "DELETE ",
];

#[tokio::test]
async fn everything_that_openapi_promises_is_tried() {
    let bench = Bench::in_memory().await;
    let promised = bench.ask(Ask::get("/api/openapi.json")).await.json();
    let mut promised: BTreeSet<String> = promised["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .map(|call| call.replacen("/api/v1/sites/{site}", "", 1))
        .collect();
    assert!(promised.len() > 40, "OpenAPI names only {promised:?}");
    for route in routes::all() {
        let call = route
            .ask
            .split('?')
            .next()
            .unwrap()
            .replace("$ticket", "{ticket}")
            .replace("$appointment", "{appointment}")
            .replace("$item", "{item}");
        let call = call.replace("/stations/1", "/stations/{station}");
        promised.remove(&call.replace("/services/haircut", "/services/{service}"));
    }
    let elsewhere = [TRIED_IN_LIVE, TRIED_IN_SIGNING, TRIED_IN_SIGNING_OF_THE_HUB];
    for tried in elsewhere.concat() {
        assert!(promised.remove(tried), "{tried} is not in OpenAPI");
    }
    assert!(promised.is_empty(), "nothing tries {promised:#?}");
}

#[tokio::test]
async fn every_call_is_done_for_whoever_may() {
    let mut wrong = Wrong::default();
    for route in routes::all() {
        let stage = Stage::at(route.ok.0).await;
        let before = stage.bench.recorded().await;
        let reply = stage.bench.ask(route.ask(&stage, "")).await;
        wrong.done(route.ask, &reply, route.ok.1);
        let is_still = stage.bench.recorded().await == before;
        wrong.unless(
            route.ask,
            route.method() != "GET" || is_still,
            "looking records",
        );
    }
    wrong.nothing();
}

#[tokio::test]
async fn every_refusal_says_why_and_records_nothing() {
    let mut wrong = Wrong::default();
    for route in routes::all() {
        for refused in route.refused {
            let row = format!("{} from {:?} {}", route.ask, refused.from, refused.body);
            let stage = Stage::at(refused.from).await;
            let before = stage.bench.recorded().await;
            let reply = stage.bench.ask(route.ask(&stage, refused.body)).await;
            wrong.problem(&row, &reply, refused.status, refused.code);
            wrong.unless(
                &row,
                stage.bench.recorded().await == before,
                "something was recorded",
            );
        }
    }
    wrong.nothing();
}

#[tokio::test]
async fn wrong_roles_are_told_that_they_may_not_and_nobody_to_sign_in() {
    let mut wrong = Wrong::default();
    for route in routes::all().filter(|route| !route.who.is_empty()) {
        let stage = Stage::at(route.ok.0).await;
        let before = stage.bench.recorded().await;
        let ask = || route.ask_to(&stage, &stage.fill(route.path()), "");
        for role in ROLES.into_iter().filter(|role| !route.who.contains(role)) {
            let row = format!("{} as {role:?}", route.ask);
            let reply = stage.bench.ask(ask().bearer(stage.bench.token(role))).await;
            wrong.problem(&row, &reply, 403, "not_allowed");
        }
        let row = format!("{} with a made-up token", route.ask);
        let reply = stage.bench.ask(ask().bearer("not-a-token")).await;
        wrong.problem(&row, &reply, 401, "not_signed_in");
        let row = format!("{} by nobody", route.ask);
        let code = if route.path() == "/tickets" {
            "joining_off"
        } else {
            "not_signed_in"
        };
        wrong.problem(&row, &stage.bench.ask(ask()).await, 401, code);
        wrong.unless(
            &row,
            stage.bench.recorded().await == before,
            "something was recorded",
        );
    }
    wrong.nothing();
}
