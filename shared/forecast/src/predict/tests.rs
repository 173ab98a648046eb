use domain::{Command, Target};
use morning::{Morning, id, ticket};
use serde_json::{Value, json};

use super::*;

mod booked;
mod learned;
pub(crate) mod morning;
mod properties;
mod taught;

#[test]
fn the_first_of_a_line_waits_for_nobody() {
    assert_eq!(
        Morning::plain(1).standard("hair", 1).wait(1),
        Some([0, 0, 0])
    );
    assert_eq!(
        Morning::plain(1).newcomer("hair", Class::Standard),
        Some([0, 0, 0])
    );
}

#[test]
fn each_one_ahead_costs_the_configured_minutes_give_or_take_forty_percent() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 4);
    let waits: Vec<_> = (1..=4).map(|n| morning.wait(n).unwrap()).collect();
    assert_eq!(waits, [[0, 0, 0], [6, 10, 14], [12, 20, 28], [18, 30, 42]]);
    assert_eq!(
        morning.newcomer("hair", Class::Standard),
        Some([24, 40, 56])
    );
    let mean = morning
        .forecast()
        .ticket(ticket(3), &id("hair"))
        .unwrap()
        .mean;
    assert!((mean - 20.0).abs() < 1e-3, "{mean}");
}

#[test]
fn stations_share_the_line() {
    let mut morning = Morning::plain(2);
    morning.standard("hair", 5);
    let waits: Vec<_> = (1..=5).map(|n| morning.wait(n).unwrap()[1]).collect();
    assert_eq!(waits, [0, 0, 10, 10, 20]);
}

#[test]
fn what_a_running_job_still_needs_is_counted() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 2).call("1").start("1").minutes(4);
    assert_eq!(morning.wait(2), Some([2, 6, 10]));
}

#[test]
fn a_job_that_lasts_too_long_will_not_end_this_very_second() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 2).call("1").start("1").minutes(60);
    let wait = morning.forecast().ticket(ticket(2), &id("hair")).unwrap();
    assert_eq!((wait.p10, wait.p50, wait.p90), (1.2, 2.0, 2.8));
}

#[test]
fn who_is_called_but_not_there_yet_still_needs_the_whole_time() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 2).call("1").minutes(4);
    assert_eq!(morning.wait(2), Some([6, 10, 14]));
}

#[test]
fn stints_before_a_hold_count_as_done() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 2).call("1").start("1").minutes(5);
    let station = "1".parse().unwrap();
    morning
        .act(&Command::HoldTicket {
            target: Target::Ticket(ticket(1)),
        })
        .minutes(20);
    morning
        .act(&Command::ResumeTicket {
            ticket: ticket(1),
            station: Some(station),
        })
        .minutes(2);
    assert_eq!(morning.wait(2).unwrap()[1], 3);
}

#[test]
fn nobody_can_say_where_no_station_is_open() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 1).close("1");
    assert_eq!(morning.wait(1), None);
    assert_eq!(morning.newcomer("hair", Class::Standard), None);
    assert_eq!(morning.forecast().services[&id("hair")].stations_open, 0);
}

#[test]
fn a_pause_counts_if_its_end_was_announced() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 2).pause("1", None);
    assert_eq!(morning.wait(1), None);
    morning.pause("1", Some(15));
    assert_eq!(
        (morning.wait(1), morning.wait(2)),
        (Some([15; 3]), Some([21, 25, 29]))
    );
    morning.minutes(20);
    assert_eq!(
        morning.wait(1),
        Some([0; 3]),
        "an overdue break is about to end"
    );
}

#[test]
fn a_paused_station_first_finishes_what_it_serves() {
    let mut morning = Morning::plain(1);
    morning
        .standard("hair", 2)
        .call("1")
        .start("1")
        .pause("1", Some(5));
    assert_eq!(morning.wait(2), Some([6, 10, 14]));
    morning.pause("1", Some(30));
    assert_eq!(morning.wait(2), Some([30, 30, 30]));
}

#[test]
fn a_second_station_on_a_break_helps_from_its_return_on() {
    let mut morning = Morning::plain(2);
    morning.standard("hair", 4).pause("2", Some(5));
    let waits: Vec<_> = (1..=4).map(|n| morning.wait(n).unwrap()[1]).collect();
    assert_eq!(waits, [0, 5, 10, 15]);
}

