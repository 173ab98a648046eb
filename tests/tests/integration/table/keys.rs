//! Repeated requests.

use domain::Role;
use paihao_tests::Ask;
use serde_json::json;

use crate::bench::BASE;
use crate::check::Wrong;
use crate::routes::{self, Route};
use crate::stage::{Stage, State};

/// What is only heard or tried, and recorded nowhere, has no keys to remember.
const RECORDS_NOTHING: &[&str] = &["POST /kiosks/here", "POST /plan/like", "POST /what-if"];

#[tokio::test]
async fn a_repeated_key_answers_the_first_answer_and_another_request_is_refused() {
    let mut wrong = Wrong::default();
    for route in routes::all().filter(|route| route.method() == "POST") {
        let stage = Stage::at(route.ok.0).await;
        let ask = route.ask(&stage, "").key("k-1");
        let first = stage.bench.ask(ask.clone()).await;
        wrong.done(route.ask, &first, route.ok.1);
        let before = stage.bench.recorded().await;
        let again = stage.bench.ask(ask).await;
        let row = format!("{} again", route.ask);
        wrong.done(&row, &again, route.ok.1);
        let differs = format!("{} became {}", first.text(), again.text());
        wrong.unless(&row, again.json() == first.json(), &differs);
        if RECORDS_NOTHING.contains(&route.ask) {
            continue;
        }
        let row = format!("{} and then another request", route.ask);
        let other = other(route, &stage).key("k-1");
        wrong.problem(&row, &stage.bench.ask(other).await, 409, "key_reused");
        wrong.unless(
            &row,
            stage.bench.recorded().await == before,
            "it was recorded twice",
        );
    }
    wrong.nothing();
}

/// Another request that keeps its keys in the same place: sites keep theirs, the register its own.
fn other(route: &Route, stage: &Stage) -> Ask {
    if route.path() == "/appointments" {
        // A phone's keys are its own.
        let body = json!({"service": "haircut", "slot": "2026-03-07T10:15:00+08:00"});
        return Ask::post(format!("{BASE}/appointments"), &body);
    }
    let (path, body) = match route.path() {
        "/links" => ("links", json!({"for": "board"})),
        "/tokens" => ("tokens", json!({"role": "display"})),
        "/kiosks" => ("kiosks", json!({"name": "西门"})),
        "/pin" => ("pin", json!({"pin": "111222"})),
        _ => ("stations/5/pause", json!({"minutes": 7})),
    };
    stage.bench.post(path, &body, Role::Organiser)
}

#[tokio::test]
async fn a_refusal_is_not_remembered_under_its_key() {
    let stage = Stage::at(State::Stopped).await;
    let issue = || {
        let body = json!({"service": "haircut"});
        stage.bench.post("tickets", &body, Role::Kiosk).key("k-1")
    };
    let mut wrong = Wrong::default();
    wrong.problem(
        "stopped",
        &stage.bench.ask(issue()).await,
        409,
        "issuing_stopped",
    );
    let resume = stage.bench.post(
        "services/haircut/resume-issuing",
        &json!({}),
        Role::Organiser,
    );
    wrong.done("resume", &stage.bench.ask(resume).await, 200);
    wrong.done("the same key", &stage.bench.ask(issue()).await, 201);
    wrong.nothing();
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let stage = Stage::at(State::Fresh).await;
    let too_long = "k".repeat(129);
    let mut wrong = Wrong::default();
    for key in ["", " ", "schlüssel", &too_long] {
        let ask = stage
            .bench
            .post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
        let reply = stage.bench.ask(ask.key(key)).await;
        wrong.problem(&format!("key {key:?}"), &reply, 400, "malformed");
    }
    wrong.nothing();
    assert_eq!(stage.bench.issued().await, 0);
}
