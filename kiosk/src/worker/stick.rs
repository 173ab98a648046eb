//! A memory stick in one of the machine's sockets, for what the kiosk wrote down.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Below these a stick is mounted: by the package's own rule, or by a desktop.
const ROOTS: [&str; 4] = ["/run/paihao", "/media", "/run/media", "/mnt"];
/// `/run/media/NAME/LABEL` is two below its root.
const DEPTH: usize = 2;

/// Where a file for a stick goes: the folder that was named, or else whatever is mounted where
/// sticks are.
pub(super) fn folder(named: Option<&Path>) -> Option<PathBuf> {
    match named {
        Some(named) => named.is_dir().then(|| named.to_owned()),
        None => ROOTS
            .iter()
            .find_map(|root| mounted_below(Path::new(root), DEPTH)),
    }
}

fn mounted_below(folder: &Path, depth: usize) -> Option<PathBuf> {
    let mut inner: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    inner.sort();
    inner.into_iter().find_map(|path| {
        if is_mounted(&path) {
            return Some(path);
        }
        let is_deep = depth > 1;
        is_deep.then(|| mounted_below(&path, depth - 1)).flatten()
    })
}

/// Whether another disk begins here.
#[cfg(unix)]
fn is_mounted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let disk = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    let above = folder.parent().and_then(disk);
    disk(folder).is_some_and(|own| above.is_some_and(|above| own != above))
}

/// There a stick is a letter, which has to be named.
#[cfg(not(unix))]
fn is_mounted(_folder: &Path) -> bool {
    false
}

/// Writes the file whole, so that the stick can be pulled when this returns. One of the same name
/// is replaced.
///
/// # Errors
/// The stick is full, read-only or gone.
pub(super) fn write(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let draft = folder.join(format!("{name}.new"));
    let mut file = File::create(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&draft, folder.join(name))?;
    // Not every file system of a stick lets its folder be synchronised.
    if let Ok(folder) = File::open(folder) {
        let _unsupported = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_taken_as_it_is_and_a_stick_that_is_not_there_is_none() {
        let place = tempfile::tempdir().unwrap();
        assert_eq!(folder(Some(place.path())), Some(place.path().to_owned()));
        assert_eq!(folder(Some(&place.path().join("gone"))), None);
        write(place.path(), "a.jsonl", "one\n").unwrap();
        write(place.path(), "a.jsonl", "two\n").unwrap();
        let text = fs::read_to_string(place.path().join("a.jsonl")).unwrap();
        assert_eq!(text, "two\n");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn folders_of_the_same_disk_are_no_sticks() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("somebody/files")).unwrap();
        assert_eq!(mounted_below(root.path(), DEPTH), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn another_disk_is_found() {
        // `/proc` is one on every Linux.
        assert!(is_mounted(Path::new("/proc")));
        assert!(!is_mounted(Path::new("/etc")));
    }
}
