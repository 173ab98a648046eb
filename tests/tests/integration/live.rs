//! Changes reach whoever listens, and whoever only asks again.

use std::time::Duration;

use domain::Role;
use paihao_tests::{Ask, Stream};
use serde_json::{Value, json};

use crate::bench::{BASE, Bench};
use crate::check;

/// Only ever waited for in full by a test that fails.
const WITHIN: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_call_reaches_the_board_and_the_phone_that_listen() {
    let bench = Bench::in_memory().await;
    let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
    let issued = check::done("issue", &bench.ask(ask).await, 201);
    let link = issued["token"].as_str().unwrap();
    let live = |query: &str| Ask::get(format!("{BASE}/live?{query}"));
    let mut board = bench.follow(live("topic=board")).await;
    let mut phone = bench
        .follow(live(&format!("topic=ticket&ticket={link}")))
        .await;
    let mut queue = bench
        .follow(live("topic=queue").bearer(bench.token(Role::Volunteer)))
        .await;
    assert_eq!(
        board
            .headers
            .iter()
            .find(|(name, _)| name == "content-type")
            .unwrap()
            .1,
        "text/event-stream"
    );
    until(&mut queue, "queue", |queue| {
        queue["waiting"][0]["number"] == "理001"
    })
    .await;
    until(&mut phone, "ticket", |ticket| {
        ticket["ticket"]["state"] == "waiting"
    })
    .await;
    let ask = bench.post("stations/2/call-next", &json!({}), Role::Volunteer);
    check::done("call", &bench.ask(ask).await, 200);
    let board = until(&mut board, "board", |board| !board["calls"][0].is_null()).await;
    assert_eq!(board["calls"][0]["number"], "理001");
    assert_eq!(board["calls"][0]["station"], "2");
    let phone = until(&mut phone, "ticket", |ticket| {
        ticket["ticket"]["state"] == "called"
    })
    .await;
    assert_eq!(phone["ticket"]["station"], "2");
    assert_eq!(phone["ticket"]["id"], Value::Null, "the holder sees the id");
    until(&mut queue, "queue", |queue| {
        queue["waiting"].as_array().is_some_and(Vec::is_empty)
    })
    .await;
}

/// The data of the first message of this topic for which `is_it` holds.
async fn until(stream: &mut Stream, topic: &str, is_it: impl Fn(&Value) -> bool) -> Value {
    let found = async {
        loop {
            let message = stream.next().await.unwrap().expect("the hub hung up");
            let field = |name: &str| {
                message
                    .lines()
                    .find_map(|line| line.strip_prefix(name))
                    .unwrap_or_default()
                    .trim()
            };
            assert_eq!(field("event:"), topic);
            assert!(
                !field("id:").is_empty(),
                "a message without an id: {message}"
            );
            let data: Value = serde_json::from_str(field("data:")).unwrap();
            if is_it(&data) {
                return data;
            }
        }
    };
    tokio::time::timeout(WITHIN, found)
        .await
        .unwrap_or_else(|_| panic!("{topic}: no such message"))
}

#[tokio::test]
async fn topics_of_staff_are_for_staff() {
    let bench = Bench::in_memory().await;
    let rows = [
        ("topic=queue", None, 401, "not_signed_in"),
        ("topic=queue", Some(Role::Display), 403, "not_allowed"),
        ("topic=dashboard", Some(Role::Volunteer), 403, "not_allowed"),
        ("topic=ticket&ticket=nothing", None, 404, "not_found"),
        ("topic=weather", None, 400, "malformed"),
    ];
    for (query, role, status, code) in rows {
        let ask = Ask::get(format!("{BASE}/live?{query}"));
        let ask = role.map_or(ask.clone(), |role| ask.bearer(bench.token(role)));
        check::problem(query, &bench.ask(ask).await, status, code);
    }
}

#[tokio::test]
async fn asking_again_costs_nothing_until_something_changed() {
    let bench = Bench::in_memory().await;
    let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
    let issued = check::done("issue", &bench.ask(ask).await, 201);
    let link = issued["token"].as_str().unwrap().to_owned();
    for path in [
        "tickets/".to_owned() + &link,
        "services".to_owned(),
        "stations".to_owned(),
    ] {
        let path = format!("{BASE}/{path}");
        // The expected waits of the first ticket may still be on their way.
        let settled = async {
            loop {
                let first = bench.ask(Ask::get(&path)).await;
                let tag = first
                    .header("etag")
                    .unwrap_or_else(|| panic!("{path}: no ETag"));
                let same = bench
                    .ask(Ask::get(&path).header("if-none-match", tag))
                    .await;
                if same.status == 304 {
                    assert_eq!(same.body.len(), 0, "{path}");
                    break;
                }
            }
        };
        tokio::time::timeout(WITHIN, settled)
            .await
            .unwrap_or_else(|_| panic!("{path}: no 304"));
    }
    let tag_of = async |path: &str| {
        bench
            .ask(Ask::get(path))
            .await
            .header("etag")
            .unwrap()
            .to_owned()
    };
    let ticket = format!("{BASE}/tickets/{link}");
    let before = tag_of(&ticket).await;
    let ask = bench.post("stations/1/call-next", &json!({}), Role::Volunteer);
    check::done("call", &bench.ask(ask).await, 200);
    let reply = bench
        .ask(Ask::get(&ticket).header("if-none-match", &before))
        .await;
    assert_eq!(
        check::done("after the call", &reply, 200)["ticket"]["state"],
        "called"
    );
    assert_ne!(tag_of(&ticket).await, before);
}
