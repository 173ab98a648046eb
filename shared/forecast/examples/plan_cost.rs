//! What a plan costs on one core: ten services with two hundred numbers a day each, eight earlier
//! days. Prints milliseconds; it is no test, since a machine's mood is none.
//!
//!     cargo run --release -p paihao-forecast --example plan_cost

use std::time::Instant;

use domain::{ServiceId, StationId};
use paihao_forecast::plan::{Arrival, Fate, Job, PastDay, Question, Service, plan};

const SERVICES: usize = 10;
const NUMBERS: usize = 200;
const DAYS: usize = 8;

#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn main() {
    let question = question();
    let mut spent: Vec<f64> = (0..5)
        .map(|_| {
            let started = Instant::now();
            assert!(plan(&question).is_ok(), "there are days to plan from");
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    spent.sort_unstable_by(f64::total_cmp);
    // The one output that this program is for.
    #[expect(clippy::print_stdout, reason = "a program that prints figures")]
    {
        println!("{SERVICES} services × {NUMBERS} numbers × {DAYS} days: {spent:.0?} ms");
    }
}

fn question() -> Question {
    let services = (0..SERVICES).filter_map(|nth| ServiceId::new(&format!("s{nth}")).ok());
    let services: Vec<ServiceId> = services.collect();
    let stations = (1..=6).filter_map(|nth| StationId::new(&nth.to_string()).ok());
    let stations: Vec<_> = stations.collect();
    let day = |day: usize| {
        let mut past = PastDay::default();
        for service in &services {
            for nth in 0..NUMBERS {
                // More in the middle of the day, and no two days the same.
                let share = (nth as f64 + 0.5) / NUMBERS as f64;
                let at_min = 480.0 + 420.0 * (share + 0.1 * (share * 12.6).sin());
                past.arrivals.push(Arrival {
                    service: service.clone(),
                    at_min,
                    fate: if nth % 11 == day % 11 {
                        Fate::NoShow
                    } else {
                        Fate::Came
                    },
                });
                past.jobs.push(Job {
                    service: service.clone(),
                    station: stations[nth % stations.len()].clone(),
                    way_min: Some(0.4),
                    serving_min: 4.0 + ((nth * 7 + day * 3) % 13) as f64,
                });
            }
        }
        past
    };
    Question {
        services: services
            .iter()
            .map(|id| Service {
                id: id.clone(),
                usual_min: 10.0,
                opens_min: Some(510.0),
                closes_min: Some(900.0),
                stations: stations.clone(),
            })
            .collect(),
        days: (0..DAYS).map(day).collect(),
        limit_min: 30.0,
        share: 0.9,
        most: 12,
        seed: 1,
    }
}
