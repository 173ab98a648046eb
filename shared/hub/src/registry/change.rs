//! Everything that can be asked of the register, one method each.
//!
//! Secrets are made here and handed out once; the register keeps their fingerprints. With a key
//! they are derived from the request, so that its repeat hands out the same ones.

use chrono::TimeDelta;
use domain::{Actor, Moment, SiteId};
use sha2::{Digest, Sha256};
use store::{CommandId, Hash32};
use uuid::Uuid;

use super::decide;
use super::fact::{EntryId, Grant, HubFact};
use super::{HubRefusal, Registry, RegistryError};
use crate::secrets::{Secrets, SiteCode, Token};

/// A link that staff ask for is used at once or not at all.
pub const LINK_MINUTES: i64 = 2;
/// A pairing code is typed by somebody who walks from the office to the kiosk.
pub const PAIRING_MINUTES: i64 = 10;

/// Who asks the register, and whether it is a repeat.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who.
    pub by: Actor,
    /// The key the request came with.
    pub key: Option<String>,
    /// Everything in the request that makes it another one.
    pub request: String,
    /// When.
    pub now: Moment,
}

impl Asking {
    /// Somebody asks without a key.
    pub fn once(by: Actor, now: Moment) -> Self {
        Self {
            by,
            key: None,
            request: String::new(),
            now,
        }
    }

    /// The secret to hand out: fresh, or the same for the same key and request.
    fn secret(&self, secrets: &Secrets, purpose: &str) -> Token {
        match &self.key {
            None => Token::random(),
            Some(key) => {
                let (command, day) = (self.command(key).0, self.day());
                let parts = [
                    command.as_bytes().as_slice(),
                    self.request.as_bytes(),
                    day.as_bytes(),
                ];
                secrets.derived(purpose, &parts)
            }
        }
    }

    fn keyed(&self) -> Option<(CommandId, Hash32)> {
        let key = self.key.as_ref()?;
        Some((
            self.command(key),
            Hash32(Sha256::digest(&self.request).into()),
        ))
    }

    /// A key counts for who uses it, and for a day.
    fn command(&self, key: &str) -> CommandId {
        let mut hash = Sha256::new();
        for part in [
            "paihao.hub.key",
            self.by.id.as_deref().unwrap_or_default(),
            &self.day(),
            key,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        CommandId(Uuid::from_bytes(half))
    }

    fn day(&self) -> String {
        self.now.date_naive().to_string()
    }
}

impl Registry {
    /// Registers a site; answers its code.
    ///
    /// # Errors
    /// [`HubRefusal::SiteExists`], or that the outcome is not known.
    pub async fn register_site(&self, by: Actor, site: &SiteId) -> Result<SiteCode, RegistryError> {
        let codes: Vec<SiteCode> = (0..32).map(|_| SiteCode::random()).collect();
        let wanted = site.clone();
        let decide = Box::new(move |state: &_, _| decide::register_site(state, &wanted, &codes));
        self.ask(by, None, decide).await?;
        Ok(self
            .state()
            .code_of(site)
            .expect("registered and published just now"))
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
        self.ask(asking.by.clone(), asking.keyed(), decide).await
    }

    /// Adds a program's token; answers its secret.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn add_token(
        &self,
        secrets: &Secrets,
        asking: Asking,
        grant: Grant,
        label: Option<String>,
    ) -> Result<(EntryId, Token), RegistryError> {
        let token = asking.secret(secrets, "token");
        let hash = token.fingerprint();
        let decide = Box::new(move |state: &_, _| {
            decide::add_token(state, hash, grant.clone(), label.clone())
        });
        self.ask(asking.by.clone(), asking.keyed(), decide).await?;
        Ok((EntryId::of('t', hash), token))
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

    /// Revokes a token of a site.
    ///
    /// # Errors
    /// [`HubRefusal::NotFound`], or that the outcome is not known.
    pub async fn revoke_token(
        &self,
        by: Actor,
        site: SiteId,
        token: EntryId,
    ) -> Result<(), RegistryError> {
        let decide = Box::new(move |state: &_, _| decide::revoke_token(state, &site, &token));
        self.ask(by, None, decide).await
    }

    /// Gives a sign-in link out, usable once until `expires_at`; answers its secret.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn issue_link(
        &self,
        secrets: &Secrets,
        asking: Asking,
        grant: Grant,
        expires_at: Moment,
    ) -> Result<Token, RegistryError> {
        let token = asking.secret(secrets, "link");
        let hash = token.fingerprint();
        let decide = Box::new(move |state: &_, _| {
            decide::issue_link(state, hash, grant.clone(), expires_at)
        });
        self.ask(asking.by.clone(), asking.keyed(), decide).await?;
        Ok(token)
    }