fn two_services(stations: &[Value]) -> Morning {
    let services = [
        json!({"id": "hair", "minutes": 10, "policy": "arrival"}),
        json!({"id": "kettle", "minutes": 20, "policy": "arrival"}),
    ];
    Morning::new(&services, stations)
}

#[test]
fn people_of_another_service_at_the_same_station_are_in_the_way() {
    let mut morning = two_services(&[json!({"id": "1", "services": ["hair", "kettle"]})]);
    morning
        .standard("kettle", 1)
        .standard("hair", 1)
        .standard("kettle", 1);
    let waits: Vec<_> = (1..=3).map(|n| morning.wait(n).unwrap()[1]).collect();
    assert_eq!(waits, [0, 20, 30]);
    assert_eq!(morning.newcomer("hair", Class::Standard).unwrap()[1], 50);
}

#[test]
fn newcomers_of_one_service_do_not_wait_for_imagined_ones_of_another() {
    let mut morning = two_services(&[json!({"id": "1", "services": ["hair", "kettle"]})]);
    morning.standard("hair", 1);
    let forecast = morning.forecast();
    let at = |service: &str, ahead| {
        forecast
            .with_ahead(&id(service), ahead)
            .unwrap()
            .p50
            .round()
    };
    assert_eq!(
        (at("kettle", 0), at("kettle", 1), at("kettle", 2)),
        (10.0, 30.0, 50.0)
    );
    assert_eq!((at("hair", 1), at("hair", 2)), (10.0, 20.0));
}

#[test]
fn a_preferring_station_lets_the_other_line_wait() {
    let mut morning = two_services(&[
        json!({"id": "1", "services": ["hair", "kettle"], "order": "preference",
            "preference_run": 3}),
    ]);
    morning.standard("kettle", 1).standard("hair", 5);
    assert_eq!(morning.wait(1).unwrap()[1], 30, "after three in preference");
}

#[test]
fn priority_is_played_as_the_policy_says() {
    let mut morning = Morning::plain(1);
    morning.standard("hair", 4).issue("hair", Class::Priority);
    assert_eq!(morning.wait(5).unwrap()[1], 0);
    assert_eq!(morning.wait(1).unwrap()[1], 10);
    let standard = morning.newcomer("hair", Class::Standard).unwrap();
    let priority = morning.newcomer("hair", Class::Priority).unwrap();
    assert_eq!(
        (standard[1], priority[1]),
        (50, 30),
        "share 3: one of three"
    );
}

#[test]
fn one_person_is_at_one_station_at_a_time() {
    let stations = [
        json!({"id": "1", "services": ["hair"]}),
        json!({"id": "2", "services": ["kettle"]}),
    ];
    let mut morning = two_services(&stations);
    morning.standard("hair", 1);
    let visit = Some(ticket(1));
    morning.act(&Command::IssueTicket {
        service: id("kettle"),
        class: Class::Standard,
        visit,
        card: None,
        carried_from: None,
    });
    assert_eq!(morning.wait(1).unwrap()[1], 0);
    assert_eq!(
        morning.wait(2).unwrap()[1],
        10,
        "the kettle waits for the hair"
    );
}

#[test]
fn numbers_given_before_opening_wait_for_the_opening() {
    let service = json!({"id": "hair", "minutes": 10, "opens": "09:00", "closes": "11:30"});
    let mut morning = Morning::new(&[service], &[json!({"id": "1", "services": ["hair"]})]);
    morning.standard("hair", 2);
    assert_eq!(
        (morning.wait(1).unwrap()[1], morning.wait(2).unwrap()[1]),
        (30, 40)
    );
    morning.call("1");
    assert_eq!(morning.wait(2).unwrap()[1], 10, "they began early");
}

