//! What is erased is nowhere, whoever kept a copy of the store.

use std::fs;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use paihao_store::{Append, Body, CommandId, Day, Hash32, KeyScope, NewRecord, Position, Vault};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{TODAY, TOMORROW, copy, files, row, text};
use crate::{
    home::Home,
    support::{block_on, log, subject},
};

/// How many people are planted.
const PLANTED: u128 = 50;

/// A name of two or three characters and a phone of eleven digits, which nobody else has.
fn planted(number: u128) -> (String, String) {
    let drawn = Sha256::digest(number.to_be_bytes());
    let character = |at: usize| {
        let drawn = u32::from(drawn[at]) << 8 | u32::from(drawn[at + 1]);
        char::from_u32(0x4E00 + drawn % 0x5000).expect("a character")
    };
    let name = (0..2 + usize::from(drawn[31] % 2)).map(|at| character(at * 2));
    let phone = u64::from_be_bytes(*drawn[8..].first_chunk().expect("bytes")) % 1_000_000_000;
    (name.collect(), format!("13{phone:09}"))
}

fn form(number: u128) -> Vec<u8> {
    let (name, phone) = planted(number);
    let fault = "水龙头漏水";
    json!({ "name": name, "phone": phone, "fault": fault })
        .to_string()
        .into_bytes()
}

/// The planted words that are in a file of the home, in its name or in its content.
fn found(home: &Home) -> Vec<String> {
    let mut found = Vec::new();
    let files = files(home.0.path());
    assert!(files.contains(&home.store()), "the store is searched");
    for file in files {
        let name = file.to_string_lossy().into_owned().into_bytes();
        let content = [name, fs::read(&file).expect("a file")].concat();
        for number in 0..PLANTED {
            let (name, phone) = planted(number);
            for word in [name, phone] {
                let has = |word: &[u8]| content.windows(word.len()).any(|there| there == word);
                if has(word.as_bytes()) {
                    found.push(format!("{word} in {}", file.display()));
                }
            }
        }
    }
    found
}

#[test]
fn names_and_phones_are_in_no_file_before_nor_after_an_erasure() {
    let home = Home::new();
    let scope = |number| [TODAY, TOMORROW, KeyScope::Subject][number as usize % 3];
    home.with_vault(async |vault| {
        for number in 0..PLANTED {
            let put = vault.put(&log("square"), subject(number), scope(number), form(number));
            put.await.expect("kept");
        }
    });
    assert_eq!(found(&home), Vec::<String>::new(), "before");
    for number in 0..PLANTED {
        assert_eq!(home.get(number).expect("an answer"), Some(form(number)));
    }
    home.with_vault(async |vault| {
        let square = log("square");
        let over = vault.erase_before(&square, Day(739_001)).await;
        assert_eq!(over.expect("erased").len(), 17);
        for number in 0..PLANTED {
            let erased = vault.erase(&square, subject(number)).await;
            erased.expect("erased");
        }
        let kept = vault.subjects(&square, None).await;
        assert_eq!(kept.expect("an answer"), []);
    });
    assert_eq!(found(&home), Vec::<String>::new(), "after");
    assert_eq!(files(&home.keys()), [] as [std::path::PathBuf; 0]);
    for number in 0..PLANTED {
        assert_eq!(home.get(number).expect("an answer"), None);
    }
}

/// The control: what is written into the log is found by the same search.
#[test]
fn a_name_in_the_log_is_found() {
    let home = Home::new();
    let (name, _) = planted(7);
    block_on(async {
        let store = home.open().expect("a store");
        let record = NewRecord {
            command_id: CommandId(subject(1).0),
            body: Body::of(&json!({ "name": name })).expect("JSON"),
        };
        let append = Append {
            log: log("square"),
            expected: Position::START,
            records: vec![record],
        };
        for answer in store.append_each(vec![append]).await {
            answer.expect("stored");
        }
        store.close().await.expect("closed");
    });
    assert_eq!(
        found(&home),
        [format!("{name} in {}", home.store().display())]
    );
}

