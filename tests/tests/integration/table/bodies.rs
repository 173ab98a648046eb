//! Bodies that no client of ours would send.

use domain::Role;
use paihao_tests::Ask;
use serde_json::{Map, Value, json};

use crate::check::Wrong;
use crate::routes;
use crate::stage::Stage;

/// No command is a tenth of it.
const ONE_MEGABYTE: usize = 1024 * 1024;

#[tokio::test]
async fn bad_bodies_are_named_and_record_nothing() {
    let mut wrong = Wrong::default();
    for route in routes::all().filter(|route| !route.body.is_empty()) {
        let stage = Stage::at(route.ok.0).await;
        let before = stage.bench.recorded().await;
        for Bad {
            what,
            body,
            status,
            code,
        } in bad_bodies(&stage.fill(route.body))
        {
            let row = format!("{}: {what}", route.ask);
            let reply = stage.bench.ask(route.ask(&stage, &body)).await;
            wrong.problem(&row, &reply, status, code);
        }
        let row = format!("{}: a form", route.ask);
        let form = Ask::new(route.method(), route.ask(&stage, "").path())
            .bearer(stage.bench.token(Role::Organiser))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("service=haircut");
        wrong.problem(&row, &stage.bench.ask(form).await, 415, "media_type");
        wrong.unless(
            &row,
            stage.bench.recorded().await == before,
            "something was recorded",
        );
    }
    wrong.nothing();
}

#[tokio::test]
async fn calls_that_carry_nothing_take_nothing() {
    let mut wrong = Wrong::default();
    let bare = routes::all().filter(|route| route.body.is_empty() && route.method() == "POST");
    for route in bare {
        let stage = Stage::at(route.ok.0).await;
        let before = stage.bench.recorded().await;
        for Bad {
            what,
            body,
            status,
            code,
        } in bad_bodies("{}")
        {
            let row = format!("{}: {what}", route.ask);
            wrong.problem(
                &row,
                &stage.bench.ask(route.ask(&stage, &body)).await,
                status,
                code,
            );
        }
        wrong.unless(
            route.ask,
            stage.bench.recorded().await == before,
            "something was recorded",
        );
    }
    wrong.nothing();
}

/// A body with what is wrong in it, and how it must be refused.
struct Bad {
    what: String,
    body: String,
    status: u16,
    code: &'static str,
}

fn bad_bodies(good: &str) -> Vec<Bad> {
    let good: Map<String, Value> = serde_json::from_str(good).unwrap();
    let malformed = |what: &str, body: String| {
        let what = what.to_owned();
        Bad {
            what,
            body,
            status: 400,
            code: "malformed",
        }
    };
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed.insert(name.to_owned(), value);
        Value::Object(changed).to_string()
    };
    let mut bad = vec![
        malformed("cut off", r#"{"service":"hair"#.to_owned()),
        malformed("no JSON", "service=haircut".to_owned()),
        malformed("a list", "[1]".to_owned()),
        malformed("half a character", r#"{"service":"\ud800"}"#.to_owned()),
        malformed("an unknown field", with("surprise", json!(1))),
        malformed(
            "deep",
            format!(r#"{{"x":{}1{}}}"#, "[".repeat(500), "]".repeat(500)),
        ),
    ];
    for (name, value) in &good {
        bad.push(malformed(
            &format!("{name} of a wrong type"),
            with(name, wrong_type_of(value)),
        ));
    }
    let (what, body) = (
        "a megabyte".to_owned(),
        with("x", json!("x".repeat(ONE_MEGABYTE))),
    );
    bad.push(Bad {
        what,
        body,
        status: 413,
        code: "body_too_large",
    });
    bad
}

fn wrong_type_of(value: &Value) -> Value {
    match value {
        Value::String(_) | Value::Null => json!({"deep": [1]}),
        Value::Number(_) | Value::Bool(_) => json!("x"),
        Value::Array(_) | Value::Object(_) => json!(7),
    }
}
