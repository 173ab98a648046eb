//! Reading and checking.

use std::sync::Arc;

use paihao_store::{
    Body, Hash32, MemoryStore, NewRecord, Position, READ_BYTES_MAX, Verified, verify,
};

use crate::support::{Store, command, log, new, news, push};

pub(crate) async fn an_unknown_log_is_empty(store: Arc<dyn Store>) {
    let log = log("nowhere");
    assert!(
        store
            .read(&log, Position(1), 10)
            .await
            .expect("an answer")
            .is_empty()
    );
    assert_eq!(store.newest(&log).await.expect("an answer"), None);
    assert_eq!(store.find(&log, command(1)).await.expect("an answer"), None);
    assert_eq!(*store.follow(&log).borrow(), Position::START);
    assert!(store.logs().await.expect("logs").is_empty());
}

/// The positions that a read returns from a log of ten records.
async fn positions(store: &dyn Store, from: u64, limit: usize) -> Vec<u64> {
    push(store, "square", news(0..10)).await;
    push(store, "squarf", news(0..10)).await;
    let records = store
        .read(&log("square"), Position(from), limit)
        .await
        .expect("records");
    records.iter().map(|record| record.position.0).collect()
}

pub(crate) async fn reading_starts_where_asked(store: Arc<dyn Store>) {
    assert_eq!(positions(&*store, 8, 100).await, [8, 9, 10]);
}

pub(crate) async fn reading_from_before_the_first_starts_at_the_first(store: Arc<dyn Store>) {
    assert_eq!(positions(&*store, 0, 2).await, [1, 2]);
}

pub(crate) async fn reading_respects_the_limit(store: Arc<dyn Store>) {
    assert_eq!(positions(&*store, 3, 4).await, [3, 4, 5, 6]);
    assert!(
        store
            .read(&log("square"), Position(1), 0)
            .await
            .expect("an answer")
            .is_empty()
    );
}

pub(crate) async fn reading_past_the_end_is_empty(store: Arc<dyn Store>) {
    assert!(positions(&*store, 11, 5).await.is_empty());
    let far = store.read(&log("square"), Position(u64::MAX), 5).await;
    assert!(far.expect("an answer").is_empty());
}

pub(crate) async fn a_page_ends_by_bytes_but_never_empty(store: Arc<dyn Store>) {
    let large = format!("\"{}\"", "x".repeat(READ_BYTES_MAX / 8));
    for number in 0..12 {
        let body = Body::from_json(large.clone()).expect("JSON");
        push(
            &*store,
            "square",
            vec![NewRecord {
                command_id: command(number),
                body,
            }],
        )
        .await;
    }
    let page = store
        .read(&log("square"), Position(1), 100)
        .await
        .expect("records");
    assert_eq!(page.len(), 8);
    let rest = store
        .read(&log("square"), Position(9), 100)
        .await
        .expect("records");
    assert_eq!(rest.len(), 4);
}

pub(crate) async fn records_are_linked_by_hash(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..3)).await;
    push(&*store, "square", news(3..5)).await;
    let records = store
        .read(&log("square"), Position(1), 10)
        .await
        .expect("records");
    let mut previous = Hash32::ZERO;
    for record in records {
        assert_eq!(record.previous, previous);
        assert_eq!(record.hash, record.expected_hash(&log("square")));
        previous = record.hash;
    }
}

pub(crate) async fn the_same_records_have_the_same_hash_in_every_store(store: Arc<dyn Store>) {
    let twin = MemoryStore::new();
    push(&*store, "square", news(0..7)).await;
    push(&twin, "square", news(0..7)).await;
    let ours = store
        .read(&log("square"), Position(1), 10)
        .await
        .expect("records");
    let theirs = paihao_store::Log::read(&twin, &log("square"), Position(1), 10)
        .await
        .expect("records");
    assert_eq!(ours, theirs);
}

pub(crate) async fn a_full_check_sees_every_record(store: Arc<dyn Store>) {
    for start in 0..15 {
        push(&*store, "square", news(start * 1000..start * 1000 + 1000)).await;
    }
    let mut seen = 0;
    let checked = verify(&*store, &log("square"), |record| {
        seen += 1;
        assert_eq!(record.position, Position(seen));
    })
    .await;
    let checked = checked.expect("a sound log");
    let newest = store.newest(&log("square")).await.expect("newest");
    assert_eq!(
        checked,
        Verified {
            records: 15_000,
            newest
        }
    );
    assert_eq!(seen, 15_000);
}

pub(crate) async fn a_full_check_of_an_empty_log_is_in_order(store: Arc<dyn Store>) {
    let checked = verify(&*store, &log("square"), |_| ())
        .await
        .expect("a sound log");
    assert_eq!(
        checked,
        Verified {
            records: 0,
            newest: None
        }
    );
}

pub(crate) async fn newest_is_the_last_record(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..4)).await;
    let records = store
        .read(&log("square"), Position(4), 1)
        .await
        .expect("records");
    let newest = store
        .newest(&log("square"))
        .await
        .expect("newest")
        .expect("a log");
    assert_eq!(
        (newest.position, newest.hash),
        (Position(4), records[0].hash)
    );
}

pub(crate) async fn find_names_the_position(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..4)).await;
    push(&*store, "harbour", vec![new(3)]).await;
    let rows = [
        ("square", 3, Some(4)),
        ("harbour", 3, Some(1)),
        ("harbour", 2, None),
    ];
    for (name, number, expected) in rows {
        let found = store
            .find(&log(name), command(number))
            .await
            .expect("an answer");
        assert_eq!(found, expected.map(Position), "{name} {number}");
    }
}

pub(crate) async fn logs_are_sorted_by_name(store: Arc<dyn Store>) {
    for name in ["square", "_hub", "harbour", "Zoo"] {
        push(&*store, name, vec![new(1)]).await;
    }
    let names: Vec<String> = store
        .logs()
        .await
        .expect("logs")
        .into_iter()
        .map(String::from)
        .collect();
    assert_eq!(names, ["Zoo", "_hub", "harbour", "square"]);
}