    /// Uses a link: signs a device in and answers its session. `device` is what the device made up
    /// for this sign-in: with the same one it may repeat the request.
    ///
    /// # Errors
    /// [`HubRefusal::LinkUnknown`], [`HubRefusal::LinkUsed`], [`HubRefusal::LinkExpired`], or that
    /// the outcome is not known.
    pub async fn use_link(
        &self,
        secrets: &Secrets,
        by: Actor,
        link: &str,
        device: &str,
    ) -> Result<(EntryId, Token), RegistryError> {
        let session = secrets.derived("session", &[link.as_bytes(), device.as_bytes()]);
        let (link, hash) = (crate::secrets::fingerprint(link), session.fingerprint());
        let decide = Box::new(move |state: &_, now| decide::use_link(state, now, link, hash));
        self.ask(by, None, decide).await?;
        Ok((EntryId::of('s', hash), session))
    }

    /// Signs a device in again whose session is `old`; answers the new session.
    ///
    /// # Errors
    /// [`HubRefusal::SessionUnknown`], or that the outcome is not known.
    pub async fn renew_session(
        &self,
        by: Actor,
        old: EntryId,
    ) -> Result<(EntryId, Token), RegistryError> {
        let session = Token::random();
        let hash = session.fingerprint();
        let decide = Box::new(move |state: &_, now| decide::renew(state, now, &old, hash));
        self.ask(by, None, decide).await?;
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
        self.ask(by, None, decide).await
    }

    /// Announces a kiosk; answers its id, its pairing code and until when that can be used.
    ///
    /// # Errors
    /// [`HubRefusal::TooMany`], [`HubRefusal::KeyReused`], or that the outcome is not known.
    pub async fn announce_kiosk(
        &self,
        secrets: &Secrets,
        asking: Asking,
        site: SiteId,
        label: String,
    ) -> Result<(EntryId, String, Moment), RegistryError> {
        let seed = asking.secret(secrets, "kiosk");
        let kiosk = EntryId::of('k', seed.fingerprint());
        let code = secrets.derived_code("pairing", &[seed.as_str().as_bytes()]);
        let expires_at = asking.now + TimeDelta::minutes(PAIRING_MINUTES);
        let (id, hash) = (kiosk.clone(), (secrets.code_hash(&code), expires_at));
        let decide = Box::new(move |state: &_, _| {
            decide::announce_kiosk(state, &site, id.clone(), label.clone(), hash)
        });
        self.ask(asking.by.clone(), asking.keyed(), decide).await?;
        Ok((kiosk, code, expires_at))
    }

    /// Pairs the kiosk that was announced with this code; answers its id and credential.
    ///
    /// # Errors
    /// [`HubRefusal::PairingCodeUnknown`], or that the outcome is not known.
    pub async fn pair_kiosk(
        &self,
        secrets: &Secrets,
        asking: Asking,
        code: &str,
    ) -> Result<(EntryId, Token), RegistryError> {
        let credential = asking.secret(secrets, "credential");
        let (code, hash) = (secrets.code_hash(code), credential.fingerprint());
        let decide = Box::new(move |state: &_, now| decide::pair_kiosk(state, now, code, hash));
        self.ask(asking.by.clone(), None, decide).await?;
        let state = self.state();
        let kiosk = state.holder(&hash).ok_or(HubRefusal::PairingCodeUnknown)?;
        Ok((kiosk.clone(), credential))
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
        self.ask(by, None, decide).await
    }
}
