//! Who did what, when and why, as an organiser reads it.

use chrono::TimeDelta;
use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, SITE};

async fn audit(bench: &Bench, query: &str) -> Value {
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/audit?{query}");
    bench.get(&path, Some(&organiser)).await.done(200)
}

fn told(view: &Value) -> Vec<String> {
    let entries = view["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
            [
                text("role"),
                text("what"),
                text("number"),
                text("station"),
                text("why"),
            ]
            .join(" ")
        })
        .collect()
}

#[tokio::test]
async fn a_day_is_told_by_ticket_and_by_station() {
    let bench = Bench::new().await;
    let volunteer = bench.token(Role::Volunteer);
    bench.issue().await;
    bench.issue().await;
    for action in ["call-next", "start", "finish", "undo"] {
        let path = format!("{SITE}/stations/1/{action}");
        bench.post(&path, Some(&volunteer), "").await.done(200);
    }
    let day = audit(&bench, "date=2026-03-07").await;
    let told_of_1 = [
        "volunteer ticket_called 理001 1 arrival",
        "volunteer serving_started 理001 1 -",
        "volunteer serving_finished 理001 1 -",
        "volunteer action_undone 理001 1 -",
    ];
    let all = told(&day);
    assert_eq!(all[all.len() - 4..], told_of_1);
    assert!(
        all.contains(&"kiosk ticket_issued 理002 - -".to_owned()),
        "{all:?}"
    );
    assert_eq!(told(&audit(&bench, "station=1").await), told_of_1);
    let of_2 = told(&audit(&bench, "number=%E7%90%86002").await);
    assert_eq!(of_2, ["kiosk ticket_issued 理002 - -"]);
    let last = &day["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["at"], &last["facts"]["action"]),
        (&json!("2026-03-07T09:00:00+08:00"), &json!("finish"))
    );
    assert!(last["by"].as_str().is_some(), "whose session it was");
}

#[tokio::test]
async fn days_are_told_apart_and_long_ones_by_pages() {
    let bench = Bench::new().await;
    for _ in 0..3 {
        bench.issue().await;
    }
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::days(1));
    bench.issue().await;
    let counts = |view: &Value| {
        told(view)
            .iter()
            .filter(|line| line.contains("ticket_issued"))
            .count()
    };
    assert_eq!(counts(&audit(&bench, "date=2026-03-07").await), 3);
    assert_eq!(counts(&audit(&bench, "date=2026-03-08").await), 1);
    assert_eq!(told(&audit(&bench, "date=2026-03-06").await), [""; 0]);
    let all = audit(&bench, "date=2026-03-07").await;
    assert_eq!(all["next"], Value::Null);
    let last = all["entries"].as_array().unwrap().last().unwrap()["position"]
        .as_u64()
        .unwrap();
    let rest = audit(&bench, &format!("date=2026-03-07&from={last}")).await;
    assert!(told(&rest).len() < told(&all).len());
}

#[tokio::test]
async fn the_networks_password_is_not_told_and_others_are_not_either() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let wifi = r#"{"wifi":{"name":"square","password":"correct horse"}}"#;
    let patch = crate::bench::request("PATCH", SITE, Some(&organiser), wifi);
    bench.send(patch).await.done(200);
    let view = audit(&bench, "").await;
    assert!(
        told(&view)
            .iter()
            .any(|line| line.contains("organiser site_set"))
    );
    assert!(!view.to_string().contains("correct horse"));
    let volunteer = bench.token(Role::Volunteer);
    let asked = bench.get(&format!("{SITE}/audit"), Some(&volunteer)).await;
    asked.problem("a volunteer", 403, "not_allowed");
}
