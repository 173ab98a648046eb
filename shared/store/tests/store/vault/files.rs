//! The files: for the owner alone, with names that tell nothing, and bytes that are a promise.

use std::{fmt::Write as _, fs, path::PathBuf, time::Instant};

use paihao_store::{Day, KeyScope, RedbStore, Vault, VaultError, verify};

use super::{TODAY, files, put, text};
use crate::{
    home::Home,
    support::{block_on, log, options, random, random_of, subject},
};

#[cfg(unix)]
#[test]
fn only_the_owner_enters_the_folders_and_reads_the_keys() {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = |path: &std::path::Path| {
        let permissions = fs::metadata(path).expect("it is there").permissions();
        permissions.mode() & 0o777
    };
    let home = Home::new();
    // A folder that was there before, open to all.
    fs::create_dir(home.keys()).expect("a folder");
    fs::set_permissions(home.keys(), fs::Permissions::from_mode(0o777)).expect("open");
    home.with_vault(async |vault| {
        put(vault, 1, TODAY).await.expect("kept");
        put(vault, 2, KeyScope::Subject).await.expect("kept");
    });
    let keys = files(&home.keys());
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert_eq!(mode(&key), 0o600, "{}", key.display());
        let above = key.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != home.0.path()) {
            assert_eq!(mode(folder), 0o700, "{}", folder.display());
        }
    }
}

/// Files that are there are found by the next release: names and bytes stay what they are.
#[test]
fn a_person_is_stored_today_as_it_was() {
    const LOG: &str = "4ba3e8e3765f2970eb37fae535353dd6";
    const KEY: &str = "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb";
    const SEALED: &str = concat!(
        "0100000b46b8",
        "7c3ccd10bb7ec37b46d37926ae6274267f007a34aeaf15c8",
        "a373a1cd8e11d4e9c7e772eb5f514b3894"
    );
    let home = Home::new();
    block_on(async {
        let store = home.open().expect("a new store");
        let vault = store.vault(&home.keys(), random_of(0)).expect("a vault");
        put(&vault, 1, TODAY).await.expect("kept");
        put(&vault, 2, KeyScope::Subject).await.expect("kept");
        store.close().await.expect("closed");
    });
    let number = |number: u128| format!("{number:032x}.key");
    let persons = home.keys().join("persons").join(LOG);
    let expected = [
        persons.join("day-739000").join(number(1)),
        persons.join("subject").join(number(2)),
    ];
    assert_eq!(files(&home.keys()), expected);
    let key = fs::read_to_string(&expected[0]).expect("a key");
    assert_eq!(key, format!("{KEY}\n"));
    let sealed = home.sealed(1).expect("a row");
    let mut digits = String::new();
    for byte in sealed {
        write!(digits, "{byte:02x}").expect("a text grows");
    }
    assert_eq!(digits, SEALED);
}

#[test]
fn a_store_from_before_there_were_persons_keeps_some_now() {
    let home = Home::new();
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/store/golden");
    fs::copy(golden.join("format-1.redb"), home.store()).expect("copied");
    home.with_vault(async |vault| {
        let square = log("square");
        let got = vault.get(&square, subject(1)).await;
        assert_eq!(got.expect("an answer"), None);
        let kept = vault.subjects(&square, None).await;
        assert_eq!(kept.expect("an answer"), []);
        let erased = vault.erase(&square, subject(1)).await;
        erased.expect("nothing to erase");
        put(vault, 1, TODAY).await.expect("kept");
    });
    assert_eq!(home.get(1).expect("an answer"), text(1));
    block_on(async {
        let store = home.open().expect("the store");
        let sound = verify(&store, &log("square"), |_| ()).await;
        assert_eq!(sound.expect("a sound log").records, 12);
    });
}

#[test]
fn compacting_and_reopening_lose_nobody() {
    let home = Home::new();
    block_on(async {
        let store = RedbStore::open(home.store(), &options()).expect("a new store");
        let vault = store.vault(&home.keys(), random()).expect("a vault");
        for number in 0..20 {
            put(&vault, number, TODAY).await.expect("kept");
        }
        let erased = vault.erase(&log("square"), subject(3)).await;
        erased.expect("erased");
        store.compact().await.expect("compacted");
        store.close().await.expect("closed");
        let stopped = vault.get(&log("square"), subject(1)).await;
        assert!(matches!(stopped, Err(VaultError::Store(_))), "{stopped:?}");
        let stopped = put(&vault, 1, TODAY).await;
        assert!(stopped.expect_err("closed").is_retryable());
    });
    for number in 0..20 {
        let expected = if number == 3 { None } else { text(number) };
        assert_eq!(home.get(number).expect("an answer"), expected);
    }
}

/// A fifth of what a busy square brings in a day; run with `--nocapture` to see how long it takes.
#[test]
fn many_are_put_at_once_and_erased_at_once() {
    const COUNT: u128 = 100;
    let home = Home::new();
    home.with_vault(async |vault| {
        let began = Instant::now();
        let mut running = Vec::new();
        for number in 0..COUNT {
            let vault = vault.clone();
            running.push(tokio::spawn(
                async move { put(&vault, number, TODAY).await },
            ));
        }
        for task in running {
            task.await.expect("it ends").expect("kept");
        }
        let put_time = began.elapsed();
        let square = log("square");
        let kept = vault.subjects(&square, None).await;
        assert_eq!(kept.expect("an answer").len() as u128, COUNT);
        let began = Instant::now();
        let over = vault.erase_before(&square, Day(739_001)).await;
        assert_eq!(over.expect("erased").len() as u128, COUNT);
        let erasing_time = began.elapsed();
        println!("{COUNT} persons: put in {put_time:?}, erased in {erasing_time:?}");
    });
    assert_eq!(files(&home.keys()), [] as [PathBuf; 0]);
}
