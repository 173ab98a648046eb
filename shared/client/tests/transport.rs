//! Calls through a hub that closes, hangs, lies or answers late, all inside one process.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use paihao_client::{
    Address, Client, Error, Key, Limits, MemoryConnector, MemoryListener, TokioTimer,
};
use protocol::{IssueTicket, Topic};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

const TICKET: &str = r#"{"ticket":{"number":"理001","service":"haircut","state":"waiting","class":"standard","issued_at":"2026-03-07T08:30:00+08:00","since":"2026-03-07T08:30:00+08:00","ahead":0,"wait":null,"served_before_close":null,"station":null},"token":"t","url":"u"}"#;

/// What the hub does with one connection, in order.
enum Act {
    /// Reads a request and answers with this status, type and body.
    Answer(&'static str, &'static str, String),
    /// Reads a request and answers with these bytes.
    Raw(&'static str),
    /// Sends more bytes.
    More(&'static str),
    /// Reads a request and says nothing.
    Hang,
    /// Closes the connection.
    Close,
}

fn json(body: &str) -> Act {
    Act::Answer("200 OK", "application/json", body.to_owned())
}

/// A hub that follows a script, one list of acts for each connection, and keeps the requests.
fn hub(script: Vec<Vec<Act>>) -> (Client, Arc<Mutex<Vec<String>>>) {
    let (connector, listener) = MemoryConnector::pair();
    let requests = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn(run(listener, script, Arc::clone(&requests)));
    let address: Address = "http://hub".parse().unwrap();
    (Client::new(address, connector, TokioTimer), requests)
}

async fn run(mut listener: MemoryListener, script: Vec<Vec<Act>>, seen: Arc<Mutex<Vec<String>>>) {
    let mut held = Vec::new();
    for acts in script {
        let Some(mut stream) = listener.accept().await else {
            return;
        };
        let mut is_open = true;
        for act in acts {
            let bytes = match act {
                Act::Close => {
                    is_open = false;
                    break;
                }
                Act::More(bytes) => bytes.to_owned(),
                Act::Raw(_) | Act::Hang | Act::Answer(_, _, _) => {
                    let request = read_request(&mut stream).await;
                    seen.lock().unwrap().push(request);
                    answer(act)
                }
            };
            stream.write_all(bytes.as_bytes()).await.unwrap();
        }
        if is_open {
            held.push(stream);
        }
    }
    std::future::pending::<()>().await;
}

fn answer(act: Act) -> String {
    match act {
        Act::Answer(status, kind, body) => {
            let length = body.len();
            format!(
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\netag: \"7\"\r\n\r\n{body}"
            )
        }
        Act::Raw(bytes) => bytes.to_owned(),
        Act::More(_) | Act::Hang | Act::Close => String::new(),
    }
}

async fn read_request(stream: &mut DuplexStream) -> String {
    let mut bytes = Vec::new();
    loop {
        bytes.push(stream.read_u8().await.unwrap());
        if bytes.ends_with(b"\r\n\r\n") {
            break;
        }
    }
    let mut text = String::from_utf8(bytes).unwrap();
    let length = text
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split('\r').next());
    let length: usize = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    text.push_str(std::str::from_utf8(&body).unwrap());
    text
}

async fn issue(client: &Client) -> Result<String, Error> {
    let request = IssueTicket {
        service: "haircut".parse().unwrap(),
        visit: None,
        class: None,
        card: None,
        carried_from: None,
        ticket: None,
    };
    let issued = client
        .site("square")
        .issue(&request, &Key::new("k1"))
        .await?;
    Ok(issued.ticket.number)
}

#[tokio::test]
async fn a_call_carries_key_token_language_and_reuses_its_connection() {
    let (client, requests) = hub(vec![vec![json(TICKET), json(TICKET)]]);
    let client = client.with_token(Some("secret")).with_language("zh");
    for _ in 0..2 {
        assert_eq!(issue(&client).await.unwrap(), "理001");
    }
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    for part in [
        "POST /api/v1/sites/square/tickets HTTP/1.1",
        "host: hub\r\n",
        "authorization: Bearer secret",
        "accept-language: zh",
        "idempotency-key: k1",
        "content-type: application/json",
        r#"{"service":"haircut"}"#,
    ] {
        assert!(requests[0].contains(part), "{part} in {}", requests[0]);
    }
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_is_replaced_without_a_word() {
    let (client, requests) = hub(vec![
        vec![json(TICKET), Act::Hang, Act::Close],
        vec![json(TICKET)],
    ]);
    for _ in 0..2 {
        assert_eq!(issue(&client).await.unwrap(), "理001");
    }
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[1], requests[2], "the same call with the same key");
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_without_an_answer_is_an_unknown_outcome() {
    for acts in [vec![Act::Hang, Act::Close], vec![Act::Hang]] {
        let (client, _) = hub(vec![acts]);
        let error = issue(&client).await.unwrap_err();
        assert!(matches!(error, Error::UnknownOutcome { .. }), "{error:?}");
        assert!(error.is_retryable() && error.is_unreachable());
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_without_an_answer_has_no_outcome() {
    let (client, _) = hub(vec![vec![Act::Hang]]);
    let error = client.sites().await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn nobody_listening_is_unreachable_and_nothing_was_sent() {
    let (connector, listener) = MemoryConnector::pair();
    drop(listener);
    let client = Client::new("http://hub".parse().unwrap(), connector, TokioTimer);
    let error = issue(&client).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(error.to_string(), "no hub answers at http://hub");
}

#[tokio::test]
async fn a_stranger_is_told_apart_and_a_large_answer_is_not_read() {
    let large = format!("\"{}\"", "x".repeat(2000));
    let rows = [
        vec![Act::Answer(
            "200 OK",
            "text/html",
            "<p>router</p>".to_owned(),
        )],
        vec![Act::Raw("SMTP ready\r\n")],
    ];
    for acts in rows {
        let error = issue(&hub(vec![acts]).0).await.unwrap_err();
        assert!(matches!(error, Error::NotAHub { .. }), "{error:?}");
    }
    let (client, _) = hub(vec![vec![json(&large)]]);
    let client = client.with_limits(Limits {
        body_bytes: 1000,
        ..Limits::default()
    });
    assert!(issue(&client).await.unwrap_err().is_unreachable());
}

#[tokio::test]
async fn a_known_answer_is_not_sent_again() {
    let stations = r#"{"stations":[]}"#;
    let unchanged = Act::Answer("304 Not Modified", "application/json", String::new());
    let (client, requests) = hub(vec![vec![json(stations), unchanged]]);
    let site = client.site("square");
    let first = site.stations_if_new(None).await.unwrap().unwrap();
    assert_eq!(
        (first.value.stations.len(), first.tag.as_deref()),
        (0, Some("\"7\""))
    );
    assert!(
        site.stations_if_new(first.tag.as_deref())
            .await
            .unwrap()
            .is_none()
    );
    assert!(requests.lock().unwrap()[1].contains("if-none-match: \"7\""));
}

const STREAM: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

#[tokio::test(start_paused = true)]
async fn a_live_stream_goes_on_after_a_loss_where_it_was() {
    let board = Act::More("retry: 3000\nid: 41\nevent: board\ndata: {}\n\n");
    let (client, requests) = hub(vec![
        vec![Act::Raw(STREAM), board, Act::Close],
        vec![Act::Raw(STREAM), Act::More("id: 42\ndata: 2\n\n")],
    ]);
    let mut live = client.site("square").live(Topic::Board);
    let message = live.next().await.unwrap();
    assert_eq!(
        (message.topic.as_str(), message.id.as_deref()),
        ("board", Some("41"))
    );
    assert!(matches!(live.next().await, Err(Error::Unreachable { .. })));

    let lost_at = tokio::time::Instant::now();
    let message = loop {
        // Whoever looks away twice a second must not keep the stream from coming back.
        match tokio::time::timeout(Duration::from_millis(500), live.next()).await {
            Ok(message) => break message.unwrap(),
            Err(_elapsed) => {}
        }
    };
    assert_eq!(
        (message.data.as_str(), lost_at.elapsed().as_secs()),
        ("2", 3)
    );
    assert!(requests.lock().unwrap()[1].contains("last-event-id: 41"));
}

#[tokio::test(start_paused = true)]
async fn a_silent_live_stream_is_lost() {
    let (client, _) = hub(vec![vec![Act::Raw(STREAM)]]);
    let mut live = client.site("square").live(Topic::Queue);
    let begin = tokio::time::Instant::now();
    assert!(matches!(live.next().await, Err(Error::Unreachable { .. })));
    assert_eq!(begin.elapsed(), Limits::default().silence);
}
