//! Power cuts: whatever was confirmed is there, nothing is there by half, and the store opens.

use paihao_store::{
    Append, AppendError, Cache, ClosedDay, Day, Log, LogId, Position, RedbStore, Writing, verify,
};

use crate::{
    disk::{Cut, Disk, Step, cut_everywhere},
    support::{block_on, log, new, news, options, push, snapshot_of},
};

/// About how many images one test opens; `just crash` plays every moment of longer runs.
const IMAGES: usize = 2_000;

#[test]
fn no_power_cut_loses_what_was_confirmed() {
    let run = Run::play(120);
    let stride = run.steps.len() * Cut::ALL.len() / IMAGES + 1;
    let mut opened = 0;
    cut_everywhere(
        run.start.clone(),
        &run.steps,
        stride,
        false,
        |moment, cut, image, confirmed| {
            opened += 1;
            let judged = run.judge(Disk::with_image(image), confirmed);
            assert_eq!(judged, Ok(()), "{cut:?} at step {moment}");
        },
    );
    assert!(opened >= IMAGES / 2, "{opened} images");
}

#[test]
fn no_second_power_cut_while_recovering_loses_what_was_confirmed() {
    let run = Run::play(40);
    let stride = run.steps.len() / 12 + 1;
    cut_everywhere(
        run.start.clone(),
        &run.steps,
        stride,
        false,
        |moment, cut, image, confirmed| {
            let disk = Disk::with_image(image.clone());
            run.judge(disk.clone(), confirmed)
                .expect("the first recovery");
            let recovery = disk.steps();
            let stride = recovery.len() / 4 + 1;
            cut_everywhere(image, &recovery, stride, false, |second, then, image, _| {
                let judged = run.judge(Disk::with_image(image), confirmed);
                assert_eq!(
                    judged,
                    Ok(()),
                    "{cut:?} at {moment}, then {then:?} at {second}"
                );
            });
        },
    );
}

/// The control: on a disk whose syncs do nothing the same check must find losses.
#[test]
fn a_disk_that_lies_about_syncs_is_found_out() {
    let run = Run::play(40);
    let stride = run.steps.len() / 20 + 1;
    let mut found = 0;
    cut_everywhere(
        run.start.clone(),
        &run.steps,
        stride,
        true,
        |_, cut, image, confirmed| {
            if cut == Cut::KeepsNone && confirmed > 0 {
                found += usize::from(run.judge(Disk::with_image(image), confirmed).is_err());
            }
        },
    );
    assert!(found > 10, "{found} losses were noticed");
}

#[test]
fn after_a_failed_sync_nothing_is_confirmed_and_reopening_tells_what_is_there() {
    block_on(async {
        let disk = Disk::default();
        let store = RedbStore::on_backend(disk.clone(), &options()).expect("a new store");
        push(&store, "square", news(0..3)).await;
        disk.fail_after(0);
        let failed = store.append(&log("square"), Position(3), news(3..5)).await;
        assert!(matches!(failed, Err(AppendError::Unknown(_))), "{failed:?}");
        let later = store.append(&log("harbour"), Position(0), news(0..1)).await;
        assert!(matches!(later, Err(AppendError::InDoubt(_))), "{later:?}");
        let snapshot = snapshot_of(&store, "square", b"state").await;
        store
            .put_snapshot(&log("square"), snapshot)
            .await
            .expect_err("the store has stopped");
        assert_eq!(*store.follow(&log("square")).borrow(), Position(3));
        store.compact().await.expect_err("the store has stopped");
        drop(store);
        let again = RedbStore::on_backend(Disk::with_image(disk.image()), &options());
        let again = again.expect("the store opens again");
        let there = verify(&again, &log("square"), |_| ())
            .await
            .expect("a sound log");
        assert!(matches!(there.records, 3 | 5), "{there:?}");
    });
}

/// What was done to a disk, and what must be found on it.
struct Run {
    start: Vec<u8>,
    steps: Vec<Step>,
    /// Every append in the order of its log, as positions reached.
    reached: Vec<(LogId, Position)>,
}

