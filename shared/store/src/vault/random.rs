//! Where keys and nonces come from.

use std::{io, sync::Arc};

use crate::VaultError;

/// A source of random bytes. What it gives seals persons: outside of tests and simulations nobody
/// may be able to guess it.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

type Fill = dyn Fn(&mut [u8]) -> io::Result<()> + Send + Sync;

impl Random {
    /// The system's own source.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|bytes| getrandom::fill(bytes).map_err(io::Error::from))
    }

    /// A source of the caller's, which fills all it is given.
    pub fn new(fill: impl Fn(&mut [u8]) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    pub(crate) fn bytes<const N: usize>(&self) -> Result<[u8; N], VaultError> {
        let mut bytes = [0; N];
        (self.0)(&mut bytes).map_err(VaultError::Random)?;
        Ok(bytes)
    }
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}
