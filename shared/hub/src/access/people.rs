//! What organisers and kiosks have in common: PINs, links, and lists of who may act.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Actor, Moment, Role, StationId};
use protocol::{LinkAnswer, LinkPage, SessionView};

use super::SiteRef;
use crate::hub::Hub;
use crate::problem::Trouble;
use crate::registry::{Asking, EntryId, Grant, LINK_MINUTES, RegistryError, SessionEntry};
use crate::secrets::Pin;

/// The role that a link's page needs.
pub(super) fn role_of(page: LinkPage) -> Role {
    match page {
        LinkPage::Desk => Role::Volunteer,
        LinkPage::Board => Role::Display,
        LinkPage::Dashboard => Role::Organiser,
    }
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
    let begun = tries.begin(account, device, hub.now());
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
    site: &SiteRef,
    asking: Asking,
    page: LinkPage,
    station: Option<StationId>,
) -> Result<LinkAnswer, Trouble> {
    if let Some(station) = &station {
        site.station(station.as_str())?;
    }
    let expires_at = hub.now() + TimeDelta::minutes(LINK_MINUTES);
    let url = link_to(hub, site, asking, page, station, expires_at).await?;
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

/// The address of a fresh link, usable once until `expires_at`.
pub(crate) async fn link_to(
    hub: &Hub,
    site: &SiteRef,
    asking: Asking,
    page: LinkPage,
    station: Option<StationId>,
    expires_at: Moment,
) -> Result<String, RegistryError> {
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
    let token = hub
        .registry()
        .issue_link(hub.secrets(), asking, grant, expires_at)
        .await?;
    Ok(format!("{}/l/{}", hub.place().first(), token.as_str()))
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
