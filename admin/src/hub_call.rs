//! Commands to a hub: one intention, one key, however often it must be sent.

use client::{Error, Key};

use crate::failure::Failure;

/// How often a command is sent while its outcome stays unknown.
const TRIES_MAX: u32 = 3;

/// Sends a command under one fresh key, again if no answer came.
pub(crate) async fn once<T>(
    mut send: impl AsyncFnMut(&Key) -> Result<T, Error>,
) -> Result<T, Failure> {
    let key = Key::new(&fresh_key());
    let mut tries = 1;
    loop {
        match send(&key).await {
            Err(Error::UnknownOutcome { .. }) if tries < TRIES_MAX => tries += 1,
            done => return Ok(done?),
        }
    }
}

fn fresh_key() -> String {
    let bytes: [u8; 16] = hub::secrets::random();
    format!("admin-{:032x}", u128::from_be_bytes(bytes))
}