impl Run {
    /// Makes `batches` commits of one to four appends each, with snapshots, days and a compaction
    /// between them.
    fn play(batches: u64) -> Self {
        block_on(async {
            let options = options().writing(Writing::Inline);
            let disk = Disk::default();
            drop(RedbStore::on_backend(disk.clone(), &options).expect("a new store"));
            let disk = Disk::with_image(disk.image());
            let start = disk.image();
            let store = RedbStore::on_backend(disk.clone(), &options).expect("an empty store");
            let mut reached: Vec<(LogId, Position)> = Vec::new();
            for batch in 0..batches {
                let appends = appends(batch, &reached);
                let ends = appends.iter().map(|append| {
                    (
                        append.log.clone(),
                        append.expected.plus(append.records.len() as u64),
                    )
                });
                reached.extend(ends);
                for answer in store.append_each(appends).await {
                    answer.expect("a confirmed append");
                }
                disk.confirm(reached.len());
                keep_derived(&store, batch).await;
            }
            drop(store);
            Self {
                start,
                steps: disk.steps(),
                reached,
            }
        })
    }

    /// Opens what a power cut left and compares it with the first `confirmed` appends.
    fn judge(&self, disk: Disk, confirmed: usize) -> Result<(), String> {
        block_on(async {
            let store = RedbStore::on_backend(disk, &options().writing(Writing::Inline))
                .map_err(|error| format!("cannot be opened: {error:?}"))?;
            for name in ["square", "harbour", "_hub"] {
                let log = log(name);
                let there = verify(&store, &log, |_| ())
                    .await
                    .map_err(|e| format!("{e:?}"))?;
                let newest = Position(there.records);
                let ours = |append: &&(LogId, Position)| append.0 == log;
                let promised = self.reached[..confirmed].iter().rfind(ours);
                let promised = promised.map_or(Position::START, |(_, position)| *position);
                if newest < promised {
                    return Err(format!("{name} ends at {newest}, {promised} was confirmed"));
                }
                let is_whole = newest == Position::START
                    || self
                        .reached
                        .iter()
                        .filter(ours)
                        .any(|(_, position)| *position == newest);
                if !is_whole {
                    return Err(format!("{name} ends at {newest}, inside an append"));
                }
                store
                    .snapshot(&log)
                    .await
                    .map_err(|e| format!("snapshot: {e:?}"))?;
            }
            // It goes on: in a log of its own, so that a second power cut is judged as the first.
            let further = log("further");
            let end = store.newest(&further).await.map_err(|e| format!("{e:?}"))?;
            let end = end.map_or(Position::START, |newest| newest.position);
            let answer = store.append(&further, end, vec![new(end.0.into())]).await;
            answer.map_err(|e| format!("no further append: {e:?}"))?;
            Ok(())
        })
    }
}

/// The appends of one commit: up to four, of up to three records, for three logs.
fn appends(batch: u64, reached: &[(LogId, Position)]) -> Vec<Append> {
    let mut ends = reached.to_vec();
    let mut appends = Vec::new();
    for number in 0..=batch % 4 {
        let seed = (batch * 4 + number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let log = log(["square", "harbour", "_hub"][(seed % 3) as usize]);
        let end = ends.iter().rev().find(|(other, _)| *other == log);
        let expected = end.map_or(Position::START, |(_, position)| *position);
        let first = u128::from(batch * 16 + number * 4);
        let records = news(first..first + 1 + u128::from(seed / 3 % 3));
        ends.push((log.clone(), expected.plus(records.len() as u64)));
        appends.push(Append {
            log,
            expected,
            records,
        });
    }
    appends
}

/// Now and then a snapshot, a closed day, a compaction: none of it may touch the logs.
async fn keep_derived(store: &RedbStore, batch: u64) {
    let Some(log) = store.logs().await.expect("logs").into_iter().next() else {
        return;
    };
    if batch % 7 == 3 {
        let snapshot = snapshot_of(store, log.as_str(), &[batch as u8; 9_000]).await;
        store.put_snapshot(&log, snapshot).await.expect("kept");
    }
    if batch % 11 == 5 {
        let day = ClosedDay {
            day: Day(batch as u32),
            bytes: vec![1; 3_000],
        };
        store.put_day(&log, day).await.expect("kept");
    }
    if batch % 30 == 29 {
        store.compact().await.expect("compacted");
    }
}
