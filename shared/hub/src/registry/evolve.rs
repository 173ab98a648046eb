//! What each fact makes of the state. None is refused here: it happened.

use std::collections::BTreeMap;

use domain::{Moment, SiteId};

use super::fact::{EntryId, Grant, HubFact};
use super::state::{KeysEntry, KioskEntry, LinkEntry, SessionEntry, State, TokenEntry};

impl State {
    /// Takes in one fact that was recorded at this moment.
    #[expect(clippy::too_many_lines, reason = "one short arm for each fact")]
    pub(super) fn evolve(&mut self, fact: &HubFact, at: Moment) {
        match fact.clone() {
            HubFact::SiteRegistered {
                site,
                code,
                settings,
            } => {
                self.unset
                    .extend(settings.map(|settings| (site.clone(), *settings)));
                self.former.remove(&site);
                self.sites.push((site, code));
            }
            HubFact::SiteSetUp { site } => {
                self.unset.remove(&site);
            }
            HubFact::SiteRemoved { site } => self.remove_site(&site),
            HubFact::KeysSeen { prints } => {
                let entry = self.keys.get_or_insert(KeysEntry {
                    prints,
                    changed: BTreeMap::new(),
                });
                let changed = prints.changed_since(&entry.prints);
                entry
                    .changed
                    .extend(changed.into_iter().map(|key| (key, at)));
                entry.prints = prints;
            }
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
            HubFact::TokenChanged {
                token,
                grant,
                label,
            } => {
                if let Some(entry) = self.tokens.get_mut(&token) {
                    entry.grant = grant;
                    entry.label = label;
                }
            }
            HubFact::TokenRevoked { token } => {
                self.tokens.remove(&token);
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
                let entry = SessionEntry {
                    grant,
                    at,
                    expires_at,
                    device: session.clone(),
                };
                self.holders.insert(hash, session.clone());
                self.sessions.insert(session, entry);
            }
            HubFact::SessionRenewed {
                old,
                session,
                hash,
                grant,
                expires_at,
            } => {
                let device = self.end_sessions(&old, at).unwrap_or(session.clone());
                let entry = SessionEntry {
                    grant,
                    at,
                    expires_at,
                    device,
                };
                self.holders.insert(hash, session.clone());
                self.sessions.insert(session, entry);
            }
            HubFact::SessionRevoked { session } => {
                if let Some(SessionEntry { device, .. }) = self.sessions.remove(&session) {
                    self.sessions.retain(|_, other| other.device != device);
                }
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
            HubFact::KioskRenamed { kiosk, label } => {
                if let Some(entry) = self.kiosks.get_mut(&kiosk) {
                    entry.label = label;
                }
            }
            HubFact::KioskRemoved { kiosk } => {
                self.kiosks.remove(&kiosk);
            }
        }
    }

    /// Forgets a site and everybody who could act there alone.
    fn remove_site(&mut self, site: &SiteId) {
        let code = self.code_of(site);
        self.former.extend(code.map(|code| (site.clone(), code)));
        self.sites.retain(|(id, _)| id != site);
        self.unset.remove(site);
        self.pins.remove(site);
        let is_kept = |grant: &Grant| grant.site.as_ref() != Some(site);
        self.tokens.retain(|_, token| is_kept(&token.grant));
        self.links.retain(|_, link| is_kept(&link.grant));
        self.sessions.retain(|_, session| is_kept(&session.grant));
        self.kiosks.retain(|_, kiosk| kiosk.site != *site);
    }

    /// Ends what a device has that comes back with `old`, and answers which device it is.
    ///
    /// Its ended sessions stay good for coming back, as the answer with the new one may be lost;
    /// those before `old` go, since the device has shown that it got a later one.
    fn end_sessions(&mut self, old: &EntryId, at: Moment) -> Option<EntryId> {
        let old = self.sessions.get(old)?;
        let (device, since) = (old.device.clone(), old.at);
        self.sessions
            .retain(|_, session| session.device != device || session.at >= since);
        for session in self.sessions.values_mut() {
            if session.device == device {
                session.expires_at = session.expires_at.min(at);
            }
        }
        Some(device)
    }
}
