//! A clock that somebody moves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use domain::Moment;
use tokio::sync::oneshot;

use super::{Clock, Sleep};

/// A clock that stands still until it is moved. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Moment,
    sleepers: Vec<(Moment, oneshot::Sender<()>)>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Moment) -> Self {
        Self(Arc::new(Mutex::new(State {
            now,
            sleepers: Vec::new(),
        })))
    }

    /// Moves the clock on, never back, and wakes whoever slept until then.
    pub fn set(&self, now: Moment) {
        let mut state = self.lock();
        state.now = state.now.max(now);
        let now = state.now;
        let (due, later): (Vec<_>, Vec<_>) = state
            .sleepers
            .drain(..)
            .partition(|(moment, _)| *moment <= now);
        state.sleepers = later;
        for (_, sleeper) in due {
            // Who stopped waiting needs no waking.
            let _ = sleeper.send(());
        }
    }

    /// Moves the clock on by `by`.
    pub fn advance(&self, by: TimeDelta) {
        let now = self.lock().now;
        self.set(now + by);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        self.lock().now
    }

    fn sleep_until(&self, moment: Moment) -> Sleep {
        let mut state = self.lock();
        if moment <= state.now {
            return Box::pin(std::future::ready(()));
        }
        state.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
        let (sleeper, woken) = oneshot::channel();
        state.sleepers.push((moment, sleeper));
        drop(state);
        Box::pin(async move {
            // The sender goes only with the clock itself: then nobody moves it any more.
            if woken.await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[test]
    fn sleepers_wake_when_their_time_comes_and_not_before() {
        let start = Moment::UNIX_EPOCH;
        let clock = ManualClock::new(start);
        let mut context = Context::from_waker(Waker::noop());
        let mut sleep = pin!(clock.sleep_until(start + TimeDelta::seconds(10)));
        assert_eq!(sleep.as_mut().poll(&mut context), Poll::Pending);
        clock.advance(TimeDelta::seconds(9));
        assert_eq!(sleep.as_mut().poll(&mut context), Poll::Pending);
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(sleep.as_mut().poll(&mut context), Poll::Ready(()));
        clock.set(start);
        assert_eq!(clock.now(), start + TimeDelta::seconds(10));
    }
}
