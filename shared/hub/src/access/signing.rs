//! Signing in and out: the calls of those who are nobody yet.

use domain::refusal::Thing;
use domain::{Actor, Role};
use http::{HeaderMap, HeaderValue};
use protocol::{HubProof, KioskPaired, KioskView, ProveHub, SessionView};

use super::identity::cookies;
use super::{COOKIE_PREFIX, Identity, SiteRef, people};
use crate::hub::Hub;
use crate::problem::Trouble;
use crate::registry::{Entry, EntryId, Grant, HubRefusal, LinkEntry, RegistryError};
use crate::secrets::{Token, fingerprint};

/// A browser keeps its cookie for so long, so that a PIN brings it back after the session ended.
const COOKIE_SECS: i64 = 14 * 24 * 60 * 60;

/// A device that was just signed in.
pub struct SignedDevice {
    /// Names the session.
    pub session: EntryId,
    /// What it may do, and where.
    pub grant: Grant,
    secret: Token,
}

impl SignedDevice {
    /// The role it was signed in for.
    pub fn role(&self) -> Role {
        self.grant.roles.first().copied().unwrap_or(Role::Resident)
    }

    /// What the browser keeps.
    pub fn cookie(&self, hub: &Hub) -> HeaderValue {
        cookie(hub, self.role(), self.secret.as_str(), COOKIE_SECS)
    }
}

