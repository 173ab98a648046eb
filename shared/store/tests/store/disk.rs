//! A disk that remembers the order of what was written and synced, so that a power cut can be
//! played at any moment.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use redb::StorageBackend;

/// A block of a real disk: a torn write ends at its border.
const SECTOR_BYTES: usize = 512;
/// Where redb keeps its header.
const HEADER_BYTES: u64 = 4096;

/// One thing that was done to the disk.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Write {
        offset: u64,
        bytes: Vec<u8>,
    },
    SetLen(u64),
    Sync,
    /// Not the disk's: at this moment the caller was told that this much is durable.
    Confirmed(usize),
}

/// Which of the steps since the last sync a power cut leaves on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    KeepsNone,
    KeepsAll,
    KeepsEverySecond,
    TearsSectors,
    KeepsHeaderOnly,
}

impl Cut {
    pub(crate) const ALL: [Self; 5] = [
        Self::KeepsNone,
        Self::KeepsAll,
        Self::KeepsEverySecond,
        Self::TearsSectors,
        Self::KeepsHeaderOnly,
    ];
}

/// A disk in memory. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    bytes: Vec<u8>,
    steps: Vec<Step>,
    /// How many more syncs succeed; every one when there is no number.
    syncs_left: Option<u64>,
}

impl Disk {
    pub(crate) fn with_image(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State {
            bytes,
            ..State::default()
        })))
    }

    pub(crate) fn image(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        self.state().steps.clone()
    }

    pub(crate) fn confirm(&self, count: usize) {
        self.state().steps.push(Step::Confirmed(count));
    }

    /// From the sync after `syncs` more on, every sync fails.
    pub(crate) fn fail_after(&self, syncs: u64) {
        self.state().syncs_left = Some(syncs);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let start = offset as usize;
        let source = state.bytes.get(start..start + out.len());
        out.copy_from_slice(source.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        let step = Step::SetLen(len);
        apply(&mut state.bytes, &step);
        state.steps.push(step);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.state();
        match &mut state.syncs_left {
            Some(0) => return Err(io::Error::other("the disk is gone")),
            Some(left) => *left -= 1,
            None => {}
        }
        state.steps.push(Step::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let step = Step::Write {
            offset,
            bytes: data.to_vec(),
        };
        apply(&mut state.bytes, &step);
        state.steps.push(step);
        Ok(())
    }
}

/// Plays the steps from the beginning and gives every `stride`-th moment to `visit`: what a power
/// cut of each kind leaves, and what was confirmed until then. On a disk that lies, syncs do
/// nothing.
pub(crate) fn cut_everywhere(
    start: Vec<u8>,
    steps: &[Step],
    stride: usize,
    lies: bool,
    mut visit: impl FnMut(usize, Cut, Vec<u8>, usize),
) {
    let mut durable = start;
    let mut since_sync: Vec<&Step> = Vec::new();
    let mut confirmed = 0;
    for (moment, step) in steps.iter().enumerate() {
        if moment % stride == 0 {
            for cut in Cut::ALL {
                visit(moment, cut, remains(&durable, &since_sync, cut), confirmed);
            }
        }
        match step {
            Step::Write { .. } | Step::SetLen(_) => since_sync.push(step),
            Step::Sync if lies => {}
            Step::Sync => since_sync
                .drain(..)
                .for_each(|step| apply(&mut durable, step)),
            Step::Confirmed(count) => confirmed = *count,
        }
    }
}

fn remains(durable: &[u8], since_sync: &[&Step], cut: Cut) -> Vec<u8> {
    let mut bytes = durable.to_vec();
    for (number, step) in since_sync.iter().enumerate() {
        if cut == Cut::TearsSectors
            && let Step::Write {
                offset,
                bytes: data,
            } = step
        {
            tear(&mut bytes, *offset, data, number);
        } else if survives(step, number, cut) {
            apply(&mut bytes, step);
        }
    }
    bytes
}

fn survives(step: &Step, number: usize, cut: Cut) -> bool {
    match cut {
        Cut::KeepsNone => false,
        Cut::KeepsAll | Cut::TearsSectors => true,
        Cut::KeepsEverySecond => number.is_multiple_of(2),
        Cut::KeepsHeaderOnly => {
            matches!(step, Step::Write { offset, .. } if *offset < HEADER_BYTES)
        }
    }
}

/// Keeps about half of the sectors of a write.
fn tear(bytes: &mut Vec<u8>, offset: u64, data: &[u8], number: usize) {
    for (sector, part) in data.chunks(SECTOR_BYTES).enumerate() {
        if !(sector * 7 + number).is_multiple_of(3) {
            let offset = offset + (sector * SECTOR_BYTES) as u64;
            apply(
                bytes,
                &Step::Write {
                    offset,
                    bytes: part.to_vec(),
                },
            );
        }
    }
}

/// Does one step to the bytes of a disk. A write behind the end, whose change of length was lost,
/// makes the file longer, as it does on a real one.
fn apply(bytes: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Write {
            offset,
            bytes: data,
        } => {
            let start = *offset as usize;
            let end = start + data.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[start..end].copy_from_slice(data);
        }
        Step::SetLen(len) => bytes.resize(*len as usize, 0),
        Step::Sync | Step::Confirmed(_) => {}
    }
}
