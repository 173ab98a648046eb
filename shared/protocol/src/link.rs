//! Links that bring a staff device or a screen in, once.

use domain::StationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::LocalTime;

/// Where a link leads, and so what it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkPage {
    /// A volunteer's desk.
    Desk,
    /// A board.
    Board,
    /// The organiser's dashboard.
    Dashboard,
}

impl LinkPage {
    /// The name on the wire and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Board => "board",
            Self::Dashboard => "dashboard",
        }
    }
}

/// Asks for a fresh link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// Where it leads.
    #[serde(rename = "for")]
    pub page: LinkPage,
    /// The station of a desk; without one the volunteer chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub station: Option<StationId>,
    /// The staff PIN: needed where a kiosk asks, as anybody may stand before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

impl std::fmt::Debug for NewLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (page, station) = (self.page, &self.station);
        f.debug_struct("NewLink")
            .field("page", &page)
            .field("station", station)
            .finish_non_exhaustive()
    }
}

/// A fresh link, usable once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkAnswer {
    /// Where it leads.
    pub page: LinkPage,
    /// The address, for a QR.
    pub url: String,
    /// The same at the hub's other addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Of no use from then on.
    pub expires_at: LocalTime,
}