/// Tries to open sealed bytes with every key in the folder, by the description of the layout alone.
fn opened(home: &Home, number: u128, sealed: &[u8]) -> Option<Vec<u8>> {
    let (header, rest) = sealed.split_at(6);
    let (nonce, text) = rest.split_first_chunk::<24>().expect("a nonce");
    let aad = [row(&log("square"), subject(number)).as_slice(), header].concat();
    files(&home.keys()).iter().find_map(|file| {
        let digits = fs::read_to_string(file).expect("a key");
        let Hash32(key) = Hash32::from_hex(digits.trim_end()).expect("a key");
        let payload = Payload {
            msg: text,
            aad: &aad,
        };
        let cipher = XChaCha20Poly1305::new(&key.into());
        cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    })
}

#[test]
fn no_key_that_is_left_opens_what_was_copied_before_an_erasure() {
    let all = [
        (1, TODAY),
        (2, TODAY),
        (3, TOMORROW),
        (4, KeyScope::Subject),
        (5, KeyScope::Subject),
    ];
    let home = Home::with_persons(&all);
    let before = fs::read(home.store()).expect("the file");
    let sealed = all.map(|(number, _)| home.sealed(number).expect("a row"));
    for ((number, _), sealed) in all.iter().zip(&sealed) {
        assert_eq!(opened(&home, *number, sealed), text(*number), "the control");
    }
    home.with_vault(async |vault| {
        for number in [2, 4] {
            let erased = vault.erase(&log("square"), subject(number)).await;
            erased.expect("erased");
        }
    });
    let expect = |gone: &[u128]| {
        for ((number, _), sealed) in all.iter().zip(&sealed) {
            let left = (!gone.contains(number)).then(|| text(*number)).flatten();
            assert_eq!(opened(&home, *number, sealed), left, "{number}");
            assert_eq!(home.get(*number).expect("an answer"), left, "{number}");
        }
    };
    fs::write(home.store(), &before).expect("a backup is put back");
    expect(&[2, 4]);
    home.with_vault(async |vault| {
        let over = vault.erase_before(&log("square"), Day(739_001)).await;
        // The row of one that was erased before came back with the backup.
        assert_eq!(over.expect("erased"), [1, 2].map(subject));
    });
    fs::write(home.store(), &before).expect("a backup is put back");
    expect(&[1, 2, 4]);
}

#[test]
fn the_file_of_a_key_is_overwritten_before_its_name_goes() {
    let all = [(1, TODAY), (2, TOMORROW), (3, KeyScope::Subject)];
    let home = Home::with_persons(&all);
    let other_name = |number: u128| home.path(&format!("the-same-bytes-{number}"));
    let mut length = 0;
    for (number, _) in all {
        let key = home.key(number);
        length = fs::metadata(&key).expect("a key").len() as usize;
        fs::hard_link(key, other_name(number)).expect("a link");
    }
    home.with_vault(async |vault| {
        let square = log("square");
        let over = vault.erase_before(&square, Day(739_001)).await;
        assert_eq!(over.expect("erased"), [subject(1)]);
        for number in [2, 3] {
            let erased = vault.erase(&square, subject(number)).await;
            erased.expect("erased");
        }
    });
    for (number, _) in all {
        let bytes = fs::read(other_name(number)).expect("the same bytes");
        assert_eq!(bytes, vec![0; length], "{number}");
    }
}

/// A key that is put back with an old store opens nothing if it is erased again.
#[test]
fn erasures_can_be_done_again_after_everything_was_restored() {
    let home = Home::with_persons(&[(1, TODAY), (2, KeyScope::Subject)]);
    let backup = Home::new();
    copy(home.0.path(), backup.0.path());
    for number in [1, 2] {
        let erase = |home: &Home| {
            home.with_vault(async |vault| vault.erase(&log("square"), subject(number)).await)
        };
        erase(&home).expect("erased");
        assert_eq!(home.get(number).expect("an answer"), None);
        assert_eq!(backup.get(number).expect("an answer"), text(number));
        erase(&backup).expect("erased again");
        assert_eq!(backup.get(number).expect("an answer"), None);
    }
    assert_eq!(files(&backup.keys()), [] as [std::path::PathBuf; 0]);
}
