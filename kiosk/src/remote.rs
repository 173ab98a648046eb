//! A kiosk whose hub is elsewhere: pairing once, then the kept credential, and numbers of its own
//! while the network is gone.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use client::{Address, Client, Key, Limits, SiteClient, TcpConnector, TokioTimer};
use satellite::{Credential, CredentialError, Satellite, Seams, SyncError};
use store::{RedbOptions, RedbStore};
use uuid::Uuid;

use crate::worker::{http::HttpPort, satellite::SatellitePort};

/// A call waits no longer than this; the worker asks again by itself.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Why there is no hub to talk to.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// `--hub` is no address.
    #[error(transparent)]
    Address(#[from] client::BadAddress),
    /// Never paired with this hub.
    #[error(
        "this kiosk is not paired with {0}; run `paihao-admin kiosk pair` on the hub's machine and start again with --pair CODE"
    )]
    NotPaired(String),
    /// The hub did not take the code or did not answer.
    #[error("pairing did not work")]
    Pair(#[from] client::Error),
    /// The pairing could not be kept or read back.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// The kiosk's own numbers cannot be read.
    #[error("the kiosk's own numbers cannot be read")]
    Store(#[from] store::OpenError),
    /// The same, entry by entry.
    #[error("the kiosk's own numbers cannot be read")]
    Satellite(#[from] SyncError),
}

impl RemoteError {
    /// The exit code of contract: 2 for what was typed wrong, 69 for what is not there.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Address(_) | Self::NotPaired(_) => 2,
            Self::Pair(error) if error.is_unreachable() => 69,
            Self::Store(_) | Self::Satellite(_) => 69,
            Self::Pair(_) | Self::Credential(_) => 1,
        }
    }
}

/// A hub elsewhere, as this kiosk reaches it.
pub struct Remote {
    /// Where it is.
    pub address: String,
    /// What the pages ask; it goes on giving numbers while nobody answers.
    pub port: SatellitePort,
    /// The site, as this kiosk.
    pub site: SiteClient,
}

/// Pairs with `code` if one is given, else takes up the kept pairing. Gives the way
/// to ask the hub.
///
/// # Errors
/// [`RemoteError`], in words for whoever starts the program.
pub async fn connect(
    hub: &str,
    code: Option<&str>,
    data_dir: &Path,
) -> Result<Remote, RemoteError> {
    let address: Address = hub.parse()?;
    let limits = Limits {
        connect: ANSWER_WITHIN,
        answer: ANSWER_WITHIN,
        ..Limits::default()
    };
    let client = Client::new(address.clone(), TcpConnector, TokioTimer).with_limits(limits);
    let credential = match code {
        Some(code) => {
            let key = Key::new(&Uuid::new_v4().to_string());
            let credential = Credential::pair(&client, code, &key).await?;
            credential.save(data_dir)?;
            credential
        }
        None => Credential::load(data_dir)?
            .filter(|credential| credential.is_of(&address))
            .ok_or_else(|| RemoteError::NotPaired(address.to_string()))?,
    };
    let site = credential.site_of(&client);
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
    let opened = Satellite::open(site.clone(), Arc::new(store), Some(data_dir.into()), seams);
    let satellite = Arc::new(opened.await?);
    let running = Arc::clone(&satellite);
    tokio::spawn(async move { running.run().await });
    let http = HttpPort::new(site.clone(), None);
    Ok(Remote {
        address: address.to_string(),
        port: SatellitePort::new(http, satellite, data_dir),
        site,
    })
}

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
