//! Taking things in, and what becomes of them.

use serde_json::json;

use super::{api, bench, hidden, page, send, shows};
use crate::bench::Bench;

const RECEIVE: &str = "/desk/receive?station=4";
const ITEMS: &str = "/desk/items?station=4";

/// Somebody with a kettle is being served at the repair desk; answers the ticket.
async fn somebody_is_served(bench: &Bench) -> String {
    let issued = api(bench, "tickets", &json!({"service": "repair"})).await;
    let ticket = issued["ticket"]["id"].as_str().unwrap().to_owned();
    let brings = format!("tickets/{ticket}/brings");
    api(bench, &brings, &json!({"kind": "kettle"})).await;
    api(bench, "stations/4/call-next", &json!({})).await;
    api(bench, "stations/4/start", &json!({})).await;
    ticket
}

#[tokio::test]
async fn a_thing_is_taken_in_and_its_number_shown_for_the_tag() {
    let bench = bench().await;
    somebody_is_served(&bench).await;
    let desk = page(&bench, "/desk?station=4").await;
    shows(&desk, 200, &["/desk/receive?station=4", "带了电水壶"]);
    let asked = page(&bench, RECEIVE).await;
    shows(&asked, 200, &["收下并办完", "收下，继续"]);
    // What its owner said to have brought stands first, and is chosen.
    let (kettle, lamp) = (asked.text.find("kettle"), asked.text.find("\"lamp\""));
    assert!(kettle < lamp && asked.text.contains("value=\"kettle\" checked"));
    let (key, ticket) = (hidden(&asked, "key"), hidden(&asked, "ticket"));
    let fields = |key, kind, finish| {
        [
            ("key", key),
            ("ticket", ticket),
            ("at", "station"),
            ("kind", kind),
            ("finish", finish),
        ]
    };
    let nothing = send(&bench, RECEIVE, &fields("a", "", "yes")).await;
    shows(&nothing, 422, &["请先点一下"]);
    let first = send(&bench, RECEIVE, &fields("b", "fan", "no")).await;
    shows(&first, 200, &["请写在标签上", "001", "电风扇"]);
    for _ in 0..2 {
        // A second press of the same thumb takes nothing more in.
        let done = send(&bench, RECEIVE, &fields(key, "kettle", "yes")).await;
        shows(&done, 200, &["请写在标签上", "002", "电水壶"]);
    }
    let late = send(&bench, RECEIVE, &fields("c", "kettle", "yes")).await;
    shows(&late, 409, &["role=\"alert\"", "value=\"kettle\" checked"]);
    // Who was served today leaves one more.
    let again = page(&bench, &format!("{RECEIVE}&ticket={ticket}")).await;
    assert!(again.text.contains("收下") && !again.text.contains("收下并办完"));
    let more = send(&bench, RECEIVE, &[("ticket", ticket), ("kind", "lamp")]).await;
    shows(&more, 200, &["003", "台灯"]);
    shows(
        &page(&bench, RECEIVE).await,
        200,
        &["本台现在没有人", "修001"],
    );
}

#[tokio::test]
async fn each_thing_offers_its_next_steps() {
    let bench = bench().await;
    somebody_is_served(&bench).await;
    for kind in ["kettle", "fan"] {
        api(&bench, "stations/4/receive-item", &json!({"kind": kind})).await;
    }
    shows(
        &page(&bench, ITEMS).await,
        200,
        &["要修的", "开始修", "带回去修"],
    );
    let steps = [
        ("start", "在修"),
        ("taken_away", "3月14日 周六带回来"),
        ("repaired", "修好了，等人来取"),
        ("call", "刚通知"),
        ("collect", "今天取走的"),
    ];
    for (step, shown) in steps {
        let fields = [("item", "1"), ("do", step), ("ready_on", "2026-03-14")];
        let done = send(&bench, ITEMS, &fields).await;
        assert_eq!(done.status, 303, "{step}: {}", done.text);
        assert!(done.header("location").starts_with(&format!("{ITEMS}#i")));
        shows(&page(&bench, ITEMS).await, 200, &[shown]);
    }
    let early = send(&bench, ITEMS, &[("item", "2"), ("do", "call")]).await;
    shows(&early, 409, &["role=\"alert\"", "件002", "找到了"]);
    let found = page(&bench, &format!("{ITEMS}&find=002")).await;
    shows(&found, 200, &["找到了", "电风扇"]);
    let missing = page(&bench, &format!("{ITEMS}&find=77")).await;
    shows(&missing, 404, &["role=\"alert\"", "value=\"77\""]);
    let past = [
        ("item", "2"),
        ("do", "taken_away"),
        ("ready_on", "2020-01-01"),
    ];
    shows(&send(&bench, ITEMS, &past).await, 422, &["role=\"alert\""]);
}

#[tokio::test]
async fn what_should_be_back_is_marked() {
    let bench = bench().await;
    somebody_is_served(&bench).await;
    api(&bench, "stations/4/receive-item", &json!({"kind": "radio"})).await;
    let along = json!({"outcome": "taken_away", "ready_on": "2026-03-14"});
    api(&bench, "items/1/finish", &along).await;
    assert!(!page(&bench, ITEMS).await.text.contains("该带回来了"));
    bench.clock.set("2026-03-14T01:00:00Z".parse().unwrap());
    shows(
        &page(&bench, ITEMS).await,
        200,
        &["该带回来了", "修好带回来了"],
    );
}
