//! The queue with a clock that is moved by hand.

use std::io;

use super::*;
use crate::samples::slip;

const RETRY: Duration = Duration::from_secs(2);

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn no_paper() -> Result<(), PrintError> {
    Err(PrintError::NotReady {
        printer: "fake".into(),
        state: State::PaperOut,
    })
}

fn torn() -> Result<(), PrintError> {
    Err(PrintError::Interrupted {
        printer: "fake".into(),
        sent: 1,
        all: 2,
        source: io::ErrorKind::TimedOut.into(),
    })
}

fn next(queue: &Queue, now: Duration) -> Option<u64> {
    match queue.step(now) {
        Step::Print(id, _) => Some(id.0),
        Step::WaitUntil(_) | Step::Idle => None,
    }
}

#[test]
fn slips_come_out_in_order_and_once() {
    let mut queue = Queue::new(RETRY);
    for id in [1, 2] {
        assert_eq!(queue.add(JobId(id), slip("001"), None, secs(0)), None);
    }
    for id in [1, 2] {
        assert_eq!(next(&queue, secs(0)), Some(id));
        let news = queue.done(JobId(id), &Ok(()), secs(0));
        assert_eq!(news, Some(News::Printed(JobId(id))));
        // Told twice, it is nothing new.
        assert_eq!(queue.done(JobId(id), &Ok(()), secs(0)), None);
    }
    assert_eq!(queue.step(secs(99)), Step::Idle);
}

#[test]
fn without_paper_a_slip_waits_and_comes_out_with_the_new_roll() {
    let mut queue = Queue::new(RETRY);
    queue.add(JobId(1), slip("001"), Some(secs(60)), secs(0));
    queue.add(JobId(2), slip("002"), Some(secs(61)), secs(1));
    let news = queue.done(JobId(1), &no_paper(), secs(1));
    assert_eq!(news, Some(News::Waiting(JobId(1), State::PaperOut)));
    // The second is not printed before the first.
    assert_eq!(queue.step(secs(1)), Step::WaitUntil(secs(3)));
    assert_eq!(next(&queue, secs(3)), Some(1));
    // It is told once that it waits.
    assert_eq!(queue.done(JobId(1), &no_paper(), secs(3)), None);
    assert_eq!(next(&queue, secs(5)), Some(1));
    let news = queue.done(JobId(1), &Ok(()), secs(6));
    assert_eq!(news, Some(News::Printed(JobId(1))));
    assert_eq!(next(&queue, secs(6)), Some(2));
}

#[test]
fn what_may_be_on_paper_is_not_sent_again_by_itself() {
    let mut queue = Queue::new(RETRY);
    queue.add(JobId(1), slip("001"), None, secs(0));
    let news = queue.done(JobId(1), &torn(), secs(1));
    assert_eq!(news, Some(News::Unsure(JobId(1), State::Unreachable)));
    assert_eq!(queue.step(secs(100)), Step::Idle);
}

#[test]
fn a_slip_that_nobody_waits_for_is_given_up() {
    let mut queue = Queue::new(RETRY);
    queue.add(JobId(1), slip("001"), Some(secs(60)), secs(0));
    queue.add(JobId(2), slip("002"), Some(secs(3)), secs(0));
    queue.done(JobId(1), &no_paper(), secs(2));
    // The second's time ends before the first is tried again.
    assert_eq!(queue.step(secs(2)), Step::WaitUntil(secs(3)));
    assert_eq!(queue.overdue(secs(3)), [News::GivenUp(JobId(2))]);
    assert_eq!(queue.overdue(secs(59)), []);
    assert_eq!(queue.overdue(secs(60)), [News::GivenUp(JobId(1))]);
    assert_eq!(queue.step(secs(60)), Step::Idle);
}

#[test]
fn a_withdrawn_slip_does_not_come_out() {
    let mut queue = Queue::new(RETRY);
    queue.add(JobId(1), slip("001"), None, secs(0));
    assert_eq!(queue.withdraw(JobId(1)), Some(News::GivenUp(JobId(1))));
    assert_eq!(queue.withdraw(JobId(1)), None);
    assert_eq!(queue.step(secs(0)), Step::Idle);
}

#[test]
fn the_queue_has_an_end() {
    let mut queue = Queue::new(RETRY);
    for id in 0..WAITING_MAX as u64 {
        assert_eq!(queue.add(JobId(id), slip("001"), None, secs(0)), None);
    }
    let news = queue.add(JobId(999), slip("001"), None, secs(0));
    assert_eq!(news, Some(News::GivenUp(JobId(0))));
    assert_eq!(next(&queue, secs(0)), Some(1));
}
