//! Persons: put, get, erase.

use std::sync::Arc;

use paihao_store::{Day, KeyScope, PERSON_BYTES_MAX, Vault, VaultError};

use crate::support::{log, subject};

const DAY: KeyScope = KeyScope::Day(Day(739_000));

async fn put(vault: &dyn Vault, number: u128, scope: KeyScope, bytes: &[u8]) {
    let put = vault.put(&log("square"), subject(number), scope, bytes.to_vec());
    put.await.expect("kept");
}

async fn get(vault: &dyn Vault, number: u128) -> Option<Vec<u8>> {
    let got = vault.get(&log("square"), subject(number));
    got.await.expect("an answer")
}

async fn erase(vault: &dyn Vault, number: u128) {
    let erased = vault.erase(&log("square"), subject(number));
    erased.await.expect("erased");
}

/// The numbers of those who are kept.
async fn kept(vault: &dyn Vault, name: &str, after: Option<u128>) -> Vec<u128> {
    let subjects = vault.subjects(&log(name), after.map(subject)).await;
    let subjects = subjects.expect("an answer");
    subjects.iter().map(|subject| subject.0.as_u128()).collect()
}

pub(crate) async fn nobody_is_kept_at_first(vault: Arc<dyn Vault>) {
    assert_eq!(get(&*vault, 1).await, None);
    assert_eq!(kept(&*vault, "square", None).await, []);
    let erased = vault.erase_before(&log("square"), Day(u32::MAX)).await;
    assert_eq!(erased.expect("an answer"), []);
}

pub(crate) async fn a_person_comes_back(vault: Arc<dyn Vault>) {
    for (number, scope) in [(1, DAY), (2, KeyScope::Subject)] {
        put(&*vault, number, scope, "王小明".as_bytes()).await;
        let back = get(&*vault, number).await;
        assert_eq!(back.as_deref(), Some("王小明".as_bytes()), "{scope:?}");
    }
}

pub(crate) async fn nothing_typed_is_something_kept(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"").await;
    assert_eq!(get(&*vault, 1).await, Some(Vec::new()));
    assert_eq!(kept(&*vault, "square", None).await, [1]);
}

pub(crate) async fn a_later_put_replaces_the_earlier(vault: Arc<dyn Vault>) {
    for bytes in [b"first".as_slice(), b"second", b"third"] {
        put(&*vault, 1, DAY, bytes).await;
        assert_eq!(get(&*vault, 1).await.as_deref(), Some(bytes));
    }
    assert_eq!(kept(&*vault, "square", None).await, [1]);
}

pub(crate) async fn persons_do_not_disturb_each_other(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"one").await;
    put(&*vault, 2, DAY, b"two").await;
    put(&*vault, 3, KeyScope::Subject, b"three").await;
    erase(&*vault, 2).await;
    assert_eq!(get(&*vault, 1).await.as_deref(), Some(b"one".as_slice()));
    assert_eq!(get(&*vault, 2).await, None);
    assert_eq!(get(&*vault, 3).await.as_deref(), Some(b"three".as_slice()));
}

pub(crate) async fn the_same_id_in_another_log_is_another(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"here").await;
    // A name that begins another one, and one that differs by case alone.
    for (name, scope) in [
        ("squar", DAY),
        ("square1", KeyScope::Subject),
        ("Square", DAY),
    ] {
        let there = vault.put(&log(name), subject(1), scope, name.into());
        there.await.expect("kept");
        assert_eq!(kept(&*vault, name, None).await, [1], "{name}");
        let erased = vault.erase(&log(name), subject(1)).await;
        erased.expect("erased");
        let got = vault.get(&log(name), subject(1)).await;
        assert_eq!(got.expect("an answer"), None, "{name}");
    }
    assert_eq!(get(&*vault, 1).await.as_deref(), Some(b"here".as_slice()));
    assert_eq!(kept(&*vault, "square", None).await, [1]);
}

pub(crate) async fn a_person_at_the_limit_is_taken_and_one_above_refused(vault: Arc<dyn Vault>) {
    let most = vec![b'x'; PERSON_BYTES_MAX];
    put(&*vault, 1, DAY, &most).await;
    assert_eq!(get(&*vault, 1).await.as_ref(), Some(&most));
    let above = vec![b'x'; PERSON_BYTES_MAX + 1];
    let refused = vault.put(&log("square"), subject(1), DAY, above).await;
    assert!(matches!(
        refused,
        Err(VaultError::TooLarge { bytes, max: PERSON_BYTES_MAX }) if bytes == PERSON_BYTES_MAX + 1
    ));
    assert_eq!(get(&*vault, 1).await, Some(most));
}

pub(crate) async fn another_scope_is_refused_and_changes_nothing(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"one").await;
    for scope in [KeyScope::Subject, KeyScope::Day(Day(739_001))] {
        let refused = vault.put(&log("square"), subject(1), scope, b"other".into());
        let refused = refused.await;
        assert!(
            matches!(refused, Err(VaultError::OtherScope { kept: DAY, .. })),
            "{refused:?}"
        );
    }
    assert_eq!(get(&*vault, 1).await.as_deref(), Some(b"one".as_slice()));
}

