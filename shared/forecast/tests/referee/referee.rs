//! The real forecast, and an oracle's, over the same days.

use paihao_forecast::score::{Predicted, Replay, Watch, happenings, replay};

use crate::scenario::Scenario;

/// Who forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The real forecast, which remembers earlier days.
    Remembering,
    /// The real forecast, which forgets everything at night: each day is the first.
    Fresh,
    /// The real forecast, which is told nothing but the rows of the log: neither what stations say
    /// nor who has an appointment.
    LogAlone,
    /// One that knows the laws of the day, and plays the same line with them.
    Oracle,
}

/// What one was told in one scenario.
pub(crate) fn told(scenario: &Scenario, who: Who, draws: usize) -> Vec<Predicted> {
    let is_alone = who == Who::LogAlone;
    let how = Replay {
        draws,
        steps: !is_alone,
        // Without a zone, as they stand.
        ahead_secs: 0,
    };
    let rows = happenings(&scenario.entries);
    let mut watch = Watch::new(!is_alone);
    replay(
        &scenario.entries,
        if is_alone {
            &rows
        } else {
            &scenario.happenings
        },
        &mut watch,
        how,
        |watch, at| match who {
            Who::Remembering | Who::LogAlone => {}
            Who::Fresh => *watch = Watch::new(true),
            Who::Oracle => {
                for truth in scenario.truths(at) {
                    let speeds = truth.speeds.iter();
                    let speeds = speeds.map(|(name, speed)| (watch.station_id(name, at), *speed));
                    let known = truth.known(speeds.collect());
                    let service = watch.service_id(&truth.service);
                    let experience = watch.experience();
                    experience.know(&service, known);
                    experience.know_chances(&service, truth.no_show, truth.absent);
                }
            }
        },
    )
}

/// One scenario as all of them saw it.
pub(crate) struct Seen {
    pub(crate) scenario: Scenario,
    pub(crate) remembering: Vec<Predicted>,
    pub(crate) fresh: Vec<Predicted>,
    pub(crate) oracle: Vec<Predicted>,
    /// At the issue alone.
    pub(crate) log_alone: Vec<Predicted>,
}

/// All scenarios, on two threads.
pub(crate) fn all(days: i64, draws: usize) -> Vec<Seen> {
    let mut scenarios = Scenario::all(days);
    // The longest first, so that both threads end together.
    scenarios.sort_by_key(|scenario| std::cmp::Reverse(scenario.entries.len()));
    let (even, odd): (Vec<_>, Vec<_>) = scenarios
        .into_iter()
        .enumerate()
        .partition(|(nth, _)| nth % 2 == 0);
    let see = |part: Vec<(usize, Scenario)>| -> Vec<Seen> {
        part.into_iter()
            .map(|(_, scenario)| Seen {
                remembering: told(&scenario, Who::Remembering, draws),
                fresh: told(&scenario, Who::Fresh, draws),
                oracle: told(&scenario, Who::Oracle, draws),
                log_alone: told(&scenario, Who::LogAlone, draws),
                scenario,
            })
            .collect()
    };
    let mut seen = std::thread::scope(|scope| {
        let other = scope.spawn(|| see(odd));
        let mut seen = see(even);
        seen.extend(other.join().unwrap());
        seen
    });
    seen.sort_by(|one, other| one.scenario.name.cmp(&other.scenario.name));
    for one in &seen {
        one.check();
    }
    seen
}

impl Seen {
    /// All of them were asked the same.
    fn check(&self) {
        let asked = |told: &[Predicted]| -> Vec<_> {
            told.iter()
                .map(|one| (one.entry, one.at, one.ahead))
                .collect()
        };
        let name = &self.scenario.name;
        assert_eq!(asked(&self.fresh), asked(&self.oracle), "{name}");
        assert_eq!(asked(&self.remembering), asked(&self.oracle), "{name}");
    }
}
