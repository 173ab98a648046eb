//! Who may act on an organiser's site: tokens, links, signed-in devices, kiosks, the PIN.

use domain::{Command, Role, SatelliteCommand, SiteId};
use protocol::{
    KioskAdded, KioskAnswer, KioskList, KioskPatch, KioskView, LinkAnswer, NewKiosk, NewLink,
    NewToken, PairingCode, SessionList, TokenAdded, TokenAnswer, TokenList, TokenPatch, TokenView,
    WifiAnswer,
};
use serde::Serialize;

use super::Organiser;
use crate::access::people;
use crate::problem::Trouble;
use crate::registry::{
    AnnouncedKiosk, Asking, Entry, EntryId, Grant, HubRefusal, KioskEntry, SessionEntry,
    TokenChange, TokenEntry,
};
use crate::secrets::Pin;

/// Longest label of a token or kiosk, in characters.
const LABEL_CHARS_MAX: usize = 40;
/// A technician runs the machine, not a desk.
const NO_STATION: &str = "none for a technician";

impl Organiser {
    /// Sets the staff PIN.
    ///
    /// # Errors
    /// `value_out_of_range` for anything but six to twelve digits, `key_reused`.
    pub async fn set_pin(&self, pin: &str) -> Result<(), Trouble> {
        let pin = Pin::new(pin).ok_or_else(|| self.out_of_range("pin", "6 to 12 digits"))?;
        let asking = self.asking("POST /pin", &pin.as_str());
        let site = self.acting.site.id().clone();
        let hash = people::hash_pin(&self.hub, pin).await?;
        Ok(self.hub.registry().set_pin(asking, site, hash).await?)
    }

    /// A fresh link to a page, usable once within two minutes.
    ///
    /// # Errors
    /// `not_found` for an unknown station, `too_many`, `key_reused`.
    pub async fn link(&self, request: NewLink) -> Result<LinkAnswer, Trouble> {
        people::link(&self.hub, &self.acting, request.page, request.station).await
    }

    /// The site's tokens, oldest first; for a technician also those of the whole hub.
    pub fn tokens(&self) -> TokenList {
        let state = self.hub.registry().state();
        let is_shown =
            |grant: &Grant| self.is_own(grant) || (self.is_technician && grant.site.is_none());
        let mut own: Vec<_> = state
            .tokens
            .iter()
            .filter(|(_, token)| is_shown(&token.grant))
            .collect();
        own.sort_by_key(|(id, token)| (token.at, (*id).clone()));
        TokenList {
            tokens: own
                .into_iter()
                .map(|(id, token)| self.token(id, token))
                .collect(),
        }
    }

    /// Adds a token for this site, or for the whole hub if it is a technician's. Its secret is in
    /// the answer, this once.
    ///
    /// # Errors
    /// `value_out_of_range`, `not_found` for an unknown station, `too_many`, `key_reused`.
    pub async fn add_token(&self, request: NewToken) -> Result<TokenAdded, Trouble> {
        let site = self.site_of_token(&request)?;
        if let Some(station) = &request.station {
            self.acting.site.station(station.as_str())?;
        }
        let label = request
            .label
            .as_deref()
            .map(|text| self.label("label", text))
            .transpose()?;
        let asking = self.asking("POST /tokens", &(request.role, &request.station, &label));
        let grant = Grant {
            roles: vec![request.role],
            site,
            station: request.station,
        };
        let registry = self.hub.registry();
        let added = registry
            .add_token(self.hub.secrets(), asking, grant, label)
            .await?;
        Ok(TokenAdded {
            token: self.token(&added.id, &added.entry),
            secret: added.secret.as_str().to_owned(),
        })
    }

    /// Changes what a token is for, or where it may act; a technician also one of the whole hub.
    ///
    /// # Errors
    /// `value_out_of_range`, `not_found`.
    pub async fn change_token(&self, id: &str, patch: TokenPatch) -> Result<TokenAnswer, Trouble> {
        let TokenPatch { label, station } = patch;
        let label = match label {
            Some(Some(text)) => Some(Some(self.label("label", &text)?)),
            other => other,
        };
        if let Some(Some(station)) = &station {
            self.acting.site.station(station.as_str())?;
        }
        let (registry, id) = (self.hub.registry(), EntryId::from_outside(id));
        let known = registry.state();
        let is_of_hub = |entry: &TokenEntry| entry.grant.site.is_none();
        if matches!(station, Some(Some(_))) && known.tokens.get(&id).is_some_and(is_of_hub) {
            return Err(self.out_of_range("station", NO_STATION));
        }
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        let change = TokenChange { label, station };
        let changed = registry.change_token(by, site, self.is_technician, id.clone(), change);
        changed.await?;
        let state = registry.state();
        let entry = state.tokens.get(&id).ok_or(gone(Entry::Token, &id))?;
        let token = self.token(&id, entry);
        Ok(TokenAnswer { token })
    }

