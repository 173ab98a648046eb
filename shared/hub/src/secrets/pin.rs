//! PINs of staff: short, so slow to try and useless without the pepper.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use super::random;

/// Fewest and most digits of a PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=12;
/// Memory for one check, in KiB, and passes over it: OWASP's second row, as a small box has
/// little memory to spare.
const MEMORY_KIB: u32 = 12 * 1024;
const PASSES: u32 = 3;

/// Six to twelve digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Takes a PIN as it was typed; `None` for anything but six to twelve digits.
    pub fn new(text: &str) -> Option<Self> {
        let fits = DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// Six fresh digits.
    pub fn random() -> Self {
        Self(format!("{:06}", u64::from_be_bytes(random()) % 1_000_000))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is stored: argon2id with a fresh salt and the pepper. Takes tens of milliseconds on
    /// purpose.
    pub fn hash(&self, pepper: &[u8; 32]) -> String {
        hasher(pepper)
            .hash_password(self.0.as_bytes())
            .expect("fixed, valid parameters")
            .to_string()
    }

    /// Whether it is the one that was stored. Takes as long.
    pub fn matches(&self, pepper: &[u8; 32], stored: &str) -> bool {
        let Ok(stored) = PasswordHash::new(stored) else {
            return false;
        };
        hasher(pepper)
            .verify_password(self.0.as_bytes(), &stored)
            .is_ok()
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

fn hasher(pepper: &[u8; 32]) -> Argon2<'_> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("fixed, valid parameters");
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params)
        .expect("a pepper of valid length")
}
