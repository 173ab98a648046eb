//! What a day teaches is a fact of its end, and the next day begins with it.

use domain::{Fact, Site, SiteSettings};

use super::*;
use crate::outlook::forecast;

const HOURS: i64 = 3_600;

/// Somebody is served for so long.
fn serve(bench: &mut Bench, secs: i64) {
    bench.issue(Class::Standard);
    bench.call_next(1);
    bench.at_station(START(station(1), None));
    bench.wait_secs(secs);
    bench.at_station(FINISH(station(1), None));
}

/// The wait behind one other, and whether it is a rough forecast.
fn behind_one(bench: &Bench) -> (f64, bool) {
    let told = forecast(bench.site(), bench.now);
    let told = told.with_ahead(&"haircut".parse().unwrap(), 1).unwrap();
    (told.p50, told.rough)
}

fn learned(bench: &Bench) -> u32 {
    let priors = bench.site().learned.as_ref();
    priors.map_or(0, |priors| priors.services.values().map(|s| s.jobs).sum())
}

#[test]
fn the_next_day_begins_with_what_this_one_taught() {
    let mut bench = Bench::new(1);
    for _ in 0..8 {
        serve(&mut bench, 25 * 60);
    }
    assert_eq!(learned(&bench), 0, "not before the day ends");
    bench.ok(Command::CloseDay);
    assert_eq!(learned(&bench), 8);
    bench.wait_secs(20 * HOURS);
    bench.issue(Class::Standard);
    let (wait, is_rough) = behind_one(&bench);
    assert!(!is_rough);
    // Ten minutes were configured, and one day at one station does not tell all.
    assert!((14.0..26.0).contains(&wait), "{wait}");
    assert_eq!(
        bench.site().learned,
        None,
        "this day has taught nothing yet"
    );
}

#[test]
fn midnight_teaches_too() {
    let mut bench = Bench::new(1);
    for _ in 0..6 {
        serve(&mut bench, 25 * 60);
    }
    bench.wait_secs(24 * HOURS);
    bench.issue(Class::Standard);
    assert!(!behind_one(&bench).1);
}

/// A day that was closed twice counts once, with all its jobs; one that was finished after the
/// day had closed is learned when the next one opens.
#[test]
fn a_day_counts_once_however_often_it_is_closed() {
    let mut bench = Bench::new(1);
    for _ in 0..5 {
        serve(&mut bench, 600);
    }
    bench.ok(Command::CloseDay);
    bench.ok(Command::OpenDay);
    serve(&mut bench, 600);
    bench.issue(Class::Standard);
    bench.call_next(1);
    bench.at_station(START(station(1), None));
    bench.ok(Command::CloseDay);
    assert_eq!(learned(&bench), 6);
    bench.wait_secs(600);
    bench.at_station(FINISH(station(1), None));
    bench.wait_secs(20 * HOURS);
    bench.issue(Class::Standard);
    let jobs = bench.site().priors.services.values().map(|s| s.jobs);
    assert_eq!(jobs.sum::<u32>(), 7);
}

#[test]
fn a_day_on_which_nothing_happened_records_nothing() {
    let mut bench = Bench::new(1);
    serve(&mut bench, 600);
    bench.ok(Command::CloseDay);
    bench.wait_secs(20 * HOURS);
    bench.ok(Command::OpenDay);
    let position = bench.machine.position();
    let handled = bench.handle(Command::CloseDay, Role::Organiser).unwrap();
    let Handled::Recorded(body) = handled else {
        panic!("{position:?}: {handled:?}");
    };
    let learns = |fact: &&Fact| matches!(fact, Fact::WorkLearned { .. });
    assert_eq!(body.facts.iter().find(learns), None);
}

/// Read back from JSON, a day's lesson makes the very same state.
#[test]
fn what_was_learned_is_read_back_to_the_last_bit() {
    let mut bench = Bench::new(1);
    for day in 0..3 {
        for job in 0..7 {
            serve(&mut bench, 301 + 97 * job + 13 * day);
        }
        bench.wait_secs(24 * HOURS);
    }
    let (mut site, mut lessons) = (Site::new(SiteSettings::default()), 0);
    for body in &bench.records {
        let json = serde_json::to_string(body).unwrap();
        let read: crate::record::RecordFacts = serde_json::from_str(&json).unwrap();
        for fact in &read.facts {
            lessons += u32::from(matches!(fact, Fact::WorkLearned { .. }));
            domain::evolve(&mut site, fact, &read.stamp());
        }
    }
    assert!(lessons >= 2, "{lessons}");
    assert_eq!(
        state_hash(&site).unwrap(),
        state_hash(bench.site()).unwrap()
    );
}