pub(crate) async fn an_erased_person_is_gone(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"one").await;
    put(&*vault, 2, KeyScope::Subject, b"two").await;
    for number in [1, 2, 1] {
        erase(&*vault, number).await;
        assert_eq!(get(&*vault, number).await, None);
    }
    assert_eq!(kept(&*vault, "square", None).await, []);
}

pub(crate) async fn erasing_nobody_is_in_order(vault: Arc<dyn Vault>) {
    erase(&*vault, 1).await;
    put(&*vault, 2, DAY, b"two").await;
    erase(&*vault, 1).await;
    assert_eq!(get(&*vault, 2).await.as_deref(), Some(b"two".as_slice()));
}

pub(crate) async fn an_erased_person_can_be_put_again_in_any_scope(vault: Arc<dyn Vault>) {
    for scope in [DAY, KeyScope::Subject, KeyScope::Day(Day(2)), DAY] {
        put(&*vault, 1, scope, b"again").await;
        let back = get(&*vault, 1).await;
        assert_eq!(back.as_deref(), Some(b"again".as_slice()), "{scope:?}");
        erase(&*vault, 1).await;
    }
}

pub(crate) async fn erasing_days_takes_what_is_before_and_leaves_the_rest(vault: Arc<dyn Vault>) {
    // The ids stand in another order than the days, and than they were put.
    let rows = [
        (9, KeyScope::Day(Day(739_001))),
        (4, KeyScope::Day(Day(739_003))),
        (5, KeyScope::Subject),
        (1, KeyScope::Day(Day(739_002))),
        (7, KeyScope::Day(Day(1))),
    ];
    for (number, scope) in rows {
        put(&*vault, number, scope, b"somebody").await;
    }
    let square = log("square");
    let erased = vault.erase_before(&square, Day(739_003)).await;
    assert_eq!(erased.expect("erased"), [1, 7, 9].map(subject));
    for (number, is_kept) in [(9, false), (4, true), (5, true), (1, false), (7, false)] {
        assert_eq!(get(&*vault, number).await.is_some(), is_kept, "{number}");
    }
    assert_eq!(kept(&*vault, "square", None).await, [4, 5]);
    let again = vault.erase_before(&square, Day(739_003)).await;
    assert_eq!(again.expect("nobody"), []);
}

pub(crate) async fn erasing_days_keeps_to_its_log(vault: Arc<dyn Vault>) {
    put(&*vault, 1, DAY, b"one").await;
    for name in ["squar", "square1", "harbour"] {
        let erased = vault.erase_before(&log(name), Day(u32::MAX)).await;
        assert_eq!(erased.expect("nobody"), [], "{name}");
    }
    assert_eq!(get(&*vault, 1).await.as_deref(), Some(b"one".as_slice()));
}

pub(crate) async fn persons_are_listed_in_order_and_from_where_asked(vault: Arc<dyn Vault>) {
    for number in [300, 2, u128::MAX, 1, 0] {
        put(&*vault, number, KeyScope::Subject, b"somebody").await;
    }
    let rows = [
        (None, vec![0, 1, 2, 300, u128::MAX]),
        (Some(0), vec![1, 2, 300, u128::MAX]),
        (Some(2), vec![300, u128::MAX]),
        (Some(3), vec![300, u128::MAX]),
        (Some(u128::MAX), vec![]),
    ];
    for (after, expected) in rows {
        assert_eq!(
            kept(&*vault, "square", after).await,
            expected,
            "after {after:?}"
        );
    }
}

/// Every other one is erased while it is put: it is there with what was put, or it is gone.
pub(crate) async fn puts_and_erasures_at_the_same_time_all_end(vault: Arc<dyn Vault>) {
    let mut running = Vec::new();
    for number in 0..40 {
        let (square, who) = (log("square"), subject(number));
        running.push(tokio::spawn(vault.put(&square, who, DAY, b"first".into())));
        running.push(tokio::spawn(vault.put(&square, who, DAY, b"second".into())));
        if number % 2 == 1 {
            running.push(tokio::spawn(vault.erase(&square, who)));
        }
    }
    for task in running {
        task.await.expect("it ends").expect("it succeeds");
    }
    for number in 0..40 {
        let found = get(&*vault, number).await;
        let is_whole = found
            .as_ref()
            .is_none_or(|bytes| bytes == b"first" || bytes == b"second");
        assert!(is_whole, "{number}: {found:?}");
        assert!(found.is_some() || number % 2 == 1, "{number} is lost");
    }
}

pub(crate) async fn errors_of_persons_know_whether_a_retry_can_help(vault: Arc<dyn Vault>) {
    let above = vec![0; PERSON_BYTES_MAX + 1];
    let refused = vault.put(&log("square"), subject(1), DAY, above).await;
    assert!(!refused.expect_err("too large").is_retryable());
    assert!(VaultError::Stopped.is_retryable());
    assert!(VaultError::Random(std::io::ErrorKind::Other.into()).is_retryable());
}
