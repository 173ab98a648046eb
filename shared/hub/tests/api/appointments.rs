//! Booking over HTTP: by phone, kiosk and staff, until the number is given.

use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE};

const SLOT: &str = "2026-03-07T10:00:00+08:00";

/// Repairs can be booked from 9:00 to 11:00, one in each quarter of an hour. It is nine o'clock.
async fn bench() -> Bench {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 15, "capacity": 1}});
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/services/repair");
    let patch = crate::bench::request("PATCH", &path, Some(&organiser), &slots.to_string());
    bench.send(patch).await.done(200);
    bench
}

async fn book(bench: &Bench, token: Option<&str>, slot: &str) -> Reply {
    let body = json!({"service": "repair", "slot": slot}).to_string();
    bench
        .post(&format!("{SITE}/appointments"), token, &body)
        .await
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_phone_books_moves_and_gives_up_by_its_link_alone() {
    let bench = bench().await;
    let booked = book(&bench, None, SLOT).await.done(201);
    let link = text(&booked["token"]);
    assert_eq!(text(&booked["url"]), format!("http://hub.example/a/{link}"));
    let at = |rest: &str| format!("{SITE}/appointments/{link}{rest}");
    let shown = bench.get(&at(""), None).await.done(200);
    assert_eq!(shown["appointment"]["slot"], SLOT);
    assert_eq!(shown["appointment"].get("id"), None, "no id by the link");
    let later = json!({"slot": "2026-03-07T10:15:00+08:00"}).to_string();
    let moved = bench.post(&at("/move"), None, &later).await.done(200);
    assert_eq!(moved["appointment"]["slot"], "2026-03-07T10:15:00+08:00");
    // From home nobody checks in.
    let from_home = bench.post(&at("/check-in"), None, "").await;
    from_home.problem("from home", 403, "not_allowed");
    let given_up = bench.post(&at("/cancel"), None, "").await.done(200);
    assert_eq!(given_up["appointment"]["state"], "cancelled");
    let gone = bench.post(&at("/move"), None, &later).await;
    let gone = gone.problem("given up", 409, "appointment_cancelled");
    assert_eq!(gone.get("appointment"), None, "no id by the link");
}

#[tokio::test]
async fn slots_show_what_is_free() {
    let bench = bench().await;
    book(&bench, None, SLOT).await.done(201);
    let path = format!("{SITE}/services/repair/slots?date=2026-03-07");
    let list = bench.get(&path, None).await.done(200);
    assert_eq!(
        (&list["until"], list["slots"].as_array().unwrap().len()),
        (&json!("2026-03-21"), 8)
    );
    let free: Vec<_> = list["slots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| slot["free"].as_u64().unwrap())
        .collect();
    // The first one starts just now.
    assert_eq!(free, [0, 1, 1, 1, 0, 1, 1, 1]);
    let far = format!("{SITE}/services/repair/slots?date=2026-05-07");
    let far = bench.get(&far, None).await.done(200);
    assert!(
        far["slots"]
            .as_array()
            .unwrap()
            .iter()
            .all(|slot| slot["free"] == 0)
    );
    let none = bench
        .get(&format!("{SITE}/services/nothing/slots"), None)
        .await;
    none.problem("no such service", 404, "not_found");
}

#[tokio::test]
async fn a_kiosk_checks_in_by_code_by_link_and_by_id() {
    let bench = bench().await;
    let kiosk = bench.token(Role::Kiosk);
    for (nth, name) in ["code", "link", "id"].into_iter().enumerate() {
        let slot = format!("2026-03-07T10:{:02}:00+08:00", nth * 15);
        let booked = book(&bench, Some(&kiosk), &slot).await.done(201);
        let name = match name {
            "code" => text(&booked["appointment"]["code"]),
            "link" => text(&booked["token"]),
            _ => text(&booked["appointment"]["id"]),
        };
        let path = format!("{SITE}/appointments/{name}/check-in");
        let issued = bench.post(&path, Some(&kiosk), "").await.done(201);
        assert_eq!(issued["ticket"]["slot"], slot.as_str());
        assert!(text(&issued["url"]).contains("/t/"));
        let again = bench.post(&path, Some(&kiosk), "").await;
        let again = again.problem("twice", 409, "appointment_used");
        assert!(text(&again["title"]).contains(text(&issued["ticket"]["number"])));
    }
    let wrong = bench
        .post(
            &format!("{SITE}/appointments/000000/check-in"),
            Some(&kiosk),
            "",
        )
        .await;
    wrong.problem("no such code", 404, "not_found");
}

#[tokio::test]
async fn staff_see_the_day_and_residents_do_not() {
    let bench = bench().await;
    book(&bench, None, "2026-03-07T10:30:00+08:00")
        .await
        .done(201);
    book(&bench, None, SLOT).await.done(201);
    let volunteer = bench.token(Role::Volunteer);
    let path = format!("{SITE}/appointments?date=2026-03-07");
    let list = bench.get(&path, Some(&volunteer)).await.done(200);
    let slots: Vec<_> = list["appointments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["slot"]))
        .collect();
    assert_eq!(slots, [SLOT, "2026-03-07T10:30:00+08:00"]);
    bench
        .get(&path, None)
        .await
        .problem("resident", 401, "not_signed_in");
    let code = text(&list["appointments"][0]["code"]).to_owned();
    let by_code = bench
        .get(&format!("{SITE}/appointments/{code}"), None)
        .await;
    by_code.problem("a guessed code", 401, "not_signed_in");
    // Staff get the id and no link.
    let body =
        json!({"service": "repair", "slot": "2026-03-08T10:00:00+08:00", "class": "priority"});
    let at = format!("{SITE}/appointments");
    let booked = bench
        .post(&at, Some(&volunteer), &body.to_string())
        .await
        .done(201);
    assert_eq!(
        (booked.get("token"), &booked["appointment"]["class"]),
        (None, &json!("priority"))
    );
    let kiosk = bench.token(Role::Kiosk);
    let asked = bench.post(&at, Some(&kiosk), &body.to_string()).await;
    asked.problem("a class at a kiosk", 403, "not_allowed");
}

#[tokio::test]
async fn phones_book_only_where_the_site_lets_them() {
    let bench = bench().await;
    let organiser = bench.token(Role::Organiser);
    let off = crate::bench::request(
        "PATCH",
        SITE,
        Some(&organiser),
        r#"{"book_from_phones":false}"#,
    );
    bench.send(off).await.done(200);
    book(&bench, None, SLOT)
        .await
        .problem("phone", 401, "booking_off");
    let kiosk = bench.token(Role::Kiosk);
    book(&bench, Some(&kiosk), SLOT).await.done(201);
}

/// Thirty-two at once want the last place.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_goes_to_exactly_one() {
    let bench = std::sync::Arc::new(bench().await);
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let bench = std::sync::Arc::clone(&bench);
        asked.spawn(async move { book(&bench, None, SLOT).await.status });
    }
    let mut statuses = asked.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert_eq!(statuses[1..], [409; 31]);
    let volunteer = bench.token(Role::Volunteer);
    let list = bench
        .get(
            &format!("{SITE}/appointments?date=2026-03-07"),
            Some(&volunteer),
        )
        .await
        .done(200);
    assert_eq!(list["appointments"].as_array().unwrap().len(), 1);
}
