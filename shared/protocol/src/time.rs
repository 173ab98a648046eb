//! Moments as they are written on a wire.

use chrono::{DateTime, FixedOffset, Offset, TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A moment with the site's offset, in RFC 3339: `2026-03-07T09:15:00+08:00`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime)]
pub struct LocalTime(pub DateTime<FixedOffset>);

impl LocalTime {
    /// The moment as clocks in `zone` show it.
    pub fn at<Z: TimeZone>(moment: domain::Moment, zone: &Z) -> Self {
        let offset = zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
        Self(moment.with_timezone(&offset))
    }

    /// The moment itself.
    pub fn moment(self) -> domain::Moment {
        self.0.to_utc()
    }
}

impl std::fmt::Display for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false))
    }
}
