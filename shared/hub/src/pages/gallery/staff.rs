//! The further pages of desk and dashboard, on a morning with appointments and things to mend.

use domain::settings::Slots;
use domain::{
    AppointmentCode, AppointmentCommand, AppointmentId, Class, Command, ItemCommand, ItemKind,
    Policy, ServiceId, StationId, Target,
};
use protocol::CardsView;

use super::morning::Morning;
use super::{Frame, Words, desk, html, settings, views};
use crate::pages::dashboard::{appointments as grid, items as custody};
use crate::pages::desk::{appointments, booking, items, receive};

/// Two have booked, one of them is here; a kettle and a fan were left.
fn morning() -> Morning {
    let mut morning = Morning::busy();
    let repair: ServiceId = "repair".parse().unwrap();
    let mut settings = morning.site.service(&repair).unwrap().settings.clone();
    let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    settings.slots = Some(Slots {
        from: time(9),
        to: time(12),
        minutes: 30,
        capacity: 2,
        days_ahead: 20,
    });
    morning.run(Command::SetService { settings });
    for slot in ["2026-03-07T02:00:00Z", "2026-03-07T02:30:00Z"] {
        morning.run(Command::Appointment(AppointmentCommand::Book {
            service: repair.clone(),
            slot: slot.parse().unwrap(),
            class: Class::Standard,
            subject: None,
        }));
    }
    let first = morning.site.appointment_by_code(AppointmentCode::of(0));
    let appointment: AppointmentId = first.unwrap().id;
    morning.run(Command::Appointment(AppointmentCommand::CheckIn {
        appointment,
        visit: None,
    }));
    let station: StationId = "4".parse().unwrap();
    for kind in [ItemKind::Kettle, ItemKind::Fan] {
        morning.run(Command::Item(ItemCommand::Receive {
            target: Target::Station(station.clone(), None),
            kind,
            finish: false,
            subject: None,
        }));
    }
    morning
}

fn way() -> desk::way::Way {
    desk::way::Way {
        prefix: String::new(),
        station: "4".to_owned(),
    }
}

/// All of them.
pub(super) fn pages(w: Words) -> Vec<(&'static str, String)> {
    let morning = morning();
    let mut pages = desk_pages(&morning, w);
    pages.extend(dashboard_pages(&morning, w));
    pages.push(("desk-serving-items", super::desk_page(&morning, "4", w)));
    pages.push(("dashboard-lists", super::dashboard_page(&morning, w)));
    pages
}

fn desk_pages(morning: &Morning, w: Words) -> Vec<(&'static str, String)> {
    let site = &morning.site;
    let f = Frame::new(site, w, "", "/desk/book");
    let today = "2026-03-07".parse().unwrap();
    morning.look(|scene| {
        let stations = views::stations(scene, true).stations;
        let station = stations.iter().find(|s| s.id.as_str() == "4").unwrap();
        let all = views::appointments(scene, today).appointments;
        let things = views::items(scene).items;
        let ticket = views::ticket(scene, &site.tickets[&morning.issued[0]]);
        let mut list = appointments::Appointments::new(site, station, &all, morning.now, w);
        list.given = Some(appointments::Given::new(site, &ticket, w));
        let list = appointments::AppointmentsPage {
            w,
            f: f.clone(),
            way: way(),
            a: list,
        };
        let left = items::ItemsPage {
            w,
            f: f.clone(),
            way: way(),
            i: items::Items::new(&things, things.first(), today, w),
        };
        let book = |done| {
            let mut choice = booking::Booking::new(scene, &station.services, "", None, w);
            choice.done = done;
            html(&booking::BookPage {
                w,
                f: f.clone(),
                way: way(),
                b: choice,
            })
        };
        let take_in = |tag| {
            let mut choice = receive::Receive::new(site, station, None, "fan", w);
            choice.tag = tag;
            html(&receive::ReceivePage {
                w,
                f: f.clone(),
                way: way(),
                r: choice,
            })
        };
        vec![
            ("desk-appointments", html(&list)),
            ("desk-book", book(None)),
            (
                "desk-booked",
                book(Some(booking::Done::new(site, &all[0], w))),
            ),
            ("desk-receive", take_in(None)),
            (
                "desk-received",
                take_in(Some(receive::Tag::new(&things[0], w))),
            ),
            ("desk-items", html(&left)),
        ]
    })
}

fn dashboard_pages(morning: &Morning, w: Words) -> Vec<(&'static str, String)> {
    let site = &morning.site;
    let f = Frame::new(site, w, "", "/dashboard/appointments");
    let today = "2026-03-07".parse().unwrap();
    let (all, things) = morning.look(|scene| {
        let all = views::appointments(scene, today).appointments;
        (all, views::items(scene).items)
    });
    let g = grid::Grid::new(site, &all, today, morning.now, w);
    let c = custody::Custody::new(&things, today, w);
    let view = CardsView {
        valid: 12,
        revoked: 1,
    };
    let cards = settings::cards::Cards::new(view, w);
    let haircut = &site.services[0].settings;
    let mut changed = haircut.clone();
    changed.policy = Policy::First { run: 2 };
    let preview = settings::preview::Preview::new(site, &changed, morning.now, w);
    let mut form = settings::service::form(haircut, false, w);
    form.preview = Some(preview);
    vec![
        (
            "dashboard-appointments",
            html(&grid::GridPage {
                w,
                f: f.clone(),
                g,
                part: String::new(),
                live: String::new(),
            }),
        ),
        (
            "dashboard-items",
            html(&custody::CustodyPage {
                w,
                f: f.clone(),
                c,
                part: String::new(),
                live: String::new(),
            }),
        ),
        (
            "settings-cards",
            html(&settings::cards::CardsPage {
                w,
                f: f.clone(),
                c: cards,
            }),
        ),
        ("form-preview", html(&settings::FormPage { w, f, form })),
    ]
}
