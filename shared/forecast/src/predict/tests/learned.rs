//! What a day's own tickets teach.

use chrono::TimeDelta;
use domain::{AppointmentCommand, Class, Command};
use serde_json::json;

use super::morning::{Morning, id, start, ticket};
use crate::Estimate;

/// A morning of one line at one station, where six jobs of so many minutes were done.
fn after_jobs_of(minutes: i64) -> Morning {
    let mut morning = Morning::plain(1);
    for _ in 0..6 {
        serve(&mut morning, minutes);
    }
    morning
}

fn serve(morning: &mut Morning, minutes: i64) {
    morning
        .standard("hair", 1)
        .call("1")
        .start("1")
        .minutes(minutes);
    finish(morning);
}

fn finish(morning: &mut Morning) {
    morning.act(&Command::FinishServing {
        station: "1".parse().unwrap(),
        seen: None,
    });
}

fn wait_of(morning: &Morning, nth: u128) -> Estimate {
    morning.forecast().ticket(ticket(nth), &id("hair")).unwrap()
}

#[test]
fn five_jobs_make_an_experience() {
    let mut morning = Morning::plain(1);
    for jobs in 0..7 {
        let told = morning.forecast().with_ahead(&id("hair"), 1).unwrap();
        assert_eq!(told.rough, jobs < 5, "{jobs}");
        serve(&mut morning, 10);
    }
}

#[test]
fn jobs_are_taken_to_last_as_long_as_they_did() {
    for minutes in [4, 25] {
        let mut morning = after_jobs_of(minutes);
        morning.standard("hair", 5);
        let wait = wait_of(&morning, morning.issued);
        let expected = minutes as f64 * 4.0;
        assert!(
            (wait.p50 / expected - 1.0).abs() < 0.3,
            "{minutes}: {wait:?}"
        );
        assert!(
            wait.p10 < wait.p50 && wait.p50 < wait.p90,
            "{minutes}: {wait:?}"
        );
    }
}

#[test]
fn who_is_far_back_is_told_a_wider_range_but_a_narrower_one_for_the_length() {
    let mut morning = after_jobs_of(10);
    morning.standard("hair", 12);
    let first = morning.issued - 11;
    let width = |nth: u128| {
        let wait = wait_of(&morning, first + nth);
        (wait.p90 - wait.p10, (wait.p90 - wait.p10) / wait.p50)
    };
    let (near, far) = (width(1), width(11));
    assert!(near.0 < far.0 && near.1 > far.1, "{near:?} {far:?}");
}

#[test]
fn a_job_that_lasts_tells_that_it_will_last() {
    let mut morning = after_jobs_of(10);
    morning.standard("hair", 2).call("1").start("1").minutes(1);
    let early = wait_of(&morning, morning.issued);
    morning.minutes(40);
    let late = wait_of(&morning, morning.issued);
    assert!((5.0..12.0).contains(&early.p50), "{early:?}");
    assert!(late.p50 > 1.0 && late.p90 > 5.0, "{late:?}");
}

#[test]
fn appointments_that_are_still_to_come_take_their_time() {
    let slots = json!({"from": "08:30", "to": "11:30", "minutes": 10, "capacity": 3});
    let service = json!({"id": "hair", "minutes": 10, "policy": "arrival", "slots": slots});
    let mut morning = Morning::new(&[service], &[json!({"id": "1", "services": ["hair"]})]);
    for _ in 0..6 {
        serve(&mut morning, 10);
    }
    morning.standard("hair", 4);
    let before = wait_of(&morning, morning.issued);
    let slot = start() + TimeDelta::minutes(70);
    for nth in 0..3 {
        // Each command brings the id of what it makes.
        morning.issued += 1;
        morning.act(&Command::Appointment(AppointmentCommand::Book {
            service: id("hair"),
            slot: slot + TimeDelta::minutes(10 * (nth % 2)),
            class: Class::Standard,
            subject: None,
        }));
    }
    let last_walk_in = morning.issued - 3;
    let after = wait_of(&morning, last_walk_in);
    assert!(after.p50 > before.p50 + 12.0, "{before:?} {after:?}");
}

/// Rain at eleven: nobody could come to the appointments of the afternoon.
#[test]
fn a_day_closed_early_does_not_teach_that_its_later_appointments_stayed_away() {
    let absent = |closes_early: bool| {
        let slots = json!({"from": "08:00", "to": "18:00", "minutes": 30, "capacity": 9});
        let hair = json!({"id": "hair", "prefix": "理", "slots": slots});
        let mut morning = Morning::new(&[hair], &[json!({"id": "1", "services": ["hair"]})]);
        serve(&mut morning, 10);
        for _ in 0..8 {
            morning.issued += 1;
            morning.act(&Command::Appointment(AppointmentCommand::Book {
                service: id("hair"),
                slot: start() + TimeDelta::hours(3),
                class: Class::Standard,
                subject: None,
            }));
        }
        if closes_early {
            morning.act(&Command::CloseDay);
        }
        morning.minutes(20 * 60);
        let learned = crate::priors_after(&morning.site, morning.now);
        learned
            .services
            .get(&id("hair"))
            .map_or(0.0, |hair| hair.absent.sum.get())
    };
    let (stayed_away, closed) = (absent(false), absent(true));
    assert!(closed <= 1.0 && stayed_away > 5.0, "{closed} {stayed_away}");
}

#[test]
fn the_end_of_the_day_is_told_for_those_who_are_there() {
    let mut morning = after_jobs_of(10);
    let done = |morning: &Morning| morning.forecast().services[&id("hair")].done_in;
    assert_eq!(done(&morning), None);
    morning.standard("hair", 3);
    let spread = done(&morning).unwrap();
    assert!((20.0..42.0).contains(&spread.p50), "{spread:?}");
    assert!(spread.p10 < spread.p50 && spread.p50 < spread.p90);
}

#[test]
fn the_chance_before_closing_is_the_share_of_plays_in_time() {
    let service = json!({"id": "hair", "minutes": 10, "policy": "arrival", "closes": "10:30"});
    let mut morning = Morning::new(&[service], &[json!({"id": "1", "services": ["hair"]})]);
    for _ in 0..6 {
        serve(&mut morning, 10);
    }
    morning.standard("hair", 12);
    let chance = |nth: u128| wait_of(&morning, morning.issued - 12 + nth).served_before_close;
    // An hour is left for jobs of ten minutes.
    assert!(
        chance(1) > 0.99 && chance(3) > 0.95,
        "{} {}",
        chance(1),
        chance(3)
    );
    assert!((0.1..0.9).contains(&chance(7)), "{}", chance(7));
    assert!(chance(12) < 0.05, "{}", chance(12));
}

#[test]
fn a_learned_forecast_is_the_same_every_time() {
    let mut morning = after_jobs_of(10);
    morning.standard("hair", 6);
    assert_eq!(morning.forecast(), morning.forecast());
    let before = morning.forecast();
    morning.minutes(1);
    assert_ne!(
        morning.forecast().tickets,
        before.tickets,
        "chance begins anew"
    );
}
