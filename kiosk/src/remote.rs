//! A kiosk whose hub is elsewhere: pairing once, then the kept credential.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use client::{Address, Client, Key, Limits, TcpConnector, TokioTimer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::worker::http::HttpPort;

/// A call waits no longer than this; the worker asks again by itself.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// What pairing left behind. Readable by this user alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// The hub's address.
    pub hub: String,
    /// The site this kiosk belongs to.
    pub site: String,
    credential: String,
}

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
    #[error("pairing did not work: {0}")]
    Pair(#[from] client::Error),
    /// The pairing could not be kept.
    #[error("the pairing cannot be kept in {}: {source}", path.display())]
    Keep {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl RemoteError {
    /// The exit code of contract: 2 for what was typed wrong, 69 for what is not there.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Address(_) | Self::NotPaired(_) => 2,
            Self::Pair(error) if error.is_unreachable() => 69,
            Self::Pair(_) | Self::Keep { .. } => 1,
        }
    }
}

/// Pairs with `code` if one is given, else takes up the kept pairing.
///
/// # Errors
/// [`RemoteError`], in words for whoever starts the program.
pub async fn connect(
    hub: &str,
    code: Option<&str>,
    data_dir: &Path,
) -> Result<(Pairing, HttpPort), RemoteError> {
    let address: Address = hub.parse()?;
    let limits = Limits {
        connect: ANSWER_WITHIN,
        answer: ANSWER_WITHIN,
        ..Limits::default()
    };
    let client = Client::new(address.clone(), TcpConnector, TokioTimer).with_limits(limits);
    let path = data_dir.join("kiosk-pairing.json");
    let pairing = match code {
        Some(code) => {
            let paired = client
                .pair(code, &Key::new(&Uuid::new_v4().to_string()))
                .await?;
            let pairing = Pairing {
                hub: address.to_string(),
                site: paired.site,
                credential: paired.credential,
            };
            keep(&path, &pairing).map_err(|source| RemoteError::Keep { path, source })?;
            pairing
        }
        None => kept(&path)
            .filter(|pairing| pairing.hub == address.to_string())
            .ok_or_else(|| RemoteError::NotPaired(address.to_string()))?,
    };
    let site = client
        .with_token(Some(&pairing.credential))
        .site(&pairing.site);
    Ok((pairing, HttpPort::new(site, None)))
}

fn kept(path: &Path) -> Option<Pairing> {
    serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

fn keep(path: &Path, pairing: &Pairing) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let fresh = path.with_extension("json.new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(&serde_json::to_vec_pretty(pairing)?)?;
    file.sync_all()?;
    std::fs::rename(fresh, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pairing_is_kept_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/kiosk-pairing.json");
        let pairing = Pairing {
            hub: "http://hub:8080".into(),
            site: "square".into(),
            credential: "secret".into(),
        };
        keep(&path, &pairing).unwrap();
        assert!(kept(&path) == Some(pairing));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

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
