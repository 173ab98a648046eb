//! Planning a coming day, by the API and on its page, and setting it up like an earlier one.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE, request};

const PAGE: &str = "/dashboard/plan";

/// A hub that saw thirty haircuts on some Saturdays from nine to eleven, most of them in the first
/// hour and each of three minutes; it is the Friday after.
async fn after_saturdays(count: i64) -> Bench {
    let bench = Bench::new().await;
    let hours = r#"{"opens": "09:00", "closes": "11:00"}"#;
    bench
        .patch(&format!("{SITE}/services/haircut"), hours)
        .await;
    let first: DateTime<Utc> = "2026-03-07T01:00:00Z".parse().unwrap();
    for week in 0..count {
        saturday(&bench, first + TimeDelta::weeks(week)).await;
    }
    bench
        .clock
        .set(first + TimeDelta::weeks(count) - TimeDelta::days(1));
    bench
}

async fn saturday(bench: &Bench, nine: DateTime<Utc>) {
    for nth in 0..30 {
        let minute = if nth < 24 {
            nth * 5 / 2
        } else {
            60 + (nth - 24) * 10
        };
        let comes = nine + TimeDelta::minutes(minute);
        // The clock never goes back.
        bench.clock.set(comes.max(bench.hub.sign_in_time()));
        bench.issue().await;
        serve(bench, nth % 3 + 1).await;
    }
    close(bench).await;
}

async fn serve(bench: &Bench, station: i64) {
    let volunteer = bench.token(Role::Volunteer);
    for (action, minutes) in [("call-next", 0), ("start", 0), ("finish", 3)] {
        let at = bench.hub.sign_in_time() + TimeDelta::minutes(minutes);
        bench.clock.set(at);
        let path = format!("{SITE}/stations/{station}/{action}");
        bench.post(&path, Some(&volunteer), "").await.done(200);
    }
}

async fn close(bench: &Bench) {
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/day/close");
    bench.post(&path, Some(&organiser), "").await.done(200);
}

async fn get(bench: &Bench, path: &str) -> Reply {
    bench.get(path, Some(&bench.token(Role::Organiser))).await
}

async fn plan(bench: &Bench, query: &str) -> Value {
    get(bench, &format!("{SITE}/plan?{query}")).await.done(200)
}

fn shows(reply: &Reply, status: u16, texts: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    for text in texts {
        assert!(reply.text.contains(text), "no {text} in {}", reply.text);
    }
}

