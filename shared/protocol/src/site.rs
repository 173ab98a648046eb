//! The site itself and its service day.

use chrono::NaiveDate;
use domain::SiteId;
use domain::settings::{Language, LocalText, Wifi};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// A square.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteView {
    /// Names it in addresses.
    #[schema(value_type = String)]
    pub id: SiteId,
    /// In both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// Whose midnight ends the service day, as in `Asia/Shanghai`.
    pub time_zone: String,
    /// Language a screen starts in.
    #[schema(value_type = schema::Language)]
    pub language: Language,
    /// Languages offered, in order.
    #[schema(value_type = Vec<schema::Language>)]
    pub languages: Vec<Language>,
    /// Whether residents may take a number with their own phone.
    pub join_from_phones: bool,
    /// Whether residents may book with their own phone, where a service has slots.
    #[serde(default)]
    pub book_from_phones: bool,
    /// After so many calls the desk proposes a no-show.
    pub recall_limit: u8,
    /// For so many seconds the kiosk that issued a ticket may take it back.
    pub issue_undo_secs: u32,
    /// Personal data is erased after so many days.
    pub retention_days: u16,
    /// The hub's time.
    pub now: LocalTime,
    /// The service day; null before the first one.
    pub day: Option<DayView>,
}

/// A service day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayView {
    /// The local date.
    pub date: NaiveDate,
    /// Whether it still goes on.
    pub state: DayState,
}

/// Whether a service day goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayState {
    /// Numbers are given and called.
    Open,
    /// It was closed.
    Closed,
}

/// One site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteAnswer {
    /// The site.
    pub site: SiteView,
}

/// The network that phones must join to open a ticket's link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WifiAnswer {
    /// Null where none was set, and where links lead to a public address that any network reaches.
    #[schema(value_type = Option<schema::Wifi>)]
    pub wifi: Option<Wifi>,
}

/// All sites of a hub.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteList {
    /// The first one is shown at `/`.
    pub sites: Vec<SiteView>,
}
