//! How a day goes, as organisers see it: its curve, the rest of it, and what would change that.

use chrono::TimeDelta;
use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, SITE};

async fn forecast(bench: &Bench, query: &str) -> Value {
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/forecast{query}");
    bench.get(&path, Some(&organiser)).await.done(200)
}

async fn what_if(bench: &Bench, asked: &Value) -> Value {
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/what-if");
    let body = asked.to_string();
    bench.post(&path, Some(&organiser), &body).await.done(200)
}

async fn page(bench: &Bench, path: &str) -> String {
    let organiser = bench.token(Role::Organiser);
    let reply = bench.get(path, Some(&organiser)).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    reply.text
}

fn pass(bench: &Bench, minutes: i64) {
    let later = bench.hub.sign_in_time() + TimeDelta::minutes(minutes);
    bench.clock.set(later);
}

/// The curve of haircut.
fn haircut(view: &Value) -> &Value {
    let mut services = view["services"].as_array().unwrap().iter();
    services.find(|one| one["id"] == "haircut").unwrap()
}

/// Eleven people at nine o'clock; two were called, and twelve minutes have passed.
async fn eleven() -> Bench {
    let bench = Bench::new().await;
    for _ in 0..11 {
        bench.issue().await;
    }
    let volunteer = bench.token(Role::Volunteer);
    for station in [1, 2] {
        let path = format!("{SITE}/stations/{station}/call-next");
        bench.post(&path, Some(&volunteer), "").await.done(200);
    }
    pass(&bench, 12);
    bench
}

