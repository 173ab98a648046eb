//! Booking for somebody else: the service, the day, the time; then the code. The same days and
//! times are offered to somebody who wants another one.

use askama::Template;
use chrono::{Days, NaiveDate};
use domain::{Moment, ServiceId, Site};
use protocol::appointment::AppointmentStateName;
use protocol::{AppointmentView, SlotView};

use super::way::Way;
use crate::date_text::{dated_text, time_text};
use crate::lang::Words;
use crate::pages::frame::Frame;
use crate::pages::service_text::{Look, code_text};
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
    /// The appointment that is to be changed; none for a new one.
    pub(in crate::pages) moving: Option<Moving>,
}

/// An appointment that is to be changed.
pub(in crate::pages) struct Moving {
    /// As it is typed.
    code: String,
    code_shown: String,
    when: String,
    /// Name and phone, masked; empty if none were given.
    who: String,
    /// Why it cannot be changed any more; empty if it can.
    fixed: &'static str,
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
    /// The choice among `services`; `service` and `date` as far as they are chosen.
    pub(in crate::pages) fn new(
        scene: &Scene<'_>,
        services: &[ServiceId],
        service: &str,
        date: Option<NaiveDate>,
        words: Words,
    ) -> Self {
        let site = scene.site;
        let offered: Vec<_> = services
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
            day: dated_text(words, date),
            until: last.filter(|last| days.last().is_some_and(|(shown, _)| shown < last)),
            days: days
                .into_iter()
                .map(|(day, free)| DayChoice {
                    date: day,
                    text: dated_text(words, day),
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
            moving: None,
        }
    }

    /// Where another day is looked at, without the day.
    fn address(&self, way: &Way) -> String {
        match &self.moving {
            None => format!("{}&service={}", way.to("/book"), self.service),
            Some(moving) => format!("{}&code={}", way.to("/appointment"), moving.code),
        }
    }

    /// Whether times can be pressed.
    fn offers(&self) -> bool {
        self.moving.as_ref().is_none_or(|m| m.fixed.is_empty())
    }
}

impl Moving {
    /// The appointment as it stands at `now`.
    pub(in crate::pages) fn new(booked: &AppointmentView, now: Moment, words: Words) -> Self {
        let day = dated_text(words, booked.slot.0.date_naive());
        Self {
            code: booked.code.clone(),
            code_shown: code_text(&booked.code),
            when: format!("{day} {}", time_text(booked.slot)),
            who: who_text(booked),
            fixed: match booked.state {
                AppointmentStateName::Cancelled => words.say("This appointment was cancelled."),
                AppointmentStateName::CheckedIn => words.say("A number was given for it already."),
                AppointmentStateName::Booked if booked.slot.moment() <= now => {
                    words.say("Its time has begun: it can be checked in, but not changed.")
                }
                AppointmentStateName::Booked => "",
            },
        }
    }
}

/// "王** 138****1234", as far as it was given.
pub(in crate::pages) fn who_text(booked: &AppointmentView) -> String {
    let known = [booked.name.as_deref(), booked.phone.as_deref()];
    known.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl Done {
    /// The appointment as its holder has to remember it.
    pub(in crate::pages) fn new(site: &Site, booked: &AppointmentView, words: Words) -> Self {
        let day = dated_text(words, booked.slot.0.date_naive());
        Self {
            code: code_text(&booked.code),
            service: Look::of(site, &booked.service, words).name,
            when: format!("{day} {}", time_text(booked.slot)),
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
        time: time_text(slot.start),
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
