use chrono::NaiveTime;
use domain::{Class, Command, StationId};
use serde_json::json;

use super::*;
use crate::fixture::Bench;

const DAY: &str = "2026-03-01";

fn day() -> NaiveDate {
    DAY.parse().unwrap()
}

fn time(hour: u32, minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn station(id: &str, services: &[&str]) -> StationSettings {
    StationSettings {
        id: id.parse().unwrap(),
        services: services.iter().map(|id| id.parse().unwrap()).collect(),
        ..StationSettings::default()
    }
}

/// Two stations for haircut, of which one has repair too.
fn then() -> SetUp {
    let mut bench = Bench::new(2);
    bench.set_service(|service| {
        service.opens = time(8, 30);
        service.name.zh = "旧名".to_owned();
    });
    bench.ok(Command::SetService {
        settings: ServiceSettings {
            id: "repair".parse().unwrap(),
            ..ServiceSettings::default()
        },
    });
    bench.ok(Command::SetStation {
        settings: station("2", &["repair", "haircut"]),
    });
    SetUp::of(bench.site())
}

fn short(like: &SetUpLike) -> Vec<(&str, bool, Vec<&str>)> {
    like.changes
        .iter()
        .map(|one| {
            let fields = one.after.keys().map(String::as_str);
            (one.id.as_str(), one.is_new, fields.collect())
        })
        .collect()
}

#[test]
fn what_belongs_to_a_day_is_taken_over_and_what_came_later_stays() {
    let mut bench = Bench::new(3);
    bench.set_service(|service| service.opens = time(9, 0));
    bench.ok(Command::SetService {
        settings: ServiceSettings {
            id: "shoes".parse().unwrap(),
            ..ServiceSettings::default()
        },
    });
    bench.ok(Command::SetStation {
        settings: station("1", &["haircut", "shoes"]),
    });
    let found = like(day(), &then(), bench.site());
    let told = short(&found);
    assert_eq!(told[0], ("haircut", false, vec!["opens"]), "the name stays");
    assert_eq!((told[1].0, told[1].1), ("repair", true));
    assert!(told[1].2.contains(&"minutes"), "all of it");
    assert_eq!(told[2], ("2", false, vec!["services"]));
    assert_eq!(told.len(), 3, "station 1 keeps shoes, which came later");
    assert_eq!(
        found.changes[0].before,
        json!({"opens": "09:00"}).as_object().cloned().unwrap()
    );
    assert_eq!(
        found.changes[2].after["services"],
        json!(["repair", "haircut"])
    );
    let left: Vec<_> = found
        .left
        .iter()
        .map(|one| (one.what, one.id.as_str()))
        .collect();
    assert_eq!(
        left,
        [(SetUpThing::Service, "shoes"), (SetUpThing::Station, "3")]
    );
    assert!(found.busy.is_empty() && found.names.contains_key("repair"));
}

#[test]
fn done_once_nothing_is_left_and_the_tag_follows_the_changes() {
    let mut bench = Bench::new(2);
    let then = then();
    let first = like(day(), &then, bench.site());
    assert_eq!(first.tag, like(day(), &then, bench.site()).tag);
    for settings in then.services.clone() {
        bench.ok(Command::SetService { settings });
    }
    for settings in then.stations.clone() {
        bench.ok(Command::SetStation { settings });
    }
    let again = like(day(), &then, bench.site());
    assert!(again.changes.is_empty() && again.left.is_empty());
    assert_ne!(again.tag, first.tag);
}

#[test]
fn a_station_that_would_change_and_holds_somebody_is_named() {
    let mut bench = Bench::new(2);
    for number in [1, 2] {
        bench.issue(Class::Standard);
        bench.call_next(number);
    }
    let found = like(day(), &then(), bench.site());
    let busy: Vec<_> = found.busy.iter().map(StationId::as_str).collect();
    assert_eq!(busy, ["2"], "station 1 stays as it is");
}
