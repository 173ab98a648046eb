//! Things left to be repaired, cards, and numbers of an earlier day, over HTTP.

use chrono::TimeDelta;
use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE, request};

async fn issue(bench: &Bench, body: &Value) -> Reply {
    let kiosk = bench.token(Role::Kiosk);
    let path = format!("{SITE}/tickets");
    bench.post(&path, Some(&kiosk), &body.to_string()).await
}

async fn post(bench: &Bench, path: &str, body: &Value) -> Reply {
    let volunteer = bench.token(Role::Volunteer);
    let path = format!("{SITE}/{path}");
    bench.post(&path, Some(&volunteer), &body.to_string()).await
}

#[tokio::test]
async fn a_kettle_goes_from_the_table_to_its_owner() {
    let bench = Bench::new().await;
    let issued = issue(&bench, &json!({"service": "repair"})).await.done(201);
    let link = issued["token"].as_str().unwrap();
    let brings = format!("{SITE}/tickets/{link}/brings");
    let said = bench
        .post(&brings, None, r#"{"kind":"kettle"}"#)
        .await
        .done(200);
    assert_eq!(said["ticket"]["brings"], "kettle");
    let early = post(
        &bench,
        "stations/4/receive-item",
        &json!({"kind": "kettle"}),
    )
    .await;
    early.problem("nobody is there", 409, "station_idle");
    post(&bench, "stations/4/call-next", &json!({}))
        .await
        .done(200);
    post(&bench, "stations/4/start", &json!({})).await.done(200);
    let received = post(
        &bench,
        "stations/4/receive-item",
        &json!({"kind": "kettle", "finish": true}),
    )
    .await
    .done(201);
    assert_eq!(received["item"]["number"], "件001");
    assert_eq!(received["item"]["state"], "handed_in");
    let ticket = issued["ticket"]["id"].as_str().unwrap();
    let more = post(
        &bench,
        &format!("tickets/{ticket}/items"),
        &json!({"kind": "fan"}),
    )
    .await;
    assert_eq!(more.done(201)["item"]["number"], "件002");
    let not_yet = post(&bench, "items/1/call", &json!({})).await;
    let not_yet = not_yet.problem("not ready", 409, "item_not_ready");
    assert!(
        not_yet["title"].as_str().unwrap().contains("件001"),
        "{not_yet}"
    );
    post(&bench, "items/1/start", &json!({"station": "4"}))
        .await
        .done(200);
    let taken = json!({"outcome": "taken_away", "ready_on": "2026-03-14"});
    let taken = post(&bench, "items/001/finish", &taken).await.done(200);
    assert_eq!(taken["item"]["ready_on"], "2026-03-14");
    bench.clock.set("2026-03-14T01:00:00Z".parse().unwrap());
    post(&bench, "items/1/finish", &json!({"outcome": "repaired"}))
        .await
        .done(200);
    let called = post(&bench, "items/1/call", &json!({})).await.done(200);
    assert_eq!(called["item"]["called_at"], "2026-03-14T09:00:00+08:00");
    post(&bench, "items/1/collect", &json!({})).await.done(200);
    let again = post(&bench, "items/1/call", &json!({})).await;
    again.problem("collected", 409, "item_collected");
    let volunteer = bench.token(Role::Volunteer);
    let list = bench
        .get(&format!("{SITE}/items"), Some(&volunteer))
        .await
        .done(200);
    let states: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| &i["state"])
        .collect();
    assert_eq!(states, ["collected", "handed_in"]);
    bench
        .get(&format!("{SITE}/items/77"), Some(&volunteer))
        .await
        .problem("no such tag", 404, "not_found");
}

#[tokio::test]
async fn a_card_gives_priority_and_its_number_is_kept_nowhere() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let with_card = json!({"service": "haircut", "card": "6222 0001-77"});
    issue(&bench, &with_card)
        .await
        .problem("unknown", 409, "card_unknown");
    let card = r#"{"number":"6222000177"}"#;
    let set = bench
        .post(&format!("{SITE}/cards"), Some(&organiser), card)
        .await;
    assert_eq!(set.done(200), json!({"valid": 1, "revoked": 0}));
    let issued = issue(&bench, &with_card).await.done(201);
    assert_eq!(issued["ticket"]["class"], "priority");
    let state = bench
        .hub
        .sites()
        .first()
        .unwrap()
        .read(|p| serde_json::to_string(&p.site).unwrap());
    assert!(!state.contains("6222"), "the number is in the state");
    bench
        .post(&format!("{SITE}/cards/revoke"), Some(&organiser), card)
        .await
        .done(200);
    issue(&bench, &with_card)
        .await
        .problem("revoked", 409, "card_revoked");
    let strange = issue(&bench, &json!({"service": "haircut", "card": "!?"})).await;
    strange.problem("no card's number", 409, "card_unknown");
    let volunteer = bench.token(Role::Volunteer);
    let asked = bench
        .post(&format!("{SITE}/cards"), Some(&volunteer), card)
        .await;
    asked.problem("a volunteer", 403, "not_allowed");
    let bad = bench
        .post(
            &format!("{SITE}/cards"),
            Some(&organiser),
            r#"{"number":" "}"#,
        )
        .await;
    bad.problem("empty", 422, "value_out_of_range");
}

