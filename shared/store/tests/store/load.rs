//! Many writers at once, and a program killed in the middle of them.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use paihao_store::{AppendError, Log, LogId, MemoryStore, NewRecord, Position, RedbStore, verify};

use crate::support::{Store, block_on, log, new, options};

const WRITERS: u128 = 64;
const LOGS: u128 = 8;
const APPENDS: u128 = 20;

#[test]
fn many_writers_leave_no_gap_in_memory() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    many_writers(&store);
}

#[test]
fn many_writers_leave_no_gap_on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = RedbStore::open(folder.path().join("store.redb"), &options());
    let store: Arc<dyn Store> = Arc::new(store.expect("a new store"));
    many_writers(&store);
}

/// Every writer appends to a log that it shares with others, each going on from where the log
/// stands; in the end each command is there once.
fn many_writers(store: &Arc<dyn Store>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let tasks: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let store = Arc::clone(store);
                tokio::spawn(async move {
                    for number in 0..APPENDS {
                        append_once(&*store, &shared_log(writer), new(writer * 1_000 + number))
                            .await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("a writer");
        }
        for number in 0..LOGS {
            let log = shared_log(number);
            let sound = verify(&**store, &log, |_| ()).await.expect("a sound log");
            assert_eq!(u128::from(sound.records), WRITERS / LOGS * APPENDS);
            assert_eq!(store.follow(&log).borrow().0, sound.records);
        }
    });
}

fn shared_log(writer: u128) -> LogId {
    log(&format!("site-{}", writer % LOGS))
}

/// Appends behind whatever is there, as often as others come first.
async fn append_once(store: &dyn Store, log: &LogId, record: NewRecord) {
    let mut expected = *store.follow(log).borrow();
    loop {
        match store.append(log, expected, vec![record.clone()]).await {
            Ok(position) => {
                assert_eq!(position, expected.next());
                return;
            }
            Err(AppendError::Conflict { newest }) => expected = newest,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Names the file to the program that will be killed.
const CHILD_STORE: &str = "PAIHAO_STORE_TEST_CHILD";

#[test]
fn a_killed_program_loses_nothing_that_it_confirmed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.redb");
    let mut next = 0;
    for round in 1..=3 {
        let confirmed = confirmed_until_killed(&path, 60 * round);
        block_on(async {
            let store = RedbStore::open(&path, &options()).expect("the store opens");
            let sound = verify(&store, &log("square"), |_| ())
                .await
                .expect("a sound log");
            assert!(
                sound.records >= confirmed,
                "{} of {confirmed} are there",
                sound.records
            );
            assert!(
                confirmed > next,
                "the program confirmed nothing in round {round}"
            );
            next = sound.records;
        });
    }
}

/// Starts this test program again as one that appends, kills it after some confirmations, and
/// returns the last position that it confirmed.
fn confirmed_until_killed(path: &Path, confirmations: usize) -> u64 {
    let mut child = Killed(
        Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "load::the_program_that_is_killed", "--nocapture"])
            .env(CHILD_STORE, path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second program"),
    );
    let output = child.0.stdout.take().expect("its output");
    let mut positions = BufReader::new(output).lines().filter_map(|line| {
        line.expect("a line")
            .strip_prefix("confirmed ")
            .and_then(|number| number.parse().ok())
    });
    let before = positions
        .by_ref()
        .take(confirmations)
        .last()
        .expect("a confirmation");
    child.0.kill().expect("killed");
    positions.last().unwrap_or(before)
}

/// A program that does not outlive the test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It is gone already when the test went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Not a test by itself: what the second program does until it is killed.
#[test]
fn the_program_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD_STORE) else {
        return;
    };
    block_on(async {
        let store = RedbStore::open(path, &options()).expect("the store");
        let mut newest = *store.follow(&log("square")).borrow();
        loop {
            let record = new(u128::from(newest.0));
            newest = store
                .append(&log("square"), newest, vec![record])
                .await
                .expect("confirmed");
            assert!(newest > Position::START);
            writeln!(std::io::stdout(), "confirmed {newest}").expect("the parent listens");
        }
    });
}
