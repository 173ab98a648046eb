//! Who asks: a bearer token, or what the browser's cookies say, or nobody.

use std::net::IpAddr;

use domain::{Actor, Role, StationId};
use http::{HeaderMap, header};

use super::{
    Acting, AtStation, Booker, Issuer, KioskDevice, OnAppointment, OnTicket, Organiser, Reach,
    SiteRef, Technician, Volunteer,
};
use crate::hub::Hub;
use crate::limits::Counted;
use crate::problem::Trouble;
use crate::registry::{EntryId, Grant};
use crate::secrets::{TicketLink, fingerprint};

/// A browser may be desk, board and dashboard at once: one cookie for each role, named after it.
pub const COOKIE_PREFIX: &str = "paihao_";
/// Cookies looked at; a browser has at most one for each role.
const COOKIES_MAX: usize = 8;
/// Longest `Idempotency-Key`, in bytes.
const KEY_BYTES_MAX: usize = 128;

/// Who sends a request.
#[derive(Clone)]
pub struct Identity {
    pub(super) hub: Hub,
    /// What the sender holds; empty for residents.
    pub(super) holders: Vec<(EntryId, Grant)>,
    /// The request's key.
    pub(super) key: Option<String>,
    /// Where it comes from.
    peer: IpAddr,
}

