use domain::ServiceId;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

use super::days::Guest;
use super::line::{Roster, play};
use super::staffing::erlang_c;
use super::*;

const OPENS: f64 = 9.0 * 60.0;
const CLOSES: f64 = 12.0 * 60.0;

fn haircut() -> ServiceId {
    "haircut".parse().unwrap()
}

fn service(opens: Option<f64>, closes: Option<f64>) -> Service {
    Service {
        id: haircut(),
        usual_min: 10.0,
        opens_min: opens,
        closes_min: closes,
        stations: ["1", "2", "3"].map(|id| id.parse().unwrap()).to_vec(),
    }
}

/// A day on which people come at these minutes and are served for ten minutes or so.
fn day(arrivals: impl IntoIterator<Item = f64>, fate: Fate) -> PastDay {
    let arrival = |at_min| Arrival {
        service: haircut(),
        at_min,
        fate,
    };
    let arrivals: Vec<Arrival> = arrivals.into_iter().map(arrival).collect();
    let jobs = arrivals.iter().enumerate().map(|(nth, _)| Job {
        service: haircut(),
        station: ["1", "2", "3"][nth % 3].parse().unwrap(),
        way_min: Some(0.5),
        serving_min: [7.0, 8.0, 9.0, 11.0, 12.0][nth % 5],
    });
    PastDay {
        jobs: jobs.collect(),
        arrivals,
    }
}

/// So many people an hour, evenly, hour by hour from nine on.
fn evenly(hours: &[u32]) -> PastDay {
    let at = hours.iter().enumerate().flat_map(|(hour, people)| {
        let apart = 60.0 / f64::from((*people).max(1));
        (0..*people).map(move |n| OPENS + 60.0 * hour as f64 + apart * (f64::from(n) + 0.5))
    });
    day(at, Fate::Came)
}

fn question(days: Vec<PastDay>) -> Question {
    Question {
        services: vec![service(Some(OPENS), Some(CLOSES))],
        days,
        limit_min: 30.0,
        share: 0.9,
        most: 10,
        seed: 7,
    }
}

fn answer(question: &Question) -> ServicePlan {
    plan(question).unwrap().services.remove(0)
}

fn stations(plan: &ServicePlan) -> Vec<u32> {
    plan.hours.iter().map(|hour| hour.stations).collect()
}

/// Exponential minutes.
fn exponential(mean: f64, rng: &mut Pcg64Mcg) -> f64 {
    -mean * (1.0 - rng.random::<f64>()).ln()
}

/// People who come and are served at random for so long.
fn poisson(people: usize, apart: f64, job: f64, seed: u64) -> Vec<Guest> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut at = 0.0;
    let mut guest = || {
        at += exponential(apart, &mut rng);
        Guest {
            from_min: at,
            job_min: exponential(job, &mut rng),
        }
    };
    (0..people).map(|_| guest()).collect()
}

#[test]
fn a_steady_line_waits_as_erlang_says() {
    // Load 2.4: with three stations C = 0.6472, the mean wait 10.8 minutes; with four C = 0.2870.
    assert!((erlang_c(3, 2.4) - 0.6472).abs() < 1e-4);
    assert!((erlang_c(1, 0.8) - 0.8).abs() < 1e-9);
    for (count, load) in [(1, 0.7), (3, 2.4), (5, 4.0)] {
        let guests = poisson(400_000, 10.0 / load, 10.0, 3);
        let mut waits = Vec::new();
        let roster = Roster {
            first_hour: 0,
            stations: vec![count],
        };
        play(&guests, &roster, &mut waits);
        let mean = waits.iter().sum::<f64>() / waits.len() as f64;
        let theory = erlang_c(count, load) * 10.0 / (f64::from(count) - load);
        assert!(
            (mean / theory - 1.0).abs() < 0.05,
            "{count}: {mean} {theory}"
        );
        let waiting = waits.iter().filter(|wait| **wait > 0.0).count() as f64;
        let share = waiting / waits.len() as f64;
        assert!(
            (share - erlang_c(count, load)).abs() < 0.02,
            "{count}: {share}"
        );
        // Of those who wait, the tenth waits longer than ln 10 mean waits of theirs.
        let beyond = 10.0 * 10.0_f64.ln() / (f64::from(count) - load);
        let long = waits.iter().filter(|wait| **wait > beyond).count() as f64;
        let tail = long / waiting;
        assert!((tail - 0.1).abs() < 0.02, "{count}: {tail}");
    }
}

