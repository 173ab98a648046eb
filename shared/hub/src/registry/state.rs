//! What the hub knows about itself: the facts of its log, replayed.

use std::collections::BTreeMap;

use domain::{Moment, SiteId};
use store::{CommandId, Hash32};

use super::fact::{EntryId, Grant, HubFact, HubRecord};
use crate::secrets::SiteCode;

/// An ended session or an unused link is forgotten so many days after its end. Until then a PIN
/// brings the device back.
pub(super) const KEPT_DAYS: i64 = 14;

/// Everything registered. Changed by the register's writer alone.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// In the order in which they were registered: the first one is shown at `/`.
    pub sites: Vec<(SiteId, SiteCode)>,
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
    holders: BTreeMap<Hash32, EntryId>,
    /// Requests that came with a key, and when.
    repeats: BTreeMap<CommandId, (Hash32, Moment)>,
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

    /// Whose secret has this fingerprint. Says nothing about what the holder may still do.
    pub fn holder(&self, fingerprint: &Hash32) -> Option<&EntryId> {
        self.holders.get(fingerprint)
    }

    /// The digest of the request that came with this key.
    pub(super) fn request_of(&self, command: &CommandId) -> Option<Hash32> {
        self.repeats.get(command).map(|(digest, _)| *digest)
    }

    /// Takes one record of the log in.
    pub(super) fn apply(&mut self, command: CommandId, record: &HubRecord) {
        if let Some(digest) = record.request {
            self.repeats.insert(command, (digest, record.at));
        }
        for fact in &record.facts {
            self.evolve(fact, record.at);
        }
        self.forget(record.at);
    }

    fn evolve(&mut self, fact: &HubFact, at: Moment) {
        match fact.clone() {
            HubFact::SiteRegistered { site, code } => self.sites.push((site, code)),
            HubFact::PinSet { site, hash } => {
                self.pins.insert(site, hash);
            }
            HubFact::TokenAdded {
                token,
                hash,
                grant,
                label,
            } => {
                self.holders.insert(hash, token.clone());
                self.tokens.insert(token, TokenEntry { grant, label, at });
            }
            HubFact::TokenRevoked { token } => {
                self.tokens.remove(&token);
                self.drop_holder(&token);
            }
            HubFact::LinkIssued {
                link,
                hash,
                grant,
                expires_at,
            } => {
                self.holders.insert(hash, link.clone());
                self.links.insert(
                    link,
                    LinkEntry {
                        grant,
                        is_used: false,
                        expires_at,
                    },
                );
            }
            HubFact::LinkUsed { link } => {
                if let Some(entry) = self.links.get_mut(&link) {
                    entry.is_used = true;
                }
            }
            HubFact::SessionOpened {
                session,
                hash,
                grant,
                expires_at,
            } => {
                self.holders.insert(hash, session.clone());
                self.sessions.insert(
                    session,
                    SessionEntry {
                        grant,
                        at,
                        expires_at,
                    },
                );
            }
            HubFact::SessionRevoked { session } => {
                self.sessions.remove(&session);
                self.drop_holder(&session);
            }
            HubFact::KioskAnnounced {
                kiosk,
                site,
                label,
                code,
                expires_at,
            } => {
                let code = Some((code, expires_at));
                self.kiosks.insert(
                    kiosk,
                    KioskEntry {
                        site,
                        label,
                        code,
                        paired_at: None,
                    },
                );
            }
            HubFact::KioskPaired { kiosk, hash } => {
                self.holders.insert(hash, kiosk.clone());
                if let Some(entry) = self.kiosks.get_mut(&kiosk) {
                    entry.code = None;
                    entry.paired_at = Some(at);
                }
            }
            HubFact::KioskRemoved { kiosk } => {
                self.kiosks.remove(&kiosk);
                self.drop_holder(&kiosk);
            }
        }
    }

    fn drop_holder(&mut self, id: &EntryId) {
        self.holders.retain(|_, holder| holder != id);
    }

    /// Drops what ended long ago, so that the state does not grow with the years. Depends on
    /// recorded times alone: every hub that reads the log forgets the same.
    fn forget(&mut self, now: Moment) {
        let before = now - chrono::TimeDelta::days(KEPT_DAYS);
        self.repeats.retain(|_, (_, at)| *at > before);
        self.links.retain(|_, link| link.expires_at > before);
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
