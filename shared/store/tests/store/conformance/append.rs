//! Appending.

use std::sync::Arc;

use paihao_store::{APPEND_RECORDS_MAX, AppendError, BODY_BYTES_MAX, Body, NewRecord, Position};

use crate::support::{Store, command, log, new, news, push};

pub(crate) async fn the_first_record_has_position_one(store: Arc<dyn Store>) {
    let newest = store
        .append(&log("square"), Position::START, vec![new(1)])
        .await;
    assert_eq!(newest.expect("an append"), Position(1));
}

pub(crate) async fn positions_have_no_gaps(store: Arc<dyn Store>) {
    assert_eq!(push(&*store, "square", news(0..3)).await, Position(3));
    assert_eq!(push(&*store, "square", news(3..5)).await, Position(5));
    let records = store
        .read(&log("square"), Position(1), 10)
        .await
        .expect("records");
    let positions: Vec<u64> = records.iter().map(|record| record.position.0).collect();
    assert_eq!(positions, [1, 2, 3, 4, 5]);
}

pub(crate) async fn a_wrong_position_is_a_conflict_and_changes_nothing(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..3)).await;
    let refused = store
        .append(&log("square"), Position(2), vec![new(9)])
        .await;
    assert!(
        matches!(
            refused,
            Err(AppendError::Conflict {
                newest: Position(3)
            })
        ),
        "{refused:?}"
    );
    assert_eq!(
        store
            .find(&log("square"), command(9))
            .await
            .expect("an answer"),
        None
    );
    assert_eq!(push(&*store, "square", vec![new(9)]).await, Position(4));
}

pub(crate) async fn an_append_ahead_of_the_log_is_a_conflict(store: Arc<dyn Store>) {
    let refused = store
        .append(&log("square"), Position(7), vec![new(1)])
        .await;
    assert!(
        matches!(
            refused,
            Err(AppendError::Conflict {
                newest: Position(0)
            })
        ),
        "{refused:?}"
    );
    assert!(store.logs().await.expect("logs").is_empty());
}

pub(crate) async fn a_repeated_command_names_its_first_position(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..5)).await;
    let refused = store
        .append(&log("square"), Position(5), vec![new(2)])
        .await;
    let Err(AppendError::Repeated {
        command_id,
        position,
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!((command_id, position), (command(2), Position(3)));
}

pub(crate) async fn a_repeat_is_noticed_before_a_conflict(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..5)).await;
    let refused = store
        .append(&log("square"), Position(0), vec![new(0)])
        .await;
    assert!(matches!(
        refused,
        Err(AppendError::Repeated {
            position: Position(1),
            ..
        })
    ));
}

pub(crate) async fn one_repeat_among_many_refuses_all(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..2)).await;
    let records = vec![new(10), new(11), new(1), new(12)];
    let refused = store.append(&log("square"), Position(2), records).await;
    assert!(matches!(
        refused,
        Err(AppendError::Repeated {
            position: Position(2),
            ..
        })
    ));
    let newest = store
        .newest(&log("square"))
        .await
        .expect("newest")
        .expect("a log");
    assert_eq!(newest.position, Position(2));
    for number in 10..13 {
        assert_eq!(
            store
                .find(&log("square"), command(number))
                .await
                .expect("an answer"),
            None
        );
    }
}

pub(crate) async fn a_command_twice_in_one_append_is_refused(store: Arc<dyn Store>) {
    let refused = store
        .append(&log("square"), Position::START, vec![new(1), new(1)])
        .await;
    assert!(
        matches!(refused, Err(AppendError::TwiceInOne { .. })),
        "{refused:?}"
    );
    assert_eq!(push(&*store, "square", vec![new(1)]).await, Position(1));
}

pub(crate) async fn the_same_command_in_another_log_is_another(store: Arc<dyn Store>) {
    assert_eq!(push(&*store, "square", vec![new(1)]).await, Position(1));
    assert_eq!(push(&*store, "harbour", vec![new(1)]).await, Position(1));
}

pub(crate) async fn nothing_to_append_changes_nothing(store: Arc<dyn Store>) {
    let newest = store
        .append(&log("square"), Position::START, Vec::new())
        .await;
    assert_eq!(newest.expect("an answer"), Position::START);
    assert!(store.logs().await.expect("logs").is_empty());
}

