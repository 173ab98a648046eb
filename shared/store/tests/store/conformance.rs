//! One suite for every store: what the traits promise, shown on the store in memory and on the one
//! on disk, driven by its thread and inline.

mod append;
mod cache;
mod follow;
mod persons;
mod read;

use std::{future::Future, pin::Pin, sync::Arc};

use paihao_store::{MemoryStore, RedbStore, Vault, Writing};

use crate::{
    disk::Disk,
    support::{Store, options, random},
};

#[test]
fn the_store_in_memory_keeps_the_promises() {
    check(CASES, || (Arc::new(MemoryStore::new()), None));
}

#[test]
fn the_store_on_disk_keeps_the_promises() {
    check(CASES, || {
        let folder = tempfile::tempdir().expect("a folder");
        let store = RedbStore::open(folder.path().join("store.redb"), &options());
        (Arc::new(store.expect("a new store")), Some(folder))
    });
}

#[test]
fn the_store_driven_inline_keeps_the_promises() {
    check(CASES, || {
        let options = options().writing(Writing::Inline);
        let store = RedbStore::on_backend(Disk::default(), &options);
        (Arc::new(store.expect("a new store")), None)
    });
}

#[test]
fn the_vault_in_memory_keeps_the_promises() {
    check(VAULT_CASES, || (Arc::new(MemoryStore::new()), None));
}

#[test]
fn the_vault_on_disk_keeps_the_promises() {
    check(VAULT_CASES, || {
        let folder = tempfile::tempdir().expect("a folder");
        let store = RedbStore::open(folder.path().join("store.redb"), &options());
        let store = store.expect("a new store");
        let vault = store.vault(&folder.path().join("keys"), random());
        (Arc::new(vault.expect("a vault")), Some(folder))
    });
}

#[test]
fn the_vault_driven_inline_keeps_the_promises() {
    check(VAULT_CASES, || {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options().writing(Writing::Inline);
        let store = RedbStore::on_backend(Disk::default(), &options);
        let vault = store.expect("a new store").vault(folder.path(), random());
        (Arc::new(vault.expect("a vault")), Some(folder))
    });
}

/// Runs every case on a fresh store; the failing case names itself.
fn check<S: ?Sized>(cases: &[Case<S>], fresh: impl Fn() -> (Arc<S>, Option<tempfile::TempDir>)) {
    for (name, case) in cases {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let (store, folder) = fresh();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.block_on(case(store));
        }));
        drop(folder);
        assert!(outcome.is_ok(), "case {name} failed");
    }
}

/// One promise by name, shown on a fresh store.
type Case<S> = (
    &'static str,
    fn(Arc<S>) -> Pin<Box<dyn Future<Output = ()>>>,
);

/// Names an async function and boxes its future.
macro_rules! cases {
    ($($module:ident: $($case:ident),+ ;)+) => {
        &[$($((stringify!($case), |store| Box::pin($module::$case(store)))),+),+]
    };
}

const CASES: &[Case<dyn Store>] = cases! {
    append:
        the_first_record_has_position_one,
        positions_have_no_gaps,
        a_wrong_position_is_a_conflict_and_changes_nothing,
        an_append_ahead_of_the_log_is_a_conflict,
        a_repeated_command_names_its_first_position,
        a_repeat_is_noticed_before_a_conflict,
        one_repeat_among_many_refuses_all,
        a_command_twice_in_one_append_is_refused,
        the_same_command_in_another_log_is_another,
        nothing_to_append_changes_nothing,
        nothing_to_append_still_checks_the_position,
        a_body_at_the_limit_is_taken_and_one_above_refused,
        too_many_records_are_refused,
        too_many_bytes_are_refused,
        a_body_keeps_its_bytes,
        errors_know_whether_a_retry_can_help,
        of_many_appends_at_one_position_one_wins,
        logs_do_not_disturb_each_other;
    read:
        an_unknown_log_is_empty,
        reading_starts_where_asked,
        reading_from_before_the_first_starts_at_the_first,
        reading_respects_the_limit,
        reading_past_the_end_is_empty,
        a_page_ends_by_bytes_but_never_empty,
        records_are_linked_by_hash,
        the_same_records_have_the_same_hash_in_every_store,
        a_full_check_sees_every_record,
        a_full_check_of_an_empty_log_is_in_order,
        newest_is_the_last_record,
        find_names_the_position,
        logs_are_sorted_by_name;
    follow:
        following_begins_with_the_newest_position,
        following_sees_each_append,
        following_a_log_before_its_first_record_works,
        a_refused_append_is_not_followed,
        followers_of_another_log_hear_nothing;
    cache:
        there_is_no_snapshot_at_first,
        a_snapshot_comes_back,
        a_later_snapshot_replaces_the_earlier,
        a_snapshot_stays_while_the_log_goes_on,
        a_snapshot_with_another_hash_is_absent,
        a_snapshot_ahead_of_the_log_is_refused,
        a_snapshot_of_an_unknown_log_is_refused,
        a_snapshot_that_is_too_large_is_refused,
        days_come_back_in_order,
        a_day_is_replaced,
        days_belong_to_their_log,
        a_day_of_an_unknown_log_is_refused,
        a_backward_range_of_days_is_empty;
};

const VAULT_CASES: &[Case<dyn Vault>] = cases! {
    persons:
        nobody_is_kept_at_first,
        a_person_comes_back,
        nothing_typed_is_something_kept,
        a_later_put_replaces_the_earlier,
        persons_do_not_disturb_each_other,
        the_same_id_in_another_log_is_another,
        a_person_at_the_limit_is_taken_and_one_above_refused,
        another_scope_is_refused_and_changes_nothing,
        an_erased_person_is_gone,
        erasing_nobody_is_in_order,
        an_erased_person_can_be_put_again_in_any_scope,
        erasing_days_takes_what_is_before_and_leaves_the_rest,
        erasing_days_keeps_to_its_log,
        persons_are_listed_in_order_and_from_where_asked,
        puts_and_erasures_at_the_same_time_all_end,
        errors_of_persons_know_whether_a_retry_can_help;
};
