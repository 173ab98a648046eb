//! Private files, whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::CredentialError;

/// What the file `name` in `folder` holds; none if it is not there.
pub(crate) fn load<T: DeserializeOwned>(
    folder: &Path,
    name: &str,
) -> Result<Option<T>, CredentialError> {
    let path = folder.join(name);
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

/// Keeps a value in the file `name` in `folder`, readable by this user alone.
pub(crate) fn save<T: Serialize>(
    folder: &Path,
    name: &str,
    value: &T,
) -> Result<(), CredentialError> {
    let io = |doing, path: &Path| {
        let path = path.to_owned();
        move |source| CredentialError::Io {
            doing,
            path,
            source,
        }
    };
    let (path, draft) = (folder.join(name), folder.join(format!("{name}.new")));
    fs::create_dir_all(folder).map_err(io("create", folder))?;
    let json =
        serde_json::to_vec_pretty(value).map_err(|error| io("write", &path)(error.into()))?;
    write_private(&draft, &json).map_err(io("write", &draft))?;
    fs::rename(&draft, &path).map_err(io("write", &path))?;
    sync_folder(folder).map_err(io("write", folder))
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
