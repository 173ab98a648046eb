//! Refusals are said in the language that was asked for.

use domain::Role;
use serde_json::json;

use crate::check;
use crate::stage::{Stage, State};

#[tokio::test]
async fn a_problem_speaks_the_readers_language() {
    let stage = Stage::at(State::Called).await;
    // A browser's own list, an unknown language first, and nothing at all: the site's own.
    let rows = [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr, en;q=0.5, zh;q=0.1", "en"),
    ];
    for (wanted, tag) in rows {
        let ask = stage
            .bench
            .post("stations/1/call-next", &json!({}), Role::Organiser);
        let reply = stage.bench.ask(ask.header("accept-language", wanted)).await;
        let problem = check::problem(wanted, &reply, 409, "station_busy");
        assert_eq!(reply.header("content-language"), Some(tag), "{wanted}");
        for part in ["title", "detail"] {
            let text = problem[part]
                .as_str()
                .unwrap_or_default()
                .replace("理001", "");
            assert_eq!(
                has_hanzi(&text),
                tag == "zh-CN",
                "{wanted}: {part} is {text:?}"
            );
            assert!(
                !text.contains('_') && !text.contains('{'),
                "{part} is {text:?}"
            );
        }
    }
}

fn has_hanzi(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}
