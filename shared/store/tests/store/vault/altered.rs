//! Whoever alters what is kept of a person is noticed; altered is not erased.

use std::fs;

use paihao_store::{KeyScope, Vault, VaultError};

use super::{TODAY, TOMORROW, put, text};
use crate::{
    home::Home,
    support::{log, subject},
};

fn is_unreadable(home: &Home, number: u128) -> bool {
    let got = home.get(number);
    matches!(got, Err(VaultError::Unreadable { subject: of, .. }) if of == subject(number))
}

#[test]
fn sealed_bytes_that_two_persons_exchange_do_not_open() {
    let scopes = [TODAY, TOMORROW, KeyScope::Subject];
    for one in scopes {
        for other in scopes {
            let home = Home::with_persons(&[(1, one), (2, other)]);
            let sealed = [1, 2].map(|number| home.sealed(number).expect("a row"));
            home.set_sealed(1, Some(&sealed[1]));
            home.set_sealed(2, Some(&sealed[0]));
            for number in [1, 2] {
                assert!(is_unreadable(&home, number), "{one:?} and {other:?}");
            }
            home.set_sealed(1, Some(&sealed[0]));
            assert_eq!(home.get(1).expect("put back"), text(1));
        }
    }
}

#[test]
fn keys_that_two_persons_exchange_do_not_open() {
    let home = Home::with_persons(&[(1, TODAY), (2, TODAY)]);
    fs::copy(home.key(1), home.key(2)).expect("copied");
    assert!(is_unreadable(&home, 2));
    assert_eq!(home.get(1).expect("an answer"), text(1));
}

#[test]
fn rows_and_keys_that_two_persons_exchange_together_do_not_open() {
    let home = Home::with_persons(&[(1, TODAY), (2, TODAY)]);
    let [(one, first), (two, second)] = [1, 2].map(|number| {
        let key = fs::read(home.key(number)).expect("a key");
        (key, home.sealed(number).expect("a row"))
    });
    fs::write(home.key(1), two).expect("written");
    fs::write(home.key(2), one).expect("written");
    home.set_sealed(1, Some(&second));
    home.set_sealed(2, Some(&first));
    assert!(is_unreadable(&home, 1));
    assert!(is_unreadable(&home, 2));
}

#[test]
fn one_changed_bit_anywhere_in_a_row_is_noticed() {
    let home = Home::with_persons(&[(1, TODAY), (2, KeyScope::Subject)]);
    for number in [1, 2] {
        let sealed = home.sealed(number).expect("a row");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << (at % 8);
            home.set_sealed(number, Some(&changed));
            assert!(is_unreadable(&home, number), "byte {at}");
        }
        for length in [0, 5, 6, 29, 30, 45, sealed.len() - 1] {
            home.set_sealed(number, Some(&sealed[..length]));
            assert!(is_unreadable(&home, number), "cut to {length}");
        }
    }
}

#[test]
fn an_altered_person_is_not_put_over_but_can_be_erased() {
    let home = Home::with_persons(&[(1, TODAY)]);
    home.set_sealed(1, Some(b"something else"));
    home.with_vault(async |vault| {
        let refused = put(vault, 1, TODAY).await.expect_err("it is altered");
        assert!(matches!(refused, VaultError::Unreadable { .. }));
        assert!(!refused.is_retryable());
        let square = log("square");
        let kept = vault.subjects(&square, None).await;
        assert_eq!(kept.expect("an answer"), [subject(1)], "not erased");
        let erased = vault.erase(&square, subject(1)).await;
        erased.expect("erased");
        put(vault, 1, KeyScope::Subject).await.expect("kept");
    });
    assert_eq!(home.get(1).expect("an answer"), text(1));
}

#[test]
fn a_file_that_is_no_key_is_named_and_can_be_erased() {
    for content in ["", "not a key", "ABCDEF"] {
        let home = Home::with_persons(&[(1, TODAY), (2, TODAY)]);
        let file = home.key(1);
        fs::write(&file, content).expect("written");
        let error = home.get(1).expect_err("no key");
        assert!(matches!(&error, VaultError::NotAKey { path } if *path == file));
        let text = error.to_string();
        assert!(text.contains("put the file from the backup back"), "{text}");
        home.with_vault(async |vault| {
            let square = log("square");
            let refused = put(vault, 1, TODAY).await;
            assert!(matches!(refused, Err(VaultError::NotAKey { .. })));
            let kept = vault.subjects(&square, None).await;
            assert_eq!(kept.expect("an answer"), [1, 2].map(subject));
            let erased = vault.erase(&square, subject(1)).await;
            erased.expect("erased");
        });
        assert_eq!(home.get(1).expect("an answer"), None);
    }
}
