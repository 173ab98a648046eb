//! A link whose hub swallows answers, goes away and comes back, inside one process.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::{Client, Error, Key, MemoryConnector, MemoryListener, TokioTimer};
use paihao_satellite::{Credential, Link, Reach};
use protocol::IssueTicket;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::Instant;

const SITE: &str = r#"{"site":{"id":"square","name":{"zh":"广场","en":"Square"},"time_zone":"Asia/Shanghai","language":"zh","languages":["zh"],"join_from_phones":false,"recall_limit":3,"issue_undo_secs":15,"retention_days":7,"now":"2026-03-07T08:30:00+08:00","day":null,"version":1}}"#;
const TICKET: &str = r#"{"ticket":{"number":"理001","service":"haircut","state":"waiting","class":"standard","issued_at":"2026-03-07T08:30:00+08:00","since":"2026-03-07T08:30:00+08:00","ahead":0,"wait":null,"served_before_close":null,"station":null},"token":"t","url":"u"}"#;
const PAIRED: &str =
    r#"{"kiosk":{"id":"k1","name":"东门","paired_at":null},"site":"square","credential":"c"}"#;

/// What the hub is made to do, and what it was asked.
#[derive(Default)]
struct Hub {
    is_gone: bool,
    is_revoked: bool,
    answers_to_swallow: u32,
    issues: Vec<String>,
}

async fn run(mut listener: MemoryListener, hub: Arc<Mutex<Hub>>) {
    while let Some(stream) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&hub)));
    }
}

/// Answers one request and closes. A hub that is gone takes the request and says nothing.
async fn answer(mut stream: DuplexStream, hub: Arc<Mutex<Hub>>) {
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let reply = reply(&request, &mut hub.lock().unwrap());
    match reply {
        Some((status, kind, body)) => {
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: {kind}\r\n");
            let reply = format!("{head}content-length: {length}\r\n\r\n{body}");
            stream.write_all(reply.as_bytes()).await.unwrap();
        }
        None => std::future::pending().await,
    }
}

fn reply(request: &str, hub: &mut Hub) -> Option<(u16, &'static str, &'static str)> {
    const JSON: &str = "application/json";
    if hub.is_gone {
        return None;
    }
    if hub.is_revoked {
        let body = r#"{"type":"t","title":"t","status":401,"code":"unauthorised"}"#;
        return Some((401, "application/problem+json", body));
    }
    let path = request.split(' ').nth(1).unwrap();
    match path.trim_start_matches("/api/v1") {
        "/pair" => Some((200, JSON, PAIRED)),
        "/sites/square" => Some((200, JSON, SITE)),
        "/sites/square/services" => Some((200, JSON, r#"{"services":[]}"#)),
        "/sites/square/stations" => Some((200, JSON, r#"{"stations":[]}"#)),
        "/sites/square/tickets" => {
            let key = request.split("idempotency-key: ").nth(1).unwrap();
            hub.issues.push(key.split('\r').next().unwrap().to_owned());
            let is_swallowed = hub.answers_to_swallow > 0;
            hub.answers_to_swallow = hub.answers_to_swallow.saturating_sub(1);
            (!is_swallowed).then_some((201, JSON, TICKET))
        }
        other => panic!("{other}"),
    }
}

async fn start() -> (Link, Arc<Mutex<Hub>>) {
    let (connector, listener) = MemoryConnector::pair();
    let hub = Arc::new(Mutex::new(Hub::default()));
    tokio::spawn(run(listener, Arc::clone(&hub)));
    let client = Client::new("http://hub".parse().unwrap(), connector, TokioTimer);
    let credential = Credential::pair(&client, "1234", &Key::new("p"))
        .await
        .unwrap();
    let link = Link::start(&client, &credential);
    until(&link, Reach::Reachable).await;
    (link, hub)
}

async fn until(link: &Link, reach: Reach) {
    link.reach().wait_for(|now| *now == reach).await.unwrap();
}

async fn issue(link: &Link) -> Result<String, Error> {
    let request = IssueTicket {
        service: "haircut".parse().unwrap(),
        visit: None,
        class: None,
    };
    link.issue(&request, &Key::new("touch-1"))
        .await
        .map(|issued| issued.ticket.number)
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    let (link, hub) = start().await;
    assert!(link.seen().wait_for(Option::is_some).await.is_ok());
    hub.lock().unwrap().answers_to_swallow = 2;
    assert_eq!(issue(&link).await.unwrap(), "理001");
    assert_eq!(hub.lock().unwrap().issues, ["touch-1"; 3]);
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_stays_unknown_is_said_so() {
    let (link, hub) = start().await;
    hub.lock().unwrap().answers_to_swallow = u32::MAX;
    assert!(matches!(
        issue(&link).await,
        Err(Error::UnknownOutcome { .. })
    ));
    assert_eq!(*link.reach().borrow(), Reach::Gone);
}

#[tokio::test(start_paused = true)]
async fn a_lost_hub_is_noticed_within_five_seconds_and_found_again() {
    let (link, hub) = start().await;
    let lost_at = Instant::now();
    hub.lock().unwrap().is_gone = true;
    until(&link, Reach::Gone).await;
    assert!(
        lost_at.elapsed() <= Duration::from_secs(5),
        "{:?}",
        lost_at.elapsed()
    );

    let touched_at = Instant::now();
    assert!(matches!(issue(&link).await, Err(Error::Unreachable { .. })));
    assert_eq!(
        touched_at.elapsed(),
        Duration::ZERO,
        "a visitor does not wait for a known loss"
    );
    assert!(link.seen().borrow().is_some(), "what was seen stays");

    let back_at = Instant::now();
    hub.lock().unwrap().is_gone = false;
    until(&link, Reach::Reachable).await;
    assert!(
        back_at.elapsed() <= Duration::from_secs(5),
        "{:?}",
        back_at.elapsed()
    );
    assert_eq!(issue(&link).await.unwrap(), "理001");
}

#[tokio::test(start_paused = true)]
async fn a_kiosk_that_was_removed_is_told_to_pair_again() {
    let (link, hub) = start().await;
    hub.lock().unwrap().is_revoked = true;
    until(&link, Reach::Refused).await;
}
