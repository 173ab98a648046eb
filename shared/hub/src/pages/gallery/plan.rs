//! The planner's page, from eight made-up Saturdays, and what an earlier day would change.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::measure::{Stage, TicketRow};
use domain::ticket::{Class, EndedBy};
use domain::{Command, Moment, StationSettings};
use protocol::PlanAsk;

use super::morning::Morning;
use super::{Frame, Words, html};
use crate::pages::form::{Filled, Wrong};
use crate::pages::plan::{LikeShown, PlanPage, PlanShown, Planned, SetUpShown, form};
use crate::plan::Wish;
use crate::published::EndedDay;
use crate::set_up::{SetUp, like};

/// All of them.
pub(super) fn pages(w: Words) -> Vec<(&'static str, String)> {
    let mut morning = Morning::busy();
    let mut then = SetUp::of(&morning.site);
    for (service, (opens, closes)) in morning
        .site
        .services
        .clone()
        .into_iter()
        .zip([(9, 12), (8, 11)])
    {
        let mut settings = service.settings;
        settings.opens = NaiveTime::from_hms_opt(opens, 30, 0);
        settings.closes = NaiveTime::from_hms_opt(closes, 0, 0);
        morning.run(Command::SetService { settings });
    }
    let station = StationSettings {
        id: "6".parse().unwrap(),
        services: vec!["repair".parse().unwrap()],
        ..StationSettings::default()
    };
    morning.run(Command::SetStation { settings: station });
    then.stations[2].services.push("repair".parse().unwrap());
    then.services[1].cap = Some(40);

    let saturdays: Vec<EndedDay> = (0..8).map(saturday).collect();
    let now: Moment = "2026-03-06T04:00:00Z".parse().unwrap();
    let ask = PlanAsk {
        max_stations: Some(7),
        ..PlanAsk::default()
    };
    let wish = Wish::of(&ask, &morning.site, now).unwrap();
    let plan = wish.answer(&saturdays);
    let today = "2026-03-06".parse().unwrap();
    let typed = Filled::read(b"");
    let whole = |said: &str, set_up: SetUpShown| {
        html(&PlanPage {
            w,
            f: Frame::new(&morning.site, w, "", "/dashboard/plan"),
            p: PlanShown {
                said: said.to_owned(),
                result: Some(Planned::new(&plan, &morning.site, today, w)),
                set_up,
            },
            form: form(&typed, Some(&plan), w),
        })
    };
    let day: NaiveDate = "2026-02-28".parse().unwrap();
    let chosen = SetUpShown {
        day: day.to_string(),
        like: Some(LikeShown::new(&like(day, &then, &morning.site), w)),
    };
    let nothing = SetUpShown {
        day: day.to_string(),
        like: Some(LikeShown::new(
            &like(day, &SetUp::of(&morning.site), &morning.site),
            w,
        )),
    };
    let none = wish.answer(&[]);
    let wrong = Wrong {
        field: "wait".to_owned(),
        why: w.say("Please enter a whole number.").to_owned(),
    };
    let first = html(&PlanPage {
        w,
        f: Frame::new(&morning.site, w, "", "/dashboard/plan"),
        p: PlanShown {
            said: String::new(),
            result: Some(Planned::new(&none, &morning.site, today, w)),
            set_up: SetUpShown::default(),
        },
        form: form(&typed, Some(&none), w).with_wrong(Some(wrong)),
    });
    vec![
        ("plan", whole("", SetUpShown::default())),
        ("plan-like", whole("", chosen)),
        ("plan-done", whole(w.say("Please enter a day."), nothing)),
        ("plan-first", first),
    ]
}

/// A rush at half past nine, and fewer and fewer until noon; repairs all morning.
fn saturday(week: i64) -> EndedDay {
    let date: NaiveDate = "2026-01-10".parse().unwrap();
    let date = date + TimeDelta::weeks(week);
    let row = |service: &str, minute: i64, nth: i64| {
        let opens: Moment = format!("{date}T00:30:00Z").parse().unwrap();
        let jobs = [7, 9, 10, 12, 15];
        TicketRow {
            service: service.parse().unwrap(),
            station: Some((1 + nth % 3).to_string().parse().unwrap()),
            class: Class::Standard,
            number: format!("{nth:03}"),
            issued_at: opens + TimeDelta::minutes(minute),
            hour: 9,
            closed_hour: Some(10),
            stage: Stage::Served,
            waited_secs: Some(600),
            way_secs: Some(30),
            serving_secs: jobs.get((nth % 5) as usize).map(|minutes| 60 * minutes),
            ended_by: Some(EndedBy::Station),
            carried_from: None,
            booked: false,
        }
    };
    let rush = 14 + week % 4;
    let haircuts = (0..rush).map(|n| row("haircut", 60 + n * 30 / rush, n));
    let later = (0..16).map(|n| row("haircut", 92 + n * 7, n));
    let repairs = (0..11 + week % 3).map(|n| row("repair", n * 12, n));
    EndedDay {
        date,
        rows: haircuts.chain(later).chain(repairs).collect(),
        beside: None,
    }
}
