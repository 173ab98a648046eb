//! What becomes of series and of the numbers given in them.

use std::sync::Arc;

use uuid::Uuid;

use super::change;
use crate::Moment;
use crate::ended::{EndedTicket, Ending};
use crate::fact::Fact;
use crate::id::TicketId;
use crate::number::TicketNumber;
use crate::satellite::Series;
use crate::site::Site;
use crate::ticket::{Class, TicketState};

/// The kiosk holds the paper.
pub(super) fn confirm(site: &mut Site, ticket: TicketId) {
    // No version: that a paper exists is nothing that an undo would take back.
    if let Some(mut known) = site.tickets.get(&ticket).cloned() {
        known.confirmed = true;
        site.put(known);
    }
}

/// The paper bears another number.
pub(super) fn renumber(site: &mut Site, ticket: TicketId, count: u32, number: TicketNumber) {
    change(site, ticket, |known| {
        known.number = number;
        known.count = count;
        known.confirmed = true;
        // It was called by a number that nobody held.
        if let TicketState::NoShow { .. } = known.state {
            known.state = TicketState::Waiting;
            known.reinstated = None;
        }
    });
}

/// Its line is gone, or its day is over.
pub(super) fn leave_unserved(site: &mut Site, ticket: TicketId, at: Moment) {
    change(site, ticket, |known| {
        known.state = TicketState::Unserved;
        known.closed_at = Some(at);
    });
}

/// A number of an earlier day.
pub(super) fn note_earlier(site: &mut Site, fact: &Fact) {
    let Fact::EarlierTicketNoted {
        ticket,
        service,
        day,
        stem,
        count,
        shown,
        prefix,
        issued_at,
        satellite,
    } = fact
    else {
        return;
    };
    let number = TicketNumber {
        prefix: prefix.clone(),
        stem: Some(*stem),
        shown: *shown,
    };
    site.ended.entry(*ticket).or_insert_with(|| EndedTicket {
        day: *day,
        service: service.clone(),
        count: *count,
        number,
        class: Class::Standard,
        issued_at: *issued_at,
        ending: Ending::Unserved,
        ended_at: *issued_at,
        station: None,
        calls: 0,
        satellite: Some(satellite.clone()),
        carried_into: None,
    });
}

/// The kiosk has this series and no other.
pub(super) fn grant(site: &mut Site, series: Series) {
    retire(site, &series.kiosk);
    // Of a stem that goes to somebody else nothing is left that could still come.
    site.series.retain(|known| known.stem != series.stem);
    site.series.push(series);
}

/// The kiosk has none any more.
pub(super) fn retire(site: &mut Site, kiosk: &Arc<str>) {
    for series in site.series.iter_mut().filter(|s| s.kiosk == *kiosk) {
        series.is_retired = true;
    }
}

/// So much of it was taken over.
pub(super) fn advance(
    site: &mut Site,
    device: Uuid,
    position: u64,
    head: &Arc<str>,
    placed_at: Moment,
) {
    if let Some(series) = site.series_mut(device) {
        series.position = position;
        series.head = head.clone();
        series.placed_at = Some(placed_at);
    }
}
