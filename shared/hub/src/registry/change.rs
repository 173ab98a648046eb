//! Everything that can be asked of the register, one method each.
//!
//! Secrets are made here and handed out once; the register keeps their fingerprints. With a key
//! they are derived from the request, so that its repeat hands out the same ones. The rest of an
//! answer is made from what was recorded, the first time: the first answer stays the answer.

use chrono::TimeDelta;
use domain::{Actor, Moment, SiteId, SiteSettings};

use super::asking::Asking;
use super::decide::{self, TokenChange};
use super::fact::{EntryId, Grant, HubFact};
use super::state::{Recorded, TokenEntry};
use super::{HubRefusal, Registry, RegistryError};
use crate::secrets::{Key, KeyPrints, Secrets, SiteCode, Token};

/// A link that staff ask for is used at once or not at all.
pub const LINK_MINUTES: i64 = 2;
/// A pairing code is typed by somebody who walks from the office to the kiosk.
pub const PAIRING_MINUTES: i64 = 10;

/// A token that was added.
#[derive(Debug, Clone)]
pub struct AddedToken {
    /// Names it.
    pub id: EntryId,
    /// As it was added.
    pub entry: TokenEntry,
    /// What its holder sends.
    pub secret: Token,
}

/// A kiosk that was announced.
#[derive(Debug, Clone)]
pub struct AnnouncedKiosk {
    /// Names it.
    pub id: EntryId,
    /// What staff call it.
    pub label: String,
    /// What is typed at the kiosk.
    pub code: String,
    /// The code is of no use from then on.
    pub expires_at: Moment,
}

impl Recorded {
    /// What the answer is made from. Another request cannot have the same key, so it is there.
    fn find<T>(&self, pick: impl FnMut(&HubFact) -> Option<T>) -> Result<T, HubRefusal> {
        let found = self.facts.iter().find_map(pick);
        found.ok_or(HubRefusal::KeyReused)
    }
}

