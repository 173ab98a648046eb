//! Making a new file, so that a crash or a second program cannot leave half of one.
//!
//! The file is made whole under a name of its own, closed, and only then given the store's name,
//! if that is free. Of two programs that start together only the one that holds the lock beside
//! the store comes here.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use redb::{Builder, Database};

use super::tables;
use crate::OpenError;

/// Stands between the name of the store and what tells unfinished files apart.
const NEW: &str = ".new-";

/// Makes the store in `path` unless there is one.
pub(super) fn create(path: &Path, builder: &Builder) -> Result<(), OpenError> {
    let new = unused_name(path);
    let made = make(&new, builder)
        .map_err(|source| OpenError::Failed {
            path: path.to_owned(),
            source,
        })
        .and_then(|()| name(&new, path));
    let removed = fs::remove_file(&new);
    made?;
    match removed {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(OpenError::Io {
            doing: "remove",
            path: new,
            source,
        }),
        Ok(()) | Err(_) => sync_folder(path),
    }
}

/// Makes all tables in a file that is open and empty.
pub(super) fn fill(database: &Database) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_two_phase_commit(true);
    tables::create(&transaction)?;
    transaction.commit()?;
    Ok(())
}

fn make(new: &Path, builder: &Builder) -> Result<(), redb::Error> {
    let database = builder.create(new)?;
    fill(&database)?;
    database.close()?;
    Ok(())
}

/// Removes what programs that were stopped while making the store left behind. Called once redb's
/// lock on the store is held; whoever is making one right now sees that there is one already.
pub(super) fn tidy(path: &Path) {
    let Some(prefix) = path
        .file_name()
        .map(|name| format!("{}{NEW}", name.to_string_lossy()))
    else {
        return;
    };
    for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // Left where it is, it only takes space.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Gives the finished file its name, if no other program was quicker.
fn name(new: &Path, path: &Path) -> Result<(), OpenError> {
    let is_named = fs::hard_link(new, path).is_ok() || path.exists();
    if is_named {
        return Ok(());
    }
    // Not every file system, such as the one of a USB stick, has hard links. A rename would replace
    // a store; it is the lock, held since before the look at the name, that keeps others from
    // making one meanwhile.
    fs::rename(new, path).map_err(|source| OpenError::Io {
        doing: "create",
        path: path.to_owned(),
        source,
    })
}

/// A name beside `path` that no other program and no other thread uses.
fn unused_name(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = path.as_os_str().to_owned();
    name.push(format!("{NEW}{}-{count}", std::process::id()));
    name.into()
}

/// Makes the new name durable.
fn sync_folder(path: &Path) -> Result<(), OpenError> {
    let folder = folder(path);
    // Where a folder cannot be opened as a file, its names are durable without.
    let Ok(opened) = File::open(folder) else {
        return Ok(());
    };
    match opened.sync_all() {
        Err(source) if source.kind() != io::ErrorKind::InvalidInput => Err(OpenError::Io {
            doing: "sync",
            path: folder.to_owned(),
            source,
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}
