//! What people expect of any forecast, over made-up mornings.

use chrono::TimeDelta;
use domain::{AppointmentCommand, Class, Command};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::morning::{Morning, id, start};
use crate::Estimate;

fn any_morning() -> impl Strategy<Value = Morning> {
    let policies = prop_oneof![
        Just(json!("arrival")),
        (2..5u8).prop_map(|every| json!({"share": {"every": every}})),
        (1..4u8).prop_map(|run| json!({"first": {"run": run}})),
    ];
    let people = prop::collection::vec((any::<bool>(), any::<bool>()), 0..40);
    (policies, 1..4usize, any::<bool>(), people, 0..4usize).prop_map(
        |(policy, stations, shared, people, calls)| {
            let slots = json!({"from": "08:30", "to": "11:30", "minutes": 5, "capacity": 4});
            let services = [
                json!({"id": "hair", "minutes": 10, "policy": policy, "slots": slots}),
                json!({"id": "kettle", "minutes": 25, "policy": policy}),
            ];
            let mut stations: Vec<Value> = (1..=stations)
                .map(|n| json!({"id": n.to_string(), "services": ["hair"]}))
                .collect();
            let both = if shared {
                json!(["kettle", "hair"])
            } else {
                json!(["kettle"])
            };
            stations.push(json!({"id": "k", "services": both}));
            let mut morning = Morning::new(&services, &stations);
            for (is_hair, is_priority) in people {
                let class = if is_priority {
                    Class::Priority
                } else {
                    Class::Standard
                };
                morning.issue(if is_hair { "hair" } else { "kettle" }, class);
            }
            for station in ["1", "k"].iter().take(calls) {
                morning.call(station).minutes(2);
            }
            morning
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn more_people_ahead_never_shorten_the_wait(morning in any_morning()) {
        for service in morning.forecast().services.values() {
            let waits: Vec<Estimate> = (0..80).filter_map(|ahead| service.curve.at(ahead)).collect();
            for pair in waits.windows(2) {
                prop_assert!(pair[0].p10 <= pair[1].p10 && pair[0].p50 <= pair[1].p50);
                prop_assert!(pair[0].p90 <= pair[1].p90 && pair[0].mean <= pair[1].mean + 1e-9);
            }
        }
    }

    #[test]
    fn appointments_that_are_still_to_come_leave_places_in_their_order(
        morning in any_morning(),
        slots in prop::collection::vec(1..34_i64, 1..5),
    ) {
        let before = morning.newcomer("hair", Class::Standard).unwrap();
        let mut booked = morning;
        let first = start();
        for slot in slots {
            booked.issued += 1;
            booked.act(&Command::Appointment(AppointmentCommand::Book {
                service: id("hair"),
                slot: first + TimeDelta::minutes(5 * slot + 5),
                class: Class::Standard,
                subject: None,
            }));
        }
        let line = booked.site.lines.get(&id("hair")).map_or(0, domain::line::Line::len);
        for (name, service) in &booked.forecast().services {
            let waits: Vec<Estimate> = (0..80).filter_map(|ahead| service.curve.at(ahead)).collect();
            for (place, pair) in waits.windows(2).enumerate() {
                prop_assert!(pair[0].p10 <= pair[1].p10 && pair[0].p50 <= pair[1].p50);
                prop_assert!(pair[0].p90 <= pair[1].p90);
                // Between two newcomers come one of them and appointments, and no empty hours.
                let lasts = pair[1].p50 - pair[0].p50;
                prop_assert!(*name != id("hair") || place <= line || lasts <= 5.0 * 14.0, "{pair:?}");
            }
        }
        let after = booked.newcomer("hair", Class::Standard).unwrap();
        // Who is called before them waits as long, and who is not for at most four jobs more.
        prop_assert!(after.iter().zip(before).all(|(after, before)| *after <= before + 4 * 35));
    }

    #[test]
    fn everybody_in_the_line_is_told_something_sound(morning in any_morning()) {
        let forecast = morning.forecast();
        for waiting in morning.site.tickets.values().filter(|t| !t.state.is_closed()) {
            let Some(e) = forecast.ticket(waiting.id, &waiting.service) else {
                prop_assert!(waiting.state.station().is_some());
                continue;
            };
            prop_assert!(0.0 <= e.p10 && e.p10 <= e.p50 && e.p50 <= e.p90 && e.p90.is_finite());
            prop_assert!(e.p10 <= e.mean && e.mean <= e.p90);
            prop_assert!((0.0..=1.0).contains(&e.served_before_close));
        }
    }

    #[test]
    fn another_station_never_lengthens_the_wait_of_a_newcomer(morning in any_morning()) {
        let before = morning.newcomer("hair", Class::Standard).unwrap();
        let mut more = morning.clone();
        let settings = serde_json::from_value(json!({"id": "more", "services": ["hair"]})).unwrap();
        more.act(&Command::SetStation { settings });
        let after = more.newcomer("hair", Class::Standard).unwrap();
        prop_assert!(after.iter().zip(before).all(|(after, before)| *after <= before),
            "{before:?} became {after:?}");
    }

    #[test]
    fn the_newcomer_who_comes_is_told_what_the_newcomer_was_told(morning in any_morning()) {
        for class in [Class::Standard, Class::Priority] {
            let told = morning.newcomer("hair", class).unwrap();
            let mut after = morning.clone();
            after.issue("hair", class);
            after.now -= TimeDelta::milliseconds(1);
            let wait = after.wait(after.issued).unwrap();
            for (told, wait) in told.iter().zip(wait) {
                // Where lines share a station, one more may change the turns by a job.
                prop_assert!((told - wait).abs() <= 35, "{class:?}: {told} became {wait}");
            }
        }
    }
}
