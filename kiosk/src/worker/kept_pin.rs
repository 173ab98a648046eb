//! The staff's PIN while the hub is gone: the last one that the hub said was right.
//!
//! It lies hashed beside the kiosk's credential. Whoever takes the disk holds that credential too,
//! so the hash needs no secret of its own; it keeps the digits from being read over a shoulder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hub::secrets::Pin;

const FILE: &str = "staff-pin";
const PEPPER: [u8; 32] = *b"paihao kiosk away from its hub  ";
/// Wrong tries before nobody may try for [`LOCKED_FOR`]; the hub has the same.
const TRIES: u32 = 5;
const LOCKED_FOR: Duration = Duration::from_mins(15);

/// The kept PIN of one kiosk.
pub(super) struct KeptPin {
    file: PathBuf,
    tries: Mutex<Tries>,
}

#[derive(Default)]
struct Tries {
    wrong: u32,
    last: Option<Instant>,
}

/// What the kept PIN says of one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checked {
    /// It is the same.
    Right,
    /// It is another.
    Wrong,
    /// Too many wrong ones.
    Locked,
    /// The hub never said of one that it is right.
    Unknown,
}

impl KeptPin {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            file: folder.join(FILE),
            tries: Mutex::default(),
        }
    }

    /// Keeps a PIN that the hub said is right.
    pub(super) fn keep(&self, typed: &str) -> io::Result<()> {
        *self.tries() = Tries::default();
        let Some(pin) = Pin::new(typed) else {
            return Ok(());
        };
        if self
            .stored()
            .is_some_and(|kept| pin.matches(&PEPPER, &kept))
        {
            return Ok(());
        }
        let draft = self.file.with_extension("new");
        fs::write(&draft, pin.hash(&PEPPER))?;
        fs::rename(draft, &self.file)
    }

    /// Forgets it, if it is the one that the hub now says is wrong.
    pub(super) fn forget(&self, typed: &str) -> io::Result<()> {
        let Some((pin, kept)) = Pin::new(typed).zip(self.stored()) else {
            return Ok(());
        };
        if pin.matches(&PEPPER, &kept) {
            fs::remove_file(&self.file)?;
        }
        Ok(())
    }

    /// Compares, without the hub.
    pub(super) fn check(&self, typed: &str, now: Instant) -> Checked {
        let Some(kept) = self.stored() else {
            return Checked::Unknown;
        };
        let mut tries = self.tries();
        let since = |last| now.saturating_duration_since(last);
        if tries.last.is_some_and(|last| since(last) >= LOCKED_FOR) {
            *tries = Tries::default();
        }
        if tries.wrong >= TRIES {
            return Checked::Locked;
        }
        if Pin::new(typed).is_some_and(|pin| pin.matches(&PEPPER, &kept)) {
            *tries = Tries::default();
            return Checked::Right;
        }
        tries.wrong += 1;
        tries.last = Some(now);
        Checked::Wrong
    }

    fn stored(&self) -> Option<String> {
        fs::read_to_string(&self.file).ok()
    }

    fn tries(&self) -> std::sync::MutexGuard<'_, Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_right_pin_opens_without_the_hub_and_guessing_is_slow() {
        let folder = tempfile::tempdir().unwrap();
        let pin = KeptPin::in_folder(folder.path());
        let start = Instant::now();
        assert_eq!(pin.check("204816", start), Checked::Unknown);
        pin.keep("204816").unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(!text.contains("204816"), "{text}");
        // Another start of the program.
        let pin = KeptPin::in_folder(folder.path());
        assert_eq!(pin.check("204816", start), Checked::Right);
        for typed in ["000000", "000001", "x", "", "2048161"] {
            assert_eq!(pin.check(typed, start), Checked::Wrong);
        }
        assert_eq!(pin.check("204816", start), Checked::Locked);
        let soon = start + Duration::from_mins(14);
        assert_eq!(pin.check("204816", soon), Checked::Locked);
        assert_eq!(pin.check("204816", start + LOCKED_FOR), Checked::Right);
    }

    #[test]
    fn a_pin_that_was_changed_opens_nothing_once_the_hub_has_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let pin = KeptPin::in_folder(folder.path());
        let now = Instant::now();
        pin.keep("204816").unwrap();
        // A slip of the finger changes nothing.
        pin.forget("204817").unwrap();
        assert_eq!(pin.check("204816", now), Checked::Right);
        pin.forget("204816").unwrap();
        assert_eq!(pin.check("204816", now), Checked::Unknown);
        pin.keep("135790").unwrap();
        assert_eq!(pin.check("135790", now), Checked::Right);
    }
}
