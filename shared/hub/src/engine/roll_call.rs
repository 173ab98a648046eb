//! Notices that a kiosk is gone: nothing comes from it, so nothing but time tells.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::shared::Shared;
use crate::clock::Clock;

/// The way to the task that notices. It ends when the last of these is dropped.
#[derive(Clone)]
pub(super) struct RollCall(mpsc::Sender<()>);

impl RollCall {
    /// Starts the task.
    pub(super) fn start(shared: Arc<Shared>, clock: Arc<dyn Clock>) -> Self {
        let (came, mut coming) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                let due = shared.read(|published| published.presence.next_gone());
                let silence = async {
                    match due {
                        Some(due) => clock.sleep_until(due).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    came = coming.recv() => {
                        if came.is_none() {
                            return;
                        }
                    }
                    () = silence => {
                        let now = clock.now();
                        shared.publish_news(|published| published.presence.miss(now));
                    }
                }
            }
        });
        Self(came)
    }

    /// A kiosk came, which may be gone before all others.
    pub(super) fn came(&self) {
        // Full means that the task is about to look anyway.
        let _ = self.0.try_send(());
    }
}
