//! Numbers of an earlier day that were not served: a place before everybody, a limit, and once.

use domain::{Class, Command, Refusal, ServiceSettings, TicketId};

use crate::kit::{Square, at, finish, next, no_show, service, start};

fn carry(line: &str, old: TicketId) -> Command {
    Command::IssueTicket {
        service: service(line),
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: Some(old),
    }
}

/// Three wait when the day ends; it is the next morning and somebody is there already.
fn next_morning() -> Square {
    let mut s = Square::new();
    for name in ["a", "b", "c"] {
        s.issue(name, "haircut");
    }
    s.ok(Command::CloseDay);
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.issue("today", "haircut");
    s
}

#[test]
fn who_was_not_served_yesterday_comes_before_those_of_today() {
    let mut s = next_morning();
    let (a, b) = (s.id("a"), s.id("b"));
    s.wait_secs(60);
    s.ok(carry("haircut", b));
    s.wait_secs(60);
    s.ok(carry("haircut", a));
    // Both stand at the start of the day; among them it counts who came first.
    assert_eq!(s.order("haircut"), ["?", "?", "today"]);
    let carried: Vec<_> = s
        .site
        .ended
        .values()
        .filter_map(|t| t.carried_into)
        .collect();
    assert_eq!(carried.len(), 2);
}

#[test]
fn a_number_is_exchanged_once() {
    let mut s = next_morning();
    let a = s.id("a");
    s.ok(carry("haircut", a));
    let again = s.run(carry("haircut", a)).unwrap_err();
    assert!(
        matches!(again, Refusal::TicketCarried { ticket, into } if ticket == a && into != a),
        "{again:?}"
    );
}

#[test]
fn the_first_command_of_a_day_can_be_an_old_number() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    let a = s.id("a");
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.ok(carry("haircut", a));
    assert_eq!(s.code(carry("haircut", a)), "ticket_carried");
}

#[test]
fn beyond_the_limit_an_old_number_is_a_number_like_others() {
    let mut s = next_morning();
    s.set_service(ServiceSettings {
        id: service("haircut"),
        carry_over: 1,
        ..ServiceSettings::default()
    });
    s.wait_secs(60);
    let ids = ["a", "b"].map(|name| s.id(name));
    s.ok(carry("haircut", ids[0]));
    s.ok(carry("haircut", ids[1]));
    let order = s.order("haircut");
    assert_eq!(order, ["?", "today", "?"]);
    assert_eq!(s.code(carry("haircut", ids[1])), "ticket_carried");
}

#[test]
fn what_cannot_be_exchanged_says_why() {
    let mut s = Square::new();
    for name in ["served", "no_show", "unserved"] {
        s.issue(name, "haircut");
    }
    s.ok(next("1"));
    s.ok(start("1"));
    s.ok(finish("1"));
    s.ok(next("1"));
    s.ok(no_show("1"));
    let unserved = s.id("unserved");
    assert_eq!(s.code(carry("haircut", unserved)), "ticket_still_open");
    assert_eq!(s.code(carry("haircut", s.id("served"))), "ticket_closed");
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    assert_eq!(s.code(carry("haircut", s.id("served"))), "ticket_closed");
    assert_eq!(s.code(carry("haircut", s.id("no_show"))), "ticket_closed");
    assert_eq!(s.code(carry("repair", unserved)), "ticket_of_other_service");
    let nobody = TicketId(uuid::Uuid::from_u128(999_999));
    assert_eq!(s.code(carry("haircut", nobody)), "not_found");
    s.go_to(at("2026-03-21T09:00:00+08:00"));
    assert_eq!(s.code(carry("haircut", unserved)), "ok");
}

#[test]
fn an_old_number_is_worth_nothing_after_two_weeks() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    let a = s.id("a");
    s.go_to(at("2026-03-22T09:00:00+08:00"));
    assert_eq!(s.code(carry("haircut", a)), "ticket_closed");
    s.issue("today", "haircut");
    s.go_to(at("2026-03-23T09:00:00+08:00"));
    assert_eq!(s.code(carry("haircut", a)), "not_found");
}

#[test]
fn cap_hours_and_a_stop_count_for_old_numbers_too() {
    let mut s = next_morning();
    let a = s.id("a");
    s.ok(Command::StopIssuing {
        service: service("haircut"),
    });
    assert_eq!(s.code(carry("haircut", a)), "issuing_stopped");
}

#[test]
fn priority_is_kept() {
    let mut s = Square::new();
    s.issue_as("p", "haircut", Class::Priority);
    let p = s.id("p");
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.ok(carry("haircut", p));
    assert!(s.site.tickets.values().all(|t| t.class == Class::Priority));
}
