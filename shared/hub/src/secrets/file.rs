//! Secret files: only their owner may read them, and they are whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use store::Hash32;

use super::random;

/// Why a secret file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// The folder or the file cannot be used.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file is not a key.
    #[error(
        "{} is not a key; put the file from the backup back, or move it away to get a new one (links of tickets given before then stop working)",
        path.display()
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
}

/// Makes the folder if needed, readable by its owner alone.
pub(super) fn private_folder(folder: &Path) -> Result<(), SecretFileError> {
    let failed = |source| SecretFileError::Io {
        doing: "make the folder",
        path: folder.into(),
        source,
    };
    fs::create_dir_all(folder).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}

/// Reads a key of 64 hexadecimal digits, making it when it is not there.
pub(super) fn key(path: &Path) -> Result<[u8; 32], SecretFileError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let fresh = Hash32(random());
            write_private(path, &format!("{fresh}\n"))?;
            return Ok(fresh.0);
        }
        Err(source) => {
            return Err(SecretFileError::Io {
                doing: "read",
                path: path.into(),
                source,
            });
        }
    };
    let key = Hash32::from_hex(text.trim())
        .ok_or_else(|| SecretFileError::NotAKey { path: path.into() })?;
    Ok(key.0)
}

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// [`SecretFileError::Io`] naming the file.
pub fn write_private(path: &Path, text: &str) -> Result<(), SecretFileError> {
    replace(path, text).map_err(|source| SecretFileError::Io {
        doing: "write",
        path: path.into(),
        source,
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => {
            File::open(folder)?.sync_all()
        }
        Some(_) | None => Ok(()),
    }
}
