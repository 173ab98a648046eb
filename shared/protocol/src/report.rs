//! A service day on one page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::settings::LocalText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::stats::PartStats;
use crate::{LocalTime, StatsView, WaitStats, schema};

/// The report of a service day. On a day that goes on it tells how far that has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReportView {
    /// The local date.
    pub date: NaiveDate,
    /// The site's name.
    #[schema(value_type = schema::LocalText)]
    pub site: LocalText,
    /// Whether there was service on it; if not, everything is nought.
    pub is_service_day: bool,
    /// Whether the day is over; if not, everything here is so far.
    pub is_over: bool,
    /// When the first service opened, as in `08:30`; null if none was set or it was not kept.
    pub opens: Option<String>,
    /// When the last service closed.
    pub closes: Option<String>,
    /// When the first number was given.
    pub first_number_at: Option<LocalTime>,
    /// When the last number was given.
    pub last_number_at: Option<LocalTime>,
    /// The day's figures.
    #[serde(flatten)]
    pub stats: StatsView,
    /// By class, `standard` and `priority`.
    pub by_class: BTreeMap<String, PartStats>,
    /// Of the unserved, how many were given a number on a later day.
    pub carried_over: u32,
    /// Numbers given for unserved ones of earlier days.
    pub carried_in: CarriedIn,
    /// Appointments of the day; null if they were not kept.
    pub appointments: Option<AppointmentStats>,
    /// Things left to be repaired; null if they were not kept.
    pub items: Option<ItemStats>,
    /// Up to five service days before, newest first.
    pub earlier: Vec<EarlierDay>,
    /// The names of the services that are counted, as far as they are known.
    #[schema(value_type = BTreeMap<String, schema::LocalText>)]
    pub services: BTreeMap<String, LocalText>,
    /// The service day before, if there is one.
    pub before: Option<NaiveDate>,
    /// The service day after.
    pub after: Option<NaiveDate>,
}

/// Numbers given for unserved ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarriedIn {
    /// Of all earlier days.
    pub all: u32,
    /// Of the service day before.
    pub of_last_day: u32,
}

/// The appointments of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentStats {
    /// Booked and not given up.
    pub booked: u32,
    /// Their holders came.
    pub kept: u32,
    /// They did not come, or not yet.
    pub not_kept: u32,
    /// Given up before.
    pub cancelled: u32,
}

/// What became of things on the day, whenever they had been left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemStats {
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

/// A service day to compare with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EarlierDay {
    /// The local date.
    pub date: NaiveDate,
    /// Numbers given.
    pub issued: u32,
    /// Served.
    pub served: u32,
    /// From issue to the first call.
    pub wait: WaitStats,
    /// Of those who were called to the end, the share that did not come, 0 to 1; null if nobody was.
    pub no_show_share: Option<f64>,
}
