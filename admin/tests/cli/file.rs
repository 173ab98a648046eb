//! What is read and checked of a hub's file while no hub runs.

use std::fs;

use redb::{Database, ReadableTable as _, TableDefinition};

use crate::support::{Place, Ran};

const NOBODY: &str = "http://127.0.0.1:1";

type Table = TableDefinition<'static, &'static [u8], &'static [u8]>;

/// Runs it on the file.
fn alone(place: &Place, args: &[&str]) -> Ran {
    let mut args = args.to_vec();
    args.extend(["--hub", NOBODY]);
    place.run(&args)
}

/// A folder in which a hub ran, with some numbers given out.
fn after_a_morning(numbers: usize) -> Place {
    let place = Place::new();
    let served = place.serve(&[]);
    served.issue("haircut", numbers);
    served.kill();
    place
}

/// Removes the second record of a log as somebody with a redb tool would.
fn remove_second(place: &Place, log: &str) {
    let database = Database::open(place.data().join("paihao.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let logs = transaction.open_table(Table::new("logs")).unwrap();
        let number = logs.get(log.as_bytes()).unwrap().unwrap().value().to_vec();
        let key = [number, 2_u64.to_be_bytes().to_vec()].concat();
        let mut records = transaction.open_table(Table::new("records")).unwrap();
        assert!(records.remove(key.as_slice()).unwrap().is_some());
    }
    transaction.commit().unwrap();
}

/// The faults that `verify` lists, by log.
fn faults(ran: &Ran) -> Vec<(String, String)> {
    assert_eq!(ran.code, 1, "{} {}", ran.out, ran.err);
    let listed: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let one = |one: &serde_json::Value| {
        let code = one["fault"]["code"].as_str()?.to_owned();
        Some((one["log"].as_str().unwrap_or_default().to_owned(), code))
    };
    listed.as_array().unwrap().iter().filter_map(one).collect()
}

#[test]
fn a_named_site_is_read_from_the_file_too() {
    let place = after_a_morning(1);
    let named = alone(&place, &["--site", "square", "status"]);
    assert_eq!(named.code, 0, "{}", named.err);
    assert!(named.err.contains("reading"), "{}", named.err);
    let unknown = alone(&place, &["--site", "harbour", "status"]);
    assert!(unknown.err.contains("There is no site harbour"));
    assert_eq!(unknown.code, 1);
}

#[test]
fn the_first_site_is_the_hubs_first_not_the_alphabets() {
    let place = Place::new();
    let served = place.serve(&[]);
    for site in ["annex", "zoo"] {
        let added = served.run(&["site", "add", site, "--name-zh", "分站"]);
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let listed = served.run(&["site", "list", "--json"]).json();
    served.kill();
    let names = |sites: &serde_json::Value| -> Vec<_> {
        let sites = sites["sites"].as_array().unwrap();
        sites.iter().map(|site| site["id"].clone()).collect()
    };
    assert_eq!(names(&listed), ["square", "annex", "zoo"]);
    let from_file = alone(&place, &["site", "list", "--json"]).json();
    assert_eq!(names(&from_file), names(&listed));
    assert_eq!(
        alone(&place, &["status", "--json"]).json()["site"]["id"],
        "square"
    );
}

#[test]
fn a_hub_without_a_site_has_an_empty_list() {
    let place = Place::new();
    let served = place.serve(&["--empty"]);
    let none = serde_json::json!({"sites": []});
    assert_eq!(served.run(&["site", "list", "--json"]).json(), none);
    served.run(&["status"]).failed(1);
    let doctor = served.run(&["doctor", "--json"]).json();
    let doctor = doctor.as_array().unwrap();
    let port = doctor.iter().find(|one| one["check"] == "port").unwrap();
    assert_eq!(port["level"], "ok", "{port}");
    served.kill();
    assert_eq!(alone(&place, &["site", "list", "--json"]).json(), none);
}

#[test]
fn a_doctor_names_a_key_that_is_gone() {
    let place = after_a_morning(1);
    let keys = |place: &Place| -> Vec<String> {
        let told = alone(place, &["doctor", "--json", "--listen", "127.0.0.1:0"]).out;
        let found: Vec<serde_json::Value> = serde_json::from_str(&told).unwrap();
        let keys = found.iter().filter(|one| one["check"] == "keys");
        keys.map(|one| one["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(keys(&place), [""; 0]);
    fs::remove_file(place.data().join("keys/link.key")).unwrap();
    let told = keys(&place);
    assert!(told.len() == 1 && told[0].contains("link.key"), "{told:?}");
}

#[test]
fn verify_looks_at_every_log_of_a_file_that_a_hub_refuses() {
    let place = after_a_morning(4);
    remove_second(&place, "square");
    assert_eq!(
        alone(&place, &["status"]).code,
        69,
        "it is not answered from"
    );
    let found = alone(&place, &["verify", "--json"]);
    assert_eq!(
        faults(&found),
        [("square".to_owned(), "bad_record".to_owned())]
    );
    assert!(found.out.contains("_hub"), "the others are listed");
    remove_second(&place, "_hub");
    assert_eq!(faults(&alone(&place, &["verify", "--json"])).len(), 2);
    let told = alone(&place, &["verify"]);
    assert!(told.failed(1).contains("restore a backup"), "{}", told.err);
    assert!(told.out.contains("record 2 of log square"), "{}", told.out);
}

#[test]
fn verify_finds_what_was_exchanged_cut_or_is_gone() {
    let place = after_a_morning(1);
    let store = place.data().join("paihao.redb");
    let old = fs::read(&store).unwrap();
    let served = place.serve(&[]);
    served.issue("repair", 2);
    let ended = served.run(&["site", "close-day"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    served.stop();
    let new = fs::read(&store).unwrap();

    fs::write(&store, &old).unwrap();
    let found = faults(&alone(&place, &["verify", "--json"]));
    assert!(
        found.contains(&("square".to_owned(), "behind".to_owned())),
        "{found:?}"
    );
    fs::write(&store, &new[..new.len() / 2]).unwrap();
    let found = faults(&alone(&place, &["verify", "--json"]));
    assert_eq!(found, [(String::new(), "damaged".to_owned())]);
    fs::remove_file(&store).unwrap();
    for args in [
        &["status"][..],
        &["verify"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let gone = alone(&place, args);
        assert_eq!(gone.code, 69, "{args:?} {}", gone.err);
    }
    assert!(!store.exists(), "nothing takes its place");
}
