//! The report of a day and the page of earlier days.

use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE, request};

const REPORT: &str = "/dashboard/report";
const DAYS: &str = "/dashboard/days";

async fn look(bench: &Bench, path: &str) -> Reply {
    bench.get(path, Some(&bench.token(Role::Organiser))).await
}

async fn report(bench: &Bench, asked: &str) -> Value {
    look(bench, &format!("{SITE}/report{asked}"))
        .await
        .done(200)
}

async fn press(bench: &Bench, what: &str, body: &Value) {
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/{what}");
    let reply = bench.post(&path, Some(&organiser), &body.to_string()).await;
    assert!(reply.status < 300, "{what}: {}", reply.text);
}

fn minutes(bench: &Bench, minutes: i64) {
    let now = bench.hub.sign_in_time() + chrono::TimeDelta::minutes(minutes);
    bench.clock.set(now);
}

fn shows(reply: &Reply, status: u16, texts: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    for text in texts {
        assert!(reply.text.contains(text), "no {text} in {}", reply.text);
    }
}

/// Saturday: three numbers at nine; one is served for ten minutes, one does not come, one is not
/// served. Answers the last one's id.
async fn saturday() -> (Bench, String) {
    let bench = Bench::new().await;
    let hours = json!({"opens": "08:30", "closes": "11:30"});
    bench
        .patch(&format!("{SITE}/services/haircut"), &hours.to_string())
        .await;
    bench.issue().await;
    bench.issue().await;
    let (unserved, _) = bench.issue().await;
    minutes(&bench, 5);
    for what in ["call-next", "start"] {
        press(&bench, &format!("stations/1/{what}"), &json!({})).await;
    }
    minutes(&bench, 10);
    press(&bench, "stations/1/finish", &json!({})).await;
    press(&bench, "stations/2/call-next", &json!({})).await;
    minutes(&bench, 5);
    press(&bench, "stations/2/no-show", &json!({})).await;
    press(&bench, "day/close", &json!({})).await;
    (bench, unserved)
}

/// A week later the number that was not served is exchanged, and another one given.
async fn a_week_later() -> Bench {
    let (bench, unserved) = saturday().await;
    minutes(&bench, 7 * 24 * 60);
    press(
        &bench,
        "tickets",
        &json!({"service": "haircut", "carried_from": unserved}),
    )
    .await;
    bench.issue().await;
    bench
}

