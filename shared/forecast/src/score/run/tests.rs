//! Logs read in time order, as `forecast-score` reads them.

use std::fmt::Write as _;

use super::*;
use crate::score::{Log, Sums};

const HEADING: &str = "arrived,called,started,ended,station,service,outcome\n";

/// Some days at two stations: each comes after six minutes and is served for nine.
fn log(days: u32) -> String {
    let mut text = HEADING.to_owned();
    for day in 0..days {
        let mut free = [0_u32; 2];
        for nth in 0..30_u32 {
            // Some come early, some jobs are short: no two alike.
            let arrived = nth * 380 + (nth * 37 % 11) * 8;
            let are_free = free.iter().all(|free| *free <= arrived);
            // Where both are free, nobody can guess which one calls.
            let station = if are_free {
                (nth / 2 % 2) as usize
            } else {
                usize::from(free[1] < free[0])
            };
            let called = arrived.max(free[station]);
            let ended = called + 300 + (nth * 53 % 17) * 30;
            free[station] = ended;
            let from = day * 86_400 + 30_000;
            let _ = writeln!(
                text,
                "{},{},{},{},{},hair,served",
                from + arrived,
                from + called,
                from + called + 20,
                from + ended,
                ["a", "b"][station],
            );
        }
    }
    text
}

fn told(text: &str, steps: bool) -> Vec<(u64, Predicted)> {
    let log = Log::read(text.as_bytes());
    let how = Replay {
        draws: 60,
        steps,
        ahead_secs: log.ahead_secs,
    };
    let mut watch = Watch::new(false);
    let all = happenings(&log.entries);
    replay(&log.entries, &all, &mut watch, how, |_, _| {})
        .into_iter()
        .map(|one| (log.entries[one.entry].line, one))
        .collect()
}

/// What was told, without what came of it.
fn forecasts(told: &[(u64, Predicted)]) -> Vec<(u64, Moment, Estimate, Rules)> {
    let parts = |(line, one): &(u64, Predicted)| (*line, one.at, one.estimate, one.rules);
    told.iter().map(parts).collect()
}

#[test]
fn everybody_is_told_something_at_the_arrival() {
    let told = told(&log(2), false);
    assert_eq!(told.len(), 60);
    assert!(told.iter().all(|(_, one)| one.actual.is_some()));
    let rough = told.iter().filter(|(_, one)| one.estimate.rough).count();
    assert!(
        (5..12).contains(&rough),
        "until five jobs were seen: {rough}"
    );
    let sums = Sums::of(told.iter().map(|(_, one)| one));
    assert!(sums.mae() < 2.5, "{}", sums.mae());
}

/// Whoever cuts a log at any moment, and with it everything that came later, gets the same
/// forecasts until then: stations, ends and outcomes are not looked up before their time.
#[test]
fn nothing_is_looked_at_ahead_of_its_time() {
    let whole = told(&log(2), true);
    for cut in [31_500_u32, 34_000, 36_000, 86_400 + 33_000] {
        let mut text = HEADING.to_owned();
        for line in log(2).lines().skip(1) {
            let mut fields: Vec<&str> = line.split(',').collect();
            let is_later = |field: &str| field.parse::<u32>().is_ok_and(|secs| secs > cut);
            if is_later(fields[0]) {
                continue;
            }
            if is_later(fields[3]) {
                // Not ended: neither where nor how is known.
                (fields[4], fields[6]) = ("", "");
            }
            for field in &mut fields[1..4] {
                if is_later(field) {
                    *field = "";
                }
            }
            let _ = writeln!(text, "{}", fields.join(","));
        }
        let until: Vec<_> = whole
            .iter()
            .filter(|(_, one)| one.at.timestamp() <= i64::from(cut))
            .cloned()
            .collect();
        assert!(until.len() > 3);
        assert_eq!(forecasts(&told(&text, true)), forecasts(&until), "{cut}");
    }
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let sorted = log(1);
    let mut lines: Vec<&str> = sorted.lines().skip(1).collect();
    lines.reverse();
    lines.swap(3, 17);
    let mixed = format!("{HEADING}{}\n", lines.join("\n"));
    let parts = |text: &str| -> Vec<(Moment, Estimate)> {
        let told = told(text, false);
        told.iter().map(|(_, one)| (one.at, one.estimate)).collect()
    };
    assert_eq!(parts(&mixed), parts(&sorted));
}

