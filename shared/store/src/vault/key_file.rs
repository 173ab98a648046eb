//! One key in one file: whole or not there, for its owner's eyes, and overwritten before it goes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use super::sealed::Key;
use crate::{Hash32, VaultError};

/// How the file of a key ends.
pub(super) const EXTENSION: &str = "key";
/// How it ends while it is written.
const UNFINISHED: &str = "new";

/// What a file says.
pub(super) enum Found {
    Key(Key),
    /// There is no file.
    Nothing,
    /// It was being destroyed when the power went.
    Overwritten,
}

pub(super) fn read(file: &Path) -> Result<Found, VaultError> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(source) => return Err(doing("read", file)(source)),
    };
    if bytes.contains(&0) {
        return Ok(Found::Overwritten);
    }
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| Hash32::from_hex(text.trim_end()))
        .map(|hash| Found::Key(Key(hash.0)))
        .ok_or_else(|| VaultError::NotAKey { path: file.into() })
}

/// Writes a key, durable when it returns.
pub(super) fn write(file: &Path, key: &Key) -> Result<(), VaultError> {
    let new = file.with_extension(UNFINISHED);
    // What a crash left has sealed nothing.
    match fs::remove_file(&new) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(doing("remove", &new)(source));
        }
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut opened = options.open(&new).map_err(doing("make", &new))?;
    opened
        .write_all(format!("{}\n", Hash32(key.0)).as_bytes())
        .and_then(|()| opened.sync_all())
        .map_err(doing("write", &new))?;
    fs::rename(&new, file).map_err(doing("write", file))?;
    file.parent().map_or(Ok(()), sync_folder)
}

/// Fills a file with zeros, durable when it returns; it keeps its name.
pub(super) fn overwrite(file: &Path) -> Result<(), VaultError> {
    let overwrite = || {
        // Not cut short first: that would give the old bytes back to the disk as they are.
        let mut opened = OpenOptions::new().write(true).open(file)?;
        let length = usize::try_from(opened.metadata()?.len()).map_err(io::Error::other)?;
        opened.write_all(&vec![0; length])?;
        opened.sync_all()
    };
    overwrite().map_err(doing("overwrite", file))
}

/// Makes a folder if it is not there, and lets its owner alone enter it.
pub(super) fn private_folder(folder: &Path) -> Result<(), VaultError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700);
        builder
            .create(folder)
            .and_then(|()| fs::set_permissions(folder, fs::Permissions::from_mode(0o700)))
            .map_err(doing("make", folder))
    }
    #[cfg(not(unix))]
    builder.create(folder).map_err(doing("make", folder))
}

/// Makes the names in a folder durable. Where a folder cannot be synced, they are without.
pub(super) fn sync_folder(folder: &Path) -> Result<(), VaultError> {
    if !cfg!(unix) {
        return Ok(());
    }
    File::open(folder)
        .and_then(|opened| opened.sync_all())
        .map_err(doing("sync", folder))
}

/// What an error of the system means.
pub(super) fn doing(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> VaultError {
    let path = path.to_owned();
    move |source| VaultError::Io {
        doing: what,
        path,
        source,
    }
}
