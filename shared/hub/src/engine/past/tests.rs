use store::{Cache as _, CommandId, Log as _, MemoryStore, NewRecord, Position};
use uuid::Uuid;

use super::*;
use crate::clock::ManualClock;

/// A store with a log, and how it is read.
struct Bench {
    store: MemoryStore,
    log: LogId,
    seams: Seams,
    past: Past,
}

fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

/// A day of March with so many numbers.
fn ended(of_march: u32, numbers: usize) -> EndedDay {
    let row = r#"{"service":"haircut","number":"理001","issued_at":"2026-03-07T00:40:00Z","hour":8,"stage":"served"}"#;
    let row = serde_json::from_str(row).unwrap();
    EndedDay {
        date: march(of_march),
        rows: std::iter::repeat_n(row, numbers).collect(),
        beside: None,
    }
}

impl Bench {
    async fn new() -> Self {
        let clock = ManualClock::new("2026-03-31T01:00:00Z".parse().unwrap());
        let bench = Self {
            store: MemoryStore::new(),
            log: LogId::new("square").unwrap(),
            seams: Seams::with_clock(Arc::new(clock)),
            past: Past::default(),
        };
        let first = NewRecord {
            command_id: CommandId(Uuid::from_u128(1)),
            body: store::Body::from_json("{}".to_owned()).unwrap(),
        };
        let begun = bench.store.append(&bench.log, Position::START, vec![first]);
        begun.await.unwrap();
        bench
    }

    async fn keep(&self, day: &EndedDay) {
        let bytes = kept_day::write(day).unwrap();
        let day = store_day(day.date);
        let kept = self.store.put_day(&self.log, ClosedDay { day, bytes });
        kept.await.unwrap();
    }

    /// Day of the month and numbers of what is told.
    async fn told(&self, from: u32, to: u32) -> Vec<(u32, usize)> {
        let source = Source {
            store: &self.store,
            log: &self.log,
            seams: &self.seams,
        };
        let days = self.past.days(&source, march(from), march(to)).await;
        let days = days.unwrap();
        let told = days
            .iter()
            .map(|day| (chrono::Datelike::day(&day.date), day.rows.len()));
        told.collect()
    }
}

#[tokio::test]
async fn days_are_read_once_and_earlier_ones_when_they_are_asked_for() {
    let bench = Bench::new().await;
    for (day, numbers) in [(3, 3), (7, 7), (14, 14)] {
        bench.keep(&ended(day, numbers)).await;
    }
    assert_eq!(bench.told(5, 31).await, [(7, 7), (14, 14)]);
    // Whoever changed a day behind the cache's back did not go through the keeper.
    bench.keep(&ended(7, 1)).await;
    assert_eq!(bench.told(5, 31).await, [(7, 7), (14, 14)]);
    assert_eq!(bench.told(8, 14).await, [(14, 14)]);
    assert_eq!(bench.told(1, 31).await, [(3, 3), (7, 7), (14, 14)]);
    assert_eq!(bench.told(4, 3).await, []);
}

#[tokio::test]
async fn a_day_that_is_kept_anew_is_told_anew() {
    let bench = Bench::new().await;
    bench.past.note(&ended(14, 2));
    bench.keep(&ended(14, 1)).await;
    // What was kept while others were read is newer than what they read.
    assert_eq!(bench.told(1, 31).await, [(14, 2)]);
    bench.past.note(&ended(14, 5));
    bench.past.note(&ended(21, 4));
    assert_eq!(bench.told(1, 31).await, [(14, 5), (21, 4)]);
    assert_eq!(bench.past.lock().rows, 9);
}

#[tokio::test]
async fn more_than_stays_in_memory_is_told_too() {
    let bench = Bench::new().await;
    bench.past.note(&ended(21, 4));
    bench.past.lock().rows = ROWS_MAX;
    for (day, numbers) in [(7, 7), (14, 14), (21, 1)] {
        bench.keep(&ended(day, numbers)).await;
    }
    assert_eq!(bench.told(8, 31).await, [(14, 14), (21, 4)]);
    assert_eq!(bench.told(1, 14).await, [(7, 7), (14, 14)]);
    assert_eq!(bench.past.lock().complete_from, None);
}

/// A part that was not understood is not taken for days without anybody.
#[tokio::test]
async fn what_could_not_be_worked_through_is_an_error_and_asked_for_again() {
    struct Idle;
    impl crate::seams::Spawner for Idle {
        fn run(&self, work: crate::seams::Work) {
            drop(work);
        }
    }
    let mut bench = Bench::new().await;
    bench.keep(&ended(7, 7)).await;
    let working = std::mem::replace(&mut bench.seams.spawner, Arc::new(Idle));
    let source = Source {
        store: &bench.store,
        log: &bench.log,
        seams: &bench.seams,
    };
    let failed = bench.past.days(&source, march(1), march(31)).await;
    assert!(matches!(failed, Err(HistoryError::NotUnderstood)));
    bench.seams.spawner = working;
    assert_eq!(bench.told(1, 31).await, [(7, 7)]);
}
