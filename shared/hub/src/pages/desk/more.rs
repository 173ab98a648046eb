//! The further pages of a station, as far as they have something to show.

use domain::{Appointment, AppointmentState, day};
use protocol::ticket::TicketStateName;

use super::DeskInput;
use super::appointments::can_book;
use crate::pages::item_text::kind_text;

/// A link of the desk.
pub(in crate::pages) struct More {
    pub(in crate::pages) label: &'static str,
    pub(in crate::pages) detail: String,
    pub(in crate::pages) icon: &'static str,
    pub(in crate::pages) href: String,
}

/// The links of a station.
pub(super) fn more(input: &DeskInput) -> Vec<More> {
    [receive(input), appointments(input), items(input)]
        .into_iter()
        .flatten()
        .collect()
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

/// While somebody is at the table, where people bring things along.
fn receive(input: &DeskInput) -> Option<More> {
    let DeskInput {
        site,
        station,
        words,
        way,
        ..
    } = *input;
    let held = station.ticket.as_ref()?;
    let service = site.service(&held.service)?;
    let takes_items = service.settings.takes_items || held.brings.is_some();
    (takes_items && held.state == TicketStateName::Serving).then(|| More {
        label: words.say("Take something in"),
        detail: held.brings.map_or_else(String::new, |kind| {
            words.fill("brought: {0}", [kind_text(words, kind)])
        }),
        icon: "plus",
        href: way.to("/receive"),
    })
}

/// With how many are here.
fn items(input: &DeskInput) -> Option<More> {
    let DeskInput {
        site, words, way, ..
    } = *input;
    let custody = site.items.values().filter(|item| item.is_in_custody());
    let count = custody.count();
    (!site.items.is_empty()).then(|| More {
        label: words.say("Things left here"),
        detail: count.to_string(),
        icon: "repair",
        href: way.to("/items"),
    })
}
