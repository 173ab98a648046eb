//! Appointments, items and cards: what is kept beside the tickets of a day.

use crate::appointment::{Appointment, AppointmentState};
use crate::card::{Card, CardKey};
use crate::day;
use crate::fact::{Fact, Stamp};
use crate::id::{AppointmentId, ItemId, SubjectId, TicketId};
use crate::item::{Item, ItemState};
use crate::site::Site;
use crate::ticket::Class;

pub(super) fn book(site: &mut Site, fact: &Fact, stamp: &Stamp) {
    let Fact::AppointmentBooked {
        appointment,
        service,
        slot,
        code,
        class,
        subject,
    } = fact
    else {
        return;
    };
    let booked = Appointment {
        id: *appointment,
        code: *code,
        service: service.clone(),
        slot: *slot,
        class: *class,
        booked_at: stamp.at,
        booked_by: stamp.by.clone(),
        subject: *subject,
        state: AppointmentState::Booked,
    };
    site.appointments.insert(booked.id, booked);
}

pub(super) fn change_appointment(
    site: &mut Site,
    id: AppointmentId,
    change: impl FnOnce(&mut Appointment),
) {
    if let Some(appointment) = site.appointments.get_mut(&id) {
        change(appointment);
    }
}

pub(super) fn check_in(site: &mut Site, id: AppointmentId, ticket: TicketId, stamp: &Stamp) {
    change_appointment(site, id, |appointment| {
        appointment.state = AppointmentState::CheckedIn {
            ticket,
            at: stamp.at,
        };
    });
}

pub(super) fn receive(site: &mut Site, fact: &Fact, stamp: &Stamp) {
    let Fact::ItemReceived {
        item,
        number,
        ticket,
        kind,
        station,
        subject,
    } = fact
    else {
        return;
    };
    site.items_received = site.items_received.max(number.0);
    let Some(came_with) = site.tickets.get(ticket) else {
        return;
    };
    let received = Item {
        id: *item,
        number: *number,
        kind: *kind,
        ticket: *ticket,
        ticket_number: came_with.number.clone(),
        service: came_with.service.clone(),
        station: station.clone(),
        received_on: day::local_date(stamp.at, site.settings.time_zone),
        received_at: stamp.at,
        state: ItemState::HandedIn,
        since: stamp.at,
        outcome: None,
        finished_at: None,
        called_at: None,
        subject: *subject,
    };
    site.items.insert(received.id, received);
}

/// Moves an item into another state.
pub(super) fn put_item(
    site: &mut Site,
    id: ItemId,
    state: ItemState,
    stamp: &Stamp,
    change: impl FnOnce(&mut Item),
) {
    change_item(site, id, |item| {
        (item.state, item.since) = (state, stamp.at);
        change(item);
    });
}

pub(super) fn change_item(site: &mut Site, id: ItemId, change: impl FnOnce(&mut Item)) {
    if let Some(item) = site.items.get_mut(&id) {
        change(item);
    }
}

pub(super) fn set_card(site: &mut Site, card: &CardKey, class: Class) {
    let valid = Card {
        class,
        is_revoked: false,
    };
    site.cards.insert(card.clone(), valid);
}

pub(super) fn revoke_card(site: &mut Site, card: &CardKey) {
    if let Some(card) = site.cards.get_mut(card) {
        card.is_revoked = true;
    }
}

/// Nothing leads to the person any more.
pub(super) fn erase(site: &mut Site, subject: SubjectId) {
    let of_appointments = site
        .appointments
        .values_mut()
        .map(|known| &mut known.subject);
    let of_items = site.items.values_mut().map(|known| &mut known.subject);
    for known in of_appointments.chain(of_items) {
        if *known == Some(subject) {
            *known = None;
        }
    }
}
