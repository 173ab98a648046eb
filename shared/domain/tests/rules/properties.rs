//! What holds whatever people do, in whatever order.

use std::collections::BTreeMap;

use domain::command::CancelReason;
use domain::{
    Class, Command, Policy, ServiceSettings, Site, SiteSettings, Target, TicketId, TicketState,
    evolve,
};
use proptest::prelude::*;

use crate::kit::{Square, service, station};

/// A command as a small tuple, so that failing cases shrink well.
type Step = (u8, u8, u8, u16);

const STATIONS: [&str; 4] = ["1", "2", "3", "4"];
const SERVICES: [&str; 2] = ["haircut", "repair"];

fn command(s: &Square, (kind, a, b, _): Step) -> Command {
    let at = station(STATIONS[usize::from(a) % 4]);
    let line = service(SERVICES[usize::from(b) % 2]);
    let ids: Vec<TicketId> = s.site.tickets.keys().copied().collect();
    let any = ids.get(usize::from(b) % ids.len().max(1)).copied();
    let class = if a % 3 == 0 {
        Class::Priority
    } else {
        Class::Standard
    };
    match (kind % 20, any) {
        (0..=3, any) => Command::IssueTicket {
            service: line,
            class,
            visit: any.filter(|_| a % 4 == 0),
        },
        (4..=6, _) => Command::CallNext {
            station: at,
            finish: a % 2 == 0,
            seen: None,
        },
        (7, Some(ticket)) => Command::CallTicket {
            station: at,
            ticket,
        },
        (8, _) => Command::RecallTicket {
            station: at,
            seen: None,
        },
        (9, _) => Command::StartServing {
            station: at,
            seen: None,
        },
        (10, _) => Command::FinishServing {
            station: at,
            seen: None,
        },
        (11, _) => Command::MarkNoShow {
            station: at,
            seen: None,
        },
        (12, _) => Command::HoldTicket {
            target: Target::Station(at, None),
        },
        (13, Some(ticket)) => Command::ResumeTicket {
            ticket,
            station: (a % 2 == 0).then_some(at),
        },
        (14, _) => Command::TransferTicket {
            target: Target::Station(at, None),
            service: line,
        },
        (15, Some(ticket)) => Command::ReinstateTicket { ticket },
        (16, Some(ticket)) => Command::CancelTicket {
            ticket,
            reason: Some(CancelReason::Visitor),
        },
        (17, _) if a % 16 == 0 => Command::CloseDay,
        (18, _) => Command::OpenDay,
        (_, _) => Command::Undo {
            station: at,
            seen: None,
        },
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), 0u16..400), 1..120)
}

fn policy() -> impl Strategy<Value = Policy> {
    prop_oneof![
        Just(Policy::Arrival),
        (2u8..6).prop_map(|every| Policy::Share { every }),
        (1u8..4).prop_map(|run| Policy::First { run }),
    ]
}

fn square(policy: Policy) -> Square {
    let mut s = Square::new();
    s.set_service(ServiceSettings {
        id: service("haircut"),
        policy,
        ..ServiceSettings::default()
    });
    s
}

