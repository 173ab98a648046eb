//! Tickets of earlier days: how they ended stays known for a while, and nothing more happens to them.

use chrono::{Days, TimeDelta};
use domain::ended::{ENDED_MAX, Ending};
use domain::{Command, Target, Ticket, TicketId};
use uuid::Uuid;

use crate::kit::{Square, at, call, finish, hold_at, next, no_show, service, start, station, undo};

/// One ticket for each ending, and it is the next morning. With `is_open` somebody came already.
fn next_morning(is_open: bool) -> Square {
    let mut s = Square::new();
    for name in [
        "served",
        "no_show",
        "held",
        "called",
        "cancelled",
        "midnight",
        "waiting",
    ] {
        s.issue(name, "haircut");
    }
    s.ok(next("1"));
    s.ok(start("1"));
    s.ok(finish("1"));
    s.ok(next("1"));
    s.ok(no_show("1"));
    s.ok(next("1"));
    s.ok(hold_at("1"));
    s.ok(next("1"));
    s.ok(Command::CancelTicket {
        ticket: s.id("cancelled"),
        reason: None,
    });
    s.ok(call("2", s.id("midnight")));
    s.ok(start("2"));
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    if is_open {
        s.issue("today", "haircut");
        s.ok(next("3"));
    }
    s
}

/// What is done by any of these commands to any of these tickets: nothing, each with its refusal.
#[test]
fn nothing_more_happens_to_a_ticket_of_yesterday() {
    let unserved = ["waiting", "called", "held"];
    let others = ["served", "midnight", "no_show", "cancelled"];
    for is_open in [false, true] {
        for name in unserved.into_iter().chain(others) {
            let mut s = next_morning(is_open);
            for (what, command) in commands(s.id(name)) {
                let expected = match (what, name) {
                    ("finish at 1", "served")
                    | ("finish at 2", "midnight")
                    | ("no-show", "no_show")
                    | ("cancel", "cancelled") => "nothing",
                    ("undo", _) => "nothing_to_undo",
                    ("call next", _) => "ticket_changed",
                    _ => "ticket_closed",
                };
                let found = s.code(command);
                assert_eq!(found, expected, "{what} × {name}, open: {is_open}");
            }
            let date = s.site.day.unwrap().date.to_string();
            let opened = if is_open { "2026-03-08" } else { "2026-03-07" };
            assert_eq!(date, opened, "what records nothing opens no day");
        }
    }
}

fn commands(ticket: TicketId) -> Vec<(&'static str, Command)> {
    let (here, seen) = (|| station("1"), Some(ticket));
    let finish_at = |at| Command::FinishServing {
        station: station(at),
        seen,
    };
    vec![
        ("call", call("1", ticket)),
        (
            "recall",
            Command::RecallTicket {
                station: here(),
                seen,
            },
        ),
        (
            "start",
            Command::StartServing {
                station: here(),
                seen,
            },
        ),
        ("finish at 1", finish_at("1")),
        ("finish at 2", finish_at("2")),
        (
            "no-show",
            Command::MarkNoShow {
                station: here(),
                seen,
            },
        ),
        (
            "hold",
            Command::HoldTicket {
                target: Target::Ticket(ticket),
            },
        ),
        (
            "hold what was seen",
            Command::HoldTicket {
                target: Target::Station(here(), seen),
            },
        ),
        (
            "resume",
            Command::ResumeTicket {
                ticket,
                station: None,
            },
        ),
        (
            "transfer",
            Command::TransferTicket {
                target: Target::Ticket(ticket),
                service: service("repair"),
            },
        ),
        ("reinstate", Command::ReinstateTicket { ticket }),
        (
            "cancel",
            Command::CancelTicket {
                ticket,
                reason: None,
            },
        ),
        (
            "call next",
            Command::CallNext {
                station: here(),
                finish: false,
                seen,
            },
        ),
        (
            "undo",
            Command::Undo {
                station: here(),
                seen,
            },
        ),
    ]
}

