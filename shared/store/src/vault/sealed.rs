//! The bytes that stand in a store in place of a person's.
//!
//! Layout 1: the number of the layout (1 byte), the scope (1 byte: 0 a service day, 1 the subject
//! alone), the day (4 bytes, big-endian; 0 without one), the nonce (24 bytes), then the person's
//! bytes under XChaCha20-Poly1305. The tag also covers the row's key, which names the log and the
//! subject, and the layout, scope and day before the nonce: put under another id, or under another
//! day, the bytes do not open.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{Day, KeyScope, LogId, SubjectId};

const LAYOUT: u8 = 1;
const HEADER_BYTES: usize = 6;
const NONCE_BYTES: usize = 24;
/// Ends the name of a log in the key of a row. No name holds it, so no name begins another's keys.
const NAME_END: u8 = 0;

/// What opens one person. Nothing shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) [u8; 32]);

/// The key of a person's row: the name of the log, a zero byte, the 16 bytes of the id.
pub(crate) fn row_key(log: &LogId, subject: SubjectId) -> Vec<u8> {
    let mut key = log_prefix(log);
    key.extend_from_slice(subject.0.as_bytes());
    key
}

/// What the keys of all rows of a log begin with.
pub(crate) fn log_prefix(log: &LogId) -> Vec<u8> {
    let mut prefix = log.as_str().as_bytes().to_vec();
    prefix.push(NAME_END);
    prefix
}

/// Seals `bytes` for the row `row`; none when they are more than the cipher takes.
pub(crate) fn seal(
    key: &Key,
    nonce: [u8; NONCE_BYTES],
    row: &[u8],
    scope: KeyScope,
    bytes: &[u8],
) -> Option<Vec<u8>> {
    let header = header(scope);
    let payload = Payload {
        msg: bytes,
        aad: &[row, &header].concat(),
    };
    let text = cipher(key).encrypt(&XNonce::from(nonce), payload).ok()?;
    Some([header.as_slice(), &nonce, &text].concat())
}

/// Opens what stands in the row `row`; none unless it was sealed for it, so, with this key.
pub(crate) fn open(key: &Key, row: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (header, rest) = sealed.split_first_chunk::<HEADER_BYTES>()?;
    let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload {
        msg: text,
        aad: &[row, header].concat(),
    };
    cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()
}

/// The scope that sealed bytes name, which is true only if they open; none when they are no
/// layout's that this release knows.
pub(crate) fn scope(sealed: &[u8]) -> Option<KeyScope> {
    let header = sealed.first_chunk::<HEADER_BYTES>()?;
    let [layout, scope, day @ ..] = *header;
    match (layout, scope) {
        (LAYOUT, 0) => Some(KeyScope::Day(Day(u32::from_be_bytes(day)))),
        (LAYOUT, 1) => Some(KeyScope::Subject),
        (_, _) => None,
    }
}

fn header(scope: KeyScope) -> [u8; HEADER_BYTES] {
    let (scope, Day(day)) = match scope {
        KeyScope::Day(day) => (0, day),
        KeyScope::Subject => (1, Day(0)),
    };
    let [a, b, c, d] = day.to_be_bytes();
    [LAYOUT, scope, a, b, c, d]
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.0.into())
}
