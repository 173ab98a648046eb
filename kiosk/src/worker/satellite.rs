//! A hub elsewhere: asked first, and done without while the network is gone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use client::SiteClient;
use domain::{ItemKind, TicketId};
use protocol::{PrinterState, ServiceView};
use satellite::{
    Alone, Asked, Given, IssueError, OutboxError, OwnTicket, Satellite, Wanted, is_within,
};
use uuid::Uuid;

use super::http::{HttpPort, Seen, handed_out};
use super::kept_pin::{Checked, KeptPin};
use super::{HubPort, PortError, stick};
use crate::{
    flow::{OnStick, Order, StickTrouble},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LinkKind, Refusal, SiteNow, SlotsNow, Standing},
};

/// What the site was like the last time, for a start without network.
const FILE: &str = "site.json";

/// One site of a hub elsewhere, and the kiosk's own numbers.
pub struct SatellitePort {
    http: HttpPort,
    satellite: Arc<Satellite<SiteClient>>,
    folder: PathBuf,
    pin: Arc<KeptPin>,
    /// Where a stick is mounted; none to look for one.
    stick: Option<PathBuf>,
    seen: Mutex<LastSeen>,
    /// Numbers that the kiosk gave by itself since it was started, by their links.
    own: Mutex<HashMap<String, TicketId>>,
}

#[derive(Default)]
struct LastSeen {
    site: Option<Seen>,
    /// As it lies in the file.
    kept: Option<Seen>,
    /// The pages were told about the site since the start.
    is_told: bool,
}

impl SatellitePort {
    /// A port to the site that `http` and `satellite` ask; the kiosk's own files lie in `folder`.
    pub fn new(http: HttpPort, satellite: Arc<Satellite<SiteClient>>, folder: &Path) -> Self {
        let kept = kept_in(folder);
        Self {
            http,
            satellite,
            folder: folder.to_owned(),
            pin: Arc::new(KeptPin::in_folder(folder)),
            stick: None,
            seen: Mutex::new(LastSeen {
                site: kept.clone(),
                kept,
                is_told: false,
            }),
            own: Mutex::default(),
        }
    }

    /// The same with a folder in which a stick is mounted.
    #[must_use]
    pub fn with_stick(self, stick: Option<PathBuf>) -> Self {
        Self { stick, ..self }
    }

