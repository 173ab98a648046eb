//! Ids, addresses and methods that there are not.

use domain::Role;
use paihao_tests::Ask;
use serde_json::json;

use crate::bench::{BASE, Bench};
use crate::check::Wrong;
use crate::routes;
use crate::stage::{Stage, State};

const NOBODYS: &str = "01945c00-0000-7000-8000-000000000000";

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let mut wrong = Wrong::default();
    for route in routes::all() {
        let missing = route
            .path()
            .replace("$ticket", NOBODYS)
            .replace("$appointment", NOBODYS)
            .replace("$item", NOBODYS)
            .replace("/stations/1", "/stations/99")
            .replace("/services/haircut", "/services/nothing")
            .replace("service=haircut", "service=nothing");
        if missing == route.path() {
            continue;
        }
        let stage = Stage::at(State::CalledAndOther).await;
        let before = stage.bench.recorded().await;
        let ask = route
            .ask_to(&stage, &missing, "")
            .bearer(stage.bench.token(Role::Organiser));
        let row = format!("{} {missing}", route.method());
        wrong.problem(&row, &stage.bench.ask(ask).await, 404, "not_found");
        wrong.unless(
            &row,
            stage.bench.recorded().await == before,
            "something was recorded",
        );
    }
    wrong.nothing();
}

#[tokio::test]
async fn strange_sites_addresses_and_methods_are_named() {
    let bench = Bench::in_memory().await;
    let rows = [
        (Ask::get("/api/v1/sites/elsewhere"), 404, "not_found"),
        (
            Ask::get("/api/v1/sites/elsewhere/services"),
            404,
            "not_found",
        ),
        (Ask::get("/api/v1/sites/%2e%2e/services"), 404, "not_found"),
        (Ask::get("/api/v1/sites/%ff/services"), 400, "malformed"),
        (Ask::get("/api/v1/nothing"), 404, "no_such_address"),
        (Ask::get(format!("{BASE}/nothing")), 404, "no_such_address"),
        (
            Ask::get(format!("{BASE}/services/")),
            404,
            "no_such_address",
        ),
        (
            Ask::get(format!("{BASE}/stations/1/call-next")),
            405,
            "method_not_allowed",
        ),
        (
            Ask::new("PUT", format!("{BASE}/services")).json(&json!({})),
            405,
            "method_not_allowed",
        ),
        (
            Ask::get(format!("{BASE}/live?topic=board&surprise=1")),
            400,
            "malformed",
        ),
    ];
    let mut wrong = Wrong::default();
    for (ask, status, code) in rows {
        let row = format!("{} {}", ask.method(), ask.path());
        wrong.problem(&row, &bench.ask(ask).await, status, code);
    }
    wrong.nothing();
}
