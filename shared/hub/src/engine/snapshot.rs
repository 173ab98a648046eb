//! Snapshots: a state with the keys of its day, so that a start need not read the whole log.
//!
//! A snapshot is a cache. One of another release, or one whose bytes are not the ones that were
//! written, is thrown away, and the log is read from its beginning.

use domain::Site;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use store::{LogId, Position};

use crate::machine::{Memory, hash};
use crate::seams::Store;

/// Rules may change from release to release, and with them what a log adds up to.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

#[derive(Serialize)]
struct StateRef<'a> {
    site: &'a Site,
    memory: &'a Memory,
}

#[derive(Deserialize)]
struct State {
    site: Site,
    memory: Memory,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    release: String,
    sha256: String,
    state: Box<RawValue>,
}

/// The bytes of a snapshot.
pub(super) fn write(site: &Site, memory: &Memory) -> Result<Vec<u8>, serde_json::Error> {
    let state = to_raw_value(&StateRef { site, memory })?;
    let sha256 = hash(state.get().as_bytes());
    serde_json::to_vec(&Sealed {
        release: RELEASE.to_owned(),
        sha256,
        state,
    })
}

/// The state in the bytes of a snapshot, if they are this release's and whole.
pub(super) fn read(bytes: &[u8]) -> Option<(Site, Memory)> {
    let sealed: Sealed = serde_json::from_slice(bytes).ok()?;
    if sealed.release != RELEASE || sealed.sha256 != hash(sealed.state.get().as_bytes()) {
        return None;
    }
    let State { site, memory } = serde_json::from_str(sealed.state.get()).ok()?;
    Some((site.relined(), memory))
}

/// The newest snapshot of a log, if there is one that can be used.
pub(super) async fn load(store: &dyn Store, log: &LogId) -> Option<(Site, Memory, Position)> {
    let snapshot = match store.snapshot(log).await {
        Ok(snapshot) => snapshot?,
        Err(error) => {
            tracing::warn!(%log, %error, "the snapshot cannot be read; reading the whole log");
            return None;
        }
    };
    let Some((site, memory)) = read(&snapshot.bytes) else {
        tracing::info!(%log, "the snapshot is another release's or damaged; reading the whole log");
        return None;
    };
    Some((site, memory, snapshot.position))
}
