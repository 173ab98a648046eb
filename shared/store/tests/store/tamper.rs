//! Whoever changes the past behind the store's back is noticed, and told which record.

use std::path::{Path, PathBuf};

use paihao_store::{
    ChainFault, Examination, Log, OpenError, Position, ReadError, RedbStore, TAIL_CHECKED_RECORDS,
    VerifyError, verify,
};
use redb::{Database, ReadableTable, TableDefinition};

use crate::home::Home;
use crate::support::{block_on, log, news, options, push};

type Table = TableDefinition<'static, &'static [u8], &'static [u8]>;
const RECORDS: Table = TableDefinition::new("records");
const META: Table = TableDefinition::new("meta");

/// More records than are checked when the store is opened.
const COUNT: u64 = TAIL_CHECKED_RECORDS + 500;

/// A closed store whose log `square` holds [`COUNT`] records.
fn store() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.redb");
    block_on(async {
        let store = RedbStore::open(&path, &options()).expect("a new store");
        for start in (0..u128::from(COUNT)).step_by(500) {
            push(&store, "square", news(start..start + 500)).await;
        }
        store.close().await.expect("closed");
    });
    (folder, path)
}

/// What is done to the stored bytes of a record; `None` removes it.
type Change = fn(&str) -> Option<String>;

/// Changes one record as someone with a redb tool would: all of redb's checksums fit.
fn change(path: &Path, position: u64, change: Change) {
    let database = Database::open(path).expect("the file");
    let transaction = database.begin_write().expect("a transaction");
    {
        let mut records = transaction.open_table(RECORDS).expect("the table");
        let key = [1_u64.to_be_bytes(), position.to_be_bytes()].concat();
        let old = records
            .get(key.as_slice())
            .expect("a read")
            .expect("a record")
            .value()
            .to_vec();
        let old = String::from_utf8(old).expect("text");
        match change(&old) {
            Some(new) => drop(
                records
                    .insert(key.as_slice(), new.as_bytes())
                    .expect("changed"),
            ),
            None => drop(records.remove(key.as_slice()).expect("removed")),
        }
    }
    transaction.commit().expect("committed");
}

