//! The report of an ordinary day, and the page of those before it.

use chrono::{Days, NaiveDate};
use domain::measure::{AppointmentFigures, Beside, ItemFigures, Stage, TicketRow};
use domain::ticket::EndedBy;
use domain::{Class, Command};

use super::morning::Morning;
use super::{Frame, Words, html};
use crate::engine::MeasuredDay;
use crate::pages::days::{Asked, DaysPage, EarlierDays, Show, Span};
use crate::pages::report::{Links, ReportPage};
use crate::published::EndedDay;
use crate::report::DayPage;
use crate::views::{ReportInput, report};

const HERE: &str = "/dashboard/days";

fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 7).unwrap()
}

/// Two services at five stations from eight to twelve; `nth` makes each day another one.
fn ordinary(date: NaiveDate, nth: u32) -> EndedDay {
    let row = |n: u32| {
        let mixed = (n * 7919 + nth * 104_729) % 1000;
        let minute = n * 200 / (90 + nth);
        let stage = match mixed % 20 {
            0 | 1 => Stage::NoShow,
            2 => Stage::Cancelled,
            3 => Stage::Unserved,
            _ => Stage::Served,
        };
        let is_served = stage == Stage::Served;
        let waited = is_served || stage == Stage::NoShow;
        let opened = date.and_hms_opt(0, 20, 0).unwrap().and_utc();
        let issued_at = opened + chrono::TimeDelta::minutes(i64::from(minute));
        let station = if n % 3 == 2 { 4 + n % 2 } else { 1 + n % 3 };
        TicketRow {
            service: if n % 3 == 2 { "repair" } else { "haircut" }
                .parse()
                .unwrap(),
            station: waited.then(|| station.to_string().parse().unwrap()),
            class: if mixed.is_multiple_of(7) {
                Class::Priority
            } else {
                Class::Standard
            },
            number: format!("理{n:03}"),
            issued_at,
            hour: 8 + ((20 + minute) / 60) as u8,
            closed_hour: is_served.then_some(8 + ((40 + minute) / 60) as u8),
            stage,
            waited_secs: waited.then_some(300 + mixed * 3),
            way_secs: None,
            serving_secs: is_served.then_some(420 + mixed),
            ended_by: is_served.then_some(EndedBy::Station),
            carried_from: (n < 2).then(|| date - Days::new(7)),
            booked: false,
        }
    };
    EndedDay {
        date,
        rows: (0..90 + nth).map(row).collect(),
        beside: Some(Beside {
            opens: chrono::NaiveTime::from_hms_opt(8, 30, 0),
            closes: chrono::NaiveTime::from_hms_opt(11, 30, 0),
            appointments: AppointmentFigures {
                booked: 8,
                kept: 6,
                cancelled: 1,
            },
            items: ItemFigures {
                received: 14,
                repaired: 9,
                not_repairable: 2,
                taken_away: 3,
                collected: 10,
                in_custody: 6,
            },
        }),
    }
}

/// Thirty Saturdays, and some Wednesdays among them, oldest first.
fn days() -> Vec<EndedDay> {
    let back = (0..30).rev().flat_map(|week: u32| {
        let saturday = saturday() - Days::new(7 * u64::from(week));
        let wednesday = saturday - Days::new(3);
        let nth = (week * 13) % 29;
        let wednesday = (week % 2 == 1).then(|| ordinary(wednesday, nth / 2));
        wednesday.into_iter().chain([ordinary(saturday, nth)])
    });
    back.collect()
}

/// All of them.
pub(super) fn pages(w: Words) -> Vec<(&'static str, String)> {
    let mut morning = Morning::busy();
    morning.run(Command::CloseDay);
    let (site, all) = (&morning.site, days());
    let measured: Vec<MeasuredDay> = all.iter().map(MeasuredDay::from).collect();
    let told = |day: Option<&EndedDay>, days: &[MeasuredDay]| {
        let view = report(&ReportInput {
            site,
            date: saturday(),
            day,
            days,
        });
        html(&ReportPage {
            w,
            f: Frame::new(site, w, "", "/dashboard/report"),
            l: Links::new(&view, "/dashboard/report"),
            r: DayPage::new(&view, w),
        })
    };
    let earlier = |span, show, days: &[MeasuredDay]| {
        let asked = Asked {
            span,
            show,
            before: None,
        };
        let f = Frame::new(site, w, "", HERE);
        let d = EarlierDays::new(days, asked, saturday(), HERE, w);
        html(&DaysPage { w, f, d })
    };
    vec![
        ("report", told(all.last(), &measured)),
        ("report-none", told(None, &[])),
        ("days", earlier(Span::TwelveWeeks, Show::Numbers, &measured)),
        ("days-waits", earlier(Span::TwoYears, Show::Wait, &measured)),
        ("days-empty", earlier(Span::FourWeeks, Show::Numbers, &[])),
    ]
}