fn cookie(hub: &Hub, role: Role, value: &str, max_age_secs: i64) -> HeaderValue {
    let role = serde_json::to_value(role).unwrap_or_default();
    let role = role.as_str().unwrap_or("resident");
    let secure = if hub.place().is_secure() {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{COOKIE_PREFIX}{role}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_secs}{secure}"
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

impl Identity {
    /// What a link would sign in as, without using it: link previews must not burn it.
    ///
    /// # Errors
    /// `link_unknown`, `link_used`, `link_expired`, `too_many_requests`.
    pub fn look_at_link(&self, link: &str) -> Result<LinkEntry, Trouble> {
        let entry = self.known_link(link)?;
        if entry.is_used {
            return Err(HubRefusal::LinkUsed.into());
        }
        if entry.expires_at <= self.hub.sign_in_time() {
            return Err(HubRefusal::LinkExpired.into());
        }
        Ok(entry)
    }

    /// The link, if there is one. Its secret cannot be guessed, so who knows one is not counted:
    /// a crew that signs in at eight shares one address. Who tries unknown ones is.
    fn known_link(&self, link: &str) -> Result<LinkEntry, Trouble> {
        let state = self.hub.registry().state();
        let id = state.holder(&fingerprint(link));
        if let Some(entry) = id.and_then(|id| state.links.get(id)) {
            return Ok(entry.clone());
        }
        self.counted_try()?;
        Err(HubRefusal::LinkUnknown.into())
    }

    /// Signs the device in with a link. `device` is what its page made up: with the same one the
    /// request may be repeated, as its first answer may not have arrived. Anything else than such
    /// a token counts as none.
    ///
    /// # Errors
    /// `link_unknown`, `link_used`, `link_expired`, `too_many_requests`.
    pub async fn use_link(
        &self,
        link: &str,
        device: &str,
        name: Option<&str>,
    ) -> Result<SignedDevice, Trouble> {
        self.known_link(link)?;
        let (hub, by) = (&self.hub, Actor::of(Role::Resident));
        let device = Token::parse(device);
        let used = hub
            .registry()
            .use_link(hub.secrets(), by, link, device.as_ref())
            .await?;
        let (session, secret) = used;
        if let Some(name) = name {
            hub.set_name(&session, name);
        }
        self.signed(session, secret)
    }

    /// Brings a device back whose cookies are of sessions that ended, by the PIN.
    ///
    /// # Errors
    /// `session_unknown`, `pin_wrong`, `pin_locked`, `key_reused`.
    pub async fn come_back(
        &self,
        site: &SiteRef,
        headers: &HeaderMap,
        pin: &str,
    ) -> Result<Vec<SignedDevice>, Trouble> {
        let old = self.earlier_sessions(site, headers);
        let first = old.first().ok_or(HubRefusal::SessionUnknown)?;
        people::check_pin(&self.hub, site, first.as_str(), pin).await?;
        let mut signed = Vec::with_capacity(old.len());
        for session in old {
            let name = self.hub.name_of(&session);
            let acting = self.acting(site, Role::Resident, Some(&session));
            let asking = people::asking(&self.hub, &acting, "POST /sign-in", &());
            let registry = self.hub.registry();
            let renewed = registry
                .renew_session(self.hub.secrets(), asking, session)
                .await?;
            let (session, secret) = renewed;
            if let Some(name) = name {
                self.hub.set_name(&session, &name);
            }
            signed.push(self.signed(session, secret)?);
        }
        Ok(signed)
    }

    /// Ends every session of this browser at a site. Answers the cookies to forget.
    ///
    /// # Errors
    /// That the outcome is not known.
    pub async fn sign_out(
        &self,
        site: &SiteRef,
        headers: &HeaderMap,
    ) -> Result<Vec<HeaderValue>, Trouble> {
        let mut forgotten = Vec::new();
        for session in self.earlier_sessions(site, headers) {
            let role = {
                let state = self.hub.registry().state();
                let roles = state
                    .sessions
                    .get(&session)
                    .map(|entry| entry.grant.roles.clone());
                roles
                    .and_then(|roles| roles.first().copied())
                    .unwrap_or(Role::Resident)
            };
            let by = people::actor(role, &session);
            let registry = self.hub.registry();
            let revoked = registry
                .revoke_session(by, site.id().clone(), session)
                .await;
            match revoked {
                // Signed out already, by the same request sent twice.
                Ok(()) | Err(RegistryError::Refused(HubRefusal::NotFound { .. })) => {}
                Err(error) => return Err(error.into()),
            }
            forgotten.push(cookie(&self.hub, role, "", 0));
        }
        Ok(forgotten)
    }

    /// The sessions of this device at a site, the most powerful first.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub fn sessions(&self, site: &SiteRef) -> Result<Vec<SessionView>, Trouble> {
        let state = self.hub.registry().state();
        let mut own: Vec<SessionView> = self
            .holders(site)
            .iter()
            .filter_map(|(id, _)| Some((id, state.sessions.get(id)?)))
            .map(|(id, entry)| people::session_view(&self.hub, site, id, entry))
            .collect();
        own.sort_by_key(|session| std::cmp::Reverse(session.role));
        if own.is_empty() {
            Err(self.refusal())
        } else {
            Ok(own)
        }
    }

    /// Pairs the kiosk that sends this, by the code typed there.
    ///
    /// # Errors
    /// `pairing_code_unknown`, `key_reused`, `too_many_requests`.
    pub async fn pair(&self, code: &str) -> Result<KioskPaired, Trouble> {
        self.counted_try()?;
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let (by, key) = (Actor::of(Role::Kiosk), self.key.as_deref());
        let asking = people::asking_hub(&self.hub, &by, key, "POST /pair", &code);
        let registry = self.hub.registry();
        let (id, credential) = registry
            .pair_kiosk(self.hub.secrets(), asking, &code)
            .await?;
        let state = registry.state();
        let entry = state
            .kiosks
            .get(&id)
            .ok_or(HubRefusal::PairingCodeUnknown)?;
        let site = self.hub.sites().find(entry.site.as_str())?;
        let paired_at = entry.paired_at.map(|at| site.local(at));
        let kiosk = KioskView {
            id: id.to_string(),
            name: entry.label.clone(),
            paired_at,
        };
        let credential = credential.as_str().to_owned();
        Ok(KioskPaired {
            kiosk,
            site: entry.site.to_string(),
            credential,
        })
    }

    /// Answers what only the hub of this kiosk can.
    ///
    /// # Errors
    /// `not_found` for a kiosk that was never paired here, `too_many_requests`.
    pub fn prove(&self, request: &ProveHub) -> Result<HubProof, Trouble> {
        self.counted_try()?;
        let kiosk = EntryId::from_outside(&request.kiosk);
        let state = self.hub.registry().state();
        let known = state.credential_of(&kiosk).ok_or(HubRefusal::NotFound {
            what: Entry::Kiosk,
            id: kiosk.to_string(),
        })?;
        Ok(HubProof::of(&known.0, request.nonce))
    }

    /// Sessions of this browser at a site, ended ones included, the most powerful first.
    fn earlier_sessions(&self, site: &SiteRef, headers: &HeaderMap) -> Vec<EntryId> {
        let state = self.hub.registry().state();
        let known = cookies(headers).filter_map(|value| {
            let id = state.holder(&fingerprint(value))?;
            let entry = state.sessions.get(id)?;
            (entry.grant.site.as_ref() == Some(site.id()))
                .then_some((entry.grant.roles.clone(), id))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_by(|one, other| other.cmp(one));
        known.into_iter().map(|(_, id)| id.clone()).collect()
    }

    fn signed(&self, session: EntryId, secret: Token) -> Result<SignedDevice, Trouble> {
        let state = self.hub.registry().state();
        let entry = state.sessions.get(&session).ok_or(Trouble::Internal)?;
        Ok(SignedDevice {
            grant: entry.grant.clone(),
            session,
            secret,
        })
    }

    /// The site that a session of this device belongs to.
    ///
    /// # Errors
    /// `not_found` for a site that is gone.
    pub fn site_of(&self, signed: &SignedDevice) -> Result<SiteRef, Trouble> {
        match &signed.grant.site {
            Some(site) => self.hub.sites().find(site.as_str()),
            None => self.hub.sites().first().ok_or(Trouble::refused_nowhere(
                domain::Refusal::NotFound {
                    what: Thing::Site,
                    id: String::new(),
                },
            )),
        }
    }
}
