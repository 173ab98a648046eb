//! Giving numbers, and stopping to.

use super::Decision;
use super::seen::closed;
use crate::Moment;
use crate::command::Context;
use crate::day;
use crate::ended::Ending;
use crate::fact::Fact;
use crate::id::{ServiceId, TicketId};
use crate::number::TicketNumber;
use crate::refusal::Refusal;
use crate::site::{Service, Site};
use crate::ticket::{Booked, Class};

/// The number that somebody asks for.
pub(super) struct Wanted<'a> {
    pub(super) service: &'a ServiceId,
    pub(super) class: Class,
    pub(super) visit: Option<TicketId>,
    pub(super) carried_from: Option<TicketId>,
}

/// Where a new ticket stands.
pub(super) enum Place {
    /// Behind those who are there.
    WalkIn,
    /// Where its slot is.
    Slot(Booked),
    /// At the start of the day, for one that was not served on an earlier day.
    Carried(TicketId),
    /// The same when enough of them stand there already: behind those who are there.
    CarriedBehind(TicketId),
}

pub(super) fn decide(
    site: &Site,
    wanted: &Wanted<'_>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let service = site.known_service(wanted.service)?;
    // Why an old number is worth nothing is told first: waiting for the hour would not help.
    let (place, class) = match wanted.carried_from {
        None => (Place::WalkIn, wanted.class),
        Some(old) => carried(site, service, old, wanted.class, context.now)?,
    };
    gives_numbers(site, service, context)?;
    give(site, service, class, wanted.visit, place, context)
}

/// Where a number of an earlier day leads, and its class.
pub(super) fn carried(
    site: &Site,
    service: &Service,
    old: TicketId,
    class: Class,
    now: Moment,
) -> Result<(Place, Class), Refusal> {
    let today = day::local_date(now, site.settings.time_zone);
    let Some(ended) = site.ended.get(&old) else {
        let open = site.known_ticket(old)?;
        return Err(if open.state.is_closed() {
            closed(open)
        } else {
            Refusal::TicketStillOpen {
                ticket: old,
                state: open.state.name().to_owned(),
            }
        });
    };
    if let Some(into) = ended.carried_into {
        return Err(Refusal::TicketCarried { ticket: old, into });
    }
    let days = i64::from(service.settings.carry_over_days);
    if ended.ending != Ending::Unserved || (today - ended.day).num_days() > days {
        return Err(Refusal::TicketClosed {
            ticket: old,
            state: ended.ending.name().to_owned(),
        });
    }
    if ended.service != service.settings.id {
        return Err(Refusal::TicketOfOtherService {
            ticket: old,
            service: ended.service.clone(),
        });
    }
    let place = if service.carried < u32::from(service.settings.carry_over) {
        Place::Carried(old)
    } else {
        Place::CarriedBehind(old)
    };
    Ok((place, class.max(ended.class)))
}

/// Gives the next number of a service, whatever its hours say.
pub(super) fn give(
    site: &Site,
    service: &Service,
    class: Class,
    visit: Option<TicketId>,
    place: Place,
    context: &Context,
) -> Result<Decision, Refusal> {
    if site.known_state(context.ticket).is_ok() {
        // Only a kiosk away from the hub chooses ids itself.
        let key = context.ticket.to_string();
        return Err(Refusal::KeyReused { key });
    }
    let mut decision = Decision::default();
    let visit = match visit {
        None => None,
        Some(earlier) => {
            let earlier = site.known_ticket(earlier)?;
            if earlier.visit.is_none() {
                decision.facts.push(Fact::VisitJoined {
                    ticket: earlier.id,
                    visit: context.visit,
                });
            }
            Some(earlier.visit.unwrap_or(context.visit))
        }
    };
    let settings = &service.settings;
    let count = service.issued.saturating_add(1);
    let number = TicketNumber::new(
        settings.prefix.as_str().into(),
        count,
        &settings.skip_digits,
    );
    let (place_at, slot, carried_from) = place_of(site, place, context.now);
    decision.facts.push(Fact::TicketIssued {
        ticket: context.ticket,
        service: settings.id.clone(),
        count,
        shown: number.shown,
        prefix: number.prefix,
        class,
        visit,
        place_at,
        slot,
        carried_from,
        stem: None,
        issued_at: None,
        satellite: context.satellite.clone(),
        unconfirmed: context.satellite.is_some(),
    });
    Ok(decision)
}

/// A place as the fact of the issue tells it: when, the slot, the number it stands for.
pub(super) fn place_of(
    site: &Site,
    place: Place,
    now: Moment,
) -> (Option<Moment>, Option<Booked>, Option<TicketId>) {
    let time_zone = site.settings.time_zone;
    match place {
        Place::WalkIn => (None, None, None),
        Place::Slot(slot) => (Some(slot.start), Some(slot), None),
        Place::Carried(old) => {
            let start = day::start_of(day::local_date(now, time_zone), time_zone);
            (Some(start), None, Some(old))
        }
        Place::CarriedBehind(old) => (None, None, Some(old)),
    }
}

fn gives_numbers(site: &Site, service: &Service, context: &Context) -> Result<(), Refusal> {
    let settings = &service.settings;
    let id = || settings.id.clone();
    if service.is_stopped {
        return Err(Refusal::IssuingStopped { service: id() });
    }
    if !day::gives_numbers(settings, context.now, site.settings.time_zone) {
        return Err(Refusal::ServiceClosed {
            service: id(),
            issue_from: day::issue_from(settings),
            closes: settings.closes,
        });
    }
    match settings.cap {
        Some(cap) if service.counted >= cap => Err(Refusal::CapReached { service: id(), cap }),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn set_stopped(
    site: &Site,
    service: &ServiceId,
    stop: bool,
) -> Result<Decision, Refusal> {
    let known = site.known_service(service)?;
    Ok(match (known.is_stopped, stop) {
        (false, true) => Decision::one(Fact::IssuingStopped {
            service: service.clone(),
        }),
        (true, false) => Decision::one(Fact::IssuingResumed {
            service: service.clone(),
        }),
        (true, true) | (false, false) => Decision::nothing(),
    })
}
