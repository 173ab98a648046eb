//! Many at once: numbers are distinct and gap-free, everybody is called exactly once.

use std::collections::BTreeSet;

use domain::{Command, Target, TicketId};
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

/// A small generator (splitmix64): a failing run is found again by its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// What a volunteer at a station presses, whatever is there.
fn press(station: usize, chance: &mut Chance) -> Command {
    let at = || station.to_string().parse().unwrap();
    match chance.below(10) {
        0..=2 => call_next(station, chance.below(2) == 0),
        3 | 4 => Command::StartServing {
            station: at(),
            seen: None,
        },
        5 => Command::FinishServing {
            station: at(),
            seen: None,
        },
        6 => Command::MarkNoShow {
            station: at(),
            seen: None,
        },
        7 => Command::HoldTicket {
            target: Target::Station(at(), None),
        },
        8 => Command::RecallTicket {
            station: at(),
            seen: None,
        },
        _ => Command::Undo {
            station: at(),
            seen: None,
        },
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_interleavings_come_to_what_the_rules_alone_come_to() {
    for seed in 0..6 {
        let square = Square::new(8).await;
        let mut tasks = JoinSet::new();
        for kiosk in 0..4 {
            let (site, mut chance) = (square.site.clone(), Chance(seed * 100 + kiosk));
            tasks.spawn(async move {
                for _ in 0..60 {
                    issue_patiently(&site).await;
                    for _ in 0..chance.below(3) {
                        tokio::task::yield_now().await;
                    }
                }
            });
        }
        for station in 1..=8 {
            let (site, mut chance) = (
                square.site.clone(),
                Chance(seed * 100 + 50 + station as u64),
            );
            tasks.spawn(async move {
                for _ in 0..120 {
                    // Most of it is refused, as when nobody is there; that is an answer too.
                    let _ = site.submit(ask(press(station, &mut chance))).await;
                    for _ in 0..chance.below(3) {
                        tokio::task::yield_now().await;
                    }
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(
            square.published_hash(),
            square.replayed_hash().await,
            "seed {seed}"
        );
        square.site.read(|published| {
            let site = &published.site;
            assert_eq!(site.tickets.len(), 240, "seed {seed}");
            let mut held: Vec<_> = site.stations.iter().filter_map(|s| s.ticket).collect();
            let there = held.len();
            held.sort_unstable();
            held.dedup();
            assert_eq!(held.len(), there, "nobody is at two stations, seed {seed}");
        });
    }
}
