use chrono::TimeDelta;
use played::{Played, eight, service, station, ticket};

use super::*;
use crate::fact::Fact;
use crate::ticket::Booked;

mod curve;
mod played;
mod whole_day;

fn minutes(mean: f64, p50: f64, p90: f64) -> Times {
    Times {
        mean_min: Some(mean),
        p50_min: Some(p50),
        p90_min: Some(p90),
    }
}

#[test]
fn waiting_way_and_serving_are_measured_apart() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(600, 1)
        .start(660, 1)
        .finish(1560, 1);
    let row = day.row(1);
    assert_eq!(
        (row.waited_secs, row.way_secs, row.serving_secs),
        (Some(600), Some(60), Some(900))
    );
    assert_eq!(
        (row.hour, row.closed_hour, row.number.as_str()),
        (8, Some(8), "理001")
    );
    assert_eq!(
        (row.stage, row.ended_by),
        (Stage::Served, Some(EndedBy::Station))
    );
}

#[test]
fn holds_before_the_first_call_are_not_waiting_and_later_ones_do_not_matter() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .hold(100, 1)
        .resume(400, 1)
        .call(600, 1);
    day.hold(610, 1).resume(900, 1).call(1000, 1);
    assert_eq!(day.row(1).waited_secs, Some(300));
}

/// 09:00 a number, 09:05 on hold, 09:15 marked as not come: the hold ends there.
#[test]
fn a_hold_that_ends_in_a_no_show_is_not_waiting() {
    let held = || {
        let mut day = Played::new();
        day.issue(0, 1, None).hold(300, 1);
        day
    };
    let mut day = held();
    day.at(
        900,
        &Fact::TicketMarkedNoShow {
            ticket: ticket(1),
            station: station("1"),
        },
    );
    day.at(1200, &Fact::TicketReinstated { ticket: ticket(1) })
        .call(1800, 1);
    assert_eq!(day.row(1).waited_secs, Some(1200));
    let mut day = held();
    day.call(900, 1);
    assert_eq!(day.row(1).waited_secs, Some(300));
}

#[test]
fn sums_beyond_their_range_stay_at_its_end() {
    let mut day = Played::new();
    day.issue(0, 1, None).hold(1, 1);
    let set = |day: &mut Played, change: fn(&mut Ticket)| {
        day.0.tickets.values_mut().for_each(change);
    };
    set(&mut day, |ticket| ticket.held_secs = u32::MAX);
    day.call(10, 1).start(20, 1);
    set(&mut day, |ticket| {
        (ticket.calls, ticket.serving_secs) = (u16::MAX, u32::MAX);
    });
    day.at(
        30,
        &Fact::TicketRecalled {
            ticket: ticket(1),
            station: station("1"),
        },
    );
    day.finish(40, 1);
    let ticket = &day.0.tickets[&ticket(1)];
    assert_eq!(
        (ticket.calls, ticket.held_secs, ticket.serving_secs),
        (u16::MAX, u32::MAX, u32::MAX)
    );
}

#[test]
fn the_way_begins_with_the_last_call() {
    let mut day = Played::new();
    day.issue(0, 1, None).call(60, 1);
    day.at(
        120,
        &Fact::TicketRecalled {
            ticket: ticket(1),
            station: station("1"),
        },
    );
    day.start(150, 1);
    assert_eq!(
        (day.row(1).waited_secs, day.row(1).way_secs),
        (Some(60), Some(30))
    );
}

#[test]
fn all_stints_of_serving_add_up() {
    let mut day = Played::new();
    day.issue(0, 1, None).call(60, 1).start(60, 1).hold(360, 1);
    let back = Fact::TicketResumed {
        ticket: ticket(1),
        station: Some(station("1")),
    };
    day.at(1000, &back).finish(1120, 1);
    assert_eq!(day.row(1).serving_secs, Some(420));
}

#[test]
fn an_undone_call_ends_no_wait() {
    let mut day = Played::new();
    day.issue(0, 1, None).call(60, 1);
    let undone = Fact::ActionUndone {
        station: station("1"),
        ticket: ticket(1),
        action: crate::station::ActionKind::Call,
    };
    day.at(70, &undone);
    assert_eq!(day.row(1).waited_secs, None);
    day.call(300, 1);
    assert_eq!(day.row(1).waited_secs, Some(300));
}

#[test]
fn a_booked_wait_begins_with_the_slot_or_the_check_in_if_that_is_later() {
    let at = |secs| eight() + TimeDelta::seconds(secs);
    for (checked_in, slot, waited) in [(0, 600, 300), (700, 600, 200), (0, 1200, 0)] {
        let mut day = Played::new();
        let slot = Booked {
            start: at(slot),
            checked_in_at: at(checked_in),
        };
        day.issue(checked_in, 1, Some(slot)).call(900, 1);
        assert_eq!(
            day.row(1).waited_secs,
            Some(waited),
            "{checked_in} {slot:?}"
        );
    }
}

