//! Figures of appointments and of things left to be repaired, where there are any.

use domain::{Appointment, AppointmentState, Item, ItemState, day};

use super::{DashboardInput, Figure};

/// The figures, for a site that has something to count.
pub(super) fn more_figures(input: &DashboardInput) -> Vec<Figure> {
    [appointments(input), items(input)].concat()
}

fn appointments(input: &DashboardInput) -> Vec<Figure> {
    let DashboardInput {
        site, view, words, ..
    } = *input;
    let zone = site.settings.time_zone;
    let today = day::local_date(view.at.moment(), zone);
    let is_today = |known: &&Appointment| day::local_date(known.slot, zone) == today;
    let own: Vec<_> = site.appointments.values().filter(is_today).collect();
    let takes_some = |service: &domain::site::Service| service.settings.slots.is_some();
    if own.is_empty() && !site.services.iter().any(takes_some) {
        return Vec::new();
    }
    let count = |wanted: fn(&Appointment) -> bool| own.iter().filter(|a| wanted(a)).count();
    let has_come = |a: &Appointment| matches!(a.state, AppointmentState::CheckedIn { .. });
    vec![
        figure(
            words.say("Booked for today"),
            count(Appointment::takes_place),
        ),
        figure(words.say("Of them checked in"), count(has_come)),
    ]
}

fn items(input: &DashboardInput) -> Vec<Figure> {
    let DashboardInput { site, words, .. } = *input;
    if site.items.is_empty() {
        return Vec::new();
    }
    let count = |wanted: fn(&Item) -> bool| site.items.values().filter(|i| wanted(i)).count();
    vec![
        figure(words.say("Things in repair"), count(is_in_repair)),
        figure(words.say("Things to collect"), count(is_to_collect)),
    ]
}

/// What waits for a repairer or was taken along is in repair too.
fn is_in_repair(item: &Item) -> bool {
    match item.state {
        ItemState::HandedIn | ItemState::InRepair | ItemState::TakenAway { .. } => true,
        ItemState::Repaired | ItemState::NotRepairable | ItemState::Collected => false,
    }
}

fn is_to_collect(item: &Item) -> bool {
    item.is_in_custody() && !is_in_repair(item)
}

fn figure(name: &'static str, count: usize) -> Figure {
    Figure {
        name,
        value: count.to_string(),
        unit: "",
    }
}
