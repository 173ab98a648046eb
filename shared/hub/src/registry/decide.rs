//! What may be asked of the register, and why not: pure decisions over its state.

use chrono::TimeDelta;
use domain::{Moment, Role, SiteId, SiteSettings, StationId};
use store::Hash32;

use super::fact::{EntryId, Grant, HubFact};
use super::state::{KioskEntry, LinkEntry, State};
use crate::secrets::{KeyPrints, SiteCode};

/// A signed-in device stays so for so many hours: a service day with setting up and clearing away.
pub const SESSION_HOURS: i64 = 12;
/// Links that may be out at once, neither used nor expired; whoever needs more makes them as they are needed.
pub(super) const LINKS_MAX: usize = 500;
/// Signed-in devices, those of the last days included.
pub(super) const SESSIONS_MAX: usize = 5_000;
/// Programs with a token.
pub(super) const TOKENS_MAX: usize = 500;
/// Kiosks of a hub, paired or with a code that can still be typed.
pub(super) const KIOSKS_MAX: usize = 200;

/// Why the register refuses. Nothing was recorded.
#[derive(
    Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "snake_case")]
pub enum HubRefusal {
    /// There is a site of that name already.
    #[error("site_exists")]
    SiteExists {
        /// The name.
        site: SiteId,
    },
    /// There is no such thing.
    #[error("not_found")]
    NotFound {
        /// What kind of thing.
        what: Entry,
        /// How it was named.
        id: String,
    },
    /// The link is unknown.
    #[error("link_unknown")]
    LinkUnknown,
    /// The link was used before.
    #[error("link_used")]
    LinkUsed,
    /// The link is too old.
    #[error("link_expired")]
    LinkExpired,
    /// No kiosk waits for this code, or not any more.
    #[error("pairing_code_unknown")]
    PairingCodeUnknown,
    /// The device was never signed in here, or too long ago, or was signed out.
    #[error("session_unknown")]
    SessionUnknown,
    /// A hub without a site serves nobody.
    #[error("last_site")]
    LastSite,
    /// The same key came with another request.
    #[error("key_reused")]
    KeyReused,
    /// More of these are not kept.
    #[error("too_many")]
    TooMany {
        /// Of what.
        what: Entry,
        /// At most.
        max: usize,
    },
}

/// Kinds of things in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A program's token.
    Token,
    /// A sign-in link.
    Link,
    /// A signed-in device.
    Session,
    /// A touchscreen.
    Kiosk,
}

impl Entry {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Link => "link",
            Self::Session => "session",
            Self::Kiosk => "kiosk",
        }
    }
}

/// What is to be another way with a token; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenChange {
    /// What it is for, if anything.
    pub label: Option<Option<String>>,
    /// The only station it may act at, if it is only one.
    pub station: Option<Option<StationId>>,
}

type Decided = Result<Vec<HubFact>, HubRefusal>;

/// Registers a site under the code it had before, or the first of these that is free.
pub(super) fn register_site(state: &State, settings: &SiteSettings, codes: &[SiteCode]) -> Decided {
    let site = &settings.id;
    if state.code_of(site).is_some() {
        return Err(HubRefusal::SiteExists { site: site.clone() });
    }
    let is_free = |code: &&SiteCode| {
        state.site_with(**code).is_none() && state.former.values().all(|former| former != *code)
    };
    let fresh = codes.iter().find(is_free).unwrap_or(&codes[0]);
    let code = *state.former.get(site).unwrap_or(fresh);
    Ok(vec![HubFact::SiteRegistered {
        site: site.clone(),
        code,
        settings: Some(Box::new(settings.clone())),
    }])
}

/// Notes that a site has its settings, if it was still without them.
pub(super) fn site_set_up(state: &State, site: &SiteId) -> Vec<HubFact> {
    let is_waited_for = state.unset.contains_key(site);
    let fact = HubFact::SiteSetUp { site: site.clone() };
    is_waited_for.then_some(fact).into_iter().collect()
}

/// Notes which keys lie beside the store, if they are others than before.
pub(super) fn note_keys(state: &State, prints: KeyPrints) -> Vec<HubFact> {
    let is_known = state
        .keys
        .as_ref()
        .is_some_and(|known| known.prints == prints);
    let seen = HubFact::KeysSeen { prints };
    (!is_known).then_some(seen).into_iter().collect()
}

