//! A log written by an earlier release: it must replay to the same state forever.
//!
//! Stored facts are a promise. The files here are never edited; a release that adds facts adds a
//! log of its own beside them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveTime;
use domain::{
    Class, Command, Fact, Policy, ServiceSettings, Site, SiteSettings, Stamp, StationSettings,
    Target, TicketState, evolve,
};
use serde::{Deserialize, Serialize};

use crate::kit::{
    Square, at, finish, finish_and_next, hold_at, next, no_show, recall, service, start, station,
    transfer_at, undo,
};

/// One line of a golden log.
#[derive(Serialize, Deserialize)]
struct Entry {
    stamp: Stamp,
    fact: Fact,
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

#[test]
fn the_log_of_0_1_replays_to_the_same_state() {
    let mut site = Site::new(SiteSettings::default());
    let mut kinds = BTreeSet::new();
    for line in read("0.1.facts.jsonl").lines() {
        let entry: Entry = serde_json::from_str(line).unwrap();
        let fact = serde_json::to_value(&entry.fact).unwrap();
        kinds.insert(fact["fact"].as_str().unwrap().to_owned());
        evolve(&mut site, &entry.fact, &entry.stamp);
    }
    let expected: Site = serde_json::from_str(&read("0.1.state.json")).unwrap();
    assert_eq!(site, expected.relined());
    assert_eq!(
        kinds.len(),
        26,
        "every kind of fact is in the log: {kinds:?}"
    );
}

/// Writes a log and its state into the folder named by `PAIHAO_GOLDEN`, for a new release.
#[test]
fn a_golden_log_can_be_written() {
    let s = busy_square();
    let lines: Vec<String> = s
        .log
        .iter()
        .map(|(fact, stamp)| {
            let entry = Entry {
                stamp: stamp.clone(),
                fact: fact.clone(),
            };
            serde_json::to_string(&entry).unwrap()
        })
        .collect();
    if let Some(folder) = std::env::var_os("PAIHAO_GOLDEN").map(PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("facts.jsonl"), lines.join("\n") + "\n").unwrap();
        let state = serde_json::to_string_pretty(&s.site).unwrap();
        std::fs::write(folder.join("state.json"), state + "\n").unwrap();
    }
    assert!(lines.len() > 50);
}

/// Two days in which everything happens that can.
#[expect(
    clippy::too_many_lines,
    reason = "a list of what happens, one thing after the other"
)]
fn busy_square() -> Square {
    let mut s = Square::new();
    s.ok(Command::SetSite {
        settings: SiteSettings {
            join_from_phones: true,
            ..SiteSettings::default()
        },
    });
    s.ok(Command::SetService {
        settings: ServiceSettings {
            id: service("haircut"),
            prefix: "理".to_owned(),
            policy: Policy::First { run: 2 },
            opens: NaiveTime::from_hms_opt(8, 0, 0),
            closes: NaiveTime::from_hms_opt(18, 0, 0),
            skip_digits: vec![4],
            cap: Some(200),
            ..ServiceSettings::default()
        },
    });
    s.issue("yesterday", "haircut");
    s.ok(next("1"));
    s.ok(start("1"));
    s.go_to(at("2026-03-08T08:30:00+08:00"));
    for (name, class) in [
        ("a", Class::Standard),
        ("b", Class::Priority),
        ("c", Class::Standard),
        ("d", Class::Priority),
        ("e", Class::Standard),
        ("f", Class::Standard),
    ] {
        s.issue_as(name, "haircut", class);
        s.wait_secs(20);
    }
    s.issue_also("a2", "repair", "a");
    for command in [
        next("1"),
        recall("1"),
        start("1"),
        finish_and_next("1"),
        undo("1"),
        next("1"),
        next("2"),
        no_show("2"),
        next("2"),
        hold_at("2"),
        Command::PauseStation {
            station: station("2"),
            minutes: Some(10),
            seen: None,
        },
        Command::OpenStation {
            station: station("2"),
            seen: None,
        },
        Command::StopIssuing {
            service: service("repair"),
        },
        Command::ResumeIssuing {
            service: service("repair"),
        },
        Command::CloseStation {
            station: station("3"),
            seen: None,
        },
        Command::OpenStation {
            station: station("3"),
            seen: None,
        },
        next("3"),
        start("3"),
        transfer_at("3", "haircut"),
        Command::CancelTicket {
            ticket: s.id("f"),
            reason: None,
        },
        start("1"),
        finish("1"),
        Command::SetService {
            settings: ServiceSettings {
                id: service("clinic"),
                ..ServiceSettings::default()
            },
        },
        Command::SetStation {
            settings: StationSettings {
                id: station("9"),
                ..StationSettings::default()
            },
        },
        Command::RemoveStation {
            station: station("9"),
        },
        Command::RemoveService {
            service: service("clinic"),
        },
        Command::CloseDay,
        Command::OpenDay,
    ] {
        // What somebody else did meanwhile may refuse one of them; the log holds what happened.
        let _ = s.run(command);
        s.wait_secs(45);
    }
    let missed = s
        .site
        .tickets
        .values()
        .find(|t| matches!(t.state, TicketState::NoShow { .. }))
        .unwrap()
        .id;
    s.ok(Command::ReinstateTicket { ticket: missed });
    s.issue("g", "haircut");
    s.ok(Command::HoldTicket {
        target: Target::Ticket(s.id("g")),
    });
    s.ok(Command::ResumeTicket {
        ticket: s.id("g"),
        station: None,
    });
    s
}
