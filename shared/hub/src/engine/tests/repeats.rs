//! The same key gives the first answer, whatever happened meanwhile.

use domain::{Command, Refusal};

use super::faulty::Fault::{AnswerLost, RequestLost};
use super::square::{Square, ask, call_next, issue, open, station, ticket, until};
use crate::engine::AskError;
use crate::machine::Ask;

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
    assert_eq!(reused, Err(key_reused("a")));
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

/// A reused key was answered with what it had first come with, when its group met a failed append
/// or another hub's record: the record of its id was taken for its own.
#[tokio::test]
async fn a_key_with_another_request_is_refused_also_after_a_failed_append() {
    for faults in [
        &[][..],
        &[AnswerLost],
        &[RequestLost],
        &[AnswerLost, AnswerLost],
    ] {
        let square = Square::new(1).await;
        let first = ticket(square.keyed(issue(), "a").await.unwrap().answer);
        let other = square.issue().await;
        square.store.fail(faults.iter().copied());
        let (reused, beside) = tokio::join!(
            square.keyed(cancel(other.id.unwrap()), "a"),
            square.ok(issue()),
        );
        assert_eq!(reused, Err(key_reused("a")), "{faults:?}");
        assert_eq!(ticket(beside).number, "理003", "{faults:?}");
        let again = ticket(square.keyed(issue(), "a").await.unwrap().answer);
        assert_eq!(again.id, first.id, "{faults:?}");
    }
}

#[tokio::test]
async fn a_key_with_another_request_is_refused_by_a_hub_that_has_not_read_it_yet() {
    let square = Square::new(1).await;
    let other = open(&square.store, &square.clock).await;
    let ticket_b = square.issue().await.id.unwrap();
    until(&other, |p| p.site.tickets.len() == 1).await;
    // The other hub decides before it has read what this one writes in the same moment.
    square.store.hold_appends();
    let both = async {
        tokio::join!(
            square.keyed(issue(), "a"),
            other.submit(Ask {
                key: Some("a".to_owned()),
                ..ask(cancel(ticket_b))
            }),
        )
    };
    let through = async {
        square.store.appends_arrive(2).await;
        square.store.let_through(4);
    };
    let ((issued, reused), ()) = tokio::join!(both, through);
    let outcomes = [issued.is_ok(), reused.is_ok()];
    assert_eq!(outcomes.iter().filter(|is_ok| **is_ok).count(), 1);
    let refused = [issued.err(), reused.err()].into_iter().flatten().next();
    assert_eq!(refused, Some(key_reused("a")));
}

fn key_reused(key: &str) -> AskError {
    AskError::Refused(Refusal::KeyReused {
        key: key.to_owned(),
    })
}

fn cancel(ticket: domain::TicketId) -> Command {
    Command::CancelTicket {
        ticket,
        reason: None,
    }
}
