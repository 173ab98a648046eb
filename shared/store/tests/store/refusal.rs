//! Refusing a file that is in use, or is not what was stored here, in words that say what to do.

use std::fs;

use paihao_store::{OpenError, Position, RedbOptions, RedbStore};

use crate::{home::Home, support::options};

#[test]
fn a_second_program_is_told_who_has_the_store() {
    let home = Home::new();
    let options = RedbOptions::new(|| 0).holder("paihao-kiosk (process 7, since 08:30)");
    let first = RedbStore::open(home.store(), &options).expect("a new store");
    let (error, text) = home.refusal();
    assert!(
        matches!(&error, OpenError::InUse { .. }) && error.is_retryable(),
        "{error:?}"
    );
    assert!(
        text.contains("in use by paihao-kiosk (process 7, since 08:30)"),
        "{text}"
    );
    drop(first);
    assert!(!home.path("store.lock").exists());
    fs::write(home.path("store.lock"), "left behind by a killed program\n").expect("written");
    let second = home.open().expect("the note does not decide");
    let note = fs::read_to_string(home.path("store.lock")).expect("a note");
    assert!(
        note.contains(&format!("process {}", std::process::id())),
        "{note}"
    );
    drop(second);
}

#[test]
fn of_programs_that_start_together_one_has_the_store() {
    let home = Home::new();
    let opened: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| home.open())).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a thread"))
            .collect()
    });
    assert_eq!(opened.iter().filter(|store| store.is_ok()).count(), 1);
    for refused in opened.iter().filter_map(|store| store.as_ref().err()) {
        assert!(matches!(refused, OpenError::InUse { .. }), "{refused:?}");
    }
    let mut names: Vec<_> = fs::read_dir(home.0.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["store.lock", "store.newest", "store.redb"]);
}

#[test]
fn what_is_not_a_store_is_left_alone() {
    let foreign = Home::new();
    drop(redb::Database::create(foreign.store()).expect("a redb file"));
    let text = Home::new();
    fs::write(text.store(), "a shopping list ".repeat(1000)).expect("written");
    let empty = Home::new();
    fs::write(empty.store(), "").expect("written");
    for home in [foreign, text, empty] {
        let before = fs::read(home.store()).expect("the file");
        let (error, text) = home.refusal();
        assert!(matches!(error, OpenError::NotAStore { .. }), "{error:?}");
        assert!(text.contains("is not a store"), "{text}");
        let after = fs::read(home.store()).expect("the file");
        // redb's own check may make a redb file longer; what was in it stays.
        assert!(after == before || before.starts_with(b"redb"), "{text}");
    }
}

#[test]
fn an_older_copy_is_refused_until_it_is_accepted() {
    let home = Home::with_records(3);
    fs::copy(home.store(), home.path("backup")).expect("copied");
    home.grow(3..8);
    fs::copy(home.path("backup"), home.store()).expect("copied");
    let (error, text) = home.refusal();
    let OpenError::Behind { found, known, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!((found, known), (Position(3), Position(8)));
    assert!(text.contains("put the newer file back"), "{text}");
    let accepted = RedbStore::open(home.store(), &options().accept_older());
    drop(accepted.expect("the older copy"));
    drop(home.open().expect("what was accepted stays accepted"));
}

#[test]
fn a_store_without_the_log_that_was_seen_is_refused() {
    let home = Home::with_records(3);
    let other = Home::new();
    drop(other.open().expect("a new store"));
    fs::copy(other.store(), home.store()).expect("copied");
    let (error, _) = home.refusal();
    assert!(
        matches!(
            error,
            OpenError::Behind {
                found: Position(0),
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_store_with_another_past_is_refused() {
    let home = Home::with_records(3);
    let other = Home::new();
    other.grow(50..60);
    fs::copy(other.store(), home.store()).expect("copied");
    let (error, _) = home.refusal();
    assert!(
        matches!(
            error,
            OpenError::OtherPast {
                position: Position(3),
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn an_unreadable_note_of_positions_is_as_none() {
    let home = Home::with_records(3);
    for content in [&b""[..], b"{", b"{\"logs\":{\"../x\":1}}", &[0xFF; 40]] {
        fs::write(home.path("store.newest"), content).expect("written");
        drop(home.open().expect("the store"));
    }
    fs::remove_file(home.path("store.newest")).expect("removed");
    drop(home.open().expect("the store"));
}

#[test]
fn a_store_that_is_gone_is_not_replaced_by_an_empty_one() {
    let home = Home::with_records(3);
    fs::remove_file(home.store()).expect("removed");
    let (error, text) = home.refusal();
    assert!(
        matches!(error, OpenError::Missing { records: 3, .. }) && !error.is_retryable(),
        "{error:?}"
    );
    assert!(text.contains("put the file back"), "{text}");
    assert!(text.contains("store.newest"), "{text}");
    let accepted = RedbStore::open(home.store(), &options().accept_older());
    assert!(
        matches!(accepted, Err(OpenError::Missing { .. })),
        "an empty store is no older copy: {accepted:?}"
    );
    assert!(!home.store().exists(), "nothing was made");
    fs::remove_file(home.path("store.newest")).expect("removed on purpose");
    drop(home.open().expect("a new store"));
    fs::remove_file(home.store()).expect("removed");
    drop(home.open().expect("the one before held nothing"));
}

#[test]
fn who_is_just_opening_the_store_is_named() {
    let home = Home::with_records(3);
    let note = fs::File::create(home.path("store.lock")).expect("a note");
    fs::write(home.path("store.lock"), "paihao-kiosk (process 9)\n").expect("written");
    note.try_lock().expect("locked, as before redb is asked");
    let (error, text) = home.refusal();
    assert!(matches!(error, OpenError::InUse { .. }), "{error:?}");
    assert!(text.contains("paihao-kiosk (process 9)"), "{text}");
    drop(note);
    drop(home.open().expect("the store"));
}

#[test]
fn a_file_that_was_cut_is_damaged() {
    let home = Home::with_records(200);
    let whole = fs::read(home.store()).expect("the file");
    for eighths in 1..8 {
        fs::write(home.store(), &whole[..whole.len() * eighths / 8]).expect("cut");
        let (error, text) = home.refusal();
        assert!(
            matches!(error, OpenError::Damaged { .. }) && !error.is_retryable(),
            "{eighths}: {error:?}"
        );
        assert!(text.contains("restore a backup"), "{text}");
    }
}

#[test]
fn a_flipped_header_is_damaged_or_no_store() {
    let home = Home::with_records(20);
    let whole = fs::read(home.store()).expect("the file");
    // The magic number and what follows it, then the beginning of either commit slot.
    let bytes = (0..12).chain(64..68).chain(192..196);
    for bit in bytes.flat_map(|byte| byte * 8..byte * 8 + 8) {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(home.store(), bytes).expect("written");
        match home.open() {
            Ok(_) | Err(OpenError::Damaged { .. } | OpenError::NotAStore { .. }) => {}
            Err(other) => panic!("bit {bit}: {other:?}"),
        }
    }
}
