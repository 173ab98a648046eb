//! Printers from outside: bytes over a real connection, read by a decoder that accepts only what
//! the ESC/POS reference names.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]

mod decoder;
#[cfg(unix)]
mod device;
mod fake;
mod file;
mod network;
mod slips;
