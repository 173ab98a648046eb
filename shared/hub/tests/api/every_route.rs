//! What holds for every route, by a table made from the description: whatever is sent, the answer
//! is a problem in words and nothing is recorded.

use domain::Role;
use utoipa::openapi::path::Operation;

use crate::bench::{Bench, Reply, SITE, request};

/// One row: method, address, who may.
struct Row {
    name: String,
    method: &'static str,
    path: String,
    who: String,
    has_body: bool,
}

/// Every route of the description, with names of things that are there.
fn rows(ticket: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (path, item) in hub::api::openapi().paths.paths {
        let filled = path
            .replace("{site}", "square")
            .replace("{ticket}", ticket)
            .replace("{station}", "1")
            .replace("{service}", "haircut")
            .replace("{appointment}", "123456")
            .replace("{item}", "1");
        let filled = ["{token}", "{session}", "{kiosk}"]
            .iter()
            .fold(filled, |path, name| {
                path.replace(name, "x-0123456789abcdef")
            });
        let methods = [
            ("GET", item.get),
            ("POST", item.post),
            ("PATCH", item.patch),
            ("DELETE", item.delete),
        ];
        for (method, operation) in methods {
            let Some(Operation {
                description,
                request_body,
                ..
            }) = operation
            else {
                continue;
            };
            rows.push(Row {
                name: format!("{method} {path}"),
                method,
                path: filled.clone(),
                who: description.unwrap_or_default(),
                has_body: request_body.is_some(),
            });
        }
    }
    assert!(rows.len() > 50, "{}", rows.len());
    rows
}

impl Row {
    fn is_for(&self, who: &str) -> bool {
        self.who.contains(who)
    }

    async fn send(&self, bench: &Bench, token: Option<&str>, body: &str) -> Reply {
        bench
            .send(request(self.method, &self.path, token, body))
            .await
    }
}

/// Live streams have their own tests, and whoever signs out is out in any case.
fn is_elsewhere(row: &Row) -> bool {
    row.path.ends_with("/live") || row.path.ends_with("/sign-out")
}

fn version(bench: &Bench) -> u64 {
    bench
        .hub
        .sites()
        .first()
        .unwrap()
        .read(|published| published.site.seq)
}

#[tokio::test]
async fn nobody_is_told_to_sign_in() {
    let bench = Bench::new().await;
    let (ticket, _) = bench.issue().await;
    let before = version(&bench);
    for row in rows(&ticket)
        .iter()
        .filter(|row| !row.is_for("anybody") && !is_elsewhere(row))
    {
        let body = if row.path.ends_with("/tickets") {
            r#"{"service":"haircut"}"#
        } else {
            sample(row)
        };
        let reply = row.send(&bench, None, body).await;
        assert_eq!(reply.status, 401, "{}: {}", row.name, reply.text);
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        let reply = row.send(&bench, Some("made-up"), body).await;
        reply.problem(&row.name, 401, "not_signed_in");
    }
    assert_eq!(version(&bench), before);
}

#[tokio::test]
async fn a_board_may_do_nothing_but_look() {
    let bench = Bench::new().await;
    let (ticket, _) = bench.issue().await;
    let display = bench.token(Role::Display);
    let before = version(&bench);
    let device_only = |row: &Row| row.is_for("a device that was signed in");
    let asked = |row: &&Row| !row.is_for("anybody") && !is_elsewhere(row) && !device_only(row);
    for row in rows(&ticket).iter().filter(asked) {
        let body = if row.path.ends_with("/tickets") {
            r#"{"service":"haircut"}"#
        } else {
            sample(row)
        };
        row.send(&bench, Some(&display), body)
            .await
            .problem(&row.name, 403, "not_allowed");
    }
    assert_eq!(version(&bench), before);
}

