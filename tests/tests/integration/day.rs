//! A service day ends at the site's midnight, whatever the time is elsewhere.

use domain::Role;
use paihao_tests::Ask;
use serde_json::{Value, json};

use crate::bench::{BASE, Bench};
use crate::check;

#[tokio::test]
async fn numbers_start_again_after_the_sites_midnight_and_not_after_utcs() {
    // 07:59 in Shanghai: UTC's midnight comes in a minute, the site's in sixteen hours.
    let bench = Bench::in_memory_at("2026-03-07T23:59:00Z").await;
    assert_eq!(issue(&bench).await["ticket"]["number"], "理001");
    bench.set_clock("2026-03-08T00:01:00Z");
    assert_eq!(issue(&bench).await["ticket"]["number"], "理002");
    // 23:59:59 in Shanghai, and a second later.
    bench.set_clock("2026-03-08T15:59:59Z");
    assert_eq!(issue(&bench).await["ticket"]["number"], "理003");
    bench.set_clock("2026-03-08T16:00:00Z");
    let first = issue(&bench).await;
    assert_eq!(first["ticket"]["number"], "理001");
    assert_eq!(first["ticket"]["issued_at"], "2026-03-09T00:00:00+08:00");
    assert_eq!(bench.issued().await, 1);
}

#[tokio::test]
async fn who_still_waits_at_midnight_is_told_so_also_when_the_next_day_has_begun() {
    let bench = Bench::in_memory_at("2026-03-07T10:00:00Z").await;
    let link = issue(&bench).await["token"].as_str().unwrap().to_owned();
    assert_eq!(bench.held(&link).await["ticket"]["state"], "waiting");
    let mut changes = bench.changes();
    // Nobody asks for anything: the timer ends the day.
    bench.set_clock("2026-03-07T16:00:01Z");
    changes.changed().await;
    let unserved = bench.held(&link).await;
    assert_eq!(unserved["ticket"]["state"], "unserved");
    assert_eq!(unserved["ticket"]["ahead"], Value::Null);
    issue(&bench).await;
    assert_eq!(bench.held(&link).await, unserved);
    let cancel = Ask::post(format!("{BASE}/tickets/{link}/cancel"), &json!({}));
    let closed = bench.ask(cancel).await;
    check::problem("a ticket of yesterday", &closed, 409, "ticket_closed");
    let page = bench.ask(Ask::get(format!("/t/{link}"))).await;
    let text = String::from_utf8_lossy(&page.body);
    assert!(text.contains("那天没轮到您"), "{text}");
}

async fn issue(bench: &Bench) -> Value {
    let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
    check::done("issue", &bench.ask(ask).await, 201)
}
