//! The same key gives the first answer, whatever happened meanwhile.

use domain::{Command, Refusal};

use super::square::{Square, call_next, issue, station, ticket};
use crate::engine::AskError;

#[tokio::test]
async fn a_repeated_key_gives_the_first_answer_and_records_nothing() {
    let square = Square::new(1).await;
    let first = square.keyed(issue(), "a").await.unwrap();
    assert!(!first.repeated);
    let records = square.records().await.len();
    // The answer stays the first one, though somebody was called since.
    square.ok(call_next(1, false)).await;
    let again = square.keyed(issue(), "a").await.unwrap();
    assert_eq!(again.answer, first.answer);
    assert!(again.repeated);
    assert_eq!(square.records().await.len(), records + 1);
}

#[tokio::test]
async fn two_with_one_key_in_one_group_are_one() {
    let square = Square::new(1).await;
    let (one, two) = tokio::join!(square.keyed(issue(), "a"), square.keyed(issue(), "a"));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.answer, two.answer);
    assert_eq!([one.repeated, two.repeated], [false, true]);
    assert_eq!(square.issued_in_log().await, 1);
}

#[tokio::test]
async fn a_key_is_known_after_a_restart_and_after_a_day_is_not() {
    let square = Square::new(1).await;
    let first = square.keyed(issue(), "a").await.unwrap();
    let square = square.restart().await;
    assert_eq!(
        square.keyed(issue(), "a").await.unwrap().answer,
        first.answer
    );
    square.clock.advance(chrono::TimeDelta::days(1));
    let next_day = square.keyed(issue(), "a").await.unwrap();
    assert!(!next_day.repeated);
    assert_ne!(ticket(next_day.answer).id, ticket(first.answer).id);
}

#[tokio::test]
async fn a_key_with_another_request_is_refused() {
    let square = Square::new(1).await;
    square.keyed(issue(), "a").await.unwrap();
    let reused = square.keyed(call_next(1, false), "a").await;
    assert_eq!(
        reused,
        Err(AskError::Refused(Refusal::KeyReused {
            key: "a".to_owned()
        }))
    );
}

#[tokio::test]
async fn what_recorded_nothing_is_decided_again() {
    let square = Square::new(1).await;
    let nobody = square.keyed(call_next(1, false), "a").await.unwrap();
    assert_eq!(station(nobody.answer).ticket, None);
    let start = Command::StartServing {
        station: "1".parse().unwrap(),
        seen: None,
    };
    assert!(square.keyed(start.clone(), "b").await.is_err());
    square.issue().await;
    let called = station(square.keyed(call_next(1, false), "a").await.unwrap().answer);
    assert_eq!(called.ticket.unwrap().number, "理001");
    assert!(square.keyed(start, "b").await.is_ok());
}
