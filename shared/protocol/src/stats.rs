//! Figures of one or several service days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Figures of a time span.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatsView {
    /// Numbers given.
    pub issued: u32,
    /// Served.
    pub served: u32,
    /// Did not come.
    pub no_show: u32,
    /// Gave up.
    pub cancelled: u32,
    /// Still in line when the day closed.
    pub unserved: u32,
    /// From issue to the first call.
    pub wait: WaitStats,
    /// Serving. Whom midnight ended counts as served, but not here: nobody finished it.
    pub serving: WaitStats,
    /// The same for each service.
    #[serde(default)]
    pub by_service: BTreeMap<String, PartStats>,
    /// The same for each station.
    #[serde(default)]
    pub by_station: BTreeMap<String, PartStats>,
    /// By local hour of the day, those hours in which something happened.
    #[serde(default)]
    pub by_hour: Vec<HourStats>,
}

/// Times in minutes; null when nothing was measured. p50 and p90 by nearest rank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WaitStats {
    /// The mean.
    pub mean_min: Option<f64>,
    /// Half took no longer.
    pub p50_min: Option<f64>,
    /// Nine in ten took no longer.
    pub p90_min: Option<f64>,
}

/// Figures of one service or station.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PartStats {
    /// Numbers given; for a station: called there.
    pub issued: u32,
    /// Served.
    pub served: u32,
    /// Did not come.
    pub no_show: u32,
    /// Gave up.
    pub cancelled: u32,
    /// Still in line when the day closed.
    pub unserved: u32,
    /// From issue to the first call.
    pub wait: WaitStats,
    /// Serving. Whom midnight ended counts as served, but not here: nobody finished it.
    pub serving: WaitStats,
}

/// Figures of one hour.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HourStats {
    /// The local hour, 0 to 23.
    pub hour: u8,
    /// Numbers given in it.
    pub issued: u32,
    /// Serving ended in it.
    pub served: u32,
    /// Waits of those whose number was given in it.
    pub wait: WaitStats,
}
