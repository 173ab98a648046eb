//! What is kept of a service day beside its tickets: its hours, appointments, things to mend.
//!
//! All of it leaves the state some time after the day, so it is taken with the
//! rows. What happens between two service days counts to the first of them.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::appointment::AppointmentState;
use crate::day;
use crate::item::{Item, ItemState, RepairOutcome};
use crate::settings::clock_time;
use crate::site::Site;

/// What is kept of a day beside its rows. Stored: fields are only ever added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// When the first service opened, as it was set; none if all were always open.
    #[serde(default, with = "clock_time::option")]
    pub opens: Option<NaiveTime>,
    /// When the last service closed, as it was set; none if none ever closed.
    #[serde(default, with = "clock_time::option")]
    pub closes: Option<NaiveTime>,
    /// The day's appointments.
    #[serde(default)]
    pub appointments: AppointmentFigures,
    /// Things left to be repaired.
    #[serde(default)]
    pub items: ItemFigures,
}

/// The appointments of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentFigures {
    /// Booked and not given up: kept, and not kept.
    pub booked: u32,
    /// Their holders came.
    pub kept: u32,
    /// Given up before.
    pub cancelled: u32,
}

/// What became of things from the opening of a day to that of the next, whenever they had been left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFigures {
    /// Taken in.
    pub received: u32,
    /// They work again.
    pub repaired: u32,
    /// They cannot be mended.
    pub not_repairable: u32,
    /// The repairer took them along.
    pub taken_away: u32,
    /// Their owners have them.
    pub collected: u32,
    /// Not collected before the next service day, those of earlier days included.
    pub in_custody: u32,
}

/// What is to be kept of the newest day beside its rows; none before the first day.
pub fn beside(site: &Site) -> Option<Beside> {
    let day = site.day?;
    let hours = day.end.map_or_else(|| site.hours(), |end| end.hours);
    Some(Beside {
        opens: hours.opens,
        closes: hours.closes,
        appointments: appointments(site, day.date),
        items: items(site, day.opened_at),
    })
}

fn appointments(site: &Site, date: NaiveDate) -> AppointmentFigures {
    let mut figures = AppointmentFigures::default();
    for known in site.appointments.values() {
        if day::local_date(known.slot, site.settings.time_zone) != date {
            continue;
        }
        match known.state {
            AppointmentState::Booked => figures.booked += 1,
            AppointmentState::CheckedIn { .. } => {
                figures.booked += 1;
                figures.kept += 1;
            }
            AppointmentState::Cancelled => figures.cancelled += 1,
        }
    }
    figures
}

/// Counts what happened from `begin` on; what was collected before has left the state.
fn items(site: &Site, begin: Moment) -> ItemFigures {
    let mut figures = ItemFigures::default();
    for item in site.items.values() {
        figures.received += u32::from(item.received_at >= begin);
        figures.collected += u32::from(item.state == ItemState::Collected);
        figures.in_custody += u32::from(item.is_in_custody());
        match came_out(item, begin) {
            Some(RepairOutcome::Repaired) => figures.repaired += 1,
            Some(RepairOutcome::NotRepairable) => figures.not_repairable += 1,
            Some(RepairOutcome::TakenAway) => figures.taken_away += 1,
            None => {}
        }
    }
    figures
}

/// How its repair came out, if that was from `begin` on.
fn came_out(item: &Item, begin: Moment) -> Option<RepairOutcome> {
    item.outcome
        .filter(|_| item.finished_at.is_some_and(|at| at >= begin))
}
