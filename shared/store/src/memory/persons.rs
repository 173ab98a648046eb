//! Persons in memory, unsealed: what is erased is gone with its bytes.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::MemoryStore;
use crate::{
    Answer, Day, KeyScope, LogId, SUBJECTS_MAX, SubjectId, Vault, VaultError, vault::check_size,
};

/// The persons of all logs.
#[derive(Default)]
pub(super) struct Persons(Mutex<BTreeMap<LogId, Kept>>);

type Kept = BTreeMap<SubjectId, (KeyScope, Vec<u8>)>;

impl Vault for MemoryStore {
    fn put(
        &self,
        log: &LogId,
        subject: SubjectId,
        scope: KeyScope,
        bytes: Vec<u8>,
    ) -> Answer<Result<(), VaultError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            check_size(&bytes)?;
            let mut persons = shared.persons.lock();
            let kept = persons.entry(log).or_default();
            match kept.get(&subject) {
                Some((other, _)) if *other != scope => Err(VaultError::OtherScope {
                    subject,
                    kept: *other,
                }),
                Some(_) | None => {
                    kept.insert(subject, (scope, bytes));
                    Ok(())
                }
            }
        })
    }

    fn get(&self, log: &LogId, subject: SubjectId) -> Answer<Result<Option<Vec<u8>>, VaultError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            let persons = shared.persons.lock();
            let kept = persons.get(&log).and_then(|kept| kept.get(&subject));
            Ok(kept.map(|(_, bytes)| bytes.clone()))
        })
    }

    fn erase(&self, log: &LogId, subject: SubjectId) -> Answer<Result<(), VaultError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            if let Some(kept) = shared.persons.lock().get_mut(&log) {
                kept.remove(&subject);
            }
            Ok(())
        })
    }

    fn erase_before(&self, log: &LogId, day: Day) -> Answer<Result<Vec<SubjectId>, VaultError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            let mut persons = shared.persons.lock();
            let Some(kept) = persons.get_mut(&log) else {
                return Ok(Vec::new());
            };
            let over = kept.extract_if(.., |_, (scope, _)| scope.is_before(day));
            Ok(over.map(|(subject, _)| subject).collect())
        })
    }

    fn subjects(
        &self,
        log: &LogId,
        after: Option<SubjectId>,
    ) -> Answer<Result<Vec<SubjectId>, VaultError>> {
        let (shared, log) = (Arc::clone(&self.0), log.clone());
        Box::pin(async move {
            let persons = shared.persons.lock();
            let Some(kept) = persons.get(&log) else {
                return Ok(Vec::new());
            };
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            let range = kept.range((from, Bound::Unbounded)).take(SUBJECTS_MAX);
            Ok(range.map(|(subject, _)| *subject).collect())
        })
    }
}

impl Persons {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<LogId, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows nobody.
impl std::fmt::Debug for Persons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Persons").finish_non_exhaustive()
    }
}
