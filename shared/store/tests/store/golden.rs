//! Stored bytes are a promise: files that an earlier release wrote open today and say the same.
//!
//! `golden/format-1.redb` and the dumps beside it, one line per record, were written once by the
//! release that introduced the format. They are never written again; a new format brings new
//! files and keeps these.

use std::path::PathBuf;

use paihao_store::{Cache, ClosedDay, Day, Log, Position, Record, RedbStore, Snapshot, verify};

use crate::support::{block_on, command, log, new, options};

const LOGS: [(&str, u64); 2] = [("_hub", 3), ("square", 12)];

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/store/golden")
        .join(name)
}

/// The records of a dump.
fn dump(name: &str) -> Vec<Record> {
    let text = std::fs::read_to_string(golden(&format!("format-1.{name}.jsonl"))).expect("a dump");
    text.lines()
        .map(|line| Record::from_json(line.as_bytes()).expect("a record"))
        .collect()
}

#[test]
fn a_file_of_format_1_opens_and_holds_what_was_dumped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.redb");
    std::fs::copy(golden("format-1.redb"), &path).expect("copied");
    block_on(async {
        let store = RedbStore::open(&path, &options()).expect("the store");
        assert_eq!(
            store.logs().await.expect("logs"),
            LOGS.map(|(name, _)| log(name))
        );
        for (name, count) in LOGS {
            let mut found = Vec::new();
            let sound = verify(&store, &log(name), |record| found.push(record.clone())).await;
            assert_eq!(sound.expect("a sound log").records, count, "{name}");
            assert_eq!(found, dump(name), "{name}");
        }
        let found = store
            .find(&log("square"), command(7))
            .await
            .expect("an answer");
        assert_eq!(found, Some(Position(8)));
        let day = ClosedDay {
            day: Day(739_681),
            bytes: b"rows of a day".to_vec(),
        };
        assert_eq!(
            store
                .days(&log("square"), Day(0), Day(u32::MAX))
                .await
                .expect("days"),
            [day]
        );
        let tenth = dump("square").swap_remove(9);
        let bytes = b"state after ten".to_vec();
        let snapshot = Snapshot {
            position: Position(10),
            hash: tenth.hash,
            bytes,
        };
        assert_eq!(
            store.snapshot(&log("square")).await.expect("an answer"),
            Some(snapshot)
        );
        let further = store
            .append(&log("square"), Position(12), vec![new(100)])
            .await;
        assert_eq!(further.expect("it goes on"), Position(13));
    });
}

#[test]
fn a_dump_of_format_1_is_written_today_as_it_was() {
    for (name, count) in LOGS {
        let text = std::fs::read_to_string(golden(&format!("format-1.{name}.jsonl")));
        let text = text.expect("a dump");
        let written: Vec<String> = dump(name).iter().map(Record::to_json).collect();
        assert_eq!(written, text.lines().collect::<Vec<_>>());
        assert_eq!(written.len() as u64, count);
        for record in dump(name) {
            assert_eq!(
                record.expected_hash(&log(name)),
                record.hash,
                "{name}: {record:?}"
            );
        }
    }
}
