//! Who has the file open, in a small file beside it. It names; which of two programs gets the store
//! is redb's own lock to decide.
//!
//! redb takes its lock and checks every page in one step, which may last a second. So that nobody
//! is told of an earlier holder meanwhile, the small file is locked and written before.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// The note beside a store that is open. It goes when this is dropped; one that a killed program
/// left behind is overwritten by the next.
#[derive(Debug)]
pub(super) struct Holder {
    path: PathBuf,
    /// What the note says.
    said: String,
    /// Whether the note is this one's.
    is_noted: bool,
    /// Held as long as this lives; none where files cannot be locked.
    locked: Option<File>,
}

/// Another program is opening the store, or has it open.
#[derive(Debug)]
pub(super) struct Held;

impl Holder {
    /// Locks and writes the note, before redb is asked for the store.
    pub(super) fn begin(store: &Path, said: &str) -> Result<Self, Held> {
        let path = path(store);
        let locked = match lock(&path) {
            Ok(file) => Some(file),
            Err(TryLockError::WouldBlock) => return Err(Held),
            Err(TryLockError::Error(error)) => {
                // Where it cannot be made, neither can the store: that is told in its own words.
                if error.kind() != ErrorKind::Unsupported {
                    tracing::debug!(%error, path = %path.display(), "not locked");
                }
                None
            }
        };
        let mut holder = Self {
            path,
            said: format!("{said}\n"),
            is_noted: false,
            locked,
        };
        if let Some(mut file) = holder.locked.as_ref() {
            let written = file
                .set_len(0)
                .and_then(|()| file.write_all(holder.said.as_bytes()));
            holder.note(written);
        }
        Ok(holder)
    }

    /// Writes the note once redb's lock is held, where there is no other.
    pub(super) fn confirm(&mut self) {
        if self.locked.is_none() {
            self.note(fs::write(&self.path, &self.said));
        }
    }

    /// What the one who has the store open says of itself.
    pub(super) fn read(store: &Path) -> Option<String> {
        let text = fs::read_to_string(path(store)).ok()?;
        let line = text.lines().next()?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    fn note(&mut self, written: io::Result<()>) {
        self.is_noted = true;
        if let Err(error) = written {
            warn(&error, &self.path);
        }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        if !self.is_noted {
            return;
        }
        match fs::remove_file(&self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => warn(&error, &self.path),
        }
    }
}

#[cfg(not(windows))]
fn lock(path: &Path) -> Result<File, TryLockError> {
    let mut options = OpenOptions::new();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

/// On Windows nobody else could read a locked file, and the note is for others to read.
#[cfg(windows)]
fn lock(_path: &Path) -> Result<File, TryLockError> {
    Err(TryLockError::Error(ErrorKind::Unsupported.into()))
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
