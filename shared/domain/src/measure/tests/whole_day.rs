//! What a day comes to beside waits: classes, numbers carried over, appointments, things to mend.

use chrono::NaiveDate;
use uuid::Uuid;

use super::played::{Played, eight, service, station, ticket};
use super::*;
use crate::id::{AppointmentId, ItemId};
use crate::item::{ItemKind, ItemNumber, RepairOutcome};
use crate::settings::ServiceSettings;

const DAY: i64 = 24 * 60 * 60;

fn date(of_march: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap()
}

fn measured() -> Measured {
    Measured::from(&a_row())
}

#[test]
fn classes_are_told_apart_and_add_up() {
    let of = |class, stage| Measured {
        class,
        stage,
        waited_secs: Some(if class == Class::Priority { 60 } else { 600 }),
        ..measured()
    };
    let rows = [
        of(Class::Standard, Stage::Served),
        of(Class::Standard, Stage::NoShow),
        of(Class::Priority, Stage::Served),
    ];
    let report = figures(&rows);
    let told: Vec<_> = report
        .by_class
        .iter()
        .map(|(class, part)| (*class, part.issued, part.served, part.wait.mean_min))
        .collect();
    assert_eq!(
        told,
        [
            (Class::Standard, 2, 1, Some(10.0)),
            (Class::Priority, 1, 1, Some(1.0))
        ]
    );
    assert_eq!(report.by_class[&Class::Standard].no_show_share(), Some(0.5));
    assert_eq!(report.no_show_share(), Some(1.0 / 3.0));
    assert_eq!(figures::<Measured>([]).no_show_share(), None);
}

#[test]
fn what_is_stored_of_a_row_is_read_as_what_is_measured_of_it() {
    let mut day = Played::new();
    day.issue(0, 1, None)
        .call(600, 1)
        .start(660, 1)
        .finish(1560, 1);
    let row = TicketRow {
        carried_from: Some(date(6)),
        ..day.row(1)
    };
    for row in [row, a_row()] {
        let json = serde_json::to_string(&row).unwrap();
        let read: Measured = serde_json::from_str(&json).unwrap();
        assert_eq!(read, Measured::from(&row));
    }
    // As a release wrote it that knew nothing of numbers carried over.
    let old = r#"{"service":"haircut","number":"理001","issued_at":"2026-03-07T00:00:00Z","hour":8,"stage":"served"}"#;
    assert_eq!(
        serde_json::from_str::<TicketRow>(old).unwrap().carried_from,
        None
    );
}

/// A number is not served on Saturday; its holder comes on Monday and gets another one.
#[test]
fn a_number_carried_over_names_the_day_it_came_from() {
    let mut day = Played::new();
    day.issue(0, 1, None).issue(60, 2, None);
    let close = Fact::DayClosed {
        day: date(7),
        ends_serving: true,
    };
    day.at(3600, &close)
        .at(2 * DAY, &Fact::DayOpened { day: date(9) });
    let given = Fact::TicketIssued {
        ticket: ticket(3),
        service: service("haircut"),
        count: 1,
        shown: 1,
        prefix: "理".into(),
        class: Class::Standard,
        visit: None,
        place_at: None,
        slot: None,
        carried_from: Some(ticket(2)),
        stem: None,
        issued_at: None,
        satellite: None,
        unconfirmed: false,
    };
    day.at(2 * DAY + 60, &given).issue(2 * DAY + 120, 4, None);
    let from: Vec<_> = rows(&day.0).iter().map(|row| row.carried_from).collect();
    assert_eq!(from, [Some(date(7)), None]);
    assert_eq!(day.report().carried_in, 1);
}

#[test]
fn appointments_of_the_day_are_kept_or_not_and_others_do_not_count() {
    let mut day = Played::new();
    let id = |n| AppointmentId(Uuid::from_u128(n));
    let booked = |n: u128, slot: i64| Fact::AppointmentBooked {
        appointment: id(n),
        service: service("repair"),
        slot: eight() + TimeDelta::seconds(slot),
        code: crate::AppointmentCode::of(n as u32),
        class: Class::Standard,
        subject: None,
    };
    for (n, slot) in [(1, 600), (2, 600), (3, 1200), (4, DAY)] {
        day.at(0, &booked(n, slot));
    }
    let came = Fact::AppointmentCheckedIn {
        appointment: id(1),
        ticket: ticket(1),
    };
    day.at(300, &came)
        .at(400, &Fact::AppointmentCancelled { appointment: id(3) });
    let expected = AppointmentFigures {
        booked: 2,
        kept: 1,
        cancelled: 1,
    };
    assert_eq!(beside(&day.0).unwrap().appointments, expected);
}

