//! Days on which everything goes wrong, each from its seed.

use std::collections::{BTreeMap, BTreeSet};

use domain::TicketId;
use protocol::{CallNext, Seen};

use crate::cable::Weather;
use crate::square::{Kiosk, Square, fresh_key};

/// Days in a usual run; `PAIHAO_DAYS` asks for more.
const DAYS: u64 = 12;
const STEPS: u32 = 120;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_cable_and_power_every_paper_counts_once() {
    let days = std::env::var("PAIHAO_DAYS").ok();
    let days = days.map_or(DAYS, |days| days.parse().unwrap());
    let mut seen = Had::default();
    for seed in 0..days {
        day(seed, &mut seen).await;
    }
    // A test of faults that had none would prove nothing.
    assert!(
        seen.own > 0 && seen.by_hub > 0 && seen.kills > 0 && seen.called > 0,
        "{seen:?}"
    );
    assert!(seen.renumbered > 0, "{seen:?}");
}

/// What the days had in them.
#[derive(Debug, Default)]
struct Had {
    own: u32,
    by_hub: u32,
    kills: u32,
    called: u32,
    renumbered: u32,
}

async fn day(seed: u64, seen: &mut Had) {
    let mut luck = fastrand::Rng::with_seed(seed);
    let square = Square::open().await;
    let mut kiosks = [
        square.kiosk("东门", seed * 2 + 1).await,
        square.kiosk("西门", seed * 2 + 2).await,
    ];
    for kiosk in &mut kiosks {
        assert!(kiosk.sync().await);
        kiosk.disk.one_in = 12;
        kiosk.die().await;
    }
    // Numbers that the hub once had for a ticket, also those that are burnt.
    let mut had: BTreeMap<TicketId, BTreeSet<String>> = BTreeMap::new();
    for _ in 0..STEPS {
        let which = luck.usize(..2);
        let kiosk = &mut kiosks[which];
        match luck.u8(0..20) {
            0..=8 => {
                kiosk
                    .touch(if luck.u8(..4) == 0 {
                        "repair"
                    } else {
                        "haircut"
                    })
                    .await;
            }
            9..=12 => {
                kiosk.sync().await;
            }
            13 => kiosk.weather(Weather::Fine),
            14 => kiosk.weather(Weather::Cut),
            15 | 16 => kiosk.weather(Weather::Bad),
            17 => kiosk.die().await,
            _ => call(&square, &kiosks, &mut luck, seen).await,
        }
        for (ticket, number, _) in square.numbers() {
            had.entry(ticket).or_default().insert(number);
        }
    }
    heal(&mut kiosks).await;
    for (ticket, number, _) in square.numbers() {
        had.entry(ticket).or_default().insert(number);
    }
    let renumbered = had.values().filter(|numbers| numbers.len() > 1).count();
    seen.renumbered += renumbered as u32;
    check(seed, &square, &kiosks, &had, seen).await;
}

/// Calls the next one somewhere: only somebody whose number a kiosk has on its disk.
async fn call(square: &Square, kiosks: &[Kiosk; 2], luck: &mut fastrand::Rng, seen: &mut Had) {
    let station = ["1", "2", "4"][luck.usize(..3)];
    let next = CallNext {
        finish: true,
        ..CallNext::default()
    };
    let called = square
        .organiser
        .call_next(station, &next, &fresh_key())
        .await;
    let Ok(answer) = called else { return };
    if let Some(ticket) = answer.ticket {
        seen.called += 1;
        let id = ticket.id.unwrap();
        let mut papers = kiosks[0].written_down().await;
        papers.extend(kiosks[1].written_down().await);
        assert!(
            papers.contains(&id),
            "{} was called, but nobody holds it",
            ticket.number
        );
        let _started = square
            .organiser
            .start(station, &Seen::default(), &fresh_key())
            .await;
    }
}

async fn heal(kiosks: &mut [Kiosk; 2]) {
    for kiosk in kiosks {
        kiosk.weather(Weather::Fine);
        kiosk.disk.one_in = 0;
        kiosk.die().await;
        assert!(kiosk.sync().await, "a healed kiosk brings everything");
        let program = kiosk.program().await;
        assert_eq!(program.unsent().await, 0);
    }
}

async fn check(
    seed: u64,
    square: &Square,
    kiosks: &[Kiosk; 2],
    had: &BTreeMap<TicketId, BTreeSet<String>>,
    seen: &mut Had,
) {
    let numbers = square.numbers();
    let of: BTreeMap<_, _> = numbers
        .iter()
        .map(|(id, number, ok)| (*id, (number, *ok)))
        .collect();
    let mut given = BTreeSet::new();
    for kiosk in kiosks {
        seen.kills += kiosk.kills;
        for paper in &kiosk.papers {
            let is_own = paper.number.contains(['甲', '乙']);
            *if is_own {
                &mut seen.own
            } else {
                &mut seen.by_hub
            } += 1;
            assert!(
                given.insert(&paper.number),
                "{seed}: {} given twice",
                paper.number
            );
            let known = of.get(&paper.ticket);
            let (number, is_confirmed) = known.unwrap_or_else(|| panic!("{seed}: {paper:?} lost"));
            assert_eq!(
                **number, paper.number,
                "{seed}: the hub knows another number"
            );
            assert!(is_confirmed, "{seed}: {paper:?} is never called");
            let page = square.organiser.ticket(&paper.token).await.unwrap();
            assert_eq!(
                page.ticket.number, paper.number,
                "{seed}: the link leads elsewhere"
            );
        }
    }
    // No number stands, or ever stood, for two tickets.
    let mut all = BTreeSet::new();
    for number in had.values().flatten() {
        assert!(all.insert(number), "{seed}: {number} stood for two tickets");
    }
    // Whatever nobody holds waits for ever and is never called.
    let mut written = kiosks[0].written_down().await;
    written.extend(kiosks[1].written_down().await);
    for (id, number, is_confirmed) in &numbers {
        assert_eq!(written.contains(id), *is_confirmed, "{seed}: {number}");
    }
}