#[test]
fn dirt_is_read_without_harm() {
    for line in [
        // Nobody ended it.
        "30100,30200,30210,,a,hair,",
        // No station, no service.
        "30100,30200,30210,30700,,,served",
        // Gave up, without a word when.
        "30100,,,,,hair,gave_up",
        // Was called and left.
        "30100,30200,,30300,,hair,gave_up",
        // Ended without a call.
        "30100,,,30400,a,hair,served",
        // The same twice.
        "30000,30000,30020,30300,a,hair,served",
        // A job over night.
        "30100,30200,30210,90000,a,hair,served",
    ] {
        let told = told(&format!("{}{line}\n", log(3)), true);
        assert!(told.len() > 90, "{line}");
        let is_sound = |e: &Estimate| 0.0 <= e.p10 && e.p10 <= e.p50 && e.p50 <= e.p90;
        let ends = |e: &Estimate| e.p90.is_finite() && e.mean.is_finite();
        for (_, one) in &told {
            assert!(
                is_sound(&one.estimate) && ends(&one.estimate),
                "{line}: {one:?}"
            );
        }
        let sums = Sums::of(told.iter().map(|(_, one)| one));
        assert!(sums.mae() < 4.0, "{line}: {}", sums.mae());
    }
}

/// In China midnight of Greenwich is eight in the morning, when the doors have just opened.
#[test]
fn a_day_ends_at_midnight_where_the_log_was_written() {
    let new_days = |clock: &dyn Fn(u32, u32) -> String| {
        let mut text = HEADING.to_owned();
        for day in 7..9 {
            for nth in 0..12_u32 {
                // Somebody every ten minutes from seven on, served for five.
                let at = |minute| clock(day, 7 * 60 + nth * 10 + minute);
                let (called, ended) = (at(0), at(5));
                let _ = writeln!(text, "{called},{called},{called},{ended},a,hair,served");
            }
        }
        let log = Log::read(text.as_bytes());
        assert_eq!((log.entries.len(), &log.faults[..]), (24, &[][..]));
        let how = Replay {
            draws: 20,
            steps: false,
            ahead_secs: log.ahead_secs,
        };
        let (mut watch, mut days) = (Watch::new(false), 0);
        let all = happenings(&log.entries);
        replay(&log.entries, &all, &mut watch, how, |_, _| days += 1);
        days
    };
    let plain =
        |day, minute: u32| format!("2026-03-{day:02} {:02}:{:02}", minute / 60, minute % 60);
    assert_eq!(new_days(&plain), 2);
    for zone in ["+08:00", "-05:00", "Z"] {
        let written = |day, minute: u32| {
            let (hour, minute) = (minute / 60, minute % 60);
            format!("2026-03-{day:02}T{hour:02}:{minute:02}:00{zone}")
        };
        assert_eq!(new_days(&written), 2, "{zone}");
    }
}

#[test]
fn one_ticket_is_a_day_too() {
    let told = told(&format!("{HEADING}100,200,210,900,a,hair,served\n"), true);
    assert_eq!(told.len(), 1);
    assert!(told[0].1.estimate.rough);
}

#[test]
fn a_log_of_nothing_but_people_who_gave_up_tells_no_wait() {
    let mut text = HEADING.to_owned();
    for nth in 0..20 {
        let _ = writeln!(text, "{},,,{},,hair,gave_up", nth * 60, nth * 60 + 300);
    }
    let told = told(&text, false);
    assert!(told.iter().all(|(_, one)| one.actual.is_none()));
    assert_eq!(Sums::of(told.iter().map(|(_, one)| one)).count, 0);
}
