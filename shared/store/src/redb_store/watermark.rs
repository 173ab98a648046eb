//! How far the logs have come, in a small file beside the store.
//!
//! An old copy of the store in place of the newest would give numbers a second time. The file is
//! written after a commit and never synced, so it is behind the store or level with it, never
//! ahead; a store that is behind it has been exchanged.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::shared::{Head, Heads};
use crate::{Hash32, LogId, Newest, OpenError, Position};

/// The least time between two writings, in milliseconds. A restart then misses an exchange of the
/// store only if it is younger than that.
const INTERVAL_MILLIS: u64 = 1_000;

/// The file beside the store.
pub(super) struct Watermark {
    path: PathBuf,
    now_millis: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// When it was last written; `None` before the first time.
    written_at: Option<u64>,
}

/// What the file says.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Marks {
    logs: BTreeMap<LogId, Mark>,
}

/// Where a log stood at least.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Mark {
    position: Position,
    hash: Hash32,
}

impl Watermark {
    pub(super) fn new(store: &Path, now_millis: Arc<dyn Fn() -> u64 + Send + Sync>) -> Self {
        Self {
            path: path(store),
            now_millis,
            written_at: None,
        }
    }

    /// Writes where the logs stand, unless that was done a moment ago.
    pub(super) fn rise(&mut self, heads: &Heads) {
        let now = (self.now_millis)();
        let is_due = self
            .written_at
            .is_none_or(|at| now.saturating_sub(at) >= INTERVAL_MILLIS || now < at);
        if is_due {
            self.written_at = Some(now);
            self.write(heads);
        }
    }

    /// Writes where the logs stand. A failure only weakens a later check, so it is not passed on.
    pub(super) fn write(&mut self, heads: &Heads) {
        let mark = |head: &Head| Mark {
            position: head.newest.position,
            hash: head.newest.hash,
        };
        let logs = heads
            .iter()
            .map(|(log, head)| (log.clone(), mark(head)))
            .collect();
        if let Err(error) = replace(&self.path, &Marks { logs }) {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                path = %self.path.display(),
                "cannot note how far the store has come"
            );
        }
    }
}

impl Marks {
    /// Reads the file beside `store`. One that is missing or unreadable says nothing; with a
    /// warning, unless neither the store nor the file is there.
    pub(super) fn read(store: &Path) -> Self {
        let path = path(store);
        let read =
            fs::read(&path).and_then(|json| serde_json::from_slice(&json).map_err(io::Error::from));
        read.unwrap_or_else(|error| {
            if store.exists() || error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    path = %path.display(),
                    "whether this is the newest copy of the store cannot be checked"
                );
            }
            Self::default()
        })
    }

    /// Why no new store may begin where `store` is not: there was one before.
    pub(super) fn of_missing(&self, store: &Path) -> Option<OpenError> {
        let records: u64 = self.logs.values().map(|mark| mark.position.0).sum();
        (records > 0).then(|| OpenError::Missing {
            path: store.to_owned(),
            note: path(store),
            records,
        })
    }

    /// The logs that it names, with the record that each holds at least.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&LogId, Newest)> {
        let newest = |mark: &Mark| Newest {
            position: mark.position,
            hash: mark.hash,
        };
        self.logs.iter().map(move |(log, mark)| (log, newest(mark)))
    }
}

fn path(store: &Path) -> PathBuf {
    store.with_extension("newest")
}

/// Replaces a small file in one step, without a sync: after a power cut the old one may stand.
fn replace(path: &Path, marks: &Marks) -> io::Result<()> {
    let new = path.with_extension("newest.new");
    fs::write(&new, serde_json::to_vec(marks)?)?;
    fs::rename(&new, path)
}
