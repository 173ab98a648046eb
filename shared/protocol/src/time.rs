//! Moments as they are written on a wire.

use chrono::{DateTime, FixedOffset, Offset, SecondsFormat, TimeZone};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

/// A moment with the site's offset, in RFC 3339: `2026-03-07T09:15:00+08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, ToSchema)]
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

impl Serialize for LocalTime {
    /// As chrono writes it, but in one piece: a long line has thousands of moments, and a writer
    /// that is handed each digit looks at each for what has to be escaped.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl std::fmt::Display for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_chrono_writes_it() {
        for text in [
            "2026-03-07T09:15:00+08:00",
            "2026-03-07T09:15:00.250+08:00",
            "2026-03-07T09:15:00.000001-03:30",
            "2026-03-07T01:15:00Z",
        ] {
            let time: DateTime<FixedOffset> = text.parse().unwrap();
            let ours = serde_json::to_string(&LocalTime(time)).unwrap();
            assert_eq!(ours, serde_json::to_string(&time).unwrap());
            assert_eq!(ours, format!("\"{text}\""));
        }
    }
}
