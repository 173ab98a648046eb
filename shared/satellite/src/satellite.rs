//! Numbers, whether the hub answers or not.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveTime;
use chrono_tz::Tz;
use client::Key;
use domain::{ItemKind, Moment, ServiceId, TicketId, TicketNumber, day};
use protocol::satellite::{Step, step};
use protocol::{
    CheckIn, IssueTicket, Issued, OwnNumberView, PrinterState, SeriesEntryKind, SeriesRequest,
    SyncAnswer, SyncRequest,
};
use store::Log;
use tokio::sync::{Notify, RwLock};
use uuid::Uuid;

use crate::outbox::Stamped;
use crate::{Contact, Grant, Hub, IssueError, Outbox, OutboxError, Stick, SyncError};

/// A touch waits so long for the hub; then the kiosk gives a number of its own.
const ANSWER_WITHIN: Duration = Duration::from_millis(800);
/// The hub hears of the kiosk at least so often, and a hub that is back is noticed.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// What comes in from outside, so that tests move it by hand.
#[derive(Clone)]
pub struct Seams {
    /// The kiosk's clock.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Fresh ids.
    pub fresh_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

/// What somebody touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What for.
    pub what: Asked,
    /// An earlier ticket of the same person.
    pub visit: Option<TicketId>,
    /// What the kiosk needs to give the number by itself; none where it cannot.
    pub alone: Option<Alone>,
}

/// For what a number is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A place in a line.
    Line {
        /// Which.
        service: ServiceId,
        /// The number on a card.
        card: Option<String>,
        /// The link of an unserved ticket of an earlier day.
        carried_from: Option<String>,
    },
    /// An appointment whose holder is here.
    CheckIn {
        /// Its code or link.
        name: String,
    },
}

/// What is known of a line, as the hub last told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// Which.
    pub service: ServiceId,
    /// Its prefix.
    pub prefix: Arc<str>,
    /// Digits that are left out of its numbers.
    pub skip_digits: Vec<u8>,
    /// From when and until when its numbers are given, local time; none for always.
    pub hours: (Option<NaiveTime>, Option<NaiveTime>),
    /// The site's time zone: tells the service day.
    pub time_zone: Tz,
}

/// A number that may be shown: it is on disk, here or at the hub.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// The hub gave it.
    ByHub(Box<Issued>),
    /// The kiosk gave it by itself.
    Own(OwnTicket),
}

/// A number of the kiosk's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTicket {
    /// Its id.
    pub ticket: TicketId,
    /// The line.
    pub service: ServiceId,
    /// As shown.
    pub number: TicketNumber,
    /// What names it in addresses.
    pub token: String,
    /// The address of its page.
    pub url: String,
}

/// A kiosk away from its hub.
pub struct Satellite<H> {
    hub: H,
    log: Arc<dyn Log>,
    folder: Option<PathBuf>,
    seams: Seams,
    series: RwLock<Option<Series>>,
    /// What is known of the hub just now.
    known: Mutex<Known>,
    written: Notify,
}

/// A series with its list.
#[derive(Clone)]
struct Series {
    grant: Grant,
    outbox: Arc<Outbox>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// The hub answered the last time it was asked.
    is_reached: bool,
    contact: Contact,
    /// Entries that the hub has; none before it said so.
    taken_over: Option<u64>,
    /// How the kiosk's printer is, for the hub; none while nobody told.
    printer: Option<PrinterState>,
}

impl<H: Hub> Satellite<H> {
    /// Goes on where the kiosk's data ends. `log` holds what was written down, `folder` the series.
    ///
    /// # Errors
    /// [`SyncError`] when the kiosk's own data cannot be read.
    pub async fn open(
        hub: H,
        log: Arc<dyn Log>,
        folder: Option<PathBuf>,
        seams: Seams,
    ) -> Result<Self, SyncError> {
        let grant = match &folder {
            Some(folder) => Grant::load(folder)?,
            None => None,
        };
        Self::with(hub, log, folder, grant, seams).await
    }