impl Registry {
    /// Registers a site that is to be set up with these settings; answers its code, and when it
    /// was registered. It is then to be set up, see [`State::unset`](super::State::unset).
    ///
    /// # Errors
    /// [`HubRefusal::SiteExists`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn register_site(
        &self,
        asking: Asking,
        settings: SiteSettings,
    ) -> Result<(SiteCode, Moment), RegistryError> {
        let codes: Vec<SiteCode> = (0..32).map(|_| SiteCode::random()).collect();
        let decide = Box::new(move |state: &_, _| decide::register_site(state, &settings, &codes));
        let key = asking.keyed();
        let recorded = self.ask(asking.by, key, decide).await?;
        let code = recorded.find(|fact| {
            let HubFact::SiteRegistered { code, .. } = fact else {
                return None;
            };
            Some(*code)
        })?;
        Ok((code, recorded.at))
    }

    /// Notes that a site took on the settings it was registered with.
    ///
    /// # Errors
    /// That the outcome is not known.
    pub async fn site_set_up(&self, by: Actor, site: SiteId) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| Ok(decide::site_set_up(state, &site)));
        self.ask(by, None, decide).await.map(drop)
    }

    /// Notes which keys lie beside the store; answers those that are not what they were.
    ///
    /// # Errors
    /// That the outcome is not known.
    pub async fn note_keys(&self, by: Actor, prints: KeyPrints) -> Result<Vec<Key>, RegistryError> {
        let before = self.state().keys.as_ref().map(|known| known.prints);
        let decide = Box::new(move |state: &_, _| Ok(decide::note_keys(state, prints)));
        self.ask(by, None, decide).await?;
        Ok(before.map_or_else(Vec::new, |before| prints.changed_since(&before)))
    }

    /// Forgets a site, and everybody who could act there alone. Its log stays in the store.
    ///
    /// # Errors
    /// [`HubRefusal::LastSite`], or that the outcome is not known.
    pub async fn remove_site(&self, by: Actor, site: SiteId) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| decide::remove_site(state, &site));
        self.ask(by, None, decide).await.map(drop)
    }

    /// Sets the staff PIN of a site, given as its hash.
    ///
    /// # Errors
    /// [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn set_pin(
        &self,
        asking: Asking,
        site: SiteId,
        hash: String,
    ) -> Result<(), RegistryError> {
        let fact = HubFact::PinSet { site, hash };
        let decide = Box::new(move |_: &_, _| Ok(vec![fact.clone()]));
        let key = asking.keyed();
        self.ask(asking.by, key, decide).await.map(drop)
    }

    /// Adds a program's token; answers it with its secret.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn add_token(
        &self,
        secrets: &Secrets,
        asking: Asking,
        grant: Grant,
        label: Option<String>,
    ) -> Result<AddedToken, RegistryError> {
        let (secret, key) = (asking.secret(secrets, "token"), asking.keyed());
        let hash = secret.fingerprint();
        let decide = Box::new(move |state: &_, _| {
            decide::add_token(state, hash, grant.clone(), label.clone())
        });
        let recorded = self.ask(asking.by, key, decide).await?;
        let (id, entry) = recorded.find(|fact| {
            let HubFact::TokenAdded {
                token,
                grant,
                label,
                ..
            } = fact
            else {
                return None;
            };
            let (grant, label, at) = (grant.clone(), label.clone(), recorded.at);
            Some((token.clone(), TokenEntry { grant, label, at }))
        })?;
        Ok(AddedToken { id, entry, secret })
    }

    /// Gives the technician of this machine a fresh token; earlier ones are revoked.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], or that the outcome is not known.
    pub async fn replace_admin_token(&self, by: Actor) -> Result<Token, RegistryError> {
        let token = Token::random();
        let hash = token.fingerprint();
        self.ask(
            by,
            None,
            Box::new(move |state: &_, _| decide::replace_admin_token(state, hash)),
        )
        .await?;
        Ok(token)
    }

    /// Changes a token of a site; with `of_hub` also one that counts on every site.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn change_token(
        &self,
        by: Actor,
        site: SiteId,
        of_hub: bool,
        token: EntryId,
        change: TokenChange,
    ) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| {
            decide::change_token(state, &site, of_hub, &token, &change)
        });
        self.ask(by, None, decide).await.map(drop)
    }

    /// Revokes a token of a site; with `of_hub` also one that counts on every site.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn revoke_token(
        &self,
        by: Actor,
        site: SiteId,
        of_hub: bool,
        token: EntryId,
    ) -> Result<(), RegistryError> {
        let decide =
            Box::new(move |state: &_, _| decide::revoke_token(state, &site, of_hub, &token));
        self.ask(by, None, decide).await.map(drop)
    }

    /// Gives a sign-in link out, usable once until `expires_at`; answers its secret, and until when
    /// it can be used.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn issue_link(
        &self,
        secrets: &Secrets,
        asking: Asking,
        grant: Grant,
        expires_at: Moment,
    ) -> Result<(Token, Moment), RegistryError> {
        let (token, key) = (asking.secret(secrets, "link"), asking.keyed());
        let hash = token.fingerprint();
        let decide = Box::new(move |state: &_, now| {
            decide::issue_link(state, now, hash, grant.clone(), expires_at)
        });
        let recorded = self.ask(asking.by, key, decide).await?;
        let expires_at = recorded.find(|fact| {
            let HubFact::LinkIssued { expires_at, .. } = fact else {
                return None;
            };
            Some(*expires_at)
        })?;
        Ok((token, expires_at))
    }

    /// Uses a link: signs a device in and answers its session. `device` was made up for this
    /// device alone: with the same one it may repeat the request. Without one it may not.
    ///
    /// # Errors
    /// [`HubRefusal::LinkUnknown`], [`HubRefusal::LinkUsed`], [`HubRefusal::LinkExpired`], or that
    /// the outcome is not known.
    pub async fn use_link(
        &self,
        secrets: &Secrets,
        by: Actor,
        link: &str,
        device: Option<&Token>,
    ) -> Result<(EntryId, Token), RegistryError> {
        let session = device.map_or_else(Token::random, |device| {
            secrets.derived("session", &[link.as_bytes(), device.as_str().as_bytes()])
        });
        let (link, hash) = (crate::secrets::fingerprint(link), session.fingerprint());
        let decide = Box::new(move |state: &_, now| decide::use_link(state, now, link, hash));
        self.ask(by, None, decide).await?;
        Ok((EntryId::of('s', hash), session))
    }

    /// Signs a device in again whose session is `old`; answers the new session.
    ///
    /// # Errors
    /// [`HubRefusal::SessionUnknown`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn renew_session(
        &self,
        secrets: &Secrets,
        asking: Asking,
        old: EntryId,
    ) -> Result<(EntryId, Token), RegistryError> {
        let (session, key) = (asking.secret(secrets, "renewed"), asking.keyed());
        let hash = session.fingerprint();
        let decide = Box::new(move |state: &_, now| decide::renew(state, now, &old, hash));
        self.ask(asking.by, key, decide).await?;
        Ok((EntryId::of('s', hash), session))
    }

    /// Signs a device of a site out.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn revoke_session(
        &self,
        by: Actor,
        site: SiteId,
        session: EntryId,
    ) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| decide::revoke_session(state, &site, &session));
        self.ask(by, None, decide).await.map(drop)
    }

    /// Announces a kiosk; answers it with its pairing code.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn announce_kiosk(
        &self,
        secrets: &Secrets,
        asking: Asking,
        site: SiteId,
        label: String,
    ) -> Result<AnnouncedKiosk, RegistryError> {
        let (seed, key) = (asking.secret(secrets, "kiosk"), asking.keyed());
        let kiosk = EntryId::of('k', seed.fingerprint());
        let code = secrets.derived_code("pairing", &[seed.as_str().as_bytes()]);
        let expires_at = asking.now + TimeDelta::minutes(PAIRING_MINUTES);
        let hash = (secrets.code_hash(&code), expires_at);
        let decide = Box::new(move |state: &_, now| {
            decide::announce_kiosk(state, now, &site, kiosk.clone(), label.clone(), hash)
        });
        let recorded = self.ask(asking.by, key, decide).await?;
        Ok(recorded.find(|fact| {
            let HubFact::KioskAnnounced {
                kiosk,
                label,
                expires_at,
                ..
            } = fact
            else {
                return None;
            };
            Some(AnnouncedKiosk {
                id: kiosk.clone(),
                label: label.clone(),
                code: code.clone(),
                expires_at: *expires_at,
            })
        })?)
    }

    /// Pairs the kiosk that was announced with this code; answers its id and credential.
    ///
    /// # Errors
    /// [`HubRefusal::PairingCodeUnknown`], [`HubRefusal::KeyReused`], or that the outcome is not
    /// known.
    pub async fn pair_kiosk(
        &self,
        secrets: &Secrets,
        asking: Asking,
        code: &str,
    ) -> Result<(EntryId, Token), RegistryError> {
        let (credential, key) = (asking.secret(secrets, "credential"), asking.keyed());
        let (code, hash) = (secrets.code_hash(code), credential.fingerprint());
        let decide = Box::new(move |state: &_, now| decide::pair_kiosk(state, now, code, hash));
        let recorded = self.ask(asking.by, key, decide).await?;
        let kiosk = recorded.find(|fact| {
            let HubFact::KioskPaired { kiosk, .. } = fact else {
                return None;
            };
            Some(kiosk.clone())
        })?;
        Ok((kiosk, credential))
    }

    /// Gives a kiosk of a site another name.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn rename_kiosk(
        &self,
        by: Actor,
        site: SiteId,
        kiosk: EntryId,
        label: String,
    ) -> Result<(), RegistryError> {
        let decide =
            Box::new(move |state: &_, _| decide::rename_kiosk(state, &site, &kiosk, &label));
        self.ask(by, None, decide).await.map(drop)
    }

    /// Removes a kiosk of a site.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn remove_kiosk(
        &self,
        by: Actor,
        site: SiteId,
        kiosk: EntryId,
    ) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| decide::remove_kiosk(state, &site, &kiosk));
        self.ask(by, None, decide).await.map(drop)
    }
}
