use domain::Command;
use domain::ticket::{Class, EndedBy};

use super::*;
use crate::fixture::Bench;

fn site() -> Site {
    let mut bench = Bench::new(2);
    bench.set_service(|service| {
        service.opens = NaiveTime::from_hms_opt(9, 30, 0);
        service.closes = NaiveTime::from_hms_opt(11, 0, 0);
    });
    bench.site().clone()
}

fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row(issued_at: &str, stage: Stage) -> TicketRow {
    let is_served = stage == Stage::Served;
    TicketRow {
        service: "haircut".parse().unwrap(),
        station: Some("1".parse().unwrap()),
        class: Class::Standard,
        number: "理001".to_owned(),
        issued_at: at(issued_at),
        hour: 9,
        closed_hour: None,
        stage,
        waited_secs: is_served.then_some(60),
        way_secs: is_served.then_some(30),
        serving_secs: is_served.then_some(600),
        ended_by: is_served.then_some(EndedBy::Station),
        carried_from: None,
        booked: false,
    }
}

fn ended(day: &str, people: u32) -> EndedDay {
    let at = |n: u32| format!("{day}T{:02}:{:02}:00+08:00", 9 + n * 3 / 60, n * 3 % 60);
    EndedDay {
        date: date(day),
        rows: (10..10 + people)
            .map(|n| row(&at(n), Stage::Served))
            .collect(),
        beside: None,
    }
}

#[test]
fn what_is_left_out_is_chosen_and_what_is_not_possible_is_named() {
    let (site, now) = (site(), at("2026-03-07T09:00:00+08:00"));
    let usual = Wish::of(&PlanAsk::default(), &site, now).unwrap();
    assert_eq!(usual.date, date("2026-03-07"), "today has not begun");
    assert_eq!(usual.days, Past::Newest(8));
    assert_eq!(
        (usual.wait_min, usual.share_percent, usual.max_stations),
        (30, 90, 4)
    );
    let mut bench = Bench::new(1);
    bench.ok(Command::OpenDay);
    let running = Wish::of(&PlanAsk::default(), bench.site(), now).unwrap();
    assert_eq!(running.date, date("2026-03-08"));
    assert_eq!(running.running, Some(date("2026-03-07")));
    let ask = |change: fn(&mut PlanAsk)| {
        let mut ask = PlanAsk::default();
        change(&mut ask);
        Wish::of(&ask, &site, now)
    };
    let wrong = [
        ("days", ask(|a| a.days = Some(0))),
        ("days", ask(|a| a.days = Some(61))),
        ("wait", ask(|a| a.wait = Some(241))),
        ("share", ask(|a| a.share = Some(100))),
        ("max_stations", ask(|a| a.max_stations = Some(21))),
        ("like", ask(|a| a.like = Some(date("2026-03-07")))),
    ];
    for (field, refused) in wrong {
        let Err(Refusal::ValueOutOfRange { field: named, .. }) = refused else {
            panic!("{field}");
        };
        assert_eq!(named, field);
    }
}

#[test]
fn the_newest_days_that_are_over_and_had_people_are_looked_at() {
    let (site, now) = (site(), at("2026-03-20T09:00:00+08:00"));
    let days = || {
        let all = [("2026-03-01", 3), ("2026-03-08", 0), ("2026-03-09", 2)];
        let more = [("2026-03-15", 4), ("2026-03-20", 9)];
        let all = all.into_iter().chain(more);
        all.map(|(day, people)| ended(day, people)).collect()
    };
    let chosen = |ask: &PlanAsk| {
        let wish = Wish::of(ask, &site, now).unwrap();
        let days = wish.choose(days()).unwrap();
        days.iter().map(|day| day.date).collect::<Vec<_>>()
    };
    let two = PlanAsk {
        days: Some(2),
        ..PlanAsk::default()
    };
    assert_eq!(chosen(&two), [date("2026-03-09"), date("2026-03-15")]);
    let like = PlanAsk {
        like: Some(date("2026-03-01")),
        ..PlanAsk::default()
    };
    assert_eq!(chosen(&like), [date("2026-03-01")]);
    assert_eq!(chosen(&PlanAsk::default()).len(), 3);
    // Nobody came on the one, and there was no service on the other.
    for day in ["2026-03-08", "2026-03-02"] {
        let like = PlanAsk {
            like: Some(date(day)),
            ..PlanAsk::default()
        };
        let refused = Wish::of(&like, &site, now).unwrap().choose(days());
        assert!(refused.is_err(), "{day}");
    }
}

#[test]
fn rows_become_people_and_jobs() {
    let rows = vec![
        row("2026-03-01T09:45:30+08:00", Stage::Served),
        row("2026-03-01T10:00:00+08:00", Stage::NoShow),
        row("2026-03-01T10:15:00+08:00", Stage::Cancelled),
        row("2026-03-01T10:20:00+08:00", Stage::Unserved),
    ];
    let past = past_day(
        &EndedDay {
            date: date("2026-03-01"),
            rows,
            beside: None,
        },
        chrono_tz::Asia::Shanghai,
    );
    let fates: Vec<_> = past.arrivals.iter().map(|one| one.fate).collect();
    assert_eq!(fates, [Fate::Came, Fate::NoShow, Fate::GaveUp, Fate::Came]);
    assert!((past.arrivals[0].at_min - 585.5).abs() < 1e-9);
    let [job] = past.jobs.as_slice() else {
        panic!("{past:?}");
    };
    assert_eq!((job.way_min, job.serving_min), (Some(0.5), 10.0));
}

#[test]
fn a_plan_names_hours_within_the_opening_and_days_it_rests_on() {
    let (site, now) = (site(), at("2026-03-20T09:00:00+08:00"));
    let wish = Wish::of(&PlanAsk::default(), &site, now).unwrap();
    let view = wish.answer(&[ended("2026-03-08", 25), ended("2026-03-15", 20)]);
    assert_eq!(view.days, [date("2026-03-08"), date("2026-03-15")]);
    assert!(view.rough && view.stations == 2 && view.max_stations == 4);
    let service = &view.services[0];
    let spans: Vec<_> = service
        .hours
        .iter()
        .map(|hour| (hour.from.as_str(), hour.to.as_str()))
        .collect();
    assert_eq!(spans, [("09:30", "10:00"), ("10:00", "11:00")]);
    assert_eq!(service.crews.len(), 4);
    assert!((10.0..11.0).contains(&service.job_min), "{service:?}");
    let none = wish.answer(&[]);
    assert!(none.days.is_empty() && none.services.is_empty() && !none.rough);
}

#[test]
fn times_go_on_after_midnight() {
    for (minute, text) in [(0.0, "00:00"), (569.6, "09:30"), (1_530.0, "25:30")] {
        assert_eq!(clock(minute), text);
    }
}
