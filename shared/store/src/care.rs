//! The promise of a store that looks after its own file.

use crate::{Answer, CareError, Compacted};

/// What is done for a store when nobody waits for it.
pub trait Care: Send + Sync + 'static {
    /// Gives back room that is not used, if there is much of it; answers what that brought. Appends
    /// and reads wait meanwhile: the time for it is after the day.
    ///
    /// # Errors
    /// [`CareError`] when the store has stopped or stops over it.
    fn tidy(&self) -> Answer<Result<Option<Compacted>, CareError>>;
}