#[tokio::test]
async fn earlier_days_say_how_many_stations_the_next_one_needs() {
    let bench = after_saturdays(4).await;
    let found = plan(&bench, "").await;
    assert_eq!(
        found["days"],
        json!(["2026-03-07", "2026-03-14", "2026-03-21", "2026-03-28"])
    );
    assert_eq!(
        (&found["date"], &found["rough"]),
        (&json!("2026-04-03"), &json!(false))
    );
    let haircut = &found["services"][0];
    let [first, second] = haircut["hours"].as_array().unwrap().as_slice() else {
        panic!("{haircut}");
    };
    assert_eq!(
        (&first["from"], &second["to"]),
        (&json!("09:00"), &json!("11:00"))
    );
    assert!(
        first["arrivals"]["p50"].as_f64().unwrap() > second["arrivals"]["p50"].as_f64().unwrap()
    );
    assert!(first["wait_min"].as_f64().unwrap() <= 30.0, "{haircut}");
    assert_eq!(
        haircut["crews"].as_array().unwrap().len(),
        7,
        "two more than five"
    );
    assert_eq!(
        found["services"][1]["end"],
        Value::Null,
        "nobody came for repairs"
    );
    assert_eq!(found, plan(&bench, "").await, "asked again it is the same");
    let newest = plan(&bench, "days=1&for=2026-03-27").await;
    assert_eq!(
        (&newest["days"], &newest["rough"]),
        (&json!(["2026-03-21"]), &json!(true))
    );
    let like = plan(&bench, "like=2026-03-14").await;
    assert_eq!(like["days"], json!(["2026-03-14"]));
    for query in ["like=2026-03-08", "for=-262142-01-01", "for=9999-01-01"] {
        let path = format!("{SITE}/plan?{query}");
        get(&bench, &path)
            .await
            .problem(query, 422, "value_out_of_range");
    }
    let strict = plan(&bench, "wait=3&share=95&max_stations=12").await;
    let needed = |plan: &Value| {
        let hours = plan["services"][0]["hours"].as_array().unwrap().iter();
        hours
            .map(|hour| hour["stations"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert!(needed(&strict) >= needed(&found));
}

#[tokio::test]
async fn without_a_closing_time_nobody_is_told_to_be_called_by_it() {
    let bench = after_saturdays(2).await;
    let by_closing = |plan: &Value| {
        let haircut = &plan["services"][0];
        [&haircut["in_time"], &haircut["crews"][0]["too_late"]].map(Value::is_number)
    };
    assert_eq!(by_closing(&plan(&bench, "").await), [true; 2]);
    let (service, open) = (format!("{SITE}/services/haircut"), r#"{"closes": null}"#);
    bench.patch(&service, open).await;
    assert_eq!(by_closing(&plan(&bench, "").await), [false; 2]);
    let page = get(&bench, PAGE).await;
    shows(&page, 200, &["这样安排，最后一位办完大约 "]);
    assert!(!page.text.contains("在到点前叫到"), "{}", page.text);
}

#[tokio::test]
async fn what_cannot_be_asked_is_named_and_without_days_there_is_no_plan() {
    let bench = Bench::new().await;
    let none = plan(&bench, "").await;
    assert_eq!((&none["days"], &none["services"]), (&json!([]), &json!([])));
    for (query, status, code) in [
        ("wait=999", 422, "value_out_of_range"),
        ("days=0", 422, "value_out_of_range"),
        ("wait=soon", 400, "malformed"),
        ("waits=30", 400, "malformed"),
    ] {
        let reply = get(&bench, &format!("{SITE}/plan?{query}")).await;
        reply.problem(query, status, code);
    }
    let tomorrow = get(&bench, &format!("{SITE}/plan/like?date=2026-03-08")).await;
    tomorrow.problem("a day to come", 422, "value_out_of_range");
    let page = get(&bench, PAGE).await;
    shows(&page, 200, &["以前还没有发过号的服务日", "安排下一次"]);
    let page = get(&bench, &format!("{PAGE}?wait=999")).await;
    shows(
        &page,
        422,
        &[
            "data-wrong=\"yes\"",
            "max=\"240\" value=\"999\"",
            "aria-invalid=\"true\"",
            "<strong class=\"wrong\">请填 0 到 240 之间的数。</strong>",
        ],
    );
    assert!(!page.text.contains("class=\"notice\""), "{}", page.text);
    let page = get(&bench, &format!("{PAGE}?wait=soon&lang=en")).await;
    shows(&page, 422, &["Please enter a whole number."]);
    for path in [
        PAGE,
        &format!("{SITE}/plan"),
        &format!("{SITE}/plan/like?date=2026-03-07"),
    ] {
        let refused = bench.get(path, Some(&bench.token(Role::Volunteer))).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}

#[tokio::test]
async fn the_page_says_it_in_words_and_tables() {
    let bench = after_saturdays(3).await;
    let page = get(&bench, PAGE).await;
    shows(
        &page,
        200,
        &[
            "根据 3 个服务日（3月7日 周六至3月21日 周六）。",
            "理发：",
            "90% 的人最多等",
            "多来一位志愿者，能少等多少",
            "小家电维修：那几天没有人来办",
            "<svg viewBox",
            "value=\"2026-03-21\"",
        ],
    );
    let english = get(&bench, &format!("{PAGE}?lang=en&wait=20")).await;
    shows(
        &english,
        200,
        &["Stations needed", "value=\"20\"", "One more saves each"],
    );
    shows(&get(&bench, "/dashboard").await, 200, &["/dashboard/plan"]);
}

/// Another set-up than that of the Saturdays.
async fn changed(bench: &Bench) {
    let hours = r#"{"opens": "10:00", "closes": "12:00", "cap": 20, "name": {"zh": "剪发"}}"#;
    bench
        .patch(&format!("{SITE}/services/haircut"), hours)
        .await;
    bench
        .patch(&format!("{SITE}/stations/3"), r#"{"services": ["repair"]}"#)
        .await;
    let organiser = bench.token(Role::Organiser);
    for (path, body) in [
        ("services", r#"{"id": "shoes", "name": {"zh": "修鞋"}}"#),
        ("stations", r#"{"id": "6", "services": ["shoes"]}"#),
    ] {
        let path = format!("{SITE}/{path}");
        bench.post(&path, Some(&organiser), body).await.done(201);
    }
    let remove = request(
        "DELETE",
        &format!("{SITE}/stations/5"),
        Some(&organiser),
        "",
    );
    bench.send(remove).await.done(204);
}

/// The tag of the changes that a page shows.
fn tag(page: &Reply) -> String {
    let (_, rest) = page.text.split_once("name=\"tag\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn press(bench: &Bench, day: &str, tag: &str) -> Reply {
    let organiser = bench.token(Role::Organiser);
    let body = format!("day={day}&tag={tag}");
    bench.post(PAGE, Some(&organiser), &body).await
}

#[tokio::test]
async fn a_day_is_set_up_like_an_earlier_one() {
    let bench = after_saturdays(1).await;
    changed(&bench).await;
    let path = format!("{PAGE}?set_up=2026-03-07");
    let page = get(&bench, &path).await;
    shows(
        &page,
        200,
        &[
            "开始时间 10:00 → 9:00；结束时间 12:00 → 11:00；每天限号 20 → 不限",
            "3 号台：加上剪发；去掉小家电维修",
            "5 号台：现在没有，重新设立，办小家电维修",
            "那天还没有，保持不变：修鞋、6 号台。",
        ],
    );
    let log = bench.log_text().await;
    let other = press(&bench, "2026-03-07", "0123").await;
    shows(&other, 409, &["请再看一遍会改什么"]);
    assert_eq!(log, bench.log_text().await, "nothing was done");

    let done = press(&bench, "2026-03-07", &tag(&page)).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, "/dashboard/plan?done=2026-03-07")
    );
    let services = get(&bench, &format!("{SITE}/services")).await.json();
    let haircut = &services["services"][0];
    assert_eq!(
        (
            &haircut["opens"],
            &haircut["closes"],
            &haircut["name"]["zh"]
        ),
        (&json!("09:00"), &json!("11:00"), &json!("剪发"))
    );
    let stations = get(&bench, &format!("{SITE}/stations")).await.json();
    let of = |id: &str| {
        let mut all = stations["stations"].as_array().unwrap().iter();
        all.find(|one| one["id"] == id).unwrap()["services"].clone()
    };
    assert_eq!(
        (of("3"), of("5"), of("6")),
        (json!(["haircut"]), json!(["repair"]), json!(["shoes"]))
    );

    let log = bench.log_text().await;
    let again = get(&bench, &path).await;
    shows(&again, 200, &["现在就和那天一样"]);
    let like = get(&bench, &format!("{SITE}/plan/like?date=2026-03-07"))
        .await
        .done(200);
    assert_eq!(like["changes"], json!([]));
    let repeated = press(&bench, "2026-03-07", like["tag"].as_str().unwrap()).await;
    assert_eq!(repeated.status, 303);
    assert_eq!(
        log,
        bench.log_text().await,
        "a second press records nothing"
    );
    shows(
        &get(&bench, &format!("{PAGE}?done=2026-03-07")).await,
        200,
        &["已照3月7日 周六设置好"],
    );
}

#[tokio::test]
async fn nothing_is_set_up_while_a_station_that_would_change_holds_somebody() {
    let bench = after_saturdays(1).await;
    changed(&bench).await;
    let organiser = bench.token(Role::Organiser);
    let body = r#"{"service": "repair"}"#;
    bench
        .post(&format!("{SITE}/tickets"), Some(&organiser), body)
        .await
        .done(201);
    let call = format!("{SITE}/stations/3/call-next");
    bench.post(&call, Some(&organiser), "").await.done(200);
    let path = format!("{SITE}/plan/like?date=2026-03-07");
    let like = get(&bench, &path).await.done(200);
    assert_eq!(like["busy"], json!(["3"]));
    let page = get(&bench, &format!("{PAGE}?set_up=2026-03-07")).await;
    shows(&page, 200, &["3 号台正在叫号或服务，等空出来再设置。"]);
    assert!(!page.text.contains("确定照此设置"));
    let log = bench.log_text().await;
    let refused = press(&bench, "2026-03-07", like["tag"].as_str().unwrap()).await;
    shows(&refused, 409, &["3 号台"]);
    assert_eq!(log, bench.log_text().await, "nothing was done");
}

#[tokio::test]
async fn a_day_before_the_site_was_set_up_changes_nothing() {
    let bench = Bench::new().await;
    let path = format!("{SITE}/plan/like?date=2026-01-01");
    let like = get(&bench, &path).await.done(200);
    assert_eq!(like["changes"], json!([]));
    assert_eq!(
        like["left"].as_array().unwrap().len(),
        7,
        "two services and five stations stay"
    );
}
