//! Closing, opening again, compacting: what was confirmed stays.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use paihao_store::{
    AppendError, Cache, Care, CareError, ClosedDay, Day, Log, Position, ReadError, RedbOptions,
    RedbStore, verify,
};

use crate::{
    home::Home,
    support::{block_on, command, log, new, news, push, snapshot_of},
};

fn size(path: &Path) -> u64 {
    fs::metadata(path).expect("a file").len()
}

#[test]
fn everything_is_there_after_reopening() {
    let home = Home::new();
    block_on(async {
        let store = home.open().expect("a new store");
        push(&store, "square", news(0..5)).await;
        push(&store, "_hub", news(0..2)).await;
        let snapshot = snapshot_of(&store, "square", b"five").await;
        store
            .put_snapshot(&log("square"), snapshot.clone())
            .await
            .expect("kept");
        let day = ClosedDay {
            day: Day(739_000),
            bytes: b"rows".to_vec(),
        };
        store
            .put_day(&log("square"), day.clone())
            .await
            .expect("kept");
        drop(store);

        let store = home.open().expect("the store");
        assert_eq!(
            store.logs().await.expect("logs"),
            [log("_hub"), log("square")]
        );
        assert_eq!(
            store.snapshot(&log("square")).await.expect("an answer"),
            Some(snapshot)
        );
        let days = store.days(&log("square"), Day(0), Day(u32::MAX)).await;
        assert_eq!(days.expect("days"), [day]);
        let found = store.find(&log("square"), command(4)).await;
        assert_eq!(found.expect("an answer"), Some(Position(5)));
        assert_eq!(push(&store, "square", vec![new(9)]).await, Position(6));
        assert_eq!(push(&store, "harbour", vec![new(9)]).await, Position(1));
        let sound = verify(&store, &log("square"), |_| ())
            .await
            .expect("a sound log");
        assert_eq!(sound.records, 6);
    });
}

#[test]
fn a_closed_store_answers_that_it_stopped() {
    let home = Home::with_records(2);
    block_on(async {
        let store = home.open().expect("the store");
        let other = store.clone();
        store.close().await.expect("closed");
        let append = other
            .append(&log("square"), Position(2), vec![new(5)])
            .await;
        assert!(matches!(append, Err(AppendError::Stopped)), "{append:?}");
        let read = other.read(&log("square"), Position(1), 1).await;
        assert!(matches!(read, Err(ReadError::Stopped)), "{read:?}");
        let newest = other.newest(&log("square")).await;
        assert!(matches!(newest, Err(ReadError::Stopped)), "{newest:?}");
        let closed = other.close().await;
        assert!(matches!(closed, Err(CareError::Stopped)), "{closed:?}");
        home.open().expect("the file is free again");
    });
}

#[test]
fn what_an_interrupted_creation_left_is_removed() {
    let home = Home::new();
    fs::write(home.path("store.redb.new-1-0"), "half a store").expect("written");
    drop(home.open().expect("a new store"));
    assert!(!home.path("store.redb.new-1-0").exists());
}

#[test]
fn positions_are_noted_at_most_once_a_second() {
    let home = Home::new();
    let now = Arc::new(AtomicU64::new(5_000));
    let clock = Arc::clone(&now);
    let options = RedbOptions::new(move || clock.load(Ordering::Relaxed));
    let noted = || {
        let note = fs::read(home.path("store.newest")).expect("a note");
        let note: serde_json::Value = serde_json::from_slice(&note).expect("JSON");
        note["logs"]["square"]["position"].as_u64()
    };
    block_on(async {
        let store = RedbStore::open(home.store(), &options).expect("a new store");
        let rows = [
            (5_000, None),
            (5_999, None),
            (6_000, Some(3)),
            (6_500, Some(3)),
            (7_001, Some(5)),
        ];
        for (number, (millis, expected)) in rows.into_iter().enumerate() {
            now.store(millis, Ordering::Relaxed);
            push(&store, "square", vec![new(number as u128)]).await;
            assert_eq!(noted(), expected, "at {millis}");
        }
        push(&store, "square", vec![new(99)]).await;
        store.close().await.expect("closed");
        assert_eq!(noted(), Some(6), "closing notes the last position");
    });
}

#[test]
fn compacting_shrinks_the_file_and_loses_nothing() {
    let home = Home::new();
    block_on(async {
        let store = home.open().expect("a new store");
        for round in 0..4 {
            push(&store, "square", news(round * 500..round * 500 + 500)).await;
        }
        let large = snapshot_of(&store, "square", &vec![1; 12_000_000]).await;
        store
            .put_snapshot(&log("square"), large)
            .await
            .expect("kept");
        let small = snapshot_of(&store, "square", b"small").await;
        store
            .put_snapshot(&log("square"), small)
            .await
            .expect("kept");
        assert!(store.usage().await.expect("measured").is_bloated());
        let tidied = store.tidy().await.expect("tidied");
        let compacted = tidied.expect("there was much to give back");
        assert!(
            compacted.after_bytes * 2 < compacted.before_bytes,
            "{compacted:?}"
        );
        assert_eq!(compacted.after_bytes, size(&home.store()));
        assert!(!store.usage().await.expect("measured").is_bloated());
        assert_eq!(store.tidy().await.expect("looked at"), None);
        let sound = verify(&store, &log("square"), |_| ())
            .await
            .expect("a sound log");
        assert_eq!(sound.records, 2_000);
        assert_eq!(
            push(&store, "square", vec![new(u128::MAX)]).await,
            Position(2_001)
        );
    });
}
