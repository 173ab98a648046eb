//! Who has the file open, in a small file beside it. It only names; redb's own lock decides.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The note beside a store that is open. It goes when this is dropped; one that a killed program
/// left behind is overwritten by the next.
#[derive(Debug)]
pub(super) struct Holder(PathBuf);

impl Holder {
    /// Writes the note. Called once redb's lock is held.
    pub(super) fn write(store: &Path, holder: &str) -> Self {
        let path = path(store);
        if let Err(error) = fs::write(&path, format!("{holder}\n")) {
            warn(&error, &path);
        }
        Self(path)
    }

    /// What the one who has the store open says of itself.
    pub(super) fn read(store: &Path) -> Option<String> {
        let text = fs::read_to_string(path(store)).ok()?;
        let line = text.lines().next()?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        match fs::remove_file(&self.0) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => warn(&error, &self.0),
        }
    }
}

fn path(store: &Path) -> PathBuf {
    store.with_extension("lock")
}

fn warn(error: &io::Error, path: &Path) {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        path = %path.display(),
        "cannot note who has the store open"
    );
}
