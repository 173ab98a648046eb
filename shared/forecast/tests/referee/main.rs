//! The referee: service days that other simulators made (see `tests/forecast/README.md`),
//! the real forecast over them, and the goals of the design with what was reached.
//!
//! The first days of each scenario are replayed; `PAIHAO_REFEREE=long` replays all of them, and holds
//! the forecast to every row but those that are known not to be met.
//! What was looked at is printed with `--nocapture`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

mod goals;
mod referee;
mod scenario;
mod theory;

/// Days of each scenario in the short form.
const DAYS: i64 = 8;
/// Plays of each forecast in the short form.
const DRAWS: usize = 45;
/// And in the long one; the product plays three times as many, which is a little better.
const DRAWS_LONG: usize = 100;

#[test]
fn the_goals_are_met_on_days_that_others_made() {
    let is_long = std::env::var("PAIHAO_REFEREE").is_ok_and(|form| form == "long");
    let (days, draws) = if is_long {
        (i64::MAX, DRAWS_LONG)
    } else {
        (DAYS, DRAWS)
    };
    let seen = referee::all(days, draws);
    let rows = goals::rows(&seen);
    println!(
        "{}\n{}",
        goals::figures(&seen),
        goals::table(&rows, is_long)
    );
    assert_eq!(goals::unknown(&rows), [""; 0]);
    let missed = rows.iter().filter(|row| row.fails(is_long));
    let missed: Vec<&str> = missed.map(|row| row.what.as_str()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
