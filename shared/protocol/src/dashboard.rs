//! What an organiser watches: how today goes.

use domain::settings::LocalText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{BoardLine, DayView, KioskNow, LocalTime, StationView, StatsView, WaitStats, schema};

/// Today at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DashboardView {
    /// Grows with every change of the site.
    pub version: u64,
    /// The site's name in both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// When this was true.
    pub at: LocalTime,
    /// The service day; null before the first one.
    pub day: Option<DayView>,
    /// One for each service.
    pub services: Vec<DashboardLine>,
    /// All stations.
    pub stations: Vec<StationView>,
    /// The kiosks at this moment.
    #[serde(default)]
    pub kiosks: Vec<KioskNow>,
    /// The figures of the day so far.
    pub today: StatsView,
}

/// One service at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DashboardLine {
    /// As on the board.
    #[serde(flatten)]
    pub line: BoardLine,
    /// Called, not there yet.
    pub called: u32,
    /// Being served.
    pub serving: u32,
    /// On hold.
    pub on_hold: u32,
    /// Whole minutes the one who waits longest has waited; null if nobody does.
    pub longest_wait_min: Option<u32>,
    /// Waits that ended today.
    pub wait: WaitStats,
}
