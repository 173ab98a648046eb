//! Booking for somebody else: the service, the day, the time; then the code.

use askama::Template;
use chrono::{Days, NaiveDate};
use domain::{Moment, Site};
use protocol::{AppointmentView, SlotView, StationView};

use super::way::Way;
use crate::lang::Words;
use crate::pages::desk::when::{clock_text, code_text, day_text};
use crate::pages::frame::Frame;
use crate::pages::service_text::Look;
use crate::views::{self, Scene};

/// Days that have a button of their own; later ones are typed.
const DAYS_MAX: u64 = 14;

/// `/desk/book`.
#[derive(Template)]
#[template(path = "desk_book.html")]
pub(in crate::pages) struct BookPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) way: Way,
    pub(in crate::pages) b: Booking,
}

/// What stands there.
pub(in crate::pages) struct Booking {
    /// The service that is booked; empty where none takes appointments.
    service: String,
    name: String,
    colour: &'static str,
    services: Vec<ServiceChoice>,
    date: NaiveDate,
    day: String,
    days: Vec<DayChoice>,
    /// The last day, if it has no button.
    until: Option<NaiveDate>,
    slots: Vec<SlotChoice>,
    /// Whether the priority class was ticked.
    pub(in crate::pages) is_priority: bool,
    /// One for all presses of this page; each adds what it is about.
    pub(in crate::pages) key: String,
    /// Why nothing was booked; empty if nothing went wrong.
    pub(in crate::pages) wrong: String,
    /// What was just booked.
    pub(in crate::pages) done: Option<Done>,
}

struct ServiceChoice {
    id: String,
    name: String,
    is_chosen: bool,
}

struct DayChoice {
    date: NaiveDate,
    text: String,
    free: String,
    is_on: bool,
    is_chosen: bool,
}

struct SlotChoice {
    start: String,
    time: String,
    free: String,
    is_on: bool,
}

/// An appointment that was just made.
pub(in crate::pages) struct Done {
    code: String,
    service: String,
    when: String,
}

impl Booking {
    /// The choice among the station's services; `service` and `date` as far as they are chosen.
    pub(in crate::pages) fn new(
        scene: &Scene<'_>,
        station: &StationView,
        service: &str,
        date: Option<NaiveDate>,
        words: Words,
    ) -> Self {
        let site = scene.site;
        let offered: Vec<_> = station
            .services
            .iter()
            .filter_map(|id| site.service(id))
            .filter(|known| known.settings.slots.is_some())
            .collect();
        let asked = offered.iter().find(|s| s.settings.id.as_str() == service);
        let chosen = asked.or(offered.first()).copied();
        let today = domain::day::local_date(scene.now, site.settings.time_zone);
        let days = chosen.map_or_else(Vec::new, |known| days(scene, known, today));
        let first_free = days.iter().find(|day| day.1 > 0).map_or(today, |day| day.0);
        let date = date.unwrap_or(first_free);
        let slots = chosen.map_or_else(Vec::new, |s| views::slots(scene, s, date).slots);
        let look = chosen.map(|s| Look::from_settings(&s.settings, words));
        let look = look.unwrap_or_default();
        let last = chosen.and_then(|known| site.booked_until(known, scene.now));
        Self {
            service: chosen.map_or_else(String::new, |s| s.settings.id.to_string()),
            name: look.name,
            colour: look.colour,
            services: offered
                .iter()
                .map(|known| ServiceChoice {
                    id: known.settings.id.to_string(),
                    name: known.settings.title(words.0).to_owned(),
                    is_chosen: chosen.is_some_and(|c| c.settings.id == known.settings.id),
                })
                .collect(),
            date,
            day: day_text(words, date),
            until: last.filter(|last| days.last().is_some_and(|(shown, _)| shown < last)),
            days: days
                .into_iter()
                .map(|(day, free)| DayChoice {
                    date: day,
                    text: day_text(words, day),
                    free: free_text(words, free),
                    is_on: free > 0,
                    is_chosen: day == date,
                })
                .collect(),
            slots: slots.iter().map(|slot| slot_choice(slot, words)).collect(),
            is_priority: false,
            key: String::new(),
            wrong: String::new(),
            done: None,
        }
    }
}

impl Done {
    /// The appointment as its holder has to remember it.
    pub(in crate::pages) fn new(site: &Site, booked: &AppointmentView, words: Words) -> Self {
        let day = day_text(words, booked.slot.0.date_naive());
        Self {
            code: code_text(&booked.code),
            service: Look::of(site, &booked.service, words).name,
            when: format!("{day} {}", clock_text(booked.slot)),
        }
    }
}

/// The days from today on, each with the places that are free.
fn days(
    scene: &Scene<'_>,
    service: &domain::site::Service,
    today: NaiveDate,
) -> Vec<(NaiveDate, u32)> {
    let last = scene.site.booked_until(service, scene.now).unwrap_or(today);
    (0..DAYS_MAX)
        .filter_map(|n| today.checked_add_days(Days::new(n)))
        .take_while(|date| *date <= last)
        .map(|date| (date, free(scene.site, service, date, scene.now)))
        .collect()
}

fn free(site: &Site, service: &domain::site::Service, date: NaiveDate, now: Moment) -> u32 {
    let slots = site.slots(service, date, now);
    slots.iter().map(|slot| u32::from(slot.free())).sum()
}

fn slot_choice(slot: &SlotView, words: Words) -> SlotChoice {
    SlotChoice {
        start: slot.start.to_string(),
        time: clock_text(slot.start),
        free: free_text(words, u32::from(slot.free)),
        is_on: slot.free > 0,
    }
}

fn free_text(words: Words, free: u32) -> String {
    match free {
        0 => words.say("nothing free").to_owned(),
        n => words.fill("{0} free", [&n.to_string()]),
    }
}