/// A kettle is mended and fetched, a fan taken along; on the next day the fan comes back mended and
/// an iron cannot be helped.
#[test]
fn things_count_on_the_day_on_which_something_becomes_of_them() {
    let mut day = Played::new();
    day.issue(0, 1, None).issue(1, 2, None);
    let id = |n| ItemId(Uuid::from_u128(n));
    let received = |n: u128, came_with| Fact::ItemReceived {
        item: id(n),
        number: ItemNumber(n as u32),
        ticket: ticket(came_with),
        kind: ItemKind::Other,
        station: Some(station("1")),
        subject: None,
    };
    let finished = |n, outcome| Fact::RepairFinished {
        item: id(n),
        outcome,
        ready_on: None,
    };
    let collected = |n| Fact::ItemCollected { item: id(n) };
    day.at(10, &received(1, 1))
        .at(20, &received(2, 2))
        .at(30, &finished(1, RepairOutcome::Repaired))
        .at(40, &finished(2, RepairOutcome::TakenAway))
        .at(50, &collected(1));
    let first = ItemFigures {
        received: 2,
        repaired: 1,
        taken_away: 1,
        collected: 1,
        in_custody: 1,
        ..ItemFigures::default()
    };
    assert_eq!(beside(&day.0).unwrap().items, first);
    day.at(DAY, &Fact::DayOpened { day: date(8) })
        .issue(DAY, 5, None)
        .at(DAY + 10, &received(3, 5))
        .at(DAY + 20, &finished(3, RepairOutcome::NotRepairable))
        .at(DAY + 30, &finished(2, RepairOutcome::Repaired))
        .at(DAY + 40, &collected(2));
    let second = ItemFigures {
        received: 1,
        repaired: 1,
        not_repairable: 1,
        collected: 1,
        in_custody: 1,
        ..ItemFigures::default()
    };
    assert_eq!(beside(&day.0).unwrap().items, second);
}

#[test]
fn hours_are_those_of_the_earliest_and_the_latest_service() {
    let mut day = Played::new();
    assert_eq!(beside(&day.0).unwrap().opens, None);
    let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0);
    for (id, opens, closes) in [("haircut", time(9), time(11)), ("repair", time(8), None)] {
        let settings = ServiceSettings {
            id: service(id),
            opens,
            closes,
            ..ServiceSettings::default()
        };
        day.at(0, &Fact::ServiceSet { settings });
    }
    let kept = beside(&day.0).unwrap();
    assert_eq!((kept.opens, kept.closes), (time(8), time(11)));
    let json = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Beside>(&json).unwrap(), kept);
    assert_eq!(
        serde_json::from_str::<Beside>("{}").unwrap(),
        Beside::default()
    );
}

#[test]
fn a_closed_day_keeps_its_hours_whatever_is_set_for_the_next() {
    let mut day = Played::new();
    let set = |closes| Fact::ServiceSet {
        settings: ServiceSettings {
            id: service("haircut"),
            closes: chrono::NaiveTime::from_hms_opt(closes, 0, 0),
            ..ServiceSettings::default()
        },
    };
    let closes = |day: &Played| beside(&day.0).unwrap().closes.unwrap().hour();
    let closed = Fact::DayClosed {
        day: date(7),
        ends_serving: false,
    };
    day.at(0, &set(17)).at(100, &closed).at(200, &set(12));
    assert_eq!(closes(&day), 17);
    // Opened once more it goes by what is set now.
    day.at(300, &Fact::DayReopened { day: date(7) });
    assert_eq!(closes(&day), 12);
    day.at(400, &closed).at(500, &set(20));
    assert_eq!(closes(&day), 12);
}

#[test]
fn what_is_mended_before_a_day_opens_counts_to_the_day_before() {
    let mut day = Played::new();
    let item = ItemId(Uuid::from_u128(1));
    let received = Fact::ItemReceived {
        item,
        number: ItemNumber(1),
        ticket: ticket(1),
        kind: ItemKind::Other,
        station: Some(station("1")),
        subject: None,
    };
    let finished = Fact::RepairFinished {
        item,
        outcome: RepairOutcome::Repaired,
        ready_on: None,
    };
    let repaired = |day: &Played| beside(&day.0).unwrap().items.repaired;
    day.issue(0, 1, None)
        .at(10, &received)
        .at(DAY - 3600, &finished);
    assert_eq!(repaired(&day), 1);
    day.at(DAY, &Fact::DayOpened { day: date(8) });
    assert_eq!(repaired(&day), 0);
}

#[test]
fn the_week_is_counted_a_day_and_an_hour_at_a_time() {
    let row = |hour, waited_secs| Measured {
        hour,
        waited_secs,
        ..measured()
    };
    let gave_up = Measured {
        stage: Stage::Cancelled,
        ..row(9, Some(6000))
    };
    let saturday = [row(8, Some(60)), row(8, Some(180)), row(9, None), gave_up];
    let another = [row(8, Some(120))];
    let sunday = [row(10, None)];
    let days = [
        (date(7), &saturday[..]),
        (date(8), &sunday),
        (date(14), &another),
    ];
    let week = heat(days);
    let told: Vec<_> = week.iter().map(|day| (day.weekday, day.days)).collect();
    assert_eq!(told, [(chrono::Weekday::Sat, 2), (chrono::Weekday::Sun, 1)]);
    assert_eq!(week[0].issued_a_day(8), Some(1.5));
    assert_eq!(week[0].hours[8].mean_min(), Some(2.0));
    assert_eq!(week[0].issued_a_day(9), Some(1.0));
    assert_eq!(week[0].hours[9].mean_min(), None);
    assert_eq!(week[1].issued_a_day(8), Some(0.0));
    assert_eq!(week[1].issued_a_day(24), None);
}
