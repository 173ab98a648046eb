//! Where the built programs are.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

/// A program that a test drives was not built.
#[derive(Debug, thiserror::Error)]
#[error(
    "{name} is not there: {} does not exist. Build it with `cargo build {flags}-p {name}`, \
     or everything with `cargo test {flags}--workspace`.",
    path.display()
)]
pub struct NotBuilt {
    /// The program, which is also its package.
    pub name: String,
    /// Where it should be.
    pub path: PathBuf,
    flags: &'static str,
}

/// The built program `name` of the same profile as the running one: it lies in the same folder, or
/// above it when a test runs in `deps/`.
///
/// # Errors
/// [`NotBuilt`], saying what to build.
pub fn program(name: &str) -> Result<PathBuf, NotBuilt> {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().unwrap_or(Path::new(""));
    let folder = if folder.ends_with("deps") {
        folder.parent().unwrap_or(folder)
    } else {
        folder
    };
    let path = folder.join(format!("{name}{EXE_SUFFIX}"));
    if path.is_file() {
        return Ok(path);
    }
    let flags = if folder.ends_with("release") {
        "--release "
    } else {
        ""
    };
    Err(NotBuilt {
        name: name.to_owned(),
        path,
        flags,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_says_what_to_build() {
        let missing = program("paihao-nothing").unwrap_err().to_string();
        assert!(missing.contains("-p paihao-nothing"), "{missing}");
    }
}
