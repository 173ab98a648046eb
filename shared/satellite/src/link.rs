//! The link to a hub elsewhere: numbers are asked for, and the hub is watched.
//!
//! It starts as [`Reach::Asking`]. Every answer makes it reachable, every lost call or probe makes
//! it gone, and a credential that was taken back makes it refused. It ends when it is dropped.

use std::sync::Arc;
use std::time::Duration;

use client::{Client, Error, Key, Limits, SiteClient};
use protocol::{Cancel, IssueTicket, Issued, ServiceList, SiteView, StationList, TicketAnswer};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Credential;
use crate::prober::probe_forever;

/// For one call. With the time between probes it bounds how late a lost hub is noticed: within 5 s.
const LIMITS: Limits = Limits {
    connect: Duration::from_millis(1500),
    answer: Duration::from_millis(2500),
    silence: Duration::from_secs(30),
    body_bytes: 1024 * 1024,
};
/// How often a number is asked for when its outcome stays unknown; longer would keep a visitor
/// standing before a screen that says nothing.
const ISSUE_TRIES_MAX: u32 = 3;
/// Between two tries.
const ISSUE_PAUSE: Duration = Duration::from_millis(250);

/// Whether the hub is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Not known yet.
    Asking,
    /// It answers.
    Reachable,
    /// It does not answer; it is asked again in the background.
    Gone,
    /// It answers, and does not know this kiosk any more: it must be paired again.
    Refused,
}

/// What the hub last said of the site.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The site.
    pub site: SiteView,
    /// Its services, with what a newcomer must expect.
    pub services: ServiceList,
    /// Its stations.
    pub stations: StationList,
}

/// The link of a paired kiosk to its hub.
pub struct Link {
    site: SiteClient,
    /// Written by the prober and by calls of this link.
    reach: watch::Sender<Reach>,
    /// Written by the prober alone.
    seen: watch::Receiver<Option<Arc<Seen>>>,
    prober: JoinHandle<()>,
}

impl Link {
    /// Begins to watch the hub. Needs a running tokio runtime.
    pub fn start(client: &Client, credential: &Credential) -> Self {
        let client = client
            .with_token(Some(credential.secret()))
            .with_limits(LIMITS);
        let site = client.site(credential.site());
        let (reach, _) = watch::channel(Reach::Asking);
        let (to_seen, seen) = watch::channel(None);
        let prober = tokio::spawn(probe_forever(site.clone(), reach.clone(), to_seen));
        Self {
            site,
            reach,
            seen,
            prober,
        }
    }

    /// Whether the hub is there, and every change of it.
    pub fn reach(&self) -> watch::Receiver<Reach> {
        self.reach.subscribe()
    }

    /// What the hub last said, and every change of it. It stays when the hub is gone.
    pub fn seen(&self) -> watch::Receiver<Option<Arc<Seen>>> {
        self.seen.clone()
    }

    /// The calls of the site, with this kiosk's credential: for the staff page.
    pub fn site(&self) -> &SiteClient {
        &self.site
    }

    /// Takes a number. One key is one touch: while the outcome is unknown the hub is asked again
    /// under the same key, so a lost answer never gives a second number.
    ///
    /// # Errors
    /// [`Error`]. At once [`Error::Unreachable`] while the hub is known to be gone.
    pub async fn issue(&self, request: &IssueTicket, key: &Key) -> Result<Issued, Error> {
        if *self.reach.borrow() == Reach::Gone {
            let address = self.site.client().address().clone();
            return Err(Error::Unreachable {
                address,
                cause: None,
            });
        }
        let mut tries = 1;
        let outcome = loop {
            match self.site.issue(request, key).await {
                Err(Error::UnknownOutcome { .. }) if tries < ISSUE_TRIES_MAX => {
                    tries += 1;
                    self.site.client().timer().sleep(ISSUE_PAUSE).await;
                }
                // Nothing was sent this time; what an earlier try did is still not known.
                Err(Error::Unreachable { address, cause }) if tries > 1 => {
                    break Err(Error::UnknownOutcome { address, cause });
                }
                done => break done,
            }
        };
        self.learn_from(outcome)
    }

    /// Takes back a number that this kiosk gave, or gives up a ticket.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn cancel(
        &self,
        token: &str,
        request: &Cancel,
        key: &Key,
    ) -> Result<TicketAnswer, Error> {
        self.learn_from(self.site.cancel(token, request, key).await)
    }

    fn learn_from<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        let error = outcome.as_ref().err();
        set_reach(&self.reach, reach_after(error));
        outcome
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.prober.abort();
    }
}

/// What an outcome tells about the hub.
pub(crate) fn reach_after(error: Option<&Error>) -> Reach {
    match error {
        Some(Error::Problem(problem)) if problem.status == 401 => Reach::Refused,
        Some(error) if error.is_unreachable() => Reach::Gone,
        Some(_) | None => Reach::Reachable,
    }
}

/// Tells watchers of a change, and of nothing else.
pub(crate) fn set_reach(reach: &watch::Sender<Reach>, now: Reach) {
    let changed = reach.send_if_modified(|before| std::mem::replace(before, now) != now);
    if changed {
        tracing::info!(reach = ?now, "the hub");
    }
}
