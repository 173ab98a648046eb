//! How many people are expected for the rest of a day, from those who came.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike as _};
use domain::site::Service;
use domain::{Moment, Site, day};
use forecast::Inflow;

use crate::engine::MeasuredDay;

/// The pace of the day is that of so many minutes.
const LOOKED_BACK_MIN: i64 = 60;
/// A day that has just begun is not judged by its first minutes.
const LOOKED_BACK_LEAST_MIN: i64 = 15;
/// Where a service does not close, nobody is expected later than that.
const LOOKED_AHEAD_MIN: i64 = 180;
/// Of earlier service days, so many are looked at.
const DAYS_MAX: usize = 4;

/// As many as came in the last hour without an appointment, until closing.
pub(crate) fn as_today(site: &Site, now: Moment) -> Vec<Inflow> {
    let tickets = || site.tickets.values();
    let Some(first) = tickets().map(|ticket| ticket.issued_at).min() else {
        return Vec::new();
    };
    let from = first.max(now - TimeDelta::minutes(LOOKED_BACK_MIN));
    let looked_back = minutes(from, now).max(LOOKED_BACK_LEAST_MIN as f64);
    of_services(site, |service| {
        let came = tickets().filter(|ticket| {
            let is_ours = ticket.service == service.settings.id && ticket.slot.is_none();
            is_ours && ticket.issued_at >= from
        });
        let to_min = minutes(now, last_number(site, service, now)).max(0.0);
        vec![Inflow {
            service: service.settings.id.clone(),
            from_min: 0.0,
            to_min,
            people: came.count() as f64 / looked_back * to_min,
        }]
    })
}

/// As many as came on some earlier days in the same hours without an appointment, until closing.
pub(crate) fn as_earlier<D: AsRef<MeasuredDay>>(
    site: &Site,
    days: &[D],
    now: Moment,
) -> Vec<Inflow> {
    let time_zone = site.settings.time_zone;
    let today = day::local_date(now, time_zone);
    let this_hour = day::local_time(now, time_zone).hour();
    of_services(site, |service| {
        let end = minutes(now, last_number(site, service, now));
        let mut inflows = Vec::new();
        for hour in this_hour..24 {
            let Some(begins) = NaiveTime::from_hms_opt(hour, 0, 0) else {
                continue;
            };
            let from_min = minutes(now, day::moment_at(today, begins, time_zone));
            let to_min = (from_min + 60.0).min(end);
            let rows = days.iter().flat_map(|day| &day.as_ref().rows);
            let came = rows.filter(|row| {
                let is_ours = row.service == service.settings.id && !row.booked;
                is_ours && u32::from(row.hour) == hour
            });
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
        inflows
    })
}

/// Those days of a past, oldest first, that tell what today may be like: the newest on which
/// somebody came.
pub(crate) fn earlier_days<D: AsRef<MeasuredDay>>(mut past: Vec<D>, today: NaiveDate) -> Vec<D> {
    past.retain(|day| day.as_ref().date < today && !day.as_ref().rows.is_empty());
    past.split_off(past.len().saturating_sub(DAYS_MAX))
}

/// The inflows of the services that give numbers, and no more people than they may still give
/// numbers to.
fn of_services(site: &Site, inflows: impl Fn(&Service) -> Vec<Inflow>) -> Vec<Inflow> {
    let services = site.services.iter().filter(|service| !service.is_stopped);
    let capped = services.map(|service| {
        let mut inflows = inflows(service);
        // What has begun is told whole, and only the rest of it is still to come.
        let to_come = |one: &Inflow| {
            let share = (one.to_min - one.from_min.max(0.0)) / (one.to_min - one.from_min);
            if share.is_finite() {
                one.people * share
            } else {
                0.0
            }
        };
        let people: f64 = inflows.iter().map(to_come).sum();
        let cap = service.settings.cap;
        let left = cap.map(|cap| f64::from(cap.saturating_sub(service.counted)));
        if let Some(left) = left.filter(|left| *left < people) {
            for one in &mut inflows {
                one.people *= left / people;
            }
        }
        inflows
    });
    capped.flatten().collect()
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
    use domain::measure::{Measured, rows};
    use domain::{Class, Command};

    use super::*;
    use crate::fixture::Bench;

    /// Haircut closes at half past eleven; it is nine.
    fn bench() -> Bench {
        let mut bench = Bench::new(1);
        bench.set_service(|service| service.closes = NaiveTime::from_hms_opt(11, 30, 0));
        bench
    }

    /// The day so far.
    fn measured(bench: &Bench) -> MeasuredDay {
        MeasuredDay {
            date: day::local_date(bench.now, bench.site().settings.time_zone),
            rows: rows(bench.site()).iter().map(Measured::from).collect(),
        }
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
        let day = measured(&bench);
        let nobody = MeasuredDay {
            rows: Vec::new(),
            ..day.clone()
        };
        let begun = bench.now - TimeDelta::minutes(55);
        let inflows = as_earlier(bench.site(), &[&day, &nobody], begun);
        let told: Vec<[i64; 3]> = inflows
            .iter()
            .map(|one| [one.from_min, one.to_min, one.people].map(|n| n.round() as i64))
            .collect();
        // Half of twelve from nine to ten, of which half an hour is left, and half of six later.
        assert_eq!(told, [[-30, 30, 6], [30, 90, 3]]);
        assert!(as_earlier::<MeasuredDay>(bench.site(), &[], begun).is_empty());
        let closed = begun + TimeDelta::hours(3);
        assert!(as_earlier(bench.site(), &[&day], closed).is_empty());
        // Those for whom a place was booked come with the appointments.
        let mut booked = day.clone();
        for row in &mut booked.rows {
            row.booked = true;
        }
        assert!(as_earlier(bench.site(), &[&booked], begun).is_empty());
    }

    #[test]
    fn nobody_is_expected_whom_the_cap_refuses() {
        let mut bench = bench();
        come(&mut bench, 10, 60);
        let day = measured(&bench);
        let people = |bench: &Bench| {
            let all = |inflows: Vec<Inflow>| inflows.iter().map(|one| one.people).sum::<f64>();
            let earlier = as_earlier(bench.site(), &[&day], bench.now - TimeDelta::minutes(9));
            [all(as_today(bench.site(), bench.now)), all(earlier)]
        };
        for (cap, left) in [(13, 3.0), (10, 0.0)] {
            bench.set_service(|service| service.cap = Some(cap));
            let [today, earlier] = people(&bench);
            assert!((today - left).abs() < 1e-6, "{cap}: {today}");
            assert!(earlier <= left * 1.2 + 1e-6, "{cap}: {earlier}");
        }
    }

    #[test]
    fn the_newest_days_with_people_are_looked_at() {
        let mut bench = bench();
        come(&mut bench, 1, 60);
        let row = measured(&bench).rows.remove(0);
        let day = |of_march, rows: &[Measured]| MeasuredDay {
            date: NaiveDate::from_ymd_opt(2026, 3, of_march).unwrap(),
            rows: rows.to_vec(),
        };
        let past: Vec<MeasuredDay> = (1..=9)
            .map(|n| {
                day(
                    n,
                    if n == 6 {
                        &[]
                    } else {
                        std::slice::from_ref(&row)
                    },
                )
            })
            .collect();
        let today = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap();
        let dates = earlier_days(past, today).into_iter().map(|day| day.date);
        let expected = [3, 4, 5, 7].map(|n| NaiveDate::from_ymd_opt(2026, 3, n).unwrap());
        assert_eq!(dates.collect::<Vec<_>>(), expected);
    }
}