/// One ticket per station and one station per ticket; counts distinct and
/// without a gap; nobody at two stations; caches true to the tickets.
fn check_invariants(site: &Site) {
    let mut held = BTreeMap::new();
    for station in &site.stations {
        if let Some(id) = station.ticket {
            assert_eq!(site.tickets[&id].state.station(), Some(station.id()));
            assert!(
                held.insert(id, station.id()).is_none(),
                "one station per ticket"
            );
        }
        assert!(station.actions.len() <= domain::station::UNDO_DEPTH);
    }
    let mut visits = Vec::new();
    for ticket in site.tickets.values() {
        if ticket.state.station().is_some() {
            assert!(
                held.contains_key(&ticket.id),
                "a ticket at a station is held there"
            );
            visits.extend(ticket.visit);
        }
    }
    let people = visits.len();
    visits.sort();
    visits.dedup();
    assert_eq!(visits.len(), people, "nobody is at two stations");
    let issued: u32 = site.services.iter().map(|service| service.issued).sum();
    assert_eq!(
        issued as usize,
        site.tickets.len(),
        "no number is left out or given twice"
    );
    for service in &site.services {
        let here = site
            .tickets
            .values()
            .filter(|t| t.service == service.settings.id);
        let counted = here
            .clone()
            .filter(|t| t.state != TicketState::Cancelled)
            .count();
        assert_eq!(service.counted as usize, counted);
        let waiting = here.filter(|t| t.state == TicketState::Waiting).count();
        assert_eq!(site.lines.get(&service.settings.id).unwrap().len(), waiting);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_and_replay_gives_the_same_state(steps in steps(), policy in policy()) {
        let mut s = square(policy);
        for step in steps {
            s.wait_secs(i64::from(step.3));
            let before = s.site.clone();
            let command = command(&s, step);
            if s.run(command).is_err() {
                prop_assert_eq!(&s.site, &before, "a refusal records nothing");
            }
            check_invariants(&s.site);
        }
        let mut replayed = Site::new(SiteSettings::default());
        for (fact, stamp) in &s.log {
            // Through JSON, as from disk.
            let fact = serde_json::from_str(&serde_json::to_string(fact).unwrap()).unwrap();
            evolve(&mut replayed, &fact, stamp);
        }
        prop_assert_eq!(&replayed, &s.site);
        let stored = serde_json::to_string(&s.site).unwrap();
        let restored: Site = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(restored.relined(), s.site);
    }

    #[test]
    fn every_undone_call_restores_the_order(steps in steps(), policy in policy()) {
        let mut s = square(policy);
        for step in steps {
            s.wait_secs(i64::from(step.3));
            let command = command(&s, step);
            let _ = s.run(command);
            let orders = SERVICES.map(|line| s.order(line));
            for at in STATIONS {
                let mut copy = s.clone();
                if copy.code(crate::kit::next(at)) == "ok" {
                    copy.ok(crate::kit::undo(at));
                    prop_assert_eq!(&SERVICES.map(|line| copy.order(line)), &orders);
                }
            }
        }
    }

    #[test]
    fn the_newcomers_figure_is_the_listed_one(steps in steps(), policy in policy()) {
        let mut s = square(policy);
        for step in steps {
            let command = command(&s, step);
            let _ = s.run(command);
            for ticket in s.site.tickets.values().filter(|t| t.state == TicketState::Waiting) {
                let order = domain::line::order(&s.site.lines, &ticket.service, s.now, s.site.seq);
                let listed = order.iter().position(|(id, _)| *id == ticket.id);
                let ahead = domain::line::ahead(&s.site.lines, ticket, s.now, s.site.seq);
                prop_assert_eq!(ahead, listed);
            }
        }
    }

    /// The bounds that residents are told: with k ahead in one's line, how many
    /// calls of the service until one's own, whoever comes later.
    #[test]
    fn a_standard_ticket_is_called_within_its_bound(
        before in prop::collection::vec(any::<bool>(), 0..25),
        after in prop::collection::vec(any::<bool>(), 0..120),
        policy in policy(),
    ) {
        let mut s = square(policy);
        let class = |priority: bool| if priority { Class::Priority } else { Class::Standard };
        for priority in &before {
            s.issue_as("other", "haircut", class(*priority));
        }
        s.issue("me", "haircut");
        let k = before.len();
        let bound = match policy {
            Policy::Arrival => k + 1,
            Policy::Share { every } => k + 1 + (k + 1).div_ceil(usize::from(every) - 1),
            Policy::First { run } => (k + 1) * (usize::from(run) + 1),
        };
        let mut newcomers = after.into_iter();
        let mut calls = 0;
        while s.state("me") == "waiting" {
            for priority in newcomers.by_ref().take(2) {
                s.issue_as("late", "haircut", class(priority));
            }
            s.serve_next("1");
            calls += 1;
            prop_assert!(calls <= bound, "{} calls with {} ahead under {:?}", calls, k, policy);
        }
    }
}
