//! Today at a glance, for the organiser.

use domain::measure::{self, LiveService};
use protocol::{DashboardLine, DashboardView, KioskNow, WaitStats};

use super::site::day;
use super::stats::times;
use super::{Scene, board_line, stations, stats};

/// The dashboard. Looks at every ticket of the day.
pub fn dashboard(scene: &Scene<'_>, kiosks: Vec<KioskNow>, version: u64) -> DashboardView {
    let live = measure::live(scene.site, scene.now);
    let rows = measure::rows(scene.site);
    let report = measure::report(&rows);
    let services = scene.site.services.iter().map(|service| {
        let id = &service.settings.id;
        let LiveService {
            called,
            serving,
            on_hold,
            longest_wait_secs,
            ..
        } = live.get(id).copied().unwrap_or_default();
        DashboardLine {
            line: board_line(scene, service),
            called,
            serving,
            on_hold,
            longest_wait_min: longest_wait_secs.map(|secs| secs / 60),
            wait: report
                .by_service
                .get(id)
                .map_or(WaitStats::default(), |part| times(&part.wait)),
        }
    });
    DashboardView {
        version,
        name: scene.site.settings.name.clone(),
        at: scene.local(scene.now),
        day: day(scene),
        services: services.collect(),
        stations: stations(scene, true).stations,
        kiosks,
        today: stats(&report),
    }
}