pub(crate) async fn nothing_to_append_still_checks_the_position(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..2)).await;
    let refused = store.append(&log("square"), Position(1), Vec::new()).await;
    assert!(matches!(
        refused,
        Err(AppendError::Conflict {
            newest: Position(2)
        })
    ));
}

/// A record whose body has exactly `bytes` bytes.
fn sized(number: u128, bytes: usize) -> NewRecord {
    let body = format!("\"{}\"", "x".repeat(bytes - 2));
    NewRecord {
        command_id: command(number),
        body: Body::from_json(body).expect("JSON"),
    }
}

pub(crate) async fn a_body_at_the_limit_is_taken_and_one_above_refused(store: Arc<dyn Store>) {
    push(&*store, "square", vec![sized(1, BODY_BYTES_MAX)]).await;
    let refused = store
        .append(
            &log("square"),
            Position(1),
            vec![sized(2, BODY_BYTES_MAX + 1)],
        )
        .await;
    let Err(AppendError::TooLarge { size, max, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((size, max), (BODY_BYTES_MAX + 1, BODY_BYTES_MAX));
}

pub(crate) async fn too_many_records_are_refused(store: Arc<dyn Store>) {
    let most = APPEND_RECORDS_MAX as u128;
    let refused = store
        .append(&log("square"), Position::START, news(0..most + 1))
        .await;
    assert!(matches!(
        refused,
        Err(AppendError::TooLarge {
            unit: "records",
            ..
        })
    ));
    assert_eq!(
        push(&*store, "square", news(0..most)).await,
        Position(APPEND_RECORDS_MAX as u64)
    );
}

pub(crate) async fn too_many_bytes_are_refused(store: Arc<dyn Store>) {
    let records = (0..9).map(|number| sized(number, BODY_BYTES_MAX)).collect();
    let refused = store.append(&log("square"), Position::START, records).await;
    assert!(matches!(
        refused,
        Err(AppendError::TooLarge { unit: "bytes", .. })
    ));
}

pub(crate) async fn a_body_keeps_its_bytes(store: Arc<dyn Store>) {
    let odd = r#"{ "b" : 1.0, "a":[ ],"号":"\u53f7", "b":2e400 }"#;
    let body = Body::from_json(odd.to_owned()).expect("JSON");
    push(
        &*store,
        "square",
        vec![NewRecord {
            command_id: command(1),
            body,
        }],
    )
    .await;
    let records = store
        .read(&log("square"), Position(1), 1)
        .await
        .expect("records");
    assert_eq!(records[0].body.json(), odd);
}

pub(crate) async fn errors_know_whether_a_retry_can_help(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..2)).await;
    let rows = [
        (
            store
                .append(&log("square"), Position(0), vec![new(5)])
                .await,
            true,
        ),
        (
            store
                .append(&log("square"), Position(2), vec![new(0)])
                .await,
            false,
        ),
        (
            store
                .append(&log("square"), Position(2), vec![new(6), new(6)])
                .await,
            false,
        ),
    ];
    for (refused, is_retryable) in rows {
        let refused = refused.expect_err("a refusal");
        assert_eq!(refused.is_retryable(), is_retryable, "{refused}");
    }
}

pub(crate) async fn of_many_appends_at_one_position_one_wins(store: Arc<dyn Store>) {
    push(&*store, "square", news(0..1)).await;
    let appends =
        (10..30).map(|number| store.append(&log("square"), Position(1), vec![new(number)]));
    let tasks: Vec<_> = appends.map(tokio::spawn).collect();
    let mut won = 0;
    for task in tasks {
        match task.await.expect("a task") {
            Ok(position) => {
                assert_eq!(position, Position(2));
                won += 1;
            }
            Err(refused) => {
                assert!(matches!(
                    refused,
                    AppendError::Conflict {
                        newest: Position(2)
                    }
                ));
            }
        }
    }
    assert_eq!(won, 1);
}

pub(crate) async fn logs_do_not_disturb_each_other(store: Arc<dyn Store>) {
    for round in 0..4 {
        for name in ["_hub", "harbour", "square"] {
            push(&*store, name, news(round * 2..round * 2 + 2)).await;
        }
    }
    for name in ["_hub", "harbour", "square"] {
        let checked = paihao_store::verify(&*store, &log(name), |_| ()).await;
        assert_eq!(checked.expect("a sound log").records, 8, "{name}");
    }
}