const CHANGES: [(&str, Change); 5] = [
    ("another body", |json| {
        Some(json.replace(r#""number":""#, r#""number":"1"#))
    }),
    ("another position", |json| {
        Some(json.replacen(r#"{"position":"#, r#"{"position":9"#, 1))
    }),
    ("another predecessor", |json| {
        let (head, tail) = json.split_once(r#""previous":""#)?;
        let digit = if tail.starts_with('0') { '1' } else { '0' };
        Some(format!(r#"{head}"previous":"{digit}{}"#, &tail[1..]))
    }),
    ("no JSON", |json| Some(json[1..].to_owned())),
    ("removed", |_| None),
];

#[test]
fn a_change_in_the_tail_is_refused_at_opening() {
    for (name, by) in CHANGES {
        let (_folder, path) = store();
        let position = COUNT - 100;
        change(&path, position, by);
        let refused = RedbStore::open(&path, &options());
        let Err(OpenError::BrokenChain {
            position: found, ..
        }) = refused
        else {
            panic!("{name}: {refused:?}")
        };
        assert_eq!(found, Position(position), "{name}");
    }
}

#[test]
fn a_change_before_the_tail_is_named_by_a_full_check() {
    for (name, by) in CHANGES {
        let (_folder, path) = store();
        change(&path, 300, by);
        block_on(async {
            let store = RedbStore::open(&path, &options()).expect("the tail is in order");
            let mut good = 0;
            let bad = verify(&store, &log("square"), |_| good += 1).await;
            let Err(VerifyError::Bad {
                position, fault, ..
            }) = bad
            else {
                panic!("{name}: {bad:?}")
            };
            assert_eq!(position, Position(300), "{name}: {fault:?}");
            assert!(good <= 299, "{name}");
        });
    }
}

#[test]
fn reading_a_removed_record_names_it() {
    let (_folder, path) = store();
    change(&path, 300, |_| None);
    block_on(async {
        let store = RedbStore::open(&path, &options()).expect("the tail is in order");
        let read = store.read(&log("square"), Position(299), 10).await;
        let Err(ReadError::Damaged {
            position, fault, ..
        }) = read
        else {
            panic!("{read:?}")
        };
        assert_eq!(position, Position(300));
        assert!(
            matches!(
                fault,
                ChainFault::Misplaced {
                    found: Position(301)
                }
            ),
            "{fault:?}"
        );
    });
}

#[test]
fn a_removed_end_is_noticed_by_the_note_beside() {
    let (_folder, path) = store();
    change(&path, COUNT, |_| None);
    let refused = RedbStore::open(&path, &options());
    assert!(
        matches!(refused, Err(OpenError::Behind { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_store_of_a_newer_release_is_left_alone() {
    let (_folder, path) = store();
    let database = Database::open(&path).expect("the file");
    let transaction = database.begin_write().expect("a transaction");
    {
        let mut meta = transaction.open_table(META).expect("the table");
        meta.insert(&b"format"[..], &2_u32.to_be_bytes()[..])
            .expect("changed");
    }
    transaction.commit().expect("committed");
    drop(database);
    let refused = RedbStore::open(&path, &options());
    assert!(
        matches!(refused, Err(OpenError::Newer { found: 2, known: 1 })),
        "{refused:?}"
    );
}

#[test]
fn a_flipped_bit_is_never_answered_from() {
    let (folder, path) = store();
    let good = std::fs::read(&path).expect("the file");
    let mut noticed = 0;
    for number in 0..40_usize {
        let mut bad = good.clone();
        let at = number.wrapping_mul(0x9E37_79B9) % bad.len();
        bad[at] ^= 1 << (number % 8);
        let flipped = folder.path().join("flipped.redb");
        std::fs::write(&flipped, bad).expect("written");
        match RedbStore::open(&flipped, &options()) {
            Err(OpenError::Damaged { .. } | OpenError::NotAStore { .. }) => noticed += 1,
            Err(other) => panic!("bit {number}: {other:?}"),
            Ok(store) => block_on(async {
                let sound = verify(&store, &log("square"), |_| ()).await;
                assert_eq!(sound.expect("a sound log").records, COUNT, "bit {number}");
            }),
        }
    }
    assert!(noticed > 0, "no flip hit a page in use");
}

#[test]
fn an_examination_looks_at_every_log_whatever_state_it_is_in() {
    let (_folder, path) = store();
    block_on(async {
        let store = RedbStore::open(&path, &options()).expect("the store");
        push(&store, "harbour", news(0..5)).await;
        push(&store, "pier", news(0..2)).await;
        store.close().await.expect("closed");
    });
    let position = COUNT - 100;
    change(&path, position, |_| None);
    RedbStore::open(&path, &options()).expect_err("it is not answered from");
    let examined = Examination::open(&path, &options()).expect("it is looked at");
    assert_eq!(
        examined.logs(),
        [log("harbour"), log("pier"), log("square")]
    );
    let mut good = 0;
    let bad = examined.verify(&log("square"), |_| good += 1);
    assert!(
        matches!(&bad, Err(VerifyError::Bad { position: at, .. }) if at.0 == position),
        "{bad:?}"
    );
    assert!(good < position);
    let sound = examined.verify(&log("harbour"), |_| ());
    assert_eq!(sound.expect("a sound log").records, 5);
    assert!(
        examined.differing().is_empty(),
        "{:?}",
        examined.differing()
    );
}

#[test]
fn an_examination_names_what_was_exchanged_or_is_gone() {
    let (folder, path) = store();
    let old = folder.path().join("old.redb");
    std::fs::copy(&path, &old).expect("copied");
    block_on(async {
        let store = RedbStore::open(&path, &options()).expect("the store");
        push(&store, "square", news(9_000..9_003)).await;
        push(&store, "harbour", news(0..5)).await;
        store.close().await.expect("closed");
    });
    std::fs::copy(&old, &path).expect("an older copy");
    let examined = Examination::open(&path, &options()).expect("it is looked at");
    let found: Vec<_> = examined.differing().iter().collect();
    assert!(
        matches!(
            found[..],
            [
                (first, OpenError::Behind { found: Position(0), known: Position(5), .. }),
                (second, OpenError::Behind { known: Position(1_503), .. }),
            ] if *first == log("harbour") && *second == log("square")
        ),
        "{found:?}"
    );
    let sound = examined.verify(&log("square"), |_| ());
    assert_eq!(sound.expect("a sound log").records, COUNT);
}

#[test]
fn a_log_without_records_is_a_fault() {
    let home = Home::with_records(2);
    for position in 1..=2 {
        change(&home.store(), position, |_| None);
    }
    home.open().expect_err("it is not answered from");
    let examined = Examination::open(home.store(), &options()).expect("it is looked at");
    let bad = examined.verify(&log("square"), |_| ());
    assert!(
        matches!(
            bad,
            Err(VerifyError::Bad {
                position: Position(1),
                fault: ChainFault::Missing,
                ..
            })
        ),
        "{bad:?}"
    );
}

#[test]
fn an_examination_makes_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.redb");
    let refused = Examination::open(&path, &options());
    assert!(matches!(refused, Err(OpenError::Io { .. })), "{refused:?}");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0
    );
}
