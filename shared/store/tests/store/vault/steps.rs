//! A crash between two steps: each state that it can leave is one that the next call goes on from.

use std::{fs, io};

use paihao_store::{Day, KeyScope, Random, RedbStore, Vault, VaultError, Writing};

use super::{TODAY, TOMORROW, files, put, text};
use crate::{
    disk::Disk,
    home::Home,
    support::{block_on, log, options, random, subject},
};

const SCOPES: [KeyScope; 3] = [TODAY, TOMORROW, KeyScope::Subject];

/// Somebody of whom something is left opens to nobody, is not listed, and can be put again.
fn is_nobody(home: &Home, scope: KeyScope) {
    assert_eq!(home.get(1).expect("an answer"), None);
    home.with_vault(async |vault| {
        let kept = vault.subjects(&log("square"), None).await;
        assert_eq!(kept.expect("an answer"), [subject(2)]);
        put(vault, 1, scope).await.expect("kept");
    });
    assert_eq!(home.get(1).expect("an answer"), text(1));
    assert_eq!(home.get(2).expect("an answer"), text(2));
}

fn home(scope: KeyScope) -> Home {
    Home::with_persons(&[(1, scope), (2, TODAY)])
}

#[test]
fn a_key_without_a_row_is_nobody() {
    for first in SCOPES {
        for then in SCOPES {
            let home = home(first);
            home.set_sealed(1, None);
            is_nobody(&home, then);
            home.with_vault(async |vault| {
                let erased = vault.erase(&log("square"), subject(1)).await;
                erased.expect("erased");
            });
            assert_eq!(files(&home.keys()), [home.key(2)], "every key is gone");
        }
    }
}

#[test]
fn a_row_without_a_key_is_nobody() {
    for first in SCOPES {
        for then in SCOPES {
            let home = home(first);
            fs::remove_file(home.key(1)).expect("removed");
            is_nobody(&home, then);
        }
    }
}

#[test]
fn a_row_whose_key_is_overwritten_and_has_its_name_still_is_nobody() {
    for first in SCOPES {
        for then in SCOPES {
            let home = home(first);
            let file = home.key(1);
            let length = fs::metadata(&file).expect("a key").len() as usize;
            fs::write(&file, vec![0; length]).expect("overwritten");
            is_nobody(&home, then);
        }
    }
}

/// A row that a half erasure left must be gone before there is a key again: else a crash right
/// after the key would leave a row that its key does not open, which says that it was altered.
#[test]
fn remains_are_gone_before_there_is_a_key_again() {
    block_on(async {
        let keys = Home::new();
        let disk = Disk::default();
        let open = |disk: &Disk| {
            let options = options().writing(Writing::Inline);
            let store = RedbStore::on_backend(disk.clone(), &options).expect("a store");
            store.vault(&keys.keys(), random()).expect("a vault")
        };
        put(&open(&disk), 1, TODAY).await.expect("kept");
        fs::remove_file(keys.key(1)).expect("removed");
        let with_remains = disk.image();
        let mut outcomes = Vec::new();
        for syncs in 0..20 {
            let _ = fs::remove_dir_all(keys.keys());
            let failing = Disk::with_image(with_remains.clone());
            let vault = open(&failing);
            failing.fail_after(syncs);
            let outcome = put(&vault, 1, TODAY).await.is_ok();
            let again = open(&Disk::with_image(failing.image()));
            let got = again.get(&log("square"), subject(1)).await;
            let got = got.expect("nothing looks altered");
            assert!(got == text(1) || (got.is_none() && !outcome), "{syncs}");
            outcomes.push(outcome);
        }
        assert!(outcomes.contains(&false) && outcomes.contains(&true));
    });
}

