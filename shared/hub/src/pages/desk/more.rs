//! The further pages of a station, as far as they have something to show.

use domain::{Appointment, AppointmentState, day};

use super::DeskInput;
use super::appointments::can_book;

/// A link of the desk.
pub(in crate::pages) struct More {
    pub(in crate::pages) label: &'static str,
    pub(in crate::pages) detail: String,
    pub(in crate::pages) icon: &'static str,
    pub(in crate::pages) href: String,
}

/// The links of a station.
pub(super) fn more(input: &DeskInput) -> Vec<More> {
    appointments(input).into_iter().collect()
}

/// With how many of today's have not come yet.
fn appointments(input: &DeskInput) -> Option<More> {
    let DeskInput {
        site,
        station,
        now,
        words,
        way,
        ..
    } = *input;
    let zone = site.settings.time_zone;
    let today = day::local_date(now, zone);
    let is_own = |known: &&Appointment| {
        station.services.contains(&known.service) && day::local_date(known.slot, zone) == today
    };
    let own: Vec<_> = site.appointments.values().filter(is_own).collect();
    if own.is_empty() && !can_book(site, station) {
        return None;
    }
    let expected = own.iter().filter(|a| a.state == AppointmentState::Booked);
    Some(More {
        label: words.say("Appointments"),
        detail: match expected.count() {
            0 => String::new(),
            n => words.fill("{0} to come", [&n.to_string()]),
        },
        icon: "calendar",
        href: way.to("/appointments"),
    })
}
