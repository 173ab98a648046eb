//! The folder of the keys: one small file per person, and what dies is overwritten.
//!
//! `persons/<log>/<scope>/<subject>.key`: the log as the first 32 digits of the hash of its name,
//! because not every file system tells `a` from `A`; the scope as `day-` and the number of the day,
//! or `subject`; the subject as 32 digits. Nothing of it comes from a person.
//!
//! A person's key is in its own file and in no other, and never moves: what is overwritten was the
//! only copy. It cannot be reckoned from any other secret. The sealed bytes that remain in free
//! pages of the store, and in every backup of it, are therefore closed as soon as the file is.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    key_file::{self, Found, doing, private_folder, sync_folder},
    random::Random,
    sealed::Key,
};
use crate::{Day, Hash32, KeyScope, LogId, SubjectId, VaultError};

/// The folder below the one for keys of all kinds.
const FOLDER: &str = "persons";
const DAY: &str = "day-";
const SUBJECT: &str = "subject";

/// The keys of persons.
#[derive(Debug)]
pub(crate) struct Keys {
    /// The folder of keys of all kinds, and the one in it that is for these.
    root: PathBuf,
    persons: PathBuf,
    random: Random,
}

impl Keys {
    /// Takes the folder, making it when it is not there.
    pub(crate) fn open(root: &Path, random: Random) -> Result<Self, VaultError> {
        let persons = root.join(FOLDER);
        private_folder(root)?;
        private_folder(&persons)?;
        Ok(Self {
            root: root.to_owned(),
            persons,
            random,
        })
    }

    pub(crate) const fn random(&self) -> &Random {
        &self.random
    }

    /// The key of a person, if it is kept in this scope.
    pub(crate) fn find(
        &self,
        log: &LogId,
        scope: KeyScope,
        subject: SubjectId,
    ) -> Result<Option<Key>, VaultError> {
        match key_file::read(&self.file(log, scope, subject))? {
            Found::Key(key) => Ok(Some(key)),
            Found::Nothing | Found::Overwritten => Ok(None),
        }
    }

    /// Whether a person has a key, in whichever scope of the log.
    pub(crate) fn has(&self, log: &LogId, subject: SubjectId) -> Result<bool, VaultError> {
        for (scope, _) in self.scopes(log)? {
            if self.find(log, scope, subject)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The key of a person who has no sealed bytes yet; durable when it is returned. A key that a
    /// put which did not end has left is taken.
    pub(crate) fn make(
        &self,
        log: &LogId,
        scope: KeyScope,
        subject: SubjectId,
    ) -> Result<Key, VaultError> {
        let of_log = self.of_log(log);
        let folder = of_log.join(name(scope));
        private_folder(&of_log)?;
        private_folder(&folder)?;
        // A folder that holds a file was durable before it: whoever was stopped in between left it
        // empty.
        if list(&folder)?.is_empty() {
            for above in [&of_log, &self.persons, &self.root] {
                sync_folder(above)?;
            }
        }
        let file = self.file(log, scope, subject);
        match key_file::read(&file)? {
            Found::Key(key) => {
                sync_folder(&folder)?;
                Ok(key)
            }
            Found::Nothing | Found::Overwritten => {
                let key = Key(self.random.bytes()?);
                key_file::write(&file, &key)?;
                Ok(key)
            }
        }
    }

    /// Destroys the key of a person, in whichever scope of the log it is.
    pub(crate) fn destroy(&self, log: &LogId, subject: SubjectId) -> Result<(), VaultError> {
        for (_, folder) in self.scopes(log)? {
            // Also an unfinished one, and the copies that somebody's editor has made.
            let mut files = list(&folder)?;
            files.retain(|file| named_after(file, subject));
            destroy_in(&folder, &files)?;
        }
        Ok(())
    }

    /// Destroys the keys of all service days before `day`; returns whose they were.
    pub(crate) fn destroy_before(
        &self,
        log: &LogId,
        day: Day,
    ) -> Result<BTreeSet<SubjectId>, VaultError> {
        let mut subjects = BTreeSet::new();
        for (scope, folder) in self.scopes(log)? {
            if scope.is_before(day) {
                let files = list(&folder)?;
                subjects.extend(files.iter().filter_map(|file| subject(file)));
                destroy_in(&folder, &files)?;
                remove(&folder)?;
            }
        }
        Ok(subjects)
    }

    /// The scopes of a log for which there is a folder, sorted.
    fn scopes(&self, log: &LogId) -> Result<Vec<(KeyScope, PathBuf)>, VaultError> {
        let mut scopes: Vec<_> = entries(&self.of_log(log))?
            .into_iter()
            .filter_map(|folder| Some((scope(folder.file_name()?.to_str()?)?, folder)))
            .collect();
        scopes.sort();
        Ok(scopes)
    }

    fn of_log(&self, log: &LogId) -> PathBuf {
        let digest = Hash32(Sha256::digest(log.as_str()).into()).to_string();
        self.persons.join(&digest[..32])
    }

    fn file(&self, log: &LogId, scope: KeyScope, subject: SubjectId) -> PathBuf {
        let name = format!("{}.{}", subject.0.simple(), key_file::EXTENSION);
        self.of_log(log).join(self::name(scope)).join(name)
    }
}

fn name(scope: KeyScope) -> String {
    match scope {
        KeyScope::Day(Day(number)) => format!("{DAY}{number}"),
        KeyScope::Subject => SUBJECT.to_owned(),
    }
}

/// The scope that a folder is named after; none when it is not one of ours.
fn scope(name: &str) -> Option<KeyScope> {
    if name == SUBJECT {
        return Some(KeyScope::Subject);
    }
    let number = name.strip_prefix(DAY)?.parse().ok()?;
    Some(KeyScope::Day(Day(number)))
}

/// The person that a file is named after.
fn subject(file: &Path) -> Option<SubjectId> {
    let name = file.file_stem()?.to_str()?;
    Uuid::try_parse(name).ok().map(SubjectId)
}

fn named_after(file: &Path, subject: SubjectId) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.starts_with(&subject.0.simple().to_string()))
}

/// Overwrites the files before the first of them loses its name, and makes both durable.
fn destroy_in(folder: &Path, files: &[PathBuf]) -> Result<(), VaultError> {
    for file in files {
        key_file::overwrite(file)?;
    }
    for file in files {
        fs::remove_file(file).map_err(doing("remove", file))?;
    }
    if files.is_empty() {
        return Ok(());
    }
    sync_folder(folder)
}

/// Removes a folder whose keys are destroyed. What else somebody put there stays, and it.
fn remove(folder: &Path) -> Result<(), VaultError> {
    match fs::remove_dir(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            tracing::warn!(path = %folder.display(), "holds more than keys, and is left");
            Ok(())
        }
        Err(source) => Err(doing("remove", folder)(source)),
    }
}

/// The files of a folder, sorted.
fn list(folder: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let mut files = entries(folder)?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

/// What is in a folder; nothing when it is not there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let failed = || doing("look into", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(failed()(source)),
    };
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(failed()))
        .collect()
}
