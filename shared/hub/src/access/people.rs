//! What organisers and kiosks have in common: PINs, links, and lists of who may act.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Actor, Moment, Role, StationId};
use protocol::{LinkAnswer, LinkPage, SessionView, WifiAnswer};
use serde::Serialize;

use super::{Acting, SiteRef};
use crate::hub::Hub;
use crate::problem::Trouble;
use crate::registry::{Asking, EntryId, Grant, LINK_MINUTES, RegistryError, Scope, SessionEntry};
use crate::secrets::Pin;

/// The role that a link's page needs.
pub(super) fn role_of(page: LinkPage) -> Role {
    match page {
        LinkPage::Desk => Role::Volunteer,
        LinkPage::Board => Role::Display,
        LinkPage::Dashboard => Role::Organiser,
    }
}

/// Somebody asks the register about a site. `what` is the method and the route, `carried` all that
/// the request carries.
pub(super) fn asking(hub: &Hub, acting: &Acting, what: &str, carried: &impl Serialize) -> Asking {
    let (site, now) = (&acting.site, hub.sign_in_time());
    let zone = site.read(|published| published.site.settings.time_zone);
    let scope = Scope::Site(site.id().clone(), domain::day::local_date(now, zone));
    keyed(
        hub,
        &acting.by,
        acting.key.as_deref(),
        &scope,
        what,
        carried,
    )
}

/// The same about what belongs to no site.
pub(super) fn asking_hub(
    hub: &Hub,
    by: &Actor,
    key: Option<&str>,
    what: &str,
    carried: &impl Serialize,
) -> Asking {
    keyed(hub, by, key, &Scope::Hub, what, carried)
}

fn keyed(
    hub: &Hub,
    by: &Actor,
    key: Option<&str>,
    scope: &Scope,
    what: &str,
    carried: &impl Serialize,
) -> Asking {
    let asking = Asking::once(by.clone(), hub.sign_in_time());
    let Some(key) = key else { return asking };
    // Requests are plain data: writing them as JSON does not fail.
    let carried = serde_json::to_string(carried).unwrap_or_default();
    asking.with_key(hub.secrets(), scope, key, &format!("{what} {carried}"))
}

/// Checks a PIN, slowly on purpose and away from the tasks that serve others.
pub(super) async fn check_pin(
    hub: &Hub,
    site: &SiteRef,
    device: &str,
    pin: &str,
) -> Result<(), Trouble> {
    let tries = &hub.0.pin_tries;
    let account = site.id().as_str();
    let begun = tries.begin(account, device, hub.sign_in_time());
    let tries_left = begun.map_err(|retry_secs| Trouble::PinLocked { retry_secs })?;
    let stored = hub.registry().state().pins.get(site.id()).cloned();
    let (Some(pin), Some(stored)) = (Pin::new(pin), stored) else {
        return Err(Trouble::PinWrong { tries_left });
    };
    let inner = Arc::clone(&hub.0);
    let checked = tokio::task::spawn_blocking(move || inner.secrets.pin_matches(&pin, &stored));
    match checked.await {
        Ok(true) => {
            tries.forgive(account, device);
            Ok(())
        }
        Ok(false) => Err(Trouble::PinWrong { tries_left }),
        Err(_panicked) => Err(Trouble::Internal),
    }
}

/// Hashes a PIN away from the tasks that serve others.
pub(super) async fn hash_pin(hub: &Hub, pin: Pin) -> Result<String, Trouble> {
    let inner = Arc::clone(&hub.0);
    let hashed = tokio::task::spawn_blocking(move || inner.secrets.pin_hash(&pin));
    hashed.await.map_err(|_panicked| Trouble::Internal)
}

/// A fresh link to a page, usable once within two minutes.
pub(super) async fn link(
    hub: &Hub,
    acting: &Acting,
    page: LinkPage,
    station: Option<StationId>,
) -> Result<LinkAnswer, Trouble> {
    let site = &acting.site;
    let asking = asking(hub, acting, "POST /links", &(page, &station));
    if let Some(station) = &station {
        site.station(station.as_str())?;
    }
    let expires_at = asking.now + TimeDelta::minutes(LINK_MINUTES);
    let (url, expires_at) = link_to(hub, site, asking, page, station, expires_at).await?;
    let (first, rest) = (hub.place().first(), &hub.place().all()[1..]);
    let also = rest
        .iter()
        .map(|base| url.replacen(first, base, 1))
        .collect();
    Ok(LinkAnswer {
        page,
        url,
        also,
        expires_at: site.local(expires_at),
    })
}

/// The address of a fresh link, usable once until `expires_at`; and until when it is usable, which
/// for a repeat was said before.
pub(crate) async fn link_to(
    hub: &Hub,
    site: &SiteRef,
    asking: Asking,
    page: LinkPage,
    station: Option<StationId>,
    expires_at: Moment,
) -> Result<(String, Moment), RegistryError> {
    let station = if page == LinkPage::Desk {
        station
    } else {
        None
    };
    let grant = Grant {
        roles: vec![role_of(page)],
        site: Some(site.id().clone()),
        station,
    };
    let (token, expires_at) = hub
        .registry()
        .issue_link(hub.secrets(), asking, grant, expires_at)
        .await?;
    let url = format!("{}/l/{}", hub.place().first(), token.as_str());
    Ok((url, expires_at))
}

/// A session as it is listed.
pub(super) fn session_view(
    hub: &Hub,
    site: &SiteRef,
    id: &EntryId,
    entry: &SessionEntry,
) -> SessionView {
    SessionView {
        id: id.to_string(),
        role: entry.grant.roles.first().copied().unwrap_or(Role::Resident),
        station: entry.grant.station.clone(),
        name: hub.name_of(id),
        created_at: site.local(entry.at),
        expires_at: site.local(entry.expires_at),
    }
}

/// Somebody named by an entry of the register.
pub(super) fn actor(role: Role, id: &EntryId) -> Actor {
    Actor::named(role, id.as_str())
}

/// The network that phones must join before a ticket's link opens, if it is not open to all.
pub(super) fn wifi(hub: &Hub, site: &SiteRef) -> WifiAnswer {
    let set = || site.read(|published| published.site.settings.wifi.clone());
    WifiAnswer {
        wifi: if hub.place().is_public() { None } else { set() },
    }
}
