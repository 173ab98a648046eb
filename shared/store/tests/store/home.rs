//! A folder with a store in it, opened and closed as a program would.

use std::path::PathBuf;

use paihao_store::{OpenError, RedbStore};

use crate::support::{block_on, news, options, push};

/// A folder with a store in it.
pub(crate) struct Home(pub(crate) tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("store.redb")
    }

    pub(crate) fn open(&self) -> Result<RedbStore, OpenError> {
        RedbStore::open(self.store(), &options())
    }

    /// Makes a store whose log `square` holds so many records, and closes it.
    pub(crate) fn with_records(count: u128) -> Self {
        let home = Self::new();
        home.grow(0..count);
        home
    }

    pub(crate) fn grow(&self, numbers: std::ops::Range<u128>) {
        block_on(async {
            let store = self.open().expect("a store");
            push(&store, "square", news(numbers)).await;
            store.close().await.expect("closed");
        });
    }

    /// The error with which the store does not open, and its text.
    pub(crate) fn refusal(&self) -> (OpenError, String) {
        let error = self.open().expect_err("a store that must not open");
        let text = error.to_string();
        (error, text)
    }
}