/// Removes a site, unless it is the last one.
pub(super) fn remove_site(state: &State, site: &SiteId) -> Decided {
    if state.code_of(site).is_none() {
        return Ok(Vec::new());
    }
    if state.sites.len() == 1 {
        return Err(HubRefusal::LastSite);
    }
    Ok(vec![HubFact::SiteRemoved { site: site.clone() }])
}

/// Adds a program's token.
pub(super) fn add_token(
    state: &State,
    hash: Hash32,
    grant: Grant,
    label: Option<String>,
) -> Decided {
    room(Entry::Token, state.tokens.len(), TOKENS_MAX)?;
    Ok(vec![HubFact::TokenAdded {
        token: EntryId::of('t', hash),
        hash,
        grant,
        label,
    }])
}

/// What the technician's own token is listed as.
const ADMIN_LABEL: &str = "admin";

/// What it allows. No other token has both roles, whatever it is called.
fn of_admin() -> Grant {
    Grant {
        roles: vec![Role::Technician, Role::Organiser],
        site: None,
        station: None,
    }
}

/// Adds the technician's token for the whole hub, and revokes what was it before.
pub(super) fn replace_admin_token(state: &State, hash: Hash32) -> Decided {
    let grant = of_admin();
    let old = state
        .tokens
        .iter()
        .filter(|(_, token)| token.grant == grant);
    let mut facts: Vec<HubFact> = old
        .map(|(id, _)| HubFact::TokenRevoked { token: id.clone() })
        .collect();
    facts.extend(add_token(state, hash, grant, Some(ADMIN_LABEL.to_owned()))?);
    Ok(facts)
}

/// Changes what a token is for and where it may act, if it is one of this site's, or one of the
/// whole hub by somebody who may.
pub(super) fn change_token(
    state: &State,
    site: &SiteId,
    of_hub: bool,
    token: &EntryId,
    change: &TokenChange,
) -> Decided {
    let belongs = |grant: &Grant| grant.site.as_ref().map_or(of_hub, |own| own == site);
    let found = state.tokens.get(token);
    let entry = found.filter(|entry| belongs(&entry.grant));
    let entry = entry.ok_or_else(|| missing(Entry::Token, token))?;
    let (mut grant, mut label) = (entry.grant.clone(), entry.label.clone());
    if let Some(station) = &change.station {
        grant.station.clone_from(station);
    }
    if let Some(wanted) = &change.label {
        label.clone_from(wanted);
    }
    if grant == entry.grant && label == entry.label {
        return Ok(Vec::new());
    }
    let token = token.clone();
    Ok(vec![HubFact::TokenChanged {
        token,
        grant,
        label,
    }])
}

/// Revokes a token of this site, or one of the whole hub by somebody who may.
pub(super) fn revoke_token(state: &State, site: &SiteId, of_hub: bool, token: &EntryId) -> Decided {
    let belongs = |grant: &Grant| grant.site.as_ref().map_or(of_hub, |own| own == site);
    match state.tokens.get(token) {
        Some(entry) if belongs(&entry.grant) => Ok(vec![HubFact::TokenRevoked {
            token: token.clone(),
        }]),
        Some(_) | None => Err(missing(Entry::Token, token)),
    }
}

/// Gives a sign-in link out.
pub(super) fn issue_link(
    state: &State,
    now: Moment,
    hash: Hash32,
    grant: Grant,
    expires_at: Moment,
) -> Decided {
    let is_out = |link: &&LinkEntry| !link.is_used && link.expires_at > now;
    room(
        Entry::Link,
        state.links.values().filter(is_out).count(),
        LINKS_MAX,
    )?;
    Ok(vec![HubFact::LinkIssued {
        link: EntryId::of('l', hash),
        hash,
        grant,
        expires_at,
    }])
}

