//! Opening a store: nothing is answered from a file that is not what was stored here.
//!
//! redb checks every page first; then the layout, the tail of every chain, and the positions noted
//! beside the file are looked at.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use redb::{Builder, ConcurrencyMode, Database, DatabaseError, ReadableDatabase, StorageBackend};

use super::{
    RedbOptions,
    committer::{Beside, Committer},
    creation,
    holder::Holder,
    reading,
    shared::{Head, Heads, Shared},
    tables::{self, FORMAT},
    tail::{check_tail, last_position, numbers},
    watermark::{Marks, Watermark},
};
use crate::{OpenError, Position};

/// Opens the file `path`, making it first when it is not there.
pub(super) fn from_path(path: &Path, options: &RedbOptions) -> Result<Committer, OpenError> {
    let builder = builder(options);
    let is_new = !path.exists();
    if is_new {
        creation::create(path, &builder)?;
    }
    let database = builder.open(path).map_err(|error| refused(path, error))?;
    let holder = Holder::write(path, &options.holder);
    creation::tidy(path);
    let heads = load(&database, path)?;
    if !is_new && !options.accepts_older {
        check_marks(&database, &heads, path)?;
    }
    let mut watermark = Watermark::new(path, Arc::clone(&options.now_millis));
    watermark.rise(&heads);
    let beside = Beside {
        path: path.to_owned(),
        watermark,
        _holder: holder,
    };
    Ok(committer(database, heads, Some(beside)))
}

/// Opens what is on a caller's own backend, filling it first when it is empty.
pub(super) fn from_backend(
    backend: impl StorageBackend,
    options: &RedbOptions,
) -> Result<Committer, OpenError> {
    let path = PathBuf::from("(no file)");
    let is_new = backend.len().map_err(|source| OpenError::Io {
        doing: "measure",
        path: path.clone(),
        source,
    })? == 0;
    let database = builder(options)
        .create_with_backend(backend)
        .map_err(|error| refused(&path, error))?;
    if is_new {
        creation::fill(&database).map_err(|source| OpenError::Failed {
            path: path.clone(),
            source,
        })?;
    }
    let heads = load(&database, &path)?;
    Ok(committer(database, heads, None))
}

fn committer(database: Database, heads: Heads, beside: Option<Beside>) -> Committer {
    let next_number = heads
        .values()
        .map(|head| head.number + 1)
        .max()
        .unwrap_or(1);
    Committer::new(Arc::new(Shared::new(database, heads)), next_number, beside)
}

fn builder(options: &RedbOptions) -> Builder {
    let mut builder = Database::builder();
    builder
        .set_cache_size(options.cache_bytes)
        .set_concurrency_mode(ConcurrencyMode::ExclusiveWriter)
        .set_check_integrity_on_open(true);
    builder
}

/// What redb's refusal to open means for whoever wanted to.
fn refused(path: &Path, error: DatabaseError) -> OpenError {
    if let DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch = error {
        return OpenError::InUse {
            path: path.to_owned(),
            holder: Holder::read(path),
        };
    }
    failed(path, error.into())
}

/// What a failure to read the file means for whoever wanted to open it.
fn failed(path: &Path, error: redb::Error) -> OpenError {
    let path = path.to_owned();
    if let redb::Error::Io(error) = &error
        && error.kind() == ErrorKind::InvalidData
    {
        return OpenError::NotAStore { path };
    }
    if let redb::Error::Corrupted(_) = error {
        return OpenError::Damaged {
            path,
            source: error,
        };
    }
    OpenError::Failed {
        path,
        source: error,
    }
}

/// Reads where the logs stand and checks the end of each.
fn load(database: &Database, path: &Path) -> Result<Heads, OpenError> {
    let failed = |error| failed(path, error);
    let transaction = database
        .begin_read()
        .map_err(|error| failed(error.into()))?;
    match tables::format(&transaction).map_err(failed)? {
        None => {
            return Err(OpenError::NotAStore {
                path: path.to_owned(),
            });
        }
        Some(found) if found > FORMAT => {
            return Err(OpenError::Newer {
                found,
                known: FORMAT,
            });
        }
        Some(_) => {}
    }
    let mut heads = Heads::new();
    for (log, number) in numbers(&transaction).map_err(failed)? {
        let last = last_position(&transaction, number).map_err(failed)?;
        let newest = check_tail(&transaction, &log, number, last).map_err(failed)?;
        let newest = newest.map_err(|(position, fault)| OpenError::BrokenChain {
            log: log.clone(),
            position,
            fault,
        })?;
        heads.insert(log, Head { number, newest });
    }
    Ok(heads)
}

/// Compares the logs with what was noted beside the file.
fn check_marks(database: &Database, heads: &Heads, path: &Path) -> Result<(), OpenError> {
    let transaction = database.begin_read().map_err(|error| OpenError::Failed {
        path: path.to_owned(),
        source: error.into(),
    })?;
    for (log, known) in Marks::read(path).iter() {
        let head = heads.get(log).copied();
        let found = head.map_or(Position::START, |head| head.newest.position);
        let (Some(head), true) = (head, found >= known.position) else {
            return Err(OpenError::Behind {
                log: log.clone(),
                found,
                known: known.position,
            });
        };
        let there =
            reading::records(&transaction, log, head, known.position, 1).map_err(|source| {
                OpenError::Unreadable {
                    path: path.to_owned(),
                    source,
                }
            })?;
        let is_same = there
            .first()
            .is_some_and(|record| record.hash == known.hash);
        if !is_same {
            return Err(OpenError::OtherPast {
                log: log.clone(),
                position: known.position,
            });
        }
    }
    Ok(())
}