#[test]
fn a_station_that_leaves_finishes_its_job() {
    let guest = |from_min, job_min| Guest { from_min, job_min };
    // Two stations until one o'clock at night, then one.
    let roster = Roster {
        first_hour: 0,
        stations: vec![2, 1],
    };
    let guests = [
        guest(50.0, 30.0),
        guest(50.0, 20.0),
        guest(55.0, 10.0),
        guest(56.0, 10.0),
    ];
    let mut waits = Vec::new();
    let end = play(&guests, &roster, &mut waits);
    // At 70 one is done and leaves; at 80 the other is and goes on.
    assert_eq!(waits, [0.0, 0.0, 25.0, 34.0]);
    assert_eq!(end, Some(100.0));
    // One that comes at a full hour begins then.
    let roster = Roster {
        first_hour: 0,
        stations: vec![1, 2],
    };
    waits.clear();
    play(&guests, &roster, &mut waits);
    assert_eq!(waits, [0.0, 10.0, 25.0, 24.0]);
    assert_eq!(play(&[], &roster, &mut waits), None);
}

#[test]
fn a_rush_hour_needs_more_stations_in_that_hour() {
    let found = answer(&question(vec![evenly(&[4, 24, 4]); 5]));
    assert_eq!(
        found.hours.iter().map(|h| h.hour).collect::<Vec<_>>(),
        [9, 10, 11]
    );
    let needed = stations(&found);
    assert!(
        needed[1] >= 3 && needed[0] < needed[1] && needed[2] < needed[1],
        "{needed:?}"
    );
    for hour in &found.hours {
        assert!(hour.is_kept && hour.wait_min.unwrap() <= 30.0, "{hour:?}");
    }
    assert!(
        (20.0..29.0).contains(&found.hours[1].arrivals_p50),
        "{found:?}"
    );
    assert!(
        !found.is_rough && (9.0..11.0).contains(&found.job_min),
        "{}",
        found.job_min
    );
    let of_less_patient = stations(&answer(&Question {
        limit_min: 5.0,
        ..question(vec![evenly(&[4, 24, 4]); 5])
    }));
    let hours = |stations: &[u32]| stations.iter().sum::<u32>();
    assert!(
        hours(&of_less_patient) > hours(&needed),
        "{of_less_patient:?} {needed:?}"
    );
}

#[test]
fn no_station_of_a_plan_can_be_spared() {
    let asked = question(vec![evenly(&[12, 18, 6]), evenly(&[16, 10, 12])]);
    let found = answer(&asked);
    let experience = asked.experience();
    let days: Vec<&PastDay> = asked.days.iter().collect();
    let draws = question::draws_for(&days);
    let to_come = days::Days::of(&asked, &days, &asked.services[0], &experience, draws, 0);
    let wanted = staffing::Wanted::of(&asked, &to_come);
    for (hour, needed) in stations(&found).into_iter().enumerate() {
        let mut fewer = stations(&found);
        if needed == 1 {
            continue;
        }
        fewer[hour] -= 1;
        let roster = Roster {
            first_hour: 9,
            stations: fewer,
        };
        let waits = wanted.play(&roster).waits;
        assert!(
            waits.iter().any(|waits| !wanted.keeps(waits)),
            "hour {hour}"
        );
    }
}

#[test]
fn where_nobody_comes_one_station_is_enough() {
    let mut asked = question(vec![evenly(&[5, 5, 5]); 3]);
    asked.services.push(Service {
        id: "repair".parse().unwrap(),
        ..service(None, None)
    });
    let found = plan(&asked).unwrap().services.remove(1);
    assert_eq!(stations(&found), [1, 1, 1], "{found:?}");
    assert!(
        found
            .hours
            .iter()
            .all(|h| h.wait_min.is_none() && h.is_kept)
    );
    assert_eq!((found.end_p50_min, found.arrivals_p90), (None, 0.0));
    assert_eq!(found.crews.len(), 10);
    assert!(found.is_rough, "nobody ever saw a repair");
}

#[test]
fn without_an_earlier_day_there_is_no_plan_and_with_one_or_two_a_rough_one() {
    assert_eq!(plan(&question(Vec::new())), Err(PlanError::NoDays));
    let empty = PastDay::default();
    assert_eq!(plan(&question(vec![empty.clone()])), Err(PlanError::NoDays));
    for (days, is_rough) in [(1, true), (2, true), (3, false)] {
        let mut all = vec![evenly(&[5, 5, 5]); days];
        all.push(empty.clone());
        let found = plan(&question(all)).unwrap();
        assert_eq!((found.days, found.is_rough), (days, is_rough));
    }
}

#[test]
fn the_time_before_the_opening_is_nobodys_wait() {
    // Twenty stand at the door at eight, who are served from nine on.
    let early = day((0..20).map(|n| 480.0 + f64::from(n)), Fate::Came);
    let found = answer(&question(vec![early; 4]));
    let first = found.hours[0];
    assert_eq!((first.hour, first.arrivals_p50), (9, 20.0));
    assert!(
        first.is_kept && first.wait_min.unwrap() <= 30.0,
        "{first:?}"
    );
    assert!((4..=8).contains(&first.stations), "{first:?}");
}

