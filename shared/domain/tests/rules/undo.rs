//! Taking back: exactly, five deep, never over somebody else's head.

use domain::{Class, Command, Site, Target, TicketId};

use crate::kit::{
    Square, call, finish, finish_and_next, hold_at, next, no_show, recall, start, station,
    transfer_at, undo,
};

/// The state without the count of facts, which never goes back.
fn image(site: &Site) -> Site {
    let mut site = site.clone();
    site.seq = 0;
    site
}

#[test]
fn every_action_is_taken_back_exactly() {
    let prepared: [&[Command]; 3] = [&[], &[next("1")], &[next("1"), start("1")]];
    let actions = [
        (0, next("1")),
        (1, recall("1")),
        (1, start("1")),
        (1, no_show("1")),
        (1, hold_at("1")),
        (1, transfer_at("1", "repair")),
        (2, finish("1")),
        (2, hold_at("1")),
        (2, transfer_at("1", "repair")),
    ];
    for (steps, action) in actions {
        let mut s = Square::new();
        for (name, class) in [
            ("a", Class::Standard),
            ("p", Class::Priority),
            ("b", Class::Standard),
        ] {
            s.issue_as(name, "haircut", class);
        }
        for step in prepared[steps] {
            s.ok(step.clone());
            s.wait_secs(7);
        }
        let before = image(&s.site);
        s.ok(action.clone());
        s.wait_secs(7);
        s.ok(undo("1"));
        assert_eq!(image(&s.site), before, "{action:?}");
    }
}

/// A command about a ticket.
type About = fn(TicketId) -> Command;

const CALL: About = |ticket| call("1", ticket);
const HOLD: About = |ticket| Command::HoldTicket {
    target: Target::Ticket(ticket),
};
const NO_SHOW: About = |ticket| Command::MarkNoShow {
    station: station("1"),
    seen: Some(ticket),
};

#[test]
fn what_was_done_with_a_chosen_ticket_is_taken_back_exactly() {
    // Station 1 calls `other` first where the row says so, and is busy then.
    let rows: [(&str, &[About], bool, About); 6] = [
        ("a call from waiting", &[], false, CALL),
        ("a call from hold", &[HOLD], false, CALL),
        ("a call after a no-show", &[CALL, NO_SHOW], false, CALL),
        ("a no-show from hold", &[HOLD], false, NO_SHOW),
        ("a no-show from hold beside another", &[HOLD], true, NO_SHOW),
        (
            "a no-show from hold after a call",
            &[CALL, HOLD],
            true,
            NO_SHOW,
        ),
    ];
    for (row, steps, is_busy, action) in rows {
        let mut s = Square::new();
        s.issue("a", "haircut");
        s.issue("other", "haircut");
        for step in steps {
            s.wait_secs(7);
            s.ok(step(s.id("a")));
        }
        if is_busy {
            s.ok(call("1", s.id("other")));
        }
        let before = image(&s.site);
        s.wait_secs(7);
        s.ok(action(s.id("a")));
        s.wait_secs(7);
        s.ok(undo("1"));
        assert_eq!(image(&s.site), before, "{row}");
    }
}

/// A no-show of somebody on hold can be said at a station that holds another ticket. That ticket
/// may be gone, or at another station, when the no-show is taken back: what a station holds
/// follows from the tickets alone.
#[test]
fn an_undone_no_show_brings_no_other_ticket_to_the_station() {
    let prepared = || {
        let mut s = Square::new();
        for name in ["t1", "t2", "t3"] {
            s.issue(name, "haircut");
        }
        s.ok(HOLD(s.id("t1")));
        assert_eq!(s.call_next("1"), "t2");
        s.ok(NO_SHOW(s.id("t1")));
        s
    };
    let held = |s: &Square, at: &str| s.site.station(&station(at)).unwrap().ticket;

    let mut s = prepared();
    s.ok(Command::CancelTicket {
        ticket: s.id("t2"),
        reason: None,
    });
    s.ok(undo("1"));
    assert_eq!(held(&s, "1"), None);
    assert_eq!(s.code(start("1")), "station_idle");
    assert_eq!((s.state("t1"), s.state("t2")), ("on_hold", "cancelled"));

    let mut s = prepared();
    s.ok(HOLD(s.id("t2")));
    s.ok(call("2", s.id("t2")));
    s.ok(undo("1"));
    assert_eq!((held(&s, "1"), held(&s, "2")), (None, Some(s.id("t2"))));
}

#[test]
fn resuming_at_a_station_is_taken_back() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(hold_at("1"));
    let before = image(&s.site);
    s.ok(Command::ResumeTicket {
        ticket: s.id("a"),
        station: Some(station("1")),
    });
    s.ok(undo("1"));
    assert_eq!(image(&s.site), before);
}

#[test]
fn an_undone_call_restores_order_and_policy_windows() {
    let mut s = Square::new();
    for (name, class) in [
        ("S1", Class::Standard),
        ("P2", Class::Priority),
        ("S3", Class::Standard),
        ("P4", Class::Priority),
        ("S5", Class::Standard),
    ] {
        s.issue_as(name, "haircut", class);
    }
    let before = s.order("haircut");
    for _ in 0..4 {
        s.ok(next("1"));
        s.ok(undo("1"));
        assert_eq!(s.order("haircut"), before);
    }
    let (wait, called) = (s.ticket("P2").first_called_at, s.ticket("P2").calls);
    assert_eq!((wait, called), (None, 0));
}

#[test]
fn five_steps_and_no_more() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    for _ in 0..5 {
        s.ok(recall("1"));
    }
    for _ in 0..5 {
        assert_eq!(s.code(undo("1")), "ok");
    }
    assert_eq!(s.ticket("a").calls, 1);
    assert_eq!(s.code(undo("1")), "nothing_to_undo");
}

#[test]
fn finish_and_next_are_two_steps_back() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.issue("b", "haircut");
    s.ok(next("1"));
    s.ok(start("1"));
    let before = image(&s.site);
    s.ok(finish_and_next("1"));
    s.ok(undo("1"));
    assert_eq!((s.state("a"), s.state("b")), ("served", "waiting"));
    s.ok(undo("1"));
    assert_eq!(image(&s.site), before);
}

#[test]
fn what_somebody_else_changed_since_stays() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(hold_at("1"));
    s.ok(call("2", s.id("a")));
    assert_eq!(s.code(undo("1")), "ticket_changed");
    s.ok(undo("2"));
    assert_eq!(s.code(undo("1")), "ok");
    assert_eq!(s.state("a"), "called");
}

#[test]
fn a_call_that_the_visitor_cancelled_is_not_undone() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(Command::CancelTicket {
        ticket: s.id("a"),
        reason: None,
    });
    assert_eq!(s.code(undo("1")), "ticket_changed");
}

#[test]
fn a_closed_station_gets_nobody_back() {
    let mut s = Square::new();
    s.issue("a", "haircut");
    s.ok(next("1"));
    s.ok(no_show("1"));
    s.ok(Command::CloseStation {
        station: station("1"),
        seen: None,
    });
    assert_eq!(s.code(undo("1")), "station_not_open");
}

#[test]
fn undo_does_not_bring_one_person_to_two_stations() {
    let mut s = Square::new();
    s.issue("hair", "haircut");
    s.issue_also("kettle", "repair", "hair");
    s.ok(next("1"));
    s.ok(no_show("1"));
    s.ok(next("3"));
    assert_eq!(s.code(undo("1")), "visit_elsewhere");
}
