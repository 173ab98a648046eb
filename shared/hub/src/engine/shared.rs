//! The published state and the signal that it changed.

use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use domain::Moment;
use tokio::sync::watch;

use crate::outlook::Outlook;
use crate::prepared::PreparedViews;
use crate::published::Published;

/// Written by the site's tasks, read by everybody.
pub(super) struct Shared {
    published: RwLock<Published>,
    /// Holds the version that was published last.
    changes: watch::Sender<u64>,
    /// What many look at.
    pub(super) prepared: PreparedViews,
}

impl Shared {
    pub(super) fn new(published: Published) -> Self {
        let changes = watch::Sender::new(published.version);
        Self {
            published: RwLock::new(published),
            changes,
            prepared: PreparedViews::default(),
        }
    }

    pub(super) fn read<R>(&self, look: impl FnOnce(&Published) -> R) -> R {
        look(
            &self
                .published
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Changes the published state and says so.
    pub(super) fn publish<R>(&self, change: impl FnOnce(&mut Published) -> R) -> R {
        let mut published = self.to_change();
        let result = change(&mut published);
        self.announce(published);
        result
    }

    /// Changes the published state, and says so if `change` answers that it is news to people.
    pub(super) fn publish_news(&self, change: impl FnOnce(&mut Published) -> bool) -> bool {
        let mut published = self.to_change();
        let is_news = change(&mut published);
        if is_news {
            self.announce(published);
        }
        is_news
    }

    fn to_change(&self) -> RwLockWriteGuard<'_, Published> {
        self.published
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn announce(&self, mut published: RwLockWriteGuard<'_, Published>) {
        published.version += 1;
        let version = published.version;
        drop(published);
        self.changes.send_replace(version);
    }

    /// Publishes an outlook; says so only if it is news to people.
    pub(super) fn publish_outlook(&self, outlook: Outlook, is_news: bool) {
        self.publish_news(|published| {
            published.outlook = Arc::new(outlook);
            is_news
        });
    }

    /// Works an outlook out in the caller's own time.
    pub(super) fn refresh_outlook(&self, now: Moment) {
        let outlook = self.read(|published| Outlook::of(&published.site, now, None));
        self.publish_outlook(outlook, true);
    }
}
