//! Persons on disk: nobody reads them from the files, and nothing brings an erased one back.

mod altered;
mod erased;
mod files;
mod power;
mod steps;

use std::{
    fs,
    path::{Path, PathBuf},
};

use paihao_store::{Day, KeyScope, LogId, RedbStore, RedbVault, SubjectId, Vault, VaultError};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};

use crate::{
    home::Home,
    support::{block_on, log, options, random, subject},
};

const VAULT: TableDefinition<'static, &'static [u8], &'static [u8]> = TableDefinition::new("vault");

const TODAY: KeyScope = KeyScope::Day(Day(739_000));
const TOMORROW: KeyScope = KeyScope::Day(Day(739_001));

impl Home {
    fn keys(&self) -> PathBuf {
        self.path("keys")
    }

    /// Does something with the persons of the store, and closes it.
    fn with_vault<T>(&self, work: impl AsyncFnOnce(&RedbVault) -> T) -> T {
        block_on(async {
            // After a restore the file may be older than the last one.
            let store = RedbStore::open(self.store(), &options().accept_older()).expect("a store");
            let vault = store.vault(&self.keys(), random()).expect("a vault");
            let done = work(&vault).await;
            store.close().await.expect("closed");
            done
        })
    }

    /// A store with persons in the log `square`, each kept under his number as text.
    fn with_persons(persons: &[(u128, KeyScope)]) -> Self {
        let home = Self::new();
        home.with_vault(async |vault| {
            for (number, scope) in persons {
                put(vault, *number, *scope).await.expect("kept");
            }
        });
        home
    }

    fn get(&self, number: u128) -> Result<Option<Vec<u8>>, VaultError> {
        self.with_vault(async |vault| vault.get(&log("square"), subject(number)).await)
    }

    /// The key of a person.
    fn key(&self, number: u128) -> PathBuf {
        let name = format!("{}.key", subject(number).0.simple());
        let is_it = |file: &PathBuf| file.file_name().is_some_and(|found| *found == *name);
        let mut keys = files(&self.keys()).into_iter().filter(is_it);
        let key = keys.next().expect("a key");
        assert_eq!(keys.next(), None, "another key");
        key
    }

    /// The sealed bytes of a person, read as any redb tool would.
    fn sealed(&self, number: u128) -> Option<Vec<u8>> {
        let database = Database::open(self.store()).expect("the file");
        let transaction = database.begin_read().expect("a transaction");
        let vault = transaction.open_table(VAULT).expect("the table");
        let row = row(&log("square"), subject(number));
        let sealed = ReadableTable::get(&vault, row.as_slice()).expect("a read");
        sealed.map(|sealed| sealed.value().to_vec())
    }

    /// Writes the bytes of a row, as someone with a redb tool would; none removes it.
    fn set_sealed(&self, number: u128, sealed: Option<&[u8]>) {
        let database = Database::open(self.store()).expect("the file");
        let transaction = database.begin_write().expect("a transaction");
        {
            let mut vault = transaction.open_table(VAULT).expect("the table");
            let row = row(&log("square"), subject(number));
            match sealed {
                Some(sealed) => drop(vault.insert(row.as_slice(), sealed).expect("changed")),
                None => drop(vault.remove(row.as_slice()).expect("removed")),
            }
        }
        transaction.commit().expect("committed");
    }
}

async fn put(vault: &RedbVault, number: u128, scope: KeyScope) -> Result<(), VaultError> {
    let bytes = text(number).expect("bytes");
    vault
        .put(&log("square"), subject(number), scope, bytes)
        .await
}

/// What `put` keeps of a person.
#[expect(clippy::unnecessary_wraps, reason = "it is compared with an answer")]
fn text(number: u128) -> Option<Vec<u8>> {
    Some(number.to_string().into_bytes())
}

/// The key of a row, by its description.
fn row(log: &LogId, subject: SubjectId) -> Vec<u8> {
    [log.as_str().as_bytes(), b"\0", subject.0.as_bytes()].concat()
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Copies a folder with all that is in it, in place of what is there.
fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("a folder");
    for file in files(from) {
        let copy = to.join(file.strip_prefix(from).expect("below it"));
        fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
        fs::copy(file, copy).expect("copied");
    }
}
