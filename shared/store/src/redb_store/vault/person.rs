//! Keys and rows together: what each step of the vault does, without waiting for anybody.

use std::{collections::BTreeSet, sync::Arc};

use super::{super::shared::Shared, Keys, sealed};
use crate::{Day, KeyScope, LogId, PERSON_BYTES_MAX, SubjectId, VaultError};

/// One person in one log.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) keys: Arc<Keys>,
    pub(super) log: LogId,
    pub(super) subject: SubjectId,
    /// The key of its row.
    pub(super) row: Vec<u8>,
}

impl Person {
    /// Whether a row stands there that nothing opens any more.
    pub(super) fn has_remains(&self, shared: &Shared, scope: KeyScope) -> Result<bool, VaultError> {
        let Some(sealed) = shared.person(&self.row)? else {
            return Ok(false);
        };
        let kept = sealed::scope(&sealed).ok_or_else(|| self.unreadable())?;
        let key = self.keys.find(&self.log, kept, self.subject)?;
        if key.is_some() && kept != scope {
            let subject = self.subject;
            return Err(VaultError::OtherScope { subject, kept });
        }
        Ok(key.is_none())
    }

    /// Seals bytes with the person's key, which is durable then.
    pub(super) fn seal(&self, scope: KeyScope, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let key = self.keys.make(&self.log, scope, self.subject)?;
        let nonce = self.keys.random().bytes()?;
        let sealed = sealed::seal(&key, nonce, &self.row, scope, bytes);
        sealed.ok_or(VaultError::TooLarge {
            bytes: bytes.len(),
            max: PERSON_BYTES_MAX,
        })
    }

    /// What was sealed; none when there is no row, or no key in the whole folder.
    pub(super) fn open(&self, shared: &Shared) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(sealed) = shared.person(&self.row)? else {
            return Ok(None);
        };
        let scope = sealed::scope(&sealed).ok_or_else(|| self.unreadable())?;
        let opened = match self.keys.find(&self.log, scope, self.subject)? {
            Some(key) => sealed::open(&key, &self.row, &sealed),
            None if self.keys.has(&self.log, self.subject)? => None,
            None => return Ok(None),
        };
        opened.map(Some).ok_or_else(|| self.unreadable())
    }

    /// Destroys the key. What it opened is erased then, wherever copies of it are.
    pub(super) fn shut(&self) -> Result<(), VaultError> {
        self.keys.destroy(&self.log, self.subject)
    }

    fn unreadable(&self) -> VaultError {
        VaultError::Unreadable {
            log: self.log.clone(),
            subject: self.subject,
        }
    }
}

/// The first persons after `after` that have a key. Nobody is one whose row a crash has left.
pub(super) fn subjects(
    shared: &Shared,
    keys: &Keys,
    log: &LogId,
    mut after: Option<SubjectId>,
) -> Result<Vec<SubjectId>, VaultError> {
    loop {
        let rows = shared.persons(log, after)?;
        let Some((last, _)) = rows.last() else {
            return Ok(Vec::new());
        };
        after = Some(*last);
        let mut subjects = Vec::with_capacity(rows.len());
        for (subject, scope) in rows {
            if is_kept(keys, log, subject, scope)? {
                subjects.push(subject);
            }
        }
        if !subjects.is_empty() {
            return Ok(subjects);
        }
    }
}

/// Whoever is not erased is kept, even if something is wrong with it.
fn is_kept(
    keys: &Keys,
    log: &LogId,
    subject: SubjectId,
    scope: Option<KeyScope>,
) -> Result<bool, VaultError> {
    let Some(scope) = scope else {
        return Ok(true);
    };
    match keys.find(log, scope, subject) {
        Err(VaultError::NotAKey { .. }) => Ok(true),
        found => Ok(found?.is_some()),
    }
}

/// Destroys the keys of the days before `day`. Returns whose they were, with those whose keys were
/// destroyed by an erasure that did not end; then who of all these has a row.
pub(super) fn shut_before(
    shared: &Shared,
    keys: &Keys,
    log: &LogId,
    day: Day,
) -> Result<(Vec<SubjectId>, Vec<SubjectId>), VaultError> {
    let mut subjects: BTreeSet<SubjectId> = keys.destroy_before(log, day)?;
    let mut with_rows = Vec::new();
    let mut rows = shared.persons(log, None)?;
    while let Some((last, _)) = rows.last().copied() {
        let over = |scope: Option<KeyScope>| scope.is_some_and(|scope| scope.is_before(day));
        let over = rows.iter().filter(|(_, scope)| over(*scope));
        with_rows.extend(over.map(|(subject, _)| *subject));
        rows = shared.persons(log, Some(last))?;
    }
    subjects.extend(&with_rows);
    Ok((subjects.into_iter().collect(), with_rows))
}