    /// The same with a series that is known already.
    ///
    /// # Errors
    /// [`SyncError`] when the kiosk's own data cannot be read.
    pub async fn with(
        hub: H,
        log: Arc<dyn Log>,
        folder: Option<PathBuf>,
        grant: Option<Grant>,
        seams: Seams,
    ) -> Result<Self, SyncError> {
        let contact = grant.as_ref().map(|grant| grant.contact);
        let series = match grant {
            Some(grant) => Some(Series {
                outbox: Arc::new(Outbox::open(Arc::clone(&log), grant.device).await?),
                grant,
            }),
            None => None,
        };
        Ok(Self {
            hub,
            log,
            folder,
            seams,
            series: RwLock::new(series),
            known: Mutex::new(Known {
                // Asked first; one touch finds out if it is not there.
                is_reached: true,
                contact: contact.unwrap_or_default(),
                taken_over: None,
                printer: None,
            }),
            written: Notify::new(),
        })
    }

    /// The hub, to be asked for what the kiosk cannot do by itself.
    pub fn hub(&self) -> &H {
        &self.hub
    }

    /// The hub's time, as well as it is known here.
    pub fn hub_time(&self) -> Moment {
        let clock = (self.seams.clock)();
        self.known(|known| known.contact.hub_time(clock))
    }

    /// Whether the hub answered the last time it was asked.
    pub fn is_reached(&self) -> bool {
        self.known(|known| known.is_reached)
    }

    /// How the kiosk's printer is: the hub is told with the next message, which comes at once when
    /// that is news.
    pub fn tell_printer(&self, printer: PrinterState) {
        let mut is_news = false;
        self.know(|known| is_news = known.printer.replace(printer) != Some(printer));
        if is_news {
            self.written.notify_one();
        }
    }

    /// The series, once there is one.
    pub async fn grant(&self) -> Option<Grant> {
        let series = self.series.read().await;
        series.as_ref().map(|series| series.grant.clone())
    }

    /// Entries that the hub does not have yet, as far as is known.
    pub async fn unsent(&self) -> u64 {
        let Some(series) = self.current().await else {
            return 0;
        };
        let taken_over = self.known(|known| known.taken_over).unwrap_or_default();
        series.outbox.newest().await.saturating_sub(taken_over)
    }

    /// Gives a number: the hub's, or the kiosk's own if no answer comes within 800 ms. The
    /// same `ticket` never gets two numbers of one kind.
    ///
    /// # Errors
    /// [`IssueError`].
    pub async fn issue(&self, wanted: &Wanted, ticket: TicketId) -> Result<Given, IssueError> {
        if let Some(series) = self.current().await
            && series.outbox.is_own(ticket).await
        {
            return self.own_number(wanted, ticket).await.map(Given::Own);
        }
        if self.is_reached() {
            let has_list = self.current().await.is_some();
            let asking = self.ask(wanted, ticket, has_list);
            match tokio::time::timeout(ANSWER_WITHIN, asking).await {
                Ok(Ok(issued)) => {
                    if has_list {
                        self.shown(ticket).await?;
                    }
                    return Ok(Given::ByHub(Box::new(issued)));
                }
                Ok(Err(error)) if !is_silence(&error) => return Err(IssueError::Refused(error)),
                Ok(Err(_)) | Err(_) => self.lose(),
            }
        }
        self.own_number(wanted, ticket).await.map(Given::Own)
    }

    /// Asks the hub. A kiosk that has no list yet cannot say later that it shows the number: it asks
    /// as one at the hub does.
    async fn ask(
        &self,
        wanted: &Wanted,
        ticket: TicketId,
        has_list: bool,
    ) -> Result<Issued, client::Error> {
        let key = Key::new(&ticket.to_string());
        let own_id = has_list.then_some(ticket);
        match &wanted.what {
            Asked::CheckIn { name } => {
                let request = CheckIn {
                    visit: wanted.visit,
                    ticket: own_id,
                };
                self.hub.check_in(name, &request, &key).await
            }
            Asked::Line {
                service,
                card,
                carried_from,
            } => {
                let request = IssueTicket {
                    service: service.clone(),
                    visit: wanted.visit,
                    class: None,
                    card: card.clone(),
                    carried_from: carried_from.clone(),
                    ticket: own_id,
                };
                self.hub.issue(&request, &key).await
            }
        }
    }

    /// Writes down that the hub's number is about to be shown: from then on it can be called.
    async fn shown(&self, ticket: TicketId) -> Result<(), IssueError> {
        if let Some(series) = self.current().await {
            let what = SeriesEntryKind::Shown { ticket };
            series.outbox.write(self.stamped(), what).await?;
            self.written.notify_one();
        }
        Ok(())
    }

