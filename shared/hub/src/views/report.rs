//! The report of a service day, from what is kept of it and of the days around it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::measure::{AppointmentFigures, ItemFigures, Measured, PartFigures, figures};
use domain::{Class, Site};
use protocol::report::{AppointmentStats, CarriedIn, EarlierDay, ItemStats};
use protocol::{LocalTime, ReportView};

use super::clock_time;
use super::stats::{part, stats, times};
use crate::engine::MeasuredDay;
use crate::published::EndedDay;

/// Days to compare with: a month of a weekly square, and as many lines as fit on the page.
pub const EARLIER_MAX: usize = 5;

/// What a report is made of.
pub struct ReportInput<'a, D> {
    /// The site as it is now.
    pub site: &'a Site,
    /// The day.
    pub date: NaiveDate,
    /// What is known of it; none if there was no service.
    pub day: Option<&'a EndedDay>,
    /// All days around it, oldest first: it is compared with those before, and its unserved numbers
    /// are looked for among those after.
    pub days: &'a [D],
}

/// The report.
pub fn report<D: AsRef<MeasuredDay>>(input: &ReportInput<'_, D>) -> ReportView {
    let ReportInput { site, date, .. } = *input;
    let kept = input.day.map_or(&[][..], |day| &day.rows);
    let rows: Vec<Measured> = kept.iter().map(Measured::from).collect();
    let report = figures(&rows);
    let others = || input.days.iter().map(AsRef::as_ref);
    let before = || others().rev().filter(|other| other.date < date);
    let last = before().next().map(|other| other.date);
    let after = || others().filter(|other| other.date > date);
    let of = |from: NaiveDate| move |row: &&Measured| row.carried_from == Some(from);
    let issued = || kept.iter().map(|row| row.issued_at);
    let local = |at| LocalTime::at(at, &site.settings.time_zone);
    let beside = input.day.and_then(|day| day.beside.as_ref());
    ReportView {
        date,
        site: site.settings.name.clone(),
        is_service_day: input.day.is_some(),
        is_over: site
            .day
            .is_none_or(|day| day.date != date || day.is_closed()),
        opens: beside.and_then(|b| b.opens).map(clock_time),
        closes: beside.and_then(|b| b.closes).map(clock_time),
        first_number_at: issued().min().map(local),
        last_number_at: issued().max().map(local),
        stats: stats(&report),
        by_class: report.by_class.iter().map(class).collect(),
        carried_over: count(after().flat_map(|d| &d.rows).filter(of(date))),
        carried_in: CarriedIn {
            all: report.carried_in,
            of_last_day: last.map_or(0, |last| count(rows.iter().filter(of(last)))),
        },
        appointments: beside.map(|b| appointments(b.appointments)),
        items: beside.map(|b| items(b.items)),
        earlier: before().take(EARLIER_MAX).map(earlier_day).collect(),
        services: names(site, report.by_service.keys()),
        before: last,
        after: after().map(|other| other.date).next(),
    }
}

/// What is told of a day beside others.
pub fn earlier_day(day: &MeasuredDay) -> EarlierDay {
    let report = figures(&day.rows);
    EarlierDay {
        date: day.date,
        issued: report.issued,
        served: report.served,
        wait: times(&report.wait),
        no_show_share: report.no_show_share(),
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    of.count() as u32
}

fn class((class, figures): (&Class, &PartFigures)) -> (String, protocol::stats::PartStats) {
    let name = match class {
        Class::Standard => "standard",
        Class::Priority => "priority",
    };
    (name.to_owned(), part(figures))
}

/// The names of those services that are still set up.
fn names<'a>(
    site: &Site,
    ids: impl Iterator<Item = &'a domain::ServiceId>,
) -> BTreeMap<String, domain::settings::LocalText> {
    let known = ids.filter_map(|id| Some((id, site.service(id)?)));
    known
        .map(|(id, service)| (id.to_string(), service.settings.name.clone()))
        .collect()
}

fn appointments(figures: AppointmentFigures) -> AppointmentStats {
    let AppointmentFigures {
        booked,
        kept,
        cancelled,
    } = figures;
    AppointmentStats {
        booked,
        kept,
        not_kept: booked.saturating_sub(kept),
        cancelled,
    }
}

fn items(figures: ItemFigures) -> ItemStats {
    let ItemFigures {
        received,
        repaired,
        not_repairable,
        taken_away,
        collected,
        in_custody,
    } = figures;
    ItemStats {
        received,
        repaired,
        not_repairable,
        taken_away,
        collected,
        in_custody,
    }
}
