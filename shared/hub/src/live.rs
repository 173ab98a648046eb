//! Live updates as server-sent messages: the state of a topic whenever it changed, never a delta.
//!
//! A stream begins with a request and ends with its connection, its permission or the hub. What it
//! may show is asked again for every message, so a revoked session falls silent.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream;
use protocol::Topic;
use serde::Deserialize;
use tokio::sync::watch;

use crate::api::Call;
use crate::metrics::{Counting, Metrics};
use crate::prepared::{Prepared, Shown};
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
        .and_then(|id| u64::from_str_radix(id.to_str().ok()?, 16).ok());
    let changes = call.site.changes();
    let ends = [call.hub.closing(), call.site.let_go()];
    let follower = Follower {
        call,
        following,
        changes,
        ends,
        known,
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
    /// That the hub stops, or serves the site no more.
    ends: [watch::Receiver<bool>; 2],
    /// The tag of what the listener has: a change elsewhere on the square is no news here.
    known: Option<u64>,
    _counting: Counting,
}

impl Follower {
    /// Waits for news; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.ends.iter().any(|end| *end.borrow()) {
                return None;
            }
            // Before the view, so that nothing passes unnoticed between.
            self.changes.mark_unchanged();
            let view = self.view().ok()?;
            if self.known != Some(view.tag) {
                self.known = Some(view.tag);
                let event = Event::default().event(self.following.topic.name());
                let id = format!("{:016x}", view.tag);
                return Some(event.id(id).retry(RETRY).data(&view.json));
            }
            let [closing, let_go] = &mut self.ends;
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                closed = closing.changed() => closed.ok()?,
                let_go = let_go.changed() => let_go.ok()?,
            }
        }
    }

    /// The state of the topic as JSON, for whoever the listener still is.
    fn view(&self) -> Result<Arc<Prepared>, Trouble> {
        let (site, following) = (&self.call.site, &self.following);
        let identity = self.call.identity.renewed(&self.call.headers)?;
        match following.topic {
            Topic::Ticket => {
                let ticket = following.ticket.as_deref().unwrap_or_default();
                let view = identity.watched_ticket(site, ticket)?.view()?;
                Ok(Arc::new(Prepared::of(&view)?))
            }
            Topic::Board => site.prepared(Shown::Board, || Ok(site.board())),
            Topic::Services => site.prepared(Shown::Services, || Ok(site.services())),
            Topic::Stations => match identity.volunteer(site) {
                Ok(staff) => site.prepared(Shown::StaffStations, || Ok(staff.stations())),
                Err(_) => site.prepared(Shown::Stations, || Ok(site.stations())),
            },
            Topic::Queue => {
                let volunteer = identity.volunteer(site)?;
                let shown = Shown::Queue(following.service.clone());
                site.prepared(shown, || volunteer.queue(following.service.as_deref()))
            }
            Topic::Dashboard => {
                let organiser = identity.organiser(site)?;
                site.prepared(Shown::Dashboard, || Ok(organiser.dashboard()))
            }
        }
    }
}
