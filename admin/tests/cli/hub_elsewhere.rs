//! A hub that is not where this program would look, and one that is watched.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::support::Place;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn a_doctor_finds_the_hub_of_its_folder_on_another_port() {
    let place = Place::new();
    fs::write(
        place.path().join("paihao.toml"),
        "listen = \"127.0.0.1:1\"\n",
    )
    .unwrap();
    let served = place.serve(&[]);
    let doctor = place.run(&["doctor", "--json"]);
    let findings: Value = serde_json::from_str(&doctor.out).unwrap();
    let findings = findings.as_array().unwrap();
    let of = |check: &str| findings.iter().find(|one| one["check"] == check).cloned();
    let port = of("port").unwrap();
    assert_eq!(port["level"], "ok", "{port}");
    assert!(
        port["text"].as_str().unwrap().contains(served.url()),
        "{port}"
    );
    assert!(of("address_moved").is_none(), "{}", doctor.out);
}

#[test]
fn a_kiosk_is_told_the_hubs_own_address() {
    let place = Place::new();
    let served = place.serve(&[]);
    let port = served.url().rsplit(':').next().unwrap();
    let asked = format!("http://localhost:{port}");
    for command in ["add", "pair"] {
        let told = place.run(&["kiosk", command, "东门", "--hub", &asked]);
        assert_eq!(told.code, 0, "{}", told.err);
        let address = format!("--hub {} ", served.url());
        assert!(told.err.contains(&address), "{}", told.err);
    }
}

#[test]
fn a_watch_tells_of_numbers_services_and_settings() {
    let place = Place::new();
    let served = place.serve(&[]);
    let mut command = place.command(&["status", "--watch", "--json", "--hub", served.url()]);
    let mut watching = command.stdout(Stdio::piped()).spawn().unwrap();
    let output = BufReader::new(watching.stdout.take().unwrap());
    let (to_test, lines) = mpsc::channel::<Value>();
    let reading = std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let _ = to_test.send(serde_json::from_str(&line).unwrap());
        }
    });
    let until = |wanted: &dyn Fn(&Value) -> bool| {
        while !wanted(&lines.recv_timeout(PATIENCE).expect("a change is shown")) {}
    };
    until(&|now| now["site"]["id"] == "square");
    served.issue("haircut", 1);
    until(&|now| now["services"][0]["waiting"] == 1);
    for set in [
        &["service", "set", "haircut", "--name-en", "Haircuts"][..],
        &["site", "set", "--recall-limit", "5"],
    ] {
        let done = served.run(set);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    until(&|now| {
        now["services"][0]["name"]["en"] == "Haircuts" && now["site"]["recall_limit"] == 5
    });
    watching.kill().unwrap();
    watching.wait().unwrap();
    reading.join().unwrap();
}
