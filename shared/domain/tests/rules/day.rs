//! Service days: opening, closing, midnight, hours, caps.

use chrono::NaiveTime;
use domain::command::CancelReason;
use domain::{Actor, Class, Command, Role, ServiceSettings, Site, SiteSettings, Target};

use crate::kit::{
    Square, at, call, finish, finish_and_next, next, no_show, recall, service, start, station,
    transfer_at, undo,
};

fn issue() -> Command {
    Command::IssueTicket {
        service: service("haircut"),
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    }
}

#[test]
fn numbers_start_again_with_the_local_date() {
    let mut s = Square::new();
    s.go_to(at("2026-03-07T23:59:59+08:00"));
    s.issue("a", "haircut");
    s.issue("b", "haircut");
    s.go_to(at("2026-03-08T00:00:00+08:00"));
    assert_eq!(s.state("a"), "unserved");
    s.issue("c", "haircut");
    assert_eq!(s.ticket("c").number.to_string(), "理001");
    assert_eq!(s.site.tickets.len(), 1, "a closed day leaves the state");
}

#[test]
fn who_is_served_at_midnight_ends_with_the_day() {
    let mut s = Square::new();
    s.go_to(at("2026-03-07T23:50:00+08:00"));
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(start("1"));
    s.go_to(at("2026-03-08T06:00:00+08:00"));
    let a = s.ticket("a");
    assert_eq!((a.state.name(), a.serving_secs), ("served", 600));
    assert!(
        s.site
            .stations
            .iter()
            .all(|station| station.ticket.is_none())
    );
}

#[test]
fn a_closed_day_finishes_who_is_served_and_refuses_the_rest() {
    let mut s = Square::new();
    for name in ["a", "b", "c", "d"] {
        s.issue(name, "haircut");
    }
    s.ok(next("1"));
    s.ok(start("1"));
    s.ok(next("2"));
    s.ok(no_show("2"));
    s.ok(Command::CloseDay);
    let states = ["a", "b", "c", "d"].map(|name| s.state(name));
    assert_eq!(states, ["serving", "no_show", "unserved", "unserved"]);
    assert_eq!(s.code(issue()), "day_closed");
    assert_eq!(s.code(next("2")), "day_closed");
    assert_eq!(s.code(Command::CloseDay), "nothing");
    assert_eq!(s.code(finish("1")), "ok");
    s.ok(Command::OpenDay);
    s.issue("e", "haircut");
    assert_eq!(s.ticket("e").count, 5, "numbers go on");
}

/// A closed day refuses what would change it, and only that: what a ticket's state says comes
/// first, so a repeat is still a repeat.
#[test]
fn a_closed_day_answers_by_the_table_where_nothing_would_be_done() {
    let mut s = Square::new();
    for name in ["serving", "gone", "unserved", "cancelled"] {
        s.issue(name, "haircut");
    }
    s.ok(call("1", s.id("serving")));
    s.ok(start("1"));
    s.ok(call("2", s.id("gone")));
    s.ok(no_show("2"));
    let cancel = |s: &Square, name| Command::CancelTicket {
        ticket: s.id(name),
        reason: None,
    };
    s.ok(cancel(&s, "cancelled"));
    s.ok(Command::CloseDay);
    let unserved = s.id("unserved");
    let seen = Some(unserved);
    let here = || station("2");
    let target = || Target::Ticket(unserved);
    for command in [
        call("2", unserved),
        Command::RecallTicket {
            station: here(),
            seen,
        },
        Command::StartServing {
            station: here(),
            seen,
        },
        Command::FinishServing {
            station: here(),
            seen,
        },
        Command::MarkNoShow {
            station: here(),
            seen,
        },
        Command::HoldTicket { target: target() },
        Command::ResumeTicket {
            ticket: unserved,
            station: None,
        },
        Command::TransferTicket {
            target: target(),
            service: service("repair"),
        },
        Command::ReinstateTicket { ticket: unserved },
        cancel(&s, "unserved"),
    ] {
        assert_eq!(s.code(command.clone()), "ticket_closed", "{command:?}");
    }
    let gone = s.id("gone");
    for (command, code) in [
        (cancel(&s, "cancelled"), "nothing"),
        (start("1"), "nothing"),
        (recall("1"), "ticket_serving"),
        (recall("2"), "station_idle"),
        (call("2", gone), "day_closed"),
        (Command::ReinstateTicket { ticket: gone }, "day_closed"),
        (cancel(&s, "gone"), "day_closed"),
        (transfer_at("1", "repair"), "day_closed"),
        (issue(), "day_closed"),
        (next("2"), "day_closed"),
        // One step: where nobody can be called, nobody is finished either.
        (finish_and_next("1"), "day_closed"),
        (undo("1"), "day_closed"),
        (
            Command::StopIssuing {
                service: service("haircut"),
            },
            "day_closed",
        ),
        (
            Command::ResumeIssuing {
                service: service("haircut"),
            },
            "day_closed",
        ),
        (finish("1"), "ok"),
        (
            Command::FinishServing {
                station: station("1"),
                seen: Some(s.id("serving")),
            },
            "nothing",
        ),
    ] {
        assert_eq!(s.code(command.clone()), code, "{command:?}");
    }
}

