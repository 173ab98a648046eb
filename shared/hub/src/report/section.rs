//! The sections of the page, each a table.

use protocol::report::{AppointmentStats, ItemStats};
use protocol::stats::{HourStats, PartStats};
use protocol::{ReportView, StatsView, WaitStats};

use super::{Section, compare};
use crate::date_text::hours_text;
use crate::lang::Words;
use crate::station_order::station_order;
use crate::tables::{Cell, Table};

/// Minutes are told with one decimal.
pub(super) const DECIMALS: u8 = 1;

/// All that have something to tell.
pub(super) fn all(view: &ReportView, words: Words) -> Vec<Section> {
    let part = |name, of: &dyn Fn(&ReportView, Words) -> Table| Section {
        name,
        table: of(view, words),
    };
    let mut sections = vec![
        part("numbers", &numbers),
        part("times", &times),
        part("services", &services),
        part("classes", &classes),
        part("stations", &stations),
        part("hours", &hours),
    ];
    let appointments = view.appointments.filter(|a| a.booked + a.cancelled > 0);
    sections.extend(appointments.map(|a| Section {
        name: "appointments",
        table: appointments_of(a, view.is_over, words),
    }));
    let items = view.items.filter(|items| *items != ItemStats::default());
    sections.extend(items.map(|items| Section {
        name: "items",
        table: items_of(items, words),
    }));
    if !view.earlier.is_empty() {
        sections.push(part("earlier", &compare::earlier));
    }
    sections
}

