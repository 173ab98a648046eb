//! The site itself.

use protocol::{DayState, DayView, SiteView};

use super::Scene;

/// A site and its day.
pub fn site(scene: &Scene<'_>) -> SiteView {
    let settings = &scene.site.settings;
    SiteView {
        id: settings.id.clone(),
        name: settings.name.clone(),
        time_zone: settings.time_zone.name().to_owned(),
        language: settings.language,
        languages: settings.languages.clone(),
        join_from_phones: settings.join_from_phones,
        recall_limit: settings.recall_limit,
        issue_undo_secs: settings.issue_undo_secs,
        retention_days: settings.retention_days,
        now: scene.local(scene.now),
        day: day(scene),
    }
}

/// The newest service day.
pub(super) fn day(scene: &Scene<'_>) -> Option<DayView> {
    let day = scene.site.day?;
    let state = if day.is_closed {
        DayState::Closed
    } else {
        DayState::Open
    };
    Some(DayView {
        date: day.date,
        state,
    })
}
