use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

use super::*;

fn station(name: &str) -> StationId {
    name.parse().unwrap()
}

/// Minutes around a middle with a spread, as even as can be.
fn jobs(count: u32, middle: f64, sigma: f64) -> Vec<f64> {
    let shape = Shape::of(Vec::new());
    let mut rng = Pcg64Mcg::seed_from_u64(u64::from(count));
    (0..count)
        .map(|_| (middle.ln() + sigma * shape.sample(&mut rng)).exp())
        .collect()
}

fn see(skill: &mut Skill, name: &str, jobs: &[f64]) {
    for job in jobs {
        skill.saw(&station(name), *job);
    }
}

fn learned(minutes: f64, jobs_of: &[(&str, Vec<f64>)]) -> Skill {
    let mut skill = Skill::new(minutes, true);
    for (name, jobs) in jobs_of {
        see(&mut skill, name, jobs);
    }
    skill
}

/// Mean and spread of the drawn middles of one station, in minutes and as a share.
fn drawn(skill: &Skill, name: &str) -> (f64, f64, f64) {
    let (belief, mut rng) = (skill.belief(), Pcg64Mcg::seed_from_u64(7));
    let draws: Vec<(f64, f64)> = (0..4000)
        .map(|_| belief.draw(&[station(name)], &mut rng))
        .map(|(sigma, middles)| (sigma, middles[0]))
        .collect();
    let n = draws.len() as f64;
    let mean = draws.iter().map(|d| d.1).sum::<f64>() / n;
    let spread = (draws.iter().map(|d| (d.1 - mean).powi(2)).sum::<f64>() / n).sqrt();
    let sigma = draws.iter().map(|d| d.0).sum::<f64>() / n;
    (mean.exp(), spread, sigma)
}

#[test]
fn what_was_seen_wins_over_what_was_configured() {
    let skill = learned(10.0, &[("1", jobs(40, 25.0, 0.4))]);
    let (minutes, spread, sigma) = drawn(&skill, "1");
    assert!((minutes / 25.0 - 1.0).abs() < 0.15, "{minutes}");
    assert!(
        spread < 0.12 && (sigma - 0.4).abs() < 0.1,
        "{spread} {sigma}"
    );
}

#[test]
fn little_seen_is_little_known() {
    let few = drawn(&learned(10.0, &[("1", jobs(5, 10.0, 0.4))]), "1").1;
    let many = drawn(&learned(10.0, &[("1", jobs(60, 10.0, 0.4))]), "1").1;
    assert!(few > 2.0 * many, "{few} {many}");
}

#[test]
fn a_new_volunteer_borrows_from_the_service() {
    let skill = learned(
        10.0,
        &[("1", jobs(30, 20.0, 0.3)), ("2", jobs(30, 20.0, 0.3))],
    );
    let (minutes, spread, _) = drawn(&skill, "3");
    assert!((minutes / 20.0 - 1.0).abs() < 0.2, "{minutes}");
    assert!(spread > drawn(&skill, "1").1, "but is known less well");
}

#[test]
fn who_is_quick_is_known_to_be_quick_the_next_day() {
    let mut skill = Skill::new(10.0, true);
    for _ in 0..6 {
        for (name, minutes) in [("quick", 8.0), ("slow", 16.0)] {
            for job in jobs(12, minutes, 0.3) {
                skill.saw(&station(name), job);
            }
        }
        skill.close_day();
    }
    let (quick, slow) = (drawn(&skill, "quick").0, drawn(&skill, "slow").0);
    assert!(slow / quick > 1.6, "{quick} {slow}");
}

#[test]
fn one_morning_moves_what_many_days_taught() {
    let mut skill = Skill::new(10.0, true);
    for _ in 0..20 {
        see(&mut skill, "1", &jobs(20, 10.0, 0.4));
        skill.close_day();
    }
    assert!((drawn(&skill, "1").0 / 10.0 - 1.0).abs() < 0.15);
    see(&mut skill, "1", &jobs(20, 16.0, 0.4));
    let after = drawn(&skill, "1").0;
    assert!(after > 13.0, "{after}");
}

#[test]
fn a_job_that_nobody_ended_does_not_spoil_the_day() {
    let mut skill = learned(10.0, &[("1", jobs(20, 10.0, 0.3))]);
    let before = drawn(&skill, "1").0;
    skill.saw(&station("1"), 600.0);
    assert!(drawn(&skill, "1").0 < before * 1.15);
}

#[test]
fn a_job_of_no_time_is_a_short_job() {
    let skill = learned(10.0, &[("1", vec![0.0; 6])]);
    let (minutes, ..) = drawn(&skill, "1");
    assert!(minutes.is_finite() && minutes > 0.0);
}

#[test]
fn a_mere_guess_is_given_up_sooner_than_what_was_configured() {
    let after_three = |is_configured| {
        let mut skill = Skill::new(10.0, is_configured);
        see(&mut skill, "1", &[3.0; 3]);
        drawn(&skill, "1").0
    };
    assert!(after_three(false) < after_three(true));
}
