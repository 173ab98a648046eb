//! The log of facts, kept so that nothing acknowledged is lost.
//!
//! What it is: the [`Log`] trait (append at an expected position, read, follow, newest), the
//! [`Cache`] trait beside it (snapshots and history, both derived from the log and disposable),
//! the [`Vault`] for what people typed freely, which no log may hold, the [`Care`] for the file, and
//! two stores that pass one conformance suite: [`RedbStore`] on disk, [`MemoryStore`] for
//! demonstrations and tests.
//!
//! What it is not: it knows no tickets, no commands and no clock. A record's body is opaque JSON,
//! because the log of a site and the hub's own log hold different facts.
//!
//! Where to read next: [`log`](Log) for the promise, `record.rs` for the bytes,
//! `redb_store/committer.rs` for how a record reaches the disk, `redb_store/vault.rs` for why an
//! erased person stays erased.

mod cache;
mod care;
mod chain;
mod error;
mod hash;
mod log;
mod log_id;
mod memory;
mod open_error;
mod position;
mod record;
mod redb_store;
mod vault;
mod watchers;

pub use cache::{Cache, ClosedDay, DAYS_MAX, Day, SNAPSHOT_BYTES_MAX, Snapshot};
pub use care::Care;
pub use chain::{ChainFault, Verified, VerifyError, verify};
pub use error::{AppendError, CacheError, CareError, Cause, ReadError};
pub use hash::Hash32;
pub use log::{
    APPEND_BYTES_MAX, APPEND_RECORDS_MAX, Answer, BODY_BYTES_MAX, Log, Newest, READ_BYTES_MAX,
    READ_RECORDS_MAX,
};
pub use log_id::{LOG_ID_BYTES_MAX, LogId, LogIdError};
pub use memory::MemoryStore;
pub use open_error::OpenError;
pub use position::Position;
pub use record::{Body, BodyError, CommandId, NewRecord, Record};
pub use redb_store::{
    Append, Compacted, Examination, RedbOptions, RedbStore, RedbVault, TAIL_CHECKED_RECORDS, Usage,
    Writing,
};
pub use vault::{
    KeyScope, PERSON_BYTES_MAX, SUBJECTS_MAX, SubjectId, Vault, error::VaultError, random::Random,
};
