//! What the hub knows about itself: the facts of its log, replayed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Moment, SiteId, SiteSettings};
use store::{CommandId, Hash32};

use super::fact::{EntryId, Grant, HubFact, HubRecord};
use crate::secrets::{Key, KeyPrints, SiteCode};

/// An ended session is forgotten so many days after its end: until then a PIN brings the device
/// back. So are the keys of requests, and kiosks that never paired.
pub(super) const KEPT_DAYS: i64 = 14;
/// A link is forgotten so many minutes after it expired: until then it is said why it is of no use.
pub(super) const LINK_KEPT_MINUTES: i64 = 60;

/// Everything registered. Changed by the register's writer alone.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// In the order in which they were registered: the first one is shown at `/`.
    pub sites: Vec<(SiteId, SiteCode)>,
    /// Sites that have not taken on yet what they are to be set up with.
    pub unset: BTreeMap<SiteId, SiteSettings>,
    /// Codes of sites that were removed: they go to no other site, and back to that one.
    pub(super) former: BTreeMap<SiteId, SiteCode>,
    /// The keys beside the store; none on a hub that never looked.
    pub keys: Option<KeysEntry>,
    /// The staff PIN of each site, hashed.
    pub pins: BTreeMap<SiteId, String>,
    /// Programs that may act.
    pub tokens: BTreeMap<EntryId, TokenEntry>,
    /// Links that were given out.
    pub links: BTreeMap<EntryId, LinkEntry>,
    /// Devices that are or were signed in.
    pub sessions: BTreeMap<EntryId, SessionEntry>,
    /// Kiosks, paired or announced.
    pub kiosks: BTreeMap<EntryId, KioskEntry>,
    /// Whose secret has this fingerprint: looked up with every request.
    pub(super) holders: BTreeMap<Hash32, EntryId>,
    /// Requests that came with a key, and what was recorded then.
    repeats: BTreeMap<CommandId, Repeat>,
}

/// What is kept of a request that came with a key.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    /// Of the request.
    pub(super) digest: Hash32,
    /// What it came to: its answer is made from this, whatever happened since.
    pub(super) recorded: Recorded,
}

/// What a request came to.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    /// When.
    pub(super) at: Moment,
    /// What happened; empty when it was so already.
    pub(super) facts: Arc<[HubFact]>,
}

/// The keys beside the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysEntry {
    /// By which they are known again.
    pub prints: KeyPrints,
    /// Those that were found to be other ones than before, and when last.
    pub changed: BTreeMap<Key, Moment>,
}

/// A program that may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenEntry {
    /// What it may do.
    pub grant: Grant,
    /// What it is for.
    pub label: Option<String>,
    /// Since when.
    pub at: Moment,
}

/// A link that signs a device in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEntry {
    /// What the device may do then.
    pub grant: Grant,
    /// Whether it was used.
    pub is_used: bool,
    /// Of no use from then on.
    pub expires_at: Moment,
}

/// A signed-in device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEntry {
    /// What it may do.
    pub grant: Grant,
    /// Since when.
    pub at: Moment,
    /// Until when.
    pub expires_at: Moment,
    /// The first session of this device: those that took its place belong to it as well.
    pub device: EntryId,
}

/// A touchscreen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskEntry {
    /// Where it stands.
    pub site: SiteId,
    /// What staff call it.
    pub label: String,
    /// The code it may pair with, and until when; none once it was used.
    pub code: Option<(Hash32, Moment)>,
    /// Since when it is paired.
    pub paired_at: Option<Moment>,
}

impl State {
    /// The code of a site.
    pub fn code_of(&self, site: &SiteId) -> Option<SiteCode> {
        self.sites
            .iter()
            .find(|(id, _)| id == site)
            .map(|(_, code)| *code)
    }

    /// The site with this code.
    pub fn site_with(&self, code: SiteCode) -> Option<&SiteId> {
        self.sites
            .iter()
            .find(|(_, other)| *other == code)
            .map(|(id, _)| id)
    }

    /// The fingerprint of what a paired kiosk sends with every call.
    pub fn credential_of(&self, kiosk: &EntryId) -> Option<Hash32> {
        self.kiosks.get(kiosk)?;
        let mut holders = self.holders.iter();
        holders
            .find(|(_, holder)| *holder == kiosk)
            .map(|(fingerprint, _)| *fingerprint)
    }

    /// Whose secret has this fingerprint. Says nothing about what the holder may still do.
    pub fn holder(&self, fingerprint: &Hash32) -> Option<&EntryId> {
        self.holders.get(fingerprint)
    }

    /// What the request that came with this key came to.
    pub(super) fn repeat_of(&self, command: &CommandId) -> Option<&Repeat> {
        self.repeats.get(command)
    }

    /// Takes one record of the log in. Answers what it came to.
    pub(super) fn apply(&mut self, command: CommandId, record: &HubRecord) -> Recorded {
        let recorded = Recorded {
            at: record.at,
            facts: record.facts.clone().into(),
        };
        if let Some(digest) = record.request {
            let recorded = recorded.clone();
            self.repeats.insert(command, Repeat { digest, recorded });
        }
        for fact in &record.facts {
            self.evolve(fact, record.at);
        }
        self.forget(record.at);
        recorded
    }

    /// Drops what ended long ago, so that the state does not grow with the years, and the secrets
    /// of what is gone. Depends on recorded times alone: every hub that reads the log forgets the
    /// same.
    fn forget(&mut self, now: Moment) {
        let before = now - TimeDelta::days(KEPT_DAYS);
        self.repeats.retain(|_, repeat| repeat.recorded.at > before);
        let of_no_use = now - TimeDelta::minutes(LINK_KEPT_MINUTES);
        self.links.retain(|_, link| link.expires_at > of_no_use);
        self.sessions
            .retain(|_, session| session.expires_at > before);
        self.kiosks
            .retain(|_, kiosk| kiosk.code.is_none_or(|(_, expires)| expires > before));
        let Self {
            holders,
            links,
            sessions,
            tokens,
            kiosks,
            ..
        } = self;
        holders.retain(|_, id| {
            links.contains_key(id)
                || sessions.contains_key(id)
                || tokens.contains_key(id)
                || kiosks.contains_key(id)
        });
    }
}
