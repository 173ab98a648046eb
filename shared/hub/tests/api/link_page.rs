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
    send_form(
        bench,
        link,
        &format!("device={device}&name=%E8%80%81%E7%8E%8B"),
    )
    .await
}

async fn send_form(bench: &Bench, path: &str, form: &str) -> Reply {
    let mut request = request("POST", path, None, form);
    let kind = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert("content-type", kind);
    bench.send(request).await
}

/// What the link's page makes up for a device.
fn device() -> String {
    hub::secrets::Token::random().as_str().to_owned()
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
    let d1 = device();
    let signed = press(&bench, &link, &d1).await;
    assert_eq!((signed.status, signed.header("location")), (303, "/desk"));
    for part in ["paihao_volunteer=", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(signed.header("set-cookie").contains(part), "{part}");
    }
    assert_eq!(
        press(&bench, &link, &d1).await.status,
        303,
        "a form sent twice"
    );
    assert_eq!(
        press(&bench, &link, &device()).await.status,
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
    let cookie_before = cookie(&press(&bench, &link, &device()).await);
    let tokens = format!("{SITE}/tokens");
    with_cookie(&bench, "GET", &tokens, &cookie_before, "")
        .await
        .done(200);
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::hours(12));
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
    let lost = back("314159").await;
    assert_eq!(lost.status, 204);
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::minutes(1));
    let signed = back("314159").await;
    assert_eq!(signed.status, 204, "the first answer did not arrive");
    let is_in = async |cookie: &str| with_cookie(&bench, "GET", &tokens, cookie, "").await.status;
    assert_eq!(is_in(&cookie(&signed)).await, 200);
    for old in [&cookie_before, &cookie(&lost)] {
        assert_eq!(is_in(old).await, 401, "one session for a device");
    }
    let out = format!("{SITE}/sign-out");
    let out = with_cookie(&bench, "POST", &out, &cookie(&signed), "").await;
    assert_eq!(out.status, 204);
    back("314159")
        .await
        .problem("signed out", 401, "session_unknown");
}

/// A form without a device, or with a made-up one, used to share one session with every other such
/// form: the link could be used by any number of people.
#[tokio::test]
async fn a_link_is_used_once_whatever_the_form_says_about_the_device() {
    let bench = Bench::new().await;
    for form in ["", "name=x", "device=", "device=d1", "device=%E5%8F%B7"] {
        let link = link(&bench, r#"{"for":"desk"}"#).await;
        assert_eq!(send_form(&bench, &link, form).await.status, 303, "{form:?}");
        let again = send_form(&bench, &link, form).await;
        assert_eq!(again.status, 409, "{form:?}");
    }
}

/// Every look at a link was counted as a guess, so a crew behind one address was turned away.
#[tokio::test]
async fn a_crew_behind_one_address_signs_in_and_guesses_are_slowed_down() {
    let bench = Bench::new().await;
    for _ in 0..60 {
        let link = link(&bench, r#"{"for":"desk"}"#).await;
        assert_eq!(bench.get(&link, None).await.status, 200);
        assert_eq!(press(&bench, &link, &device()).await.status, 303);
    }
    let mut slowed = 0;
    for _ in 0..40 {
        let reply = bench.get(&format!("/l/{}", device()), None).await;
        slowed += u32::from(reply.status == 429);
    }
    assert_eq!(slowed, 20);
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
    bench
        .clock
        .set(bench.hub.sign_in_time() + TimeDelta::minutes(15));
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
