//! Booking, moving, giving up and checking in.

use chrono::TimeDelta;

use super::Decision;
use super::issue::{self, Place};
use crate::Moment;
use crate::appointment::{Appointment, AppointmentCode, AppointmentState};
use crate::command::{AppointmentCommand, Context};
use crate::day;
use crate::fact::Fact;
use crate::id::{AppointmentId, ServiceId, TicketId};
use crate::refusal::Refusal;
use crate::site::{Service, Site};
use crate::ticket::{Booked, Class};

pub(super) fn decide(
    site: &Site,
    command: &AppointmentCommand,
    context: &Context,
) -> Result<Decision, Refusal> {
    match command {
        AppointmentCommand::Book {
            service,
            slot,
            class,
            subject,
        } => {
            has_place(site, service, *slot, context.now)?;
            let wish = AppointmentCode::of(context.code);
            Ok(Decision::one(Fact::AppointmentBooked {
                appointment: AppointmentId(context.thing),
                service: service.clone(),
                slot: *slot,
                code: site.free_code(wish),
                class: *class,
                subject: *subject,
            }))
        }
        AppointmentCommand::Move { appointment, slot } => {
            let known = site.known_appointment(*appointment)?;
            if known.state == AppointmentState::Booked && known.slot == *slot {
                return Ok(Decision::nothing());
            }
            can_change(site, known, context.now)?;
            has_place(site, &known.service, *slot, context.now)?;
            Ok(Decision::one(Fact::AppointmentMoved {
                appointment: known.id,
                slot: *slot,
            }))
        }
        AppointmentCommand::Cancel { appointment } => {
            let known = site.known_appointment(*appointment)?;
            if known.state == AppointmentState::Cancelled {
                return Ok(Decision::nothing());
            }
            can_change(site, known, context.now)?;
            Ok(Decision::one(Fact::AppointmentCancelled {
                appointment: known.id,
            }))
        }
        AppointmentCommand::CheckIn { appointment, visit } => {
            check_in(site, *appointment, *visit, context)
        }
    }
}

/// Whether a place in the slot can be taken at `now`.
///
/// # Errors
/// No such slot, started, full, or its day gives no numbers any more.
fn has_place(site: &Site, service: &ServiceId, slot: Moment, now: Moment) -> Result<(), Refusal> {
    let known = site.known_service(service)?;
    let date = day::local_date(slot, site.settings.time_zone);
    let today = day::local_date(now, site.settings.time_zone);
    let slots = site.slots(known, date, now);
    let is_ahead = site
        .booked_until(known, now)
        .is_some_and(|last| (today..=last).contains(&date));
    let found = slots.iter().find(|found| found.start == slot && is_ahead);
    let Some(found) = found else {
        return Err(Refusal::SlotUnknown {
            service: service.clone(),
            slot: site.told(slot),
        });
    };
    if found.is_started {
        return Err(started(site, service, slot));
    }
    // What was closed or stopped yesterday says nothing about a today that has not begun.
    if date == today && site.day.is_some_and(|day| day.date == today) {
        gives_numbers_today(site, known)?;
    }
    if found.free() == 0 {
        return Err(Refusal::SlotFull {
            service: service.clone(),
            slot: site.told(slot),
            capacity: found.capacity,
        });
    }
    Ok(())
}

/// Who could not take a number any more cannot go round that by an appointment for today.
fn gives_numbers_today(site: &Site, service: &Service) -> Result<(), Refusal> {
    match site.day {
        Some(day) if day.is_closed() => Err(Refusal::DayClosed { day: day.date }),
        Some(_) if service.is_stopped => Err(Refusal::IssuingStopped {
            service: service.settings.id.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

/// Whether an appointment can still be moved or given up.
fn can_change(site: &Site, known: &Appointment, now: Moment) -> Result<(), Refusal> {
    is_expected(known)?;
    if known.slot <= now {
        return Err(started(site, &known.service, known.slot));
    }
    Ok(())
}

/// Whether its holder has neither come nor given up.
fn is_expected(known: &Appointment) -> Result<(), Refusal> {
    match known.state {
        AppointmentState::Booked => Ok(()),
        AppointmentState::CheckedIn { ticket, .. } => Err(Refusal::AppointmentUsed {
            appointment: known.id,
            ticket,
        }),
        AppointmentState::Cancelled => Err(Refusal::AppointmentCancelled {
            appointment: known.id,
        }),
    }
}

fn started(site: &Site, service: &ServiceId, slot: Moment) -> Refusal {
    Refusal::SlotStarted {
        service: service.clone(),
        slot: site.told(slot),
    }
}

/// In time its holder is called by the slot, later as somebody who walked in, and in the end no more.
/// Hours, cap and a stop do not matter: the place was promised.
fn check_in(
    site: &Site,
    appointment: AppointmentId,
    visit: Option<TicketId>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let known = site.known_appointment(appointment)?;
    let (place, class) = promised_place(site, appointment, context.now)?;
    let service = site.known_service(&known.service)?;
    let mut decision = issue::give(site, service, class, visit, place, context)?;
    decision.facts.push(Fact::AppointmentCheckedIn {
        appointment,
        ticket: context.ticket,
    });
    Ok(decision)
}

/// Where somebody stands who comes at `at` with an appointment, and the class.
pub(super) fn promised_place(
    site: &Site,
    appointment: AppointmentId,
    at: Moment,
) -> Result<(Place, Class), Refusal> {
    let known = site.known_appointment(appointment)?;
    is_expected(known)?;
    let service = site.known_service(&known.service)?;
    let time_zone = site.settings.time_zone;
    if day::local_date(known.slot, time_zone) != day::local_date(at, time_zone) {
        return Err(Refusal::AppointmentWrongDay {
            appointment,
            slot: site.told(known.slot),
        });
    }
    let late = at - known.slot;
    let minutes = |limit: u16| TimeDelta::minutes(i64::from(limit));
    if late > minutes(service.settings.refuse_after_min) {
        return Err(Refusal::AppointmentTooLate {
            appointment,
            slot: site.told(known.slot),
        });
    }
    let place = if late > minutes(service.settings.late_after_min) {
        Place::WalkIn
    } else {
        Place::Slot(Booked {
            start: known.slot,
            checked_in_at: at,
        })
    };
    Ok((place, known.class))
}
