//! Outlooks: nobody's answer hangs on one.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use domain::Command;

use super::square::{Square, ask, issue, open_with, ticket};
use crate::seams::{Seams, Spawner, Work};

/// Takes work and never does it.
#[derive(Default)]
struct Stuck(Mutex<Vec<Work>>);

impl Spawner for Stuck {
    fn run(&self, work: Work) {
        self.0.lock().unwrap().push(work);
    }
}

/// A station that opened held the answers of its whole group back until the next outlook was done,
/// for as long as that took.
#[tokio::test]
async fn who_opens_a_station_waits_a_little_for_an_outlook_and_nobody_else_does() {
    let square = Square::new(1).await;
    let seams = Seams {
        spawner: Arc::new(Stuck::default()),
        ..Seams::with_clock(Arc::new(square.clock.clone()))
    };
    let site = open_with(&square.store, seams).await;
    let submit = |command| {
        let site = site.clone();
        tokio::spawn(async move { site.submit(ask(command)).await })
    };
    let close = Command::CloseStation {
        station: "1".parse().unwrap(),
        seen: None,
    };
    let (closing, issuing) = (submit(close), submit(issue()));
    let issued = issuing.await.unwrap().unwrap();
    assert_eq!(ticket(issued.answer).number, "理001");
    assert!(!closing.is_finished());
    square.clock.advance(TimeDelta::milliseconds(500));
    assert!(closing.await.unwrap().is_ok());
}
