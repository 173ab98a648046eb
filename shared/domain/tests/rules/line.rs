//! Who is next.

use domain::settings::StationOrder;
use domain::{Class, Command, Policy, ServiceSettings, StationSettings};

use crate::kit::{Square, finish, hold_at, next, no_show, service, start, station};

/// One service under `policy`, one station.
fn under(policy: Policy) -> Square {
    let mut s = Square::new();
    s.set_service(ServiceSettings {
        id: service("haircut"),
        policy,
        ..ServiceSettings::default()
    });
    s
}

const ARRIVALS: [(&str, Class); 9] = [
    ("S1", Class::Standard),
    ("S2", Class::Standard),
    ("P3", Class::Priority),
    ("S4", Class::Standard),
    ("P5", Class::Priority),
    ("P6", Class::Priority),
    ("S7", Class::Standard),
    ("P8", Class::Priority),
    ("P9", Class::Priority),
];

#[test]
fn each_policy_calls_in_its_own_order() {
    let rows = [
        (Policy::Arrival, "S1 S2 P3 S4 P5 P6 S7 P8 P9"),
        (Policy::Share { every: 3 }, "P3 S1 S2 P5 S4 P6 P8 S7 P9"),
        (Policy::First { run: 2 }, "P3 P5 S1 P6 P8 S2 P9 S4 S7"),
    ];
    for (policy, expected) in rows {
        let mut s = under(policy);
        for (name, class) in ARRIVALS {
            s.issue_as(name, "haircut", class);
        }
        assert_eq!(s.order("haircut").join(" "), expected, "{policy:?}, listed");
        let called: Vec<String> = ARRIVALS.iter().map(|_| s.serve_next("1")).collect();
        assert_eq!(called.join(" "), expected, "{policy:?}, called");
        assert_eq!(s.call_next("1"), "nobody_waiting");
    }
}

#[test]
fn people_ahead_are_counted_in_the_order_shown() {
    for policy in [
        Policy::Arrival,
        Policy::Share { every: 2 },
        Policy::First { run: 1 },
    ] {
        let mut s = under(policy);
        for (name, class) in ARRIVALS {
            s.issue_as(name, "haircut", class);
            // A newcomer's figure takes a shorter way; it must be the same.
            let listed = s.order("haircut").iter().position(|listed| *listed == name);
            assert_eq!(s.ahead(name), listed, "{policy:?} {name}");
        }
    }
}

#[test]
fn who_comes_back_after_a_no_show_rests_for_some_calls() {
    let mut s = Square::new();
    for name in ["a", "b", "c", "d", "e"] {
        s.issue(name, "haircut");
    }
    assert_eq!(s.call_next("1"), "a");
    s.ok(no_show("1"));
    s.ok(Command::ReinstateTicket { ticket: s.id("a") });
    assert_eq!(s.order("haircut"), ["b", "c", "d", "a", "e"]);
    assert_eq!(
        [s.serve_next("1"), s.serve_next("1"), s.serve_next("1")],
        ["b", "c", "d"]
    );
    assert_eq!([s.serve_next("1"), s.serve_next("1")], ["a", "e"]);
}

#[test]
fn who_rests_is_called_when_nobody_else_waits() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.call_next("1");
    s.ok(no_show("1"));
    s.ok(Command::ReinstateTicket { ticket: s.id("a") });
    assert_eq!(s.ahead("a"), Some(0));
    assert_eq!(s.call_next("1"), "a");
}

#[test]
fn a_station_with_two_services_takes_who_waits_longest() {
    let mut s = Square::new();
    s.issue("h1", "haircut");
    s.wait_secs(1);
    s.issue("r1", "repair");
    s.wait_secs(1);
    s.issue("h2", "haircut");
    assert_eq!(
        [s.serve_next("4"), s.serve_next("4"), s.serve_next("4")],
        ["h1", "r1", "h2"]
    );
}

#[test]
fn preference_passes_who_waits_longer_only_so_often() {
    let mut s = Square::new();
    s.set_station(StationSettings {
        id: station("4"),
        services: vec![service("repair"), service("haircut")],
        order: StationOrder::Preference,
        preference_run: 2,
        ..StationSettings::default()
    });
    for name in ["h1", "h2", "r1", "r2", "r3", "r4", "r5"] {
        s.issue(
            name,
            if name.starts_with('h') {
                "haircut"
            } else {
                "repair"
            },
        );
        s.wait_secs(1);
    }
    let called: Vec<String> = (0..7).map(|_| s.serve_next("4")).collect();
    assert_eq!(called.join(" "), "r1 r2 h1 r3 r4 h2 r5");
}

#[test]
fn a_person_is_never_at_two_stations() {
    let mut s = Square::new();
    s.issue("hair", "haircut");
    s.issue_also("kettle", "repair", "hair");
    assert_eq!(s.call_next("1"), "hair");
    assert_eq!(s.call_next("3"), "all_elsewhere");
    let kettle = s.id("kettle");
    assert_eq!(
        s.code(Command::CallTicket {
            station: station("3"),
            ticket: kettle
        }),
        "visit_elsewhere"
    );
    s.ok(start("1"));
    s.ok(finish("1"));
    assert_eq!(s.call_next("3"), "kettle");
}

#[test]
fn finishing_one_ticket_frees_the_same_person_for_the_next() {
    let mut s = Square::new();
    s.issue("hair", "haircut");
    s.issue_also("kettle", "repair", "hair");
    assert_eq!(s.call_next("4"), "hair");
    s.ok(start("4"));
    s.ok(crate::kit::finish_and_next("4"));
    assert_eq!((s.state("hair"), s.state("kettle")), ("served", "called"));
}

#[test]
fn place_survives_hold_transfer_and_return() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.wait_secs(5);
    s.issue("b", "haircut");
    s.issue("r", "repair");
    s.call_next("1");
    s.ok(hold_at("1"));
    s.ok(Command::ResumeTicket {
        ticket: s.id("a"),
        station: None,
    });
    assert_eq!(s.order("haircut"), ["a", "b"]);
    s.ok(next("1"));
    s.ok(crate::kit::transfer_at("1", "repair"));
    assert_eq!(s.order("repair"), ["a", "r"]);
    assert_eq!(s.ticket("a").number.to_string(), "理001");
}

#[test]
fn ten_thousand_waiting_are_quick_to_add_and_to_call() {
    let mut s = Square::new();
    for _ in 0..10_000 {
        s.issue("t", "haircut");
        assert!(s.ahead("t").is_some());
    }
    for _ in 0..1_000 {
        s.ok(next("1"));
        s.ok(no_show("1"));
    }
    assert_eq!(s.order("haircut").len(), 9_000);
}
