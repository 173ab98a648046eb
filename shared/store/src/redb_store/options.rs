//! How a store on disk is opened.

use std::sync::Arc;

/// How much of the file redb keeps in memory, in bytes. A day's records are a few megabytes; more
/// would only be noticed by those who count the memory of a small box.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// Who calls the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A thread of the store's own, which commits together whatever is waiting.
    Thread,
    /// The caller's thread, while it polls: for simulations, where each step must be the same in
    /// every run, and for tools without a runtime. Reads happen there too.
    Inline,
}

/// How to open a [`RedbStore`](crate::RedbStore).
#[derive(Clone)]
pub struct RedbOptions {
    /// The time in milliseconds, counted from anywhere. Only used to space out the side file.
    pub(super) now_millis: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// What another program is told when it finds the file in use.
    pub(super) holder: String,
    pub(super) writing: Writing,
    pub(super) accepts_older: bool,
    pub(super) creates: bool,
    pub(super) cache_bytes: usize,
}

impl RedbOptions {
    /// The usual options, with the caller's clock: milliseconds, counted from anywhere.
    pub fn new(now_millis: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self {
            now_millis: Arc::new(now_millis),
            holder: this_program(),
            writing: Writing::Thread,
            accepts_older: false,
            creates: true,
            cache_bytes: CACHE_BYTES,
        }
    }

    /// What another program is told when it finds the file in use, such as the program, its
    /// process and since when; by default the program and its process.
    #[must_use]
    pub fn holder(mut self, holder: impl Into<String>) -> Self {
        self.holder = holder.into();
        self
    }

    /// Who calls the writer; by default a thread.
    #[must_use]
    pub const fn writing(mut self, writing: Writing) -> Self {
        self.writing = writing;
        self
    }

    /// Accepts a file that is older than the last one used in its place: what `restore` says after
    /// it put a backup there.
    #[must_use]
    pub const fn accept_older(mut self) -> Self {
        self.accepts_older = true;
        self
    }

    /// Makes no store where there is none: for tools that only look.
    #[must_use]
    pub const fn existing(mut self) -> Self {
        self.creates = false;
        self
    }

    /// How much of the file redb may keep in memory, in bytes; by default 16 MiB.
    #[must_use]
    pub const fn cache_bytes(mut self, bytes: usize) -> Self {
        self.cache_bytes = bytes;
        self
    }
}

impl std::fmt::Debug for RedbOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedbOptions")
            .field("holder", &self.holder)
            .field("writing", &self.writing)
            .field("accepts_older", &self.accepts_older)
            .field("creates", &self.creates)
            .field("cache_bytes", &self.cache_bytes)
            .finish_non_exhaustive()
    }
}

fn this_program() -> String {
    let path = std::env::current_exe().ok();
    let name = path.as_deref().and_then(std::path::Path::file_stem);
    let name = name.map_or("a program".into(), std::ffi::OsStr::to_string_lossy);
    format!("{name} (process {})", std::process::id())
}
