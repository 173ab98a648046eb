//! A day's appointments as a grid: a row for each time, a column for each service.

use std::collections::BTreeSet;

use askama::Template;
use chrono::{Days, NaiveDate};
use domain::site::Service;
use domain::{Moment, Site, Slot};
use protocol::appointment::AppointmentStateName;
use protocol::{AppointmentView, LocalTime};

use crate::date_text::{dated_text, time_text};
use crate::lang::Words;
use crate::pages::desk::appointments::counts;
use crate::pages::frame::Frame;
use crate::pages::service_text::code_text;

/// `/dashboard/appointments`.
#[derive(Template)]
#[template(path = "dashboard_appointments.html")]
pub(in crate::pages) struct GridPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) g: Grid,
    /// The address of the part that changes by itself.
    pub(in crate::pages) part: String,
    /// Where changes are pushed from.
    pub(in crate::pages) live: String,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "dashboard_appointments_now.html")]
pub(in crate::pages) struct GridPart {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) g: Grid,
}

/// The day.
pub(in crate::pages) struct Grid {
    date: NaiveDate,
    day: String,
    is_today: bool,
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
    counts: String,
    services: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    time: String,
    cells: Vec<Cell>,
}

/// One slot of one service.
struct Cell {
    /// "1/2"; empty where the service has no slot then.
    taken: String,
    is_full: bool,
    booked: Vec<Booked>,
}

struct Booked {
    code: String,
    state: &'static str,
    word: String,
}

impl Grid {
    /// The grid of `date`, of which `all` are the appointments.
    pub(in crate::pages) fn new(
        site: &Site,
        all: &[AppointmentView],
        date: NaiveDate,
        now: Moment,
        words: Words,
    ) -> Self {
        let has_some = |service: &&Service| {
            let id = &service.settings.id;
            service.settings.slots.is_some() || all.iter().any(|known| known.service == *id)
        };
        let services: Vec<&Service> = site.services.iter().filter(has_some).collect();
        let slots: Vec<Vec<Slot>> = services.iter().map(|s| site.slots(s, date, now)).collect();
        // A time whose slot was taken out of the settings stays while somebody has it.
        let times: BTreeSet<Moment> = slots
            .iter()
            .flatten()
            .map(|slot| slot.start)
            .chain(all.iter().map(|known| known.slot.moment()))
            .collect();
        let zone = site.settings.time_zone;
        let today = domain::day::local_date(now, zone);
        let row = |start: Moment| Row {
            time: time_text(LocalTime::at(start, &zone)),
            cells: services
                .iter()
                .zip(&slots)
                .map(|(service, slots)| cell(service, slots, all, start, date < today, words))
                .collect(),
        };
        Self {
            date,
            day: dated_text(words, date),
            is_today: date == today,
            before: date.checked_sub_days(Days::new(1)),
            after: date.checked_add_days(Days::new(1)),
            counts: counts(&all.iter().collect::<Vec<_>>(), words),
            services: services
                .iter()
                .map(|s| s.settings.title(words.0).to_owned())
                .collect(),
            rows: times.into_iter().map(row).collect(),
        }
    }
}

fn cell(
    service: &Service,
    slots: &[Slot],
    all: &[AppointmentView],
    start: Moment,
    is_over: bool,
    words: Words,
) -> Cell {
    let slot = slots.iter().find(|slot| slot.start == start);
    let is_here = |known: &&AppointmentView| {
        known.service == service.settings.id && known.slot.moment() == start
    };
    Cell {
        taken: slot.map_or_else(String::new, |slot| {
            format!("{}/{}", slot.taken, slot.capacity)
        }),
        is_full: slot.is_some_and(|slot| slot.taken >= slot.capacity),
        booked: all
            .iter()
            .filter(is_here)
            .map(|a| booked(a, is_over, words))
            .collect(),
    }
}

fn booked(known: &AppointmentView, is_over: bool, words: Words) -> Booked {
    let (state, word) = match known.state {
        AppointmentStateName::Booked if is_over => ("missed", words.say("did not come").to_owned()),
        AppointmentStateName::Booked => ("booked", words.say("booked").to_owned()),
        AppointmentStateName::CheckedIn => {
            let number = known.number.clone();
            let word = number.unwrap_or_else(|| words.say("has come").to_owned());
            ("checked-in", word)
        }
        AppointmentStateName::Cancelled => ("cancelled", words.say("cancelled").to_owned()),
    };
    Booked {
        code: code_text(&known.code),
        state,
        word,
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::{Language, Slots};
    use domain::{AppointmentCommand, Command};

    use super::*;
    use crate::fixture::Bench;
    use crate::views;

    #[test]
    fn a_slot_tells_who_has_it_and_how_many_may() {
        let mut bench = Bench::new(1);
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        bench.set_service(|settings| {
            settings.slots = Some(Slots {
                from: time(10),
                to: time(12),
                minutes: 60,
                capacity: 1,
                days_ahead: 1,
            });
        });
        let slot: Moment = "2026-03-07T02:00:00Z".parse().unwrap();
        bench.ok(Command::Appointment(AppointmentCommand::Book {
            service: "haircut".parse().unwrap(),
            slot,
            class: domain::Class::Standard,
            subject: None,
        }));
        // The organiser moves the hours; who has booked stays in the grid.
        bench.set_service(|settings| {
            settings.slots = Some(Slots {
                from: time(11),
                to: time(13),
                minutes: 60,
                capacity: 3,
                days_ahead: 1,
            });
        });
        let date = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        let all = views::appointments(&bench.scene(), date).appointments;
        let grid = Grid::new(bench.site(), &all, date, bench.now, Words(Language::Zh));
        let rows: Vec<_> = grid
            .rows
            .iter()
            .map(|row| {
                format!(
                    "{} {} {}",
                    row.time,
                    row.cells[0].taken,
                    row.cells[0].booked.len()
                )
            })
            .collect();
        assert_eq!(rows, ["10:00  1", "11:00 0/3 0", "12:00 0/3 0"]);
        assert_eq!(grid.counts, "预约 1，已签到 0");
        assert!(grid.is_today);
    }
}
