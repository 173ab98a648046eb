//! Whoever is told that something was not done understands it.

use axum::body::Body;
use domain::Role;
use http::Request;

use crate::bench::{Bench, SITE, request};

#[tokio::test]
async fn who_asks_for_no_language_is_told_in_the_sites() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let missing = || request("GET", &format!("{SITE}/services/none"), None, "");
    let told = bench.send(missing()).await;
    told.problem("chinese", 404, "not_found");
    assert_eq!(told.header("content-language"), "zh-CN");
    let english = request("PATCH", SITE, Some(&organiser), r#"{"language":"en"}"#);
    bench.send(english).await.done(200);
    for path in [format!("{SITE}/services/none"), "/api/none".to_owned()] {
        let told = bench.send(request("GET", &path, None, "")).await;
        assert_eq!(told.header("content-language"), "en", "{path}");
    }
    let mut asked = missing();
    let headers = asked.headers_mut();
    headers.insert("accept-language", "zh".parse().unwrap());
    assert_eq!(bench.send(asked).await.header("content-language"), "zh-CN");
}

/// A form that was too large was answered in English, as plain text.
#[tokio::test]
async fn a_form_that_is_too_large_is_answered_with_a_page() {
    let bench = Bench::new().await;
    let (_, link) = bench.issue().await;
    for (language, said) in [
        ("zh-CN", "请求的内容太大"),
        ("en", "The request is too large"),
    ] {
        let form = Request::post(format!("/t/{link}/also"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept-language", language)
            .body(Body::from("x".repeat(20_000)))
            .unwrap();
        let reply = bench.send(form).await;
        assert_eq!(reply.status, 413, "{}", reply.text);
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        assert!(reply.text.contains(said), "{}", reply.text);
    }
}

/// The curve of an earlier day became that of today.
#[tokio::test]
async fn a_switch_of_the_language_asks_for_the_same() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    for (page, asked, kept) in [
        ("curve", "date=2026-03-06&lang=zh", "date=2026-03-06"),
        (
            "what-if",
            "lang=zh&add=haircut&add_at=10:30&part=",
            "add=haircut&amp;add_at=10%3A30",
        ),
        (
            "plan",
            "wait=20&set_up=2026-03-01",
            "wait=20&amp;set_up=2026-03-01",
        ),
        ("days", "span=2y&show=wait", "span=2y&amp;show=wait"),
        ("report", "date=2026-03-06", "date=2026-03-06"),
        ("audit", "actor=%3Cx%3E%26lang", "actor=%3Cx%3E%26lang"),
    ] {
        let path = format!("/dashboard/{page}?{asked}");
        let told = bench.get(&path, Some(&organiser)).await;
        let text = told.text.replace("&#38;", "&amp;");
        let link = format!("href=\"/dashboard/{page}?lang=en&amp;{kept}\"");
        assert!(text.contains(&link), "no {link} in {text}");
    }
}
