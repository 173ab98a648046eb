//! What holds whatever people do, in whatever order.

use std::collections::BTreeMap;

use domain::command::CancelReason;
use domain::settings::StationOrder;
use domain::{
    Class, Command, Policy, ServiceSettings, Site, SiteSettings, StationSettings, Target, Ticket,
    TicketId, TicketState, evolve,
};
use proptest::prelude::*;

use crate::kit::{Square, service, station};

/// A command as a small tuple, so that failing cases shrink well.
type Step = (u8, u8, u8, u16);

const STATIONS: [&str; 4] = ["1", "2", "3", "4"];
const SERVICES: [&str; 2] = ["haircut", "repair"];

/// The command of a step: `a` tells where, `b` about what.
fn command(s: &Square, (kind, a, b, _): Step) -> Command {
    let at = station(STATIONS[usize::from(a) % 4]);
    let line = service(SERVICES[usize::from(b) % 2]);
    let any = a_ticket(s, b);
    let class = if a % 3 == 0 {
        Class::Priority
    } else {
        Class::Standard
    };
    // A desk names the ticket that it saw, which may be another station's by now.
    let seen = any.filter(|_| a >= 160);
    let is_by_ticket = a % 8 >= 4;
    let target = match any.filter(|_| is_by_ticket) {
        Some(ticket) => Target::Ticket(ticket),
        None => Target::Station(at.clone(), seen),
    };
    match (kind % 32, any) {
        (0..=5, any) => Command::IssueTicket {
            service: line,
            class,
            visit: any.filter(|_| a % 4 == 0),
        },
        (6..=9, _) => Command::CallNext {
            station: at,
            finish: a % 2 == 0,
            seen,
        },
        (10 | 11, Some(ticket)) => Command::CallTicket {
            station: at,
            ticket,
        },
        (12, _) => Command::RecallTicket { station: at, seen },
        (13 | 14, _) => Command::StartServing { station: at, seen },
        (15, _) => Command::FinishServing { station: at, seen },
        (16 | 17, _) => Command::MarkNoShow { station: at, seen },
        (18 | 19, _) => Command::HoldTicket { target },
        (20, Some(ticket)) => Command::ResumeTicket {
            ticket,
            station: (a % 2 == 0).then_some(at),
        },
        (21, _) => Command::TransferTicket {
            target,
            service: line,
        },
        (22, Some(ticket)) => Command::ReinstateTicket { ticket },
        (23, Some(ticket)) => Command::CancelTicket {
            ticket,
            reason: Some(CancelReason::Visitor),
        },
        (24, _) => Command::OpenStation { station: at, seen },
        (25, _) if a % 4 < 2 => Command::PauseStation {
            station: at,
            minutes: (a % 4 == 0).then_some(u16::from(b % 30) + 1),
            seen,
        },
        (25, _) => Command::CloseStation { station: at, seen },
        (26, _) if a % 4 == 0 => Command::StopIssuing { service: line },
        (26, _) => Command::ResumeIssuing { service: line },
        (27, _) if a % 16 == 0 => Command::CloseDay,
        (27, _) => Command::OpenDay,
        (_, _) => Command::Undo { station: at, seen },
    }
}

/// Mostly one of those that something happened to lately, so that several people act on the same
/// ticket; sometimes any one, also of an earlier day.
fn a_ticket(s: &Square, b: u8) -> Option<TicketId> {
    let nth = usize::from(b / 4);
    if b.is_multiple_of(4) {
        let tickets = s.site.tickets.keys().chain(s.site.ended.keys());
        let count = s.site.tickets.len() + s.site.ended.len();
        return tickets.copied().nth(nth % count.max(1));
    }
    let mut lately: Vec<(u64, TicketId)> =
        s.site.tickets.values().map(|t| (t.version, t.id)).collect();
    lately.sort_unstable_by_key(|newest_last| std::cmp::Reverse(*newest_last));
    lately.truncate(4);
    let (_, id) = lately.get(nth % lately.len().max(1))?;
    Some(*id)
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
        prefix: "理".to_owned(),
        policy,
        ..ServiceSettings::default()
    });
    s
}

