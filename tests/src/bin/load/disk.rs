//! What the disk does on its own: one small write, made durable, after the other.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

/// As much as a record and its page take at least.
const BLOCK_BYTES: usize = 4096;
/// Written round and round, so that a slice never grows the file.
const BLOCKS: usize = 256;
/// Long enough for hundreds of writes even in a bad minute.
const SLICE: Duration = Duration::from_millis(1_200);

/// One slice: how long each write + fdatasync took, and the slice.
pub(crate) fn slice(folder: &Path) -> Result<(Vec<Duration>, Duration)> {
    let mut file = File::create(folder.join("disk.probe"))?;
    file.write_all(&vec![0; BLOCK_BYTES * BLOCKS])?;
    file.sync_all()?;
    let block = [0x5a; BLOCK_BYTES];
    let mut each = Vec::new();
    let began = Instant::now();
    while began.elapsed() < SLICE {
        let at = each.len() % BLOCKS * BLOCK_BYTES;
        let write_began = Instant::now();
        file.seek(SeekFrom::Start(at as u64))?;
        file.write_all(&block)?;
        file.sync_data()?;
        each.push(write_began.elapsed());
    }
    Ok((each, began.elapsed()))
}
