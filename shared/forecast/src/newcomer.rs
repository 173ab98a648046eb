//! People who might come: they stand behind everybody else of their class.

use domain::line;
use domain::ticket::Booked;
use domain::{
    Actor, Class, Moment, Role, ServiceId, Site, Ticket, TicketId, TicketNumber, TicketState,
};
use uuid::Uuid;

use crate::scene::Coming;

/// Ids from here on are nobody's: no hub draws one.
const STAND_INS: u128 = u128::MAX - 0xFFFF;
/// Ids of those whose appointment is due later.
const COMING: u128 = STAND_INS - 0xFFFF_FFFF;
/// Ids of those who might come without one: the upper half of these.
const WALK_INS: u128 = COMING + 0x8000_0000;

/// How many would be called before somebody of `class` who took a number now.
pub fn ahead_of_newcomer(
    site: &Site,
    service: &ServiceId,
    class: Class,
    now: Moment,
) -> Option<usize> {
    let newcomer = Ticket {
        class,
        ..stand_in(service, now, 0)
    };
    line::ahead_of_newcomer(&site.lines, &newcomer, now, site.seq)
}

/// Whether a ticket is one that a play put behind everybody.
pub(crate) fn is_stand_in(ticket: TicketId) -> bool {
    ticket.0.as_u128() >= STAND_INS
}

/// Whether a ticket is of somebody who has not come yet, with an appointment or without.
pub(crate) fn is_coming(ticket: TicketId) -> bool {
    (COMING..STAND_INS).contains(&ticket.0.as_u128())
}

/// What an appointment becomes when its holder comes.
pub(crate) fn of_appointment(coming: &Coming, now: Moment, nth: usize) -> Ticket {
    Ticket {
        class: coming.class,
        slot: Some(Booked {
            start: coming.start,
            checked_in_at: coming.start,
        }),
        place_at: coming.start,
        ..made_up(&coming.service, now, COMING + nth as u128)
    }
}

/// Somebody who takes a number at `at`.
pub(crate) fn walk_in(service: &ServiceId, at: Moment, nth: u32) -> Ticket {
    made_up(service, at, WALK_INS + u128::from(nth))
}

/// Somebody who takes a number now. Never leaves this crate.
pub(crate) fn stand_in(service: &ServiceId, now: Moment, nth: usize) -> Ticket {
    made_up(service, now, STAND_INS + nth as u128)
}

fn made_up(service: &ServiceId, now: Moment, id: u128) -> Ticket {
    waiting(
        TicketId(Uuid::from_u128(id)),
        u32::MAX,
        service,
        Class::Standard,
        now,
    )
}

/// A ticket that waits since `at`, of which nothing else is known.
pub(crate) fn waiting(
    id: TicketId,
    count: u32,
    service: &ServiceId,
    class: Class,
    at: Moment,
) -> Ticket {
    Ticket {
        id,
        count,
        number: TicketNumber {
            prefix: "".into(),
            stem: None,
            shown: count,
        },
        service: service.clone(),
        class,
        visit: None,
        issued_at: at,
        place_at: at,
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
        elsewhere: Vec::new(),
        brings: None,
        closed_at: None,
        version: 0,
    }
}