impl Identity {
    /// Reads who asks.
    ///
    /// # Errors
    /// `not_signed_in` for a token that is unknown, ended or revoked; `too_many_requests` for many
    /// of those; `malformed` for a key that is none. A cookie that ended counts as none, as
    /// browsers send it for months.
    pub fn of(hub: &Hub, headers: &HeaderMap, peer: IpAddr) -> Result<Self, Trouble> {
        let mut identity = Self {
            hub: hub.clone(),
            holders: Vec::new(),
            key: None,
            peer,
        };
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = value.to_str().ok().and_then(bearer);
            let Some(found) = token.and_then(|token| hub.grant_of(&fingerprint(token))) else {
                // As loosely as anybody without sign-in: a token cannot be guessed.
                identity.count(Counted::Address(peer))?;
                return Err(Trouble::NotSignedIn);
            };
            identity.holders.push(found);
        } else {
            let known = cookies(headers).filter_map(|c| hub.grant_of(&fingerprint(c)));
            identity.holders.extend(known);
        }
        identity.key = key(headers)?;
        Ok(identity)
    }

    /// Who the sender still is: a session may have ended since.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn renewed(&self, headers: &HeaderMap) -> Result<Self, Trouble> {
        Self::of(&self.hub, headers, self.peer)
    }

    /// The same request with a key of its own, such as a hidden field of a form.
    #[must_use]
    pub fn with_key(mut self, key: Option<String>) -> Self {
        self.key = key;
        self
    }

    /// Counts the request against its sender.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn counted(&self, link: Option<&TicketLink>) -> Result<(), Trouble> {
        match (self.holders.first(), link) {
            (Some((id, _)), _) if id.is_session() => self.count(Counted::Session(id.to_string())),
            (Some(_), _) => Ok(()),
            (None, Some(link)) => self.count(Counted::Link(link.as_str().to_owned())),
            (None, None) => self.count(Counted::Address(self.peer)),
        }
    }

    /// Counts a secret that was guessed, against the address it comes from.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn counted_try(&self) -> Result<(), Trouble> {
        self.count(Counted::Tries(self.peer))
    }

    fn count(&self, who: Counted) -> Result<(), Trouble> {
        let taken = self.hub.0.limits.take(who, self.hub.sign_in_time());
        taken.map_err(|retry_secs| Trouble::TooManyRequests { retry_secs })
    }

    /// What the sender holds at a site, such as the session of each role.
    pub fn holders(&self, site: &SiteRef) -> Vec<(EntryId, Grant)> {
        self.at(site).cloned().collect()
    }

    /// Somebody who serves at the site, at any station or at one.
    ///
    /// # Errors
    /// `not_signed_in` or `not_allowed`.
    pub fn volunteer(&self, site: &SiteRef) -> Result<Volunteer, Trouble> {
        let organiser = self.holder(site, &[Role::Organiser]);
        let found = organiser.or_else(|| self.holder(site, &[Role::TeamLeader, Role::Volunteer]));
        let (role, id, _) = found.ok_or_else(|| self.refusal())?;
        let acting = self.acting(site, role, Some(id));
        Ok(Volunteer::new(self.hub.clone(), acting, self.reach(site)))
    }

    /// At which stations the sender may act, by all that it holds.
    fn reach(&self, site: &SiteRef) -> Reach {
        if self.holder(site, &[Role::Organiser]).is_some() {
            return Reach::Any;
        }
        let staff = self.all(site, &[Role::TeamLeader, Role::Volunteer]);
        let stations: Option<Vec<StationId>> =
            staff.map(|(_, _, grant)| grant.station.clone()).collect();
        stations.map_or(Reach::Any, Reach::Only)
    }

    /// Somebody who serves at this station.
    ///
    /// # Errors
    /// `not_signed_in` or `not_allowed`.
    pub fn at_station(&self, site: &SiteRef, station: &StationId) -> Result<AtStation, Trouble> {
        let organiser = self.holder(site, &[Role::Organiser]);
        let own = || {
            let mut staff = self.all(site, &[Role::TeamLeader, Role::Volunteer]);
            staff.find(|(_, _, grant)| grant.station.as_ref().is_none_or(|only| only == station))
        };
        let (role, id, _) = organiser.or_else(own).ok_or_else(|| self.refusal())?;
        Ok(AtStation::new(
            self.acting(site, role, Some(id)),
            station.clone(),
        ))
    }

    /// Somebody who runs the site.
    ///
    /// # Errors
    /// `not_signed_in` or `not_allowed`.
    pub fn organiser(&self, site: &SiteRef) -> Result<Organiser, Trouble> {
        let found = self.holder(site, &[Role::Organiser]);
        let (role, id, _) = found.ok_or_else(|| self.refusal())?;
        let acting = self.acting(site, role, Some(id));
        let is_technician = self.technician().is_ok();
        Ok(Organiser::new(self.hub.clone(), acting, is_technician))
    }

    /// A kiosk of the site.
    ///
    /// # Errors
    /// `not_signed_in` or `not_allowed`.
    pub fn kiosk(&self, site: &SiteRef) -> Result<KioskDevice, Trouble> {
        let found = self.holder(site, &[Role::Kiosk]);
        let (role, id, _) = found.ok_or_else(|| self.refusal())?;
        Ok(KioskDevice::new(
            self.hub.clone(),
            self.acting(site, role, Some(id)),
        ))
    }

    /// Somebody who may give numbers: a kiosk, staff, or a phone where the site allows it.
    ///
    /// # Errors
    /// `joining_off` for phones, or `not_allowed`.
    pub fn issuer(&self, site: &SiteRef) -> Result<Issuer, Trouble> {
        if let Some((role, id, _)) = self.holder(site, &[Role::Kiosk]) {
            return Ok(Issuer::kiosk(
                self.hub.clone(),
                self.acting(site, role, Some(id)),
            ));
        }
        if let Ok(volunteer) = self.volunteer(site) {
            let (acting, _) = volunteer.into_parts();
            return Ok(Issuer::staff(self.hub.clone(), acting));
        }
        self.phone(site)
    }

    /// Whether nobody in particular asks.
    pub(super) fn is_anybody(&self) -> bool {
        self.holders.is_empty()
    }

    /// A phone that takes a number, whoever else its browser is signed in as.
    ///
    /// # Errors
    /// `joining_off`, `not_allowed` or `too_many_requests`.
    pub fn phone(&self, site: &SiteRef) -> Result<Issuer, Trouble> {
        let is_allowed = self.hub.joins_by_phone()
            || site.read(|published| published.site.settings.join_from_phones);
        if !is_allowed {
            return Err(if self.is_anybody() {
                Trouble::JoiningOff
            } else {
                Trouble::Forbidden
            });
        }
        self.count(Counted::Joins(self.peer))?;
        Ok(Issuer::phone(self.hub.clone(), self.resident(site)))
    }

    /// Somebody who may book: a kiosk, staff, or a phone where the site allows it.
    ///
    /// # Errors
    /// `booking_off` for phones, or `too_many_requests`.
    pub fn booker(&self, site: &SiteRef) -> Result<Booker, Trouble> {
        Booker::of(self, site)
    }

    /// A phone that books, whoever else its browser is signed in as.
    ///
    /// # Errors
    /// `booking_off` or `too_many_requests`.
    pub fn booking_phone(&self, site: &SiteRef) -> Result<Booker, Trouble> {
        Booker::phone(self, site)
    }

    /// Whoever may act on this appointment: the holder of its link, a kiosk, or staff.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub fn on_appointment(&self, site: &SiteRef, name: &str) -> Result<OnAppointment, Trouble> {
        OnAppointment::find(self, site, name)
    }

    pub(super) fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Counts what a phone takes, as loosely as a whole square behind one address needs.
    pub(super) fn counted_join(&self) -> Result<(), Trouble> {
        self.count(Counted::Joins(self.peer))
    }

    /// Whoever may act on this ticket: the holder of its link, the kiosk, or staff by its id.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub fn on_ticket(&self, site: &SiteRef, ticket: &str) -> Result<OnTicket, Trouble> {
        OnTicket::find(self, site, ticket)
    }

    /// The same for somebody who is told of every change: not counted again each time.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub(crate) fn watched_ticket(&self, site: &SiteRef, ticket: &str) -> Result<OnTicket, Trouble> {
        OnTicket::look_up(self, site, ticket)
    }

    /// Somebody who runs the machine.
    ///
    /// # Errors
    /// `not_signed_in` or `not_allowed`.
    pub fn technician(&self) -> Result<Technician, Trouble> {
        let mut everywhere = self
            .holders
            .iter()
            .filter(|(_, grant)| grant.site.is_none());
        let found = everywhere.find(|(_, grant)| grant.roles.contains(&Role::Technician));
        let (id, _) = found.ok_or_else(|| self.refusal())?;
        let by = Actor::named(Role::Technician, id.as_str());
        Ok(Technician::new(self.hub.clone(), by, self.key.clone()))
    }

    pub(super) fn acting(&self, site: &SiteRef, role: Role, id: Option<&EntryId>) -> Acting {
        let by = id.map_or_else(|| Actor::of(role), |id| Actor::named(role, id.as_str()));
        Acting {
            site: site.clone(),
            by,
            key: self.key.clone(),
        }
    }

    /// A phone. It shares no keys with staff: nobody fetches another one's link by guessing a key.
    pub(super) fn resident(&self, site: &SiteRef) -> Acting {
        let acting = self.acting(site, Role::Resident, None);
        Acting {
            key: acting.key.map(|key| format!("phone/{key}")),
            ..acting
        }
    }

    pub(super) fn holder<'a>(
        &'a self,
        site: &'a SiteRef,
        roles: &'a [Role],
    ) -> Option<(Role, &'a EntryId, &'a Grant)> {
        self.all(site, roles).next()
    }

    fn all<'a>(
        &'a self,
        site: &'a SiteRef,
        roles: &'a [Role],
    ) -> impl Iterator<Item = (Role, &'a EntryId, &'a Grant)> {
        self.at(site).flat_map(move |(id, grant)| {
            let wanted = roles.iter().filter(|role| grant.roles.contains(role));
            wanted.map(move |role| (*role, id, grant))
        })
    }

    fn at<'a>(&'a self, site: &'a SiteRef) -> impl Iterator<Item = &'a (EntryId, Grant)> {
        self.holders
            .iter()
            .filter(|(_, grant)| grant.site.as_ref().is_none_or(|s| s == site.id()))
    }

    /// Nobody is told to sign in who is signed in.
    pub(super) fn refusal(&self) -> Trouble {
        if self.holders.is_empty() {
            Trouble::NotSignedIn
        } else {
            Trouble::Forbidden
        }
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The values of our cookies.
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(COOKIE_PREFIX)?.split_once('='))
        .map(|(_, value)| value)
        .take(COOKIES_MAX)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Trouble> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    let text = text
        .strip_prefix('"')
        .and_then(|t| t.strip_suffix('"'))
        .unwrap_or(text);
    if text.is_empty() || text.len() > KEY_BYTES_MAX {
        let reason = format!("Idempotency-Key: 1 to {KEY_BYTES_MAX} visible ASCII characters");
        return Err(Trouble::Malformed { reason });
    }
    Ok(Some(text.to_owned()))
}