    async fn own_number(&self, wanted: &Wanted, ticket: TicketId) -> Result<OwnTicket, IssueError> {
        let (Some(Series { grant, outbox }), Some(alone)) = (self.current().await, &wanted.alone)
        else {
            return Err(IssueError::Alone);
        };
        let stamped = self.stamped();
        let hub_time = day::local_time(self.hub_time(), alone.time_zone);
        if !is_within(alone.hours, hub_time.time()) {
            return Err(IssueError::Closed);
        }
        let day = hub_time.date_naive();
        let (card, appointment, carried_from) = match &wanted.what {
            Asked::Line {
                card, carried_from, ..
            } => (card.clone(), None, carried_from.clone()),
            Asked::CheckIn { name } => (None, Some(name.clone()), None),
        };
        let make = |count| OwnNumberView {
            ticket,
            service: alone.service.clone(),
            day,
            count,
            shown: TicketNumber::new(alone.prefix.clone(), count, &alone.skip_digits).shown,
            prefix: alone.prefix.clone(),
            visit: wanted.visit,
            card,
            appointment,
            carried_from,
        };
        let issuing = outbox.issue(ticket, &alone.service, day, stamped, make);
        let own = issuing.await?;
        self.written.notify_one();
        Ok(OwnTicket {
            ticket,
            service: own.service,
            number: TicketNumber {
                prefix: own.prefix,
                stem: Some(grant.stem),
                shown: own.shown,
            },
            token: grant.token(ticket),
            url: grant.url(ticket),
        })
    }

