//! Snapshots and days.

use std::sync::Arc;

use paihao_store::{CacheError, ClosedDay, Day, Position, SNAPSHOT_BYTES_MAX, Snapshot};

use crate::support::{NO_HASH, Store, log, news, push, snapshot_of};

pub(crate) async fn there_is_no_snapshot_at_first(store: Arc<dyn Store>) {
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        None
    );
    push(&*store, "square", news(0..2)).await;
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        None
    );
}

/// Keeps a snapshot of a log of three records.
async fn keep(store: &dyn Store) -> Snapshot {
    push(store, "square", news(0..3)).await;
    let snapshot = snapshot_of(store, "square", b"three").await;
    store
        .put_snapshot(&log("square"), snapshot.clone())
        .await
        .expect("kept");
    snapshot
}

pub(crate) async fn a_snapshot_comes_back(store: Arc<dyn Store>) {
    let snapshot = keep(&*store).await;
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        Some(snapshot)
    );
}

pub(crate) async fn a_later_snapshot_replaces_the_earlier(store: Arc<dyn Store>) {
    keep(&*store).await;
    push(&*store, "square", news(3..4)).await;
    let later = snapshot_of(&*store, "square", b"four").await;
    store
        .put_snapshot(&log("square"), later.clone())
        .await
        .expect("kept");
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        Some(later)
    );
}

pub(crate) async fn a_snapshot_stays_while_the_log_goes_on(store: Arc<dyn Store>) {
    let snapshot = keep(&*store).await;
    push(&*store, "square", news(3..9)).await;
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        Some(snapshot)
    );
}

pub(crate) async fn a_snapshot_with_another_hash_is_absent(store: Arc<dyn Store>) {
    let other = Snapshot {
        hash: NO_HASH,
        ..keep(&*store).await
    };
    store
        .put_snapshot(&log("square"), other)
        .await
        .expect("kept");
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        None
    );
}

pub(crate) async fn a_snapshot_ahead_of_the_log_is_refused(store: Arc<dyn Store>) {
    let kept = keep(&*store).await;
    for position in [Position(4), Position::START] {
        let ahead = Snapshot {
            position,
            ..kept.clone()
        };
        let refused = store.put_snapshot(&log("square"), ahead).await;
        assert!(matches!(
            refused,
            Err(CacheError::NotInLog {
                newest: Position(3)
            })
        ));
    }
    assert_eq!(
        store.snapshot(&log("square")).await.expect("an answer"),
        Some(kept)
    );
}

pub(crate) async fn a_snapshot_of_an_unknown_log_is_refused(store: Arc<dyn Store>) {
    let snapshot = keep(&*store).await;
    let refused = store.put_snapshot(&log("harbour"), snapshot).await;
    assert!(matches!(refused, Err(CacheError::UnknownLog)));
}

pub(crate) async fn a_snapshot_that_is_too_large_is_refused(store: Arc<dyn Store>) {
    let large = Snapshot {
        bytes: vec![0; SNAPSHOT_BYTES_MAX + 1],
        ..keep(&*store).await
    };
    let refused = store.put_snapshot(&log("square"), large).await;
    assert!(matches!(refused, Err(CacheError::TooLarge { .. })));
}

fn closed(day: u32, bytes: &[u8]) -> ClosedDay {
    ClosedDay {
        day: Day(day),
        bytes: bytes.to_vec(),
    }
}

/// Keeps the given days of a log, each with its own number as content.
async fn keep_days(store: &dyn Store, name: &str, days: &[u32]) {
    push(store, name, news(0..1)).await;
    for &day in days {
        let bytes = day.to_string().into_bytes();
        store
            .put_day(&log(name), closed(day, &bytes))
            .await
            .expect("kept");
    }
}

async fn days(store: &dyn Store, name: &str, from: u32, to: u32) -> Vec<(u32, String)> {
    let days = store
        .days(&log(name), Day(from), Day(to))
        .await
        .expect("days");
    days.into_iter()
        .map(|day| (day.day.0, String::from_utf8(day.bytes).expect("text")))
        .collect()
}

pub(crate) async fn days_come_back_in_order(store: Arc<dyn Store>) {
    keep_days(&*store, "square", &[740_002, 739_000, 740_001, 800_000]).await;
    let found = days(&*store, "square", 739_000, 740_001).await;
    assert_eq!(
        found,
        [
            (739_000, "739000".to_owned()),
            (740_001, "740001".to_owned())
        ]
    );
    assert_eq!(days(&*store, "square", 0, u32::MAX).await.len(), 4);
}

pub(crate) async fn a_day_is_replaced(store: Arc<dyn Store>) {
    keep_days(&*store, "square", &[739_000]).await;
    store
        .put_day(&log("square"), closed(739_000, b"new"))
        .await
        .expect("kept");
    assert_eq!(
        days(&*store, "square", 0, u32::MAX).await,
        [(739_000, "new".to_owned())]
    );
}

pub(crate) async fn days_belong_to_their_log(store: Arc<dyn Store>) {
    keep_days(&*store, "harbour", &[1]).await;
    keep_days(&*store, "square", &[2]).await;
    assert_eq!(days(&*store, "harbour", 0, 9).await, [(1, "1".to_owned())]);
    assert_eq!(days(&*store, "square", 0, 9).await, [(2, "2".to_owned())]);
    assert!(days(&*store, "nowhere", 0, 9).await.is_empty());
}

pub(crate) async fn a_day_of_an_unknown_log_is_refused(store: Arc<dyn Store>) {
    let refused = store.put_day(&log("square"), closed(1, b"")).await;
    assert!(matches!(refused, Err(CacheError::UnknownLog)));
}

pub(crate) async fn a_backward_range_of_days_is_empty(store: Arc<dyn Store>) {
    keep_days(&*store, "square", &[1, 2, 3]).await;
    assert!(days(&*store, "square", 3, 1).await.is_empty());
}
