use chrono::TimeDelta;

use super::*;
use crate::Estimate;

fn at(minutes: f64) -> Moment {
    Moment::UNIX_EPOCH + TimeDelta::milliseconds((minutes * 60_000.0) as i64)
}

/// One station whose jobs take about ten minutes, somebody being served since the hour, and so
/// many who wait; keys of these from 100 on.
fn watch(is_announced: bool, waiting: u64) -> Watch {
    let mut watch = Watch::new(is_announced);
    if is_announced {
        watch.open("a", &["hair".to_owned()], at(0.0));
    }
    for key in 0..8 {
        let from = key as f64 * 10.0;
        watch.arrive(key, "hair", at(from), None);
        watch.call(key, at(from), "a");
        watch.start(key, at(from));
        let spent = 8.0 + (key * 5 % 4) as f64;
        watch.end(key, at(from + spent.min(9.9)), "a", Outcome::Served);
    }
    watch.arrive(99, "hair", at(80.0), None);
    watch.call(99, at(80.0), "a");
    watch.start(99, at(80.0));
    for key in 100..100 + waiting {
        watch.arrive(key, "hair", at(81.0), None);
    }
    watch
}

fn told(watch: &Watch, key: u64) -> Estimate {
    watch.forecast(at(81.0), 300).tickets[&Watch::ticket(key)].1
}

#[test]
fn a_break_that_is_announced_comes_between() {
    let mut watch = watch(true, 3);
    let before = [100, 102].map(|key| told(&watch, key).p50);
    watch.announce_break("a", at(81.0), at(95.0), 30.0);
    let after = [100, 102].map(|key| told(&watch, key).p50);
    assert!((after[0] - before[0]).abs() < 2.0, "{before:?} {after:?}");
    assert!(
        (after[1] - before[1] - 30.0).abs() < 3.0,
        "{before:?} {after:?}"
    );
}

#[test]
fn a_station_that_pauses_is_waited_for_and_one_that_closes_is_not() {
    let mut watch = watch(true, 1);
    watch.pause("a", at(81.0), at(121.0));
    assert!((told(&watch, 100).p50 - 40.0).abs() < 0.5);
    watch.close("a", at(81.0));
    assert!(watch.forecast(at(81.0), 50).tickets.is_empty());
}

#[test]
fn where_people_give_up_the_wait_is_shorter() {
    let patient = told(&watch(true, 8), 107).p50;
    let mut impatient = watch(true, 8);
    for key in 200..240 {
        impatient.arrive(key, "hair", at(81.0), None);
        impatient.give_up(key, at(91.0));
    }
    let told = told(&impatient, 107).p50;
    assert!(told < 0.8 * patient, "{patient} {told}");
}

#[test]
fn a_silent_station_that_does_not_call_may_be_gone() {
    let mut watch = watch(false, 1);
    watch.end(99, at(82.0), "a", Outcome::Served);
    let mut wait = |minutes: f64| {
        watch.notice(at(minutes));
        watch.forecast(at(minutes), 300).tickets[&Watch::ticket(100)].1
    };
    let (soon, late) = (wait(82.1), wait(90.0));
    assert!(soon.p50 < 1.5, "{soon:?}");
    assert!(
        late.p50 > 1.0,
        "it has not called for eight minutes: {late:?}"
    );
}

#[test]
fn who_was_overtaken_often_has_left() {
    let mut watch = watch(true, 1);
    watch.end(99, at(85.0), "a", Outcome::Served);
    for key in 200..206 {
        let now = at(85.0 + (key - 200) as f64 * 10.0);
        watch.arrive(key, "hair", now, None);
        watch.call(key, now, "a");
        watch.end(key, now + TimeDelta::minutes(9), "a", Outcome::Served);
    }
    assert_eq!(watch.waiting(at(150.0)), []);
    assert!(watch.is_quiet());
}

#[test]
fn a_job_is_where_its_end_says() {
    let mut watch = watch(false, 0);
    // Another station shows itself by ending what was taken to be the first one's.
    watch.end(99, at(90.0), "b", Outcome::Served);
    let names: Vec<_> = watch
        .desks(at(90.0))
        .into_iter()
        .map(|desk| desk.id)
        .collect();
    assert_eq!(names.len(), 2);
}

/// A line of six or seven in which every third call goes to the newest, or none; then somebody
/// comes, of whom is told.
fn told_where_some_are_preferred(are_preferred: bool) -> Estimate {
    let mut watch = Watch::new(false);
    let mut waiting: Vec<u64> = (0..6).collect();
    for key in &waiting {
        watch.arrive(*key, "hair", at(0.0), None);
    }
    for job in 0..90 {
        let from = 10.0 * job as f64;
        let key = 100 + job;
        watch.arrive(key, "hair", at(from), None);
        waiting.push(key);
        let next = if are_preferred && job % 3 == 2 {
            waiting.len() - 1
        } else {
            0
        };
        let next = waiting.remove(next);
        watch.call(next, at(from), "");
        watch.start(next, at(from));
        watch.end(next, at(from + 9.0), "a", Outcome::Served);
    }
    watch.arrive(999, "hair", at(900.0), None);
    let told = watch.forecast(at(900.0), 400);
    told.tickets[&Watch::ticket(999)].1
}

/// Appointments that a log does not name, for one: nobody can tell who has one, so a wait may be
/// short, and it is longer for all others.
#[test]
fn where_some_are_called_first_a_wait_is_short_or_long() {
    let (fair, unfair) = [false, true].map(told_where_some_are_preferred).into();
    assert!(fair.p10 > 30.0, "{fair:?}");
    assert!(unfair.p10 < 10.0, "{unfair:?}");
    assert!(unfair.p90 > fair.p90 + 10.0, "{fair:?} {unfair:?}");
}

/// A pen that ran dry: nobody wrote down when the job ended.
#[test]
fn a_job_without_an_end_leaves_its_station_in_the_end() {
    for is_announced in [true, false] {
        let mut watch = watch(is_announced, 0);
        let busy = |watch: &Watch, now: f64| {
            let desks = watch.desks(at(now)).into_iter();
            let jobs: Vec<bool> = desks.map(|desk| desk.job.is_some()).collect();
            jobs
        };
        assert_eq!(busy(&watch, 200.0), [true]);
        watch.arrive(300, "hair", at(330.0), None);
        watch.call(300, at(330.0), "a");
        assert_eq!(
            busy(&watch, 331.0),
            [true],
            "the same station, somebody else"
        );
        watch.end(300, at(340.0), "a", Outcome::Served);
        assert_eq!(busy(&watch, 341.0), [false]);
    }
}
