//! How the rest of a site's day may go, worked out when somebody looks.
//!
//! It is worked out beside the tasks and off the engine's path, one at a time for a site, and
//! never so often that it is most of what the machine does: ten dashboards cost what one does.

use std::sync::Arc;

use domain::{Moment, Site};
use forecast::{Change, Experience, Inflow, Prospect, WhatIf, experience, prospect, what_if};
use tokio::sync::Mutex;

use crate::engine::SiteHandle;
use crate::outlook::excerpt;
use crate::pace::{EVERY, rested};
use crate::problem::Trouble;

/// The newest prospect of one site. Clones share it.
///
/// Whoever works holds it until that is done, also when nobody waits for the answer any more: the
/// next one would work beside it.
#[derive(Clone, Default)]
pub(crate) struct RestOfDay(Arc<Mutex<Option<Made>>>);

struct Made {
    /// The published version that it knows.
    version: u64,
    began: Moment,
    ended: Moment,
    prospect: Arc<Prospect>,
}

impl Made {
    fn is_fresh(&self, version: u64, now: Moment) -> bool {
        (self.version == version && now < self.ended + EVERY)
            || now < rested(self.began, self.ended)
    }
}

impl RestOfDay {
    /// If nobody else takes a number.
    ///
    /// # Errors
    /// `busy` when the hub ends.
    pub(crate) async fn prospect(&self, engine: &SiteHandle) -> Result<Arc<Prospect>, Trouble> {
        let mut made = Arc::clone(&self.0).lock_owned().await;
        let (version, began) = (engine.read(|published| published.version), engine.now());
        if let Some(made) = made.as_ref().filter(|made| made.is_fresh(version, began)) {
            return Ok(Arc::clone(&made.prospect));
        }
        let clock = engine.clone();
        let play = move |site: &Site, seen: &Experience, now| {
            let prospect = Arc::new(prospect(site, seen, now, &[]));
            *made = Some(Made {
                version,
                began,
                ended: clock.now(),
                prospect: Arc::clone(&prospect),
            });
            prospect
        };
        work(engine, play).await
    }

    /// If people came, and if something were changed; one answer at a time.
    ///
    /// # Errors
    /// `busy` when the hub ends.
    pub(crate) async fn what_if(
        &self,
        engine: &SiteHandle,
        inflows: Vec<Inflow>,
        changes: Vec<Change>,
    ) -> Result<WhatIf, Trouble> {
        let one = Arc::clone(&self.0).lock_owned().await;
        let play = move |site: &Site, seen: &Experience, now| {
            let told = what_if(site, seen, now, &inflows, &changes);
            drop(one);
            told
        };
        work(engine, play).await
    }
}

/// Plays the rest of the day beside the tasks.
async fn work<R: Send + 'static>(
    engine: &SiteHandle,
    play: impl FnOnce(&Site, &Experience, Moment) -> R + Send + 'static,
) -> Result<R, Trouble> {
    let (looked_at, now) = (engine.clone(), engine.now());
    let played = engine.beside(move || {
        let site = looked_at.read(|published| excerpt(&published.site));
        let seen = experience(&site, now);
        play(&site, &seen, now)
    });
    played.await.ok_or(Trouble::Busy)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn made(began_ms: i64, ended_ms: i64) -> Made {
        let at = |ms| Moment::UNIX_EPOCH + TimeDelta::milliseconds(ms);
        let site = Site::new(domain::SiteSettings::default());
        Made {
            version: 7,
            began: at(began_ms),
            ended: at(ended_ms),
            prospect: Arc::new(prospect(&site, &Experience::new(), at(began_ms), &[])),
        }
    }

    #[test]
    fn it_is_made_again_for_news_but_never_most_of_the_time() {
        let made = made(0, 100);
        let rows = [
            // It took a tenth of a second, so it rests until one is over.
            (8, 999, true),
            (8, 1_000, false),
            // Without news it is kept for half a minute.
            (7, 1_000, true),
            (7, 30_099, true),
            (7, 30_100, false),
        ];
        for (version, ms, is_fresh) in rows {
            let now = Moment::UNIX_EPOCH + TimeDelta::milliseconds(ms);
            assert_eq!(made.is_fresh(version, now), is_fresh, "{version} {ms}");
        }
    }
}