    /// Asks the kept PIN, away from the threads that answer touches.
    async fn ask_kept<R: Send + 'static>(
        &self,
        pin: &str,
        ask: impl FnOnce(&KeptPin, &str) -> R + Send + 'static,
    ) -> Result<R, PortError> {
        let (kept, pin) = (Arc::clone(&self.pin), pin.to_owned());
        let asking = tokio::task::spawn_blocking(move || ask(&kept, &pin));
        asking
            .await
            .map_err(|error| PortError::NoAnswer(error.to_string()))
    }

    fn seen<R>(&self, look: impl FnOnce(&mut LastSeen) -> R) -> R {
        look(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what a start without network needs, when it is not the same as before.
    async fn keep(&self, seen: &Seen) {
        let lasting = seen.lasting();
        let is_news = self.seen(|last| last.kept.as_ref() != Some(&lasting));
        if !is_news {
            return;
        }
        let (folder, fresh) = (self.folder.clone(), lasting.clone());
        let writing = tokio::task::spawn_blocking(move || write(&folder, &fresh));
        match writing.await {
            Ok(Ok(())) => self.seen(|last| last.kept = Some(lasting)),
            Ok(Err(error)) => tracing::warn!(%error, "the site is not kept for a start alone"),
            Err(error) => tracing::warn!(%error, "the site is not kept for a start alone"),
        }
    }

    async fn site_now(&self, seen: &Seen) -> SiteNow {
        SiteNow {
            gives_alone: self.satellite.grant().await.is_some(),
            ..seen.site_now()
        }
    }

    /// What somebody touched, as the kiosk could do it by itself.
    fn wanted(&self, order: &Order) -> Result<Wanted, PortError> {
        let seen = self.seen(|last| last.site.clone());
        let services = seen.as_ref().map_or(&[][..], Seen::services);
        let unknown = || PortError::Refused(Refusal::Unknown);
        let (what, visit, service) = match order {
            Order::Line(line) => {
                let visit = line.visit.as_deref().map(str::parse).transpose();
                let what = Asked::Line {
                    service: line.service.parse().map_err(|_| unknown())?,
                    card: line.card.clone(),
                    carried_from: line.carried_from.clone(),
                };
                let known = services
                    .iter()
                    .find(|known| known.id.as_str() == line.service);
                (what, visit.map_err(|_| unknown())?, known)
            }
            Order::CheckIn { name } => {
                let name = name.clone();
                // For which line, only the hub knows, unless there is but one.
                let mut booked = services.iter().filter(|known| known.takes_appointments);
                let only = booked.next().filter(|_| booked.next().is_none());
                (Asked::CheckIn { name }, None, only)
            }
        };
        let alone = service.zip(seen.as_ref()).map(|(known, seen)| Alone {
            service: known.id.clone(),
            prefix: known.prefix.as_str().into(),
            skip_digits: known.skip_digits.clone(),
            hours: hours_of(known),
            time_zone: seen.time_zone(),
        });
        Ok(Wanted {
            what,
            visit: visit.map(TicketId),
            alone,
        })
    }

    /// The time on the square, as well as it is known.
    fn time(&self) -> NaiveTime {
        let zone = self.seen(|last| last.site.as_ref().map(Seen::time_zone));
        self.satellite
            .hub_time()
            .with_timezone(&zone.unwrap_or_default())
            .time()
    }

    fn own(&self, token: &str) -> Option<TicketId> {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.get(token).copied()
    }
}

impl HubPort for SatellitePort {
    async fn look(&self) -> Result<SiteNow, PortError> {
        match self.http.seen().await {
            Ok(seen) => {
                self.keep(&seen).await;
                let site = self.site_now(&seen).await;
                self.seen(|last| {
                    last.site = Some(seen);
                    last.is_told = true;
                });
                Ok(site)
            }
            Err(PortError::NoAnswer(error)) => {
                // At a start without network, and when the hour of a service comes, the pages are told
                // once. That nobody answers they find out by themselves.
                let time = self.time();
                let news = self.seen(|last| {
                    let first = !std::mem::replace(&mut last.is_told, true);
                    let old = last.site.as_ref()?;
                    let seen = old.reopened(|service| is_within(hours_of(service), time));
                    let is_news = first || seen != *old;
                    is_news.then(|| last.site.insert(seen).clone())
                });
                match news {
                    Some(seen) => Ok(self.site_now(&seen).await),
                    None => Err(PortError::NoAnswer(error)),
                }
            }
            Err(refused @ PortError::Refused(_)) => Err(refused),
        }
    }

    async fn issue(&self, order: &Order, key: &str) -> Result<IssuedTicket, PortError> {
        let wanted = self.wanted(order)?;
        // One intention, one ticket: its key is its id.
        let ticket = TicketId(key.parse().unwrap_or_else(|_| Uuid::new_v4()));
        match self.satellite.issue(&wanted, ticket).await {
            Ok(Given::ByHub(issued)) => Ok(handed_out(*issued)),
            Ok(Given::Own(own)) => {
                let mut known = self.own.lock().unwrap_or_else(PoisonError::into_inner);
                known.insert(own.token.clone(), own.ticket);
                Ok(own_ticket(own))
            }
            Err(IssueError::Refused(error)) => Err(self.http.explained(order, error).await),
            Err(IssueError::Closed) => Err(PortError::Refused(Refusal::Closed)),
            Err(error @ (IssueError::Alone | IssueError::Outbox(_))) => {
                Err(PortError::NoAnswer(error.to_string()))
            }
        }
    }

    async fn cancel(&self, token: &str, key: &str) -> Result<(), PortError> {
        match self.own(token) {
            None => self.http.cancel(token, key).await,
            Some(ticket) => noted(self.satellite.cancel_own(ticket).await),
        }
    }

    async fn void(&self, token: &str, key: &str) -> Result<(), PortError> {
        match self.own(token) {
            None => self.http.void(token, key).await,
            Some(ticket) => noted(self.satellite.cancel_own(ticket).await),
        }
    }

    async fn find(&self, token: &str) -> Result<IssuedTicket, PortError> {
        self.http.find(token).await
    }

    async fn bring(&self, token: &str, kind: ItemKind, key: &str) -> Result<(), PortError> {
        match self.own(token) {
            None => self.http.bring(token, kind, key).await,
            Some(ticket) => noted(self.satellite.bring_own(ticket, kind).await),
        }
    }

    async fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotsNow, PortError> {
        self.http.slots(service, date).await
    }

    async fn book(
        &self,
        service: &str,
        slot: DateTime<FixedOffset>,
        key: &str,
    ) -> Result<BookedSlot, PortError> {
        self.http.book(service, slot, key).await
    }

    async fn unbook(&self, token: &str, key: &str) -> Result<(), PortError> {
        self.http.unbook(token, key).await
    }

    async fn check_pin(&self, pin: &str) -> Result<bool, PortError> {
        if self.satellite.is_reached() {
            match self.http.check_pin(pin).await {
                Ok(is_right) => {
                    let kept = self.ask_kept(pin, move |kept, pin| {
                        if is_right {
                            kept.keep(pin)
                        } else {
                            kept.forget(pin)
                        }
                    });
                    if let Err(error) = kept.await? {
                        tracing::warn!(%error, "the PIN is not known while the hub is gone");
                    }
                    return Ok(is_right);
                }
                Err(PortError::NoAnswer(_)) => {}
                Err(refused @ PortError::Refused(_)) => return Err(refused),
            }
        }
        let now = std::time::Instant::now();
        let checked = self.ask_kept(pin, move |kept, pin| kept.check(pin, now));
        match checked.await? {
            Checked::Right => Ok(true),
            Checked::Wrong => Ok(false),
            Checked::Locked => Err(PortError::Refused(Refusal::TooOften)),
            Checked::Unknown => Err(PortError::NoAnswer("the hub is gone".into())),
        }
    }

    async fn stick(&self) -> Result<OnStick, StickTrouble> {
        let failed = |error: &dyn std::fmt::Display| StickTrouble::Failed(error.to_string());
        let folder = stick::folder(self.stick.as_deref()).ok_or(StickTrouble::NoStick)?;
        let written = self.satellite.stick().await.map_err(|e| failed(&e))?;
        // The button is there for a kiosk with a series.
        let written = written.ok_or_else(|| failed(&"no series"))?;
        let text = written.text().map_err(|e| failed(&e))?;
        let file = written.file_name();
        let name = file.clone();
        let writing = tokio::task::spawn_blocking(move || stick::write(&folder, &name, &text));
        let done = writing.await.map_err(|e| failed(&e))?;
        done.map_err(|e| failed(&e))?;
        Ok(OnStick {
            file,
            entries: written.len(),
        })
    }

    async fn link(&self, kind: &LinkKind, pin: &str) -> Result<String, PortError> {
        self.http.link(kind, pin).await
    }

    async fn here(&self, printer: Option<PrinterState>) -> Result<(), PortError> {
        // That it is there, the hub hears with everything that is brought.
        if let Some(printer) = printer {
            self.satellite.tell_printer(printer);
        }
        Ok(())
    }

    async fn name_site(&self, lang: Lang, name: &str) -> Result<(), PortError> {
        self.http.name_site(lang, name).await
    }
}

fn own_ticket(own: OwnTicket) -> IssuedTicket {
    let stem = own.number.stem.map(|stem| stem.to_string());
    IssuedTicket {
        id: own.ticket.to_string(),
        token: own.token,
        url: own.url,
        service: own.service.to_string(),
        prefix: format!("{}{}", own.number.prefix, stem.unwrap_or_default()),
        digits: own.number.digits(),
        ahead: None,
        wait: None,
        in_time: true,
        slot: None,
        brings: None,
        standing: Standing::Waiting,
    }
}

/// Something about a number of the kiosk's own was written down.
fn noted(written: Result<bool, OutboxError>) -> Result<(), PortError> {
    let was_own = written.map_err(|error| PortError::NoAnswer(error.to_string()))?;
    debug_assert!(was_own, "only numbers of its own are in the list");
    Ok(())
}

/// From when and until when a service gives numbers.
fn hours_of(service: &ServiceView) -> (Option<NaiveTime>, Option<NaiveTime>) {
    let time = |text: &Option<String>| NaiveTime::parse_from_str(text.as_deref()?, "%H:%M").ok();
    (time(&service.issue_from), time(&service.closes))
}

fn kept_in(folder: &Path) -> Option<Seen> {
    let json = std::fs::read(folder.join(FILE)).ok()?;
    serde_json::from_slice(&json).ok()
}

fn write(folder: &Path, seen: &Seen) -> std::io::Result<()> {
    let (path, draft) = (folder.join(FILE), folder.join("site.json.new"));
    std::fs::create_dir_all(folder)?;
    std::fs::write(&draft, serde_json::to_vec(seen)?)?;
    std::fs::rename(draft, path)
}
