use super::*;

fn haircut() -> ServiceId {
    "haircut".parse().unwrap()
}

/// So many days of jobs that take about so long, some of them with calls that nobody follows.
fn after(days: u32, minutes: f64) -> (Experience, Priors) {
    let (mut seen, mut priors) = (Experience::new(), Priors::default());
    for day in 0..days {
        for job in 0..12 {
            let station = ["1", "2"][job % 2].parse().unwrap();
            let off = 1.0 + 0.2 * (job as f64 - 5.5) / 5.5 + 0.01 * f64::from(day);
            seen.served(&haircut(), 10.0, &station, minutes * off);
            seen.came(&haircut(), 10.0, 0.5 + 0.1 * job as f64);
            seen.waited(&haircut(), 10.0, 12.0, job == 3);
        }
        seen.missed(&haircut(), 10.0, 2.0);
        seen.expected(&haircut(), 10.0, true);
        seen.idled(0.4);
        priors = seen.close_day();
    }
    (seen, priors)
}

#[test]
fn whoever_reads_the_priors_knows_as_much_as_who_was_there() {
    for days in [1, 2, 9] {
        let (seen, priors) = after(days, 14.0);
        let read = Experience::carried(&priors, |_| Some(10.0));
        assert_eq!(read, seen, "{days}");
    }
}

#[test]
fn priors_do_not_grow_with_the_days() {
    let size = |days| {
        let kept = serde_json::to_string(&after(days, 14.0).1).unwrap();
        kept.len()
    };
    let year = size(120);
    assert!(year < 6_000, "{year} bytes");
    assert!(year < size(60) + 500);
}

/// Jobs of exactly the same length, for years: nothing is divided by a spread of zero.
#[test]
fn jobs_that_never_vary_leave_a_spread() {
    let mut seen = Experience::new();
    for _ in 0..300 {
        for _ in 0..20 {
            seen.served(&haircut(), 10.0, &"1".parse().unwrap(), 10.0);
        }
        let priors = seen.close_day();
        let prior = &priors.services[&haircut()];
        assert!(
            prior.spread.sum.0 > 0 && prior.usual.variance.0 > 0,
            "{prior:?}"
        );
    }
    assert!(seen.jobs_seen(&haircut()) == 6_000);
}

#[test]
fn a_service_that_is_gone_is_forgotten_and_one_without_jobs_follows_the_organiser() {
    let mut seen = Experience::new();
    seen.missed(&haircut(), 10.0, 2.0);
    let priors = seen.close_day();
    assert_eq!(priors.services[&haircut()].jobs, 0);
    let begins = |minutes| {
        let mut seen = Experience::carried(&priors, |_| Some(minutes));
        seen.served(&haircut(), minutes, &"1".parse().unwrap(), minutes);
        seen.close_day().services[&haircut()].usual.mean
    };
    assert!(begins(30.0) > begins(10.0));
    let gone = Experience::carried(&priors, |_| None);
    assert!(gone.get(&haircut()).is_none());
}
