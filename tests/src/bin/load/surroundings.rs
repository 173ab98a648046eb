//! On what a run measured: figures of a disk in memory or of a debug build say nothing.

use std::fs;
use std::path::Path;

use serde::Serialize;

/// Where and how a run measures.
#[derive(Debug, Serialize)]
pub(crate) struct Surroundings {
    /// The file system under the folder, such as `ext4`; none where it cannot be told.
    file_system: Option<String>,
    /// How this program, and with it the hub beside it, was built.
    profile: &'static str,
}

impl Surroundings {
    /// Looks at the folder and at this program.
    pub(crate) fn of(folder: &Path) -> Self {
        let mounts = fs::read_to_string("/proc/self/mounts").ok();
        let folder = fs::canonicalize(folder).ok();
        let file_system = mounts
            .zip(folder)
            .and_then(|(mounts, folder)| file_system_of(&mounts, &folder));
        Self {
            file_system,
            profile: if cfg!(debug_assertions) {
                "debug"
            } else {
                "release"
            },
        }
    }

    /// Why the figures may not mean what they seem to.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let in_memory = ["tmpfs", "ramfs"];
        if let Some(name) = &self.file_system
            && in_memory.contains(&name.as_str())
        {
            warnings.push(format!(
                "the folder lies on {name}, which is memory and no disk; name one with --data-dir"
            ));
        }
        if self.profile == "debug" {
            warnings.push("this is a debug build; run it with --release".to_owned());
        }
        warnings
    }
}

/// The type of the innermost mount that holds `folder`. Of two at one place the later one counts.
fn file_system_of(mounts: &str, folder: &Path) -> Option<String> {
    let mount = |line: &str| {
        let mut fields = line.split(' ');
        let (_, place, kind) = (fields.next()?, fields.next()?, fields.next()?);
        // Spaces in names are written as octal digits.
        let place = place.replace("\\040", " ");
        folder
            .starts_with(&place)
            .then(|| (place.len(), kind.to_owned()))
    };
    let innermost = mounts
        .lines()
        .filter_map(mount)
        .max_by_key(|(length, _)| *length);
    innermost.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_tells_the_file_system() {
        let mounts = "/dev/a / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n\
            /dev/b /tmp/my\\040disk xfs rw 0 0\n";
        for (folder, expected) in [
            ("/home/x", "ext4"),
            ("/tmp", "tmpfs"),
            ("/tmp/other", "tmpfs"),
            ("/tmpx", "ext4"),
            ("/tmp/my disk/data", "xfs"),
        ] {
            let found = file_system_of(mounts, Path::new(folder));
            assert_eq!(found.as_deref(), Some(expected), "{folder}");
        }
    }
}
