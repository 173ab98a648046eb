//! Choosing a time: first the service, then a day with free places, then the time.

use askama::Template;
use chrono::{NaiveDate, Timelike as _};
use domain::site::Service;
use domain::{Site, day};
use protocol::{LocalTime, SlotView};

use super::frame::Frame;
use super::service_text::Look;
use crate::date_text::{date_text, day_text, near_text, time_text, weekday_text};
use crate::lang::Words;
use crate::views::{self, Scene};

/// Days that are offered at once; the others are a link away.
const DAYS_MAX: usize = 14;

/// The whole page.
#[derive(Template)]
#[template(path = "book.html")]
pub(super) struct BookPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) b: Book,
}

/// What stands on it.
pub(super) struct Book {
    /// What is being done: 预约, 改时间.
    pub(super) heading: String,
    /// What holds until another time is chosen; empty for somebody who books anew.
    pub(super) so_far: String,
    /// Why the last press took no place; empty before.
    pub(super) refusal: String,
    /// The page to go back to.
    pub(super) back: String,
    /// What is asked.
    pub(super) step: Step,
}

/// What is asked for next.
pub(super) enum Step {
    /// Phones do not book here.
    Off,
    /// Which service; none takes appointments if the list is empty.
    Services(Vec<Choice>),
    /// Which time.
    Times(Box<Times>),
}

/// A service that can be booked.
pub(super) struct Choice {
    to: String,
    name: String,
    colour: &'static str,
    icon: String,
    first: String,
}

/// The times of one day.
pub(super) struct Times {
    name: String,
    colour: &'static str,
    icon: String,
    /// The address of the choice, without the day.
    base: String,
    /// A press counts once.
    key: String,
    days: Vec<Day>,
    earlier: String,
    later: String,
    date: String,
    day: String,
    halves: Vec<Half>,
    is_full: bool,
}

/// A day with free places.
struct Day {
    date: String,
    name: String,
    more: String,
    is_chosen: bool,
}

/// A morning or an afternoon.
struct Half {
    name: &'static str,
    times: Vec<Time>,
}

struct Time {
    slot: String,
    at: String,
    free: String,
    is_full: bool,
}

/// What a page of times is made from.
pub(super) struct Asked<'a> {
    /// What for.
    pub(super) service: &'a Service,
    /// The day; the first one with free places when left out.
    pub(super) date: Option<NaiveDate>,
    /// The address of the choice, without the day.
    pub(super) base: String,
    /// Fresh with each page.
    pub(super) key: String,
}

/// The services that take appointments, with their addresses below `base`.
pub(super) fn choices(scene: &Scene<'_>, base: &str, words: Words) -> Vec<Choice> {
    let today = today(scene);
    let services = scene.site.services.iter().filter(|s| takes_appointments(s));
    services
        .map(|service| {
            let look = Look::from_settings(&service.settings, words);
            let first = free_days(scene, service).first().copied();
            Choice {
                to: format!("{base}/{}", service.settings.id),
                name: look.name,
                colour: look.colour,
                icon: look.icon,
                first: match first {
                    Some(date) => {
                        words.fill("First free day: {0}", [&day_text(words, date, today)])
                    }
                    None => words.say("No free times at the moment").to_owned(),
                },
            }
        })
        .collect()
}

/// Whether a service can be booked at all.
pub(super) fn takes_appointments(service: &Service) -> bool {
    service.settings.slots.is_some()
}

impl Times {
    /// The times to choose from.
    pub(super) fn new(scene: &Scene<'_>, asked: Asked<'_>, words: Words) -> Self {
        let look = Look::from_settings(&asked.service.settings, words);
        let free = free_days(scene, asked.service);
        let today = today(scene);
        let chosen = asked.date.or(free.first().copied()).unwrap_or(today);
        let slots = views::slots(scene, asked.service, chosen).slots;
        let (days, earlier, later) = around(&free, chosen);
        let address = |date: Option<NaiveDate>| date.map_or_else(String::new, |d| d.to_string());
        Self {
            name: look.name,
            colour: look.colour,
            icon: look.icon,
            base: asked.base,
            key: asked.key,
            days: days
                .iter()
                .map(|date| day(*date, today, chosen, words))
                .collect(),
            earlier: address(earlier),
            later: address(later),
            date: chosen.to_string(),
            day: day_text(words, chosen, today),
            is_full: slots.iter().all(|slot| slot.free == 0),
            halves: halves(scene, &slots, words),
        }
    }
}