fn counts(line: &Value, list: &str, what: &str) -> Vec<u64> {
    let points = line[list].as_array().unwrap().iter();
    points.map(|point| point[what].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn the_curve_tells_the_day_so_far_and_how_it_may_end() {
    let bench = eleven().await;
    let view = forecast(&bench, "").await;
    assert_eq!(view["date"], "2026-03-07");
    assert_eq!(view["newcomers"], "none");
    let line = haircut(&view);
    // 9:00 when all had come, 9:05, 9:10 and now.
    assert_eq!(counts(line, "so_far", "waiting").last(), Some(&9));
    assert_eq!(counts(&view["all"], "so_far", "waiting").len(), 4);
    let middle = counts(line, "forecast", "p50");
    assert_eq!((middle[0], *middle.last().unwrap()), (9, 0));
    assert!(
        middle.windows(2).all(|pair| pair[0] >= pair[1]),
        "{middle:?}"
    );
    let rest = &line["rest"];
    assert_eq!(
        (&rest["waiting"], &rest["rough"]),
        (&json!(9), &json!(true))
    );
    let span = |name: &str, part: &str| rest[name][part].as_str().unwrap().to_owned();
    assert!(span("called", "p50") < span("done", "p50"));
    assert!(span("done", "p10") <= span("done", "p90"));
    assert!(view["all"]["rest"]["done"].is_object());
}

#[tokio::test]
async fn an_earlier_day_is_told_by_what_was_kept_of_it() {
    let bench = eleven().await;
    let today = forecast(&bench, "?date=2026-03-07").await;
    assert!(haircut(&today)["rest"].is_object());
    pass(&bench, 24 * 60);
    bench.issue().await;
    let view = forecast(&bench, "?date=2026-03-07").await;
    let line = haircut(&view);
    assert_eq!(line["rest"], Value::Null);
    assert!(line["forecast"].as_array().unwrap().is_empty());
    let waited = counts(line, "so_far", "waiting");
    assert!(waited.iter().max().unwrap() >= &9, "{waited:?}");
    assert_eq!(waited.last(), Some(&0));
    let half = &waited[waited.len() / 2..waited.len() - 1];
    assert!(
        half.iter().all(|count| *count >= 9),
        "until midnight: {waited:?}"
    );
    let nothing = forecast(&bench, "?date=2026-02-01").await;
    assert!(haircut(&nothing)["so_far"].as_array().unwrap().is_empty());
    let html = page(&bench, "/dashboard/curve?date=2026-03-07").await;
    assert!(html.contains("?date=2026-03-06") && html.contains("?date=2026-03-08"));
    assert!(html.contains(r#"<path class="past""#) && !html.contains(r#"<path class="mid""#));
}

#[tokio::test]
async fn a_change_is_answered_and_changes_nothing() {
    let bench = eleven().await;
    let version = |bench: &Bench| bench.hub.sites().first().unwrap().read(|p| p.site.seq);
    let before = version(&bench);
    let same = what_if(&bench, &json!({})).await;
    assert_eq!(same["as_is"], same["changed"]);
    let done = |view: &Value| view["rest"]["done"]["p50"].as_str().unwrap().to_owned();
    let told = haircut(&forecast(&bench, "").await).clone();
    assert_eq!(done(haircut(&same["as_is"])), done(&told));
    let ask = |change: Value| json!({"changes": [change]});
    let more = json!({"do": "add_station", "services": ["haircut"]});
    let more = what_if(&bench, &ask(more)).await;
    assert!(done(haircut(&more["changed"])) < done(haircut(&more["as_is"])));
    let less = json!({"do": "take_away", "station": "1", "at": "2026-03-07T09:20:00+08:00"});
    let less = what_if(&bench, &ask(less)).await;
    assert!(done(haircut(&less["changed"])) > done(haircut(&less["as_is"])));
    let rest = json!({"do": "break", "station": "1", "minutes": 60});
    let rest = what_if(&bench, &ask(rest)).await;
    assert!(done(haircut(&rest["changed"])) > done(haircut(&rest["as_is"])));
    let come =
        json!({"changes": [{"do": "stop_numbers", "service": "haircut"}], "newcomers": "today"});
    let stop = what_if(&bench, &come).await;
    assert_eq!(stop["as_is"]["newcomers"], "today");
    assert!(done(haircut(&stop["changed"])) < done(haircut(&stop["as_is"])));
    assert_eq!(version(&bench), before);
}

#[tokio::test]
async fn what_is_not_there_cannot_be_changed() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let station = json!({"do": "take_away", "station": "99"});
    let service = json!({"do": "stop_numbers", "service": "none"});
    let nothing = json!({"do": "add_station", "services": []});
    let long = json!({"do": "break", "station": "1", "minutes": 481});
    let many = vec![json!({"do": "take_away", "station": "1"}); 21];
    let rows = [
        (vec![station], 404, "not_found"),
        (vec![service], 404, "not_found"),
        (vec![nothing], 422, "value_out_of_range"),
        (vec![long], 422, "value_out_of_range"),
        (many, 422, "value_out_of_range"),
        (vec![json!({"do": "fly"})], 400, "malformed"),
    ];
    for (changes, status, code) in rows {
        let body = json!({"changes": changes}).to_string();
        let path = format!("{SITE}/what-if");
        let reply = bench.post(&path, Some(&organiser), &body).await;
        reply.problem(&body, status, code);
    }
}

/// Every look was a new page, so whatever had the focus lost it every five seconds.
#[tokio::test]
async fn looking_again_is_no_news() {
    let bench = eleven().await;
    let organiser = bench.token(Role::Organiser);
    let look = async || {
        let looked = bench.get("/dashboard?part=now&lang=zh", Some(&organiser));
        let looked = looked.await;
        assert_eq!(looked.status, 200);
        (looked.header("etag").to_owned(), looked.text)
    };
    let first = look().await;
    for seconds in [0, 5, 5] {
        let later = bench.hub.sign_in_time() + TimeDelta::seconds(seconds);
        bench.clock.set(later);
        assert_eq!(look().await, first, "{seconds} s later");
    }
    bench.issue().await;
    pass(&bench, 1);
    assert_ne!(look().await, first);
}

#[tokio::test]
async fn the_dashboard_says_when_somebody_may_not_be_called() {
    let bench = eleven().await;
    let html = page(&bench, "/dashboard?lang=zh").await;
    for part in [
        "全天等候人数",
        "全部办完",
        "id=\"plot-of-haircut\"",
        "id=\"table-all\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("今天可能有人轮不到"));
    let closing = json!({"closes": "09:20"}).to_string();
    bench
        .patch(&format!("{SITE}/services/haircut"), &closing)
        .await;
    let html = page(&bench, "/dashboard?lang=zh").await;
    assert!(html.contains("今天可能有人轮不到"), "{html}");
    assert!(html.contains("09:20 结束，之前都能叫到的把握"));
}

#[tokio::test]
async fn a_change_is_tried_by_a_form_whose_address_can_be_shared() {
    let bench = eleven().await;
    let html = page(&bench, "/dashboard/what-if?lang=zh").await;
    assert!(html.contains("再开一个台：") && !html.contains("id=\"answer\""));
    let html = page(&bench, "/dashboard/what-if?lang=zh&add=haircut&add_count=1").await;
    assert!(html.contains("最后一位大约提前"), "{html}");
    assert!(html.contains(r#"value="haircut" checked"#));
    assert!(html.contains(r#"<path class="was""#));
    let html = page(&bench, "/dashboard/what-if?lang=en&rest=1&rest_at=09:30").await;
    assert!(
        html.contains("from 09:30: Station 1 pauses for 15 minutes"),
        "{html}"
    );
    let organiser = bench.token(Role::Organiser);
    for (query, status) in [
        ("away=99", 404),
        ("away=1&away_at=soon", 422),
        ("add=haircut&add_count=9", 422),
    ] {
        let path = format!("/dashboard/what-if?{query}");
        assert_eq!(
            bench.get(&path, Some(&organiser)).await.status,
            status,
            "{query}"
        );
    }
    let volunteer = bench.token(Role::Volunteer);
    for path in ["/dashboard/what-if", "/dashboard/curve"] {
        assert_eq!(
            bench.get(path, Some(&volunteer)).await.status,
            403,
            "{path}"
        );
        assert_eq!(bench.get(path, None).await.status, 401, "{path}");
    }
}
