//! The pages of booking, and an appointment in each of its stages.

use chrono::TimeDelta;
use domain::settings::Slots;
use domain::{AppointmentCommand, AppointmentId, Class, Command, ServiceId, ServiceSettings};

use super::morning::Morning;
use super::{Frame, html};
use crate::lang::Words;
use crate::pages::{appointment, book, qr};
use crate::views;

/// Repairs and haircuts can be booked, three at a time.
fn with_slots() -> Morning {
    let mut morning = Morning::new();
    let services: Vec<ServiceSettings> = morning
        .site
        .services
        .iter()
        .map(|service| service.settings.clone())
        .collect();
    for settings in services {
        let slots = Some(Slots {
            from: chrono::NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
            to: chrono::NaiveTime::from_hms_opt(16, 30, 0).unwrap(),
            minutes: 15,
            capacity: 2,
            days_ahead: 90,
        });
        morning.run(Command::SetService {
            settings: ServiceSettings { slots, ..settings },
        });
    }
    morning
}

fn reserve(morning: &mut Morning, minutes_ahead: i64) -> AppointmentId {
    let slot = morning.now + TimeDelta::minutes(minutes_ahead);
    morning.run(Command::Appointment(AppointmentCommand::Book {
        service: ServiceId::new("repair").unwrap(),
        slot,
        class: Class::Standard,
        subject: None,
    }));
    *morning.site.appointments.keys().next_back().unwrap()
}

pub(super) fn book_page(morning: &Morning, step: book::Step, w: Words) -> String {
    let b = book::Book {
        heading: w.say("Book a time").to_owned(),
        so_far: String::new(),
        refusal: String::new(),
        back: "/".to_owned(),
        step,
    };
    let f = Frame::new(&morning.site, w, "", "/book");
    html(&book::BookPage { w, f, b })
}

fn times(morning: &Morning, date: Option<&str>, w: Words) -> book::Step {
    morning.look(|scene| {
        let asked = book::Asked {
            service: &morning.site.services[1],
            date: date.map(|date| date.parse().unwrap()),
            base: "/book/repair".to_owned(),
            key: "k".to_owned(),
        };
        book::Step::Times(Box::new(book::Times::new(scene, asked, w)))
    })
}

fn appointment_page(morning: &Morning, id: AppointmentId, w: Words) -> String {
    let base = "/a/square0123456789012345678901".to_owned();
    let view = morning.look(|scene| views::appointment(scene, &morning.site.appointments[&id]));
    let around = appointment::Around {
        part: format!("{base}?part=now"),
        book: "/book".to_owned(),
        ticket: view
            .number
            .as_ref()
            .map_or_else(String::new, |_| "/t/x".to_owned()),
        qr: qr::drawing(&format!("http://192.168.1.20:8080{base}")),
        opens_calendars: true,
        base,
    };
    let a = appointment::PhoneAppointment::new(&morning.site, &view, morning.now, w, around);
    let f = Frame::new(&morning.site, w, "", "/a/x");
    html(&appointment::AppointmentPage { w, f, a })
}

/// All of them, by name.
pub(super) fn pages(w: Words) -> Vec<(&'static str, String)> {
    let (empty, mut morning) = (Morning::new(), with_slots());
    // Two at the same time: that one is full.
    reserve(&mut morning, 80);
    let id = reserve(&mut morning, 80);
    let services = morning.look(|scene| book::choices(scene, "/book", w));
    let mut pages = vec![
        ("book-off", book_page(&empty, book::Step::Off, w)),
        (
            "book-none",
            book_page(&empty, book::Step::Services(Vec::new()), w),
        ),
        (
            "book-services",
            book_page(&morning, book::Step::Services(services), w),
        ),
        (
            "book-times",
            book_page(&morning, times(&morning, None, w), w),
        ),
        (
            "book-later",
            book_page(&morning, times(&morning, Some("2026-04-07"), w), w),
        ),
        ("appointment-booked", appointment_page(&morning, id, w)),
    ];
    let start = morning.site.appointments[&id].slot;
    for (name, minutes) in [
        ("appointment-begun", 5),
        ("appointment-late", 30),
        ("appointment-over", 90),
    ] {
        morning.now = start + TimeDelta::minutes(minutes);
        pages.push((name, appointment_page(&morning, id, w)));
    }
    morning.now = start;
    morning.run(Command::Appointment(AppointmentCommand::CheckIn {
        appointment: id,
        visit: None,
    }));
    pages.push(("appointment-checked-in", appointment_page(&morning, id, w)));
    let other = reserve(&mut morning, 75);
    morning.run(Command::Appointment(AppointmentCommand::Cancel {
        appointment: other,
    }));
    pages.push((
        "appointment-cancelled",
        appointment_page(&morning, other, w),
    ));
    pages
}

#[test]
fn what_is_full_cannot_be_pressed_and_what_is_free_is_counted() {
    let mut morning = with_slots();
    reserve(&mut morning, 80);
    reserve(&mut morning, 80);
    let w = Words(domain::settings::Language::Zh);
    let page = book_page(&morning, times(&morning, None, w), w);
    let press = |time: &str| {
        let at = page.find(&format!("<b>{time}</b>")).unwrap();
        let button = &page[page[..at].rfind("<button").unwrap()..];
        button[..button.find("</button>").unwrap()].to_owned()
    };
    assert!(press("10:00").contains(" disabled") && press("10:00").contains("已满"));
    assert!(press("10:15").contains("还有 2 个") && !press("10:15").contains(" disabled"));
    assert!(
        !page.contains("<b>08:30</b>"),
        "what has begun is not shown"
    );
    assert!(page.contains("<b>今天</b><span>3月7日 周六</span>"));
    assert!(page.contains("<b>周二</b><span>3月10日</span>"));
}
