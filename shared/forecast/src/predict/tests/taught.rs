//! What a ticket teaches that was on hold, or went through several lines.

use domain::{Command, Target};
use serde_json::json;

use super::morning::{Morning, id, ticket};
use crate::{Experience, experience};

/// A line of hair and one of kettles, each with a station.
fn hair_and_kettle() -> Morning {
    let services = [
        json!({"id": "hair", "minutes": 10}),
        json!({"id": "kettle", "minutes": 10}),
    ];
    let stations = [
        json!({"id": "1", "services": ["hair"]}),
        json!({"id": "2", "services": ["kettle"]}),
    ];
    Morning::new(&services, &stations)
}

/// Somebody is served for five minutes at the hair, and then sent to the kettles.
fn sent_on(morning: &mut Morning) {
    morning.standard("hair", 1).call("1").minutes(1).start("1");
    let target = Target::Ticket(ticket(morning.issued));
    morning.minutes(5).act(&Command::TransferTicket {
        target,
        service: id("kettle"),
    });
}

fn learned(morning: &Morning) -> Experience {
    experience(&morning.site, morning.now)
}

#[test]
fn who_is_served_in_two_lines_teaches_each_its_own_minutes() {
    let mut morning = hair_and_kettle();
    for _ in 0..6 {
        sent_on(&mut morning);
        morning.call("2").minutes(2).start("2").minutes(20);
        morning.act(&Command::FinishServing {
            station: "2".parse().unwrap(),
            seen: None,
        });
    }
    for (service, minutes) in [("hair", 6.0), ("kettle", 22.0)] {
        let told = morning.forecast().with_ahead(&id(service), 1).unwrap();
        assert!(!told.rough);
        assert!((told.p50 / minutes - 1.0).abs() < 0.15, "{told:?}");
    }
}

#[test]
fn what_was_done_is_known_before_the_next_line_calls() {
    let mut morning = hair_and_kettle();
    for _ in 0..6 {
        sent_on(&mut morning);
    }
    let forecast = morning.forecast();
    let rough = |service: &str| forecast.with_ahead(&id(service), 1).unwrap().rough;
    assert_eq!((rough("hair"), rough("kettle")), (false, true));
}

#[test]
fn a_job_under_way_began_in_its_own_line() {
    let mut morning = hair_and_kettle();
    sent_on(&mut morning);
    morning.standard("kettle", 1);
    morning.call("2").start("2").minutes(2);
    assert_eq!(morning.wait(2).unwrap()[1], 8);
}

#[test]
fn a_hold_is_no_waiting_that_somebody_could_have_given_up() {
    let waited = |is_held: bool| {
        let mut morning = hair_and_kettle();
        morning.standard("hair", 1).minutes(4);
        let target = Target::Ticket(ticket(1));
        if is_held {
            morning.act(&Command::HoldTicket { target }).minutes(40);
            let (ticket, station) = (ticket(1), None);
            morning.act(&Command::ResumeTicket { ticket, station });
        }
        morning.call("1");
        learned(&morning).get(&id("hair")).unwrap().gave_up
    };
    assert_eq!(waited(true), waited(false));
}
