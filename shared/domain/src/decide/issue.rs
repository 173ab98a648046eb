//! Giving numbers, and stopping to.

use super::Decision;
use crate::command::Context;
use crate::day;
use crate::fact::Fact;
use crate::id::{ServiceId, TicketId};
use crate::number::TicketNumber;
use crate::refusal::Refusal;
use crate::site::{Service, Site};
use crate::ticket::Class;

pub(super) fn decide(
    site: &Site,
    service: &ServiceId,
    class: Class,
    visit: Option<TicketId>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let service = site.known_service(service)?;
    gives_numbers(site, service, context)?;
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
    decision.facts.push(Fact::TicketIssued {
        ticket: context.ticket,
        service: settings.id.clone(),
        count,
        shown: number.shown,
        prefix: number.prefix,
        class,
        visit,
        place_at: None,
        slot: None,
    });
    Ok(decision)
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
