//! A hub that is killed without a word goes on where it was.
//!
//! Short form of the long run under load: each round kills the process while eight clients issue,
//! starts it again on the same folder and looks for every number that was acknowledged.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paihao_tests::{Ask, Reply, Served, Wire};
use serde_json::json;
use tokio::sync::Notify;

const ROUNDS: usize = 4;
const CLIENTS: usize = 8;
/// Acknowledged numbers after which a round ends.
const ACKNOWLEDGED: usize = 150;
const TICKETS: &str = "/api/v1/sites/square/tickets";

#[tokio::test]
async fn a_killed_hub_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut known = Known::default();
    for round in 1..=ROUNDS {
        let served = Served::start(folder.path()).unwrap();
        say(&format!(
            "round {round}: ready after {} ms",
            served.ready_after.as_millis()
        ));
        let (address, token) = (served.address, served.admin_token().unwrap());
        known.repeat_all(address, &token).await;
        known.check_queue(address, &token).await;
        let load = Load::new(address, token, round);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| tokio::spawn(load.clone().issue_until_killed(client)))
            .collect();
        load.enough.notified().await;
        served.kill().unwrap();
        for client in clients {
            known.add(client.await.unwrap());
        }
    }
    let served = Served::start(folder.path()).unwrap();
    let token = served.admin_token().unwrap();
    known.repeat_all(served.address, &token).await;
    known.check_queue(served.address, &token).await;
    let numbers = known.numbers.len();
    assert!(numbers >= ROUNDS * ACKNOWLEDGED, "only {numbers} numbers");
    say(&format!(
        "{ROUNDS} kills, {numbers} acknowledged numbers, 0 lost"
    ));
}

#[test]
fn a_second_hub_on_the_same_folder_says_who_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = Served::start(folder.path()).unwrap();
    let (ended, said) = Served::start_in_vain(folder.path()).unwrap();
    assert_eq!(ended.code(), Some(69), "{said}");
    let process = first.process().to_string();
    assert!(
        said.contains(&process),
        "{said:?} does not name process {process}"
    );
}

/// What the clients were told, by key.
#[derive(Default)]
struct Known {
    numbers: BTreeMap<String, String>,
    /// Sent, and the hub was killed before it answered.
    unknown: BTreeSet<String>,
}

/// What one client saw in one round.
struct Seen {
    numbers: Vec<(String, String)>,
    unknown: Option<String>,
}

impl Known {
    fn add(&mut self, seen: Seen) {
        for (key, number) in seen.numbers {
            assert_eq!(self.numbers.insert(key, number), None);
        }
        self.unknown.extend(seen.unknown);
    }

    /// Every request is sent again with its key: the answer is the first one's, and what was
    /// unknown becomes known.
    async fn repeat_all(&mut self, address: SocketAddr, token: &str) {
        let mut wire = Wire::connect(address).await.unwrap();
        for (key, number) in &self.numbers {
            let again = number_in(&wire.ask(&issue(token, key)).await.unwrap());
            assert_eq!(&again, number, "the number of {key} changed");
        }
        for key in std::mem::take(&mut self.unknown) {
            let number = number_in(&wire.ask(&issue(token, &key)).await.unwrap());
            self.numbers.insert(key, number);
        }
    }

    /// The line holds exactly what is known: each number once, from 1 without a gap.
    async fn check_queue(&self, address: SocketAddr, token: &str) {
        let mut wire = Wire::connect(address).await.unwrap();
        let ask = Ask::get("/api/v1/sites/square/queue?service=haircut").bearer(token);
        let reply = wire.ask(&ask).await.unwrap();
        assert_eq!(reply.status, 200, "{}", reply.text());
        let queue: protocol::QueueView = reply.read().unwrap();
        let waiting: Vec<&String> = queue.waiting.iter().map(|one| &one.ticket.number).collect();
        let expected: Vec<String> = (1..=self.numbers.len())
            .map(|count| format!("理{count:03}"))
            .collect();
        assert_eq!(waiting, expected.iter().collect::<Vec<_>>());
        let known: BTreeSet<&String> = self.numbers.values().collect();
        assert_eq!(known, expected.iter().collect::<BTreeSet<_>>());
    }
}

/// Clients that issue until the hub is gone.
#[derive(Clone)]
struct Load {
    address: SocketAddr,
    token: Arc<str>,
    round: usize,
    acknowledged: Arc<AtomicUsize>,
    enough: Arc<Notify>,
}

impl Load {
    fn new(address: SocketAddr, token: String, round: usize) -> Self {
        let (acknowledged, enough) = (Arc::default(), Arc::default());
        Self {
            address,
            token: token.into(),
            round,
            acknowledged,
            enough,
        }
    }

    async fn issue_until_killed(self, client: usize) -> Seen {
        let mut wire = Wire::connect(self.address).await.unwrap();
        let mut numbers = Vec::new();
        loop {
            let key = format!("round-{}-client-{client}-{}", self.round, numbers.len());
            let Ok(reply) = wire.ask(&issue(&self.token, &key)).await else {
                return Seen {
                    numbers,
                    unknown: Some(key),
                };
            };
            numbers.push((key, number_in(&reply)));
            if self.acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == ACKNOWLEDGED {
                self.enough.notify_one();
            }
        }
    }
}

fn issue(token: &str, key: &str) -> Ask {
    Ask::post(TICKETS, &json!({"service": "haircut"}))
        .bearer(token)
        .key(key)
}

fn number_in(reply: &Reply) -> String {
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.read::<protocol::Issued>().unwrap().ticket.number
}

/// Figures for whoever reads the run; not captured, so that they are always seen.
fn say(line: &str) {
    let mut terminal = std::io::stderr();
    writeln!(terminal, "reopen: {line}").unwrap();
}
