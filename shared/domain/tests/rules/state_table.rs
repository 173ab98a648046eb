//! Every cell of the state table: state × command.

use domain::{Command, Target};

use crate::kit::{Square, finish, hold_at, next, no_show, service, start, station};

/// Brings ticket `t` into `state`, at station 1 where one is needed; station 2 is idle.
fn with(state: &str) -> Square {
    let mut s = Square::new();
    s.issue("t", "haircut");
    let steps: &[Command] = match state {
        "waiting" => &[],
        "called" => &[next("1")],
        "serving" => &[next("1"), start("1")],
        "on_hold" => &[next("1"), hold_at("1")],
        "no_show" => &[next("1"), no_show("1")],
        "served" => &[next("1"), start("1"), finish("1")],
        "cancelled" => &[Command::CancelTicket {
            ticket: s.id("t"),
            reason: None,
        }],
        "unserved" => &[Command::CloseDay, Command::OpenDay],
        other => panic!("{other}"),
    };
    for step in steps {
        s.ok(step.clone());
    }
    assert_eq!(s.state("t"), state);
    s
}

const STATES: [&str; 8] = [
    "waiting",
    "called",
    "serving",
    "on_hold",
    "no_show",
    "served",
    "cancelled",
    "unserved",
];

/// One row of the table: for each state the code, or the state after.
fn check(name: &str, command: impl Fn(&Square) -> Command, row: [&str; 8]) {
    for (state, expected) in STATES.iter().zip(row) {
        let mut s = with(state);
        let command = command(&s);
        let found = match s.code(command) {
            "ok" => s.state("t"),
            code => code,
        };
        assert_eq!(found, expected, "{name} × {state}");
    }
}

