//! Many at once: numbers are distinct and gap-free, everybody is called exactly once.

use std::collections::BTreeSet;

use domain::TicketId;
use tokio::task::JoinSet;

use super::square::{Square, ask, call_next, issue, open, station, ticket, until};
use crate::engine::{AskError, SiteHandle};

fn numbers(count: usize) -> BTreeSet<String> {
    (1..=count).map(|n| format!("理{n:03}")).collect()
}

async fn issue_patiently(site: &SiteHandle) -> String {
    loop {
        match site.submit(ask(issue())).await {
            Ok(reply) => return ticket(reply.answer).number,
            Err(AskError::Busy) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_at_once_get_distinct_numbers_without_gaps() {
    let square = Square::new(2).await;
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let site = square.site.clone();
        tasks.spawn(async move {
            let mut given = Vec::new();
            for _ in 0..20 {
                given.push(issue_patiently(&site).await);
            }
            given
        });
    }
    let given: Vec<String> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(given.len(), 64 * 20);
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), numbers(64 * 20));
    assert_eq!(square.published_hash(), square.replayed_hash().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_stations_call_eight_hundred_people_once_each() {
    let square = Square::new(8).await;
    let mut waiting = BTreeSet::new();
    for _ in 0..800 {
        waiting.extend(square.issue().await.id);
    }
    let mut tasks = JoinSet::new();
    for number in 1..=8 {
        let site = square.site.clone();
        tasks.spawn(async move { serve_all(&site, number).await });
    }
    let called: Vec<TicketId> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(called.len(), 800);
    assert_eq!(called.into_iter().collect::<BTreeSet<_>>(), waiting);
}

/// Serves until nobody waits.
async fn serve_all(site: &SiteHandle, number: usize) -> Vec<TicketId> {
    let mut called = Vec::new();
    loop {
        let reply = site.submit(ask(call_next(number, true))).await.unwrap();
        let Some(ticket) = station(reply.answer).ticket else {
            return called;
        };
        called.extend(ticket.id);
        let station = number.to_string().parse().unwrap();
        let start = domain::Command::StartServing {
            station,
            seen: ticket.id,
        };
        site.submit(ask(start)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hubs_on_one_log_give_no_number_twice() {
    let square = Square::new(1).await;
    let other = open(&square.store, &square.clock).await;
    let mut tasks = JoinSet::new();
    for site in [square.site.clone(), other.clone()]
        .into_iter()
        .cycle()
        .take(16)
    {
        tasks.spawn(async move {
            let mut given = Vec::new();
            for _ in 0..10 {
                given.push(issue_patiently(&site).await);
            }
            given
        });
    }
    let given: Vec<String> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), numbers(160));
    assert_eq!(square.issued_in_log().await, 160);
    // Each shows what the other one wrote, without anybody asking it.
    for site in [&square.site, &other] {
        until(site, |published| published.site.tickets.len() == 160).await;
    }
}
