//! Live streams: state at once, news when there is some, silence for who may not any more.

use std::pin::pin;

use domain::Role;
use futures_util::StreamExt as _;
use tower::ServiceExt as _;

use crate::bench::{Bench, SITE, request};

#[tokio::test]
async fn a_stream_shows_the_state_and_then_every_change() {
    let bench = Bench::new().await;
    let (_, link) = bench.issue().await;
    let volunteer = bench.token(Role::Volunteer);
    let ask = request(
        "GET",
        &format!("{SITE}/live?topic=ticket&ticket={link}"),
        None,
        "",
    );
    let response = hub::server::app(&bench.hub).oneshot(ask).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut messages = pin!(response.into_body().into_data_stream());
    let mut next =
        async || String::from_utf8(messages.next().await.unwrap().unwrap().to_vec()).unwrap();
    let first = next().await;
    assert!(
        first.contains("event: ticket") && first.contains("\"waiting\""),
        "{first}"
    );
    let call = format!("{SITE}/stations/1/call-next");
    bench.post(&call, Some(&volunteer), "").await.done(200);
    let second = next().await;
    assert!(
        second.contains("\"called\"") && second.contains("id: "),
        "{second}"
    );
}

#[tokio::test]
async fn a_revoked_token_falls_silent() {
    let bench = Bench::new().await;
    let organiser = bench.token(Role::Organiser);
    let tokens = format!("{SITE}/tokens");
    let added = bench
        .post(&tokens, Some(&organiser), r#"{"role":"volunteer"}"#)
        .await
        .done(201);
    let ask = request(
        "GET",
        &format!("{SITE}/live?topic=queue"),
        added["secret"].as_str(),
        "",
    );
    let response = hub::server::app(&bench.hub).oneshot(ask).await.unwrap();
    let mut messages = pin!(response.into_body().into_data_stream());
    assert!(messages.next().await.is_some());
    let path = format!("{tokens}/{}", added["token"]["id"].as_str().unwrap());
    assert_eq!(
        bench
            .send(request("DELETE", &path, Some(&organiser), ""))
            .await
            .status,
        204
    );
    bench.issue().await;
    assert!(messages.next().await.is_none(), "the stream goes on");
}
