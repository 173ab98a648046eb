//! What the holder of a ticket's link may do with it, and only with it.

use domain::Role;
use paihao_tests::Ask;
use serde_json::{Value, json};

use crate::bench::{BASE, Bench};
use crate::check;

#[tokio::test]
async fn the_holder_follows_holds_and_gives_up_without_ever_seeing_the_id() {
    let bench = Bench::in_memory().await;
    let (link, url) = issue(&bench).await;
    assert!(url.ends_with(&format!("/t/{link}")), "{url}");
    assert_eq!(link.len(), 26);
    let rows = [
        ("GET", "", "waiting"),
        ("POST", "/hold", "on_hold"),
        ("POST", "/cancel", "cancelled"),
    ];
    for (method, verb, state) in rows {
        let ask = Ask::new(method, format!("{BASE}/tickets/{link}{verb}"));
        let ask = if method == "POST" {
            ask.json(&json!({}))
        } else {
            ask
        };
        let json = check::done(verb, &bench.ask(ask).await, 200);
        assert_eq!(json["ticket"]["state"], state);
        assert_eq!(json["ticket"]["id"], Value::Null, "the holder sees the id");
    }
}

#[tokio::test]
async fn a_link_opens_its_own_ticket_only_and_a_guess_opens_none() {
    let bench = Bench::in_memory().await;
    let (link, _) = issue(&bench).await;
    let before = bench.recorded().await;
    let mut guess = link.clone();
    guess.replace_range(10..11, if &link[10..11] == "A" { "B" } else { "A" });
    for wrong in [guess.as_str(), &link[..25], "nothing"] {
        let path = format!("{BASE}/tickets/{wrong}");
        check::problem(wrong, &bench.ask(Ask::get(&path)).await, 404, "not_found");
        let ask = Ask::post(format!("{path}/cancel"), &json!({}));
        check::problem(wrong, &bench.ask(ask).await, 404, "not_found");
    }
    for staff_only in ["resume", "reinstate", "transfer"] {
        let path = format!("{BASE}/tickets/{link}/{staff_only}");
        let reply = bench
            .ask(Ask::post(path, &json!({"service": "repair"})))
            .await;
        assert!(
            (400..500).contains(&reply.status),
            "{staff_only}: {}",
            reply.text()
        );
    }
    assert_eq!(bench.recorded().await, before);
}

async fn issue(bench: &Bench) -> (String, String) {
    let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
    let issued = check::done("issue", &bench.ask(ask).await, 201);
    (
        issued["token"].as_str().unwrap().to_owned(),
        issued["url"].as_str().unwrap().to_owned(),
    )
}
