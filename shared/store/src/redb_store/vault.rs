//! Persons on disk: sealed in the store's file, each with a key of its own in a folder beside it.
//!
//! To put: the key is made durable, then the sealed row, then the caller is told. To erase: the key
//! is overwritten and removed, then the row. So at any moment a row has either its key, and opens,
//! or none in the whole folder, and is what a crash left of somebody erased. A put upon such
//! remains removes them before it makes a key, or they would look like a row that was altered.
//!
//! redb writes to fresh pages and frees the old ones, so a removed row stays legible in the file for
//! as long as nothing else needs its page, and in backups for ever. That is why removing it is only
//! tidying: the person is erased when the key is. What this cannot reach is a disk that keeps old
//! blocks of its own accord, and a copy of the folder of keys.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
    sync::Arc,
};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{Inner, RedbStore, request::Write, shared::Shared};
use crate::{
    Answer, Day, KeyScope, LogId, Random, ReadError, SubjectId, Vault, VaultError,
    vault::{
        check_size,
        keys::Keys,
        sealed::{self, row_key},
    },
};

mod person;

use person::Person;

/// The most rows that one write removes, so that appends wait for few of them.
const FORGET_ROWS_MAX: usize = 1_000;

/// The persons in a [`RedbStore`]. Clones share it; each keeps the store open.
#[derive(Clone)]
pub struct RedbVault {
    inner: Arc<Inner>,
    keys: Arc<Keys>,
}

impl RedbStore {
    /// The persons in this store, whose keys lie below the folder `keys`; it is made when it is not
    /// there, readable by its owner alone.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the folder cannot be made.
    pub fn vault(&self, keys: &Path, random: Random) -> Result<RedbVault, VaultError> {
        Ok(RedbVault {
            inner: Arc::clone(&self.0),
            keys: Arc::new(Keys::open(keys, random)?),
        })
    }
}

impl Vault for RedbVault {
    fn put(
        &self,
        log: &LogId,
        subject: SubjectId,
        scope: KeyScope,
        bytes: Vec<u8>,
    ) -> Answer<Result<(), VaultError>> {
        if let Err(refusal) = check_size(&bytes) {
            return Box::pin(std::future::ready(Err(refusal)));
        }
        let (vault, person) = (self.clone(), self.person(log, subject));
        Box::pin(async move { vault.put(person, scope, bytes).await })
    }

    fn get(&self, log: &LogId, subject: SubjectId) -> Answer<Result<Option<Vec<u8>>, VaultError>> {
        let (vault, person) = (self.clone(), self.person(log, subject));
        Box::pin(async move { vault.get(person).await })
    }

    fn erase(&self, log: &LogId, subject: SubjectId) -> Answer<Result<(), VaultError>> {
        let (vault, person) = (self.clone(), self.person(log, subject));
        Box::pin(async move {
            let turn = vault.inner.turns.take(&person.log).await;
            let row = person.row.clone();
            vault.work(Some(&turn), move |_| person.shut()).await?;
            vault.forget(vec![row]).await
        })
    }

    fn erase_before(&self, log: &LogId, day: Day) -> Answer<Result<Vec<SubjectId>, VaultError>> {
        let (vault, log) = (self.clone(), log.clone());
        Box::pin(async move { vault.erase_before(log, day).await })
    }

    fn subjects(
        &self,
        log: &LogId,
        after: Option<SubjectId>,
    ) -> Answer<Result<Vec<SubjectId>, VaultError>> {
        let (vault, keys, log) = (self.clone(), Arc::clone(&self.keys), log.clone());
        Box::pin(async move {
            let subjects = move |shared: &Shared| person::subjects(shared, &keys, &log, after);
            vault.work(None, subjects).await
        })
    }
}

impl RedbVault {
    fn person(&self, log: &LogId, subject: SubjectId) -> Person {
        Person {
            keys: Arc::clone(&self.keys),
            log: log.clone(),
            subject,
            row: row_key(log, subject),
        }
    }

    async fn put(&self, person: Person, scope: KeyScope, bytes: Vec<u8>) -> Result<(), VaultError> {
        let turn = self.inner.turns.take(&person.log).await;
        let (looking, row) = (person.clone(), person.row.clone());
        let look = move |shared: &Shared| looking.has_remains(shared, scope);
        if self.work(Some(&turn), look).await? {
            self.forget(vec![row.clone()]).await?;
        }
        let seal = move |_: &Shared| person.seal(scope, &bytes);
        let sealed = self.work(Some(&turn), seal).await?;
        let write = |asked| Write::Person { row, sealed, asked };
        self.inner.ask(write).await
    }

    async fn get(&self, person: Person) -> Result<Option<Vec<u8>>, VaultError> {
        let looking = person.clone();
        let found = self.work(None, move |shared| looking.open(shared)).await;
        if !matches!(found, Err(VaultError::Unreadable { .. })) {
            return found;
        }
        // The row may be from before an erasure and the key from after it: nobody is suspected
        // before a look that nothing comes between.
        let turn = self.inner.turns.take(&person.log).await;
        self.work(Some(&turn), move |shared| person.open(shared))
            .await
    }

    async fn erase_before(&self, log: LogId, day: Day) -> Result<Vec<SubjectId>, VaultError> {
        let turn = self.inner.turns.take(&log).await;
        let (keys, of) = (Arc::clone(&self.keys), log.clone());
        let shut = move |shared: &Shared| person::shut_before(shared, &keys, &of, day);
        let (subjects, with_rows) = self.work(Some(&turn), shut).await?;
        for some in with_rows.chunks(FORGET_ROWS_MAX) {
            let rows = some.iter().map(|subject| row_key(&log, *subject));
            self.forget(rows.collect()).await?;
        }
        Ok(subjects)
    }

    /// Removes rows whose keys are destroyed.
    async fn forget(&self, rows: Vec<Vec<u8>>) -> Result<(), VaultError> {
        self.inner.ask(|asked| Write::Forget { rows, asked }).await
    }

    /// Works where it may wait for the disk. The turn is kept until that has ended, also when
    /// nobody waits for it any more.
    async fn work<T: Send + 'static>(
        &self,
        turn: Option<&Turn>,
        work: impl FnOnce(&Shared) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let turn = turn.cloned();
        let worked = self.inner.work(move |shared| {
            let done = work(shared);
            drop(turn);
            done
        });
        let failed = |cause| Err(ReadError::Failed(cause).into());
        worked.await.unwrap_or_else(failed)
    }
}

impl std::fmt::Debug for RedbVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedbVault").finish_non_exhaustive()
    }
}

/// How many logs can change their persons at the same time, but for those that share a turn. Each
/// change waits for the disk, and a city's hub has many logs.
const TURNS: usize = 16;

/// One change at a time to the persons of a log: between a key and its row nothing else happens.
#[derive(Default)]
pub(super) struct Turns([Arc<Mutex<()>>; TURNS]);

/// Whoever has it may change the persons of a log.
type Turn = Arc<OwnedMutexGuard<()>>;

impl Turns {
    async fn take(&self, log: &LogId) -> Turn {
        let mut hasher = DefaultHasher::new();
        log.hash(&mut hasher);
        let place = hasher.finish() as usize % TURNS;
        Arc::new(Arc::clone(&self.0[place]).lock_owned().await)
    }
}
