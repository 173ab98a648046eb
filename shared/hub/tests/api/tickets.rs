//! A ticket's way from the kiosk to the station, over the API.

use std::pin::pin;

use domain::Role;
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::bench::{Bench, SITE, request};

#[tokio::test]
async fn from_the_touch_to_the_chair() {
    let bench = Bench::new().await;
    let volunteer = bench.token(Role::Volunteer);
    let (id, link) = bench.issue().await;
    let at = |verb: &str| format!("{SITE}/stations/1/{verb}");
    let called = bench
        .post(&at("call-next"), Some(&volunteer), "")
        .await
        .done(200);
    assert_eq!(
        (called["ticket"]["id"].as_str(), &called["reason"]),
        (Some(id.as_str()), &"arrival".into())
    );
    let seen = format!(r#"{{"ticket":"{id}"}}"#);
    bench
        .post(&at("start"), Some(&volunteer), &seen)
        .await
        .done(200);
    let phone = bench
        .get(&format!("{SITE}/tickets/{link}"), None)
        .await
        .done(200);
    assert_eq!(
        (&phone["ticket"]["state"], &phone["ticket"]["station"]),
        (&"serving".into(), &"1".into())
    );
    assert!(
        phone["ticket"]["id"].is_null(),
        "the holder of a link never sees the id"
    );
    let done = bench
        .post(&at("call-next"), Some(&volunteer), r#"{"finish":true}"#)
        .await
        .done(200);
    assert_eq!(
        (&done["ticket"], &done["reason"]),
        (&().into(), &"nobody_waiting".into())
    );
}

#[tokio::test]
async fn a_repeated_key_gives_the_first_answer_and_another_request_is_refused() {
    let bench = Bench::new().await;
    let kiosk = bench.token(Role::Kiosk);
    let path = format!("{SITE}/tickets");
    let send = |body: &'static str| {
        let mut request = request("POST", &path, Some(&kiosk), body);
        request
            .headers_mut()
            .insert("idempotency-key", "touch-1".parse().unwrap());
        bench.send(request)
    };
    let first = send(r#"{"service":"haircut"}"#).await.done(201);
    assert!(
        first["url"]
            .as_str()
            .unwrap()
            .starts_with("http://hub.example/t/")
    );
    assert_eq!(send(r#"{"service":"haircut"}"#).await.done(201), first);
    send(r#"{"service":"repair"}"#)
        .await
        .problem("another request", 409, "key_reused");
}

#[tokio::test]
async fn a_volunteer_of_one_station_acts_there_alone() {
    let bench = Bench::new().await;
    bench.issue().await;
    let organiser = bench.token(Role::Organiser);
    let body = r#"{"role":"volunteer","station":"2"}"#;
    let added = bench
        .post(&format!("{SITE}/tokens"), Some(&organiser), body)
        .await
        .done(201);
    let own = added["secret"].as_str();
    let call = |station: &str| format!("{SITE}/stations/{station}/call-next");
    bench
        .post(&call("1"), own, "")
        .await
        .problem("another's station", 403, "not_allowed");
    bench.post(&call("2"), own, "").await.done(200);
    bench.get(&format!("{SITE}/queue"), own).await.done(200);
    bench
        .get(&format!("{SITE}/tokens"), own)
        .await
        .problem("tokens", 403, "not_allowed");
}

/// By the ticket's id a volunteer of one desk could pull somebody away from another desk.
#[tokio::test]
async fn a_volunteer_of_one_station_leaves_tickets_of_others_alone() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let volunteer = async |station: &str| {
        let body = format!(r#"{{"role":"volunteer","station":"{station}"}}"#);
        let path = format!("{SITE}/tokens");
        let added = bench.post(&path, Some(&organiser), &body).await.done(201);
        added["secret"].as_str().unwrap().to_owned()
    };
    let (one, two) = (volunteer("1").await, volunteer("2").await);
    let (id, _) = bench.issue().await;
    let act = async |by: &str, verb: &str, key: &str| {
        let body = match verb {
            "transfer" => r#"{"service":"repair"}"#,
            _ => "",
        };
        let path = format!("{SITE}/tickets/{id}/{verb}");
        let mut request = request("POST", &path, Some(by), body);
        let key = key.parse().unwrap();
        request.headers_mut().insert("idempotency-key", key);
        bench.send(request).await
    };
    let station = async |verb: &str| {
        let path = format!("{SITE}/stations/2/{verb}");
        bench.post(&path, Some(&two), "").await.done(200);
    };
    act(&one, "hold", "waiting").await.done(200);
    act(&one, "resume", "back").await.done(200);
    station("call-next").await;
    for _called_then_serving in 0..2 {
        for verb in ["transfer", "hold", "cancel"] {
            act(&one, verb, verb)
                .await
                .problem(verb, 403, "not_allowed");
        }
        station("start").await;
    }
    act(&one, "hold", "waiting").await.done(200);
    act(&two, "transfer", "own").await.done(200);
}

/// A phone could put the ticket aside that somebody was being served with.
#[tokio::test]
async fn the_holder_goes_away_before_being_served_and_not_meanwhile() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let (id, link) = bench.issue().await;
    let hold = format!("{SITE}/tickets/{link}/hold");
    let station = async |verb: &str| {
        let path = format!("{SITE}/stations/1/{verb}");
        bench.post(&path, Some(&organiser), "").await.done(200);
    };
    station("call-next").await;
    bench.post(&hold, None, "").await.done(200);
    let resume = format!("{SITE}/tickets/{link}/resume");
    bench.post(&resume, None, "").await.done(200);
    station("call-next").await;
    station("start").await;
    for verb in ["hold", "cancel"] {
        let path = format!("{SITE}/tickets/{link}/{verb}");
        let reply = bench.post(&path, None, "").await;
        let problem = reply.problem(verb, 409, "ticket_serving");
        assert_eq!(problem["number"], "理001");
        assert!(!reply.text.contains(&id), "{}", reply.text);
    }
    let staff = format!("{SITE}/tickets/{id}");
    let refused = bench
        .post(&format!("{staff}/cancel"), Some(&organiser), "")
        .await;
    let problem = refused.problem("staff see the id", 409, "ticket_serving");
    assert_eq!(problem["ticket"].as_str(), Some(id.as_str()));
    bench
        .post(&format!("{staff}/hold"), Some(&organiser), "")
        .await
        .done(200);
}

/// A phone's refusal named the ticket by its id, which only staff may know.
#[tokio::test]
async fn what_a_phone_is_refused_names_the_number_and_no_id() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let (id, link) = bench.issue().await;
    let station = async |verb: &str| {
        let path = format!("{SITE}/stations/1/{verb}");
        bench.post(&path, Some(&organiser), "").await.done(200);
    };
    station("call-next").await;
    station("no-show").await;
    for verb in ["hold", "resume"] {
        let path = format!("{SITE}/tickets/{link}/{verb}");
        let reply = bench.post(&path, None, "").await;
        let problem = reply.problem(verb, 409, "ticket_no_show");
        assert_eq!(problem["number"], "理001");
        assert!(!reply.text.contains(&id), "{}", reply.text);
    }
}

#[tokio::test]
async fn phones_take_numbers_only_where_the_site_lets_them() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let (path, body) = (format!("{SITE}/tickets"), r#"{"service":"haircut"}"#);
    bench
        .post(&path, None, body)
        .await
        .problem("off", 401, "joining_off");
    let allow = request(
        "PATCH",
        SITE,
        Some(&organiser),
        r#"{"join_from_phones":true}"#,
    );
    bench.send(allow).await.done(200);
    let issued = bench.post(&path, None, body).await.done(201);
    assert!(issued["token"].is_string() && issued["url"].is_string());
    let class = r#"{"service":"haircut","class":"priority"}"#;
    bench
        .post(&path, None, class)
        .await
        .problem("a class of one's own", 403, "not_allowed");
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let bench = Bench::new().await;
    let (_, link) = bench.issue().await;
    for path in [
        format!("{SITE}/tickets/{link}"),
        format!("{SITE}/services"),
        format!("{SITE}/board"),
    ] {
        let first = bench.get(&path, None).await;
        let again = |tag: String| {
            let mut again = request("GET", &path, None, "");
            again
                .headers_mut()
                .insert("if-none-match", tag.parse().unwrap());
            bench.send(again)
        };
        let reply = again(first.header("etag").to_owned()).await;
        assert_eq!((reply.status, reply.text.as_str()), (304, ""), "{path}");
        let hold = format!("{SITE}/tickets/{link}/hold");
        let resume = format!("{SITE}/tickets/{link}/resume");
        bench.post(&hold, None, "").await.done(200);
        assert_eq!(
            again(first.header("etag").to_owned()).await.status,
            200,
            "{path}"
        );
        bench.post(&resume, None, "").await.done(200);
    }
}

/// A tag stood for the version of the state alone: when a service stopped giving numbers because
/// its time was over, whoever asked with a tag was told that nothing had changed.
#[tokio::test]
async fn what_changes_with_the_time_alone_is_sent_and_told() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/services/haircut");
    let closes = r#"{"opens":null,"issue_from":null,"closes":"10:00"}"#;
    let set = request("PATCH", &path, Some(&organiser), closes);
    bench.send(set).await.done(200);
    let live = request("GET", &format!("{SITE}/live?topic=services"), None, "");
    let live = hub::server::app(&bench.hub).oneshot(live).await.unwrap();
    let mut messages = pin!(live.into_body().into_data_stream());
    let is_open = |services: &Value| services["services"][0]["issuing"]["open"] == true;
    let paths = [
        format!("{SITE}/services"),
        path,
        format!("{SITE}/board"),
        format!("{SITE}/dashboard"),
    ];
    let mut tags = Vec::new();
    for path in &paths {
        let reply = bench.get(path, Some(&organiser)).await;
        tags.push(reply.header("etag").to_owned());
    }
    bench.clock.set("2026-03-07T02:00:00Z".parse().unwrap());
    for (path, tag) in paths.iter().zip(tags) {
        let mut again = request("GET", path, Some(&organiser), "");
        again
            .headers_mut()
            .insert("if-none-match", tag.parse().unwrap());
        assert_eq!(bench.send(again).await.status, 200, "{path}");
    }
    loop {
        let message = messages.next().await.unwrap().unwrap();
        let text = String::from_utf8(message.to_vec()).unwrap();
        let data = text.lines().find_map(|line| line.strip_prefix("data: "));
        let services: Value = serde_json::from_str(data.unwrap()).unwrap();
        if !is_open(&services) {
            break;
        }
    }
}

#[tokio::test]
async fn refusals_speak_the_readers_language_and_show_no_ids() {
    let bench = Bench::new().await;
    let (id, _) = bench.issue().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/stations/1/call-next");
    bench.post(&path, Some(&organiser), "").await.done(200);
    for (language, part) in [
        ("zh-CN", "1 号台还有 理001"),
        ("en-GB,en", "Station 1 still has 理001"),
    ] {
        let mut again = request("POST", &path, Some(&organiser), "");
        again
            .headers_mut()
            .insert("accept-language", language.parse().unwrap());
        let reply = bench.send(again).await;
        let problem = reply.problem(language, 409, "station_busy");
        assert_eq!(
            (&problem["station"], &problem["serving"]),
            (&"1".into(), &id.clone().into())
        );
        let said = format!("{} {}", problem["title"], problem["detail"]);
        assert!(said.contains(part) && !said.contains(&id), "{said}");
    }
}
