//! Power cuts at any moment: who was put is there, who was erased is not, and nobody looks altered.

use paihao_store::{Day, KeyScope, RedbStore, RedbVault, Vault, Writing};

use super::{TODAY, TOMORROW, copy};
use crate::{
    disk::{Cut, Disk, cut_everywhere},
    home::Home,
    support::{block_on, log, options, random, subject},
};

/// About how many images are opened.
const IMAGES: usize = 600;
/// Of so many persons some are put, put again and erased.
const PERSONS: u128 = 6;
const ROUNDS: u128 = 30;

/// What is kept of each person.
type Kept = [Option<Vec<u8>>; PERSONS as usize];

#[test]
fn no_power_cut_loses_a_person_or_brings_one_back() {
    let folders = Home::new();
    let keys_after = |round: usize| folders.path(&format!("after-{round}"));
    let disk = Disk::default();
    drop(open(&disk, &folders));
    let disk = Disk::with_image(disk.image());
    let start = disk.image();
    let mut states: Vec<Kept> = vec![Kept::default()];
    block_on(async {
        let vault = open(&disk, &folders);
        copy(&folders.keys(), &keys_after(0));
        for round in 1..=ROUNDS {
            let mut kept = states.last().expect("a state").clone();
            play(&vault, round, &mut kept).await;
            states.push(kept);
            copy(&folders.keys(), &keys_after(round as usize));
            disk.confirm(round as usize);
        }
    });
    let steps = disk.steps();
    let stride = steps.len() * Cut::ALL.len() * 2 / IMAGES + 1;
    let mut opened = 0;
    cut_everywhere(
        start,
        &steps,
        stride,
        false,
        |moment, cut, image, confirmed| {
            // Keys are made and destroyed before anything is written to the store: during a
            // round they are as after it, and right before as after the last one.
            for keys in confirmed..=(confirmed + 1).min(states.len() - 1) {
                opened += 1;
                let home = Home::new();
                copy(&keys_after(keys), &home.keys());
                let found = found(&Disk::with_image(image.clone()), &home);
                let allowed = &states[confirmed..=(confirmed + 1).min(states.len() - 1)];
                for (at, person) in found.iter().enumerate() {
                    assert!(
                        allowed.iter().any(|kept| kept[at] == *person),
                        "{cut:?} at step {moment}, keys {keys}: person {at} is {person:?}"
                    );
                }
            }
        },
    );
    assert!(opened >= IMAGES / 2, "{opened} images");
}

fn open(disk: &Disk, keys: &Home) -> RedbVault {
    let options = options().writing(Writing::Inline);
    let store = RedbStore::on_backend(disk.clone(), &options).expect("a store");
    store.vault(&keys.keys(), random()).expect("a vault")
}

/// One call: mostly a put, sometimes an erasure of one or of a day.
async fn play(vault: &RedbVault, round: u128, kept: &mut Kept) {
    let square = log("square");
    let number = round * 7 % PERSONS;
    let at = number as usize;
    match round % 5 {
        3 => {
            let erased = vault.erase(&square, subject(number)).await;
            erased.expect("erased");
            kept[at] = None;
        }
        4 if round.is_multiple_of(2) => {
            let over = vault.erase_before(&square, Day(739_001)).await;
            for subject in over.expect("erased") {
                kept[subject.0.as_u128() as usize] = None;
            }
        }
        _ => {
            let scope = [TODAY, TOMORROW, KeyScope::Subject][at % 3];
            let bytes = vec![round as u8; 1_000];
            let put = vault.put(&square, subject(number), scope, bytes.clone());
            put.await.expect("kept");
            kept[at] = Some(bytes);
        }
    }
}

/// What opens after a power cut. That something looks altered is no answer.
fn found(disk: &Disk, keys: &Home) -> Kept {
    block_on(async {
        let vault = open(disk, keys);
        let mut kept = Kept::default();
        for number in 0..PERSONS {
            let got = vault.get(&log("square"), subject(number)).await;
            kept[number as usize] = got.expect("nothing looks altered");
        }
        kept
    })
}
