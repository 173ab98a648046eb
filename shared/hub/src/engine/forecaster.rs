//! Works out how long a wait will be, after changes and as time passes; never more than one at a
//! time, and never so often that it is most of what the machine does.

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::{mpsc, oneshot};

use super::shared::Shared;
use crate::outlook::{Outlook, excerpt};
use crate::seams::Seams;

/// Waits change as time passes, also when nothing happens.
const EVERY: TimeDelta = TimeDelta::seconds(30);
/// It rests for so many times as long as it worked, so that it takes a tenth of a processor.
const REST_FACTOR: i32 = 9;
/// Requests that may wait; a further one adds nothing.
const ASKED_MAX: usize = 256;

/// Done once an outlook is published that knows of a change.
pub(super) type After = Box<dyn FnOnce() + Send>;

/// Asks for a new outlook.
pub(super) struct Forecasts(mpsc::Sender<Option<After>>);

/// The other end of [`Forecasts`].
pub(super) type Asked = mpsc::Receiver<Option<After>>;

pub(super) fn channel() -> (Forecasts, Asked) {
    let (forecasts, asked) = mpsc::channel(ASKED_MAX);
    (Forecasts(forecasts), asked)
}

impl Forecasts {
    /// Something changed.
    pub(super) fn ask(&self) {
        // Full means that somebody asked already.
        let _ = self.0.try_send(None);
    }

    /// Something changed that a curve cannot tell, such as stations: `after` is done once it is
    /// known, at once if too much is to do.
    pub(super) fn ask_and_then(&self, after: After) {
        if let Err(
            mpsc::error::TrySendError::Full(after) | mpsc::error::TrySendError::Closed(after),
        ) = self.0.try_send(Some(after))
            && let Some(after) = after
        {
            after();
        }
    }
}

/// The task. It ends when [`Forecasts`] is dropped.
pub(super) struct Forecaster {
    shared: Arc<Shared>,
    seams: Seams,
    asked: Asked,
    /// To be done after the next outlook.
    afters: Vec<After>,
}

/// Why it woke up.
enum Woken {
    Asked,
    InTime,
    Over,
}

impl Forecaster {
    pub(super) fn start(shared: Arc<Shared>, seams: Seams, asked: Asked) {
        tokio::spawn(
            Self {
                shared,
                seams,
                asked,
                afters: Vec::new(),
            }
            .run(),
        );
    }

    async fn run(mut self) {
        let mut is_asked = false;
        loop {
            if !is_asked {
                let due = self.seams.clock.now() + EVERY;
                match self.wake(due).await {
                    Woken::Asked | Woken::InTime => {}
                    Woken::Over => return,
                }
            }
            let started = self.seams.clock.now();
            work(Arc::clone(&self.shared), &self.seams).await;
            self.afters.drain(..).for_each(|after| after());
            let rested = started + (self.seams.clock.now() - started) * (1 + REST_FACTOR);
            is_asked = false;
            // Who waits for an outlook does not wait for the rest.
            while self.afters.is_empty() && self.seams.clock.now() < rested {
                match self.wake(rested).await {
                    Woken::Asked => is_asked = true,
                    Woken::InTime => break,
                    Woken::Over => return,
                }
            }
        }
    }

    /// Sleeps until somebody asks, or until `due`.
    async fn wake(&mut self, due: domain::Moment) -> Woken {
        let mut asked = Vec::new();
        let woken = tokio::select! {
            count = self.asked.recv_many(&mut asked, ASKED_MAX) => {
                if count == 0 { Woken::Over } else { Woken::Asked }
            }
            () = self.seams.clock.sleep_until(due) => Woken::InTime,
        };
        self.afters.extend(asked.into_iter().flatten());
        woken
    }
}

/// Has one outlook worked out and publishes it.
async fn work(shared: Arc<Shared>, seams: &Seams) {
    let (done, outlook) = oneshot::channel();
    let (looked_at, now) = (Arc::clone(&shared), seams.clock.now());
    seams.spawner.run(Box::new(move || {
        let (site, before) =
            looked_at.read(|published| (excerpt(&published.site), Arc::clone(&published.outlook)));
        // Nobody waits for it any more when the hub ends.
        let _ = done.send(Outlook::of(&site, now, Some(&before)));
    }));
    if let Ok(outlook) = outlook.await {
        shared.publish_outlook(outlook);
    }
}
