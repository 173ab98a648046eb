//! After a failed write: whoever must act is told, nobody waits for ever, and the file is free.

use std::fs;

use paihao_store::{AppendError, CareError, Log, Position, RedbStore, Writing, verify};

use crate::{
    disk::Disk,
    home::Home,
    support::{block_on, log, news, options, push},
};

#[test]
fn a_failed_write_is_told_at_once_and_to_everybody() {
    for writing in [Writing::Thread, Writing::Inline] {
        block_on(async {
            let disk = Disk::default();
            let store = RedbStore::on_backend(disk.clone(), &options().writing(writing));
            let store = store.expect("a new store");
            push(&store, "square", news(0..3)).await;
            let mut followed = store.follow(&log("square"));
            assert!(store.failure().is_none());
            let told = tokio::spawn(store.failed());
            disk.fail_after(0);
            let failed = store.append(&log("square"), Position(3), news(3..5)).await;
            assert!(matches!(failed, Err(AppendError::Unknown(_))), "{failed:?}");
            let cause = told.await.expect("told").to_string();
            assert_eq!(store.failure().expect("a cause").to_string(), cause);
            assert_eq!(store.failed().await.to_string(), cause, "also later");
            followed.changed().await.expect_err("nothing will change");
            let mut late = store.follow(&log("square"));
            assert_eq!(*late.borrow(), Position(3), "the last confirmed one");
            late.changed().await.expect_err("nothing will change");
        });
    }
}

#[test]
fn a_retry_after_the_failure_stays_in_doubt() {
    block_on(async {
        let disk = Disk::default();
        let store = RedbStore::on_backend(disk.clone(), &options()).expect("a new store");
        disk.fail_after(0);
        let append = || store.append(&log("square"), Position(0), news(0..1));
        assert!(matches!(append().await, Err(AppendError::Unknown(_))));
        assert!(matches!(append().await, Err(AppendError::InDoubt(_))));
        let closed = store.close().await;
        assert!(matches!(closed, Err(CareError::Failed(_))), "{closed:?}");
        assert!(matches!(append().await, Err(AppendError::InDoubt(_))));
        let again = store.close().await;
        assert!(matches!(again, Err(CareError::Failed(_))), "{again:?}");
    });
}

#[test]
fn a_sound_store_never_says_that_it_failed() {
    let home = Home::with_records(2);
    block_on(async {
        let store = home.open().expect("the store");
        let (failed, mut followed) = (store.failed(), store.follow(&log("square")));
        store.close().await.expect("closed");
        followed.changed().await.expect_err("it ended");
        drop(store);
        tokio::select! {
            biased;
            cause = failed => panic!("closing in order is no failure: {cause}"),
            () = std::future::ready(()) => {}
        }
    });
}

/// A file that loses its content under the store's hands stands for a disk that fails.
#[test]
fn a_failed_store_lets_go_of_its_file() {
    let home = Home::new();
    block_on(async {
        let store = RedbStore::open(home.store(), &options().cache_bytes(0));
        let store = store.expect("a new store");
        push(&store, "square", news(0..900)).await;
        let whole = fs::read(home.store()).expect("the file");
        fs::write(home.store(), "").expect("cut");
        let failed = store.append(&log("square"), Position(900), news(900..901));
        let failed = failed.await;
        assert!(matches!(failed, Err(AppendError::Unknown(_))), "{failed:?}");
        let closed = store.close().await;
        assert!(matches!(closed, Err(CareError::Failed(_))), "{closed:?}");
        assert!(!home.path("store.lock").exists());
        fs::write(home.store(), whole).expect("restored");
        let again = home.open().expect("nobody holds it");
        let sound = verify(&again, &log("square"), |_| ()).await;
        assert_eq!(sound.expect("a sound log").records, 900);
    });
}