    /// Revokes a token of this site; a technician also one of the whole hub.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_token(&self, id: &str) -> Result<(), Trouble> {
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        let (registry, id) = (self.hub.registry(), EntryId::from_outside(id));
        let revoked = registry.revoke_token(by, site, self.is_technician, id);
        Ok(revoked.await?)
    }

    /// The devices that are signed in now, oldest first.
    pub fn sessions(&self) -> SessionList {
        let (state, now) = (self.hub.registry().state(), self.hub.sign_in_time());
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

    /// The network that phones must join first, as kiosks show it.
    pub fn wifi(&self) -> WifiAnswer {
        people::wifi(&self.hub, &self.acting.site)
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
        let asking = self.asking("POST /kiosks", &name);
        let site = self.acting.site.id().clone();
        let registry = self.hub.registry();
        let announced = registry
            .announce_kiosk(self.hub.secrets(), asking, site, name)
            .await?;
        let AnnouncedKiosk {
            id,
            label,
            code,
            expires_at,
        } = announced;
        let kiosk = KioskView {
            id: id.to_string(),
            name: label,
            paired_at: None,
        };
        let expires_at = self.acting.site.local(expires_at);
        Ok(KioskAdded {
            kiosk,
            pairing: PairingCode {
                code,
                hub: self.hub.place().first().to_owned(),
                expires_at,
            },
        })
    }

    /// Gives a kiosk another name.
    ///
    /// # Errors
    /// `value_out_of_range`, `not_found`.
    pub async fn rename_kiosk(&self, id: &str, patch: &KioskPatch) -> Result<KioskAnswer, Trouble> {
        let label = self.label("name", &patch.name)?;
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        let (registry, id) = (self.hub.registry(), EntryId::from_outside(id));
        registry.rename_kiosk(by, site, id.clone(), label).await?;
        let state = registry.state();
        let entry = state.kiosks.get(&id).ok_or(gone(Entry::Kiosk, &id))?;
        let kiosk = self.kiosk(&id, entry);
        Ok(KioskAnswer { kiosk })
    }

    /// Removes a kiosk; it is refused from now on, and its stem is free from tomorrow on.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_kiosk(&self, id: &str) -> Result<(), Trouble> {
        let (by, site) = (self.acting.by.clone(), self.acting.site.id().clone());
        let kiosk = EntryId::from_outside(id);
        let removing = self.hub.registry().remove_kiosk(by, site, kiosk);
        removing.await?;
        let retire = SatelliteCommand::Retire { kiosk: id.into() };
        // Under no key: the same request stands for its removal from the register.
        let by = self.acting.by.clone();
        let retired = self
            .acting
            .site
            .submit(Command::Satellite(retire), None, by);
        retired.await?;
        Ok(())
    }

    /// Where a token is to count: a role gives out what it has itself.
    fn site_of_token(&self, request: &NewToken) -> Result<Option<SiteId>, Trouble> {
        match request.role {
            Role::Display
            | Role::Kiosk
            | Role::Volunteer
            | Role::TeamLeader
            | Role::Organiser
            | Role::District => Ok(Some(self.acting.site.id().clone())),
            Role::Technician if self.is_technician => match &request.station {
                None => Ok(None),
                Some(_) => Err(self.out_of_range("station", NO_STATION)),
            },
            // The rest is not for programs, or comes by pairing.
            Role::Technician | Role::Resident | Role::Hub => {
                let allowed = "display, kiosk, volunteer, team_leader, organiser or district; technician from a technician";
                Err(self.out_of_range("role", allowed))
            }
        }
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

    fn asking(&self, what: &str, carried: &impl Serialize) -> Asking {
        people::asking(&self.hub, &self.acting, what, carried)
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

/// It was removed between the change and the answer.
fn gone(what: Entry, id: &EntryId) -> HubRefusal {
    let id = id.to_string();
    HubRefusal::NotFound { what, id }
}