#[test]
fn call_chosen() {
    let call = |at: &'static str| {
        move |s: &Square| Command::CallTicket {
            station: station(at),
            ticket: s.id("t"),
        }
    };
    check(
        "call at its own station",
        call("1"),
        [
            "called",
            "nothing",
            "ticket_at_station",
            "called",
            "called",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    check(
        "call at another station",
        call("2"),
        [
            "called",
            "ticket_at_station",
            "ticket_at_station",
            "called",
            "called",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    check(
        "call where the service is not offered",
        call("3"),
        [
            "service_not_offered",
            "ticket_at_station",
            "ticket_at_station",
            "service_not_offered",
            "service_not_offered",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn recall() {
    let seen = |s: &Square| Command::RecallTicket {
        station: station("1"),
        seen: Some(s.id("t")),
    };
    check(
        "recall",
        seen,
        [
            "ticket_not_called",
            "called",
            "ticket_serving",
            "ticket_not_called",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn start_serving() {
    let seen = |s: &Square| Command::StartServing {
        station: station("1"),
        seen: Some(s.id("t")),
    };
    check(
        "start",
        seen,
        [
            "ticket_not_called",
            "serving",
            "nothing",
            "ticket_on_hold",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn finish_serving() {
    let seen = |at: &'static str| {
        move |s: &Square| Command::FinishServing {
            station: station(at),
            seen: Some(s.id("t")),
        }
    };
    check(
        "finish",
        seen("1"),
        [
            "ticket_not_serving",
            "ticket_not_serving",
            "served",
            "ticket_not_serving",
            "ticket_no_show",
            "nothing",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    check(
        "finish elsewhere",
        seen("2"),
        [
            "ticket_not_serving",
            "ticket_changed",
            "ticket_changed",
            "ticket_not_serving",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn mark_no_show() {
    let seen = |s: &Square| Command::MarkNoShow {
        station: station("1"),
        seen: Some(s.id("t")),
    };
    check(
        "no-show",
        seen,
        [
            "ticket_not_called",
            "no_show",
            "ticket_serving",
            "no_show",
            "nothing",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn hold() {
    let ticket = |s: &Square| Command::HoldTicket {
        target: Target::Ticket(s.id("t")),
    };
    check(
        "hold",
        ticket,
        [
            "on_hold",
            "on_hold",
            "on_hold",
            "nothing",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    let seen = |s: &Square| Command::HoldTicket {
        target: Target::Station(station("1"), Some(s.id("t"))),
    };
    check(
        "hold what the station holds",
        seen,
        [
            "ticket_changed",
            "on_hold",
            "on_hold",
            "nothing",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn resume() {
    let to_line = |s: &Square| Command::ResumeTicket {
        ticket: s.id("t"),
        station: None,
    };
    check(
        "resume",
        to_line,
        [
            "nothing",
            "ticket_at_station",
            "ticket_at_station",
            "waiting",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    for at in ["1", "2"] {
        check(
            "resume at a station",
            |s: &Square| Command::ResumeTicket {
                ticket: s.id("t"),
                station: Some(station(at)),
            },
            [
                "nothing",
                "ticket_at_station",
                "ticket_at_station",
                "serving",
                "ticket_no_show",
                "ticket_closed",
                "ticket_closed",
                "ticket_closed",
            ],
        );
    }
}

#[test]
fn transfer() {
    let to = |line: &'static str| {
        move |s: &Square| Command::TransferTicket {
            target: Target::Ticket(s.id("t")),
            service: service(line),
        }
    };
    check(
        "transfer",
        to("repair"),
        [
            "waiting",
            "waiting",
            "waiting",
            "on_hold",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
    check(
        "transfer to its own line",
        to("haircut"),
        [
            "same_service",
            "same_service",
            "same_service",
            "same_service",
            "ticket_no_show",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn cancel() {
    let ticket = |s: &Square| Command::CancelTicket {
        ticket: s.id("t"),
        reason: None,
    };
    check(
        "cancel",
        ticket,
        [
            "cancelled",
            "cancelled",
            "ticket_serving",
            "cancelled",
            "cancelled",
            "ticket_closed",
            "nothing",
            "ticket_closed",
        ],
    );
}

#[test]
fn reinstate() {
    let ticket = |s: &Square| Command::ReinstateTicket { ticket: s.id("t") };
    check(
        "reinstate",
        ticket,
        [
            "nothing",
            "ticket_at_station",
            "ticket_at_station",
            "ticket_on_hold",
            "waiting",
            "ticket_closed",
            "ticket_closed",
            "ticket_closed",
        ],
    );
}

#[test]
fn a_station_without_a_ticket_is_idle() {
    for command in [
        crate::kit::recall("2"),
        start("2"),
        finish("2"),
        no_show("2"),
        hold_at("2"),
    ] {
        assert_eq!(with("called").code(command), "station_idle");
    }
}

#[test]
fn what_was_seen_before_the_station_moved_on_has_changed() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.issue("b", "haircut");
    s.call_next("1");
    s.ok(start("1"));
    s.ok(crate::kit::finish_and_next("1"));
    let a = Some(s.id("a"));
    let here = || station("1");
    assert_eq!(
        s.code(Command::FinishServing {
            station: here(),
            seen: a
        }),
        "nothing"
    );
    for command in [
        Command::RecallTicket {
            station: here(),
            seen: a,
        },
        Command::StartServing {
            station: here(),
            seen: a,
        },
        Command::MarkNoShow {
            station: here(),
            seen: a,
        },
        Command::HoldTicket {
            target: Target::Station(here(), a),
        },
        Command::CallNext {
            station: here(),
            finish: true,
            seen: a,
        },
        Command::TransferTicket {
            target: Target::Station(here(), a),
            service: service("repair"),
        },
    ] {
        assert_eq!(s.code(command.clone()), "ticket_changed", "{command:?}");
    }
    assert_eq!(s.state("b"), "called");
}

#[test]
fn calling_needs_an_open_and_free_station() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.issue("b", "haircut");
    s.ok(Command::PauseStation {
        station: station("1"),
        minutes: Some(10),
        seen: None,
    });
    assert_eq!(s.code(next("1")), "station_not_open");
    s.ok(Command::OpenStation {
        station: station("1"),
        seen: None,
    });
    assert_eq!(s.call_next("1"), "a");
    assert_eq!(s.code(next("1")), "station_busy");
    // Called is not served: pressing "finish and next" calls nobody over the head of who comes.
    assert_eq!(s.code(crate::kit::finish_and_next("1")), "station_busy");
    assert_eq!(
        s.code(Command::CloseStation {
            station: station("1"),
            seen: None
        }),
        "station_busy"
    );
    assert_eq!(
        s.code(Command::PauseStation {
            station: station("1"),
            minutes: None,
            seen: None
        }),
        "ok"
    );
}
