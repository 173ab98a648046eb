//! The pages of desk and dashboard that work by forms alone.

use domain::Role;
use serde_json::{Value, json};

use crate::bench::{Bench, Reply, SITE, request};

mod appointments;
mod items;
mod lists;

/// Repairs can be booked from 9:00 to 11:00, two in each half hour. It is nine o'clock.
async fn bench() -> Bench {
    let bench = Bench::new().await;
    let slots = json!({"slots": {"from": "09:00", "to": "11:00", "minutes": 30, "capacity": 2}});
    let organiser = bench.token(Role::Organiser);
    let path = format!("{SITE}/services/repair");
    let patch = request("PATCH", &path, Some(&organiser), &slots.to_string());
    bench.send(patch).await.done(200);
    bench
}

/// What a volunteer sees.
async fn page(bench: &Bench, path: &str) -> Reply {
    bench.get(path, Some(&bench.token(Role::Volunteer))).await
}

/// A form as a volunteer's browser sends it.
async fn send(bench: &Bench, path: &str, fields: &[(&str, &str)]) -> Reply {
    let volunteer = bench.token(Role::Volunteer);
    bench.post(path, Some(&volunteer), &body(fields)).await
}

fn body(fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields).finish()
}

/// A request to the API as a volunteer.
async fn api(bench: &Bench, path: &str, body: &Value) -> Value {
    let volunteer = bench.token(Role::Volunteer);
    let path = format!("{SITE}/{path}");
    let reply = bench.post(&path, Some(&volunteer), &body.to_string()).await;
    assert!(reply.status < 300, "{path}: {}", reply.text);
    reply.json()
}

/// The page, which has to hold each of these texts.
fn shows(reply: &Reply, status: u16, texts: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.text);
    for text in texts {
        assert!(reply.text.contains(text), "no {text} in {}", reply.text);
    }
}

/// The value of a page's hidden field.
fn hidden<'a>(reply: &'a Reply, name: &str) -> &'a str {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = reply.text.split_once(&start).unwrap();
    rest.split('"').next().unwrap()
}