#[tokio::test]
async fn a_day_is_told_on_one_page() {
    let (bench, _) = saturday().await;
    let page = look(&bench, &format!("{REPORT}?lang=zh")).await;
    let told = [
        "服务日报",
        "2026年3月7日 周六",
        "服务时间 08:30–11:30",
        "第一个号 09:00 发出",
        "过号未到",
        "<th scope=\"row\">理发</th><td>3</td><td>1</td><td>1</td><td>0</td><td>1</td>",
        "<th scope=\"row\">1 号台</th><td>1</td><td>1</td><td>0</td><td>10.0</td>",
        "as=xlsx",
        "id=\"print\" type=\"button\" hidden",
    ];
    shows(&page, 200, &told);
    assert!(!page.text.contains("与前几次相比"), "it was the first one");
    let english = look(&bench, &format!("{REPORT}?date=2026-03-07&lang=en")).await;
    shows(&english, 200, &["7 March 2026 Sat", "nine in ten"]);
    // The date stays when the language is switched.
    shows(&english, 200, &["?lang=zh&amp;date=2026-03-07"]);
    let volunteer = bench.token(Role::Volunteer);
    for path in [REPORT, DAYS] {
        let refused = bench.get(path, Some(&volunteer)).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_day_is_taken_along_as_a_table() {
    let (bench, _) = saturday().await;
    let name = json!({"name": {"zh": "=理发", "en": "=Haircut"}});
    bench
        .patch(&format!("{SITE}/services/haircut"), &name.to_string())
        .await;
    let csv = look(&bench, &format!("{REPORT}?as=csv&lang=zh")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"report-2026-03-07.csv\""
    );
    assert!(csv.text.starts_with('\u{feff}'), "{}", csv.text);
    shows(&csv, 200, &["\n'=理发,3,1,1,0,1,10,15,10\n", "\n普通,3,"]);
    let xlsx = look(&bench, &format!("{REPORT}?as=xlsx")).await;
    assert!(xlsx.text.starts_with("PK"), "a workbook is a zip file");
    assert!(xlsx.header("content-type").ends_with("spreadsheetml.sheet"));
}

#[tokio::test]
async fn numbers_that_were_carried_over_are_told_on_both_days() {
    let bench = a_week_later().await;
    let first = report(&bench, "?date=2026-03-07").await;
    assert_eq!(
        (&first["unserved"], &first["carried_over"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(first["after"], "2026-03-14");
    let second = report(&bench, "").await;
    assert_eq!(second["date"], "2026-03-14");
    assert_eq!(second["carried_in"], json!({"all": 1, "of_last_day": 1}));
    assert_eq!(second["is_over"], false);
    let before = json!({
        "date": "2026-03-07", "issued": 3, "served": 1, "no_show_share": 0.5,
        "wait": {"mean_min": 10.0, "p50_min": 5.0, "p90_min": 15.0},
    });
    assert_eq!(second["earlier"], json!([before]));
    let page = look(&bench, &format!("{REPORT}?lang=zh")).await;
    let told = [
        "当天服务还没有结束",
        "其中 1 个号是上一个服务日没轮到",
        "与上一次（3月7日 周六）相比：发号少 1 个，少服务 1 人。",
        "/dashboard/report?date=2026-03-07",
    ];
    shows(&page, 200, &told);
}

#[tokio::test]
async fn a_day_without_service_is_told_as_such() {
    let bench = Bench::new().await;
    let nothing = report(&bench, "").await;
    assert_eq!(nothing["is_service_day"], false);
    let page = look(&bench, &format!("{REPORT}?date=2025-01-01&lang=zh")).await;
    shows(&page, 200, &["2025年1月1日 周三", "这一天没有开展服务。"]);
    assert!(!page.text.contains("<table"));
    let days = look(&bench, &format!("{DAYS}?lang=zh")).await;
    shows(&days, 200, &["还没有开展过服务。", "这段时间没有数据。"]);
}

#[tokio::test]
async fn appointments_and_things_are_told_where_there_were_any() {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 30, "capacity": 2}});
    bench
        .patch(&format!("{SITE}/services/repair"), &slots.to_string())
        .await;
    let slot = json!({"service": "repair", "slot": "2026-03-07T10:00:00+08:00"});
    press(&bench, "appointments", &slot).await;
    press(&bench, "tickets", &json!({"service": "repair"})).await;
    press(&bench, "stations/4/call-next", &json!({})).await;
    press(&bench, "stations/4/start", &json!({})).await;
    press(
        &bench,
        "stations/4/receive-item",
        &json!({"kind": "kettle"}),
    )
    .await;
    press(&bench, "items/1/finish", &json!({"outcome": "repaired"})).await;
    let so_far = look(&bench, &format!("{REPORT}?lang=zh")).await;
    shows(&so_far, 200, &["还没来", "送修家电"]);
    press(&bench, "day/close", &json!({})).await;
    let told = report(&bench, "").await;
    let appointments = json!({"booked": 1, "kept": 0, "not_kept": 1, "cancelled": 0});
    assert_eq!(told["appointments"], appointments);
    assert_eq!(
        (&told["items"]["repaired"], &told["items"]["in_custody"]),
        (&json!(1), &json!(1))
    );
    let page = look(&bench, &format!("{REPORT}?lang=zh")).await;
    shows(&page, 200, &["未前来", "仍在保管"]);
}

#[tokio::test]
async fn earlier_days_are_listed_and_counted_by_weekday_and_station() {
    let bench = a_week_later().await;
    let page = look(&bench, &format!("{DAYS}?lang=zh")).await;
    let told = [
        "3月14日 周六</a></th><td>2</td><td>0</td>",
        "3月7日 周六</a></th><td>3</td><td>1</td><td>10.0</td><td>15.0</td><td>50%</td>",
        "href=\"/dashboard/report?date=2026-03-07\"",
        "共 2 个服务日，发号 5 个",
        "<th scope=\"col\">9:00</th></tr>",
        "周六 <small class=\"quiet\">2 天</small></th><td data-step=\"5\">2.5</td>",
        "<th scope=\"row\">1 号台</th><td>1</td><td>10.0</td><td>10.0</td><td>0%</td>",
        "<th scope=\"row\">2 号台</th><td>0</td><td>–</td><td>–</td><td>100%</td>",
    ];
    shows(&page, 200, &told);
    let wait = look(&bench, &format!("{DAYS}?show=wait&span=4w&lang=zh")).await;
    shows(
        &wait,
        200,
        &[
            "<td data-step=\"5\">10.0</td>",
            "lang=en&amp;show=wait&#38;span=4w",
        ],
    );
    let older = look(&bench, &format!("{DAYS}?before=2026-03-14&lang=zh")).await;
    shows(&older, 200, &["3月7日 周六</a>", "最近的服务日"]);
    assert!(!older.text.contains("3月14日 周六</a>"));
    // A day that is over stays what it was, and today goes on.
    bench.issue().await;
    let again = look(&bench, &format!("{DAYS}?lang=zh")).await;
    shows(&again, 200, &["共 2 个服务日，发号 6 个"]);
}

#[tokio::test]
async fn more_days_than_fit_are_on_a_further_list() {
    let bench = Bench::new().await;
    for _ in 0..22 {
        bench.issue().await;
        minutes(&bench, 24 * 60);
    }
    let page = look(&bench, &format!("{DAYS}?lang=zh")).await;
    assert_eq!(page.text.matches("report?date=").count(), 20);
    shows(&page, 200, &["before=2026-03-09#list"]);
    let older = look(&bench, &format!("{DAYS}?before=2026-03-09")).await;
    assert_eq!(older.text.matches("report?date=").count(), 2);
    let asked = request("GET", "/dashboard/days?before=x&span=y&show=z", None, "");
    assert_eq!(bench.send(asked).await.status, 401);
}