/// A body that is understood, so that only the sender is wrong.
fn sample(row: &Row) -> &'static str {
    let rows = [
        (
            "/call",
            r#"{"ticket":"00000000-0000-0000-0000-000000000000"}"#,
        ),
        ("/transfer", r#"{"service":"repair"}"#),
        (
            "/appointments",
            r#"{"service":"repair","slot":"2026-03-07T10:00:00+08:00"}"#,
        ),
        ("/move", r#"{"slot":"2026-03-07T10:00:00+08:00"}"#),
        ("/receive-item", r#"{"kind":"kettle"}"#),
        ("/items", r#"{"kind":"kettle"}"#),
        ("/items/1/finish", r#"{"outcome":"repaired"}"#),
        ("/cards", r#"{"number":"62220001"}"#),
        ("/cards/revoke", r#"{"number":"62220001"}"#),
        (
            "/satellites/series",
            r#"{"device":"00000000-0000-0000-0000-000000000000"}"#,
        ),
        (
            "/satellites/sync",
            r#"{"device":"00000000-0000-0000-0000-000000000000","clock":"2026-03-07T01:00:00Z","first":1,"before":"","entries":[]}"#,
        ),
        (
            "/satellites/import",
            r#"{"kiosk":"k1","device":"00000000-0000-0000-0000-000000000000","offset_ms":0,"first":1,"before":"","entries":[]}"#,
        ),
        ("/tokens", r#"{"role":"kiosk"}"#),
        ("/kiosks/x-0123456789abcdef", r#"{"name":"东门"}"#),
        (
            "/prove",
            r#"{"kiosk":"k-0123456789abcdef","nonce":"00000000-0000-0000-0000-000000000000"}"#,
        ),
        ("/plan/like", r#"{"date":"2026-03-07","tag":"another"}"#),
        ("/links", r#"{"for":"desk"}"#),
        ("/pin", r#"{"pin":"123456"}"#),
        ("/pin/check", r#"{"pin":"123456"}"#),
        ("/sign-in", r#"{"pin":"123456"}"#),
    ];
    let found = rows.iter().find(|(end, _)| row.path.ends_with(end));
    found.filter(|_| row.has_body).map_or("", |(_, body)| body)
}

#[tokio::test]
async fn bad_bodies_are_named_and_record_nothing() {
    let bench = Bench::new().await;
    let (ticket, _) = bench.issue().await;
    let tokens = [bench.token(Role::Organiser), bench.token(Role::Kiosk)];
    let technician = bench.hub.local_credential(Role::Technician, None);
    let before = version(&bench);
    let megabyte = format!("{{\"x\":\"{}\"}}", "x".repeat(1024 * 1024));
    for row in rows(&ticket).iter().filter(|row| row.has_body) {
        let token = match row.name.as_str() {
            "POST /api/v1/sites" => technician.as_str(),
            _ if row.is_for("kiosks") && !row.is_for("staff") && !row.is_for("organisers") => {
                &tokens[1]
            }
            _ => &tokens[0],
        };
        let send = |body: &'static str| row.send(&bench, Some(token), body);
        for body in [
            "{",
            "[1]",
            "\"text\"",
            "{\"no_such_field\":1}",
            "null",
            "{\"service\":7,\"pin\":7}",
        ] {
            let reply = send(body).await;
            reply.problem(&format!("{} {body}", row.name), 400, "malformed");
        }
        let reply = row.send(&bench, Some(token), &megabyte).await;
        reply.problem(&row.name, 413, "body_too_large");
        let mut form = request(row.method, &row.path, Some(token), "a=b");
        form.headers_mut()
            .insert("content-type", "text/plain".parse().unwrap());
        bench.send(form).await.problem(&row.name, 415, "media_type");
    }
    assert_eq!(version(&bench), before);
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_are_problems_too() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let rows = [
        ("GET", "/api", 404, "no_such_address"),
        ("GET", "/api/v2/sites", 404, "no_such_address"),
        (
            "GET",
            "/api/v1/sites/square/nothing",
            404,
            "no_such_address",
        ),
        ("GET", "/api/v1/sites/nowhere", 404, "not_found"),
        ("GET", "/api/v1/sites/%E7%90%86", 404, "not_found"),
        (
            "PUT",
            "/api/v1/sites/square/services",
            405,
            "method_not_allowed",
        ),
        ("DELETE", "/api/v1/sites", 405, "method_not_allowed"),
        (
            "POST",
            "/api/v1/sites/square/stations/9/start",
            404,
            "not_found",
        ),
        (
            "POST",
            "/api/v1/sites/square/stations/a%20b/start",
            404,
            "not_found",
        ),
        (
            "DELETE",
            "/api/v1/sites/square/services/none",
            404,
            "not_found",
        ),
        (
            "DELETE",
            "/api/v1/sites/square/tokens/t-none",
            404,
            "not_found",
        ),
        (
            "GET",
            "/api/v1/sites/square/queue?service=none",
            404,
            "not_found",
        ),
        (
            "GET",
            "/api/v1/sites/square/queue?servce=haircut",
            400,
            "malformed",
        ),
        (
            "GET",
            "/api/v1/sites/square/stats?from=yesterday",
            400,
            "malformed",
        ),
        (
            "GET",
            "/api/v1/sites/square/stats?from=2026-03-07&to=2026-03-06",
            422,
            "value_out_of_range",
        ),
    ];
    for (method, path, status, code) in rows {
        let reply = bench
            .send(request(method, path, Some(&organiser), ""))
            .await;
        reply.problem(&format!("{method} {path}"), status, code);
    }
}

/// Every scrape went through all tickets under the lock of the state.
#[tokio::test]
async fn figures_of_the_sites_are_counted_once_a_second() {
    let bench = Bench::new().await;
    let waiting = async || {
        let text = bench.get("/metrics", None).await.text;
        let line = r#"paihao_tickets{site="square",service="haircut",state="waiting"} "#;
        text.split(line)
            .nth(1)
            .and_then(|rest| rest.lines().next()?.parse::<u32>().ok())
    };
    bench.issue().await;
    assert_eq!(waiting().await, Some(1));
    bench.issue().await;
    assert_eq!(waiting().await, Some(1), "a second has not passed");
    let later = bench.hub.sign_in_time() + chrono::TimeDelta::seconds(1);
    bench.clock.set(later);
    assert_eq!(waiting().await, Some(2));
}

#[tokio::test]
async fn a_page_elsewhere_cannot_use_a_sign_in_here() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/day/close");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "http://evil.example"),
    ] {
        let mut attack = request("POST", &path, Some(&organiser), "");
        attack
            .headers_mut()
            .insert("host", "hub.example".parse().unwrap());
        attack.headers_mut().insert(name, value.parse().unwrap());
        bench.send(attack).await.problem(name, 403, "cross_site");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_browsers_obey() {
    let bench = Bench::new().await;
    for path in [
        "/healthz",
        "/metrics",
        "/api/openapi.json",
        SITE,
        "/t/nothing",
        "/api/nothing",
    ] {
        let reply = bench.get(path, None).await;
        assert!(
            reply
                .header("content-security-policy")
                .contains("script-src 'self'"),
            "{path}"
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        let is_ticket = path.starts_with("/t/");
        let referrer = if is_ticket {
            "no-referrer"
        } else {
            "same-origin"
        };
        assert_eq!(reply.header("referrer-policy"), referrer, "{path}");
        assert_eq!(
            reply.header("x-robots-tag").contains("noindex"),
            is_ticket,
            "{path}"
        );
    }
}
