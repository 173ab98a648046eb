//! What a kiosk keeps of its pairing: where its hub is, and what it shows there to be let in.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use client::{Address, Client, Error, Key, SiteClient};
use serde::{Deserialize, Serialize};

use crate::CredentialError;

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
        let path = folder.join(FILE);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                return Err(CredentialError::Io {
                    doing: "read",
                    path,
                    source,
                });
            }
        };
        let not_ours = |source| CredentialError::NotACredential { path, source };
        serde_json::from_slice(&json).map(Some).map_err(not_ours)
    }

    /// Keeps the credential in `folder`, readable by this user alone, whole or not at all.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn save(&self, folder: &Path) -> Result<(), CredentialError> {
        let io = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| CredentialError::Io {
                doing,
                path,
                source,
            }
        };
        let (path, draft) = (folder.join(FILE), folder.join("satellite.json.new"));
        fs::create_dir_all(folder).map_err(io("create", folder))?;
        write_private(&draft, &self.to_json()).map_err(io("write", &draft))?;
        fs::rename(&draft, &path).map_err(io("write", &path))?;
        sync_folder(folder).map_err(io("write", folder))
    }

    /// Whether the pairing was made with the hub at this address.
    pub fn is_of(&self, hub: &Address) -> bool {
        self.hub == hub.to_string()
    }

    /// The paired site's calls, made as this kiosk. `client` speaks to the hub of the pairing.
    pub fn site_of(&self, client: &Client) -> SiteClient {
        client.with_token(Some(&self.secret)).site(&self.site)
    }

    fn to_json(&self) -> Vec<u8> {
        // A struct of texts has a JSON form.
        serde_json::to_vec_pretty(self).expect("a credential has a JSON form")
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

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // One left behind by a crash may have other permissions.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename durable. Windows has no handle for it and does it by itself.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
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