pub(super) fn minutes(value: Option<f64>) -> Cell {
    Cell::Number(value, DECIMALS)
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

pub(super) fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// One row under the headings that go with its cells.
fn one_row(title: &str, cells: &[(&str, u32)]) -> Table {
    Table {
        title: title.to_owned(),
        note: String::new(),
        columns: cells.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: vec![cells.iter().map(|(_, count)| Cell::Count(*count)).collect()],
    }
}

fn numbers(view: &ReportView, words: Words) -> Table {
    let stats = &view.stats;
    let mut cells = vec![
        (words.say("numbers given"), stats.issued),
        (words.say("served"), stats.served),
        (words.say("no-show"), stats.no_show),
        (words.say("gave up"), stats.cancelled),
        (words.say("not served"), stats.unserved),
        (words.say("carried over"), view.carried_over),
    ];
    if !view.is_over {
        cells.push((words.say("still here"), still_here(stats)));
    }
    cells.push((words.say("carried in"), view.carried_in.all));
    let mut table = one_row(words.say("The day in numbers"), &cells);
    if view.carried_in.of_last_day > 0 {
        let count = view.carried_in.of_last_day.to_string();
        table.note = words.fill(
            "{0} of the numbers were given for unserved ones of the service day before.",
            [&count],
        );
    }
    table
}

/// Those that wait, were called, are served or are away for a while.
fn still_here(stats: &StatsView) -> u32 {
    let gone = stats.served + stats.no_show + stats.cancelled + stats.unserved;
    stats.issued.saturating_sub(gone)
}

fn times(view: &ReportView, words: Words) -> Table {
    let row = |name: &str, times: &WaitStats| {
        let minutes = [times.mean_min, times.p50_min, times.p90_min].map(minutes);
        [text(name)].into_iter().chain(minutes).collect()
    };
    Table {
        title: words.say("Times in minutes").to_owned(),
        note: String::new(),
        columns: columns(&[
            "",
            words.say("mean"),
            words.say("half within"),
            words.say("nine in ten within"),
        ]),
        rows: vec![
            row(words.say("waiting time"), &view.stats.wait),
            row(words.say("serving time"), &view.stats.serving),
        ],
    }
}

fn services(view: &ReportView, words: Words) -> Table {
    let rows = view.stats.by_service.iter().map(|(id, part)| {
        let name = view.services.get(id).map(|name| name.get(words.0));
        part_row(name.filter(|name| !name.is_empty()).unwrap_or(id), part)
    });
    Table {
        title: words.say("By service").to_owned(),
        note: String::new(),
        columns: part_columns(words.say("service"), words),
        rows: rows.collect(),
    }
}

fn classes(view: &ReportView, words: Words) -> Table {
    let rows = view.by_class.iter().map(|(class, part)| {
        let name = match class.as_str() {
            "standard" => words.say("Standard"),
            "priority" => words.say("Priority"),
            other => other,
        };
        part_row(name, part)
    });
    // Everybody before those who have priority.
    let mut rows: Vec<_> = rows.collect();
    rows.reverse();
    Table {
        title: words.say("By class").to_owned(),
        note: String::new(),
        columns: part_columns(words.say("class"), words),
        rows,
    }
}

fn part_columns(first: &str, words: Words) -> Vec<String> {
    columns(&[
        first,
        words.say("numbers given"),
        words.say("served"),
        words.say("no-show"),
        words.say("gave up"),
        words.say("not served"),
        words.say("mean wait"),
        words.say("nine in ten waited within"),
        words.say("mean serving"),
    ])
}

fn part_row(name: &str, part: &PartStats) -> Vec<Cell> {
    let counts = [
        part.issued,
        part.served,
        part.no_show,
        part.cancelled,
        part.unserved,
    ];
    let times = [part.wait.mean_min, part.wait.p90_min, part.serving.mean_min];
    let counts = counts.map(Cell::Count).into_iter();
    [text(name)]
        .into_iter()
        .chain(counts)
        .chain(times.map(minutes))
        .collect()
}

fn stations(view: &ReportView, words: Words) -> Table {
    let row = |(id, part): (&String, &PartStats)| {
        let name = words.fill("Station {0}", [id]);
        let serving = [
            part.serving.mean_min,
            part.serving.p50_min,
            part.serving.p90_min,
        ];
        let counts = [part.issued, part.served, part.no_show].map(Cell::Count);
        [text(&name)]
            .into_iter()
            .chain(counts)
            .chain(serving.map(minutes))
            .collect()
    };
    let mut stations: Vec<_> = view.stats.by_station.iter().collect();
    stations.sort_by_key(|(id, _)| station_order(id));
    Table {
        title: words.say("By station (volunteer)").to_owned(),
        note: String::new(),
        columns: columns(&[
            words.say("station"),
            words.say("called last"),
            words.say("served"),
            words.say("no-show"),
            words.say("mean serving"),
            words.say("half within"),
            words.say("nine in ten within"),
        ]),
        rows: stations.into_iter().map(row).collect(),
    }
}

fn hours(view: &ReportView, words: Words) -> Table {
    let row = |hour: &HourStats| {
        let [from, to] = [hour.hour, hour.hour + 1].map(|hour| format!("{hour:02}:00"));
        vec![
            Cell::Text(hours_text(words, &from, &to)),
            Cell::Count(hour.issued),
            Cell::Count(hour.served),
            minutes(hour.wait.mean_min),
            minutes(hour.wait.p90_min),
        ]
    };
    Table {
        title: words.say("By hour").to_owned(),
        note: String::new(),
        columns: columns(&[
            words.say("hour"),
            words.say("numbers given"),
            words.say("served"),
            words.say("mean wait"),
            words.say("nine in ten waited within"),
        ]),
        rows: view.stats.by_hour.iter().map(row).collect(),
    }
}

fn appointments_of(stats: AppointmentStats, is_over: bool, words: Words) -> Table {
    let not_kept = if is_over {
        words.say("not kept")
    } else {
        words.say("not yet come")
    };
    one_row(
        words.say("Appointments"),
        &[
            (words.say("booked"), stats.booked),
            (words.say("kept"), stats.kept),
            (not_kept, stats.not_kept),
            (words.say("given up before"), stats.cancelled),
        ],
    )
}

fn items_of(stats: ItemStats, words: Words) -> Table {
    one_row(
        words.say("Things left to be repaired"),
        &[
            (words.say("received"), stats.received),
            (words.say("repaired"), stats.repaired),
            (words.say("not repairable"), stats.not_repairable),
            (words.say("taken along"), stats.taken_away),
            (words.say("collected"), stats.collected),
            (words.say("still kept here"), stats.in_custody),
        ],
    )
}
