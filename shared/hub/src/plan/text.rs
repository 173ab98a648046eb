//! What a plan says in words and tables: the same on the page and at the command line.

use chrono::NaiveDate;
use protocol::{EndOfDay, Expected, PlanService, PlanView};

use crate::date_text::{dated_text, short};
use crate::lang::Words;

mod advice;
mod changes;
#[cfg(test)]
mod tests;

pub use advice::{advice, all_together};
pub use changes::{Changes, changes};

/// A wait below so many minutes is none.
const NO_WAIT_MIN: f64 = 0.5;

/// A table of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Over the columns.
    pub headings: Vec<String>,
    /// Under them.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In the order of the columns.
    pub cells: Vec<String>,
    /// Whether it is the one that is looked for: an hour that is too full, or the fewest stations
    /// that are enough.
    pub is_marked: bool,
}

/// "根据 8 个服务日：1月3日 周六 至 2月21日 周六。"; that there is no plan yet, where nobody ever came.
pub fn rests_on(plan: &PlanView, words: Words) -> String {
    let dated = |date: &NaiveDate| dated_text(words, *date);
    match plan.days.as_slice() {
        [] => words
            .say("There is no earlier service day with numbers to plan from yet.")
            .to_owned(),
        [only] => words.fill(
            "From one service day alone, {0}: a mere hint.",
            [&dated(only)],
        ),
        [first, .., last] => {
            let count = plan.days.len().to_string();
            let (first, last) = (dated(first), dated(last));
            let all = [count.as_str(), &first, &last];
            if plan.rough {
                words.fill(
                    "From {0} service days alone, {1} and {2}: a mere hint.",
                    all,
                )
            } else {
                words.fill("From {0} service days, {1} to {2}.", all)
            }
        }
    }
}

/// How many people are expected, on usual and on busy days, and how long one takes.
pub fn expected_of_day(service: &PlanService, words: Words) -> String {
    let minutes = format!("{:.0}", service.job_min);
    let Expected { p50, p90 } = service.arrivals;
    if p90 <= 0.0 {
        return words.say("Nobody came for it on those days.").to_owned();
    }
    let people = [&format!("{p50:.0}"), &format!("{p90:.0}"), minutes.as_str()];
    if service.rough {
        return words.fill(
            "About {0} people, on busy days {1}; {2} minutes each as set, since few jobs were seen.",
            people,
        );
    }
    words.fill(
        "About {0} people, on busy days {1}; about {2} minutes each.",
        people,
    )
}

/// What every hour needs. Marked are hours whose people wait too long whatever is done.
pub fn hours(plan: &PlanView, service: &PlanService, words: Words) -> Table {
    let row = |hour: &protocol::PlanHour| {
        let wait = match hour.wait_min {
            None => "–".to_owned(),
            Some(wait) if hour.kept => minutes(wait, words),
            Some(wait) => words.fill("{0}, too long", [&minutes(wait, words)]),
        };
        Row {
            cells: vec![
                format!("{}–{}", short(&hour.from), short(&hour.to)),
                people(hour.arrivals, words),
                hour.stations.to_string(),
                wait,
            ],
            is_marked: !hour.kept,
        }
    };
    Table {
        headings: vec![
            words.say("Hour").to_owned(),
            words.say("People expected").to_owned(),
            words.say("Stations needed").to_owned(),
            wait_heading(plan, words),
        ],
        rows: service.hours.iter().map(row).collect(),
    }
}

/// What each further station buys, as far as it buys anything. Marked is the first number that is
/// enough.
pub fn crews(plan: &PlanView, service: &PlanService, words: Words) -> Table {
    let first_kept = service.crews.iter().position(|crew| crew.kept);
    let idle = service
        .crews
        .iter()
        .position(|crew| crew.wait_min < NO_WAIT_MIN);
    let shown = idle.map_or(service.crews.len(), |idle| idle + 1);
    let rows = service.crews.iter().take(shown).enumerate();
    let row = |(nth, crew): (usize, &protocol::PlanCrew)| {
        let is_marked = first_kept == Some(nth);
        let stations = if is_marked {
            words.fill("{0}, enough", [&crew.stations.to_string()])
        } else {
            crew.stations.to_string()
        };
        Row {
            cells: vec![
                stations,
                minutes(crew.wait_mean_min, words),
                minutes(crew.wait_min, words),
                saves(crew.saves_mean_min, words),
                crew.end
                    .as_ref()
                    .map_or_else(|| "–".to_owned(), |end| end_text(end, words)),
                crew.too_late
                    .map_or_else(|| "–".to_owned(), |people| format!("{people:.0}")),
            ],
            is_marked,
        }
    };
    Table {
        headings: vec![
            words.say("Stations all day").to_owned(),
            words.say("Mean wait").to_owned(),
            wait_heading(plan, words),
            words.say("One more saves each").to_owned(),
            words.say("The last one is done").to_owned(),
            words.say("Not called by closing").to_owned(),
        ],
        rows: rows.map(row).collect(),
    }
}

/// "90% 的人最多等".
fn wait_heading(plan: &PlanView, words: Words) -> String {
    let share = plan.share_percent.to_string();
    words.fill("{0} % wait at most", [&share])
}

fn minutes(minutes: f64, words: Words) -> String {
    words.fill("{0} min", [&format!("{minutes:.0}")])
}

/// "12（多时 18）".
fn people(Expected { p50, p90 }: Expected, words: Words) -> String {
    let (usual, busy) = (format!("{p50:.0}"), format!("{p90:.0}"));
    if usual == busy {
        return usual;
    }
    words.fill("{0} (up to {1})", [&usual, &busy])
}

/// "平均 12 分钟", under a heading that says what is saved.
fn saves(minutes: Option<f64>, words: Words) -> String {
    match minutes {
        None => "–".to_owned(),
        Some(few) if few < NO_WAIT_MIN => words.say("hardly anything").to_owned(),
        Some(many) => words.fill("{0} min on average", [&format!("{many:.0}")]),
    }
}

/// "11:40（晚的话 12:05）".
pub fn end_text(end: &EndOfDay, words: Words) -> String {
    let [usual, late] = [&end.p50, &end.p90].map(|time| time_of_day(time, words));
    if usual == late {
        return usual;
    }
    words.fill("{0} (on late days {1})", [&usual, &late])
}

/// Hours go on after 24.
fn is_past_midnight(time: &str) -> bool {
    time >= "24:00" || time.len() > "24:00".len()
}

fn time_of_day(time: &str, words: Words) -> String {
    if is_past_midnight(time) {
        return words.say("after midnight").to_owned();
    }
    short(time).to_owned()
}

/// When the last one is done with the stations of the plan and, where the service closes, how many
/// are called before that; empty where nobody comes.
pub fn end_of_day(service: &PlanService, words: Words) -> String {
    let Some(end) = &service.end else {
        return String::new();
    };
    let end = if is_past_midnight(&end.p50) {
        words.say("past midnight").to_owned()
    } else {
        words.fill("about {0}", [&end_text(end, words)])
    };
    let Some(in_time) = service.in_time else {
        return words.fill("With these stations the last one is done {0}.", [&end]);
    };
    // Rounded down: "all of them" is said of all of them alone.
    let share = (in_time * 100.0).floor();
    words.fill(
        "With these stations the last one is done {0}, and {1} % are called by closing.",
        [&end, &format!("{share:.0}")],
    )
}
