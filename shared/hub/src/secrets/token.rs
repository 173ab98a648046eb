//! Secrets that are handed out: tokens, and the links of tickets.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use store::Hash32;

use super::{base64url, fingerprint, random};

/// Letters and digits that nobody confuses when reading a code aloud.
const CODE_LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A secret of 256 bits, as it is handed out once. Only its fingerprint is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fresh one.
    pub fn random() -> Self {
        Self::from_bytes(random())
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(base64url(&bytes))
    }

    /// Takes a token as it came back; `None` for a text that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(32) => Some(Self::from_bytes(bytes)),
            Ok(_) | Err(_) => None,
        }
    }

    /// The text that is handed out: 43 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn fingerprint(&self) -> Hash32 {
        fingerprint(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Four letters or digits that name a site in ticket links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteCode([u8; 4]);

/// A text that is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct BadCode;

impl SiteCode {
    /// A fresh one. Whether it is free is for the register to say.
    pub fn random() -> Self {
        Self(random::<4>().map(|byte| CODE_LETTERS[usize::from(byte % 32)]))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for SiteCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let bytes: [u8; 4] = text.as_bytes().try_into().map_err(|_| BadCode)?;
        if bytes.iter().all(|b| CODE_LETTERS.contains(b)) {
            Ok(Self(bytes))
        } else {
            Err(BadCode)
        }
    }
}

impl TryFrom<String> for SiteCode {
    type Error = BadCode;

    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<SiteCode> for String {
    fn from(code: SiteCode) -> Self {
        code.as_str().to_owned()
    }
}

/// What stands in a ticket's QR code: 4 characters for the site and 22 that nobody can guess.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TicketLink(String);

impl TicketLink {
    /// Characters of a link.
    pub const LENGTH: usize = 26;

    /// A link with this secret.
    pub fn of(site: SiteCode, secret: u128) -> Self {
        Self(format!(
            "{}{}",
            site.as_str(),
            base64url(&secret.to_be_bytes())
        ))
    }

    /// The link as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that nobody can guess, as a number.
    pub fn secret(&self) -> u128 {
        let mut bytes = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(&self.0[4..], &mut bytes) {
            Ok(16) => u128::from_be_bytes(bytes),
            // A text that no link encodes to; it stands for no ticket.
            Ok(_) | Err(_) => 0,
        }
    }

    /// The site it belongs to.
    pub fn site(&self) -> Option<SiteCode> {
        self.0.get(..4)?.parse().ok()
    }
}

impl FromStr for TicketLink {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        let url_safe = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if text.len() != Self::LENGTH || !text.bytes().all(url_safe) {
            return Err(BadCode);
        }
        let _: SiteCode = text[..4].parse()?;
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for TicketLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketLink(…)")
    }
}
