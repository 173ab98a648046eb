//! The pages answer in both languages, and say what a browser may do with them.

use domain::Role;
use paihao_tests::{Ask, Reply};
use serde_json::json;

use crate::bench::Bench;
use crate::check;

/// What a phone on a slow network gets at once.
const PHONE_BYTES_MAX: usize = 30 * 1024;

#[tokio::test]
async fn every_page_answers_in_both_languages_and_is_locked_down() {
    let bench = Bench::in_memory().await;
    let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
    let issued = check::done("issue", &bench.ask(ask).await, 201);
    let phone = format!("/t/{}", issued["token"].as_str().unwrap());
    let rows = [
        ("/", None),
        (phone.as_str(), None),
        ("/board", None),
        ("/s/square/board", None),
        ("/join", None),
        ("/desk?station=1", Some("desk")),
        ("/dashboard", Some("dashboard")),
        ("/dashboard/settings", Some("dashboard")),
    ];
    for (path, signed_in_by) in rows {
        let cookie = match signed_in_by {
            Some(page) => Some(bench.sign_in(page).await),
            None => None,
        };
        for (wanted, tag) in [("zh-CN", "zh-CN"), ("en", "en")] {
            let row = format!("{path} in {wanted}");
            let mut ask = Ask::get(path).header("accept-language", wanted);
            if let Some(cookie) = &cookie {
                ask = ask.header("cookie", cookie);
            }
            let reply = bench.ask(ask).await;
            assert_eq!(reply.status, 200, "{row}: {}", reply.text());
            assert!(
                reply.text().contains(&format!("<html lang=\"{tag}\"")),
                "{row}"
            );
            assert!(!reply.text().contains("{{"), "{row}");
            locked_down(&row, &reply);
            if path == phone {
                assert!(
                    reply.body.len() <= PHONE_BYTES_MAX,
                    "{row}: {} bytes",
                    reply.body.len()
                );
            }
        }
    }
}

#[track_caller]
fn locked_down(row: &str, reply: &Reply) {
    let policy = reply.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains("default-src 'none'") || policy.contains("default-src 'self'"),
        "{row}: {policy}"
    );
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"),
        "{row}: {policy}"
    );
    assert_eq!(
        reply.header("x-content-type-options"),
        Some("nosniff"),
        "{row}"
    );
    let referrer = reply.header("referrer-policy").unwrap_or_default();
    let wanted = if row.contains("/t/") {
        "no-referrer"
    } else {
        "same-origin"
    };
    assert_eq!(referrer, wanted, "{row}");
    let text = reply.text();
    assert!(
        !text.contains("<script>") && !text.contains("onclick="),
        "{row}: inline script"
    );
}

#[tokio::test]
async fn pages_of_staff_ask_who_is_there_and_strange_tickets_are_not_found() {
    let bench = Bench::in_memory().await;
    for path in ["/desk", "/dashboard", "/dashboard/settings"] {
        let reply = bench.ask(Ask::get(path)).await;
        assert_eq!(reply.status, 401, "{path}: {}", reply.text());
        locked_down(path, &reply);
    }
    let reply = bench.ask(Ask::get("/t/AAAAAAAAAAAAAAAAAAAAAAAAAA")).await;
    assert_eq!(reply.status, 404);
    locked_down("a strange /t/", &reply);
}

#[tokio::test]
async fn a_sign_in_link_lets_one_device_in_and_a_preview_uses_nothing_up() {
    let bench = Bench::in_memory().await;
    let link = bench.link("desk").await;
    for _ in 0..3 {
        let preview = bench.ask(Ask::get(&link)).await;
        assert_eq!((preview.status, preview.header("set-cookie")), (200, None));
    }
    let first = bench.enter(&link).await;
    assert_eq!(first.status, 303, "{}", first.text());
    let cookie = first.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{part} is not in {cookie}");
    }
    let then = bench.enter(&link).await;
    assert!(
        then.status >= 400 && then.header("set-cookie").is_none(),
        "{}",
        then.text()
    );
}

#[tokio::test]
async fn the_hub_says_how_it_is_and_what_it_can() {
    let bench = Bench::in_memory().await;
    for (path, media) in [
        ("/healthz", ""),
        ("/metrics", "text/plain"),
        ("/api/openapi.json", "application/json"),
    ] {
        let reply = bench.ask(Ask::get(path)).await;
        assert_eq!(reply.status, 200, "{path}");
        assert!(
            reply
                .header("content-type")
                .unwrap_or_default()
                .starts_with(media),
            "{path}"
        );
    }
}
