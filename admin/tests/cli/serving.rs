//! Every group of commands against a hub that the same program runs.

use crate::support::{Place, Ran, Served};

const NOBODY: &str = "http://127.0.0.1:1";

fn ok(served: &Served<'_>, args: &[&str]) -> Ran {
    let ran = served.run(args);
    assert_eq!(ran.code, 0, "{args:?} {} {}", ran.out, ran.err);
    ran
}

fn json(served: &Served<'_>, args: &[&str]) -> serde_json::Value {
    let mut args = args.to_vec();
    args.push("--json");
    served.run(&args).json()
}

#[test]
fn the_first_start_shows_pin_and_links_once() {
    let place = Place::new();
    let served = place.serve(&[]);
    let first = &served.ready["first_start"];
    assert_eq!(first["pin"].as_str().unwrap().len(), 6, "{}", served.ready);
    assert!(served.url().starts_with("http://127.0.0.1:"));
    served.kill();
    assert!(place.serve(&[]).ready["first_start"].is_null());
}

#[test]
fn services_and_stations_are_managed() {
    let place = Place::new();
    let served = place.serve(&[]);
    let sites = json(&served, &["site", "list"]);
    assert_eq!(sites["sites"][0]["id"], "square");

    ok(
        &served,
        &["site", "set", "--name-zh", "清园里", "--recall-limit", "4"],
    );
    ok(
        &served,
        &[
            "service",
            "add",
            "shoes",
            "--name-zh",
            "修鞋",
            "--name-en",
            "Shoes",
            "--prefix",
            "鞋",
        ],
    );
    ok(
        &served,
        &[
            "service",
            "set",
            "shoes",
            "--name-en",
            "Shoe repair",
            "--policy",
            "first:2",
        ],
    );
    ok(
        &served,
        &[
            "station",
            "add",
            "6",
            "--services",
            "shoes",
            "--open",
            "false",
        ],
    );
    ok(&served, &["station", "open", "6"]);
    ok(&served, &["station", "pause", "6", "--minutes", "10"]);

    let services = json(&served, &["service", "list"]);
    let shoes = services["services"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "shoes");
    assert_eq!(
        shoes.unwrap()["name"],
        serde_json::json!({"zh": "修鞋", "en": "Shoe repair"})
    );
    let stations = json(&served, &["station", "list"]);
    let six = stations["stations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "6")
        .cloned();
    assert_eq!(six.unwrap()["state"], "paused");
    assert!(
        ok(&served, &["status", "--lang", "zh"])
            .out
            .contains("清园里")
    );

    ok(&served, &["station", "close", "6"]);
    assert_eq!(json(&served, &["station", "remove", "6"])["removed"], "6");
    ok(&served, &["service", "remove", "shoes"]);
    let unknown = served.run(&["service", "remove", "shoes"]);
    assert!(!unknown.failed(1).contains("page"), "{}", unknown.err);
    served
        .run(&["service", "set", "haircut", "--minutes", "0"])
        .failed(1);
    served
        .run(&["site", "set", "--time-zone", "Mars/Base"])
        .failed(1);
}

#[test]
fn who_may_come_in_is_managed() {
    let place = Place::new();
    let served = place.serve(&[]);
    let added = json(
        &served,
        &["token", "add", "--role", "volunteer", "--label", "test"],
    );
    let (id, secret) = (
        added["token"]["id"].as_str().unwrap(),
        added["secret"].as_str().unwrap(),
    );
    assert!(ok(&served, &["token", "list"]).out.contains(id));
    assert!(
        !ok(&served, &["token", "list"]).out.contains(secret),
        "a secret is shown once"
    );
    served.run(&["token", "list", "--token", secret]).failed(1);
    ok(&served, &["call-next", "--station", "1", "--token", secret]);
    ok(&served, &["token", "remove", id]);
    served
        .run(&["call-next", "--station", "1", "--token", secret])
        .failed(1);

    let kiosk = json(&served, &["kiosk", "add", "东门"]);
    assert!(!kiosk["pairing"]["code"].as_str().unwrap().is_empty());
    assert!(ok(&served, &["kiosk", "list"]).out.contains("东门"));
    ok(
        &served,
        &["kiosk", "remove", kiosk["kiosk"]["id"].as_str().unwrap()],
    );

    for args in [
        &["link", "desk", "--station", "1"][..],
        &["link", "board"],
        &["link", "dashboard"],
    ] {
        let shown = ok(&served, args).out;
        assert!(shown.starts_with(served.url()), "{shown}");
        assert!(shown.contains('█'), "a picture to scan: {shown}");
    }
}

#[test]
fn a_morning_is_called_reported_exported_and_survives_a_kill() {
    let place = Place::new();
    let served = place.serve(&[]);
    let number = json(&served, &["call-next", "--station", "1"]);
    assert_eq!(number["reason"], "nobody_waiting");
    let issued = served.issue("haircut", 3);
    let called = json(&served, &["call-next", "--station", "1"]);
    assert_eq!(called["ticket"]["number"], issued[0]);
    let busy = served.run(&["call-next", "--station", "1", "--lang", "zh"]);
    assert!(busy.failed(1).contains(&issued[0]), "{}", busy.err);

    let report = json(&served, &["report"]);
    assert_eq!(report["issued"], 3);
    let day = json(&served, &["status"])["site"]["day"]["date"]
        .as_str()
        .unwrap()
        .to_owned();
    let table = ok(&served, &["export", "--from", &day]).out;
    assert_eq!(table.lines().count(), 4, "{table}");
    let lines = ok(&served, &["export", "--from", &day, "--format", "jsonl"]).out;
    ok(&served, &["doctor"]);
    let busy = served.run(&["verify"]);
    assert!(
        busy.failed(69).contains("Stop the hub first"),
        "{}",
        busy.err
    );
    served.kill();

    let alone = |args: &[&str]| {
        let mut args = args.to_vec();
        args.extend(["--hub", NOBODY]);
        let ran = place.run(&args);
        assert_eq!(ran.code, 0, "{args:?} {} {}", ran.out, ran.err);
        ran
    };
    let from_file = alone(&["report", "--json"]);
    assert!(from_file.err.contains("reading"), "{}", from_file.err);
    assert_eq!(from_file.json(), report, "the file tells what the hub told");
    assert_eq!(alone(&["export", "--from", &day]).out, table);
    assert_eq!(
        alone(&["export", "--from", &day, "--format", "jsonl"]).out,
        lines
    );
    let workbook = alone(&["export", "--from", &day, "--format", "xlsx"]);
    assert!(workbook.out.starts_with("PK"), "no terminal is there");
    alone(&[
        "export", "--from", &day, "--format", "xlsx", "--output", "day.xlsx",
    ]);
    assert!(
        std::fs::read(place.path().join("day.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    for listing in [
        &["status"][..],
        &["site", "list"],
        &["service", "list"],
        &["station", "list"],
    ] {
        alone(listing);
    }
    let verified = alone(&["verify", "--json"]).json();
    let verified = verified.as_array().unwrap();
    assert!(verified.iter().any(|log| log["log"] == "square"));
    assert!(
        verified.iter().all(|log| log["fault"].is_null()),
        "{verified:?}"
    );

    let again = place.serve(&[]);
    ok(&again, &["service", "stop", "haircut"]);
    assert!(ok(&again, &["status"]).out.contains("issuing_stopped"));
    ok(&again, &["service", "resume", "haircut"]);
    assert_eq!(
        again.issue("haircut", 1),
        ["理004"],
        "the next number follows"
    );
    let stations = json(&again, &["station", "list"]);
    assert_eq!(stations["stations"][0]["ticket"]["number"], issued[0]);
    assert_eq!(
        json(&again, &["site", "close-day"])["site"]["day"]["state"],
        "closed"
    );
    assert_eq!(json(&again, &["report", "--day", &day])["unserved"], 4);
}

#[test]
fn a_second_hub_on_the_same_folder_names_the_first() {
    let place = Place::new();
    let served = place.serve(&[]);
    let second = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(
        second.failed(69).contains(&served.pid().to_string()),
        "{}",
        second.err
    );
    ok(&served, &["status"]);
}

#[test]
fn a_port_in_use_is_said_in_words() {
    let place = Place::new();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let ran = place.run(&["serve", "--listen", &address]);
    assert!(ran.failed(69).contains(&address), "{}", ran.err);
}
