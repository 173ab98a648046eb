//! What people typed freely, kept apart from the log so that it can be forgotten.
//!
//! A log never forgets. It therefore names a person by a random [`SubjectId`] alone; the name, the
//! phone, the words about the fault lie here, under that id, until they are erased.

pub(crate) mod error;
mod key_file;
pub(crate) mod keys;
pub(crate) mod random;
pub(crate) mod sealed;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Answer, Day, LogId, VaultError};

/// The most bytes kept of one person. A name, a phone and a few sentences about a fault take
/// hundreds; whoever sends more is not filling in a form.
pub const PERSON_BYTES_MAX: usize = 4 * 1024;
/// The most ids that one call of [`Vault::subjects`] returns, so that no read lasts long.
pub const SUBJECTS_MAX: usize = 10_000;

/// Who is meant by what the vault keeps: random, given once, and all that a log says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectId(pub Uuid);

impl std::fmt::Display for SubjectId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// With what a person's key dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyScope {
    /// With a service day: who came, or meant to come, on it.
    Day(Day),
    /// Only on its own: who belongs to the site for longer, such as a member.
    Subject,
}

impl KeyScope {
    /// Whether it is a service day before `day`.
    pub(crate) fn is_before(self, day: Day) -> bool {
        match self {
            Self::Day(own) => own < day,
            Self::Subject => false,
        }
    }
}

/// The free words of persons, each kept under a log and a random id.
///
/// Whoever puts waits for the answer before the fact that names the person; whoever erases waits
/// for it before the fact that says so. A log need not exist to have persons.
pub trait Vault: Send + Sync + 'static {
    /// Keeps `bytes` in place of what was kept of the person; durable when it answers.
    ///
    /// Dropping the future does not take it back.
    ///
    /// # Errors
    /// [`VaultError`], such as another scope than the person is kept in.
    fn put(
        &self,
        log: &LogId,
        subject: SubjectId,
        scope: KeyScope,
        bytes: Vec<u8>,
    ) -> Answer<Result<(), VaultError>>;

    /// What is kept of a person; `None` when it was erased or never put.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] when something is there that was not put so.
    fn get(&self, log: &LogId, subject: SubjectId) -> Answer<Result<Option<Vec<u8>>, VaultError>>;

    /// Forgets a person, whatever is there of it; nothing at all is in order too.
    ///
    /// # Errors
    /// [`VaultError`]; after it the person may be erased or not, and erasing again finds out.
    fn erase(&self, log: &LogId, subject: SubjectId) -> Answer<Result<(), VaultError>>;

    /// Forgets everybody who is kept with a service day before `day`; answers who that was, sorted.
    ///
    /// # Errors
    /// [`VaultError`]; after it some may be erased, and erasing again goes on.
    fn erase_before(&self, log: &LogId, day: Day) -> Answer<Result<Vec<SubjectId>, VaultError>>;

    /// The persons that are kept, sorted, from the one after `after` on; at most [`SUBJECTS_MAX`],
    /// so whoever wants all asks again until nobody comes.
    ///
    /// # Errors
    /// [`VaultError`] when the store cannot be asked.
    fn subjects(
        &self,
        log: &LogId,
        after: Option<SubjectId>,
    ) -> Answer<Result<Vec<SubjectId>, VaultError>>;
}

/// Refuses what no vault keeps.
pub(crate) const fn check_size(bytes: &[u8]) -> Result<(), VaultError> {
    if bytes.len() > PERSON_BYTES_MAX {
        return Err(VaultError::TooLarge {
            bytes: bytes.len(),
            max: PERSON_BYTES_MAX,
        });
    }
    Ok(())
}
