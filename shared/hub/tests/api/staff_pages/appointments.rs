//! Checking in and booking at the desk.

use serde_json::json;

use super::{api, bench, hidden, page, send, shows};
use crate::bench::Bench;

const LIST: &str = "/desk/appointments?station=4";
const BOOK: &str = "/desk/book?station=4";
const SLOT: &str = "2026-03-07T10:00:00+08:00";

async fn book(bench: &Bench, slot: &str) -> String {
    let body = json!({"service": "repair", "slot": slot});
    let booked = api(bench, "appointments", &body).await;
    booked["appointment"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_volunteer_checks_in_by_code_and_the_number_is_shown() {
    let bench = bench().await;
    let code = book(&bench, SLOT).await;
    let list = page(&bench, LIST).await;
    let shown = format!("{} {}", &code[..3], &code[3..]);
    shows(&list, 200, &["10:00", &shown, "还没来", "预约 1，已签到 0"]);
    let key = hidden(&list, "key").to_owned();
    let typed = [("key", key.as_str()), ("code", shown.as_str())];
    for _ in 0..2 {
        // The second time a thumb that pressed twice: one number.
        let done = send(&bench, LIST, &typed).await;
        shows(
            &done,
            200,
            &["签到好了", "001", "已签到：修001", "已签到 1"],
        );
    }
    let again = send(&bench, LIST, &[("key", "other"), ("code", &code)]).await;
    shows(&again, 409, &["role=\"alert\"", "修001", &code]);
}

#[tokio::test]
async fn what_is_no_code_is_said_and_stays_in_the_field() {
    let bench = bench().await;
    for (code, status, said) in [
        ("4528", 422, "六位数字"),
        ("王阿姨", 422, "六位数字"),
        ("000000", 404, "role=\"alert\""),
    ] {
        let reply = send(&bench, LIST, &[("code", code)]).await;
        shows(&reply, status, &[said, &format!("value=\"{code}\"")]);
    }
    let stranger = bench.get(LIST, None).await;
    assert_eq!(stranger.status, 401);
}

#[tokio::test]
async fn a_late_one_is_told_apart_from_one_who_is_too_late() {
    let bench = bench().await;
    book(&bench, "2026-03-07T09:30:00+08:00").await;
    bench.clock.set("2026-03-07T01:50:00Z".parse().unwrap());
    shows(&page(&bench, LIST).await, 200, &["按现场取号排队"]);
    bench.clock.set("2026-03-07T02:31:00Z".parse().unwrap());
    let late = page(&bench, LIST).await;
    shows(&late, 200, &["重新取号"]);
    assert!(!late.text.contains("name=\"code\" value=\""), "a button");
}

#[tokio::test]
async fn somebody_else_is_booked_for_and_the_code_is_shown() {
    let bench = bench().await;
    let days = page(&bench, BOOK).await;
    shows(&days, 200, &["3月7日 周六", "3月8日 周日", "还有 6 个"]);
    let key = hidden(&days, "key").to_owned();
    let fields = [
        ("key", key.as_str()),
        ("service", "repair"),
        ("date", "2026-03-07"),
        ("slot", SLOT),
        ("class", "priority"),
    ];
    let done = send(&bench, BOOK, &fields).await;
    shows(&done, 200, &["约好了", "3月7日 周六 10:00"]);
    assert_eq!(
        send(&bench, BOOK, &fields).await.text.len(),
        done.text.len()
    );
    let list = page(&bench, LIST).await;
    shows(&list, 200, &["预约 1，已签到 0", "优先"]);
    book(&bench, SLOT).await;
    let late = [&[("key", "other")], &fields[1..]].concat();
    let full = send(&bench, BOOK, &late).await;
    // The day and the class that were chosen are still there.
    shows(&full, 409, &["已满", "2026-03-07", " checked>"]);
}

#[tokio::test]
async fn a_station_without_appointments_says_who_can_change_that() {
    let bench = bench().await;
    let book = page(&bench, "/desk/book?station=1").await;
    shows(&book, 200, &["组织者"]);
    let desk = page(&bench, "/desk?station=1").await;
    assert!(!desk.text.contains("/desk/appointments"));
    let desk = page(&bench, "/desk?station=4").await;
    assert!(desk.text.contains("/desk/appointments?station=4"));
}

#[tokio::test]
async fn an_appointment_is_moved_and_given_up_at_the_desk_and_its_holder_is_seen_in_part() {
    let bench = bench().await;
    let who = json!({"service": "repair", "slot": SLOT, "name": "王桂芳", "phone": "13800131234"});
    let booked = api(&bench, "appointments", &who).await;
    let code = booked["appointment"]["code"].as_str().unwrap().to_owned();
    let one = format!("/desk/appointment?station=4&code={code}");
    let list = page(&bench, LIST).await;
    let link = one.replace('&', "&#38;");
    shows(&list, 200, &["王** 138****1234", "改时间或取消"]);
    assert!(
        list.text.contains(&one) || list.text.contains(&link),
        "{}",
        list.text
    );
    assert!(!list.text.contains("桂芳") && !list.text.contains("13800131234"));

    let times = page(&bench, &one).await;
    shows(
        &times,
        200,
        &[
            "改预约",
            "3月7日 周六 10:00",
            "王** 138****1234",
            "取消预约",
        ],
    );
    let key = hidden(&times, "key").to_owned();
    let later = "2026-03-08T10:30:00+08:00";
    let press = [("key", key.as_str()), ("code", &code), ("slot", later)];
    for _ in 0..2 {
        let moved = send(&bench, "/desk/appointment?station=4", &press).await;
        shows(&moved, 200, &["改好了，预约码不变", "3月8日 周日 10:30"]);
    }
    // A place that is gone, and what is no time: the page says so and offers others.
    let wrong = [
        ("code", code.as_str()),
        ("slot", "2026-03-08T10:31:00+08:00"),
    ];
    let refused = send(&bench, "/desk/appointment?station=4", &wrong).await;
    shows(&refused, 409, &["role=\"alert\"", "3月8日 周日 10:30"]);
    let wrong = [("code", code.as_str()), ("slot", "later")];
    assert_eq!(
        send(&bench, "/desk/appointment?station=4", &wrong)
            .await
            .status,
        400
    );

    let cancel = [("key", key.as_str()), ("code", &code), ("cancel", "yes")];
    let gone = send(&bench, "/desk/appointment?station=4", &cancel).await;
    shows(&gone, 200, &["这个预约已经取消"]);
    assert!(
        !gone.text.contains("name=\"slot\""),
        "nothing to press any more"
    );

    let unknown = page(&bench, "/desk/appointment?station=4&code=000000").await;
    shows(&unknown, 404, &["role=\"alert\"", "今天的预约"]);
    let stranger = bench.get(&one, None).await;
    assert_eq!(stranger.status, 401);
}
