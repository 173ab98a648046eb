//! Names and phones: kept out of everything but the vault, shown masked, and gone when erased.

use chrono::TimeDelta;
use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, SITE, request};

const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];

/// Somebody whom nobody else is: name and phone.
fn person(n: u64) -> (String, String) {
    let surname = SURNAMES[n as usize % 10];
    let given = char::from_u32(0x6842 + (n * 37 % 900) as u32).unwrap();
    (
        format!("{surname}{given}芳{n:02}"),
        format!("138{:08}", 10_000_019 + n * 1_234_567),
    )
}

async fn bench() -> Bench {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 15, "capacity": 50}});
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/services/repair");
    let patch = request("PATCH", &path, Some(&organiser), &slots.to_string());
    bench.send(patch).await.done(200);
    bench
}

async fn book(bench: &Bench, n: u64, key: Option<&str>) -> Value {
    let (name, phone) = person(n);
    let body = json!({"service": "repair", "slot": "2026-03-07T10:00:00+08:00", "name": name, "phone": phone});
    let mut ask = request(
        "POST",
        &format!("{SITE}/appointments"),
        None,
        &body.to_string(),
    );
    if let Some(key) = key {
        ask.headers_mut()
            .insert("idempotency-key", key.parse().unwrap());
    }
    bench.send(ask).await.done(201)
}

async fn listed(bench: &Bench) -> Value {
    let volunteer = bench.token(Role::Volunteer);
    let path = format!("{SITE}/appointments?date=2026-03-07");
    bench.get(&path, Some(&volunteer)).await.done(200)
}

/// Everything that anybody gets to see or that is written down, as one text.
async fn all_that_is_told(bench: &Bench, tokens: &[String]) -> String {
    let organiser = bench.token(Role::Organiser);
    let mut told = String::new();
    for path in [
        "",
        "/services",
        "/stations",
        "/queue",
        "/board",
        "/dashboard",
        "/stats",
        "/history",
        "/items",
        "/appointments",
    ] {
        told += &bench
            .get(&format!("{SITE}{path}"), Some(&organiser))
            .await
            .text;
    }
    for token in tokens {
        told += &bench
            .get(&format!("{SITE}/appointments/{token}"), None)
            .await
            .text;
    }
    for page in ["/", "/board", "/metrics", "/healthz"] {
        told += &bench.get(page, None).await.text;
    }
    told += &bench.log_text().await;
    told + &bench
        .hub
        .sites()
        .first()
        .unwrap()
        .read(|p| serde_json::to_string(&p.site).unwrap())
}

#[tokio::test]
async fn fifty_names_and_phones_are_found_nowhere_and_masked_only_while_they_are_kept() {
    let bench = bench().await;
    let mut tokens = Vec::new();
    for n in 0..50 {
        let booked = book(&bench, n, None).await;
        tokens.push(booked["token"].as_str().unwrap().to_owned());
    }
    let list = listed(&bench).await;
    let mut shown = list["appointments"].as_array().unwrap().iter();
    let wang = shown.find(|one| one["phone"] == "138****0019").unwrap();
    assert_eq!(wang["name"], "王**");
    let told = all_that_is_told(&bench, &tokens).await;
    for n in 0..50 {
        let (name, phone) = person(n);
        assert!(
            !told.contains(&name) && !told.contains(&phone),
            "{name} is told"
        );
    }
    // A control: what is looked through does hold what was booked.
    let told_of = told.matches("\"subject\":").count();
    assert_eq!(told_of, 2 * 50, "in the log and in the state");
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::days(8));
    bench.hub.erase_due_people().await.unwrap();
    let list = listed(&bench).await;
    let is_gone = |one: &Value| one.get("name").is_none() && one.get("phone").is_none();
    assert!(list["appointments"].as_array().unwrap().iter().all(is_gone));
    assert_eq!(
        list["appointments"].as_array().unwrap().len(),
        50,
        "the appointments stay"
    );
    let told = all_that_is_told(&bench, &tokens).await;
    assert!(!told.contains("138****"), "a masked phone is still told");
    assert_eq!(told.matches("person_erased").count(), 50);
}

#[tokio::test]
async fn somebody_is_forgotten_at_once_when_he_asks() {
    let bench = bench().await;
    let booked = book(&bench, 1, None).await;
    let link = booked["token"].as_str().unwrap();
    assert_eq!(booked["appointment"]["phone"], "138****4586");
    let at = |rest: &str| format!("{SITE}/appointments/{link}{rest}");
    let shown = bench.get(&at(""), None).await.done(200);
    assert_eq!(shown["appointment"]["name"], "李**");
    // Moved to another day he stays known until that day is past.
    let later = json!({"slot": "2026-03-12T10:00:00+08:00"}).to_string();
    bench.post(&at("/move"), None, &later).await.done(200);
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::days(8));
    bench.hub.erase_due_people().await.unwrap();
    let shown = bench.get(&at(""), None).await.done(200);
    assert_eq!(shown["appointment"]["name"], "李**");
    let forgotten = bench.post(&at("/forget"), None, "").await.done(200);
    assert_eq!(forgotten["appointment"].get("name"), None);
    let shown = bench.get(&at(""), None).await.done(200);
    assert_eq!(shown["appointment"].get("phone"), None);
    bench.post(&at("/forget"), None, "").await.done(200);
}

#[tokio::test]
async fn a_repeated_booking_keeps_one_person_and_a_refused_one_none() {
    let bench = bench().await;
    let first = book(&bench, 1, Some("k")).await;
    let again = book(&bench, 1, Some("k")).await;
    assert_eq!(first["token"], again["token"]);
    assert_eq!(
        listed(&bench).await["appointments"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let (name, phone) = person(2);
    let body = json!({"service": "repair", "slot": "2026-03-07T12:00:00+08:00", "name": name, "phone": phone});
    let refused = bench
        .post(&format!("{SITE}/appointments"), None, &body.to_string())
        .await;
    let refused = refused.problem("no such slot", 409, "slot_unknown");
    assert!(!refused.to_string().contains(&phone));
    let bad = json!({"service": "repair", "slot": "2026-03-07T10:00:00+08:00", "phone": "call me"});
    let bad = bench
        .post(&format!("{SITE}/appointments"), None, &bad.to_string())
        .await;
    bad.problem("no phone", 422, "value_out_of_range");
    assert_eq!(bench.kept_people().await, 1);
}
