//! What a ticket came to in each of the lines that it went through.

use domain::Command;
use domain::ticket::{Elsewhere, Ticket};

use crate::kit::{Square, call, finish, hold_at, next, service, start, station, transfer_at, undo};

fn there(line: &str, at: &str, way_secs: Option<u32>, serving_secs: u32) -> Elsewhere {
    Elsewhere {
        service: service(line),
        station: station(at),
        way_secs,
        serving_secs,
    }
}

/// Served for ten minutes at station 1, and sent to the repairs.
fn sent_on() -> Square {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.wait_secs(20);
    s.ok(start("1"));
    s.wait_secs(600);
    s.ok(transfer_at("1", "repair"));
    s
}

#[test]
fn each_line_has_the_seconds_that_were_served_in_it() {
    let mut s = sent_on();
    let a = s.ticket("a");
    assert_eq!(a.elsewhere, [there("haircut", "1", Some(20), 600)]);
    assert_eq!((a.serving_here_secs(), a.serving_secs), (0, 600));
    assert_eq!((a.way_secs, a.first_service()), (None, &service("haircut")));
    s.ok(next("3"));
    s.wait_secs(30);
    s.ok(start("3"));
    s.wait_secs(90);
    s.ok(finish("3"));
    let a = s.ticket("a");
    assert_eq!(
        (a.serving_here_secs(), a.serving_secs, a.way_secs),
        (90, 690, Some(30))
    );
    assert_eq!(a.elsewhere.len(), 1);
}

#[test]
fn a_stint_before_a_hold_belongs_to_the_line_that_is_left() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(start("1"));
    s.wait_secs(300);
    s.ok(hold_at("1"));
    s.wait_secs(60);
    let target = domain::Target::Ticket(s.id("a"));
    let repair = service("repair");
    s.ok(Command::TransferTicket {
        target,
        service: repair,
    });
    let elsewhere = &s.ticket("a").elsewhere;
    assert_eq!(*elsewhere, [there("haircut", "1", Some(0), 300)]);
}

#[test]
fn a_line_that_only_called_is_the_first_and_one_that_did_not_is_none() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    let to = |s: &Square, line: &str| Command::TransferTicket {
        target: domain::Target::Ticket(s.id("a")),
        service: service(line),
    };
    let command = to(&s, "repair");
    s.ok(command);
    assert_eq!(s.ticket("a").elsewhere, []);
    let a = s.id("a");
    s.ok(call("3", a));
    s.ok(transfer_at("3", "haircut"));
    let called = [there("repair", "3", None, 0)];
    assert_eq!(s.ticket("a").elsewhere, called);
    let command = to(&s, "repair");
    s.ok(command);
    assert_eq!(s.ticket("a").elsewhere, called, "nothing happened there");
}

#[test]
fn a_transfer_that_is_taken_back_was_none() {
    let mut s = sent_on();
    s.ok(undo("1"));
    let a = s.ticket("a");
    assert_eq!((&a.elsewhere[..], a.way_secs), (&[][..], Some(20)));
}

#[test]
fn a_ticket_stored_before_lines_were_told_apart_is_read() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    let stored = serde_json::to_value(s.ticket("a")).unwrap();
    assert_eq!(stored.get("elsewhere"), None);
    let read: Ticket = serde_json::from_value(stored).unwrap();
    assert_eq!(&read, s.ticket("a"));
    let s = sent_on();
    let stored = serde_json::to_string(s.ticket("a")).unwrap();
    let read: Ticket = serde_json::from_str(&stored).unwrap();
    assert_eq!(&read, s.ticket("a"));
}
