use serde_json::{Value, json};

use super::*;

const SITE: &str = r#"{"at":"2026-03-07T08:30:00+08:00","site":{
    "services":[{"id":"haircut","prefix":"理"},{"id":"repair","prefix":"修","policy":"arrival"}],
    "stations":[{"id":"1","services":["haircut"]},
        {"id":"2","services":["repair","haircut"],"order":"preference","preference_run":2}]}}"#;

/// The site and then one line each; `AT` stands for nine o'clock.
fn scenario(lines: &[&str]) -> String {
    let at = r#""at":"2026-03-07T09:00:00+08:00""#;
    let mut text = SITE.replace('\n', "");
    for line in lines {
        text.push('\n');
        text.push_str(&line.replace("AT", at));
    }
    text
}

fn run(lines: &[&str], explain: bool) -> (Result<Summary, ReplayError>, Vec<Value>) {
    let mut output = Vec::new();
    let result = replay(scenario(lines).as_bytes(), &mut output, explain);
    let output = String::from_utf8(output).unwrap();
    (
        result,
        output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn stops(text: &str) -> (u64, String) {
    match replay(text.as_bytes(), Vec::new(), false) {
        Err(ReplayError::NotUnderstood { line, why }) => (line, why),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn each_line_is_answered_by_one() {
    let (summary, output) = run(
        &[
            r#"{AT,"do":"issue_ticket","service":"haircut","as":"t1"}"#,
            r#"{AT,"do":"issue_ticket","service":"haircut"}"#,
            r#"{AT,"do":"call_next","station":"1"}"#,
            r#"{AT,"do":"call_next","station":"1"}"#,
            r#"{AT,"do":"call_ticket","station":"2","ticket":"理002"}"#,
            r#"{AT,"ask":"queue","service":"haircut"}"#,
        ],
        false,
    );
    assert_eq!(
        summary.unwrap(),
        Summary {
            lines: 7,
            refused: 1
        }
    );
    assert_eq!(output[0], json!({"line": 1, "ok": {"site": "square"}}));
    assert_eq!(output[1]["ok"]["ticket"]["as"], "t1");
    assert_eq!(output[1]["ok"]["ticket"]["number"], "理001");
    assert_eq!(
        output[1]["ok"]["ticket"]["issued_at"],
        "2026-03-07T09:00:00+08:00"
    );
    assert_eq!(output[1]["ok"]["ticket"].get("id"), None);
    assert_eq!(output[2]["ok"]["ticket"]["as"], "理002");
    assert_eq!(output[3]["ok"]["reason"], "arrival");
    assert_eq!(output[3]["ok"]["station"]["ticket"]["as"], "t1");
    let busy = json!({"code": "station_busy", "station": "1", "serving": "t1", "state": "called"});
    assert_eq!(output[4], json!({"line": 5, "refused": busy}));
    assert_eq!(output[5]["ok"]["ticket"]["as"], "理002");
    assert_eq!(output[6]["ok"]["waiting"], json!([]));
}

#[test]
fn a_line_that_is_not_understood_stops_the_run_with_its_number() {
    let issue = r#"{AT,"do":"issue_ticket","service":"haircut","as":"t1"}"#;
    let bad = [
        "",
        "{}",
        r#"{AT,"do":"book_appointment","service":"haircut","slot":"x","as":"a"}"#,
        r#"{AT,"do":"issue_ticket","service":"haircut","card":7}"#,
        r#"{"at":"2026-03-07T08:59:59+08:00","do":"open_day"}"#,
        // The same moment, written with another offset, and a second before it.
        r#"{"at":"2026-03-07T00:59:59Z","do":"open_day"}"#,
        issue,
    ];
    for line in bad {
        let (result, output) = run(&[issue, line, issue], false);
        let error = result.unwrap_err();
        assert!(
            matches!(error, ReplayError::NotUnderstood { line: 3, .. }),
            "{line}: {error}"
        );
        assert_eq!(output.len(), 2, "what came before is answered");
    }
    assert!(
        run(
            &[issue, r#"{"at":"2026-03-07T01:00:00Z","do":"open_day"}"#],
            false
        )
        .0
        .is_ok()
    );
}

#[test]
fn a_first_line_that_sets_up_no_sound_site_stops_the_run() {
    let open = |site: &str| format!(r#"{{"at":"2026-03-07T08:30:00+08:00","site":{site}}}"#);
    let rows = [
        (String::new(), "site"),
        ("\n".to_owned(), "site"),
        ("\n{}".to_owned(), "EOF"),
        (
            r#"{"at":"2026-03-07T08:30:00+08:00","do":"open_day"}"#.to_owned(),
            "site",
        ),
        (open(r#"{"services":[{"id":"a","minutes":0}]}"#), "minutes"),
        (open(r#"{"services":[{"id":"a"},{"id":"a"}]}"#), "twice"),
        (
            open(r#"{"stations":[{"id":"1","services":["a"]}]}"#),
            "not_found",
        ),
        (open(r#"{"time_zone":"Moon/Crater"}"#), "Moon"),
        (open(r#"{"recall_limit":0}"#), "recall_limit"),
        (open(r#"{"services":[{"minutes":5}]}"#), "service without"),
        (open(r#"{"stations":[{"id":null}]}"#), "station without"),
        (
            open(r#"{"services":[{"id":"a","nimutes":null}]}"#),
            "nimutes",
        ),
    ];
    for (text, names) in rows {
        let (line, why) = stops(&text);
        assert!(line == 1 && why.contains(names), "{text}: {line} {why}");
    }
}

#[test]
fn blank_lines_at_the_end_are_no_lines() {
    let issue = r#"{AT,"do":"issue_ticket","service":"haircut"}"#;
    for end in [&[""][..], &["", "  ", "\t\r", ""]] {
        let lines = [&[issue][..], end].concat();
        let (summary, output) = run(&lines, false);
        assert_eq!((summary.unwrap().lines, output.len()), (2, 2), "{end:?}");
    }
    let (result, output) = run(&[issue, "", "", issue], false);
    let error = result.unwrap_err();
    assert!(
        matches!(error, ReplayError::NotUnderstood { line: 3, .. }),
        "{error}"
    );
    assert_eq!(output.len(), 2);
}

#[test]
fn a_name_given_twice_stops_the_run_before_anything_is_done() {
    let named = |service: &str, key: &str| {
        format!(r#"{{AT,"do":"issue_ticket","service":"{service}","as":"t1","key":{key}}}"#)
    };
    let (first, repeat) = (named("haircut", "\"k\""), named("haircut", "\"k\""));
    let stops_at = |lines: &[&str]| match run(lines, false).0 {
        Err(ReplayError::NotUnderstood { line, why }) => {
            assert!(why.contains("t1"), "{why}");
            line
        }
        other => panic!("{lines:?}: {other:?}"),
    };
    assert!(
        run(&[&first, &repeat], false).0.is_ok(),
        "a repeat has its name"
    );
    // Also where the command would be refused: no such service, and numbers are stopped.
    for other in [named("haircut", "null"), named("nails", "null")] {
        let stop = r#"{AT,"do":"stop_issuing","service":"haircut"}"#;
        assert_eq!(stops_at(&[&first, stop, &other]), 4, "{other}");
    }
}

#[test]
fn no_line_is_too_long_or_too_strange_to_be_refused() {
    let long = format!(
        "{}\n{}",
        scenario(&[]),
        "x".repeat(LINE_BYTES_MAX as usize + 1)
    );
    assert_eq!(stops(&long), (2, "it is longer than a mebibyte".to_owned()));
    let mut bytes = scenario(&[]).into_bytes();
    bytes.extend([b'\n', 0xff, b'\n']);
    let error = replay(bytes.as_slice(), Vec::new(), false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2 is not understood: it is not UTF-8"
    );
    assert_eq!(
        stops(&format!("{}\n{}", scenario(&[]), "[".repeat(100_000))).0,
        2
    );
}

#[test]
fn a_repeated_key_gives_the_first_answer_whatever_happened_since() {
    let issue = r#"{AT,"do":"issue_ticket","service":"haircut","as":"t1","key":"k"}"#;
    let (_, output) = run(
        &[
            issue,
            r#"{AT,"do":"cancel_ticket","ticket":"t1"}"#,
            issue,
            r#"{AT,"do":"issue_ticket","service":"haircut","as":"again","key":"k"}"#,
            r#"{AT,"ask":"ticket","ticket":"again"}"#,
            r#"{AT,"do":"issue_ticket","service":"repair","as":"t2","key":"k"}"#,
        ],
        false,
    );
    assert_eq!(output[1]["ok"], output[3]["ok"]);
    assert_eq!(output[1]["ok"], output[4]["ok"]);
    assert_eq!(output[5]["ok"]["ticket"]["as"], "t1");
    assert_eq!(output[5]["ok"]["ticket"]["state"], "cancelled");
    assert_eq!(
        output[6]["refused"],
        json!({"code": "key_reused", "key": "k"})
    );
}

#[test]
fn a_call_is_explained() {
    let issue = |second: u8, name: &str, service: &str, class: &str| {
        format!(
            r#"{{"at":"2026-03-07T08:45:0{second}+08:00","do":"issue_ticket","service":"{service}","as":"{name}","class":"{class}"}}"#
        )
    };
    let lines = [
        issue(1, "s1", "haircut", "standard"),
        issue(2, "p2", "haircut", "priority"),
        issue(3, "r3", "repair", "standard"),
        r#"{AT,"do":"call_next","station":"2"}"#.to_owned(),
        r#"{AT,"do":"call_next","station":"1"}"#.to_owned(),
        r#"{AT,"do":"mark_no_show","station":"1"}"#.to_owned(),
        r#"{AT,"do":"reinstate_ticket","ticket":"p2"}"#.to_owned(),
        r#"{AT,"do":"call_next","station":"1"}"#.to_owned(),
        r#"{AT,"do":"finish_serving","station":"1"}"#.to_owned(),
    ];
    let (_, output) = run(&lines.each_ref().map(String::as_str), true);
    let prefers = "the station prefers repair: call 1 of at most 2 past older lines";
    assert_eq!(
        output[4]["explain"]["passed"],
        json!([{"as": "s1", "why": prefers}, {"as": "p2", "why": prefers}])
    );
    assert_eq!(output[4]["explain"]["line_len"], 3);
    let share = "of every 3 calls one may go to priority out of turn, and none of the last 2 did";
    assert_eq!(output[5]["explain"]["why"], share);
    assert_eq!(
        output[5]["explain"]["passed"],
        json!([{"as": "s1", "why": share}])
    );
    assert_eq!(output[8]["explain"]["passed"], json!([]));
    assert_eq!(output[9].get("explain"), None, "only calls are explained");
}

#[test]
fn a_scenario_gives_the_same_output_again() {
    let lines = [
        r#"{AT,"do":"issue_ticket","service":"haircut"}"#,
        r#"{AT,"do":"issue_ticket","service":"repair"}"#,
        r#"{AT,"ask":"forecast","service":"haircut"}"#,
        r#"{AT,"ask":"stats"}"#,
    ];
    assert_eq!(run(&lines, true).1, run(&lines, true).1);
}