    /// All that was written down, for a stick; none before there is a series.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn stick(&self) -> Result<Option<Stick>, OutboxError> {
        match self.current().await {
            Some(series) => Stick::all(&series.grant, &series.outbox).await.map(Some),
            None => Ok(None),
        }
    }

    /// Takes a number of the kiosk's own back. False for one that the hub gave.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn cancel_own(&self, ticket: TicketId) -> Result<bool, OutboxError> {
        self.write_of_own(ticket, SeriesEntryKind::Cancelled { ticket })
            .await
    }

    /// Notes what the holder of a number of the kiosk's own brought. False for one that the hub gave.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn bring_own(&self, ticket: TicketId, kind: ItemKind) -> Result<bool, OutboxError> {
        self.write_of_own(ticket, SeriesEntryKind::Brought { ticket, kind })
            .await
    }

    async fn write_of_own(
        &self,
        ticket: TicketId,
        what: SeriesEntryKind,
    ) -> Result<bool, OutboxError> {
        let Some(series) = self.current().await else {
            return Ok(false);
        };
        if !series.outbox.is_own(ticket).await {
            return Ok(false);
        }
        series.outbox.write(self.stamped(), what).await?;
        self.written.notify_one();
        Ok(true)
    }

    /// Brings what the hub does not have yet, or only says that the kiosk is there.
    ///
    /// # Errors
    /// [`SyncError`]; it can be called again at any time.
    pub async fn sync(&self) -> Result<(), SyncError> {
        let synced = self.bring().await;
        if let Err(SyncError::Hub(error)) = &synced
            && is_silence(error)
        {
            self.lose();
        }
        synced
    }

    async fn bring(&self) -> Result<(), SyncError> {
        let series = match self.current().await {
            Some(series) => series,
            None => self.begin_series().await?,
        };
        let mut taken_over = self.known(|known| known.taken_over);
        loop {
            let newest = series.outbox.newest().await;
            let sent = match taken_over.map(|position| step(newest, position)) {
                Some(Step::OldCopy) => return self.begin_again().await,
                Some(Step::Send { first, count }) => self.send(&series, first - 1, count).await,
                // A message without entries asks what the hub has.
                Some(Step::Nothing) | None => self.send(&series, newest, 0).await,
            };
            let position = match sent {
                Ok(answer) => answer.position,
                Err(SyncError::Hub(error)) => match error.code() {
                    Some("series_forked" | "series_unknown") => return self.begin_again().await,
                    Some("series_gap") => {
                        taken_over = None;
                        continue;
                    }
                    Some(_) | None => return Err(SyncError::Hub(error)),
                },
                Err(error) => return Err(error),
            };
            taken_over = Some(position);
            self.know(|known| known.taken_over = taken_over);
            if position == newest {
                return Ok(());
            }
        }
    }

    /// Sends `count` entries behind position `behind`.
    async fn send(
        &self,
        series: &Series,
        behind: u64,
        count: usize,
    ) -> Result<SyncAnswer, SyncError> {
        let unsent = series.outbox.entries(behind + 1, count).await?;
        let sent = (self.seams.clock)();
        let request = SyncRequest {
            device: series.grant.device,
            clock: sent,
            first: unsent.first,
            before: unsent.before,
            entries: unsent.entries,
            printer: self.known(|known| known.printer),
        };
        let key = Key::new(&(self.seams.fresh_id)().to_string());
        let answer = self.hub.sync(&request, &key).await?;
        let contact = Contact::of(answer.now, sent, (self.seams.clock)());
        self.know(|known| {
            known.is_reached = true;
            known.contact = contact;
        });
        self.keep(contact).await?;
        Ok(answer)
    }

    /// Keeps what is known of the hub's clock, for a start without network.
    async fn keep(&self, contact: Contact) -> Result<(), SyncError> {
        let mut series = self.series.write().await;
        if let Some(Series { grant, .. }) = &mut *series
            && contact.is_news(&grant.contact)
        {
            grant.contact = contact;
            if let Some(folder) = &self.folder {
                grant.save(folder)?;
            }
        }
        Ok(())
    }

    /// Has links of the kiosk's own numbers lead to where the hub is found now.
    ///
    /// # Errors
    /// [`SyncError`]; the links stay as they are.
    pub async fn renew_links(&self) -> Result<(), SyncError> {
        let Some(Series { grant, .. }) = self.current().await else {
            return Ok(());
        };
        let device = grant.device;
        let answer = self.hub.series(&SeriesRequest { device }).await?;
        let mut series = self.series.write().await;
        // Another series meanwhile came with its own links.
        if let Some(Series { grant, .. }) = &mut *series
            && grant.device == device
        {
            grant.with_links_of(answer);
            if let Some(folder) = &self.folder {
                grant.save(folder)?;
            }
        }
        Ok(())
    }

    /// Asks for a series for this kiosk's data.
    async fn begin_series(&self) -> Result<Series, SyncError> {
        let device = (self.seams.fresh_id)();
        let answer = self.hub.series(&SeriesRequest { device }).await?;
        let grant = Grant::new(device, answer);
        if let Some(folder) = &self.folder {
            grant.save(folder)?;
        }
        let series = Series {
            outbox: Arc::new(Outbox::open(Arc::clone(&self.log), device).await?),
            grant,
        };
        *self.series.write().await = Some(series.clone());
        self.know(|known| known.taken_over = None);
        Ok(series)
    }

    /// The hub does not know this kiosk's list as its own: from now on it has another one. The old
    /// list stays on its disk.
    async fn begin_again(&self) -> Result<(), SyncError> {
        tracing::error!("the hub's list of this kiosk differs; the kiosk gets another series");
        self.begin_series().await?;
        Err(SyncError::Copied)
    }

    /// Brings what is written down as soon as it is, and asks for a hub that is gone, for ever.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.sync().await {
                tracing::debug!(%error, "nothing was brought to the hub");
            }
            tokio::select! {
                () = self.written.notified(), if self.is_reached() => {}
                () = tokio::time::sleep(HEARTBEAT) => {}
            }
        }
    }

    async fn current(&self) -> Option<Series> {
        self.series.read().await.clone()
    }

    fn stamped(&self) -> Stamped {
        Stamped {
            at: (self.seams.clock)(),
            not_before: self.known(|known| known.contact.heard_at),
        }
    }

    fn lose(&self) {
        self.know(|known| known.is_reached = false);
    }

    fn known<R>(&self, read: impl FnOnce(&Known) -> R) -> R {
        read(&self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn know(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Whether numbers are given at `time`, from the first until before the second; none is always.
pub fn is_within(hours: (Option<NaiveTime>, Option<NaiveTime>), time: NaiveTime) -> bool {
    let (from, closes) = hours;
    from.is_none_or(|from| from <= time) && closes.is_none_or(|closes| time < closes)
}

/// Whether an error says no more than that nobody answers.
fn is_silence(error: &client::Error) -> bool {
    error.is_unreachable() || error.is_retryable()
}
