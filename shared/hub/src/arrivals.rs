//! How many people are expected for the rest of a day, from those who came.

use chrono::{NaiveTime, TimeDelta, Timelike as _};
use domain::measure::TicketRow;
use domain::site::Service;
use domain::{Moment, Site, day};
use forecast::Inflow;

/// The pace of the day is that of so many minutes.
const LOOKED_BACK_MIN: i64 = 60;
/// A day that has just begun is not judged by its first minutes.
const LOOKED_BACK_LEAST_MIN: i64 = 15;
/// Where a service does not close, nobody is expected later than that.
const LOOKED_AHEAD_MIN: i64 = 180;
/// Of earlier service days, so many are looked at.
pub(crate) const DAYS_MAX: usize = 4;

/// As many as came in the last hour without an appointment, until closing.
pub(crate) fn as_today(site: &Site, now: Moment) -> Vec<Inflow> {
    let tickets = || site.tickets.values();
    let Some(first) = tickets().map(|ticket| ticket.issued_at).min() else {
        return Vec::new();
    };
    let from = first.max(now - TimeDelta::minutes(LOOKED_BACK_MIN));
    let looked_back = minutes(from, now).max(LOOKED_BACK_LEAST_MIN as f64);
    let services = site.services.iter().filter(|service| !service.is_stopped);
    let inflow = |service: &Service| {
        let came = tickets().filter(|ticket| {
            let is_ours = ticket.service == service.settings.id && ticket.slot.is_none();
            is_ours && ticket.issued_at >= from
        });
        let to_min = minutes(now, last_number(site, service, now)).max(0.0);
        Inflow {
            service: service.settings.id.clone(),
            from_min: 0.0,
            to_min,
            people: came.count() as f64 / looked_back * to_min,
        }
    };
    services.map(inflow).collect()
}

/// As many as on some earlier days in the same hours, until closing.
///
/// Their rows do not tell who had booked, so appointments count twice.
pub(crate) fn as_earlier(site: &Site, days: &[Vec<TicketRow>], now: Moment) -> Vec<Inflow> {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    let this_hour = day::local_time(now, time_zone).hour();
    let mut inflows = Vec::new();
    for service in site.services.iter().filter(|service| !service.is_stopped) {
        let end = minutes(now, last_number(site, service, now));
        for hour in this_hour..24 {
            let Some(begins) = NaiveTime::from_hms_opt(hour, 0, 0) else {
                continue;
            };
            let from_min = minutes(now, day::moment_at(today, begins, time_zone));
            let to_min = (from_min + 60.0).min(end);
            let rows = days.iter().flatten();
            let came = rows
                .filter(|row| u32::from(row.hour) == hour && row.service == service.settings.id);
            let people = came.count() as f64 / days.len().max(1) as f64;
            if to_min > from_min.max(0.0) && people > 0.0 {
                inflows.push(Inflow {
                    service: service.settings.id.clone(),
                    from_min,
                    to_min,
                    people: people * (to_min - from_min) / 60.0,
                });
            }
        }
    }
    inflows
}

/// When the last numbers are given today.
fn last_number(site: &Site, service: &Service, now: Moment) -> Moment {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    let closes = day::closing_time(&service.settings, today, time_zone);
    closes.unwrap_or(now + TimeDelta::minutes(LOOKED_AHEAD_MIN))
}

fn minutes(from: Moment, to: Moment) -> f64 {
    (to - from).num_milliseconds() as f64 / 60_000.0
}

#[cfg(test)]
mod tests {
    use domain::measure::rows;
    use domain::{Class, Command};

    use super::*;
    use crate::fixture::Bench;

    /// Haircut closes at half past eleven; it is nine.
    fn bench() -> Bench {
        let mut bench = Bench::new(1);
        bench.set_service(|service| service.closes = NaiveTime::from_hms_opt(11, 30, 0));
        bench
    }

    fn come(bench: &mut Bench, people: u32, every_secs: i64) {
        for _ in 0..people {
            bench.wait_secs(every_secs - 1);
            bench.issue(Class::Standard);
        }
    }

    #[test]
    fn the_last_hour_goes_on_until_closing() {
        let mut bench = bench();
        assert!(as_today(bench.site(), bench.now).is_empty());
        come(&mut bench, 10, 60);
        // Ten came in the nine minutes since the first one, which stand for a quarter of an hour.
        let [inflow] = as_today(bench.site(), bench.now).try_into().unwrap();
        assert!((inflow.to_min - 140.0).abs() < 1e-9, "{inflow:?}");
        assert!(
            (inflow.people - 10.0 / 15.0 * 140.0).abs() < 1e-6,
            "{inflow:?}"
        );
        bench.wait_secs(65 * 60);
        let [inflow] = as_today(bench.site(), bench.now).try_into().unwrap();
        assert!(inflow.people.abs() < 1e-9, "nobody came in the last hour");
        bench.ok(Command::StopIssuing {
            service: "haircut".parse().unwrap(),
        });
        assert!(as_today(bench.site(), bench.now).is_empty());
    }

    #[test]
    fn earlier_days_come_back_hour_by_hour() {
        let mut bench = bench();
        come(&mut bench, 12, 4 * 60);
        bench.wait_secs(12 * 60 + 60);
        come(&mut bench, 6, 4 * 60);
        let day = rows(bench.site());
        let begun = bench.now - TimeDelta::minutes(55);
        let inflows = as_earlier(bench.site(), &[day.clone(), Vec::new()], begun);
        let told: Vec<[i64; 3]> = inflows
            .iter()
            .map(|one| [one.from_min, one.to_min, one.people].map(|n| n.round() as i64))
            .collect();
        // Half of twelve from nine to ten, of which half an hour is left, and half of six later.
        assert_eq!(told, [[-30, 30, 6], [30, 90, 3]]);
        assert!(as_earlier(bench.site(), &[], begun).is_empty());
        let closed = begun + TimeDelta::hours(3);
        assert!(as_earlier(bench.site(), &[day], closed).is_empty());
    }
}
