//! Why a ticket was called, or stands where it stands, in a volunteer's words.

use domain::line::{Reason, order};
use domain::station::ActionKind;
use domain::{Moment, Site, Station, TicketId};
use protocol::StationView;

use crate::lang::Words;

/// Why the station's ticket was called, as the day's calls recorded it.
pub(super) fn reason_of_call(site: &Site, station: &Station) -> Option<Reason> {
    let ticket = site.tickets.get(&station.ticket?)?;
    let actions = station.actions.iter().rev();
    let mut calls = actions.filter(|a| a.kind == ActionKind::Call && a.before.id == ticket.id);
    let seq = calls.next()?.seq;
    let line = site.lines.get(&ticket.service)?;
    line.calls()
        .iter()
        .rev()
        .find(|call| call.seq == seq)
        .map(|call| call.reason)
}

/// A reason in words.
pub(super) fn reason_text(reason: Reason, words: Words) -> &'static str {
    match reason {
        Reason::Arrival => words.say("waited longest"),
        Reason::Priority => words.say("priority had the turn"),
        Reason::Reinstated => words.say("came back after a no-show"),
        Reason::AppointmentDue => words.say("has an appointment now"),
        Reason::AppointmentEarly => words.say("has an appointment later; nobody else waits"),
        Reason::Chosen => words.say("chosen by a volunteer"),
    }
}

/// Why somebody who waits stands where he stands; empty for plain order.
pub(in crate::pages) fn place_text(reason: Reason, words: Words) -> &'static str {
    match reason {
        Reason::Arrival => "",
        // Others may still come and be called before.
        Reason::AppointmentEarly => words.say("has an appointment later"),
        Reason::Priority | Reason::Reinstated | Reason::AppointmentDue | Reason::Chosen => {
            reason_text(reason, words)
        }
    }
}

/// Why each one stands where it stands, where that is not plain order.
pub(super) struct Whys(Vec<(TicketId, Reason)>);

impl Whys {
    /// Of everybody who waits for the station's services.
    pub(super) fn of(site: &Site, station: &StationView, now: Moment) -> Self {
        let orders = station.services.iter();
        Self(
            orders
                .flat_map(|id| order(&site.lines, id, now, site.seq))
                .collect(),
        )
    }

    /// The reason in words; empty for plain order.
    pub(super) fn text(&self, ticket: Option<TicketId>, words: Words) -> &'static str {
        let found = self.0.iter().find(|(id, _)| Some(*id) == ticket);
        found.map_or("", |(_, reason)| place_text(*reason, words))
    }
}
