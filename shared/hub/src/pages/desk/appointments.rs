//! Today's appointments of a station's services, and checking in.

use askama::Template;
use chrono::TimeDelta;
use domain::{Class, Moment, Site};
use protocol::appointment::AppointmentStateName;
use protocol::{AppointmentView, StationView};

use super::booking::who_text;
use super::way::Way;
use crate::date_text::time_text;
use crate::lang::Words;
use crate::pages::frame::Frame;
use crate::pages::service_text::{Look, code_text, split_number};

/// `/desk/appointments`.
#[derive(Template)]
#[template(path = "desk_appointments.html")]
pub(in crate::pages) struct AppointmentsPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) way: Way,
    pub(in crate::pages) a: Appointments,
}

/// What stands there.
pub(in crate::pages) struct Appointments {
    counts: String,
    can_book: bool,
    rows: Vec<Row>,
    /// One for all presses of this page; each adds what it is about.
    pub(in crate::pages) key: String,
    /// The number that was just given.
    pub(in crate::pages) given: Option<Given>,
    /// Why nothing was done; empty if nothing went wrong.
    pub(in crate::pages) wrong: String,
    /// What was typed, when it has to be corrected.
    pub(in crate::pages) code: String,
}

/// A number that was given at check-in.
pub(in crate::pages) struct Given {
    prefix: String,
    digits: String,
    service: String,
}

struct Row {
    code: String,
    code_shown: String,
    time: String,
    service: String,
    colour: &'static str,
    priority: bool,
    state: &'static str,
    /// Name and phone, masked; empty if none were given.
    who: String,
    detail: String,
    can_check_in: bool,
    can_change: bool,
}

impl Appointments {
    /// Those of the station's services among the day's.
    pub(in crate::pages) fn new(
        site: &Site,
        station: &StationView,
        all: &[AppointmentView],
        now: Moment,
        words: Words,
    ) -> Self {
        let offered = |known: &&AppointmentView| station.services.contains(&known.service);
        let own: Vec<&AppointmentView> = all.iter().filter(offered).collect();
        let many = station.services.len() > 1;
        Self {
            counts: counts(&own, words),
            can_book: can_book(site, station),
            rows: own
                .into_iter()
                .map(|known| row(site, known, many, now, words))
                .collect(),
            key: String::new(),
            given: None,
            wrong: String::new(),
            code: String::new(),
        }
    }
}

impl Given {
    /// The number of somebody who has just checked in.
    pub(in crate::pages) fn new(site: &Site, ticket: &protocol::TicketView, words: Words) -> Self {
        let (prefix, digits) = split_number(&ticket.number);
        Self {
            prefix,
            digits,
            service: Look::of(site, &ticket.service, words).name,
        }
    }
}

/// Whether any of the station's services takes appointments.
pub(in crate::pages) fn can_book(site: &Site, station: &StationView) -> bool {
    let mut services = station.services.iter().filter_map(|id| site.service(id));
    services.any(|service| service.settings.slots.is_some())
}

/// "预约 12，已签到 7"; appointments that were given up do not count.
pub(in crate::pages) fn counts(of: &[&AppointmentView], words: Words) -> String {
    let count = |wanted| of.iter().filter(|known| known.state == wanted).count();
    let come = count(AppointmentStateName::CheckedIn);
    let all = come + count(AppointmentStateName::Booked);
    words.fill(
        "{0} booked, {1} checked in",
        [&all.to_string(), &come.to_string()],
    )
}

fn row(site: &Site, known: &AppointmentView, many: bool, now: Moment, words: Words) -> Row {
    let look = Look::of(site, &known.service, words);
    let (detail, can_check_in) = match known.state {
        AppointmentStateName::Booked => expected(site, known, now, words),
        AppointmentStateName::CheckedIn => {
            let number = known.number.clone().unwrap_or_default();
            (words.fill("checked in: {0}", [&number]), false)
        }
        AppointmentStateName::Cancelled => (words.say("cancelled").to_owned(), false),
    };
    Row {
        code_shown: code_text(&known.code),
        code: known.code.clone(),
        time: time_text(known.slot),
        service: if many { look.name } else { String::new() },
        colour: look.colour,
        priority: known.class == Class::Priority,
        state: match known.state {
            AppointmentStateName::Booked => "booked",
            AppointmentStateName::CheckedIn => "checked-in",
            AppointmentStateName::Cancelled => "cancelled",
        },
        who: who_text(known),
        detail,
        can_check_in,
        can_change: known.state == AppointmentStateName::Booked && known.slot.moment() > now,
    }
}

/// How somebody who has not come yet would be received now.
fn expected(site: &Site, known: &AppointmentView, now: Moment, words: Words) -> (String, bool) {
    let late = now - known.slot.moment();
    let settings = site.service(&known.service).map(|s| &s.settings);
    let is_past = |limit: fn(&domain::ServiceSettings) -> u16| {
        settings.is_some_and(|s| late > TimeDelta::minutes(i64::from(limit(s))))
    };
    if is_past(|s| s.refuse_after_min) {
        let text = words.say("too late; take a number instead");
        (text.to_owned(), false)
    } else if is_past(|s| s.late_after_min) {
        let text = words.say("late; queues like anybody else");
        (text.to_owned(), true)
    } else {
        (words.say("not here yet").to_owned(), true)
    }
}