#[test]
fn hours_cap_and_stop_each_have_their_refusal() {
    let mut s = Square::new();
    let time = |h| NaiveTime::from_hms_opt(h, 0, 0);
    s.set_service(ServiceSettings {
        id: service("haircut"),
        opens: time(9),
        closes: time(11),
        cap: Some(2),
        ..ServiceSettings::default()
    });
    s.go_to(at("2026-03-07T07:59:59+08:00"));
    assert_eq!(s.code(issue()), "service_closed");
    s.go_to(at("2026-03-07T08:00:00+08:00"));
    s.issue("a", "haircut");
    s.ok(Command::StopIssuing {
        service: service("haircut"),
    });
    assert_eq!(s.code(issue()), "issuing_stopped");
    assert_eq!(
        s.code(Command::StopIssuing {
            service: service("haircut")
        }),
        "nothing"
    );
    s.ok(Command::ResumeIssuing {
        service: service("haircut"),
    });
    s.issue("b", "haircut");
    assert_eq!(s.code(issue()), "cap_reached");
    // A cancelled ticket frees its place under the cap, but never its number.
    s.ok(Command::CancelTicket {
        ticket: s.id("b"),
        reason: None,
    });
    s.issue("c", "haircut");
    assert_eq!(s.ticket("c").count, 3);
    s.go_to(at("2026-03-07T11:00:00+08:00"));
    assert_eq!(s.code(issue()), "service_closed");
    assert_eq!(s.call_next("1"), "a", "who waits is still served");
}

#[test]
fn only_the_kiosk_that_issued_takes_back_and_only_for_some_seconds() {
    let cancel = |s: &Square| Command::CancelTicket {
        ticket: s.id("a"),
        reason: Some(CancelReason::NotWanted),
    };
    let with = |secs, by: Actor| {
        let mut s = Square::new();
        s.by = Actor::named(Role::Kiosk, "k1");
        s.issue("a", "haircut");
        s.wait_secs(secs);
        s.by = by;
        let command = cancel(&s);
        s.code(command)
    };
    assert_eq!(with(15, Actor::named(Role::Kiosk, "k1")), "ok");
    assert_eq!(with(16, Actor::named(Role::Kiosk, "k1")), "not_allowed");
    assert_eq!(with(3, Actor::named(Role::Kiosk, "k2")), "not_allowed");
}

#[test]
fn a_refused_first_command_opens_no_day() {
    let mut s = Square::new();
    assert_eq!(s.code(next("9")), "not_found");
    assert!(s.site.day.is_none());
    s.ok(Command::OpenDay);
    assert!(s.site.day.is_some_and(|day| !day.is_closed()));
}

#[test]
fn a_stop_lasts_for_the_day() {
    let mut s = Square::new();
    s.ok(Command::StopIssuing {
        service: service("haircut"),
    });
    s.go_to(at("2026-03-08T08:00:00+08:00"));
    assert_eq!(s.code(issue()), "ok");
}

#[test]
fn the_days_of_a_zone_with_clock_changes_are_its_own() {
    let mut s = Square::new();
    s.site = Site::new(SiteSettings {
        time_zone: chrono_tz::America::New_York,
        ..SiteSettings::default()
    });
    s.set_service(ServiceSettings {
        id: service("haircut"),
        ..ServiceSettings::default()
    });
    // Clocks went back at 02:00 on 1 November 2026: this day has 25 hours.
    s.go_to(at("2026-11-01T00:00:00-04:00"));
    s.issue("a", "haircut");
    s.go_to(at("2026-11-01T23:59:59-05:00"));
    s.issue("b", "haircut");
    assert_eq!(s.ticket("b").count, 2);
    s.go_to(at("2026-11-02T00:00:00-05:00"));
    s.issue("c", "haircut");
    assert_eq!(s.ticket("c").count, 1);
}
