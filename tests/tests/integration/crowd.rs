//! Everybody at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::Role;
use paihao_tests::Ask;
use serde_json::{Value, json};

use crate::bench::{BASE, Bench};
use crate::check;

const CLIENTS: usize = 64;
const TICKETS_EACH: usize = 20;
const STATIONS: usize = 8;
const CALLED: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_get_1280_distinct_numbers_without_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    for bench in [
        Bench::in_memory().await,
        Bench::on_disk(folder.path()).await,
    ] {
        let bench = Arc::new(bench);
        let clients = (0..CLIENTS).map(|client| tokio::spawn(take(Arc::clone(&bench), client)));
        let mut numbers = BTreeSet::new();
        for client in clients.collect::<Vec<_>>() {
            for number in client.await.unwrap() {
                assert!(numbers.insert(number.clone()), "{number} was given twice");
            }
        }
        let expected: BTreeSet<_> = (1..=CLIENTS * TICKETS_EACH)
            .map(|count| format!("理{count:03}"))
            .collect();
        assert_eq!(numbers, expected);
        assert_eq!(bench.issued().await, CLIENTS * TICKETS_EACH);
    }
}

async fn take(bench: Arc<Bench>, client: usize) -> Vec<String> {
    let mut wire = bench.wire().await;
    let mut numbers = Vec::new();
    for ticket in 0..TICKETS_EACH {
        let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
        let reply = wire
            .ask(&ask.key(&format!("{client}-{ticket}")))
            .await
            .unwrap();
        let issued = check::done("issue", &reply, 201);
        numbers.push(issued["ticket"]["number"].as_str().unwrap().to_owned());
    }
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_stations_call_each_of_a_hundred_tickets_exactly_once() {
    let bench = Arc::new(Bench::in_memory().await);
    for station in 1..=STATIONS {
        let fields = json!({"id": format!("d{station}"), "services": ["haircut"]});
        let ask = bench.post("stations", &fields, Role::Organiser);
        check::done("station", &bench.ask(ask).await, 201);
        let ask = bench.post(
            &format!("stations/d{station}/open"),
            &json!({}),
            Role::Organiser,
        );
        check::done("open", &bench.ask(ask).await, 200);
    }
    for _ in 0..CALLED {
        let ask = bench.post("tickets", &json!({"service": "haircut"}), Role::Kiosk);
        check::done("issue", &bench.ask(ask).await, 201);
    }
    let stations = (1..=STATIONS).map(|station| tokio::spawn(call(Arc::clone(&bench), station)));
    let mut called = BTreeMap::<String, usize>::new();
    for station in stations.collect::<Vec<_>>() {
        for number in station.await.unwrap() {
            *called.entry(number).or_default() += 1;
        }
    }
    let expected = (1..=CALLED).map(|count| (format!("理{count:03}"), 1));
    assert_eq!(called, expected.collect());
}

/// Calls and serves until nobody waits.
async fn call(bench: Arc<Bench>, station: usize) -> Vec<String> {
    let mut wire = bench.wire().await;
    let mut called = Vec::new();
    loop {
        let body = json!({"finish": !called.is_empty()});
        let path = format!("stations/d{station}/call-next");
        let reply = wire
            .ask(&bench.post(&path, &body, Role::Organiser))
            .await
            .unwrap();
        let answer = check::done("call-next", &reply, 200);
        let Value::String(number) = &answer["ticket"]["number"] else {
            assert_eq!(answer["reason"], "nobody_waiting");
            return called;
        };
        called.push(number.clone());
        let ask = bench.post(
            &format!("stations/d{station}/start"),
            &json!({}),
            Role::Organiser,
        );
        check::done("start", &wire.ask(&ask).await.unwrap(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_with_one_key_gets_one_number() {
    let bench = Arc::new(Bench::in_memory().await);
    let clients = (0..CLIENTS).map(|_| {
        let bench = Arc::clone(&bench);
        tokio::spawn(async move {
            let ask = Ask::post(format!("{BASE}/tickets"), &json!({"service": "haircut"}));
            let ask = ask.bearer(bench.token(Role::Kiosk)).key("one-touch");
            let issued = check::done("issue", &bench.ask(ask).await, 201);
            issued["ticket"]["number"].as_str().unwrap().to_owned()
        })
    });
    for client in clients.collect::<Vec<_>>() {
        assert_eq!(client.await.unwrap(), "理001");
    }
    assert_eq!(bench.issued().await, 1);
}
