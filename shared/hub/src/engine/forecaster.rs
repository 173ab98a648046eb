//! Works out how long a wait will be, after changes and as time passes; never more than one at a
//! time, and never so often that it is most of what the machine does.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::shared::Shared;
use crate::outlook::{Outlook, excerpt};
use crate::pace::{EVERY, rested};
use crate::seams::Seams;

/// Requests that may wait; a further one adds nothing.
const ASKED_MAX: usize = 256;

/// Told once an outlook is published that knows of a change.
type Told = oneshot::Sender<()>;

/// Asks for a new outlook.
pub(super) struct Forecasts(mpsc::Sender<Option<Told>>);

/// The other end of [`Forecasts`].
pub(super) type Asked = mpsc::Receiver<Option<Told>>;

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

    /// Something changed that a curve cannot tell, such as stations. What is answered ends once an
    /// outlook knows of it, at once and with an error if none will come.
    pub(super) fn ask_and_tell(&self) -> oneshot::Receiver<()> {
        let (told, known) = oneshot::channel();
        // What cannot be asked is dropped, which ends the other end.
        let _ = self.0.try_send(Some(told));
        known
    }
}

/// The task. It ends when [`Forecasts`] is dropped.
pub(super) struct Forecaster {
    shared: Arc<Shared>,
    seams: Seams,
    asked: Asked,
    /// To be told after the next outlook.
    waiting: Vec<Told>,
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
                waiting: Vec::new(),
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
            for waiting in self.waiting.drain(..) {
                // Who lost patience needs no word.
                let _ = waiting.send(());
            }
            let rested = rested(started, self.seams.clock.now());
            is_asked = false;
            // Who waits for an outlook does not wait for the rest.
            while self.waiting.is_empty() && self.seams.clock.now() < rested {
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
        self.waiting.extend(asked.into_iter().flatten());
        woken
    }
}

/// Has one outlook worked out and publishes it.
async fn work(shared: Arc<Shared>, seams: &Seams) {
    let (looked_at, now) = (Arc::clone(&shared), seams.clock.now());
    let made = seams.beside(move || {
        let (site, before) =
            looked_at.read(|published| (excerpt(&published.site), Arc::clone(&published.outlook)));
        let outlook = Outlook::of(&site, now, Some(&before));
        // With thousands waiting this takes a while too, so it is not done under the lock.
        let is_news = !before.shows_the_same(&outlook, &site);
        (outlook, is_news)
    });
    if let Some((outlook, is_news)) = made.await {
        shared.publish_outlook(outlook, is_news);
    }
}
