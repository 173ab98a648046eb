//! Slots and appointments.

use chrono::NaiveDate;
use domain::site::Service;
use domain::{Appointment, AppointmentState};
use protocol::appointment::AppointmentStateName;
use protocol::{AppointmentList, AppointmentView, SlotList, SlotView};

use super::Scene;

/// The slots of a service on a date.
pub fn slots(scene: &Scene<'_>, service: &Service, date: NaiveDate) -> SlotList {
    let slots = scene.site.slots(service, date, scene.now);
    let until = scene.site.booked_until(service, scene.now);
    // Beyond the last date nothing can be booked yet, and today nothing any more once it gives no
    // numbers.
    let is_open = until.is_some_and(|last| date <= last) && gives_numbers(scene, service, date);
    SlotList {
        service: service.settings.id.clone(),
        date,
        until,
        slots: slots
            .into_iter()
            .map(|slot| SlotView {
                start: scene.local(slot.start),
                capacity: slot.capacity,
                free: if is_open { slot.free() } else { 0 },
            })
            .collect(),
    }
}

/// Whether booking for `date` is not refused because its day is closed or the service stopped.
fn gives_numbers(scene: &Scene<'_>, service: &Service, date: NaiveDate) -> bool {
    let day = scene.site.day.filter(|day| day.date == date);
    day.is_none_or(|day| !day.is_closed() && !service.is_stopped)
}

/// One appointment, with its id; `for_holder` takes that away.
pub fn appointment(scene: &Scene<'_>, appointment: &Appointment) -> AppointmentView {
    let (state, number) = match appointment.state {
        AppointmentState::Booked => (AppointmentStateName::Booked, None),
        AppointmentState::CheckedIn { ticket, .. } => (
            AppointmentStateName::CheckedIn,
            scene.site.number_of(ticket).map(ToString::to_string),
        ),
        AppointmentState::Cancelled => (AppointmentStateName::Cancelled, None),
    };
    AppointmentView {
        id: Some(appointment.id),
        code: appointment.code.to_string(),
        service: appointment.service.clone(),
        slot: scene.local(appointment.slot),
        state,
        class: appointment.class,
        number,
        booked_at: scene.local(appointment.booked_at),
        name: None,
        phone: None,
    }
}

/// All appointments of a date, by slot.
pub fn appointments(scene: &Scene<'_>, date: NaiveDate) -> AppointmentList {
    let time_zone = scene.site.settings.time_zone;
    let on_date = |known: &&Appointment| domain::day::local_date(known.slot, time_zone) == date;
    let mut known: Vec<_> = scene.site.appointments.values().filter(on_date).collect();
    known.sort_by_key(|known| (known.slot, known.booked_at, known.id));
    AppointmentList {
        date,
        appointments: known
            .into_iter()
            .map(|known| appointment(scene, known))
            .collect(),
    }
}
