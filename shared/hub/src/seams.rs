//! What the engine needs from the machine it runs on, passed in so that all of it can be simulated:
//! a clock, random ids, and somebody to do long work meanwhile.

use std::sync::Arc;

use domain::Moment;
use store::{Cache, Care, Log};
use tokio::sync::oneshot;
use uuid::{Builder, Uuid};

use crate::clock::{Clock, SystemClock};

/// A log with its snapshots and days, which looks after its file.
pub trait Store: Log + Cache + Care {}

impl<T: Log + Cache + Care> Store for T {}

/// Gives ids that nobody has had before.
pub trait Ids: Send + Sync + 'static {
    /// A fresh id. Ids made later sort later, so that they lie side by side.
    fn fresh(&self, now: Moment) -> Uuid;
}

/// Work that keeps a processor busy for milliseconds.
pub type Work = Box<dyn FnOnce() + Send>;

/// Does work beside the tasks.
pub trait Spawner: Send + Sync + 'static {
    /// Does `work` at once or soon.
    fn run(&self, work: Work);
}

/// All of it. Clones share it.
#[derive(Clone)]
pub struct Seams {
    /// The one clock of everything that happens on a square.
    pub clock: Arc<dyn Clock>,
    /// The clock of those who sign in: how long a link works, how soon another PIN is tried. Only in
    /// a demonstration is it another one, since there a morning passes in minutes.
    pub sign_in_clock: Arc<dyn Clock>,
    /// The one source of ids.
    pub ids: Arc<dyn Ids>,
    /// Where forecasts are worked out and snapshots are written down.
    pub spawner: Arc<dyn Spawner>,
}

impl Seams {
    /// The real ones. To be used inside a tokio runtime.
    pub fn system() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    /// The real ones but for the clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            sign_in_clock: Arc::clone(&clock),
            clock,
            ids: Arc::new(RandomIds),
            spawner: Arc::new(BlockingPool),
        }
    }

    /// Does work that keeps a processor busy for milliseconds beside the tasks, which go on
    /// meanwhile; none if the hub ends before it is done.
    pub async fn beside<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Option<R> {
        let (done, result) = oneshot::channel();
        self.spawner.run(Box::new(move || {
            // Nobody waits for it any more when the hub ends.
            let _ = done.send(work());
        }));
        result.await.ok()
    }
}

/// Ids of time and the system's randomness (UUID version 7).
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn fresh(&self, now: Moment) -> Uuid {
        let mut random = [0; 10];
        // Without randomness nothing here is safe; every system we run on has it.
        getrandom::fill(&mut random).expect("the system gives random bytes");
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Tokio's threads for work that blocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct BlockingPool;

impl Spawner for BlockingPool {
    fn run(&self, work: Work) {
        tokio::task::spawn_blocking(work);
    }
}

/// Does the work at once, in the task that asks: for simulation.
#[derive(Debug, Clone, Copy, Default)]
pub struct AtOnce;

impl Spawner for AtOnce {
    fn run(&self, work: Work) {
        work();
    }
}
