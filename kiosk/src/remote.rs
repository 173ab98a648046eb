//! A kiosk whose hub is elsewhere: pairing once, then the kept credential, and numbers of its own
//! while the network is gone.

mod error;
mod find;
mod road;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use client::{Address, Client, Connect, Key, Limits, SiteClient, TcpConnector, TokioTimer};
use satellite::{Credential, Satellite, Seams};
use store::{RedbOptions, RedbStore};
use uuid::Uuid;

use crate::worker::{http::HttpPort, satellite::SatellitePort};
use road::Road;

pub use error::RemoteError;

/// A call waits no longer than this; the worker asks again by itself.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// `--hub auto`: the hub is looked for.
const AUTO: &str = "auto";

/// A hub elsewhere, as this kiosk reaches it.
pub struct Remote {
    /// Where it is.
    pub address: String,
    /// What the pages ask; it goes on giving numbers while nobody answers.
    pub port: SatellitePort,
    /// The site, as this kiosk.
    pub site: SiteClient,
}

/// Pairs with `code` if one is given, else takes up the kept pairing. `hub` is an address, or
/// `auto` for a hub in the same network, which then is followed where it moves. Gives the way to
/// ask the hub.
///
/// # Errors
/// [`RemoteError`], in words for whoever starts the program.
pub async fn connect(
    hub: &str,
    code: Option<&str>,
    data_dir: &Path,
) -> Result<Remote, RemoteError> {
    let is_looked_for = hub.eq_ignore_ascii_case(AUTO);
    let (address, credential) = match code {
        Some(code) if is_looked_for => find::pair_with_only(code, data_dir).await?,
        None if is_looked_for => match Credential::load(data_dir)? {
            Some(credential) => (credential.hub().parse()?, credential),
            None => return Err(find::not_paired().await),
        },
        Some(code) => {
            let address: Address = hub.parse()?;
            let client = client(&address, TcpConnector);
            let credential = pair(&client, code, data_dir).await?;
            (address, credential)
        }
        None => {
            let address: Address = hub.parse()?;
            let credential = Credential::load(data_dir)?
                .filter(|credential| credential.is_of(&address))
                .ok_or_else(|| RemoteError::NotPaired(address.to_string()))?;
            (address, credential)
        }
    };
    let road = is_looked_for.then(|| Road::new(credential.clone(), address.clone()));
    let client = match &road {
        Some(road) => client(&address, road.clone()),
        None => client(&address, TcpConnector),
    };
    let site = credential.site_of(&client);
    let satellite = Arc::new(opened(site.clone(), data_dir).await?);
    let running = Arc::clone(&satellite);
    tokio::spawn(async move { running.run().await });
    if let Some(road) = road {
        let following = find::follow(Arc::clone(&satellite), road, credential, data_dir.into());
        tokio::spawn(following);
    }
    let http = HttpPort::new(site.clone(), None);
    Ok(Remote {
        address: address.to_string(),
        port: SatellitePort::new(http, satellite, data_dir),
        site,
    })
}

fn client(address: &Address, connector: impl Connect) -> Client {
    let limits = Limits {
        connect: ANSWER_WITHIN,
        answer: ANSWER_WITHIN,
        ..Limits::default()
    };
    Client::new(address.clone(), connector, TokioTimer).with_limits(limits)
}

/// Pairs with the hub that `client` speaks to, and keeps the pairing.
async fn pair(client: &Client, code: &str, data_dir: &Path) -> Result<Credential, RemoteError> {
    let key = Key::new(&Uuid::new_v4().to_string());
    let credential = Credential::pair(client, code, &key).await?;
    credential.save(data_dir)?;
    Ok(credential)
}

/// The kiosk's own numbers, as they lie on its disk.
async fn opened(site: SiteClient, data_dir: &Path) -> Result<Satellite<SiteClient>, RemoteError> {
    let store = RedbStore::open(
        data_dir.join(satellite::STORE_FILE),
        &RedbOptions::new(|| {
            SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0))
        }),
    )?;
    let seams = Seams {
        clock: Arc::new(|| SystemTime::now().into()),
        fresh_id: Arc::new(Uuid::new_v4),
    };
    Ok(Satellite::open(site, Arc::new(store), Some(data_dir.into()), seams).await?)
}

#[cfg(test)]
mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_kiosk_that_was_never_paired_is_told_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = connect("http://127.0.0.1:9", None, folder.path())
            .await
            .err()
            .unwrap();
        assert!(error.to_string().contains("--pair CODE"));
        assert_eq!(error.exit_code(), 2);
        let error = connect("not an address", None, folder.path())
            .await
            .err()
            .unwrap();
        assert_eq!(error.exit_code(), 2);
    }
}
