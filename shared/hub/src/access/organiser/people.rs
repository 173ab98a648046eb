//! Who may act on an organiser's site: tokens, links, signed-in devices, kiosks, the PIN.

use domain::Role;
use protocol::{
    KioskAdded, KioskList, KioskView, LinkAnswer, NewKiosk, NewLink, NewToken, PairingCode,
    SessionList, TokenAdded, TokenList, TokenView,
};

use super::Organiser;
use crate::access::people;
use crate::problem::Trouble;
use crate::registry::{Asking, EntryId, Grant, KioskEntry, SessionEntry, TokenEntry};
use crate::secrets::Pin;

/// Longest label of a token or kiosk, in characters.
const LABEL_CHARS_MAX: usize = 40;

impl Organiser {
    /// Sets the staff PIN.
    ///
    /// # Errors
    /// `value_out_of_range` for anything but six to twelve digits, `key_reused`.
    pub async fn set_pin(&self, pin: &str) -> Result<(), Trouble> {
        let pin = Pin::new(pin).ok_or_else(|| self.out_of_range("pin", "6 to 12 digits"))?;
        // A PIN is short: only its keyed hash may become part of what the register stores.
        let request = format!("pin {:?}", self.hub.secrets().code_hash(pin.as_str()));
        let (asking, site) = (self.asking(request), self.acting.site.id().clone());
        let hash = people::hash_pin(&self.hub, pin).await?;
        Ok(self.hub.registry().set_pin(asking, site, hash).await?)
    }

    /// A fresh link to a page, usable once within two minutes.
    ///
    /// # Errors
    /// `not_found` for an unknown station, `too_many`, `key_reused`.
    pub async fn link(&self, request: NewLink) -> Result<LinkAnswer, Trouble> {
        let asking = self.asking(format!("{:?} {:?}", request.page, request.station));
        people::link(
            &self.hub,
            &self.acting.site,
            asking,
            request.page,
            request.station,
        )
        .await
    }

    /// The site's tokens, oldest first.
    pub fn tokens(&self) -> TokenList {
        let state = self.hub.registry().state();
        let mut own: Vec<_> = state
            .tokens
            .iter()
            .filter(|(_, t)| self.is_own(&t.grant))
            .collect();
        own.sort_by_key(|(id, token)| (token.at, (*id).clone()));
        TokenList {
            tokens: own
                .into_iter()
                .map(|(id, token)| self.token(id, token))
                .collect(),
        }
    }

    /// Adds a token for this site. Its secret is in the answer, this once.
    ///
    /// # Errors
    /// `value_out_of_range`, `not_found` for an unknown station, `too_many`, `key_reused`.
    pub async fn add_token(&self, request: NewToken) -> Result<TokenAdded, Trouble> {
        if !may_have_token(request.role) {
            let allowed = "display, kiosk, volunteer, team_leader, organiser or district";
            return Err(self.out_of_range("role", allowed));
        }
        if let Some(station) = &request.station {
            self.acting.site.station(station.as_str())?;
        }
        let label = request
            .label
            .as_deref()
            .map(|text| self.label("label", text))
            .transpose()?;
        let site = Some(self.acting.site.id().clone());
        let asking = self.asking(format!(
            "{:?} {:?} {label:?}",
            request.role, request.station
        ));
        let grant = Grant {
            roles: vec![request.role],
            site,
            station: request.station,
        };
        let registry = self.hub.registry();
        let (id, secret) = registry
            .add_token(self.hub.secrets(), asking, grant, label)
            .await?;
        let state = registry.state();
        let entry = state.tokens.get(&id).ok_or(Trouble::Internal)?;
        Ok(TokenAdded {
            token: self.token(&id, entry),
            secret: secret.as_str().to_owned(),
        })
    }

