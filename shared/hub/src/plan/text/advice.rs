//! A plan in one sentence for each service, and one for all of them.

use std::collections::BTreeMap;

use protocol::{PlanHour, PlanService, PlanView};

use crate::date_text::hours_text;
use crate::lang::Words;

/// Hours in a row that need the same.
struct Run<'a> {
    from: &'a str,
    to: &'a str,
    stations: u32,
    /// Whether the wait is as short as was asked in every one of them.
    kept: bool,
}

/// "理发：9–10 点要 3 个台，之后 2 个台就够。"
pub fn advice(service: &PlanService, words: Words) -> String {
    let name = service.name.get(words.0);
    let name = if name.is_empty() {
        service.id.as_str()
    } else {
        name
    };
    if service.arrivals.p90 <= 0.0 {
        return words.fill("{0}: nobody came for it; one station is enough.", [name]);
    }
    let runs = runs(&service.hours);
    let said = match runs.as_slice() {
        [only] => {
            let needed = stations(only.stations, words);
            if only.kept {
                words.fill("{0}: {1} all day.", [name, &needed])
            } else {
                words.fill("{0} needs {1} all day.", [name, &needed])
            }
        }
        many => {
            let parts = (0..many.len()).map(|nth| part(many, nth, words));
            let joined = parts.reduce(|said, next| words.fill("{0}, {1}", [&said, &next]));
            words.fill("{0}: {1}.", [name, &joined.unwrap_or_default()])
        }
    };
    let full: Vec<String> = service
        .hours
        .iter()
        .filter(|hour| !hour.kept)
        .map(|hour| hours_text(words, &hour.from, &hour.to))
        .collect();
    if full.is_empty() {
        return said;
    }
    words.fill(
        "{0} Even so the wait is too long at {1}: more stations would be needed.",
        [&said, &full.join(words.say(", "))],
    )
}

/// "最忙的时候（9–10 点）一共要 7 个台，现在有 5 个。"; none for a single service.
pub fn all_together(plan: &PlanView, words: Words) -> Option<String> {
    if plan.services.len() < 2 {
        return None;
    }
    let mut by_hour: BTreeMap<&str, (u32, &str, &str)> = BTreeMap::new();
    for hour in plan.services.iter().flat_map(|service| &service.hours) {
        let clock = hour.from.split(':').next().unwrap_or_default();
        let sum = by_hour
            .entry(clock)
            .or_insert((0, hour.from.as_str(), hour.to.as_str()));
        sum.0 += hour.stations;
        // The services open and close at their own times.
        (sum.1, sum.2) = (sum.1.min(hour.from.as_str()), sum.2.max(hour.to.as_str()));
    }
    // Of several the first: that is when they must be there.
    let (most, from, to) = by_hour
        .into_values()
        .reduce(|most, next| if next.0 > most.0 { next } else { most })?;
    let (most, there) = (most.to_string(), plan.stations.to_string());
    Some(words.fill(
        "All services together need {1} stations at the busiest time ({0}); there are {2}.",
        [&hours_text(words, from, to), &most, &there],
    ))
}

fn runs(hours: &[PlanHour]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for hour in hours {
        match runs.last_mut() {
            Some(run) if run.stations == hour.stations => {
                run.to = &hour.to;
                run.kept &= hour.kept;
            }
            Some(_) | None => runs.push(Run {
                from: &hour.from,
                to: &hour.to,
                stations: hour.stations,
                kept: hour.kept,
            }),
        }
    }
    runs
}

/// "9–10 点要 3 个台", and the last one "之后 2 个台就够" or, where that is more or not enough,
/// "之后要 4 个台".
fn part(runs: &[Run<'_>], nth: usize, words: Words) -> String {
    let run = &runs[nth];
    let needed = stations(run.stations, words);
    let before = nth.checked_sub(1).map(|before| runs[before].stations);
    match before {
        Some(before) if nth + 1 == runs.len() => {
            if run.stations < before && run.kept {
                words.fill("then {0} will do", [&needed])
            } else {
                words.fill("then {0}", [&needed])
            }
        }
        Some(_) | None => words.fill(
            "{0} needs {1}",
            [&hours_text(words, run.from, run.to), &needed],
        ),
    }
}

fn stations(count: u32, words: Words) -> String {
    match count {
        1 => words.say("1 station").to_owned(),
        many => words.fill("{0} stations", [&many.to_string()]),
    }
}
