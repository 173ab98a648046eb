//! How much memory a process holds.

/// Resident memory in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Now.
    pub resident_bytes: u64,
    /// At the most so far.
    pub peak_bytes: u64,
}

/// What Linux says of a process; `None` elsewhere, or when there is no such process.
pub fn memory_of(process: u32) -> Option<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    Some(Memory {
        resident_bytes: kib(&status, "VmRSS:")? * 1024,
        peak_bytes: kib(&status, "VmHWM:")? * 1024,
    })
}

fn kib(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
