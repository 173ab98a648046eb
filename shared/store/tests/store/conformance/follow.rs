//! Following.

use std::sync::Arc;

use paihao_store::Position;

use crate::support::{Store, log, new, news, push};

pub(crate) async fn following_begins_with_the_newest_position(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..3)).await;
    assert_eq!(*store.follow(&log("square")).borrow(), Position(3));
}

pub(crate) async fn following_sees_each_append(store: Arc<dyn Store>) {
    let mut followed = store.follow(&log("square"));
    for number in 0..5 {
        let newest = push(&*store, "square", vec![new(number)]).await;
        followed.changed().await.expect("an open store");
        assert_eq!(*followed.borrow_and_update(), newest);
    }
}

pub(crate) async fn following_a_log_before_its_first_record_works(store: Arc<dyn Store>) {
    let followed = store.follow(&log("square"));
    assert_eq!(*followed.borrow(), Position::START);
    push(&*store, "square", news(0..2)).await;
    assert_eq!(*followed.borrow(), Position(2));
}

pub(crate) async fn a_refused_append_is_not_followed(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..2)).await;
    let followed = store.follow(&log("square"));
    store
        .append(&log("square"), Position(1), vec![new(7)])
        .await
        .expect_err("a conflict");
    assert!(!followed.has_changed().expect("an open store"));
}

pub(crate) async fn followers_of_another_log_hear_nothing(store: Arc<dyn Store>) {
    let followed = store.follow(&log("harbour"));
    push(&*store, "square", news(0..2)).await;
    assert!(!followed.has_changed().expect("an open store"));
}
