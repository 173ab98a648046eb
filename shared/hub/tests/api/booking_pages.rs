//! Booking on a phone, and the page of an appointment: by forms alone, as without JavaScript.

use domain::Role;
use serde_json::json;

use crate::bench::{Bench, Reply, SITE, request};

const DAY: &str = "/book/repair/2026-03-07";
const SLOT: &str = "2026-03-07T10:00:00+08:00";
const LATER: &str = "2026-03-08T10:15:00+08:00";

/// Repairs can be booked from 9:00 to 11:00, one in each quarter of an hour. It is nine o'clock.
async fn bench() -> Bench {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 15, "capacity": 1}});
    bench
        .patch(&format!("{SITE}/services/repair"), &slots.to_string())
        .await;
    bench
}

async fn press(bench: &Bench, slot: &str, key: &str) -> Reply {
    bench.form(DAY, &[("key", key), ("slot", slot)]).await
}

/// Books; answers the address of the appointment's page.
async fn booked(bench: &Bench) -> String {
    let done = press(bench, SLOT, "k").await;
    assert_eq!(done.status, 303, "{}", done.text);
    done.header("location").to_owned()
}

#[tokio::test]
async fn one_press_books_and_the_same_press_books_once() {
    let bench = bench().await;
    let home = bench.get("/", None).await;
    assert!(home.text.contains("可预约") && home.text.contains("href=\"/book/repair\""));
    // The only service that takes appointments is not asked for.
    let shown = bench.get("/book", None).await;
    assert!(
        shown.text.contains("小家电维修") && shown.text.contains(SLOT),
        "{}",
        shown.text
    );
    let first = press(&bench, SLOT, "k").await;
    let again = press(&bench, SLOT, "k").await;
    assert_eq!((first.status, again.status), (303, 303));
    assert_eq!(first.header("location"), again.header("location"));
    assert!(first.header("location").starts_with("/a/"));
    // Another time on the page that was gone back to is another appointment.
    let other = press(&bench, "2026-03-07T10:15:00+08:00", "k").await;
    assert_ne!(first.header("location"), other.header("location"));
    let full = press(&bench, SLOT, "another").await;
    assert_eq!(full.status, 409);
    assert!(
        full.text.contains("预约已满") && full.text.contains("10:30"),
        "{}",
        full.text
    );
}

#[tokio::test]
async fn the_appointments_page_tells_all_and_keeps_its_address_secret() {
    let bench = bench().await;
    let page = booked(&bench).await;
    let shown = bench.get(&page, None).await;
    assert_eq!(shown.status, 200);
    let volunteer = bench.token(Role::Volunteer);
    let list = bench
        .get(&format!("{SITE}/appointments"), Some(&volunteer))
        .await;
    let code = list.json()["appointments"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = format!("{} {}", &code[..3], &code[3..]);
    for part in [
        "小家电维修",
        "今天 3月7日 周六",
        "10:00",
        &code,
        "<svg",
        "已预约",
    ] {
        assert!(shown.text.contains(part), "{part} in {}", shown.text);
    }
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow"),
        ("cache-control", "private, no-cache"),
    ] {
        assert_eq!(shown.header(name), value);
    }
    let mut again = request("GET", &page, None, "");
    let tag = shown.header("etag").parse().unwrap();
    again.headers_mut().insert("if-none-match", tag);
    assert_eq!(bench.send(again).await.status, 304);
    let calendar = bench.get(&format!("{page}/calendar.ics"), None).await;
    assert_eq!(
        calendar.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    assert_eq!(calendar.header("referrer-policy"), "no-referrer");
    for line in [
        "DTSTART:20260307T020000Z\r\n",
        "DTEND:20260307T021500Z\r\n",
        "SUMMARY:小家电维修\r\n",
    ] {
        assert!(calendar.text.contains(line), "{}", calendar.text);
    }
    let link = page.trim_start_matches("/a/");
    let uid = calendar
        .text
        .lines()
        .find(|line| line.starts_with("UID:"))
        .unwrap();
    assert!(!uid.contains(link));
}

#[tokio::test]
async fn wechat_opens_no_calendar_and_is_offered_none() {
    let bench = bench().await;
    let page = booked(&bench).await;
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("calendar.ics"));
    let mut asked = request("GET", &page, None, "");
    let agent = "Mozilla/5.0 (Linux) MicroMessenger/8.0.50".parse().unwrap();
    asked.headers_mut().insert("user-agent", agent);
    assert!(!bench.send(asked).await.text.contains("calendar.ics"));
}

