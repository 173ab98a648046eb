//! Coming in by a link, going, coming back by the PIN.

use chrono::TimeDelta;
use domain::Role;

use crate::bench::{Bench, Reply, SITE, request};

async fn link(bench: &Bench, body: &str) -> String {
    let organiser = bench.token(Role::Organiser);
    let made = bench
        .post(&format!("{SITE}/links"), Some(&organiser), body)
        .await
        .done(201);
    made["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://hub.example")
        .unwrap()
        .to_owned()
}

async fn press(bench: &Bench, link: &str, device: &str) -> Reply {
    let form = format!("device={device}&name=%E8%80%81%E7%8E%8B");
    let mut request = request("POST", link, None, &form);
    let kind = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert("content-type", kind);
    bench.send(request).await
}

fn cookie(reply: &Reply) -> String {
    reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

async fn with_cookie(bench: &Bench, method: &str, path: &str, cookie: &str, body: &str) -> Reply {
    let mut request = request(method, path, None, body);
    request
        .headers_mut()
        .insert("cookie", cookie.parse().unwrap());
    bench.send(request).await
}

#[tokio::test]
async fn looking_at_a_link_uses_nothing_up_and_the_button_does_once() {
    let bench = Bench::new().await;
    let link = link(&bench, r#"{"for":"desk","station":"2"}"#).await;
    for _preview in 0..3 {
        let shown = bench.get(&link, None).await;
        assert_eq!(shown.status, 200);
        assert!(
            shown.text.contains("2 号台") && shown.text.contains("method=\"post\""),
            "{}",
            shown.text
        );
    }
    let signed = press(&bench, &link, "d1").await;
    assert_eq!((signed.status, signed.header("location")), (303, "/desk"));
    for part in ["paihao_volunteer=", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(signed.header("set-cookie").contains(part), "{part}");
    }
    assert_eq!(
        press(&bench, &link, "d1").await.status,
        303,
        "a form sent twice"
    );
    assert_eq!(
        press(&bench, &link, "d2").await.status,
        409,
        "another device"
    );
    let cookie = cookie(&signed);
    let me = with_cookie(&bench, "GET", &format!("{SITE}/session"), &cookie, "")
        .await
        .done(200);
    assert_eq!(
        (&me["session"]["station"], &me["session"]["name"]),
        (&"2".into(), &"老王".into())
    );
    let call = |station: &str| format!("{SITE}/stations/{station}/call-next");
    with_cookie(&bench, "POST", &call("2"), &cookie, "")
        .await
        .done(200);
    let other = with_cookie(&bench, "POST", &call("1"), &cookie, "").await;
    other.problem("another's station", 403, "not_allowed");
}

#[tokio::test]
async fn after_twelve_hours_the_pin_brings_the_device_back() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let set = bench
        .post(
            &format!("{SITE}/pin"),
            Some(&organiser),
            r#"{"pin":"314159"}"#,
        )
        .await;
    assert_eq!(set.status, 204);
    let link = link(&bench, r#"{"for":"dashboard"}"#).await;
    let cookie_before = cookie(&press(&bench, &link, "d1").await);
    let tokens = format!("{SITE}/tokens");
    with_cookie(&bench, "GET", &tokens, &cookie_before, "")
        .await
        .done(200);
    bench.clock.set(bench.hub.now() + TimeDelta::hours(12));
    let ended = with_cookie(&bench, "GET", &tokens, &cookie_before, "").await;
    ended.problem("ended", 401, "not_signed_in");
    let back = |pin: &str| {
        let (bench, cookie, body) = (
            &bench,
            cookie_before.clone(),
            format!(r#"{{"pin":"{pin}"}}"#),
        );
        async move { with_cookie(bench, "POST", &format!("{SITE}/sign-in"), &cookie, &body).await }
    };
    let wrong = back("000000").await.problem("wrong", 403, "pin_wrong");
    assert_eq!(wrong["tries_left"], 4);
    let signed = back("314159").await;
    assert_eq!(signed.status, 204);
    with_cookie(&bench, "GET", &tokens, &cookie(&signed), "")
        .await
        .done(200);
    let old = with_cookie(
        &bench,
        "POST",
        &format!("{SITE}/sign-in"),
        &cookie_before,
        r#"{"pin":"314159"}"#,
    )
    .await;
    old.problem("the old session is gone", 401, "session_unknown");
}

#[tokio::test]
async fn five_wrong_pins_and_not_even_the_right_one_helps() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    bench
        .post(
            &format!("{SITE}/pin"),
            Some(&organiser),
            r#"{"pin":"314159"}"#,
        )
        .await;
    let kiosk = bench.token(Role::Kiosk);
    let links = format!("{SITE}/links");
    for _ in 0..5 {
        let body = r#"{"for":"desk","pin":"000000"}"#;
        bench
            .post(&links, Some(&kiosk), body)
            .await
            .problem("wrong", 403, "pin_wrong");
    }
    let body = r#"{"for":"desk","pin":"314159"}"#;
    let locked = bench.post(&links, Some(&kiosk), body).await;
    let problem = locked.problem("right, too late", 429, "pin_locked");
    assert_eq!(
        locked.header("retry-after"),
        problem["retry_secs"].to_string()
    );
    bench.clock.set(bench.hub.now() + TimeDelta::minutes(15));
    bench.post(&links, Some(&kiosk), body).await.done(201);
}

#[tokio::test]
async fn bad_pins_are_out_of_range() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    for pin in ["12345", "abcdef", ""] {
        let body = format!(r#"{{"pin":"{pin}"}}"#);
        let reply = bench
            .post(&format!("{SITE}/pin"), Some(&organiser), &body)
            .await;
        reply.problem(pin, 422, "value_out_of_range");
    }
}
