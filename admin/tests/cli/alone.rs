//! What works without a hub, and what is said when one is needed.

use std::process::Stdio;

use crate::support::Place;

/// A port on which nobody listens: it is reserved and needs the system's rights.
const NOBODY: &str = "http://127.0.0.1:1";

const SCENARIO: &str = concat!(
    r#"{"at":"2026-03-07T08:30:00+08:00","site":{"services":[{"id":"haircut","prefix":"理"}],"stations":[{"id":"1","services":["haircut"]}]}}"#,
    "\n",
    r#"{"at":"2026-03-07T08:31:00+08:00","do":"issue_ticket","service":"haircut","as":"t1"}"#,
    "\n",
    r#"{"at":"2026-03-07T08:32:00+08:00","do":"call_next","station":"1"}"#,
    "\n",
    r#"{"at":"2026-03-07T08:33:00+08:00","do":"call_next","station":"1"}"#,
    "\n",
);

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let place = Place::new();
    for args in [
        &[][..],
        &["nonsense"],
        &["call-next"],
        &["service", "add"],
        &["service", "set", "haircut", "--policy", "random"],
        &["export", "--from", "yesterday"],
        &["link", "kitchen"],
        &["status", "--lang", "fr"],
        &["status", "--hub", "a b"],
        &["export", "--from", "2026-03-08", "--to", "2026-03-07"],
        &["export", "--from", "0001-01-01", "--to", "2026-03-08"],
        &["token", "set", "t-1"],
        &["token", "set", "t-1", "--station", "a b"],
        &["kiosk", "set", "k-1"],
        &["serve", "--listen", "8080"],
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{args:?} {} {}", ran.out, ran.err);
        assert!(
            !ran.err.is_empty() && !ran.err.contains("panicked"),
            "{args:?} {}",
            ran.err
        );
        assert!(ran.out.is_empty(), "{args:?} {}", ran.out);
    }
}

#[test]
fn help_and_version_go_to_the_output() {
    let place = Place::new();
    for args in [
        &["--help"][..],
        &["--version"],
        &["service", "add", "--help"],
    ] {
        let ran = place.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(!ran.out.is_empty());
    }
}

#[test]
fn without_a_hub_or_file_the_way_out_is_said() {
    let place = Place::new();
    for args in [
        &["status"][..],
        &["status", "--watch"],
        &["status", "--site", "square"],
        &["status", "--watch", "--site", "square"],
        &["site", "list"],
        &["site", "remove", "square"],
        &["service", "list"],
        &["service", "set", "haircut", "--minutes", "5"],
        &["station", "open", "1"],
        &["token", "add", "--role", "organiser"],
        &["kiosk", "list"],
        &["link", "board"],
        &["call-next", "--station", "1"],
        &["report"],
        &["export", "--from", "2026-03-07"],
        &["verify"],
    ] {
        let mut args = args.to_vec();
        args.extend(["--hub", NOBODY]);
        let ran = place.run(&args);
        let sentence = ran.failed(69);
        assert!(
            sentence.contains("paihao-admin serve"),
            "{args:?} {sentence}"
        );
        assert_eq!(sentence.lines().count(), 1, "{args:?} {sentence}");
    }
    assert!(!place.data().exists(), "looking makes no store");
}

#[test]
fn sentences_come_in_the_language_of_the_person() {
    let place = Place::new();
    let ran = place.run(&["status", "--hub", NOBODY, "--lang", "zh"]);
    assert!(ran.failed(69).contains("没有应答"), "{}", ran.err);
    let mut command = place.command(&["status", "--hub", NOBODY]);
    let output = command.env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("没有应答")
    );
}

#[test]
fn a_scenario_is_read_from_the_input() {
    let place = Place::new();
    let ran = place.run_with(&["replay", "-"], SCENARIO);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "one line out for each line in");
    assert_eq!(lines[0]["ok"]["site"], "square");
    assert_eq!(lines[1]["ok"]["ticket"]["number"], "理001");
    assert_eq!(lines[2]["ok"]["ticket"]["as"], "t1");
    assert_eq!(
        lines[3]["refused"]["code"], "station_busy",
        "a refusal does not stop the run"
    );
}

#[test]
fn a_scenario_from_a_file_reads_the_same_and_a_wrong_line_is_named() {
    let place = Place::new();
    std::fs::write(place.path().join("morning.jsonl"), SCENARIO).unwrap();
    let from_file = place.run(&["replay", "morning.jsonl"]);
    assert_eq!(
        from_file.out,
        place.run_with(&["replay", "-"], SCENARIO).out
    );

    let ran = place.run_with(&["replay", "-"], &format!("{SCENARIO}nonsense\n"));
    assert!(ran.failed(2).contains("line 5"), "{}", ran.err);
    assert_eq!(
        ran.out.lines().count(),
        4,
        "what was understood was answered"
    );
    place.run(&["replay", "missing.jsonl"]).failed(1);
}

#[test]
fn completions_are_a_script_of_the_shell() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = place.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{shell} {}", ran.err);
        assert!(ran.out.contains("call-next"), "{shell}");
    }
}

#[test]
fn a_reader_who_leaves_early_ends_it_quietly() {
    let place = Place::new();
    let mut command = place.command(&["completions", "bash"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_doctor_looks_at_a_machine_without_a_hub() {
    let place = Place::new();
    let ran = place.run(&[
        "doctor",
        "--json",
        "--listen",
        "127.0.0.1:0",
        "--hub",
        NOBODY,
    ]);
    let findings = ran.json();
    let checks: Vec<_> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["check"])
        .collect();
    for check in [
        "clock",
        "data_folder",
        "store",
        "disk_space",
        "disk_speed",
        "port",
        "address",
        "font",
    ] {
        assert!(
            checks.contains(&&serde_json::Value::from(check)),
            "{check} in {}",
            ran.out
        );
    }
    let text = place.run(&["doctor", "--listen", "127.0.0.1:0", "--hub", NOBODY]);
    assert_eq!(text.out.lines().count(), checks.len(), "one line each");
    assert!(!place.data().exists(), "looking changes nothing");
}
