//! How the stations did over many days. Who stands at one is not recorded with the numbers, so a
//! volunteer is known by the station.

use domain::measure::{PartFigures, Report};

use super::minutes;
use crate::lang::Words;
use crate::station_order::station_order;
use crate::tables::Cell;

/// One station.
pub(super) struct StationRow {
    pub(super) name: String,
    pub(super) served: u32,
    pub(super) mean: String,
    pub(super) median: String,
    pub(super) no_show: String,
}

/// The stations at which somebody was called.
pub(super) fn rows(report: &Report, words: Words) -> Vec<StationRow> {
    let mut stations: Vec<_> = report.by_station.iter().collect();
    stations.sort_by_key(|(id, _)| station_order(id.as_str()));
    let row = |(id, part): (&domain::StationId, &PartFigures)| StationRow {
        name: words.fill("Station {0}", [id.as_str()]),
        served: part.served,
        mean: minutes(part.serving.mean_min, words),
        median: minutes(part.serving.p50_min, words),
        no_show: Cell::Share(part.no_show_share()).shown(words),
    };
    stations.into_iter().map(row).collect()
}
