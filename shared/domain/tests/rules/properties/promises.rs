//! What residents are promised, whatever else happens: when a turn comes, at the latest.

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeDelta};
use domain::settings::{Slots, StationOrder};
use domain::{
    AppointmentCommand, AppointmentId, Class, Command, Fact, Moment, Policy, Reason,
    ServiceSettings, Site, StationSettings, Ticket, TicketId, TicketState,
};
use proptest::prelude::*;

use super::{SERVICES, command, config, pass, policy, square, steps};
use crate::kit::{Square, finish, next, service, start, station};

proptest! {
    #![proptest_config(config())]

    /// Nobody of one class passes another of it who came earlier to the same line.
    #[test]
    fn inside_a_class_the_earlier_place_is_called_first(steps in steps(), policy in policy()) {
        let mut s = square(policy);
        for step in steps {
            pass(&mut s, step);
            let command = command(&s, step);
            let before = s.site.clone();
            let Ok(decision) = s.run(command) else { continue };
            for fact in &decision.facts {
                if let Fact::TicketCalled { ticket, reason, .. } = fact
                    && matches!(reason, Reason::Arrival | Reason::Priority)
                    && let Some(called) = before.tickets.get(ticket)
                {
                    let passed = passed_over(&before, called);
                    prop_assert!(passed.is_none(), "{called:?} was called before {passed:?}");
                }
            }
        }
    }

    /// Who is booked and comes in time is called within one serving of the slot's start, however
    /// long the line is, while no more are due than stations are open.
    #[test]
    fn an_appointment_is_called_within_one_serving_of_its_slot(
        morning in morning(),
        policy in policy(),
    ) {
        for (slot, called) in morning.play(policy) {
            let late = called.map(|called| called - slot);
            let longest = TimeDelta::minutes(morning.longest_min);
            prop_assert!(
                late.is_some_and(|late| late <= longest),
                "{late:?} after the slot at {slot}, with servings of up to {longest}"
            );
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

/// Somebody who waits in the same line and class with an earlier place and could have been called.
fn passed_over<'a>(site: &'a Site, called: &Ticket) -> Option<&'a Ticket> {
    let place = |t: &Ticket| (t.place_at, t.issued_at, t.count, t.id);
    let is_elsewhere = |t: &Ticket| {
        let mut at_stations = site
            .tickets
            .values()
            .filter(|u| u.state.station().is_some());
        t.visit.is_some() && at_stations.any(|u| u.visit == t.visit)
    };
    site.tickets.values().find(|t| {
        t.state == TicketState::Waiting
            && (&t.service, t.class) == (&called.service, called.class)
            && t.slot.is_none()
            && t.reinstated.is_none()
            && place(t) < place(called)
            && !is_elsewhere(t)
    })
}

/// A morning with appointments for repairs among people who walk in for both services.
#[derive(Debug, Clone)]
struct Morning {
    /// Stations that serve repairs; the odd ones cut hair too.
    stations: usize,
    /// No serving takes longer, and no slot is shorter.
    longest_min: i64,
    due_before_min: u16,
    /// Who walks in at each minute: for which service, with priority or not.
    walk_ins: Vec<Option<(bool, bool)>>,
    /// Of each slot, so many minutes before its start each of its people checks in.
    check_ins: Vec<Vec<i64>>,
    /// How long servings take, over and over.
    servings_min: Vec<i64>,
}

const SLOT_MIN: i64 = 15;

fn morning() -> impl Strategy<Value = Morning> {
    (1usize..4, 1i64..=SLOT_MIN, 0u16..10).prop_flat_map(|(stations, longest_min, due)| {
        let walk_ins = prop::option::weighted(0.6, (any::<bool>(), any::<bool>()));
        // No more are due than stations are open, and those of the slot before are gone.
        let of_slot = prop::collection::vec(0i64..60, 0..=stations);
        (
            prop::collection::vec(walk_ins, 0..120),
            prop::collection::vec(of_slot, 1..8),
            prop::collection::vec(1..=longest_min, 1..12),
        )
            .prop_map(move |(walk_ins, check_ins, servings_min)| Morning {
                stations,
                longest_min,
                due_before_min: due,
                walk_ins,
                check_ins,
                servings_min,
            })
    })
}

impl Morning {
    /// Plays the morning minute by minute: each appointment's slot, and when it was called.
    fn play(&self, policy: Policy) -> Vec<(Moment, Option<Moment>)> {
        let (mut s, opening) = (self.square(policy), "2026-03-07T09:00:00+08:00");
        let opening = crate::kit::at(opening);
        let mut booked = Vec::new();
        for (nth, people) in self.check_ins.iter().enumerate() {
            // The first slot an hour after the opening, so that everybody can come early.
            let slot = opening + TimeDelta::minutes(60 + SLOT_MIN * nth as i64);
            for before in people {
                booked.push((slot, slot - TimeDelta::minutes(*before), book(&mut s, slot)));
            }
        }
        let mut servings = self.servings_min.iter().cycle();
        let mut free_at = vec![opening; self.stations];
        let mut called = BTreeMap::new();
        let mut tickets = Vec::new();
        for minute in 0..60 + SLOT_MIN * (self.check_ins.len() as i64 + 1) {
            let now = opening + TimeDelta::minutes(minute);
            s.go_to(now);
            if let Some(Some((repairs, priority))) = self.walk_ins.get(minute as usize) {
                walk_in(&mut s, SERVICES[usize::from(*repairs)], *priority);
            }
            for (slot, _, appointment) in booked.iter().filter(|(_, comes, _)| *comes == now) {
                tickets.push((*slot, check_in(&mut s, *appointment)));
            }
            for (nth, free_at) in free_at.iter_mut().enumerate() {
                if *free_at <= now
                    && let Some(ticket) = serve_next(&mut s, &(nth + 1).to_string())
                {
                    called.insert(ticket, now);
                    let takes = servings.next().copied().unwrap_or(1);
                    *free_at = now + TimeDelta::minutes(takes);
                }
            }
        }
        let when = |ticket| called.get(&ticket).copied();
        tickets
            .into_iter()
            .map(|(slot, ticket)| (slot, when(ticket)))
            .collect()
    }

    fn square(&self, policy: Policy) -> Square {
        let mut s = square(policy);
        s.set_service(ServiceSettings {
            id: service("repair"),
            prefix: "修".to_owned(),
            policy,
            due_before_min: self.due_before_min,
            slots: Some(Slots {
                from: NaiveTime::MIN,
                to: NaiveTime::from_hms_opt(23, 45, 0).unwrap(),
                minutes: SLOT_MIN as u16,
                capacity: self.stations as u16,
                days_ahead: 14,
            }),
            ..ServiceSettings::default()
        });
        for nth in 1..=self.stations {
            let services = if nth % 2 == 1 {
                vec!["haircut", "repair"]
            } else {
                vec!["repair"]
            };
            s.set_station(StationSettings {
                id: station(&nth.to_string()),
                services: services.into_iter().map(service).collect(),
                order: StationOrder::Preference,
                ..StationSettings::default()
            });
        }
        s
    }
}

fn walk_in(s: &mut Square, line: &str, priority: bool) {
    let class = if priority {
        Class::Priority
    } else {
        Class::Standard
    };
    s.issue_as("walk-in", line, class);
}

fn book(s: &mut Square, slot: Moment) -> AppointmentId {
    let decision = s.ok(Command::Appointment(AppointmentCommand::Book {
        service: service("repair"),
        slot,
        class: Class::Standard,
        subject: None,
    }));
    let booked = decision.facts.iter().find_map(|fact| {
        let Fact::AppointmentBooked { appointment, .. } = fact else {
            return None;
        };
        Some(*appointment)
    });
    booked.unwrap()
}

fn check_in(s: &mut Square, appointment: AppointmentId) -> TicketId {
    let visit = None;
    let decision = s.ok(Command::Appointment(AppointmentCommand::CheckIn {
        appointment,
        visit,
    }));
    let issued = decision.facts.iter().find_map(|fact| {
        let Fact::TicketIssued { ticket, .. } = fact else {
            return None;
        };
        Some(*ticket)
    });
    issued.unwrap()
}

/// Ends what the station is at, and begins with the next one: whom it called.
fn serve_next(s: &mut Square, at: &str) -> Option<TicketId> {
    if s.site
        .station(&station(at))
        .is_some_and(|found| found.ticket.is_some())
    {
        s.ok(finish(at));
    }
    let decision = s.ok(next(at));
    let called = decision.facts.iter().find_map(|fact| {
        let Fact::TicketCalled { ticket, .. } = fact else {
            return None;
        };
        Some(*ticket)
    })?;
    s.ok(start(at));
    Some(called)
}
