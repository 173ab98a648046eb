use domain::settings::AtRisk;
use domain::{Class, Command, Nobody, Reason, Refusal, Role, StationId, Target, TicketId};
use protocol::{Answer, Outcome};

use super::*;
use crate::fixture::{Bench, station};

fn issue() -> Command {
    let service = "haircut".parse().unwrap();
    Command::IssueTicket {
        service,
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    }
}

mod learning;
mod repeats;

/// A command about what a station holds.
type AtStation = fn(StationId, Option<TicketId>) -> Command;

const RECALL: AtStation = |station, seen| Command::RecallTicket { station, seen };
const START: AtStation = |station, seen| Command::StartServing { station, seen };
const FINISH: AtStation = |station, seen| Command::FinishServing { station, seen };
const NO_SHOW: AtStation = |station, seen| Command::MarkNoShow { station, seen };
const UNDO: AtStation = |station, seen| Command::Undo { station, seen };
const HOLD: AtStation = |station, seen| Command::HoldTicket {
    target: Target::Station(station, seen),
};

#[test]
fn a_station_answers_with_the_ticket_that_the_command_was_about() {
    let rows: [&[(AtStation, &str, Option<&str>)]; 4] = [
        &[
            (RECALL, "理001", Some("理001")),
            (START, "理001", Some("理001")),
        ],
        &[(START, "理001", Some("理001")), (FINISH, "理001", None)],
        &[(NO_SHOW, "理001", None), (UNDO, "理001", Some("理001"))],
        &[
            (HOLD, "理001", None),
            (UNDO, "理001", Some("理001")),
            (UNDO, "理001", None),
        ],
    ];
    for row in rows {
        let mut bench = Bench::new(1);
        bench.issue(Class::Standard);
        bench.call_next(1);
        for (n, (command, about, held)) in row.iter().enumerate() {
            let answer = bench.at_station(command(station(1), None));
            assert_eq!(answer.ticket.unwrap().number, *about, "{n} of {row:?}");
            let now_held = answer.station.ticket.map(|ticket| ticket.number);
            assert_eq!(now_held.as_deref(), *held, "{n} of {row:?}");
        }
    }
}

#[test]
fn the_next_call_answers_with_the_one_called_and_why_or_why_nobody() {
    let mut bench = Bench::new(1);
    assert_eq!(
        bench.call_next(1).reason,
        Some(Outcome::Nobody(Nobody::NobodyWaiting))
    );
    for _ in 0..2 {
        bench.issue(Class::Standard);
    }
    assert_eq!(
        bench.call_next(1).reason,
        Some(Outcome::Called(Reason::Arrival))
    );
    bench.at_station(START(station(1), None));
    let next = Command::CallNext {
        station: station(1),
        finish: true,
        seen: None,
    };
    let answer = bench.at_station(next.clone());
    assert_eq!(answer.ticket.unwrap().number, "理002");
    bench.at_station(START(station(1), None));
    let answer = bench.at_station(next);
    assert_eq!((answer.ticket, answer.station.ticket), (None, None));
    assert_eq!(answer.reason, Some(Outcome::Nobody(Nobody::NobodyWaiting)));
}

#[test]
fn a_repeat_of_what_is_so_already_records_nothing() {
    let mut bench = Bench::new(1);
    bench.issue(Class::Standard);
    bench.call_next(1);
    bench.at_station(START(station(1), None));
    let position = bench.machine.position();
    let handled = bench
        .handle(START(station(1), None), Role::Volunteer)
        .unwrap();
    assert!(matches!(handled, Handled::Nothing(Answer::Station(_))));
    assert_eq!(bench.machine.position(), position);
}