/// Time passes; now and then it is the next day.
fn pass(s: &mut Square, (kind, a, b, secs): Step) {
    let nights = i64::from(kind == 255 && a % 4 == 0) * i64::from(b % 3);
    s.wait_secs(i64::from(secs) + nights * 86_400);
}

/// One ticket per station and one station per ticket; counts distinct and
/// without a gap; nobody at two stations; caches true to the tickets; no ticket
/// both of today and of an earlier day.
fn check_invariants(site: &Site) {
    let mut held = BTreeMap::new();
    for station in &site.stations {
        if let Some(id) = station.ticket {
            assert_eq!(
                site.tickets[&id].state.station(),
                Some(station.id()),
                "held and there"
            );
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
    // A number keeps the prefix of the service that gave it, also in another line.
    for service in &site.services {
        let own = |t: &&Ticket| *t.number.prefix == *service.settings.prefix;
        let mut counts: Vec<u32> = site.tickets.values().filter(own).map(|t| t.count).collect();
        counts.sort_unstable();
        let expected: Vec<u32> = (1..=service.issued).collect();
        assert_eq!(counts, expected, "no number is left out or given twice");
    }
    assert!(site.ended.keys().all(|id| !site.tickets.contains_key(id)));
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
            pass(&mut s, step);
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
            pass(&mut s, step);
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
        let (k, bound) = (before.len(), bound(policy, before.len()));
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

    /// The same at a station that prefers another service: so many times more calls, since only
    /// so many in a row may pass the line that waited longer.
    #[test]
    fn a_standard_ticket_is_called_within_its_bound_where_another_service_is_preferred(
        before in prop::collection::vec(any::<bool>(), 0..12),
        after in prop::collection::vec((any::<bool>(), any::<bool>()), 0..200),
        policy in policy(),
        order in prop_oneof![Just(StationOrder::Preference), Just(StationOrder::Arrival)],
        preference_run in 1u8..5,
    ) {
        let mut s = square(policy);
        s.set_station(StationSettings {
            id: station("4"),
            services: vec![service("repair"), service("haircut")],
            order,
            preference_run,
            ..StationSettings::default()
        });
        let class = |priority: bool| if priority { Class::Priority } else { Class::Standard };
        for priority in &before {
            s.issue_as("other", "haircut", class(*priority));
        }
        s.issue("me", "haircut");
        let (k, own) = (before.len(), bound(policy, before.len()));
        let all = match order {
            StationOrder::Preference => own * (usize::from(preference_run) + 1),
            // Whoever came later to another line waits behind the line's first one.
            StationOrder::Arrival => own,
        };
        let mut newcomers = after.into_iter();
        let (mut calls, mut own_calls) = (0, 0);
        while s.state("me") == "waiting" {
            s.wait_secs(1);
            for (priority, repairs) in newcomers.by_ref().take(3) {
                s.issue_as("late", SERVICES[usize::from(repairs)], class(priority));
            }
            let waiting = s.site.lines.get(&service("haircut")).unwrap().len();
            s.serve_next("4");
            calls += 1;
            own_calls += usize::from(s.site.lines.get(&service("haircut")).unwrap().len() < waiting);
            prop_assert!(calls <= all, "{} calls with {} ahead under {:?}", calls, k, policy);
            prop_assert!(own_calls <= own, "{} own calls with {} ahead", own_calls, k);
        }
    }
}

/// How many calls of its service a standard ticket with `k` ahead waits for at most, its own
/// included.
fn bound(policy: Policy, k: usize) -> usize {
    match policy {
        Policy::Arrival => k + 1,
        Policy::Share { every } => k + 1 + (k + 1).div_ceil(usize::from(every) - 1),
        Policy::First { run } => (k + 1) * (usize::from(run) + 1),
    }
}