/// Uses a link: signs one device in. Whoever can name the same session again, which only the same
/// device can, may repeat it: its first answer may not have arrived.
pub(super) fn use_link(state: &State, now: Moment, link: Hash32, session: Hash32) -> Decided {
    let id = state.holder(&link).ok_or(HubRefusal::LinkUnknown)?;
    let entry = state.links.get(id).ok_or(HubRefusal::LinkUnknown)?;
    if entry.is_used {
        let is_repeat = state.holder(&session).is_some();
        return if is_repeat {
            Ok(Vec::new())
        } else {
            Err(HubRefusal::LinkUsed)
        };
    }
    if entry.expires_at <= now {
        return Err(HubRefusal::LinkExpired);
    }
    room(Entry::Session, state.sessions.len(), SESSIONS_MAX)?;
    let used = HubFact::LinkUsed { link: id.clone() };
    let opened = HubFact::SessionOpened {
        session: EntryId::of('s', session),
        hash: session,
        grant: entry.grant.clone(),
        expires_at: now + TimeDelta::hours(SESSION_HOURS),
    };
    Ok(vec![used, opened])
}

/// Signs a device in again that was signed in before; its other sessions end.
pub(super) fn renew(state: &State, now: Moment, old: &EntryId, session: Hash32) -> Decided {
    let entry = state.sessions.get(old).ok_or(HubRefusal::SessionUnknown)?;
    room(Entry::Session, state.sessions.len(), SESSIONS_MAX)?;
    Ok(vec![HubFact::SessionRenewed {
        old: old.clone(),
        session: EntryId::of('s', session),
        hash: session,
        grant: entry.grant.clone(),
        expires_at: now + TimeDelta::hours(SESSION_HOURS),
    }])
}

/// Signs a device of this site out.
pub(super) fn revoke_session(state: &State, site: &SiteId, session: &EntryId) -> Decided {
    match state.sessions.get(session) {
        Some(entry) if entry.grant.site.as_ref() == Some(site) => {
            Ok(vec![HubFact::SessionRevoked {
                session: session.clone(),
            }])
        }
        Some(_) | None => Err(missing(Entry::Session, session)),
    }
}

/// Announces a kiosk that may then pair with a code.
pub(super) fn announce_kiosk(
    state: &State,
    now: Moment,
    site: &SiteId,
    kiosk: EntryId,
    label: String,
    code: (Hash32, Moment),
) -> Decided {
    let is_kept = |kiosk: &&KioskEntry| kiosk.code.is_none_or(|(_, until)| until > now);
    room(
        Entry::Kiosk,
        state.kiosks.values().filter(is_kept).count(),
        KIOSKS_MAX,
    )?;
    let (code, expires_at) = code;
    Ok(vec![HubFact::KioskAnnounced {
        kiosk,
        site: site.clone(),
        label,
        code,
        expires_at,
    }])
}

/// Pairs the kiosk that was announced with this code. The code is used up.
pub(super) fn pair_kiosk(state: &State, now: Moment, code: Hash32, credential: Hash32) -> Decided {
    let waiting = state.kiosks.iter().find(|(_, kiosk)| {
        kiosk
            .code
            .is_some_and(|(expected, expires_at)| expected == code && expires_at > now)
    });
    let (kiosk, _) = waiting.ok_or(HubRefusal::PairingCodeUnknown)?;
    Ok(vec![HubFact::KioskPaired {
        kiosk: kiosk.clone(),
        hash: credential,
    }])
}

/// Gives a kiosk of this site another name.
pub(super) fn rename_kiosk(state: &State, site: &SiteId, kiosk: &EntryId, label: &str) -> Decided {
    match state.kiosks.get(kiosk) {
        Some(entry) if entry.site == *site && entry.label == label => Ok(Vec::new()),
        Some(entry) if entry.site == *site => Ok(vec![HubFact::KioskRenamed {
            kiosk: kiosk.clone(),
            label: label.to_owned(),
        }]),
        Some(_) | None => Err(missing(Entry::Kiosk, kiosk)),
    }
}

/// Removes a kiosk of this site; its credential is refused from now on.
pub(super) fn remove_kiosk(state: &State, site: &SiteId, kiosk: &EntryId) -> Decided {
    match state.kiosks.get(kiosk) {
        Some(entry) if entry.site == *site => Ok(vec![HubFact::KioskRemoved {
            kiosk: kiosk.clone(),
        }]),
        Some(_) | None => Err(missing(Entry::Kiosk, kiosk)),
    }
}

fn room(what: Entry, count: usize, max: usize) -> Result<(), HubRefusal> {
    if count < max {
        Ok(())
    } else {
        Err(HubRefusal::TooMany { what, max })
    }
}

fn missing(what: Entry, id: &EntryId) -> HubRefusal {
    HubRefusal::NotFound {
        what,
        id: id.to_string(),
    }
}
