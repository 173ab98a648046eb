//! The site itself.

use domain::{Moment, SiteSettings};
use protocol::{DayState, DayView, LocalTime, SiteView};

use super::Scene;

/// A site and its day.
pub fn site(scene: &Scene<'_>) -> SiteView {
    SiteView {
        day: day(scene),
        ..new_site(&scene.site.settings, scene.now)
    }
}

/// A site as it was set up at `now`: no day has begun.
pub fn new_site(settings: &SiteSettings, now: Moment) -> SiteView {
    SiteView {
        id: settings.id.clone(),
        name: settings.name.clone(),
        time_zone: settings.time_zone.name().to_owned(),
        language: settings.language,
        languages: settings.languages.clone(),
        join_from_phones: settings.join_from_phones,
        book_from_phones: settings.book_from_phones,
        recall_limit: settings.recall_limit,
        issue_undo_secs: settings.issue_undo_secs,
        retention_days: settings.retention_days,
        now: LocalTime::at(now, &settings.time_zone),
        day: None,
    }
}

/// The newest service day.
pub(super) fn day(scene: &Scene<'_>) -> Option<DayView> {
    let day = scene.site.day?;
    let state = if day.is_closed() {
        DayState::Closed
    } else {
        DayState::Open
    };
    Some(DayView {
        date: day.date,
        state,
    })
}