    /// Revokes a token of this site.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_token(&self, id: &str) -> Result<(), Trouble> {
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        Ok(self
            .hub
            .registry()
            .revoke_token(by, site, EntryId::from_outside(id))
            .await?)
    }

    /// The devices that are signed in now, oldest first.
    pub fn sessions(&self) -> SessionList {
        let (state, now) = (self.hub.registry().state(), self.hub.now());
        let is_open = |entry: &SessionEntry| entry.expires_at > now && self.is_own(&entry.grant);
        let mut own: Vec<_> = state
            .sessions
            .iter()
            .filter(|(_, entry)| is_open(entry))
            .collect();
        own.sort_by_key(|(id, session)| (session.at, (*id).clone()));
        let view = |(id, entry)| people::session_view(&self.hub, &self.acting.site, id, entry);
        SessionList {
            sessions: own.into_iter().map(view).collect(),
        }
    }

    /// Signs a device out.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_session(&self, id: &str) -> Result<(), Trouble> {
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        Ok(self
            .hub
            .registry()
            .revoke_session(by, site, EntryId::from_outside(id))
            .await?)
    }

    /// The site's kiosks.
    pub fn kiosks(&self) -> KioskList {
        let state = self.hub.registry().state();
        let own = state
            .kiosks
            .iter()
            .filter(|(_, kiosk)| kiosk.site == *self.acting.site.id());
        let mut kiosks: Vec<KioskView> = own.map(|(id, kiosk)| self.kiosk(id, kiosk)).collect();
        kiosks.sort_by_key(|kiosk| (kiosk.paired_at.is_none(), kiosk.paired_at));
        KioskList { kiosks }
    }

    /// Announces a kiosk; the answer holds the code to type there within ten minutes.
    ///
    /// # Errors
    /// `value_out_of_range`, `too_many`, `key_reused`.
    pub async fn add_kiosk(&self, request: &NewKiosk) -> Result<KioskAdded, Trouble> {
        let name = self.label("name", &request.name)?;
        let (site, asking) = (self.acting.site.id().clone(), self.asking(name.clone()));
        let registry = self.hub.registry();
        let announced = registry
            .announce_kiosk(self.hub.secrets(), asking, site, name)
            .await?;
        let (id, code, expires_at) = announced;
        let state = registry.state();
        let entry = state.kiosks.get(&id).ok_or(Trouble::Internal)?;
        let expires_at = entry.code.map_or(expires_at, |(_, until)| until);
        let expires_at = self.acting.site.local(expires_at);
        Ok(KioskAdded {
            kiosk: self.kiosk(&id, entry),
            pairing: PairingCode {
                code,
                hub: self.hub.place().first().to_owned(),
                expires_at,
            },
        })
    }

    /// Removes a kiosk; it is refused from now on.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_kiosk(&self, id: &str) -> Result<(), Trouble> {
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        Ok(self
            .hub
            .registry()
            .remove_kiosk(by, site, EntryId::from_outside(id))
            .await?)
    }

    fn token(&self, id: &EntryId, entry: &TokenEntry) -> TokenView {
        TokenView {
            id: id.to_string(),
            roles: entry.grant.roles.clone(),
            station: entry.grant.station.clone(),
            label: entry.label.clone(),
            created_at: self.acting.site.local(entry.at),
        }
    }

    fn kiosk(&self, id: &EntryId, entry: &KioskEntry) -> KioskView {
        let paired_at = entry.paired_at.map(|at| self.acting.site.local(at));
        KioskView {
            id: id.to_string(),
            name: entry.label.clone(),
            paired_at,
        }
    }

    fn is_own(&self, grant: &Grant) -> bool {
        grant.site.as_ref() == Some(self.acting.site.id())
    }

    fn asking(&self, request: String) -> Asking {
        let (by, key) = (self.acting.by.clone(), self.acting.key.clone());
        Asking {
            by,
            key,
            request,
            now: self.hub.now(),
        }
    }

    fn label(&self, field: &'static str, text: &str) -> Result<String, Trouble> {
        let fits = text.chars().count() <= LABEL_CHARS_MAX && !text.chars().any(char::is_control);
        if fits {
            Ok(text.trim().to_owned())
        } else {
            Err(self.out_of_range(field, "up to 40 characters on one line"))
        }
    }
}

/// What somebody may be given a token for. The rest is not for programs, or comes by pairing.
fn may_have_token(role: Role) -> bool {
    match role {
        Role::Display
        | Role::Kiosk
        | Role::Volunteer
        | Role::TeamLeader
        | Role::Organiser
        | Role::District => true,
        Role::Resident | Role::Technician | Role::Hub => false,
    }
}
