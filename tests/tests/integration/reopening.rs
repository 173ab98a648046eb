//! A hub that is stopped and opened again on the same folder goes on where it was.

use domain::Role;
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::check;

#[tokio::test]
async fn everything_is_still_there_and_the_next_number_follows() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::on_disk(folder.path()).await;
    let first = issue(&bench, "k-1").await;
    let second = issue(&bench, "k-2").await;
    let call = bench
        .post("stations/1/call-next", &json!({}), Role::Organiser)
        .key("c-1");
    let called = check::done("call", &bench.ask(call).await, 200);
    let before = everything(&bench).await;
    bench.stop().await;

    let bench = Bench::on_disk(folder.path()).await;
    assert_eq!(everything(&bench).await, before);
    assert_eq!(
        issue(&bench, "k-1").await,
        first,
        "the first answer, its link included"
    );
    assert_eq!(issue(&bench, "k-2").await, second);
    let call = bench
        .post("stations/1/call-next", &json!({}), Role::Organiser)
        .key("c-1");
    let again = check::done("call", &bench.ask(call).await, 200);
    assert_eq!(again, called, "a repeated call calls nobody else");
    assert_eq!(issue(&bench, "k-3").await["ticket"]["number"], "理003");
    let other = bench
        .post("tickets", &json!({"service": "repair"}), Role::Kiosk)
        .key("k-1");
    check::problem(
        "k-1 for a repair",
        &bench.ask(other).await,
        409,
        "key_reused",
    );
    bench.stop().await;
}

async fn issue(bench: &Bench, key: &str) -> Value {
    let ask = bench
        .post("tickets", &json!({"service": "haircut"}), Role::Kiosk)
        .key(key);
    let mut issued = check::done(key, &bench.ask(ask).await, 201);
    // The free port differs from run to run; the link behind it must not.
    let url = issued["url"].as_str().unwrap();
    issued["url"] = url
        .strip_prefix(&format!("http://{}", bench.address))
        .unwrap()
        .into();
    issued
}

/// What everybody sees; the clock stands still, so it can be compared whole.
async fn everything(bench: &Bench) -> Vec<Value> {
    let mut seen = Vec::new();
    for path in ["", "/services", "/stations", "/queue", "/stats"] {
        let reply = bench.ask(bench.get(path, Role::Organiser)).await;
        let mut json = check::done(path, &reply, 200);
        without_version(&mut json);
        seen.push(json);
    }
    seen
}

/// The version counts changes since the start; it is no part of the state.
fn without_version(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            fields.remove("version");
            fields.values_mut().for_each(without_version);
        }
        Value::Array(items) => items.iter_mut().for_each(without_version),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