#[tokio::test]
async fn the_link_of_an_unserved_number_gives_a_new_one_the_next_day() {
    let bench = Bench::new().await;
    let old = issue(&bench, &json!({"service": "haircut"}))
        .await
        .done(201);
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::days(1));
    issue(&bench, &json!({"service": "haircut"}))
        .await
        .done(201);
    let carry = json!({"service": "haircut", "carried_from": old["token"]});
    let new = issue(&bench, &carry).await.done(201);
    assert_eq!(
        (&new["ticket"]["number"], &new["ticket"]["ahead"]),
        (&json!("理002"), &json!(0))
    );
    let again = issue(&bench, &carry)
        .await
        .problem("again", 409, "ticket_carried");
    assert!(
        again["title"].as_str().unwrap().contains("理002"),
        "{again}"
    );
    for (name, code) in [("nothing", 404), ("squa0000000000000000000000", 404)] {
        let carry = json!({"service": "haircut", "carried_from": name});
        assert_eq!(issue(&bench, &carry).await.status, code, "{name}");
    }
    // A phone exchanges by its link alone; a guessed id is worth nothing.
    let organiser = bench.token(Role::Organiser);
    let on = request(
        "PATCH",
        SITE,
        Some(&organiser),
        r#"{"join_from_phones":true}"#,
    );
    bench.send(on).await.done(200);
    let by_id = json!({"service": "haircut", "carried_from": old["ticket"]["id"]});
    let by_id = bench
        .post(&format!("{SITE}/tickets"), None, &by_id.to_string())
        .await;
    by_id.problem("by its id", 404, "not_found");
}

/// Leaves a lamp at the table, mended and called.
async fn lamp_called(bench: &Bench) {
    issue(bench, &json!({"service": "repair"})).await.done(201);
    for step in ["call-next", "start"] {
        let path = format!("stations/4/{step}");
        post(bench, &path, &json!({})).await.done(200);
    }
    let lamp = json!({"kind": "lamp", "finish": true});
    post(bench, "stations/4/receive-item", &lamp)
        .await
        .done(201);
    let done = json!({"outcome": "repaired"});
    post(bench, "items/1/finish", &done).await.done(200);
    post(bench, "items/1/call", &json!({})).await.done(200);
}

async fn called_on_the_board(bench: &Bench) -> (Value, String) {
    let view = bench.get(&format!("{SITE}/board"), None).await.done(200);
    let page = bench.get("/board?part=now", None).await;
    (view["items"].clone(), page.text)
}

#[tokio::test]
async fn the_board_calls_for_a_thing_for_ten_minutes_or_until_it_is_collected() {
    let bench = Bench::new().await;
    lamp_called(&bench).await;
    let (items, page) = called_on_the_board(&bench).await;
    assert_eq!(
        items,
        json!([{"number": "件001", "kind": "lamp", "at": "2026-03-07T09:00:00+08:00"}])
    );
    assert!(
        page.contains("取件") && page.contains("台灯") && page.contains("qujian.wav"),
        "{page}"
    );
    bench.clock.advance(TimeDelta::seconds(599));
    assert_eq!(called_on_the_board(&bench).await.0, items);
    bench.clock.advance(TimeDelta::seconds(1));
    let (none, page) = called_on_the_board(&bench).await;
    assert_eq!(none, json!([]));
    assert!(!page.contains("取件"), "{page}");
    post(&bench, "items/1/call", &json!({})).await.done(200);
    assert_ne!(called_on_the_board(&bench).await.0, json!([]));
    post(&bench, "items/1/collect", &json!({})).await.done(200);
    assert_eq!(called_on_the_board(&bench).await.0, json!([]));
}
