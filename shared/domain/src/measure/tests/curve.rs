//! How many were waiting, and when.

use super::*;
use crate::measure::{Stay, Waiting, stays, stays_of_rows, waiting};

/// What the day of `played` comes to every five minutes until so many seconds after eight.
fn counts(played: &Played, until_secs: i64) -> Vec<u32> {
    let end = eight() + TimeDelta::seconds(until_secs);
    waiting(&stays(&played.0), end, 5, zone(played)).all
}

fn zone(played: &Played) -> Tz {
    played.0.settings.time_zone
}

#[test]
fn who_was_called_waits_no_more() {
    let mut day = Played::new();
    day.issue(0, 1, None).issue(60, 2, None).issue(700, 3, None);
    day.call(500, 1).start(520, 1).finish(900, 1);
    // 8:00, 8:05, 8:10, 8:15, and now.
    assert_eq!(counts(&day, 1000), [1, 2, 1, 2, 2]);
    assert_eq!(counts(&Played::new(), 1000), [0; 0]);
}

#[test]
fn the_last_count_is_that_of_now() {
    let mut day = Played::new();
    day.issue(0, 1, None).issue(1, 2, None).issue(2, 3, None);
    day.issue(3, 4, None).hold(200, 2).call(250, 1);
    day.at(
        260,
        &Fact::TicketCancelled {
            ticket: ticket(3),
            reason: None,
        },
    );
    let live = live(&day.0, eight() + TimeDelta::seconds(400));
    let now = live.values().map(|line| line.waiting).sum::<u32>();
    assert_eq!(counts(&day, 400).last(), Some(&now));
    assert_eq!(now, 1);
}

#[test]
fn who_came_back_waits_again() {
    let mut day = Played::new();
    day.issue(0, 1, None).call(100, 1);
    day.at(
        400,
        &Fact::TicketMarkedNoShow {
            ticket: ticket(1),
            station: station("1"),
        },
    );
    day.at(700, &Fact::TicketReinstated { ticket: ticket(1) });
    assert_eq!(counts(&day, 1000), [1, 0, 0, 1, 1]);
}

#[test]
fn an_earlier_day_is_told_by_its_rows() {
    let mut day = Played::new();
    day.issue(0, 1, None).issue(60, 2, None).issue(120, 3, None);
    day.call(400, 1).start(420, 1).finish(800, 1).call(1300, 2);
    day.at(
        2000,
        &Fact::TicketCancelled {
            ticket: ticket(3),
            reason: None,
        },
    );
    let end = eight() + TimeDelta::seconds(2400);
    let told = waiting(&stays(&day.0), end, 5, zone(&day));
    let rows = rows(&day.0);
    let kept = waiting(&stays_of_rows(&rows, zone(&day)), end, 5, zone(&day));
    // Of who gave up only the hour is kept, so its middle stands for it.
    assert_eq!(told.all, [1, 3, 2, 2, 2, 1, 1, 0, 0]);
    assert_eq!(kept.all, [1, 3, 2, 2, 2, 1, 0, 0, 0]);
    assert_eq!(told.at, kept.at);
    assert_eq!(told.by_service[&service("haircut")], told.all);
}

#[test]
fn lines_are_counted_apart() {
    let stay = |id: &str, from: i64, to: Option<i64>| Stay {
        service: service(id),
        from: eight() + TimeDelta::minutes(from),
        to: to.map(|to| eight() + TimeDelta::minutes(to)),
    };
    let stays = [
        stay("haircut", 3, Some(8)),
        stay("repair", 6, None),
        // Nobody waits before the number is there.
        stay("repair", 9, Some(7)),
    ];
    let told = waiting(&stays, eight() + TimeDelta::minutes(12), 5, chrono_tz::UTC);
    let Waiting {
        at,
        all,
        by_service,
    } = told;
    assert_eq!(at.len(), 4, "8:00, 8:05, 8:10 and 8:12");
    assert_eq!(all, [0, 1, 1, 1]);
    assert_eq!(by_service[&service("haircut")], [0, 1, 0, 0]);
    assert_eq!(by_service[&service("repair")], [0, 0, 1, 1]);
}

/// They stood there until late; that the day ended with the date only says when it was closed.
#[test]
fn who_was_never_called_waits_until_midnight_closes_the_day() {
    let mut day = Played::new();
    day.issue(0, 1, None);
    let midnight = 16 * 60 * 60;
    let closed = Fact::DayClosed {
        day: eight().date_naive(),
        ends_serving: true,
    };
    day.at(midnight, &closed);
    let rows = rows(&day.0);
    let end = eight() + TimeDelta::seconds(midnight);
    let kept = waiting(&stays_of_rows(&rows, zone(&day)), end, 60, zone(&day));
    assert_eq!(kept.all[4], 1, "at noon");
    assert_eq!(kept.all, waiting(&stays(&day.0), end, 60, zone(&day)).all);
}
