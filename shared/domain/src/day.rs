//! Service days, hours and midnight: the one place where local time appears.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::Moment;
use crate::fact::Fact;
use crate::settings::{ServiceSettings, Slots};
use crate::site::Site;
use crate::ticket::TicketState;

/// Numbers are given so long before a service opens, unless set otherwise.
pub const ISSUE_BEFORE_OPENING: TimeDelta = TimeDelta::minutes(60);

/// The local date at `now`.
pub fn local_date(now: Moment, time_zone: Tz) -> NaiveDate {
    now.with_timezone(&time_zone).date_naive()
}

/// The local time at `now`, with its offset.
pub fn local_time(now: Moment, time_zone: Tz) -> DateTime<Tz> {
    now.with_timezone(&time_zone)
}

/// The first moment of a local date; later than 00:00 where a clock change skips it.
pub fn start_of(date: NaiveDate, time_zone: Tz) -> Moment {
    moment_at(date, NaiveTime::MIN, time_zone)
}

/// The first moment at which clocks in the zone show `time` or later on `date`.
pub fn moment_at(date: NaiveDate, time: NaiveTime, time_zone: Tz) -> Moment {
    let mut local = date.and_time(time);
    // A gap is at most some hours long; a quarter of an hour divides every offset in use.
    loop {
        match time_zone.from_local_datetime(&local) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return found.to_utc(),
            LocalResult::None => local += TimeDelta::minutes(15),
        }
    }
}

/// The starts of a service's slots on `date`, in order. A slot that clocks skip is not there.
pub fn slot_starts(
    slots: &Slots,
    date: NaiveDate,
    time_zone: Tz,
) -> impl Iterator<Item = Moment> + '_ {
    let length = TimeDelta::minutes(i64::from(slots.minutes));
    let last = slots.to - length;
    let next = move |time: &NaiveTime| {
        let (next, wrapped) = time.overflowing_add_signed(length);
        (wrapped == 0).then_some(next)
    };
    std::iter::successors(Some(slots.from), next)
        .take_while(move |time| slots.from <= last && *time <= last)
        .map(move |time| (time, moment_at(date, time, time_zone)))
        .filter(move |(time, start)| local_time(*start, time_zone).time() == *time)
        .map(|(_, start)| start)
}

/// The moment at which a service stops giving numbers on `date`.
pub fn closing_time(service: &ServiceSettings, date: NaiveDate, time_zone: Tz) -> Option<Moment> {
    service
        .closes
        .map(|closes| moment_at(date, closes, time_zone))
}

/// From when a service gives numbers; none means all day.
pub fn issue_from(service: &ServiceSettings) -> Option<NaiveTime> {
    service.issue_from.or_else(|| {
        let opens = service.opens?;
        let (earlier, wrapped) = opens.overflowing_sub_signed(ISSUE_BEFORE_OPENING);
        Some(if wrapped == 0 {
            earlier
        } else {
            NaiveTime::MIN
        })
    })
}

/// Whether numbers are given at `now`, from `issue_from` on and before `closes`.
pub fn gives_numbers(service: &ServiceSettings, now: Moment, time_zone: Tz) -> bool {
    let time = local_time(now, time_zone).time();
    issue_from(service).is_none_or(|from| from <= time)
        && service.closes.is_none_or(|closes| time < closes)
}

/// The facts that fell due by `now` without anybody asking, each with its moment.
///
/// That is midnight: a day that was not closed closes, and who is still being
/// served is done with it.
pub fn fell_due(site: &Site, now: Moment) -> Vec<(Moment, Vec<Fact>)> {
    match (site.day, next_due(site)) {
        (Some(day), Some(due)) if due <= now => {
            let closed = Fact::DayClosed {
                day: day.date,
                ends_serving: true,
            };
            vec![(due, vec![closed])]
        }
        (Some(_) | None, _) => Vec::new(),
    }
}

/// When something falls due next.
pub fn next_due(site: &Site) -> Option<Moment> {
    let day = site.day?;
    let mut held = site
        .stations
        .iter()
        .filter_map(|s| site.tickets.get(&s.ticket?));
    let is_serving = held.any(|t| matches!(t.state, TicketState::Serving { .. }));
    let midnight = start_of(
        day.date.checked_add_days(Days::new(1))?,
        site.settings.time_zone,
    );
    (!day.is_closed() || is_serving).then_some(midnight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ServiceId;

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn the_day_is_the_local_one() {
        let rows = [
            ("2026-03-07T23:59:59+08:00", "2026-03-07"),
            ("2026-03-08T00:00:00+08:00", "2026-03-08"),
            // UTC is still the day before until eight in the morning.
            ("2026-03-08T07:59:00+08:00", "2026-03-08"),
        ];
        for (now, date) in rows {
            assert_eq!(
                local_date(at(now), chrono_tz::Asia::Shanghai).to_string(),
                date,
                "{now}"
            );
        }
        // UTC is already tomorrow.
        let evening = at("2026-03-07T17:01:00-08:00");
        assert_eq!(
            local_date(evening, chrono_tz::America::Los_Angeles).to_string(),
            "2026-03-07"
        );
    }

    #[test]
    fn a_day_without_midnight_starts_when_clocks_do() {
        // Clocks in Beirut went from 00:00 to 01:00 on 27 March 2022.
        let date = NaiveDate::from_ymd_opt(2022, 3, 27).unwrap();
        assert_eq!(
            start_of(date, chrono_tz::Asia::Beirut),
            at("2022-03-27T01:00:00+03:00")
        );
    }

    #[test]
    fn numbers_are_given_from_an_hour_before_opening_until_closing() {
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0);
        let service = ServiceSettings {
            id: ServiceId::new("a").unwrap(),
            opens: time(9, 0),
            closes: time(11, 30),
            ..ServiceSettings::default()
        };
        let rows = [
            ("07:59:59", false),
            ("08:00:00", true),
            ("11:29:59", true),
            ("11:30:00", false),
        ];
        for (clock, expected) in rows {
            let now = at(&format!("2026-03-07T{clock}+08:00"));
            assert_eq!(
                gives_numbers(&service, now, chrono_tz::Asia::Shanghai),
                expected,
                "{clock}"
            );
        }
        let early = ServiceSettings {
            opens: time(0, 30),
            ..service
        };
        assert_eq!(issue_from(&early), Some(NaiveTime::MIN));
    }
}
