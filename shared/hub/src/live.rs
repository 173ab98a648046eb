//! Live updates as server-sent messages: the state of a topic whenever it changed, never a delta.
//!
//! A stream begins with a request and ends with its connection, its permission or the hub. What it
//! may show is asked again for every message, so a revoked session falls silent.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream;
use protocol::Topic;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::access::Identity;
use crate::api::Call;
use crate::metrics::{Counting, Metrics};
use crate::problem::Trouble;

/// Streams of a hub: a square's phones several times over, each a few kilobytes of memory.
const STREAMS_MAX: i64 = 12_000;
/// A comment goes out so often, so that nobody between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// A listener that lost its stream comes back after so long.
const RETRY: Duration = Duration::from_secs(2);

/// What a listener follows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Following {
    topic: Topic,
    ticket: Option<String>,
    service: Option<String>,
}

/// Follows a topic. `Last-Event-ID` of the newest state means: only what comes after it.
///
/// # Errors
/// What the topic's view refuses, or `busy` when too many listen.
pub fn stream(
    call: Call,
    following: Following,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Trouble> {
    let counting = Metrics::stream(&call.hub, STREAMS_MAX).ok_or(Trouble::Busy)?;
    let known = call
        .headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let changes = call.site.changes();
    let closing = call.hub.closing();
    let follower = Follower {
        call,
        following,
        changes,
        closing,
        known,
        sent: None,
        _counting: counting,
    };
    follower.view()?;
    let messages = stream::unfold(follower, |mut follower| async move {
        let message = follower.next().await?;
        Some((Ok(message), follower))
    });
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Follower {
    call: Call,
    following: Following,
    changes: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    /// The version that the listener has already, before anything was sent.
    known: Option<u64>,
    /// The digest of what was sent last: a change elsewhere on the square is no news here.
    sent: Option<u64>,
    _counting: Counting,
}

impl Follower {
    /// Waits for news; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            let version = *self.changes.borrow_and_update();
            let state = self.view().ok()?;
            let digest = digest(&state);
            let is_known = self.known.take() == Some(version);
            if !is_known && self.sent != Some(digest) {
                self.sent = Some(digest);
                let event = Event::default().event(self.following.topic.name());
                return Some(event.id(version.to_string()).retry(RETRY).data(state));
            }
            self.sent = Some(digest);
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                closed = self.closing.changed() => closed.ok()?,
            }
        }
    }

    /// The state of the topic as JSON, for whoever the listener still is.
    fn view(&self) -> Result<String, Trouble> {
        let (call, following) = (&self.call, &self.following);
        let identity = call.identity.renewed(&call.headers)?;
        match following.topic {
            Topic::Ticket => {
                let ticket = following.ticket.as_deref().unwrap_or_default();
                json(&ticket_of(&identity, call, ticket)?)
            }
            Topic::Board => json(&call.site.board()),
            Topic::Services => json(&call.site.services()),
            Topic::Stations => match identity.volunteer(&call.site) {
                Ok(staff) => json(&staff.stations()),
                Err(_) => json(&call.site.stations()),
            },
            Topic::Queue => {
                let volunteer = identity.volunteer(&call.site)?;
                json(&volunteer.queue(following.service.as_deref())?)
            }
            Topic::Dashboard => json(&identity.organiser(&call.site)?.dashboard()),
        }
    }
}

fn ticket_of(
    identity: &Identity,
    call: &Call,
    ticket: &str,
) -> Result<protocol::TicketAnswer, Trouble> {
    identity.watched_ticket(&call.site, ticket)?.view()
}

fn json<T: Serialize>(view: &T) -> Result<String, Trouble> {
    serde_json::to_string(view).map_err(|_| Trouble::Internal)
}

fn digest(state: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    state.hash(&mut hasher);
    hasher.finish()
}
