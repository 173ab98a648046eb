//! What the tests of this crate share.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::atomic::{AtomicU64, Ordering};

use paihao_store::{
    Body, Cache, CommandId, Hash32, Log, LogId, NewRecord, Position, Random, RedbOptions, Snapshot,
    SubjectId,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a hub needs of a store.
pub(crate) trait Store: Log + Cache {}

impl<T: Log + Cache> Store for T {}

/// Options with a clock that stands still.
pub(crate) fn options() -> RedbOptions {
    RedbOptions::new(|| 0)
}

pub(crate) fn log(name: &str) -> LogId {
    LogId::new(name).expect("a valid name")
}

pub(crate) fn command(number: u128) -> CommandId {
    CommandId(Uuid::from_u128(number))
}

/// A record whose body says which one it is.
pub(crate) fn new(number: u128) -> NewRecord {
    let body = Body::of(&json!({ "number": number.to_string() })).expect("JSON");
    NewRecord {
        command_id: command(number),
        body,
    }
}

/// Records with the numbers of a range.
pub(crate) fn news(numbers: std::ops::Range<u128>) -> Vec<NewRecord> {
    numbers.map(new).collect()
}

/// Appends behind whatever is there.
pub(crate) async fn push(store: &dyn Store, name: &str, records: Vec<NewRecord>) -> Position {
    let log = log(name);
    let newest = store.newest(&log).await.expect("newest");
    let expected = newest.map_or(Position::START, |newest| newest.position);
    store
        .append(&log, expected, records)
        .await
        .expect("an append at the newest position")
}

/// A snapshot of the log as it stands.
pub(crate) async fn snapshot_of(store: &dyn Store, name: &str, bytes: &[u8]) -> Snapshot {
    let newest = store
        .newest(&log(name))
        .await
        .expect("newest")
        .expect("a log with records");
    Snapshot {
        position: newest.position,
        hash: newest.hash,
        bytes: bytes.to_vec(),
    }
}

/// A hash that no record has.
pub(crate) const NO_HASH: Hash32 = Hash32([7; 32]);

pub(crate) fn subject(number: u128) -> SubjectId {
    SubjectId(Uuid::from_u128(number))
}

/// Random bytes that no other source of this process gives.
pub(crate) fn random() -> Random {
    static SOURCES: AtomicU64 = AtomicU64::new(1);
    random_of(SOURCES.fetch_add(1, Ordering::Relaxed))
}

/// Random bytes that are the same in every run.
pub(crate) fn random_of(source: u64) -> Random {
    let drawn = AtomicU64::new(0);
    Random::new(move |bytes| {
        for part in bytes.chunks_mut(32) {
            let number = drawn.fetch_add(1, Ordering::Relaxed);
            let seed = [source.to_be_bytes(), number.to_be_bytes()].concat();
            part.copy_from_slice(&Sha256::digest(seed)[..part.len()]);
        }
        Ok(())
    })
}

/// Runs a future to its end on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(future)
}
