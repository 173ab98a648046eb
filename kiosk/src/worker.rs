//! The thread beside the window: it asks the hub and brings the answers back.
//!
//! An issue whose answer is missing may or may not have happened, so it is asked
//! again with the same key until the hub says which. A visitor who went away
//! meanwhile gets the number cancelled as soon as it exists.

pub mod here;
pub mod http;
mod issue;
mod kept_pin;
mod port;
pub mod satellite;
mod stick;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, mpsc};

pub use port::{HubPort, PortError};

use crate::flow::{LinkAnswer, PinState, Reply, Request};
use crate::site_now::Refusal;

/// How often the site is looked at when nothing happens.
const LOOK_EVERY: Duration = Duration::from_millis(1500);
/// An answer that takes longer than this is none. With [`LOOK_EVERY`] it stays
/// below the time after which the screen says that the hub is gone.
const ANSWER_WITHIN: Duration = Duration::from_millis(2500);
/// A handful of fingers cannot fill this.
pub const REQUESTS_MAX: usize = 64;
/// A cancel, or a note, is tried so often before the visitor is told that it did not work.
const CANCEL_TRIES: u32 = 3;

/// Carries answers to the thread of the window.
pub type Replies = Arc<dyn Fn(Reply) + Send + Sync>;

/// Serves `requests` until their sender is gone.
pub async fn run<P: HubPort>(
    port: Arc<P>,
    mut requests: mpsc::Receiver<Request>,
    replies: Replies,
) {
    let look_now = Arc::new(Notify::new());
    let looking = tokio::spawn(look(
        Arc::clone(&port),
        Arc::clone(&replies),
        Arc::clone(&look_now),
    ));
    let mut issues = issue::Issues::default();
    while let Some(request) = requests.recv().await {
        let (port, replies, look_now) = (
            Arc::clone(&port),
            Arc::clone(&replies),
            Arc::clone(&look_now),
        );
        match request {
            Request::Issue { attempt, order } => {
                let wanted = issues.open(attempt);
                tokio::spawn(async move {
                    if let Some(result) = issue::take(&*port, &order, &wanted).await {
                        replies(Reply::Contact(None));
                        replies(Reply::Issued { attempt, result });
                    }
                    look_now.notify_one();
                });
            }
            Request::Book {
                attempt,
                service,
                slot,
            } => {
                let wanted = issues.open(attempt);
                tokio::spawn(async move {
                    if let Some(result) = issue::book(&*port, &service, slot, &wanted).await {
                        replies(Reply::Contact(None));
                        replies(Reply::Booked { attempt, result });
                    }
                });
            }
            Request::Abandon { attempt } => issues.abandon(attempt),
            other @ (Request::Cancel { .. }
            | Request::Void { .. }
            | Request::Find { .. }
            | Request::Slots { .. }
            | Request::Bring { .. }
            | Request::CheckPin { .. }
            | Request::Link { .. }
            | Request::Stick { .. }
            | Request::NameSite { .. }) => {
                tokio::spawn(async move {
                    small(&*port, other, &replies).await;
                    look_now.notify_one();
                });
            }
        }
    }
    looking.abort();
}

async fn look<P: HubPort>(port: Arc<P>, replies: Replies, now: Arc<Notify>) {
    loop {
        match answered(port.look()).await {
            Ok(site) => replies(Reply::Contact(Some(Box::new(site)))),
            Err(PortError::Refused(Refusal::NotAllowed)) => replies(Reply::Unpaired),
            Err(error) => tracing::debug!(%error, "the hub was not reached"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = now.notified() => {}
        }
    }
}

async fn small<P: HubPort>(port: &P, request: Request, replies: &Replies) {
    match request {
        Request::Cancel { attempt, token } => {
            replies(Reply::Cancelled {
                attempt,
                done: issue::cancel(port, &token, CANCEL_TRIES).await,
            });
        }
        Request::Void { attempt, token } => {
            replies(Reply::Cancelled {
                attempt,
                done: issue::void(port, &token, CANCEL_TRIES).await,
            });
        }
        Request::Find { attempt, token } => {
            let result = answered(port.find(&token)).await.map_err(why);
            replies(Reply::Found { attempt, result });
        }
        Request::Slots {
            attempt,
            service,
            date,
        } => {
            let result = answered(port.slots(&service, date)).await.map_err(why);
            replies(Reply::Slots { attempt, result });
        }
        Request::Bring {
            attempt,
            token,
            kind,
        } => {
            let is_noted = issue::bring(port, &token, kind, CANCEL_TRIES).await;
            let kind = is_noted.then_some(kind);
            replies(Reply::Brought { attempt, kind });
        }
        Request::CheckPin { attempt, pin } => {
            let state = match answered(port.check_pin(&pin)).await {
                Ok(true) => None,
                Err(PortError::Refused(Refusal::TooOften)) => Some(PinState::Locked),
                Ok(false) | Err(PortError::Refused(_)) => Some(PinState::Wrong),
                Err(PortError::NoAnswer(_)) => Some(PinState::NoAnswer),
            };
            replies(Reply::PinChecked { attempt, state });
        }
        Request::Stick { attempt } => {
            let result = port.stick().await;
            replies(Reply::OnStick { attempt, result });
        }
        Request::Link { attempt, kind, pin } => {
            let answer = match answered(port.link(&kind, &pin)).await {
                Ok(url) => LinkAnswer::Url(url),
                Err(PortError::Refused(_)) => LinkAnswer::Refused,
                Err(PortError::NoAnswer(_)) => LinkAnswer::NoAnswer,
            };
            replies(Reply::Linked { attempt, answer });
        }
        Request::NameSite { lang, name } => {
            if let Err(error) = answered(port.name_site(lang, &name)).await {
                tracing::warn!(%error, "the site keeps its name; it can be changed on the dashboard");
            }
        }
        // They have their own paths above.
        Request::Issue { .. } | Request::Book { .. } | Request::Abandon { .. } => {}
    }
}

/// What a visitor is told when a look brought nothing.
fn why(error: PortError) -> Refusal {
    match error {
        PortError::Refused(refusal) => refusal,
        PortError::NoAnswer(_) => Refusal::NoAnswer,
    }
}

/// The answer, or none after [`ANSWER_WITHIN`].
async fn answered<T>(call: impl Future<Output = Result<T, PortError>>) -> Result<T, PortError> {
    tokio::time::timeout(ANSWER_WITHIN, call)
        .await
        .unwrap_or_else(|_| Err(PortError::NoAnswer("no answer in time".into())))
}