/// Until the first command of a date, the calls in the state are those of the day before.
#[test]
fn the_next_day_too_waits_for_its_opening() {
    let service = json!({"id": "hair", "minutes": 10, "opens": "09:00", "closes": "11:30"});
    let mut morning = Morning::new(&[service], &[json!({"id": "1", "services": ["hair"]})]);
    morning.standard("hair", 1).call("1").minutes(60);
    morning.act(&Command::CloseDay).minutes(23 * 60);
    let opening = Some([30; 3]);
    assert_eq!(morning.newcomer("hair", Class::Standard), opening);
    morning.standard("hair", 1);
    assert_eq!(morning.wait(2), opening);
    morning.call("1");
    assert_eq!(morning.newcomer("hair", Class::Standard).unwrap()[1], 10);
}

#[test]
fn who_was_sent_to_another_line_waits_as_one_does_there() {
    let stations = [
        json!({"id": "1", "services": ["hair"]}),
        json!({"id": "2", "services": ["kettle"]}),
    ];
    let mut morning = two_services(&stations);
    morning.standard("hair", 4).standard("kettle", 2);
    let forecast = morning.forecast();
    let wait = |estimate: Option<Estimate>| estimate.unwrap().p50.round();
    assert!((wait(forecast.ticket(ticket(4), &id("hair"))) - 30.0).abs() < 1e-9);
    assert!((wait(forecast.with_ahead(&id("kettle"), 2)) - 40.0).abs() < 1e-9);
    assert_eq!(forecast.ticket(ticket(4), &id("kettle")), None);
}

#[test]
fn closing_time_makes_a_late_place_unlikely() {
    let service = json!({"id": "hair", "minutes": 10, "closes": "09:30"});
    let mut morning = Morning::new(&[service], &[json!({"id": "1", "services": ["hair"]})]);
    morning.standard("hair", 10);
    let forecast = morning.forecast();
    let chance = |n| {
        let estimate = forecast.ticket(ticket(n), &id("hair")).unwrap();
        estimate.served_before_close
    };
    assert!((chance(1) - 1.0).abs() < 1e-9);
    assert!(
        (chance(4) - 1.0).abs() < 1e-9,
        "42 minutes at the slowest usual pace"
    );
    assert!((chance(7) - 0.5).abs() < 1e-3, "60 minutes: {}", chance(7));
    assert!(chance(10) < 0.3);
    let newcomer = forecast.newcomer(&id("hair"), Class::Standard).unwrap();
    assert!(newcomer.served_before_close < chance(10));
}

#[test]
fn who_stands_beyond_the_played_part_is_answered_by_the_pace() {
    let mut morning = Morning::plain(2);
    morning.standard("hair", 1000);
    let forecast = morning.forecast();
    assert!(forecast.tickets.len() >= 380, "{}", forecast.tickets.len());
    let told = forecast.ticket(ticket(1000), &id("hair"));
    for last in [told, forecast.with_ahead(&id("hair"), 999)] {
        let last = last.unwrap();
        assert!((last.p50 - 4990.0).abs() < 15.0, "{last:?}");
        assert!((last.p90 - 4990.0 * 1.4).abs() < 20.0, "{last:?}");
    }
}

#[test]
fn twenty_thousand_waiting_are_bounded_work() {
    let mut morning = Morning::plain(3);
    morning.standard("hair", 20_000);
    let forecast = morning.forecast();
    assert!(forecast.tickets.len() <= crate::play::CALLS_MAX);
    let last = forecast.newcomer(&id("hair"), Class::Standard).unwrap();
    assert!(
        (last.p50 / (20_000.0 / 3.0 * 10.0) - 1.0).abs() < 0.01,
        "{last:?}"
    );
}

#[test]
fn people_who_hold_no_paper_yet_hold_nobody_up_for_ever() {
    let mut morning = Morning::plain(2);
    morning.standard("hair", 2);
    for ticket in morning.site.tickets.values_mut() {
        ticket.confirmed = false;
    }
    let mut site = morning.site.clone();
    site.lines.clear();
    morning.site = site.relined();
    assert_eq!(morning.wait(1), None);
}

#[test]
fn the_same_site_and_moment_give_the_same_forecast() {
    let mut morning = Morning::plain(3);
    morning
        .standard("hair", 20)
        .call("1")
        .start("1")
        .call("2")
        .minutes(3);
    assert_eq!(morning.forecast(), morning.forecast());
    let json = serde_json::to_string(&morning.forecast()).unwrap();
    assert!(serde_json::from_str::<SiteForecast>(&json).is_ok());
}
