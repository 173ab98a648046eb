//! What holds whatever people do, in whatever order. What each of them is promised: `promises.rs`.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use domain::command::CancelReason;
use domain::settings::Slots;
use domain::{
    AppointmentCommand, AppointmentId, Class, Command, ItemCommand, ItemId, ItemKind, Moment,
    Policy, RepairOutcome, ServiceSettings, Site, SiteSettings, Target, Ticket, TicketId,
    TicketState, evolve,
};
use proptest::prelude::*;

use crate::kit::{Square, service, station};

mod promises;

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
    match (kind % 36, any) {
        (0..=5, any) => Command::IssueTicket {
            service: line,
            class,
            visit: any.filter(|_| a % 4 == 0),
            card: None,
            carried_from: None,
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
        (28, any) if a % 2 == 0 => Command::IssueTicket {
            service: line,
            class,
            visit: None,
            card: None,
            carried_from: any,
        },
        (28, _) => Command::Appointment(AppointmentCommand::Book {
            service: service("repair"),
            slot: a_slot(s, b),
            class,
            subject: None,
        }),
        (29, any) => Command::Appointment(an_appointment(s, a, b, any)),
        (30, _) if a % 2 == 0 => Command::Item(ItemCommand::Receive {
            target,
            kind: ItemKind::ALL[usize::from(b) % 10],
            finish: a % 4 == 0,
            subject: None,
        }),
        (30, _) => Command::Item(an_item(s, a, b)),
        (_, _) => Command::Undo { station: at, seen },
    }
}

/// One of the quarters of an hour around now.
fn a_slot(s: &Square, b: u8) -> Moment {
    let quarter = 15 * 60;
    let now = s.now.timestamp() / quarter * quarter;
    let slot = Moment::from_timestamp(now + i64::from(b % 6) * quarter, 0);
    slot.unwrap_or(s.now)
}

fn an_appointment(s: &Square, a: u8, b: u8, visit: Option<TicketId>) -> AppointmentCommand {
    let known = s.site.appointments.keys();
    let nth = usize::from(b) % s.site.appointments.len().max(1);
    let nobody = AppointmentId(uuid::Uuid::nil());
    let appointment = known.copied().nth(nth).unwrap_or(nobody);
    match a % 8 {
        0 => AppointmentCommand::Cancel { appointment },
        1 | 2 => AppointmentCommand::Move {
            appointment,
            slot: a_slot(s, b),
        },
        _ => AppointmentCommand::CheckIn {
            appointment,
            visit: visit.filter(|_| a.is_multiple_of(2)),
        },
    }
}

fn an_item(s: &Square, a: u8, b: u8) -> ItemCommand {
    let nth = usize::from(b) % s.site.items.len().max(1);
    let known = s.site.items.keys().copied().nth(nth);
    let item = known.unwrap_or(ItemId(uuid::Uuid::nil()));
    let outcomes = [
        RepairOutcome::Repaired,
        RepairOutcome::NotRepairable,
        RepairOutcome::TakenAway,
    ];
    match a / 2 % 4 {
        0 => ItemCommand::StartRepair {
            item,
            station: None,
        },
        1 => ItemCommand::FinishRepair {
            item,
            outcome: outcomes[usize::from(b) % 3],
            ready_on: None,
        },
        2 => ItemCommand::CallReady { item },
        _ => ItemCommand::Collect { item },
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
    s.set_service(ServiceSettings {
        id: service("repair"),
        prefix: "修".to_owned(),
        policy,
        slots: Some(Slots {
            from: NaiveTime::MIN,
            to: NaiveTime::from_hms_opt(23, 45, 0).unwrap(),
            minutes: 15,
            capacity: 2,
            days_ahead: 14,
        }),
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
    check_kept(site);
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

/// No slot holds more than its places, no code, ticket or number is given twice.
fn check_kept(site: &Site) {
    let mut codes: Vec<_> = site.appointments.values().map(|known| known.code).collect();
    let booked = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), booked, "a code is one appointment's");
    for known in site.appointments.values() {
        assert!(
            site.taken(&known.service, known.slot) <= 2,
            "no slot is overfull"
        );
    }
    let carried = site.ended.values().filter_map(|ended| ended.carried_into);
    let mut into: Vec<_> = carried.collect();
    let count = into.len();
    into.sort_unstable();
    into.dedup();
    assert_eq!(into.len(), count, "a number stands for one old one");
    let numbers: std::collections::BTreeSet<_> = site.items.values().map(|i| i.number).collect();
    assert_eq!(numbers.len(), site.items.len());
    assert!(
        numbers
            .iter()
            .all(|n| (1..=site.items_received).contains(&n.0))
    );
}

/// Some hundred cases, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|cases| cases.parse().ok()).unwrap_or(400),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

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
                // Before an appointment is due, nobody can say how many come before it.
                if ahead.is_some() || ticket.slot.is_none() {
                    prop_assert_eq!(ahead, listed);
                }
            }
        }
    }
}