fn today(scene: &Scene<'_>) -> NaiveDate {
    day::local_date(scene.now, scene.site.settings.time_zone)
}

/// The days with free places, the nearest first.
fn free_days(scene: &Scene<'_>, service: &Service) -> Vec<NaiveDate> {
    let Some(until) = scene.site.booked_until(service, scene.now) else {
        return Vec::new();
    };
    let days = today(scene).iter_days().take_while(|date| *date <= until);
    let is_free = |date: &NaiveDate| {
        let slots = views::slots(scene, service, *date).slots;
        slots.iter().any(|slot| slot.free > 0)
    };
    days.filter(is_free).collect()
}

/// The days that are shown with the chosen one, and a day of the pages before and after.
fn around(
    free: &[NaiveDate],
    chosen: NaiveDate,
) -> (&[NaiveDate], Option<NaiveDate>, Option<NaiveDate>) {
    let last_page = free.len().saturating_sub(1) / DAYS_MAX;
    let before = free.iter().take_while(|date| **date < chosen).count();
    let from = (before / DAYS_MAX).min(last_page) * DAYS_MAX;
    let to = free.len().min(from + DAYS_MAX);
    let earlier = from.checked_sub(DAYS_MAX).map(|from| free[from]);
    (&free[from..to], earlier, free.get(to).copied())
}

fn day(date: NaiveDate, today: NaiveDate, chosen: NaiveDate, words: Words) -> Day {
    let weekday = weekday_text(words, date);
    let near = near_text(words, date, today);
    let date_in_words = date_text(words, date);
    Day {
        date: date.to_string(),
        name: near.unwrap_or(weekday).to_owned(),
        more: match near {
            Some(_) => format!("{date_in_words} {weekday}"),
            None => date_in_words,
        },
        is_chosen: date == chosen,
    }
}

/// What has not begun, apart by noon.
fn halves(scene: &Scene<'_>, slots: &[SlotView], words: Words) -> Vec<Half> {
    let ahead = |slot: &&SlotView| slot.start.moment() > scene.now;
    let (morning, afternoon): (Vec<_>, Vec<_>) = slots
        .iter()
        .filter(ahead)
        .partition(|slot| slot.start.0.hour() < 12);
    let half = |name, slots: Vec<&SlotView>| Half {
        name,
        times: slots.into_iter().map(|slot| time(slot, words)).collect(),
    };
    let both = [
        half(words.say("Morning"), morning),
        half(words.say("Afternoon"), afternoon),
    ];
    both.into_iter()
        .filter(|half| !half.times.is_empty())
        .collect()
}

fn time(slot: &SlotView, words: Words) -> Time {
    Time {
        slot: slot.start.to_string(),
        at: time_text(slot.start),
        free: match slot.free {
            0 => words.say("Full").to_owned(),
            free => words.fill("{0} left", [&free.to_string()]),
        },
        is_full: slot.free == 0,
    }
}

/// What an appointment that is moved was for, until another time is chosen.
pub(super) fn so_far(site: &Site, slot: LocalTime, now: domain::Moment, words: Words) -> String {
    let today = day::local_date(now, site.settings.time_zone);
    let day = day_text(words, slot.0.date_naive(), today);
    words.fill("So far: {0}, {1}", [&day, &time_text(slot)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_days_are_a_page_away() {
        let first = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        let free: Vec<_> = first.iter_days().take(30).collect();
        let rows = [
            (0, 0, 14, None, Some(14)),
            (13, 0, 14, None, Some(14)),
            (14, 14, 14, Some(0), Some(28)),
            (29, 28, 2, Some(14), None),
            (90, 28, 2, Some(14), None),
        ];
        for (chosen, from, count, earlier, later) in rows {
            let date = |nth: u64| first + chrono::Days::new(nth);
            let (days, before, after) = around(&free, date(chosen));
            assert_eq!((days[0], days.len()), (date(from), count), "{chosen}");
            assert_eq!((before, after), (earlier.map(date), later.map(date)));
        }
        let (none, before, after) = around(&[], first);
        assert_eq!((none.len(), before, after), (0, None, None));
    }
}
