//! The hub's own secrets, and everything that is computed with them.
//!
//! Two keys of 256 bits lie beside the store, never in it: the *link key*
//! makes ticket links, the *pepper* goes into PINs, short codes and repeatable
//! secrets. So a copy of the store alone opens no page and guesses no PIN.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AppointmentId, TicketId};
use hmac::{Hmac, KeyInit, Mac};
use protocol::own_link;
use sha2::{Digest, Sha256};
use store::Hash32;

mod file;
mod pin;
mod prints;
mod token;

pub use file::{SecretFileError, write_private};
pub use pin::Pin;
pub use prints::{Key, KeyPrints};
pub use token::{SiteCode, TicketLink, Token};

const LINK_KEY_FILE: &str = "link.key";
const PEPPER_FILE: &str = "pepper.key";

/// The keys of one hub. Neither shown nor logged.
pub struct Secrets {
    /// Makes ticket links.
    link_key: [u8; 32],
    /// Goes into what a person could guess, and into secrets that must come out the same twice.
    pepper: [u8; 32],
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Reads the keys from `folder`, making the folder (0700) and what is missing in it (0600).
    ///
    /// # Errors
    /// [`SecretFileError`] when the folder cannot be used or a key was altered.
    pub fn open(folder: &Path) -> Result<Self, SecretFileError> {
        file::private_folder(folder)?;
        Ok(Self {
            link_key: file::key(&folder.join(LINK_KEY_FILE))?,
            pepper: file::key(&folder.join(PEPPER_FILE))?,
        })
    }

    /// Fresh keys that are kept nowhere: for demonstrations and tests.
    pub fn passing() -> Self {
        Self {
            link_key: random(),
            pepper: random(),
        }
    }

    /// The link of an appointment: the same whenever it is asked for.
    pub fn appointment_link(&self, site: SiteCode, appointment: AppointmentId) -> TicketLink {
        TicketLink::of(site, self.appointment_secret(appointment))
    }

    /// The unguessable part of an appointment's link, as a number.
    pub fn appointment_secret(&self, appointment: AppointmentId) -> u128 {
        let mac = mac(&self.link_key, &[b"appointment", appointment.0.as_bytes()]);
        let mut half = [0; 16];
        half.copy_from_slice(&mac[..16]);
        u128::from_be_bytes(half)
    }

    /// The unguessable part of a ticket's link, as a number. One whose paper a kiosk away from the
    /// hub holds has it from that kiosk's key, so that the kiosk can make it by itself.
    pub fn ticket_secret(&self, ticket: TicketId, satellite: Option<&str>) -> u128 {
        if let Some(kiosk) = satellite {
            return own_link::secret(&self.satellite_key(kiosk), ticket);
        }
        let mac = mac(&self.link_key, &[ticket.0.as_bytes()]);
        let mut half = [0; 16];
        half.copy_from_slice(&mac[..16]);
        u128::from_be_bytes(half)
    }

    /// Whether the secret in a link was made by this kiosk away from the hub, or for it, whatever
    /// ticket it is for.
    pub fn is_of_satellite(&self, kiosk: &str, secret: u128) -> bool {
        own_link::is_made_with(&self.satellite_key(kiosk), secret)
    }

    /// The key that a kiosk away from the hub makes its links with.
    pub fn satellite_key(&self, kiosk: &str) -> [u8; 32] {
        mac(&self.link_key, &[b"satellite", kiosk.as_bytes()])
    }

    /// What is stored of a short code that a person types: useless without the pepper.
    pub fn code_hash(&self, code: &str) -> Hash32 {
        Hash32(mac(&self.pepper, &[b"code", code.as_bytes()]))
    }

    /// A secret that comes out the same for the same parts, so that a repeated request is
    /// answered with the first secret although no secret is stored.
    pub fn derived(&self, purpose: &str, parts: &[&[u8]]) -> Token {
        let mut all = vec![b"derived".as_slice(), purpose.as_bytes()];
        all.extend_from_slice(parts);
        Token::from_bytes(mac(&self.pepper, &all))
    }

    /// What is stored of something that a person could guess: useless without the pepper.
    pub(crate) fn digest(&self, purpose: &str, parts: &[&[u8]]) -> Hash32 {
        let mut all = vec![b"digest".as_slice(), purpose.as_bytes()];
        all.extend_from_slice(parts);
        Hash32(mac(&self.pepper, &all))
    }

    /// Eight digits that come out the same for the same parts.
    pub(crate) fn derived_code(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let token = self.derived(purpose, parts);
        let hash = Sha256::digest(token.as_str());
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash[..8]);
        format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000)
    }

    /// A PIN as it is stored: argon2id with salt and pepper. Takes tens of milliseconds on purpose.
    pub fn pin_hash(&self, pin: &Pin) -> String {
        pin.hash(&self.pepper)
    }

    /// Whether the PIN is the stored one. Takes tens of milliseconds on purpose.
    pub fn pin_matches(&self, pin: &Pin, stored: &str) -> bool {
        pin.matches(&self.pepper, stored)
    }
}

/// What is stored of a secret with 128 random bits or more.
pub fn fingerprint(secret: &str) -> Hash32 {
    Hash32(Sha256::digest(secret).into())
}

/// Random bytes from the system.
///
/// # Panics
/// When the system has none, as nothing here may go on with guessable secrets.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// HMAC-SHA-256 over parts, each with its length before it, so that no two lists share an input.
/// A single part stands alone, as other programs that know the key would compute it.
fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length is a key");
    if let [only] = parts {
        mac.update(only);
    } else {
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
    }
    mac.finalize().into_bytes().into()
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests;