#[test]
fn a_put_that_the_disk_refused_can_be_done_again() {
    block_on(async {
        let keys = Home::new();
        let disk = Disk::default();
        let store = RedbStore::on_backend(disk.clone(), &options()).expect("a new store");
        let vault = store.vault(&keys.keys(), random()).expect("a vault");
        put(&vault, 1, TODAY).await.expect("kept");
        disk.fail_after(0);
        let failed = put(&vault, 2, TODAY).await;
        assert!(matches!(failed, Err(VaultError::Unknown(_))), "{failed:?}");
        let square = log("square");
        let failed = vault.erase(&square, subject(1)).await;
        assert!(matches!(failed, Err(VaultError::Unknown(_))), "{failed:?}");
        drop((store, vault));
        let store = RedbStore::on_backend(Disk::with_image(disk.image()), &options());
        let store = store.expect("it opens again");
        let vault = store.vault(&keys.keys(), random()).expect("a vault");
        let first = vault.get(&square, subject(1)).await;
        assert_eq!(first.expect("an answer"), None, "its key went first");
        put(&vault, 2, TODAY).await.expect("kept");
        let second = vault.get(&square, subject(2)).await;
        assert_eq!(second.expect("an answer"), text(2));
    });
}

#[test]
fn an_unfinished_key_and_copies_of_it_go_with_the_erasure() {
    let home = home(TODAY);
    let (one, two) = (home.key(1), home.key(2));
    fs::copy(&two, two.with_extension("key~")).expect("copied");
    for ending in ["new", "key~", "key.swp"] {
        fs::copy(&one, one.with_extension(ending)).expect("copied");
    }
    home.with_vault(async |vault| {
        put(vault, 1, TODAY).await.expect("kept again");
        let erased = vault.erase(&log("square"), subject(1)).await;
        erased.expect("erased");
    });
    assert_eq!(
        files(&home.keys()),
        [two.clone(), two.with_extension("key~")]
    );
    home.with_vault(async |vault| {
        let over = vault.erase_before(&log("square"), Day(739_001)).await;
        assert_eq!(over.expect("erased"), [subject(2)]);
    });
    assert_eq!(files(&home.keys()), [] as [std::path::PathBuf; 0]);
    assert!(!two.parent().expect("a folder").exists());
}

#[test]
fn erasing_days_goes_on_where_it_was_stopped() {
    let home = Home::with_persons(&[(1, TODAY), (2, TODAY), (3, TODAY), (4, TOMORROW)]);
    // One is overwritten, one gone with its name, one has no row any more.
    fs::write(home.key(1), [0; 65]).expect("overwritten");
    fs::remove_file(home.key(2)).expect("removed");
    home.set_sealed(3, None);
    home.with_vault(async |vault| {
        let over = vault.erase_before(&log("square"), Day(739_001)).await;
        assert_eq!(over.expect("erased"), [1, 2, 3].map(subject));
    });
    assert_eq!(files(&home.keys()), [home.key(4)]);
    for number in [1, 2, 3] {
        assert_eq!(home.sealed(number), None);
    }
    assert_eq!(home.get(4).expect("an answer"), text(4));
}

#[test]
fn without_random_bytes_or_a_folder_nobody_is_kept() {
    let home = Home::new();
    block_on(async {
        let store = home.open().expect("a new store");
        let none = Random::new(|_| Err(io::ErrorKind::Unsupported.into()));
        let vault = store.vault(&home.keys(), none).expect("a vault");
        let refused = put(&vault, 1, TODAY).await;
        assert!(matches!(refused, Err(VaultError::Random(_))), "{refused:?}");
        let got = vault.get(&log("square"), subject(1)).await;
        assert_eq!(got.expect("an answer"), None);

        let persons = home.keys().join("persons");
        fs::remove_dir_all(&persons).expect("removed");
        fs::write(&persons, "a file in its place").expect("written");
        let vault = store.vault(&home.keys(), random());
        let error = vault.expect_err("no folder");
        assert!(matches!(error, VaultError::Io { .. }), "{error:?}");
        assert!(error.to_string().contains("persons"), "{error}");
        let elsewhere = store.vault(&home.path("other"), random());
        let vault = elsewhere.expect("a vault");
        put(&vault, 1, TODAY).await.expect("kept");
    });
}
