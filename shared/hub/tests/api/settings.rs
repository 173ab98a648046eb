//! Settings: of two who change them at once, both get what they asked for; a repeat is no second
//! request.

use domain::Role;
use http::Request;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE, request};

fn keyed(
    method: &str,
    path: &str,
    token: &str,
    key: &str,
    body: &Value,
) -> Request<axum::body::Body> {
    let mut request = request(method, path, Some(token), &body.to_string());
    let headers = request.headers_mut();
    headers.insert("idempotency-key", key.parse().unwrap());
    request
}

/// A change was merged with what was published when it came, and then submitted as a whole: it took
/// back what somebody else had changed in the same moment.
#[tokio::test]
async fn two_who_change_different_fields_at_once_both_get_theirs() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let rows = [
        (
            format!("{SITE}/services/haircut"),
            json!({"minutes": 25}),
            json!({"prefix": "发"}),
        ),
        (
            format!("{SITE}/stations/1"),
            json!({"order": "preference"}),
            json!({"preference_run": 5}),
        ),
        (
            SITE.to_owned(),
            json!({"recall_limit": 4}),
            json!({"issue_undo_secs": 20}),
        ),
    ];
    for (path, one, two) in rows {
        let patch = |body: &Value| request("PATCH", &path, Some(&organiser), &body.to_string());
        let (first, second) = tokio::join!(bench.send(patch(&one)), bench.send(patch(&two)));
        first.done(200);
        second.done(200);
        let now = bench.get(&path, None).await.done(200);
        let thing = now.as_object().unwrap().values().next().unwrap();
        for (name, value) in [one, two]
            .iter()
            .flat_map(|patch| patch.as_object().unwrap())
        {
            assert_eq!(&thing[name], value, "{path} {name}");
        }
    }
}

#[tokio::test]
async fn of_two_who_add_the_same_id_at_once_one_is_told_that_it_exists() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let rows = [
        (
            "services",
            json!({"id": "new", "minutes": 5}),
            json!({"id": "new", "minutes": 6}),
        ),
        (
            "stations",
            json!({"id": "9"}),
            json!({"id": "9", "services": ["haircut"]}),
        ),
    ];
    for (what, one, two) in rows {
        let path = format!("{SITE}/{what}");
        let (one, two) = (one.to_string(), two.to_string());
        let (first, second) = tokio::join!(
            bench.post(&path, Some(&organiser), &one),
            bench.post(&path, Some(&organiser), &two),
        );
        let (made, refused) = if first.status == 201 {
            (first, second)
        } else {
            (second, first)
        };
        made.done(201);
        let problem = refused.problem(what, 409, "exists");
        assert_eq!(format!("{}s", problem["what"].as_str().unwrap()), what);
    }
}

#[tokio::test]
async fn a_key_is_looked_at_before_what_is_there() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let rows = [
        (
            "services",
            json!({"id": "new", "minutes": 5}),
            json!({"minutes": 9}),
        ),
        (
            "stations",
            json!({"id": "9"}),
            json!({"services": ["haircut"]}),
        ),
    ];
    for (what, body, change) in rows {
        let path = format!("{SITE}/{what}");
        // Keys are the site's: another thing needs others.
        let key = |key: &str| format!("{what}-{key}");
        let add = |name: &str, body: &Value| {
            bench.send(keyed("POST", &path, &organiser, &key(name), body))
        };
        let first = add("a", &body).await.done(201);
        let one = format!("{path}/{}", body["id"].as_str().unwrap());
        let patch = keyed("PATCH", &one, &organiser, &key("b"), &change);
        bench.send(patch).await.done(200);
        let again: Reply = add("a", &body).await;
        assert_eq!(again.done(201), first, "{what}");
        let mut other = body.clone();
        other["id"] = "other".into();
        add("a", &other).await.problem(what, 409, "key_reused");
        add("c", &body).await.problem(what, 409, "exists");
    }
}

#[tokio::test]
async fn a_number_out_of_range_is_told_its_range_and_another_type_is_malformed() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let rows = [
        (
            "PATCH",
            "/services/haircut",
            json!({"cap": -1}),
            "0 to 100000",
        ),
        (
            "PATCH",
            "/services/haircut",
            json!({"minutes": 70_000}),
            "1 to 480",
        ),
        (
            "POST",
            "/services",
            json!({"id": "new", "minutes": 70_000}),
            "1 to 480",
        ),
        (
            "PATCH",
            "/stations/1",
            json!({"preference_run": 256}),
            "1 to 20",
        ),
        ("PATCH", "", json!({"recall_limit": 300}), "1 to 20"),
        (
            "POST",
            "/stations/1/pause",
            json!({"minutes": 70_000}),
            "1 to 480",
        ),
        (
            "POST",
            "/stations/1/pause",
            json!({"minutes": -1}),
            "1 to 480",
        ),
    ];
    for (method, path, body, allowed) in rows {
        let what = format!("{method} {path} {body}");
        let path = format!("{SITE}{path}");
        let ask = request(method, &path, Some(&organiser), &body.to_string());
        let problem = bench
            .send(ask)
            .await
            .problem(&what, 422, "value_out_of_range");
        assert_eq!(problem["allowed"], allowed, "{what}");
    }
    for (method, path, body) in [
        ("PATCH", "/services/haircut", json!({"cap": "many"})),
        ("PATCH", "/services/haircut", json!({"caps": 5})),
        ("POST", "/stations/1/pause", json!({"minutes": "15"})),
    ] {
        let ask = request(
            method,
            &format!("{SITE}{path}"),
            Some(&organiser),
            &body.to_string(),
        );
        let what = format!("{method} {path} {body}");
        bench.send(ask).await.problem(&what, 400, "malformed");
    }
}
