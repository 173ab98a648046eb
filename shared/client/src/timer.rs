//! Waiting, as something that is passed in: a simulation brings its own time.

use std::time::Duration;

use crate::Pending;

/// Lets time pass.
pub trait Timer: Send + Sync + 'static {
    /// Is ready after `duration`.
    fn sleep(&self, duration: Duration) -> Pending<()>;
}

/// The runtime's own time.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn sleep(&self, duration: Duration) -> Pending<()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The answer of `work`, or none if `limit` passes first.
pub(crate) async fn within<T>(
    timer: &dyn Timer,
    limit: Duration,
    work: impl Future<Output = T>,
) -> Option<T> {
    tokio::select! {
        biased;
        done = work => Some(done),
        () = timer.sleep(limit) => None,
    }
}
