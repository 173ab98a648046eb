//! A log of earlier days is scored, whatever is wrong with it.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::support::Place;

const HEADING: &str = "arrived,called,started,ended,station,service,outcome\n";

/// A morning at one station, three minutes for each; every tenth one gives up.
fn morning() -> String {
    let mut text = HEADING.to_owned();
    let mut free = 0;
    for nth in 0..40_u32 {
        let arrived = nth * 170;
        let clock = |secs: u32| {
            let minutes = 8 * 60 + secs / 60;
            format!(
                "2026-03-07 {:02}:{:02}:{:02}",
                minutes / 60,
                minutes % 60,
                secs % 60
            )
        };
        if nth % 10 == 9 {
            let _ = writeln!(
                text,
                "{},,,{},,理发,gave_up",
                clock(arrived),
                clock(arrived + 60)
            );
            continue;
        }
        let called = arrived.max(free);
        free = called + 150 + nth % 7 * 20;
        let (arrived, called, ended) = (clock(arrived), clock(called), clock(free));
        let _ = writeln!(text, "{arrived},{called},{called},{ended},1,理发,served");
    }
    text
}

fn scored(text: &str, more: &[&str]) -> crate::support::Ran {
    let place = Place::new();
    let log = place.path().join("log.csv");
    fs::write(&log, text).unwrap();
    let mut args = vec!["forecast-score", log.to_str().unwrap()];
    args.extend(more);
    place.run(&args)
}

#[test]
fn a_log_is_scored_in_both_languages() {
    let zh = scored(&morning(), &["--lang", "zh"]);
    assert_eq!(zh.code, 0, "{}", zh.err);
    for word in ["取号时的预测", "前面人数", "80% 区间命中", "上一位", "全部"] {
        assert!(zh.out.contains(word), "{word}: {}", zh.out);
    }
    let en = scored(&morning(), &["--lang", "en", "--steps"]);
    for word in [
        "40 lines read, 0 wrong",
        "length x mean",
        "Told again at each step",
    ] {
        assert!(en.out.contains(word), "{word}: {}", en.out);
    }
}

#[test]
fn a_script_gets_the_figures() {
    let score = scored(&morning(), &["--json"]).json();
    assert_eq!(
        (&score["entries"], &score["bad_lines"]),
        (&Value::from(40), &Value::from(0))
    );
    let all = &score["issue"]["all"];
    assert_eq!(
        all["count"], 36,
        "who gave up waited for nobody knows how long"
    );
    let error = all["mae_min"].as_f64().unwrap();
    assert!((0.0..3.0).contains(&error), "{all}");
    let counts = score["issue"]["by_ahead"].as_array().unwrap().iter();
    let counts: u64 = counts.map(|group| group["count"].as_u64().unwrap()).sum();
    assert_eq!(counts, 36);
    assert!(all["last_wait"]["ours_to_it"].as_f64().is_some());
    assert_eq!(score["steps"], Value::Null);
}

#[test]
fn every_forecast_can_be_looked_at() {
    let place = Place::new();
    let (log, out) = (place.path().join("log.csv"), place.path().join("out.csv"));
    fs::write(&log, morning()).unwrap();
    let ran = place.run(&[
        "forecast-score",
        log.to_str().unwrap(),
        "--predictions",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(&out).unwrap();
    // A spreadsheet on Windows knows Chinese by it.
    let mut lines = text.strip_prefix('\u{feff}').unwrap().lines();
    let heading = lines.next().unwrap();
    assert!(heading.starts_with("line,at,told,service,ahead,p10_min,p50_min,p90_min"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 40);
    assert!(
        rows.iter()
            .all(|row| row.len() == heading.split(',').count())
    );
    assert_eq!(
        rows[0][..5],
        ["2", "2026-03-07T08:00:00Z", "issue", "理发", "0"]
    );
    assert_eq!(
        rows[9][10], "",
        "nobody knows how long who gave up would have waited"
    );
}

#[test]
fn a_service_of_the_log_never_runs_as_a_formula() {
    let place = Place::new();
    let (log, out) = (place.path().join("log.csv"), place.path().join("out.csv"));
    fs::write(&log, morning().replace("理发", "=1+1")).unwrap();
    let (log, out) = (log.to_str().unwrap(), out.to_str().unwrap());
    let ran = place.run(&["forecast-score", log, "--predictions", out]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(out).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 40);
    assert!(
        rows.iter()
            .all(|row| row.split(',').nth(3) == Some("'=1+1"))
    );
    let nowhere = place.path().join("nowhere").join("out.csv");
    let nowhere = nowhere.to_str().unwrap();
    place
        .run(&["forecast-score", log, "--predictions", nowhere])
        .failed(1);
}

#[test]
fn bad_lines_are_named_and_the_others_scored() {
    let dirty = format!("{}yesterday,,,,1,理发,served\n1,2\n", morning());
    let zh = scored(&dirty, &["--lang", "zh"]);
    assert_eq!(zh.code, 1);
    assert!(
        zh.err.contains("第 42 行：arrived 的“yesterday”不是时间"),
        "{}",
        zh.err
    );
    assert!(
        zh.err.contains("第 43 行：有 2 个字段，应有 7 个"),
        "{}",
        zh.err
    );
    assert!(
        zh.err.contains("有 2 行有错") && zh.out.contains("读入 40 行"),
        "{}",
        zh.err
    );
    let en = scored(&dirty, &["--lang", "en", "--skip-bad"]);
    assert_eq!(en.code, 0, "{}", en.err);
    assert!(
        en.err.contains("line 42: arrived is \"yesterday\""),
        "{}",
        en.err
    );
}

#[test]
fn nothing_to_score_is_an_error() {
    for text in ["", HEADING, "arrived,called\n1,2\n"] {
        scored(text, &[]).failed(1);
    }
    let place = Place::new();
    place.run(&["forecast-score", "nowhere.csv"]).failed(1);
    assert_eq!(place.run(&["forecast-score"]).code, 2);
    assert_eq!(place.run(&["forecast-score", "x", "--draws", "1"]).code, 2);
}

#[test]
fn the_same_log_is_scored_the_same_whatever_wrote_it() {
    let plain = scored(&morning(), &["--json"]).json();
    let windows = format!("\u{feff}{}", morning().replace('\n', "\r\n"));
    assert_eq!(scored(&windows, &["--json"]).json(), plain);
    let mut lines: Vec<String> = morning().lines().map(str::to_owned).collect();
    lines[1..].reverse();
    assert_eq!(scored(&lines.join("\n"), &["--json"]).json(), plain);
}