#[tokio::test]
async fn another_time_is_chosen_and_in_the_end_none() {
    let bench = bench().await;
    let page = booked(&bench).await;
    let choice = bench.get(&format!("{page}/move"), None).await;
    assert!(
        choice.text.contains("原来约的是：今天 3月7日 周六 10:00"),
        "{}",
        choice.text
    );
    // Pages that send no referrer send no origin either.
    let mut moved = request("POST", &format!("{page}/move/2026-03-08"), None, "x");
    *moved.body_mut() = format!("slot={}", LATER.replace('+', "%2B")).into();
    let headers = moved.headers_mut();
    headers.insert("origin", "null".parse().unwrap());
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let moved = bench.send(moved).await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (303, page.as_str())
    );
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("明天 3月8日 周日") && shown.text.contains("10:15"));
    let outside = bench
        .form(
            &format!("{page}/move/2026-03-08"),
            &[("slot", "2026-03-08T08:00:00+08:00")],
        )
        .await;
    assert_eq!(outside.status, 409);
    assert!(outside.text.contains("role=\"alert\""));
    for _twice in 0..2 {
        let cancelled = bench.form(&format!("{page}/cancel"), &[]).await;
        assert_eq!(cancelled.header("location"), page);
    }
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("预约已取消") && shown.text.contains("/s/square/book"));
    let moved = bench.get(&format!("{page}/move"), None).await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (303, page.as_str())
    );
    let calendar = bench.get(&format!("{page}/calendar.ics"), None).await;
    assert_eq!(calendar.status, 303);
}

#[tokio::test]
async fn whoever_checked_in_finds_the_number_and_its_page() {
    let bench = bench().await;
    let page = booked(&bench).await;
    let kiosk = bench.token(Role::Kiosk);
    let link = page.trim_start_matches("/a/");
    let path = format!("{SITE}/appointments/{link}/check-in");
    let issued = bench.post(&path, Some(&kiosk), "").await.done(201);
    let ticket = format!("/t/{}", issued["token"].as_str().unwrap());
    let shown = bench.get(&page, None).await;
    assert!(shown.text.contains("已签到") && shown.text.contains(&format!("href=\"{ticket}\"")));
    assert!(!shown.text.contains("/cancel"));
    // Once begun, it is neither moved nor given up.
    assert_eq!(bench.get(&ticket, None).await.status, 200);
}

#[tokio::test]
async fn where_phones_do_not_book_the_page_says_what_to_do() {
    let bench = bench().await;
    bench.patch(SITE, r#"{"book_from_phones":false}"#).await;
    let shown = bench.get("/s/square/book", None).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("不能用手机预约") && shown.text.contains("志愿者"));
    assert!(!shown.text.contains("<button"));
    assert_eq!(press(&bench, SLOT, "k").await.status, 401);
    let home = bench.get("/", None).await;
    assert!(home.text.contains("可预约") && !home.text.contains("/book"));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_words() {
    let bench = bench().await;
    let (_, ticket) = bench.issue().await;
    for (path, status) in [
        ("/a/x", 404),
        ("/a/123456", 404),
        // A ticket's link is no appointment's.
        (&*format!("/a/{ticket}"), 404),
        (&*format!("/a/{ticket}/calendar.ics"), 404),
        ("/book/haircut", 404),
        ("/book/repair/yesterday", 404),
    ] {
        let shown = bench.get(path, None).await;
        assert_eq!(shown.status, status, "{path}");
        assert!(shown.text.contains("<h1>"), "{path}: {}", shown.text);
    }
    let nothing = bench.form(DAY, &[("slot", "soon")]).await;
    assert_eq!(nothing.status, 400);
    let closed = bench
        .post(
            &format!("{SITE}/day/close"),
            Some(&bench.token(Role::Organiser)),
            "",
        )
        .await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    let page = bench.get("/book", None).await;
    assert!(
        page.text.contains("明天") && !page.text.contains("今天"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn whoever_left_a_name_has_it_erased_with_one_press() {
    let bench = bench().await;
    let fields = [
        ("key", "k"),
        ("slot", SLOT),
        ("name", "王桂芳"),
        ("phone", "13800131234"),
    ];
    let done = bench.form(DAY, &fields).await;
    let page = done.header("location").to_owned();
    let shown = bench.get(&page, None).await.text;
    assert!(shown.contains("您留的：王** 138****1234"), "{shown}");
    assert!(!shown.contains("桂芳") && !shown.contains("13800131234"));
    let sent = bench.form(&format!("{page}/forget"), &[]).await;
    assert_eq!((sent.status, sent.header("location")), (303, page.as_str()));
    let shown = bench.get(&page, None).await.text;
    assert!(
        !shown.contains("王**") && !shown.contains("/forget"),
        "{shown}"
    );
    assert!(shown.contains("10:00"), "the appointment stays");
}
