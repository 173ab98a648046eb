//! Figures, as they cross the wire.

use domain::measure::{HourFigures, PartFigures, Report, Times};
use protocol::stats::{HourStats, PartStats};
use protocol::{StatsView, WaitStats};

/// A report, in hundredths of a minute.
pub fn stats(report: &Report) -> StatsView {
    StatsView {
        issued: report.issued,
        served: report.served,
        no_show: report.no_show,
        cancelled: report.cancelled,
        unserved: report.unserved,
        wait: times(&report.wait),
        serving: times(&report.serving),
        by_service: report
            .by_service
            .iter()
            .map(|(id, p)| (id.to_string(), part(p)))
            .collect(),
        by_station: report
            .by_station
            .iter()
            .map(|(id, p)| (id.to_string(), part(p)))
            .collect(),
        by_hour: report.by_hour.iter().map(hour).collect(),
    }
}

/// Times, in hundredths of a minute.
pub(super) fn times(times: &Times) -> WaitStats {
    let rounded = |minutes: f64| (minutes * 100.0).round() / 100.0;
    WaitStats {
        mean_min: times.mean_min.map(rounded),
        p50_min: times.p50_min.map(rounded),
        p90_min: times.p90_min.map(rounded),
    }
}

/// One part, in hundredths of a minute.
pub(super) fn part(part: &PartFigures) -> PartStats {
    PartStats {
        issued: part.issued,
        served: part.served,
        no_show: part.no_show,
        cancelled: part.cancelled,
        unserved: part.unserved,
        wait: times(&part.wait),
        serving: times(&part.serving),
    }
}

fn hour(hour: &HourFigures) -> HourStats {
    HourStats {
        hour: hour.hour,
        issued: hour.issued,
        served: hour.served,
        wait: times(&hour.wait),
    }
}
