//! A ticket in the desk's lists, with what can be done with it.

use protocol::TicketView;
use protocol::ticket::TicketStateName;

use super::DeskInput;
use super::press::{Press, for_ticket};
use super::why::Whys;
use crate::date_text::time_text;
use crate::pages::service_text::{Look, split_number};
use crate::pages::wait_text::{WaitRange, range_text};

/// A ticket of a list.
pub(in crate::pages) struct Entry {
    pub(in crate::pages) prefix: String,
    pub(in crate::pages) digits: String,
    pub(in crate::pages) colour: &'static str,
    pub(in crate::pages) priority: bool,
    pub(in crate::pages) detail: String,
    pub(in crate::pages) note: String,
    pub(in crate::pages) acts: Vec<Press>,
}

/// The ticket as the list shows it.
pub(super) fn entry(input: &DeskInput, whys: &Whys, ticket: &TicketView) -> Entry {
    let DeskInput {
        site,
        station,
        words,
        now,
        ..
    } = *input;
    let look = Look::of(site, &ticket.service, words);
    let (prefix, digits) = split_number(&ticket.number);
    let minutes = (now - ticket.since.moment())
        .num_minutes()
        .max(0)
        .to_string();
    let since = match ticket.state {
        TicketStateName::Waiting => words.fill("waits {0} min", [&minutes]),
        TicketStateName::Called
        | TicketStateName::Serving
        | TicketStateName::OnHold
        | TicketStateName::NoShow
        | TicketStateName::Served
        | TicketStateName::Cancelled
        | TicketStateName::Unserved => words.fill("{0} min ago", [&minutes]),
    };
    let mut detail = vec![since];
    if station.services.len() > 1 {
        detail.insert(0, look.name);
    }
    if let Some(slot) = ticket.slot {
        detail.push(words.fill("appointment at {0}", [&time_text(slot)]));
    }
    if let Some(wait) = ticket.wait {
        let range = WaitRange {
            low_min: wait.low_min,
            high_min: wait.high_min,
        };
        detail.push(words.fill("still {0}", [&range_text(words, range)]));
    }
    let known = ticket.id.and_then(|id| site.tickets.get(&id));
    let note = if known.is_some_and(|ticket| !ticket.confirmed) {
        words.say("not confirmed by its kiosk yet")
    } else {
        whys.text(ticket.id, words)
    };
    Entry {
        prefix,
        digits,
        colour: look.colour,
        priority: ticket.class == domain::Class::Priority,
        detail: detail.join(" · "),
        note: note.to_owned(),
        acts: for_ticket(station, ticket, words),
    }
}
