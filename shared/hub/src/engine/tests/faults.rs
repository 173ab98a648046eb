//! A store that fails: nobody is told "yes" too early, and nothing is done twice.

use std::sync::Arc;

use domain::Command;

use super::faulty::Fault::{self as Planted, AnswerLost, RequestLost, Stopped};
use super::square::{Square, call_next, issue, open_watched, station, ticket};
use crate::alarm::{Alarm, Fault};
use crate::engine::AskError;
use crate::seams::{Ids, Seams};

#[tokio::test]
async fn a_failed_append_is_tried_again_and_counts_once() {
    let rows: [&[Planted]; 6] = [
        &[AnswerLost],
        &[RequestLost],
        &[RequestLost, AnswerLost],
        &[AnswerLost, RequestLost],
        &[Stopped],
        &[RequestLost, RequestLost, RequestLost],
    ];
    for faults in rows {
        for key in [None, Some("a")] {
            let square = Square::new(1).await;
            square.store.fail(faults.iter().copied());
            let answer = match key {
                Some(key) => square.keyed(issue(), key).await.unwrap().answer,
                None => square.ok(issue()).await,
            };
            assert_eq!(ticket(answer).number, "理001", "{faults:?} {key:?}");
            assert_eq!(square.issue().await.number, "理002", "{faults:?} {key:?}");
            assert_eq!(square.issued_in_log().await, 2, "{faults:?} {key:?}");
            assert_eq!(
                square.published_hash(),
                square.replayed_hash().await,
                "{faults:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_group_that_landed_unnoticed_is_answered_from_the_log() {
    let square = Square::new(2).await;
    for _ in 0..3 {
        square.issue().await;
    }
    square.store.fail([AnswerLost]);
    let (one, two, three) = tokio::join!(
        square.ok(call_next(1, false)),
        square.ok(call_next(2, false)),
        square.ok(issue()),
    );
    let called = |answer| station(answer).ticket.unwrap().number;
    assert_eq!([called(one), called(two)], ["理001", "理002"]);
    assert_eq!(ticket(three).number, "理004");
    assert_eq!(square.published_hash(), square.replayed_hash().await);
}

#[tokio::test]
async fn after_too_many_failures_the_outcome_is_unknown_and_the_key_tells_it_later() {
    for (last, is_stored) in [(AnswerLost, true), (RequestLost, false)] {
        let square = Square::new(1).await;
        square
            .store
            .fail([RequestLost, RequestLost, RequestLost, last]);
        assert_eq!(
            square.keyed(issue(), "a").await,
            Err(AskError::OutcomeUnknown)
        );
        assert_eq!(square.issued_in_log().await, usize::from(is_stored));
        let later = square.keyed(issue(), "a").await.unwrap();
        assert_eq!(later.repeated, is_stored);
        assert_eq!(ticket(later.answer).number, "理001");
        assert_eq!(square.issued_in_log().await, 1);
    }
}

/// A repeat that came while the log could not be read was told that nothing was done, though its
/// first try had landed.
#[tokio::test]
async fn a_repeat_stays_in_doubt_until_the_log_can_be_read() {
    let square = Square::new(1).await;
    square.store.fail([AnswerLost]);
    square.store.set_unreadable(true);
    for _ in 0..2 {
        let unknown = square.keyed(issue(), "a").await;
        assert_eq!(unknown, Err(AskError::OutcomeUnknown));
    }
    square.store.set_unreadable(false);
    let later = square.keyed(issue(), "a").await.unwrap();
    assert!(later.repeated);
    assert_eq!(square.issued_in_log().await, 1);
}

#[tokio::test]
async fn a_store_that_stops_after_an_unknown_outcome_leaves_it_unknown() {
    let square = Square::new(1).await;
    square.store.fail([AnswerLost, Stopped, Stopped, Stopped]);
    square.store.set_unreadable(true);
    assert_eq!(
        square.keyed(issue(), "a").await,
        Err(AskError::OutcomeUnknown)
    );
}

/// Gives no id: a fault of ours, which ends the task.
struct NoIds;

impl Ids for NoIds {
    fn fresh(&self, _: domain::Moment) -> uuid::Uuid {
        panic!("planted")
    }
}

#[tokio::test]
async fn a_writer_that_breaks_off_raises_the_alarm_and_says_that_it_does_not_know() {
    let square = Square::new(1).await;
    let seams = Seams {
        ids: Arc::new(NoIds),
        ..Seams::with_clock(Arc::new(square.clock.clone()))
    };
    let alarm = Alarm::default();
    let site = open_watched(&square.store, seams, &alarm).await;
    for _ in 0..2 {
        let answer = site.submit(super::square::ask(issue())).await;
        assert_eq!(answer, Err(AskError::OutcomeUnknown));
    }
    assert!(matches!(alarm.raised().await, Fault::Site { .. }));
}

#[tokio::test]
async fn a_site_that_nobody_needs_any_more_raises_no_alarm() {
    let square = Square::new(1).await;
    let seams = Seams::with_clock(Arc::new(square.clock.clone()));
    let alarm = Alarm::default();
    let site = open_watched(&square.store, seams, &alarm).await;
    site.submit(super::square::ask(issue())).await.unwrap();
    let ended = site.changes();
    drop(site);
    // Everything of the site is gone when its last task is.
    while ended.has_changed().is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(alarm.fault().is_none());
}

#[tokio::test]
async fn a_store_that_stopped_is_said_and_nothing_is_done() {
    let square = Square::new(1).await;
    square.store.fail([Stopped; 4]);
    assert_eq!(square.keyed(issue(), "a").await, Err(AskError::Busy));
    assert_eq!(square.issued_in_log().await, 0);
    assert_eq!(square.issue().await.number, "理001");
}

#[tokio::test]
async fn a_group_that_is_too_large_is_stored_one_by_one() {
    let square = Square::new(1).await;
    square.issue().await;
    square.store.take_at_most(1);
    let (one, two) = tokio::join!(square.ok(issue()), square.ok(issue()));
    assert_eq!([ticket(one).number, ticket(two).number], ["理002", "理003"]);
}

#[tokio::test]
async fn nothing_is_shown_or_answered_before_it_is_durable() {
    let square = Square::new(1).await;
    square.issue().await;
    let mut changes = square.site.changes();
    changes.mark_unchanged();
    square.store.hold_appends();
    let waiting = tokio::spawn({
        let site = square.site.clone();
        async move { site.submit(super::square::ask(issue())).await }
    });
    // A refusal needs no disk, but it comes after what was asked before it: with it the group of
    // the issue has been decided.
    let undo = Command::Undo {
        station: "1".parse().unwrap(),
        seen: None,
    };
    let refused = tokio::spawn({
        let site = square.site.clone();
        async move { site.submit(super::square::ask(undo)).await }
    });
    tokio::task::yield_now().await;
    assert_eq!(square.site.read(|p| p.site.tickets.len()), 1);
    assert!(!waiting.is_finished());
    square.store.let_through(1);
    let number = ticket(waiting.await.unwrap().unwrap().answer).number;
    assert_eq!(number, "理002");
    // Who has the answer can look it up at once.
    assert_eq!(square.site.read(|p| p.site.tickets.len()), 2);
    assert!(changes.has_changed().unwrap());
    assert!(refused.await.unwrap().is_err());
}
