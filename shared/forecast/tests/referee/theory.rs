//! What cannot be beaten: with n ahead, s busy stations and exponential jobs the wait is
//! Erlang(n + 1, sμ), and nobody errs less than its distance from its median.

use paihao_forecast::score::Predicted;
use statrs::distribution::{ContinuousCDF, Gamma};

use crate::referee::Seen;

/// The oracle's error on exponential days, against the one that theory gives.
pub(crate) fn exponential(seen: &Seen) -> f64 {
    const STATIONS: f64 = 3.0;
    let told = seen.oracle.iter().filter(|one| one.estimate.p90 > 0.0);
    let (mut ours, mut theory) = (0.0, 0.0);
    for one in told {
        let Predicted {
            ahead,
            actual: Some(actual),
            estimate,
            ..
        } = one
        else {
            continue;
        };
        let mean_job = seen.scenario.truths(one.at)[0].mean();
        ours += (estimate.p50 - actual).abs();
        theory += distance_from_median(*ahead) * mean_job / STATIONS;
    }
    ours / theory
}

/// The mean distance of Erlang(ahead + 1, 1) from its median.
fn distance_from_median(ahead: usize) -> f64 {
    let jobs = ahead as f64 + 1.0;
    let wait = Gamma::new(jobs, 1.0).unwrap();
    let median = wait.inverse_cdf(0.5);
    // E|W − m| = m (2 F(m) − 1) + E W − 2 ∫₀ᵐ w f(w) dw, and w f(w) is the next Erlang's.
    let next = Gamma::new(jobs + 1.0, 1.0).unwrap();
    jobs - 2.0 * jobs * next.cdf(median)
}

#[test]
fn the_bounds_are_those_of_the_design() {
    for (ahead, bound) in [(0, 0.69), (2, 0.44), (4, 0.35), (9, 0.25), (19, 0.18)] {
        let relative = distance_from_median(ahead) / (ahead as f64 + 1.0);
        assert!((relative - bound).abs() < 0.006, "{ahead}: {relative}");
    }
}
