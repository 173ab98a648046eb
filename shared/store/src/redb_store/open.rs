//! Opening a store: nothing is answered from a file that is not what was stored here.
//!
//! redb checks every page first; then the layout, the tail of every chain, and the positions noted
//! beside the file are looked at.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadTransaction, ReadableDatabase,
    StorageBackend,
};

use super::{
    RedbOptions,
    committer::{Beside, Committer},
    creation,
    holder::{Held, Holder},
    reading,
    shared::{Head, Heads, Shared},
    tables::{self, FORMAT, damaged},
    tail::{check_tail, last_position, numbers},
    watermark::{Marks, Watermark},
};
use crate::{Hash32, LogId, Newest, OpenError, Position};

/// Opens the file `path`, making it first when it is not there.
pub(super) fn from_path(path: &Path, options: &RedbOptions) -> Result<Committer, OpenError> {
    let is_new = !path.exists();
    if is_new && let Some(missing) = Marks::read(path).of_missing(path) {
        return Err(missing);
    }
    let (database, holder) = begin(path, options, options.creates)?;
    creation::tidy(path);
    let heads = load(&database, path)?;
    if !is_new && !options.accepts_older {
        let differing = differing(&database, &heads, path)?;
        if let Some((_, reason)) = differing.into_iter().next() {
            return Err(reason);
        }
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

/// Takes the file for this program alone, after making it if it is not there and may be made.
pub(super) fn begin(
    path: &Path,
    options: &RedbOptions,
    creates: bool,
) -> Result<(Database, Holder), OpenError> {
    let in_use = |Held| OpenError::InUse {
        path: path.to_owned(),
        holder: Holder::read(path),
    };
    let mut holder = Holder::begin(path, &options.holder).map_err(in_use)?;
    let builder = builder(options);
    if !path.exists() {
        if !creates {
            return Err(OpenError::Io {
                doing: "find",
                path: path.to_owned(),
                source: ErrorKind::NotFound.into(),
            });
        }
        creation::create(path, &builder)?;
    }
    let database = builder.open(path).map_err(|error| refused(path, error))?;
    holder.confirm();
    Ok((database, holder))
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
fn failed(path: &Path, source: redb::Error) -> OpenError {
    let path = path.to_owned();
    let io = if let redb::Error::Io(error) = &source {
        Some(error.kind())
    } else {
        None
    };
    if io == Some(ErrorKind::InvalidData) {
        OpenError::NotAStore { path }
    } else if io == Some(ErrorKind::UnexpectedEof) || is_damage(&source) {
        OpenError::Damaged { path, source }
    } else {
        OpenError::Failed { path, source }
    }
}

/// Whether redb met bytes that no release of this program has written. It does not call all of it
/// corruption: its own version or a table may be another one.
fn is_damage(error: &redb::Error) -> bool {
    matches!(
        error,
        redb::Error::Corrupted(_)
            | redb::Error::UpgradeRequired(_)
            | redb::Error::RepairAborted
            | redb::Error::TableDoesNotExist(_)
            | redb::Error::TableTypeMismatch { .. }
            | redb::Error::TableIsMultimap(_)
            | redb::Error::TableIsNotMultimap(_)
            | redb::Error::TypeDefinitionChanged { .. }
    )
}

/// Reads where the logs stand and checks the end of each.
fn load(database: &Database, path: &Path) -> Result<Heads, OpenError> {
    let failed = |error| failed(path, error);
    let transaction = read(database, path)?;
    let mut heads = Heads::new();
    for (log, number) in numbers(&transaction).map_err(failed)? {
        let last = last_position(&transaction, number).map_err(failed)?;
        let last = last.ok_or_else(|| failed(damaged("a log has no records")))?;
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

/// Where the logs stand if their records are in order, which is not looked at. A log without any
/// ends at position 0.
pub(super) fn load_unchecked(database: &Database, path: &Path) -> Result<Heads, OpenError> {
    let failed = |error| failed(path, error);
    let transaction = read(database, path)?;
    let mut heads = Heads::new();
    for (log, number) in numbers(&transaction).map_err(failed)? {
        let last = last_position(&transaction, number).map_err(failed)?;
        let newest = Newest {
            position: last.unwrap_or(Position::START),
            hash: Hash32::ZERO,
        };
        heads.insert(log, Head { number, newest });
    }
    Ok(heads)
}

/// Begins to read a file of a known layout.
fn read(database: &Database, path: &Path) -> Result<ReadTransaction, OpenError> {
    let failed = |error| failed(path, error);
    let transaction = database
        .begin_read()
        .map_err(|error| failed(error.into()))?;
    match tables::format(&transaction).map_err(failed)? {
        None => Err(OpenError::NotAStore {
            path: path.to_owned(),
        }),
        Some(found) if found > FORMAT => Err(OpenError::Newer {
            found,
            known: FORMAT,
        }),
        Some(_) => Ok(transaction),
    }
}

/// The logs that are not, or not any more, what was noted beside the file; each as the reason for
/// which the file is not used.
pub(super) fn differing(
    database: &Database,
    heads: &Heads,
    path: &Path,
) -> Result<Vec<(LogId, OpenError)>, OpenError> {
    let transaction = database
        .begin_read()
        .map_err(|error| failed(path, error.into()))?;
    let mut differing = Vec::new();
    for (log, known) in Marks::read(path).iter() {
        let head = heads.get(log).copied();
        let reason = differs(&transaction, log, head, known, path);
        differing.extend(reason.map(|reason| (log.clone(), reason)));
    }
    Ok(differing)
}

fn differs(
    transaction: &ReadTransaction,
    log: &LogId,
    head: Option<Head>,
    known: Newest,
    path: &Path,
) -> Option<OpenError> {
    let found = head.map_or(Position::START, |head| head.newest.position);
    let (Some(head), true) = (head, found >= known.position) else {
        return Some(OpenError::Behind {
            log: log.clone(),
            found,
            known: known.position,
        });
    };
    match reading::records(transaction, log, head, known.position, 1) {
        Err(source) => Some(OpenError::Unreadable {
            path: path.to_owned(),
            source,
        }),
        Ok(there) => {
            let is_same = there
                .first()
                .is_some_and(|record| record.hash == known.hash);
            (!is_same).then(|| OpenError::OtherPast {
                log: log.clone(),
                position: known.position,
            })
        }
    }
}
