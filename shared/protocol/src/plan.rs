//! How many stations a coming day needs, and an earlier day's set-up for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::settings::LocalText;
use domain::{ServiceId, StationId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::schema;

/// What is wanted of a plan; what is left out is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanAsk {
    /// The day to plan for; the next service day.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Earlier service days that are looked at, 1 to 60; 8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Instead of the newest days, this one alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub like: Option<NaiveDate>,
    /// The longest wait that is wanted, in minutes, 0 to 240; 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<u32>,
    /// Of a hundred people so many are to wait no longer, 50 to 99; 90.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// Most stations at one service, 1 to 20; two more than the site has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_stations: Option<u32>,
}

/// How many stations a coming day needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanView {
    /// The day that is planned.
    pub date: NaiveDate,
    /// The earlier service days that it rests on, oldest first. Empty when nobody ever came: then
    /// there is no plan, and no service is listed.
    pub days: Vec<NaiveDate>,
    /// The longest wait that is wanted, in minutes.
    pub wait_min: u32,
    /// Of a hundred people so many are to wait no longer.
    pub share_percent: u32,
    /// Most stations at one service.
    pub max_stations: u32,
    /// Stations that the site has.
    pub stations: u32,
    /// There are so few earlier days that it is a mere hint.
    pub rough: bool,
    /// In the order in which they were set up.
    pub services: Vec<PlanService>,
}

/// What one service needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanService {
    /// Which.
    #[schema(value_type = String)]
    pub id: ServiceId,
    /// In both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// Its jobs are taken to last the configured minutes, for want of experience.
    pub rough: bool,
    /// Mean minutes at a station, the way there included.
    pub job_min: f64,
    /// People of a day.
    pub arrivals: Expected,
    /// By clock hour, from the opening to the closing.
    pub hours: Vec<PlanHour>,
    /// Share of people who are called before the closing with these stations, from 0 to 1; null
    /// without a closing time.
    pub in_time: Option<f64>,
    /// When the last one is done; null where nobody comes.
    pub end: Option<EndOfDay>,
    /// With the same number of stations from the opening to the end, from 1 on: what each further
    /// one buys.
    pub crews: Vec<PlanCrew>,
}

/// How many people are expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Expected {
    /// On half of the days not more.
    pub p50: f64,
    /// On nine of ten days not more.
    pub p90: f64,
}

/// When the last one is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EndOfDay {
    /// On half of the days not later, "HH:MM"; after midnight the hours go on with 24.
    pub p50: String,
    /// On nine of ten days not later.
    pub p90: String,
}

/// What an hour needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanHour {
    /// Its beginning or the opening, "HH:MM". Who comes before the opening counts in the first one.
    pub from: String,
    /// Its end or the closing, "HH:MM".
    pub to: String,
    /// People who come in it.
    pub arrivals: Expected,
    /// Stations that are needed.
    pub stations: u32,
    /// With them the share that was asked waits no longer, in minutes; null where nobody comes.
    pub wait_min: Option<f64>,
    /// Whether that is as short as was asked.
    pub kept: bool,
}

/// What becomes of a day with the same number of stations all day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanCrew {
    /// How many.
    pub stations: u32,
    /// The mean wait in minutes.
    pub wait_mean_min: f64,
    /// The share that was asked waits no longer, in minutes.
    pub wait_min: f64,
    /// Minutes of the mean wait that the last of them saves; null for the first.
    pub saves_mean_min: Option<f64>,
    /// Minutes of the other wait that the last of them saves; null for the first.
    pub saves_min: Option<f64>,
    /// When the last one is done; null where nobody comes.
    pub end: Option<EndOfDay>,
    /// People of a day who are not called before the closing, on average; null without a closing
    /// time.
    pub too_late: Option<f64>,
    /// Whether the wait is as short as was asked, over the whole day.
    pub kept: bool,
}

/// What would change if a day were set up as an earlier one was in its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SetUpLike {
    /// The earlier day.
    pub like: NaiveDate,
    /// Names these changes: another one once something else would change.
    pub tag: String,
    /// What would change, services before stations, each in the order of that day. Empty when all
    /// is as it was.
    pub changes: Vec<SetUpChange>,
    /// What was not there on that day: it stays as it is.
    pub left: Vec<SetUpLeft>,
    /// Stations that would change but have somebody called or served: nothing is changed until
    /// they are free.
    #[schema(value_type = Vec<String>)]
    pub busy: Vec<StationId>,
    /// The names of services, by id.
    #[schema(value_type = BTreeMap<String, schema::LocalText>)]
    pub names: BTreeMap<String, LocalText>,
}

/// Sets a site up as on an earlier day, if that is still what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpAs {
    /// The earlier day.
    pub date: NaiveDate,
    /// The `tag` of the changes that were looked at.
    pub tag: String,
}

/// A service or a station that would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SetUpChange {
    /// What it is.
    pub what: SetUpThing,
    /// Which.
    pub id: String,
    /// It is not there any more and would be set up again.
    pub is_new: bool,
    /// The fields that would change, as they are; null for one that is not there.
    #[schema(value_type = Object)]
    pub before: Map<String, Value>,
    /// The same as they would be: what `PATCH`, or `POST` for a new one, takes.
    #[schema(value_type = Object)]
    pub after: Map<String, Value>,
}

/// A service or a station that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetUpLeft {
    /// What it is.
    pub what: SetUpThing,
    /// Which.
    pub id: String,
}

/// What is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetUpThing {
    /// A service.
    Service,
    /// A station.
    Station,
}
