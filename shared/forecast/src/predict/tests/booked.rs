//! Somebody is still to come: what those are told who are here, and those who come before.

use chrono::TimeDelta;
use domain::{AppointmentCommand, Class, Command};
use serde_json::{Value, json};

use super::morning::{Morning, id, start, ticket};

fn with_slots(service: &str) -> Value {
    json!({
        "id": service,
        "minutes": 10,
        "slots": {"from": "08:30", "to": "11:30", "minutes": 5, "capacity": 3}
    })
}

fn hair() -> Morning {
    let station = json!({"id": "1", "services": ["hair"]});
    Morning::new(&[with_slots("hair")], &[station])
}

/// A slot so many minutes after half past eight.
fn book(morning: &mut Morning, service: &str, minutes: i64) {
    // Each command brings the id of what it makes.
    morning.issued += 1;
    morning.act(&Command::Appointment(AppointmentCommand::Book {
        service: id(service),
        slot: start() + TimeDelta::minutes(minutes),
        class: Class::Standard,
        subject: None,
    }));
}

/// The middle of the wait with so many ahead, in whole minutes.
fn ahead(morning: &Morning, service: &str, ahead: usize) -> i64 {
    let told = morning.forecast().with_ahead(&id(service), ahead);
    told.unwrap().p50.round() as i64
}

#[test]
fn an_appointment_hours_away_keeps_nobody_waiting() {
    let mut morning = hair();
    book(&mut morning, "hair", 175);
    for place in 0..9 {
        assert_eq!(ahead(&morning, "hair", place), 10 * place as i64);
    }
    morning.standard("hair", 2);
    for place in 0..7 {
        assert_eq!(ahead(&morning, "hair", place), 10 * place as i64);
    }
}

#[test]
fn who_comes_before_an_appointment_waits_less_than_who_comes_after() {
    let mut morning = hair();
    book(&mut morning, "hair", 15);
    // The second of them is served until twenty past, and then comes the appointment.
    let waits: Vec<i64> = (0..5).map(|place| ahead(&morning, "hair", place)).collect();
    assert_eq!(waits, [0, 10, 30, 40, 50]);
}

#[test]
fn nobody_is_called_before_the_opening_though_stations_have_nobody() {
    let services = [
        json!({"id": "hair", "minutes": 10, "opens": "09:00"}),
        with_slots("kettle"),
    ];
    let station = json!({"id": "1", "services": ["hair", "kettle"]});
    let mut morning = Morning::new(&services, &[station]);
    let places = |morning: &Morning, line| -> Vec<i64> {
        (0..3).map(|place| ahead(morning, line, place)).collect()
    };
    assert_eq!(places(&morning, "hair"), [30, 40, 50]);
    assert_eq!(places(&morning, "kettle"), [0, 10, 20]);
    book(&mut morning, "kettle", 25);
    // The appointment is served from five to nine until five past.
    assert_eq!(places(&morning, "hair"), [35, 45, 55]);
    assert_eq!(places(&morning, "kettle"), [0, 10, 20]);
}

#[test]
fn who_is_elsewhere_is_called_when_done_and_not_when_an_appointment_comes() {
    let stations = [
        json!({"id": "1", "services": ["hair"]}),
        json!({"id": "2", "services": ["kettle"]}),
    ];
    let services = [json!({"id": "hair", "minutes": 10}), with_slots("kettle")];
    let mut morning = Morning::new(&services, &stations);
    morning.standard("hair", 1);
    morning.act(&Command::IssueTicket {
        service: id("kettle"),
        class: Class::Standard,
        visit: Some(ticket(1)),
        card: None,
        carried_from: None,
    });
    morning.issued += 1;
    book(&mut morning, "kettle", 60);
    assert_eq!(morning.wait(2).unwrap()[1], 10);
    assert_eq!(ahead(&morning, "kettle", 1), 10);
}

/// As at the station itself: an appointment takes no turn of those who are preferred.
#[test]
fn an_appointment_leaves_the_run_in_preference_as_it_is() {
    let services = [with_slots("hair"), with_slots("kettle")];
    let station = json!({"id": "1", "services": ["kettle", "hair"], "order": "preference",
        "preference_run": 2});
    let mut morning = Morning::new(&services, &[station]);
    morning.standard("hair", 1).standard("kettle", 4).call("1");
    book(&mut morning, "hair", 5);
    // The kettle that was called, the appointment, another kettle; then it is two in a row.
    assert_eq!(morning.wait(1).unwrap()[1], 30);
}