#[test]
fn a_newcomer_at_risk_is_refused_only_where_the_organiser_said_so() {
    for (at_risk, is_refused) in [(AtRisk::Warn, false), (AtRisk::Refuse, true)] {
        let mut bench = Bench::new(1);
        bench.set_service(|service| {
            service.closes = chrono::NaiveTime::from_hms_opt(10, 0, 0);
            service.at_risk = at_risk;
        });
        // Six at ten minutes each fill the hour.
        for _ in 0..9 {
            let _ = bench.handle(issue(), Role::Kiosk);
        }
        let refused = bench.handle(issue(), Role::Kiosk);
        let is_unlikely = matches!(refused, Err(Refusal::UnlikelyToBeServed { .. }));
        assert_eq!(is_unlikely, is_refused, "{at_risk:?}: {refused:?}");
        let count = bench.site().tickets.len();
        assert!(
            if is_refused {
                (3..9).contains(&count)
            } else {
                count == 10
            },
            "{count}"
        );
    }
}

/// Everybody who waited counted as ahead, so priority was refused though it goes first.
#[test]
fn a_newcomer_whose_class_goes_first_is_not_at_risk() {
    let mut bench = Bench::new(1);
    bench.set_service(|service| {
        service.closes = chrono::NaiveTime::from_hms_opt(10, 0, 0);
        service.policy = domain::Policy::First { run: 2 };
    });
    for _ in 0..9 {
        bench.issue(Class::Standard);
    }
    bench.set_service(|service| {
        service.closes = chrono::NaiveTime::from_hms_opt(10, 0, 0);
        service.policy = domain::Policy::First { run: 2 };
        service.at_risk = AtRisk::Refuse;
    });
    let refused = bench.handle(issue(), Role::Kiosk);
    assert!(
        matches!(refused, Err(Refusal::UnlikelyToBeServed { .. })),
        "{refused:?}"
    );
    assert_eq!(bench.issue(Class::Priority).ahead, Some(0));
}

/// Whoever is sent to another line was answered with the wait of the line he left.
#[test]
fn a_transfer_answers_with_the_wait_in_the_new_line() {
    let mut bench = Bench::new(1);
    let repair: domain::ServiceId = "repair".parse().unwrap();
    bench.ok(Command::SetService {
        settings: domain::ServiceSettings {
            id: repair.clone(),
            ..domain::ServiceSettings::default()
        },
    });
    bench.ok(Command::SetStation {
        settings: domain::StationSettings {
            id: station(2),
            services: vec![repair.clone()],
            ..domain::StationSettings::default()
        },
    });
    for _ in 0..3 {
        bench.issue(Class::Standard);
    }
    let last = bench.issue(Class::Standard);
    assert!(last.wait.unwrap().high_min > 0);
    let answer = bench.ok(Command::TransferTicket {
        target: Target::Ticket(last.id.unwrap()),
        service: repair,
    });
    let Answer::Ticket(answer) = answer else {
        panic!("no ticket: {answer:?}")
    };
    let first = bench.issue(Class::Standard);
    assert_eq!(answer.ticket.ahead, Some(0));
    assert_eq!(answer.ticket.wait.unwrap().low_min, 0);
    assert!(answer.ticket.wait.unwrap().high_min < last.wait.unwrap().high_min);
    assert_eq!(first.ahead, Some(3));
}

#[test]
fn what_falls_due_has_the_same_id_on_every_hub() {
    let mut bench = Bench::new(1);
    bench.issue(Class::Standard);
    let mut other = bench.machine.clone();
    let midnight = bench.machine.next_due().unwrap();
    assert!(
        bench
            .machine
            .fall_due(midnight - chrono::TimeDelta::seconds(1))
            .is_empty()
    );
    let due = bench.machine.fall_due(midnight);
    assert_eq!(due.len(), 1);
    assert_eq!(due, other.fall_due(midnight + chrono::TimeDelta::hours(3)));
    assert!(bench.machine.fall_due(midnight).is_empty());
}

#[test]
fn equal_states_have_equal_hashes() {
    let (mut one, mut two) = (Bench::new(2), Bench::new(2));
    for bench in [&mut one, &mut two] {
        bench.issue(Class::Priority);
        bench.call_next(2);
    }
    assert_eq!(
        state_hash(one.site()).unwrap(),
        state_hash(two.site()).unwrap()
    );
    two.issue(Class::Standard);
    assert_ne!(
        state_hash(one.site()).unwrap(),
        state_hash(two.site()).unwrap()
    );
}
