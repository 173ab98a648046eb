//! The disk under the data folder: room, and how fast it makes something durable.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Finding;
use crate::app::App;
use crate::words::words;

/// A busy day takes some megabytes; below this something else is about to fill the disk.
const SPACE_MIN_MIB: u64 = 500;
/// Below this a queue of touches becomes noticeable: a number waits for two of them.
const SYNCS_MIN_PER_SEC: f64 = 40.0;
/// The measurement ends after so many writes or so long.
const WRITES: u32 = 200;
const TIME_MAX: Duration = Duration::from_secs(1);
const BLOCK: [u8; 4096] = [0x5a; 4096];

/// Room and speed.
pub(super) fn disk(app: &App) -> Vec<Finding> {
    let Some(folder) = existing(app.data_dir()) else {
        return Vec::new();
    };
    vec![space(app, &folder), speed(app, &folder)]
}

/// The folder, or the nearest one above it that is there already.
fn existing(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    absolute
        .ancestors()
        .find(|path| path.is_dir())
        .map(Path::to_owned)
}

fn space(app: &App, folder: &Path) -> Finding {
    let shown = folder.display();
    match fs4::available_space(folder) {
        Ok(bytes) => {
            let mib = bytes / (1024 * 1024);
            if mib < SPACE_MIN_MIB {
                return Finding::bad(
                    "disk_space",
                    words!(
                        app.language,
                        "{shown} 所在磁盘只剩 {mib} MiB。请清理，至少留出 {SPACE_MIN_MIB} MiB。",
                        "Only {mib} MiB are free under {shown}. Make room for at least {SPACE_MIN_MIB} MiB."
                    ),
                );
            }
            Finding::ok(
                "disk_space",
                words!(app.language, "磁盘剩余 {mib} MiB", "Disk: {mib} MiB free"),
            )
        }
        Err(error) => Finding::warn(
            "disk_space",
            words!(
                app.language,
                "看不出 {shown} 还有多少空间：{error}",
                "The free space under {shown} cannot be told: {error}"
            ),
        ),
    }
}

fn speed(app: &App, folder: &Path) -> Finding {
    match syncs_per_sec(folder) {
        Ok(rate) if rate < SYNCS_MIN_PER_SEC => Finding::warn(
            "disk_speed",
            words!(
                app.language,
                "磁盘每秒只能落盘 {rate:.0} 次，取号会感觉慢。请换用固态硬盘，不要用网络盘或旧存储卡。",
                "The disk makes only {rate:.0} writes durable a second, so numbers feel slow. Use a solid-state disk, not a network drive or an old card."
            ),
        ),
        Ok(rate) => Finding::ok(
            "disk_speed",
            words!(
                app.language,
                "磁盘每秒落盘 {rate:.0} 次",
                "Disk: {rate:.0} durable writes a second"
            ),
        ),
        Err(error) => {
            let shown = folder.display();
            Finding::bad(
                "disk_speed",
                words!(
                    app.language,
                    "无法在 {shown} 中写文件：{error}。请检查权限和磁盘。",
                    "Nothing can be written in {shown}: {error}. Check permissions and disk."
                ),
            )
        }
    }
}

/// Durable writes of one block after the other, as a log makes them.
fn syncs_per_sec(folder: &Path) -> io::Result<f64> {
    let path = folder.join(format!(".paihao-doctor-{}", std::process::id()));
    let file = File::create_new(&path)?;
    let measured = measure(&file);
    // What was measured counts; a small file that stays does no harm.
    let _ = std::fs::remove_file(&path);
    measured
}

fn measure(mut file: &File) -> io::Result<f64> {
    // Room is made first: a log that grows block by block would measure the file system's lists.
    file.set_len(BLOCK.len() as u64)?;
    file.sync_all()?;
    let begin = Instant::now();
    let mut writes = 0;
    while writes < WRITES && begin.elapsed() < TIME_MAX {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        writes += 1;
    }
    Ok(f64::from(writes) / begin.elapsed().as_secs_f64().max(f64::EPSILON))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Nobody makes files there, root included.
    #[test]
    fn why_nothing_can_be_written_is_told() {
        let error = syncs_per_sec(Path::new("/sys")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{error}");
    }
}
