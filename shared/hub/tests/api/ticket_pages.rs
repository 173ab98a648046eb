//! What the holder of a ticket does on its page: by forms alone, as without JavaScript.

use chrono::TimeDelta;
use domain::Role;
use serde_json::json;

use crate::bench::{Bench, SITE};

/// A number from a kiosk; answers the address of its page.
async fn issue(bench: &Bench, service: &str) -> String {
    let kiosk = bench.token(Role::Kiosk);
    let body = json!({"service": service}).to_string();
    let issued = bench
        .post(&format!("{SITE}/tickets"), Some(&kiosk), &body)
        .await;
    let issued = issued.done(201);
    format!("/t/{}", issued["token"].as_str().unwrap())
}

#[tokio::test]
async fn what_was_brought_is_chosen_changed_and_taken_back() {
    let bench = Bench::new().await;
    let page = issue(&bench, "repair").await;
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("带来了什么？") && shown.text.contains("value=\"kettle\""));
    for (kind, said) in [
        ("kettle", "带来了：电水壶"),
        ("clock", "带来了：钟表"),
        ("", "带来了什么？"),
    ] {
        let sent = bench
            .form(&format!("{page}/brings"), &[("kind", kind)])
            .await;
        assert_eq!((sent.status, sent.header("location")), (303, page.as_str()));
        let shown = bench.get(&page, None).await;
        assert!(shown.text.contains(said), "{kind}: {}", shown.text);
    }
    // Nobody brings anything to a haircut.
    let page = issue(&bench, "haircut").await;
    assert!(!bench.get(&page, None).await.text.contains("/brings"));
}

#[tokio::test]
async fn a_ticket_with_an_appointment_says_its_time() {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 15, "capacity": 1}});
    bench
        .patch(&format!("{SITE}/services/repair"), &slots.to_string())
        .await;
    let kiosk = bench.token(Role::Kiosk);
    let body = json!({"service": "repair", "slot": "2026-03-07T10:00:00+08:00"});
    let path = format!("{SITE}/appointments");
    let booked = bench
        .post(&path, Some(&kiosk), &body.to_string())
        .await
        .done(201);
    let path = format!("{path}/{}/check-in", booked["token"].as_str().unwrap());
    let issued = bench.post(&path, Some(&kiosk), "").await.done(201);
    let page = format!("/t/{}", issued["token"].as_str().unwrap());
    assert!(bench.get(&page, None).await.text.contains("预约 10:00"));
}

/// Closes the day with somebody waiting, and goes on to the next morning.
async fn unserved(bench: &Bench) -> String {
    let page = issue(bench, "haircut").await;
    let organiser = bench.token(Role::Organiser);
    bench
        .post(&format!("{SITE}/day/close"), Some(&organiser), "")
        .await
        .done(200);
    let shown = bench.get(&page, None).await;
    assert!(!shown.text.contains("/carry"), "not on the same day");
    bench.clock.advance(TimeDelta::days(1));
    page
}

#[tokio::test]
async fn an_unserved_number_becomes_one_of_today_where_phones_take_numbers() {
    let bench = Bench::new().await;
    bench.patch(SITE, r#"{"join_from_phones":true}"#).await;
    let page = unserved(&bench).await;
    // Before the first number of the day, and behind it.
    let before = bench.get(&page, None).await;
    assert!(before.text.contains("换今天的号"), "{}", before.text);
    issue(&bench, "haircut").await;
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("换今天的号"), "{}", shown.text);
    let done = bench.form(&format!("{page}/carry"), &[("key", "k")]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let new = done.header("location").to_owned();
    assert_ne!(new, page);
    let shown = bench.get(&page, None).await;
    assert!(
        shown.text.contains("已换成 理002") && shown.text.contains(&new),
        "{}",
        shown.text
    );
    // The old number stands before everybody.
    assert!(bench.get(&new, None).await.text.contains("前面没有人了"));
    let again = bench
        .form(&format!("{page}/carry"), &[("key", "other")])
        .await;
    assert_eq!(again.status, 409);
    assert!(again.text.contains("<h1>"), "said in words: {}", again.text);
}

#[tokio::test]
async fn elsewhere_it_is_brought_to_the_kiosk_as_long_as_it_counts() {
    let bench = Bench::new().await;
    let page = unserved(&bench).await;
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("取号机上扫一下") && !shown.text.contains("/carry"));
    let refused = bench.form(&format!("{page}/carry"), &[("key", "k")]).await;
    assert_eq!(refused.status, 401);
    issue(&bench, "haircut").await;
    bench.clock.advance(TimeDelta::days(14));
    let shown = bench.get(&page, None).await;
    assert!(!shown.text.contains("取号机上扫一下"), "{}", shown.text);
}

/// A command of a volunteer's.
async fn staff(bench: &Bench, path: &str, body: &serde_json::Value) -> serde_json::Value {
    let volunteer = bench.token(Role::Volunteer);
    let path = format!("{SITE}/{path}");
    let reply = bench.post(&path, Some(&volunteer), &body.to_string()).await;
    assert!(reply.status < 300, "{path}: {}", reply.text);
    reply.json()
}

#[tokio::test]
async fn one_page_tells_all_that_somebody_waits_for() {
    let bench = Bench::new().await;
    bench.patch(SITE, "{\"join_from_phones\":true}").await;
    let hair = issue(&bench, "haircut").await;
    let sent = bench
        .form(&format!("{hair}/also"), &[("service", "repair")])
        .await;
    let kettle = sent.header("location").to_owned();
    let shown = bench.get(&hair, None).await;
    assert!(
        shown.text.contains("您的其他号码") && shown.text.contains(&format!("href=\"{kettle}\"")),
        "{}",
        shown.text
    );
    assert!(bench.get(&kettle, None).await.text.contains(&hair));

    // Called for one of them, whichever page is open says where to.
    staff(&bench, "stations/4/call-next", &json!({})).await;
    let shown = bench.get(&format!("{hair}?part=now"), None).await;
    assert!(shown.text.contains("data-news=\"1\""), "{}", shown.text);
    assert!(shown.text.contains("请到 4 号台"), "{}", shown.text);

    // What is left at the table stays on the page when its number is done.
    staff(&bench, "stations/4/start", &json!({})).await;
    let left = json!({"kind": "kettle", "finish": true});
    staff(&bench, "stations/4/receive-item", &left).await;
    for page in [&hair, &kettle] {
        let shown = bench.get(page, None).await.text;
        assert!(
            shown.contains("件001 电水壶") && shown.contains("已收下，等师傅修"),
            "{shown}"
        );
        assert!(shown.contains("http-equiv=\"refresh\""), "it still changes");
    }
    staff(&bench, "items/1/finish", &json!({"outcome": "repaired"})).await;
    staff(&bench, "items/1/call", &json!({})).await;
    let shown = bench.get(&kettle, None).await.text;
    assert!(
        shown.contains("修好了，请来取") && shown.contains("data-news=\"1\""),
        "{shown}"
    );
    staff(&bench, "items/1/collect", &json!({})).await;
    let shown = bench.get(&kettle, None).await.text;
    assert!(
        shown.contains("已经取走") && shown.contains("data-news=\"0\""),
        "{shown}"
    );
    bench.form(&format!("{hair}/cancel"), &[]).await;
    let shown = bench.get(&kettle, None).await.text;
    assert!(
        !shown.contains("http-equiv=\"refresh\""),
        "nothing changes any more"
    );

    // Somebody else's page tells nothing of it.
    let other = bench.get(&issue(&bench, "haircut").await, None).await.text;
    assert!(!other.contains("件001") && !other.contains("您的其他号码"));
}
