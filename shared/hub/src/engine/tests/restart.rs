//! A start from a snapshot is a start from the whole log, only quicker.

use store::{Cache, Log, LogId, Position, Snapshot};

use crate::published::Published;

use super::square::{Square, call_next, issue, ticket};

fn log() -> LogId {
    LogId::new("square").unwrap()
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was() {
    let square = Square::new(2).await;
    for _ in 0..5 {
        square.issue().await;
    }
    square.ok(call_next(1, false)).await;
    let before = square.published_hash();
    let square = square.restart().await;
    assert_eq!(square.published_hash(), before);
    assert_eq!(square.issue().await.number, "理006");
}

#[tokio::test]
async fn a_snapshot_with_the_tail_equals_the_whole_log() {
    let square = Square::new(2).await;
    let first = square.keyed(issue(), "a").await.unwrap();
    for _ in 0..20 {
        square.issue().await;
    }
    let called = square.keyed(call_next(1, false), "b").await.unwrap();
    square.ok(domain::Command::CloseDay).await;
    square.store.snapshots_kept(1).await;
    square.ok(domain::Command::OpenDay).await;
    for _ in 0..3 {
        square.issue().await;
    }
    let replayed = square.replayed_hash().await;
    let snapshot = square.store.snapshot(&log()).await.unwrap().unwrap();
    square.store.reads();
    let square = square.restart().await;
    // It reads what came after the snapshot, and nothing before.
    assert_eq!(
        square.store.reads().first(),
        Some(&snapshot.position.next())
    );
    assert_eq!(square.published_hash(), replayed);
    // Keys from before the snapshot are known, and a link of the day works.
    let again = square.keyed(issue(), "a").await.unwrap();
    assert_eq!(again.answer, first.answer);
    // Decided again, this one would be refused: somebody else is there by now.
    square.ok(call_next(1, false)).await;
    let again = square.keyed(call_next(1, false), "b").await.unwrap();
    assert_eq!(again.answer, called.answer);
    let id = ticket(first.answer).id.unwrap();
    assert_eq!(square.site.read(|p| p.ticket_of(p.token(id))), Some(id));
    assert_eq!(square.issue().await.number, "理025");
}

#[tokio::test]
async fn a_damaged_snapshot_is_thrown_away() {
    let square = Square::new(1).await;
    square.issue().await;
    let (position, replayed) = (Position(3), square.replayed_hash().await);
    let hash = square.records().await[2].hash;
    let good = square
        .site
        .read(|p| crate::engine::snapshot::write(&p.site, p.memory()).unwrap());
    // One digit of the state is another one: the JSON is as good as before, the hash is not.
    let bytes = String::from_utf8(good)
        .unwrap()
        .replacen("\"seq\":", "\"seq\":1", 1)
        .into_bytes();
    square
        .store
        .put_snapshot(
            &log(),
            Snapshot {
                position,
                hash,
                bytes,
            },
        )
        .await
        .unwrap();
    square.store.reads();
    let square = square.restart().await;
    assert_eq!(square.store.reads().first(), Some(&Position::FIRST));
    assert_eq!(square.published_hash(), replayed);
    let newest = square.store.newest(&log()).await.unwrap().unwrap();
    assert_eq!(square.site.read(Published::position), newest.position);
}

#[tokio::test]
async fn the_version_grows_over_a_restart() {
    let square = Square::new(1).await;
    square.issue().await;
    let before = square.site.read(|p| p.version);
    square.clock.advance(chrono::TimeDelta::seconds(1));
    let square = square.restart().await;
    assert!(square.site.read(|p| p.version) > before);
}
