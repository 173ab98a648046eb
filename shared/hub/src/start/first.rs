//! The first start: a sample site, a PIN, links for the three pages, and the technician's token.

use chrono::TimeDelta;
use domain::site::Service;
use domain::{Actor, Command, Role, ServiceSettings, SiteSettings, Station, StationSettings};
use protocol::LinkPage;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ADMIN_TOKEN_FILE, StartError};
use crate::access::{SiteRef, link_to};
use crate::config::Config;
use crate::hub::Hub;
use crate::registry::Asking;
use crate::secrets::{Pin, fingerprint, write_private};

/// What the first start shows is used while setting up, not from memory later.
const FIRST_LINK_MINUTES: i64 = 30;
/// The sample site, as data.
const SAMPLE: &str = include_str!("../../../../assets/site/square.json");

/// What the first start made, shown once.
#[derive(Debug, Clone)]
pub struct FirstStart {
    /// The staff PIN of the sample site.
    pub pin: Pin,
    /// A link to each page, usable once within 30 minutes.
    pub links: Vec<(LinkPage, String)>,
    /// What a first-run page in the same process sends to set the site up; ends with it.
    pub organiser: crate::secrets::Token,
}

/// Does what of the first start is still to be done.
pub(super) async fn prepare(hub: &Hub, config: &Config) -> Result<Option<FirstStart>, StartError> {
    if !config.demo {
        keep_admin_token(hub, config).await?;
    }
    let has_site = hub.sites().first().is_some();
    if !has_site && config.empty && !config.demo {
        return Ok(None);
    }
    if !has_site {
        set_up_sample_site(hub).await?;
    }
    let Some(site) = hub.sites().first() else {
        return Ok(None);
    };
    if hub.registry().state().pins.contains_key(site.id()) {
        return Ok(None);
    }
    // No PIN yet: the first start did not come to its end, or the site was added by hand.
    if !config.empty && is_unfinished_sample(&site) {
        set_up_sample_site(hub).await?;
    }
    let mut links = Vec::new();
    let expires_at = hub.sign_in_time() + TimeDelta::minutes(FIRST_LINK_MINUTES);
    for page in [LinkPage::Desk, LinkPage::Board, LinkPage::Dashboard] {
        let asking = Asking::once(Actor::of(Role::Hub), hub.sign_in_time());
        let (url, _) = link_to(hub, &site, asking, page, None, expires_at).await?;
        links.push((page, url));
    }
    let pin = Pin::random();
    let hash = hub.secrets().pin_hash(&pin);
    hub.registry()
        .set_pin(
            Asking::once(Actor::of(Role::Hub), hub.sign_in_time()),
            site.id().clone(),
            hash,
        )
        .await?;
    let organiser = hub.local_credential(Role::Organiser, Some(site.id().clone()));
    Ok(Some(FirstStart {
        pin,
        links,
        organiser,
    }))
}

/// Whether a site is the sample as far as it goes: nothing in it is anybody's own.
fn is_unfinished_sample(site: &SiteRef) -> bool {
    let Ok(sample) = Sample::read() else {
        return false;
    };
    let is_sample_service = |service: &Service| sample.services.contains(&service.settings);
    let is_sample_station = |station: &Station| sample.stations.contains(&station.settings);
    site.read(|published| {
        let site = &published.site;
        site.settings == sample.site
            && site.services.iter().all(is_sample_service)
            && site.stations.iter().all(is_sample_station)
    })
}

/// Sets the sample site up, as far as it is not there.
///
/// # Errors
/// [`StartError`] when something of it could not be recorded.
pub async fn set_up_sample_site(hub: &Hub) -> Result<(), StartError> {
    let sample = Sample::read().expect("the sample site is checked by a test");
    let id = sample.site.id.clone();
    if hub.sites().find(id.as_str()).is_err() {
        let asking = Asking::once(Actor::of(Role::Hub), hub.sign_in_time());
        hub.add_site(asking, sample.site).await?;
    }
    let site = hub.sites().find(id.as_str()).map_err(StartError::SetUp)?;
    for settings in sample.services {
        let set = site.submit_as_hub(Command::SetService { settings }).await;
        set.map_err(StartError::SetUp)?;
    }
    for settings in sample.stations {
        let set = site.submit_as_hub(Command::SetStation { settings }).await;
        set.map_err(StartError::SetUp)?;
    }
    Ok(())
}

/// The technician's token lies in the data folder; one that was lost is replaced and revoked.
async fn keep_admin_token(hub: &Hub, config: &Config) -> Result<(), StartError> {
    let path = config.data_dir.join(ADMIN_TOKEN_FILE);
    if let Ok(text) = std::fs::read_to_string(&path) {
        let state = hub.registry().state();
        let known = state.holder(&fingerprint(text.trim()));
        if known.is_some_and(|id| state.tokens.contains_key(id)) {
            return Ok(());
        }
    }
    let token = hub
        .registry()
        .replace_admin_token(Actor::of(Role::Hub))
        .await?;
    write_private(&path, &format!("{}\n", token.as_str()))?;
    Ok(())
}

/// The sample file: the site's settings with its services and stations.
struct Sample {
    site: SiteSettings,
    services: Vec<ServiceSettings>,
    stations: Vec<StationSettings>,
}

impl Sample {
    fn read() -> Result<Self, serde_json::Error> {
        let mut all: Map<String, Value> = serde_json::from_str(SAMPLE)?;
        let mut take = |name: &str| all.remove(name).unwrap_or(Value::Array(Vec::new()));
        let (services, stations) = (take("services"), take("stations"));
        Ok(Self {
            services: Vec::deserialize(services)?,
            stations: Vec::deserialize(stations)?,
            site: SiteSettings::deserialize(Value::Object(all))?,
        })
    }
}