#[test]
fn what_cannot_be_kept_is_said() {
    let asked = Question {
        most: 2,
        ..question(vec![evenly(&[30, 6, 6]); 3])
    };
    let found = answer(&asked);
    assert_eq!(found.hours[0].stations, 2);
    assert!(!found.hours[0].is_kept && found.hours[0].wait_min.unwrap() > 30.0);
    assert_eq!(found.crews.len(), 2);
    assert!(found.crews[0].too_late > 10.0, "{:?}", found.crews[0]);
    assert!(found.crews[0].end_p50_min.unwrap() > CLOSES + 60.0);
    assert!(found.in_time < 1.0 || found.hours[2].is_kept);
}

#[test]
fn each_further_station_tells_what_it_saves() {
    let found = answer(&question(vec![evenly(&[15, 15, 15]); 4]));
    let first = found.crews[0];
    assert_eq!((first.saves_min, first.saves_mean_min), (None, None));
    for pair in found.crews.windows(2) {
        let saves = pair[1].saves_min.unwrap();
        assert!((saves - (pair[0].wait_min - pair[1].wait_min)).abs() < 1e-9);
        assert!(
            saves >= 0.0 && pair[1].saves_mean_min.unwrap() >= 0.0,
            "{pair:?}"
        );
        assert!(pair[1].too_late <= pair[0].too_late);
    }
    assert!(first.wait_min > 60.0 && found.crews[9].wait_min < 1.0);
    assert!(!first.is_kept && found.crews[9].is_kept);
}

#[test]
fn no_shows_take_a_station_for_a_while_and_who_gave_up_counts_as_staying() {
    let people = || (0..45).map(|n| OPENS + 4.0 * f64::from(n));
    let wait = |fate| {
        let days = vec![
            evenly(&[15, 15, 15]),
            day(people(), fate),
            day(people(), fate),
        ];
        answer(&question(days)).crews[0].wait_mean_min
    };
    let (came, gave_up, no_show) = (wait(Fate::Came), wait(Fate::GaveUp), wait(Fate::NoShow));
    assert!((came - gave_up).abs() < 1e-9, "{came} {gave_up}");
    assert!(no_show < 0.7 * came, "{no_show} {came}");
}

#[test]
fn the_same_question_has_the_same_answer() {
    let asked = question(vec![evenly(&[9, 14, 7]), evenly(&[11, 20, 2])]);
    assert_eq!(plan(&asked), plan(&asked));
    let other = Question {
        seed: 8,
        ..asked.clone()
    };
    assert_ne!(plan(&asked), plan(&other));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the day: a station more in any hour, and nobody waits longer.
    #[test]
    fn more_stations_are_never_worse(
        people in 1_usize..80,
        seed in any::<u64>(),
        stations in prop::collection::vec(1_u32..5, 1..5),
        hour in 0_usize..5,
    ) {
        let guests = poisson(people, 4.0, 10.0, seed);
        let more = {
            let mut more = stations.clone();
            let at = hour % more.len();
            more[at] += 1;
            more
        };
        let waits = |stations: Vec<u32>| {
            let mut waits = Vec::new();
            let end = play(&guests, &Roster { first_hour: 0, stations }, &mut waits);
            (waits, end.unwrap())
        };
        let ((few, late), (many, early)) = (waits(stations), waits(more));
        prop_assert!(few.iter().zip(&many).all(|(few, many)| many <= few));
        prop_assert!(early <= late);
    }

    /// Whatever came: every hour has at least one station and at most the most, and constant
    /// numbers never get worse.
    #[test]
    fn plans_stay_within_bounds(
        hours in prop::collection::vec(0_u32..25, 3),
        most in 1_u32..6,
        limit in 0.0_f64..60.0,
    ) {
        let asked = Question {
            most,
            limit_min: limit,
            ..question(vec![evenly(&hours), evenly(&[1, 0, 0])])
        };
        let found = answer(&asked);
        for hour in &found.hours {
            prop_assert!((1..=most).contains(&hour.stations));
            let is_short = hour.wait_min.is_none_or(|wait| wait <= limit);
            prop_assert!(hour.is_kept == is_short, "{:?}", hour);
        }
        for pair in found.crews.windows(2) {
            prop_assert!(pair[1].wait_min <= pair[0].wait_min);
            prop_assert!(pair[1].wait_mean_min <= pair[0].wait_mean_min + 1e-9);
        }
    }
}
