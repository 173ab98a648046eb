//! People who might come next: they stand behind everybody else of their class.

use domain::line::{self, Lines};
use domain::{
    Actor, Class, Moment, Role, ServiceId, Site, Ticket, TicketId, TicketNumber, TicketState,
};
use uuid::Uuid;

/// Newcomers played behind everybody who waits: so far a curve is exact.
pub(crate) const NEWCOMERS: u32 = 16;

/// How many would be called before somebody of `class` who took a number now.
pub fn ahead_of_newcomer(
    site: &Site,
    service: &ServiceId,
    class: Class,
    now: Moment,
) -> Option<usize> {
    let newcomer = newcomer(site, service, class, now, 0);
    line::ahead_of_newcomer(&site.lines, &newcomer, now, site.seq)
}

/// The lines with some newcomers at the end of one of them.
pub(crate) fn lines_with(site: &Site, service: &ServiceId, now: Moment) -> Lines {
    let mut lines = site.lines.clone();
    for nth in 0..NEWCOMERS {
        lines.enter(&newcomer(site, service, Class::Standard, now, nth));
    }
    lines
}

/// Somebody who takes a number now, `nth` in a row. Never leaves this crate.
fn newcomer(site: &Site, service: &ServiceId, class: Class, now: Moment, nth: u32) -> Ticket {
    let issued = site.service(service).map_or(0, |service| service.issued);
    let count = issued.saturating_add(1 + nth);
    Ticket {
        id: TicketId(Uuid::from_u128(u128::MAX - u128::from(nth))),
        count,
        number: TicketNumber {
            prefix: "".into(),
            stem: None,
            shown: count,
        },
        service: service.clone(),
        class,
        visit: None,
        issued_at: now,
        place_at: now,
        issued_by: Actor::of(Role::Resident),
        slot: None,
        satellite: None,
        confirmed: true,
        reinstated: None,
        state: TicketState::Waiting,
        calls: 0,
        first_called_at: None,
        last_called_at: None,
        last_station: None,
        held_secs: 0,
        way_secs: None,
        serving_secs: 0,
        brings: None,
        closed_at: None,
        version: site.seq,
    }
}
