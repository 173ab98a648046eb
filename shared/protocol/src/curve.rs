//! How many waited over a day, how many may wait for the rest of it, and what would change that.

use chrono::NaiveDate;
use domain::settings::LocalText;
use domain::{ServiceId, StationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// The curve of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurveView {
    /// The service day.
    pub date: NaiveDate,
    /// When this was true; for an earlier day, when it was over.
    pub at: LocalTime,
    /// Who is expected to come for the rest of the day.
    pub newcomers: Newcomers,
    /// All services together.
    pub all: CurveLine,
    /// For each service.
    pub services: Vec<ServiceCurve>,
}

/// Who is expected to take a number for the rest of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Newcomers {
    /// Nobody; appointments of today are kept as usual.
    #[default]
    None,
    /// As many as in the last hour, until closing.
    Today,
    /// As many as on the last four service days at the same time of day.
    Earlier,
}

/// The curve of one service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceCurve {
    /// Its name.
    #[schema(value_type = String)]
    pub id: ServiceId,
    /// Its title in both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// Its curve.
    #[serde(flatten)]
    pub line: CurveLine,
}

/// How many waited, and may wait.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CurveLine {
    /// Until `at`, every five minutes and then. Empty for a day that was not played.
    pub so_far: Vec<WaitingAt>,
    /// From `at` on, every five minutes until nothing changes any more.
    pub forecast: Vec<MayWait>,
    /// What is expected of the rest of the day; null for an earlier day.
    pub rest: Option<RestOfDay>,
}

/// How many were waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitingAt {
    /// When.
    pub at: LocalTime,
    /// In the line.
    pub waiting: u32,
}

/// How many may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MayWait {
    /// When.
    pub at: LocalTime,
    /// One time of ten fewer.
    pub p10: u32,
    /// Half of the times fewer.
    pub p50: u32,
    /// Nine times of ten fewer.
    pub p90: u32,
}

/// What is expected of the rest of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RestOfDay {
    /// In the line now.
    pub waiting: u32,
    /// Stations that serve it, also those that are announced to come back.
    pub stations: u32,
    /// Minutes until somebody who took a number now would be called; null if nobody can say.
    pub newcomer: Option<MinuteSpan>,
    /// Nine of ten who wait now are called within so many minutes; null if nobody waits, or some
    /// are likely not called.
    pub nine_of_ten_min: Option<f64>,
    /// When the last one who waits now is called; null in the same cases.
    pub called: Option<TimeSpan>,
    /// When everybody is done who is served, waits now or is expected.
    pub done: Option<TimeSpan>,
    /// How likely all who wait now are called before closing, from 0 to 1.
    pub in_time: f64,
    /// Whether that is less likely than the service allows (`at_risk_below`).
    pub at_risk: bool,
    /// When it closes today.
    pub closes: Option<LocalTime>,
    /// Whether it rests on configured minutes instead of experience.
    pub rough: bool,
}

/// Minutes as a range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MinuteSpan {
    /// One of ten is shorter.
    pub p10: f64,
    /// Half are shorter.
    pub p50: f64,
    /// Nine of ten are shorter.
    pub p90: f64,
}

/// A moment as a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimeSpan {
    /// One time of ten earlier.
    pub p10: LocalTime,
    /// Half of the times earlier.
    pub p50: LocalTime,
    /// Nine times of ten earlier.
    pub p90: LocalTime,
}

/// What an organiser wants to know the effect of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskWhatIf {
    /// All of them together; up to twenty.
    #[serde(default)]
    pub changes: Vec<ChangeAsked>,
    /// Who is expected to come, with the changes and without.
    #[serde(default)]
    pub newcomers: Newcomers,
}

/// Something that an organiser may do; without a time it is done now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeAsked {
    /// One more volunteer opens a station.
    AddStation {
        /// What it serves, in this order.
        #[schema(value_type = Vec<String>)]
        services: Vec<ServiceId>,
        /// From when.
        #[serde(default)]
        at: Option<LocalTime>,
    },
    /// A volunteer goes home, after whoever is served then.
    TakeAway {
        /// Whose station.
        #[schema(value_type = String)]
        station: StationId,
        /// From when.
        #[serde(default)]
        at: Option<LocalTime>,
    },
    /// A station calls nobody for a while, after whoever is served then.
    Break {
        /// Which.
        #[schema(value_type = String)]
        station: StationId,
        /// From when.
        #[serde(default)]
        at: Option<LocalTime>,
        /// For so many minutes, 1 to 480.
        minutes: u32,
    },
    /// No numbers any more; it changes something only if people are expected.
    StopNumbers {
        /// For what.
        #[schema(value_type = String)]
        service: ServiceId,
        /// From when.
        #[serde(default)]
        at: Option<LocalTime>,
    },
}

/// The rest of the day as it is, and with changes. Both are played with the same chance: what
/// differs comes from the changes. Neither tells the day so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WhatIfView {
    /// As it is.
    pub as_is: CurveView,
    /// With the changes.
    pub changed: CurveView,
}
