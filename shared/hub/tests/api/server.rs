//! Connections: slow ones are shown out, and stopping lets nobody hang.

use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::Listener;
use hub::server::Room;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::sync::{mpsc, oneshot};

use crate::bench::{Bench, SITE};

/// A listener without a network: whoever holds the other end connects.
struct InMemory(mpsc::Receiver<DuplexStream>);

impl Listener for InMemory {
    type Io = DuplexStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (DuplexStream, SocketAddr) {
        match self.0.recv().await {
            Some(io) => (io, ([192, 168, 1, 7], 5000).into()),
            None => pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(([192, 168, 1, 2], 8080).into())
    }
}

struct Served {
    connect: mpsc::Sender<DuplexStream>,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
}

impl Served {
    async fn new() -> Self {
        Self::with_room(100).await
    }

    async fn with_room(room: usize) -> Self {
        let bench = Bench::new().await;
        let (connect, connections) = mpsc::channel(16);
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _told = stopped.await;
        };
        let serving = tokio::spawn(hub::server::serve_in(
            Room::new(room),
            bench.hub.clone(),
            InMemory(connections),
            shutdown,
        ));
        Self {
            connect,
            stop,
            serving,
        }
    }

    async fn connect(&self) -> DuplexStream {
        let (ours, theirs) = duplex(64 * 1024);
        self.connect.send(theirs).await.unwrap();
        ours
    }
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: hub\r\n\r\n")
}

#[tokio::test(start_paused = true)]
async fn a_head_that_never_ends_is_cut_off_while_others_are_served() {
    let served = Served::new().await;
    let mut slow = served.connect().await;
    slow.write_all(b"GET /healthz HT").await.unwrap();
    let mut quick = served.connect().await;
    quick.write_all(get("/healthz").as_bytes()).await.unwrap();
    let mut start = [0; 15];
    quick.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
    // The clock stands still until everybody waits, and then runs to the next timeout.
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).await.unwrap();
    let text = String::from_utf8_lossy(&rest);
    assert!(text.is_empty() || text.starts_with("HTTP/1.1 4"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_comes_is_a_problem() {
    let served = Served::new().await;
    let mut slow = served.connect().await;
    let head = format!(
        "POST {SITE}/tickets HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    slow.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 408");
}

/// The time for a body began anew with each byte, so a body that dripped held its connection as
/// long as it liked.
#[tokio::test(start_paused = true)]
async fn a_body_that_drips_is_cut_off_too() {
    let served = Served::new().await;
    let slow = served.connect().await;
    let (mut answer, mut body) = tokio::io::split(slow);
    let head = format!(
        "POST {SITE}/tickets HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    body.write_all(head.as_bytes()).await.unwrap();
    let drip = async {
        for _ in 0..90 {
            tokio::time::sleep(Duration::from_secs(2)).await;
            if body.write_all(b" ").await.is_err() {
                break;
            }
        }
    };
    let started = tokio::time::Instant::now();
    let mut start = [0; 12];
    let read = async {
        answer.read_exact(&mut start).await.unwrap();
        started.elapsed()
    };
    let (after, ()) = tokio::join!(read, drip);
    assert_eq!(&start, b"HTTP/1.1 408");
    assert!(after < Duration::from_secs(12), "{after:?}");
}

/// Silent connections took up all that the process could open, and nobody else got in.
#[tokio::test(start_paused = true)]
async fn silent_connections_leave_room_soon() {
    let served = Served::with_room(8).await;
    let mut silent = Vec::new();
    for _ in 0..6 {
        silent.push(served.connect().await);
    }
    let mut beyond = served.connect().await;
    let mut nothing = Vec::new();
    beyond.read_to_end(&mut nothing).await.unwrap();
    assert!(nothing.is_empty(), "one address has its share");
    drop(silent);
    let mut next = served.connect().await;
    next.write_all(get("/healthz").as_bytes()).await.unwrap();
    let mut start = [0; 15];
    next.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
}

#[tokio::test]
async fn stopping_ends_live_streams_and_idle_connections() {
    let served = Served::new().await;
    let _idle = served.connect().await;
    let mut live = served.connect().await;
    let ask = get(&format!("{SITE}/live?topic=board"));
    live.write_all(ask.as_bytes()).await.unwrap();
    let mut start = [0; 15];
    live.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
    served.stop.send(()).unwrap();
    let mut rest = Vec::new();
    live.read_to_end(&mut rest).await.unwrap();
    assert!(String::from_utf8_lossy(&rest).contains("event: board"));
    served.serving.await.unwrap();
}

#[tokio::test]
async fn a_hub_that_cannot_go_on_says_so_to_who_watches_it() {
    let bench = Bench::new().await;
    bench.get("/healthz", None).await.done(200);
    bench.hub.alarm().raise(hub::alarm::Fault::Server);
    bench.get("/healthz", None).await.done(503);
}
