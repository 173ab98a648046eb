//! The same command with the same key adds nothing, whatever else is asked.

use chrono::TimeDelta;
use domain::VisitId;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// What, where, about which ticket, seconds before it.
type Step = (u8, u8, u8, u16);

fn command(bench: &Bench, (kind, a, b, _): Step) -> Command {
    let at = station(u32::from(a % 3) + 1);
    let tickets = &bench.site().tickets;
    let nth = usize::from(b) % tickets.len().max(1);
    let any = tickets.keys().nth(nth).copied();
    let seen = any.filter(|_| a >= 192);
    match (kind % 13, any) {
        (0..=3, _) => Command::IssueTicket {
            service: "haircut".parse().unwrap(),
            class: if b % 3 == 0 {
                Class::Priority
            } else {
                Class::Standard
            },
            visit: seen,
            card: None,
            carried_from: None,
        },
        (4 | 5, _) => Command::CallNext {
            station: at,
            finish: b % 2 == 0,
            seen,
        },
        (6, _) => START(at, seen),
        (7, _) => NO_SHOW(at, seen),
        (8, Some(ticket)) => Command::HoldTicket {
            target: Target::Ticket(ticket),
        },
        (9, Some(ticket)) => Command::ResumeTicket {
            ticket,
            station: (b % 2 == 0).then_some(at),
        },
        (10, Some(ticket)) => Command::ReinstateTicket { ticket },
        (11, Some(ticket)) => Command::CancelTicket {
            ticket,
            reason: None,
        },
        (12, _) if a % 8 == 0 => Command::CloseDay,
        (12, _) if a % 8 == 1 => Command::OpenDay,
        (_, _) => UNDO(at, seen),
    }
}

/// Has a command handled that came with a key; every call has ids of its own.
fn ask(bench: &mut Bench, key: &str, command: &Command, call: u128) -> Result<Handled, Refusal> {
    let by = Actor::of(Role::Organiser);
    let id = bench.machine.identify(key, bench.now);
    let context = Context {
        now: bench.now,
        by: by.clone(),
        ticket: TicketId(Uuid::from_u128(call << 64)),
        visit: VisitId(Uuid::from_u128(call << 64)),
        thing: Uuid::from_u128(call << 64),
        code: 0,
        satellite: None,
    };
    let ask = Ask {
        command: command.clone(),
        key: Some(key.to_owned()),
        by,
        own_ticket: None,
    };
    bench.machine.handle(&ask, id, &context, &bench.outlook)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_command_twice_adds_nothing(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), 0u16..90), 1..60),
        gap in 0usize..4,
    ) {
        let mut bench = Bench::new(3);
        let mut done: Vec<(String, Command, Position)> = Vec::new();
        for (n, step) in steps.into_iter().enumerate() {
            bench.now += TimeDelta::seconds(i64::from(step.3));
            let (key, command) = (format!("k{n}"), command(&bench, step));
            let call = 2 * n as u128 + 1;
            let before = bench.site().clone();
            match ask(&mut bench, &key, &command, call) {
                Ok(Handled::Recorded(_)) => {
                    done.push((key, command, bench.machine.position()));
                }
                // What recorded nothing left no trace, and is decided again.
                Ok(Handled::Nothing(_)) | Err(_) => prop_assert_eq!(bench.site(), &before),
                Ok(Handled::Repeated(at)) => panic!("a new key is known: {at:?}"),
            }
            // Asked again at once, or after what others did meanwhile.
            let Some((key, command, at)) = done.iter().rev().nth(gap).cloned() else {
                continue;
            };
            let (before, position) = (bench.site().clone(), bench.machine.position());
            let again = ask(&mut bench, &key, &command, call + 1);
            prop_assert_eq!(again, Ok(Handled::Repeated(at)));
            prop_assert_eq!((bench.site(), bench.machine.position()), (&before, position));
        }
    }
}
