//! When the hours of a service turn what is shown of it: no fact says so, only the time.

use chrono::NaiveTime;
use domain::{Moment, Site, day};

/// The next moment after `after` at which a service begins or ends to give numbers. Midnight is
/// one: a service that closed gives numbers again.
pub(super) fn next_turn(site: &Site, after: Moment) -> Option<Moment> {
    let zone = site.settings.time_zone;
    let today = day::local_date(after, zone);
    let dates = [Some(today), today.succ_opt()].into_iter().flatten();
    let hours = site.services.iter().flat_map(|service| {
        let settings = &service.settings;
        [day::issue_from(settings), settings.closes]
    });
    let times: Vec<NaiveTime> = hours.flatten().chain([NaiveTime::MIN]).collect();
    dates
        .flat_map(|date| times.iter().map(move |time| (date, *time)))
        .map(|(date, time)| day::moment_at(date, time, zone))
        .filter(|turn| *turn > after)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Bench;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn hours_turn_at_their_beginning_and_end_and_at_midnight() {
        let mut bench = Bench::new(1);
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0);
        bench.set_service(|service| {
            service.opens = time(9, 0);
            service.closes = time(11, 30);
        });
        let rows = [
            ("2026-03-07T07:59:59", "2026-03-07T08:00:00"),
            ("2026-03-07T08:00:00", "2026-03-07T11:30:00"),
            ("2026-03-07T11:30:00", "2026-03-08T00:00:00"),
            ("2026-03-08T00:00:00", "2026-03-08T08:00:00"),
        ];
        for (after, turn) in rows {
            let next = next_turn(bench.site(), at(&format!("{after}+08:00")));
            assert_eq!(next, Some(at(&format!("{turn}+08:00"))), "{after}");
        }
    }
}
