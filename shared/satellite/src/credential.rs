//! What a kiosk keeps of its pairing: where its hub is, and what it shows there to be let in.

use std::path::Path;

use client::{Address, Client, Error, Key, SiteClient};
use protocol::ProveHub;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{CredentialError, files};

/// The file's name in the kiosk's data folder.
const FILE: &str = "satellite.json";

/// A kiosk's way into its hub.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Where the hub is.
    hub: String,
    /// The site the kiosk belongs to.
    site: String,
    /// The kiosk as the hub names it.
    kiosk: String,
    /// What staff call the kiosk.
    name: String,
    /// What it sends with every call. In no log and on no screen.
    secret: String,
}

impl Credential {
    /// Pairs this device with the hub by the code that an organiser was shown.
    ///
    /// # Errors
    /// [`Error`]; a code that is wrong, used or too old is a problem.
    pub async fn pair(client: &Client, code: &str, key: &Key) -> Result<Self, Error> {
        let paired = client.pair(code, key).await?;
        Ok(Self {
            hub: client.address().to_string(),
            site: paired.site,
            kiosk: paired.kiosk.id,
            name: paired.kiosk.name,
            secret: paired.credential,
        })
    }

    /// The credential in `folder`; none before the first pairing.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn load(folder: &Path) -> Result<Option<Self>, CredentialError> {
        files::load(folder, FILE)
    }

    /// Keeps the credential in `folder`, readable by this user alone, whole or not at all.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn save(&self, folder: &Path) -> Result<(), CredentialError> {
        files::save(folder, FILE, self)
    }

    /// Where the hub is.
    pub fn hub(&self) -> &str {
        &self.hub
    }

    /// Whether the pairing was made with the hub at this address.
    pub fn is_of(&self, hub: &Address) -> bool {
        self.hub == hub.to_string()
    }

    /// The same pairing with a hub that is found at another address now.
    #[must_use]
    pub fn moved_to(self, hub: &Address) -> Self {
        Self {
            hub: hub.to_string(),
            ..self
        }
    }

    /// Whether the hub that `client` speaks to is the one of this pairing: asked before it is shown
    /// the credential. `nonce` was never used before.
    ///
    /// # Errors
    /// [`Error`] when nobody answers.
    pub async fn is_with(&self, client: &Client, nonce: Uuid) -> Result<bool, Error> {
        let request = ProveHub {
            kiosk: self.kiosk.clone(),
            nonce,
        };
        match client.prove(&request, &Key::new(&nonce.to_string())).await {
            Ok(proof) => Ok(proof.is_by_hub_of(&self.secret, nonce)),
            Err(error) if error.is_unreachable() || error.is_retryable() => Err(error),
            // It does not know this kiosk, or is none of ours at all.
            Err(_) => Ok(false),
        }
    }

    /// The paired site's calls, made as this kiosk. `client` speaks to the hub of the pairing.
    pub fn site_of(&self, client: &Client) -> SiteClient {
        client.with_token(Some(&self.secret)).site(&self.site)
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Credential");
        shown
            .field("hub", &self.hub)
            .field("site", &self.site)
            .field("kiosk", &self.kiosk);
        shown.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn credential() -> Credential {
        Credential {
            hub: "http://192.168.1.5:8080".to_owned(),
            site: "square".to_owned(),
            kiosk: "k1".to_owned(),
            name: "东门".to_owned(),
            secret: "s3cr3t".to_owned(),
        }
    }

    #[test]
    fn a_credential_is_kept_privately_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("data");
        assert_eq!(Credential::load(&folder).unwrap(), None);
        credential().save(&folder).unwrap();
        let moved = Credential {
            hub: "http://hub:9000".to_owned(),
            ..credential()
        };
        moved.save(&folder).unwrap();
        assert!(moved.is_of(&"http://hub:9000".parse().unwrap()));
        assert_eq!(Credential::load(&folder).unwrap(), Some(moved));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.join(FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn an_altered_file_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{}").unwrap();
        let error = Credential::load(folder.path()).unwrap_err();
        assert!(
            error.to_string().ends_with("pair this kiosk again"),
            "{error}"
        );
    }

    #[test]
    fn the_secret_is_in_no_debug_output() {
        assert!(!format!("{:?}", credential()).contains("s3cr3t"));
    }
}