#[test]
fn no_shows_count_in_waits_and_cancelled_ones_in_neither() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(120, 1)
        .start(120, 1)
        .finish(720, 1);
    day.issue(0, 2, None).call(720, 2);
    day.at(
        900,
        &Fact::TicketMarkedNoShow {
            ticket: ticket(2),
            station: station("1"),
        },
    );
    day.issue(0, 3, None).call(900, 3);
    day.at(
        910,
        &Fact::TicketCancelled {
            ticket: ticket(3),
            reason: None,
        },
    );
    let report = day.report();
    assert_eq!(
        (
            report.issued,
            report.served,
            report.no_show,
            report.cancelled
        ),
        (3, 1, 1, 1)
    );
    assert_eq!(report.wait, minutes(7.0, 2.0, 12.0));
    assert_eq!(report.serving, minutes(10.0, 10.0, 10.0));
}

#[test]
fn what_midnight_ended_is_served_but_tells_nothing_about_serving() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(60, 1)
        .start(60, 1)
        .issue(0, 2, None);
    let closed = Fact::DayClosed {
        day: eight().date_naive(),
        ends_serving: true,
    };
    day.at(57_600, &closed);
    let report = day.report();
    assert_eq!((report.served, report.unserved), (1, 1));
    assert_eq!(
        (report.wait, report.serving),
        (minutes(1.0, 1.0, 1.0), Times::default())
    );
}

#[test]
fn who_is_still_being_served_is_not_counted_as_served() {
    let mut day = Played::new();
    day.issue(0, 1, None).call(60, 1).start(60, 1);
    let report = day.report();
    assert_eq!(
        (report.issued, report.served, report.serving),
        (1, 0, Times::default())
    );
    assert_eq!(report.wait, minutes(1.0, 1.0, 1.0));
}

#[test]
fn percentiles_are_by_nearest_rank() {
    let row = |waited: u32| TicketRow {
        waited_secs: Some(waited * 60),
        ..a_row()
    };
    let of = |waits: &[u32]| {
        let rows: Vec<TicketRow> = waits.iter().map(|waited| row(*waited)).collect();
        let wait = report(&rows).wait;
        (wait.p50_min.unwrap(), wait.p90_min.unwrap())
    };
    assert_eq!(of(&[7]), (7.0, 7.0));
    assert_eq!(of(&[2, 1]), (1.0, 2.0));
    assert_eq!(of(&[3, 1, 2]), (2.0, 3.0));
    assert_eq!(of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), (5.0, 9.0));
    assert_eq!(of(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), (6.0, 10.0));
}

#[test]
fn nothing_to_average_is_null() {
    let json = serde_json::to_value(report(&[])).unwrap();
    let null = serde_json::json!({"mean_min": null, "p50_min": null, "p90_min": null});
    let expected = serde_json::json!({
        "issued": 0, "served": 0, "no_show": 0, "cancelled": 0, "unserved": 0,
        "wait": null, "serving": null, "by_service": {}, "by_station": {}, "by_hour": [],
        "by_class": {}, "carried_in": 0,
    });
    for (name, value) in expected.as_object().unwrap() {
        let value = if name == "wait" || name == "serving" {
            &null
        } else {
            value
        };
        assert_eq!(&json[name], value, "{name}");
    }
}

#[test]
fn parts_add_up_to_the_whole() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(60, 1)
        .start(60, 1)
        .finish(600, 1);
    day.issue(3500, 2, None).call(3660, 2);
    let transferred = Fact::TicketTransferred {
        ticket: ticket(2),
        service: service("repair"),
        station: None,
    };
    day.at(3700, &transferred)
        .call(3800, 2)
        .start(3800, 2)
        .finish(4400, 2);
    let report = day.report();
    let (haircut, repair) = (
        &report.by_service[&service("haircut")],
        &report.by_service[&service("repair")],
    );
    assert_eq!(
        (haircut.issued, haircut.served, repair.issued, repair.served),
        (1, 1, 1, 1)
    );
    assert_eq!(report.by_station[&station("1")].served, 2);
    let hours: Vec<_> = report
        .by_hour
        .iter()
        .map(|h| (h.hour, h.issued, h.served))
        .collect();
    assert_eq!(hours, [(8, 2, 1), (9, 0, 1)]);
}

#[test]
fn rows_are_in_the_order_of_issue() {
    let mut day = Played::new();
    day.issue(10, 3, None).issue(5, 2, None).issue(10, 1, None);
    let numbers: Vec<String> = rows(&day.0).into_iter().map(|row| row.number).collect();
    assert_eq!(numbers, ["理002", "理001", "理003"]);
}

#[test]
fn live_counts_follow_the_line() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .issue(60, 2, None)
        .issue(120, 3, None)
        .issue(180, 4, None);
    day.call(200, 1).start(210, 1).hold(220, 3);
    let now = live(&day.0, eight() + TimeDelta::seconds(300));
    let haircut = now[&service("haircut")];
    assert_eq!(
        (haircut.waiting, haircut.serving, haircut.on_hold),
        (2, 1, 1)
    );
    assert_eq!(haircut.longest_wait_secs, Some(240));
    assert_eq!(now[&service("repair")], LiveService::default());
}

#[test]
fn a_row_survives_storage() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(600, 1)
        .start(660, 1)
        .finish(1560, 1);
    let json = serde_json::to_string(&day.row(1)).unwrap();
    assert_eq!(
        serde_json::from_str::<TicketRow>(&json).unwrap(),
        day.row(1)
    );
    assert!(json.len() < 320, "{json}");
}

fn a_row() -> TicketRow {
    let mut day = Played::new();
    day.issue(0, 1, None);
    day.row(1)
}
