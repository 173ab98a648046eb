//! Service days: midnight comes by itself, numbers start again, figures are kept.

use chrono::NaiveDate;
use domain::measure::Stage;
use domain::{Command, Moment, TicketState};
use protocol::ticket::TicketStateName;

use super::square::{Square, at, call_next, until};

fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

#[tokio::test]
async fn midnight_closes_the_day_without_anybody_asking() {
    let square = Square::new(1).await;
    for _ in 0..3 {
        square.issue().await;
    }
    square.ok(call_next(1, false)).await;
    let start = Command::StartServing {
        station: "1".parse().unwrap(),
        seen: None,
    };
    square.ok(start).await;
    square.clock.set(at("2026-03-08T00:00:00+08:00"));
    until(&square.site, |p| {
        p.site.day.is_some_and(|day| day.is_closed())
    })
    .await;
    let states = square.site.read(|p| {
        p.site
            .tickets
            .values()
            .map(|t| t.state.name())
            .collect::<Vec<_>>()
    });
    assert_eq!(
        states.iter().filter(|state| **state == "unserved").count(),
        2
    );
    assert!(square.site.read(|p| {
        p.site
            .tickets
            .values()
            .any(|t| matches!(t.state, TicketState::Served { .. }))
    }));
}

#[tokio::test]
async fn the_next_day_starts_at_one_and_the_old_one_is_kept() {
    let square = Square::new(1).await;
    for _ in 0..3 {
        square.issue().await;
    }
    square.clock.set(at("2026-03-08T08:30:00+08:00"));
    assert_eq!(square.issue().await.number, "理001");
    square.store.snapshots_kept(1).await;
    let days = square.site.days(march(1), march(31)).await.unwrap();
    let dates: Vec<_> = days.iter().map(|day| (day.date, day.rows.len())).collect();
    assert_eq!(dates, [(march(7), 3), (march(8), 1)]);
    assert!(days[0].rows.iter().all(|row| row.stage == Stage::Unserved));
    assert_eq!(square.published_hash(), square.replayed_hash().await);
}

/// Every record after the end of a day, such as a station that closes, wrote the day's rows and a
/// whole snapshot anew; now only what changes them does.
#[tokio::test]
async fn a_closed_day_is_kept_again_only_when_it_changes() {
    let square = Square::new(2).await;
    square.issue().await;
    square.ok(call_next(1, false)).await;
    let station = || "1".parse().unwrap();
    let start = Command::StartServing {
        station: station(),
        seen: None,
    };
    square.ok(start).await;
    square.ok(Command::CloseDay).await;
    square.store.snapshots_kept(1).await;
    for _ in 0..3 {
        let (station, seen) = ("2".parse().unwrap(), None);
        square.ok(Command::CloseStation { station, seen }).await;
        let station = "2".parse().unwrap();
        square.ok(Command::OpenStation { station, seen }).await;
    }
    // Who was being served when the day was closed is served to the end.
    let finish = Command::FinishServing {
        station: station(),
        seen: None,
    };
    square.ok(finish).await;
    square.store.snapshots_kept(2).await;
    assert_eq!(square.store.kept(), (2, 2));
}

#[tokio::test]
async fn a_link_of_yesterday_tells_how_it_ended_also_after_a_restart() {
    let square = Square::new(1).await;
    let yesterday = square.issue().await.id.unwrap();
    square.clock.set(at("2026-03-08T08:30:00+08:00"));
    let today = square.issue().await.id.unwrap();
    let told = |square: &Square, id| {
        let now = Moment::UNIX_EPOCH;
        square.site.read(|published| {
            let ticket = published.ticket_of(published.token(id))?;
            published.ticket(ticket, now)
        })
    };
    for _ in 0..2 {
        let view = told(&square, yesterday).unwrap();
        assert_eq!((view.state, view.ahead), (TicketStateName::Unserved, None));
        assert_eq!(view.since.to_string(), "2026-03-08T00:00:00+08:00");
        assert_eq!(
            told(&square, today).unwrap().state,
            TicketStateName::Waiting
        );
        square.store.snapshots_kept(1).await;
    }
    let square = square.restart().await;
    assert_eq!(
        told(&square, yesterday).unwrap().state,
        TicketStateName::Unserved
    );
    // Two days later nobody knows how the others of that day ended, but this one was not served.
    square.clock.set(at("2026-03-10T08:30:00+08:00"));
    square.issue().await;
    assert_eq!(
        told(&square, yesterday).unwrap().state,
        TicketStateName::Unserved
    );
    square.clock.set(at("2026-03-25T08:30:00+08:00"));
    square.issue().await;
    assert_eq!(told(&square, yesterday), None);
}

#[tokio::test]
async fn a_day_that_ended_while_the_hub_was_off_is_kept_at_the_next_start() {
    let square = Square::new(1).await;
    square.issue().await;
    square.ok(Command::CloseDay).await;
    square.store.snapshots_kept(1).await;
    let square = square.restart().await;
    square.clock.set(at("2026-03-10T09:00:00+08:00"));
    square.issue().await;
    square.store.snapshots_kept(2).await;
    let square = square.restart().await;
    let days = square.site.days(march(1), march(31)).await.unwrap();
    assert_eq!(
        days.iter().map(|day| day.date).collect::<Vec<_>>(),
        [march(7), march(10)]
    );
}

#[tokio::test]
async fn the_file_is_tidied_once_the_day_and_its_snapshot_are_kept() {
    let square = Square::new(1).await;
    square.issue().await;
    square.ok(Command::CloseDay).await;
    assert_eq!(square.store.tidied(1).await, [1]);
}

#[tokio::test]
async fn time_never_goes_back_in_a_log() {
    let square = Square::new(1).await;
    square.issue().await;
    let stamps = |json: &str| json.contains("2026-03-07T01:00:00Z");
    let records = square.records().await;
    assert!(records.iter().all(|record| stamps(record.body.json())));
    // Another hub's clock is an hour behind.
    let slow = crate::clock::ManualClock::new(at("2026-03-07T08:00:00+08:00"));
    let other = super::square::open(&square.store, &slow).await;
    other
        .submit(super::square::ask(super::square::issue()))
        .await
        .unwrap();
    assert!(
        square
            .records()
            .await
            .iter()
            .all(|record| stamps(record.body.json()))
    );
}