#[test]
fn a_station_that_moved_on_since_yesterday_has_changed() {
    let mut s = next_morning(true);
    s.issue("b", "haircut");
    s.ok(call("1", s.id("b")));
    let seen = Some(s.id("waiting"));
    let here = || station("1");
    for command in [
        Command::RecallTicket {
            station: here(),
            seen,
        },
        Command::HoldTicket {
            target: Target::Station(here(), seen),
        },
        Command::CloseStation {
            station: here(),
            seen,
        },
        undo("1"),
        Command::Undo {
            station: here(),
            seen,
        },
    ] {
        let expected = if command == undo("1") {
            "ok"
        } else {
            "ticket_changed"
        };
        assert_eq!(s.code(command.clone()), expected, "{command:?}");
        if expected == "ok" {
            s.ok(call("1", s.id("b")));
        }
    }
}

#[test]
fn what_is_kept_tells_how_it_ended() {
    let s = next_morning(true);
    let kept = |name: &str| {
        let ticket = &s.site.ended[&s.id(name)];
        (ticket.ending, ticket.number.to_string(), ticket.count)
    };
    assert_eq!(kept("served"), (Ending::Served, "理001".to_owned(), 1));
    assert_eq!(kept("no_show").0, Ending::NoShow);
    assert_eq!(kept("held").0, Ending::Unserved);
    assert_eq!(kept("called").0, Ending::Unserved);
    assert_eq!(kept("cancelled").0, Ending::Cancelled);
    assert_eq!(kept("midnight").0, Ending::Served);
    assert_eq!(kept("waiting"), (Ending::Unserved, "理007".to_owned(), 7));
    let waiting = &s.site.ended[&s.id("waiting")];
    assert_eq!(waiting.day.to_string(), "2026-03-07");
    assert_eq!(waiting.ended_at, at("2026-03-08T00:00:00+08:00"));
}

#[test]
fn who_was_not_served_stays_known_for_fourteen_days_and_others_for_one_day_more() {
    let mut s = next_morning(true);
    let (served, waiting) = (s.id("served"), s.id("waiting"));
    let mut asked_on = |days: u64| {
        s.go_to(at("2026-03-07T09:00:00+08:00") + Days::new(days));
        // Asked by the first command of the date, and again once it has opened the day.
        let codes = |s: &mut Square| {
            [served, waiting].map(|ticket| s.code(Command::ReinstateTicket { ticket }))
        };
        let first = codes(&mut s);
        s.ok(Command::OpenDay);
        assert_eq!(codes(&mut s), first);
        first
    };
    assert_eq!(asked_on(2), ["not_found", "ticket_closed"]);
    assert_eq!(asked_on(14), ["not_found", "ticket_closed"]);
    assert_eq!(asked_on(15), ["not_found", "not_found"]);
}

#[test]
fn the_last_day_is_known_however_long_ago_it_was() {
    let mut s = next_morning(false);
    s.go_to(at("2026-06-07T09:00:00+08:00"));
    s.issue("today", "haircut");
    let ticket = s.id("served");
    assert_eq!(s.code(Command::ReinstateTicket { ticket }), "ticket_closed");
}

#[test]
fn no_more_is_remembered_than_a_snapshot_can_hold() {
    let mut s = Square::new();
    s.issue("last", "haircut");
    for n in 0..ENDED_MAX {
        let id = TicketId(Uuid::from_u128(1 << 64 | n as u128));
        let issued_at = s.now - TimeDelta::seconds(1);
        let ticket = s.ticket("last").clone();
        s.site.tickets.insert(
            id,
            Ticket {
                id,
                issued_at,
                ..ticket
            },
        );
    }
    s.go_to(at("2026-03-08T09:00:00+08:00"));
    s.ok(Command::OpenDay);
    assert_eq!(s.site.ended.len(), ENDED_MAX);
    assert!(s.site.ended.contains_key(&s.id("last")), "the newest stay");
}

/// A day with tens of thousands of open tickets must close in a record of ordinary size.
#[test]
fn closing_a_busy_day_is_a_small_fact() {
    let mut s = Square::new();
    for _ in 0..500 {
        s.issue("any", "haircut");
    }
    let decision = s.ok(Command::CloseDay);
    let bytes = serde_json::to_string(&decision.facts).unwrap().len();
    assert!(bytes < 100, "{bytes}");
    assert!(
        s.site
            .tickets
            .values()
            .all(|t| t.state.name() == "unserved")
    );
}
