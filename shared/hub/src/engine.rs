//! One task for each site: the only place of this hub that writes the site's log.
//!
//! A command comes in through a bounded inbox (`writer.rs`). The task decides it on its private
//! state, which runs ahead of the disk by one group of commands; when the group is durable, the
//! published state takes the same records on and everybody is answered. Beside it one task keeps
//! snapshots and ended days (`keeper.rs`), one works out how long a wait will be
//! (`forecaster.rs`) and one notices that a kiosk is gone (`roll_call.rs`). All end when the last [`SiteHandle`] is dropped.

use std::sync::Arc;

use domain::refusal::Thing;
use domain::settings::SiteSettings;
use domain::{Moment, Refusal, Site, SiteId};
use protocol::{Answer, PrinterState};
use serde::Serialize;
use store::{Day, LogId, LogIdError, Position, ReadError, Record};
use tokio::sync::{mpsc, oneshot, watch};

use crate::alarm::{Alarm, Fault};
use crate::machine::{Ask, Memory, Rejection, Wish};
use crate::prepared::{Basis, Prepared, Shown};
use crate::problem::Trouble;
use crate::published::{EndedDay, Published, TokenMaker};
use crate::record::RecordMoment;
use crate::seams::{Seams, Store};

mod forecaster;
mod hours;
mod keeper;
mod kept_day;
mod past;
mod plan;
mod roll_call;
mod shared;
mod snapshot;
mod tail;
#[cfg(test)]
mod tests;
mod to_keep;
mod writer;

pub use tail::LoadError;

use forecaster::Forecaster;
use keeper::Keeper;
pub(crate) use kept_day::store_day;
pub use past::MeasuredDay;
use past::{Past, Source};
use roll_call::RollCall;
use shared::Shared;
use writer::{Incoming, Writer};

/// Commands that may wait for the task. More are turned away: they would time out anyway.
const INBOX_MAX: usize = 1_024;

/// What a site's engine is made of.
pub struct Setup {
    /// Which site. Its log has the same name.
    pub site: SiteId,
    /// Where the log is.
    pub store: Arc<dyn Store>,
    /// Clock, ids, spawner.
    pub seams: Seams,
    /// Makes the secrets in ticket links.
    pub token_maker: TokenMaker,
    /// Told when the site's writer breaks off.
    pub alarm: Alarm,
}

/// A site, for whoever asks or looks. Clones are the same site.
#[derive(Clone)]
pub struct SiteHandle {
    id: SiteId,
    log: LogId,
    inbox: mpsc::Sender<Incoming>,
    shared: Arc<Shared>,
    store: Arc<dyn Store>,
    seams: Seams,
    roll_call: RollCall,
    past: Arc<Past>,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What it answers, or answered the first time.
    pub answer: Answer,
    /// Whether the command had been done before.
    pub repeated: bool,
}

/// Why earlier days cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The store cannot be asked.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What it gave was not worked through: the hub ends, or failed at it.
    #[error("what was read could not be worked through")]
    NotUnderstood,
}

/// Why a command has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AskError {
    /// It may not be done; nothing was recorded.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Something of that name is there already, with other settings; nothing was recorded.
    #[error("{what:?} {id:?} exists")]
    Exists {
        /// What kind of thing.
        what: Thing,
        /// Its name.
        id: String,
    },
    /// It cannot be understood; nothing was recorded.
    #[error("malformed: {reason}")]
    Malformed {
        /// What is wrong, for programmers.
        reason: String,
    },
    /// It is not known whether it was recorded: to be asked again with the same key.
    #[error("it is not known whether this was done; ask again with the same key")]
    OutcomeUnknown,
    /// Too much to do, or no disk: nothing was recorded, to be asked again later.
    #[error("the site cannot take this up now; ask again later")]
    Busy,
}

impl From<Rejection> for AskError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(refusal) => Self::Refused(refusal),
            Rejection::Exists { what, id } => Self::Exists { what, id },
            Rejection::Malformed { reason } => Self::Malformed { reason },
        }
    }
}

/// Why a site could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its name cannot name a log.
    #[error("the site's name cannot name a log")]
    Name(#[from] LogIdError),
    /// Its log could not be read.
    #[error("the site's log could not be read")]
    Load(#[from] LoadError),
}

/// Reads a site back from its snapshot and the records behind it, and starts its tasks. To be
/// called inside a tokio runtime.
///
/// # Errors
/// [`StartError`], when the log cannot be read.
pub async fn start(setup: Setup) -> Result<SiteHandle, StartError> {
    let Setup {
        site: id,
        store,
        seams,
        token_maker,
        alarm,
    } = setup;
    let log = LogId::new(id.as_str())?;
    let (site, memory, position) = match snapshot::load(&*store, &log).await {
        Some(loaded) => loaded,
        None => (empty_site(&id), Memory::default(), store::Position::START),
    };
    let now = seams.clock.now();
    let shared = Arc::new(Shared::new(Published::new(
        site,
        memory,
        position,
        now,
        token_maker,
    )));
    let tail = tail::catch_up(&shared, &*store, &log).await?;
    shared.refresh_outlook(now);

    let past = Arc::new(Past::default());
    let keeper = Keeper::start(
        Arc::clone(&shared),
        Arc::clone(&store),
        log.clone(),
        seams.clone(),
        Arc::clone(&past),
    );
    keeper.keep_days(tail.ended_days);
    let (forecasts, asked) = forecaster::channel();
    Forecaster::start(Arc::clone(&shared), seams.clone(), asked);
    let (inbox, incoming) = mpsc::channel(INBOX_MAX);
    let site = id.clone();
    let handle = SiteHandle {
        id,
        log: log.clone(),
        inbox,
        shared: Arc::clone(&shared),
        store: Arc::clone(&store),
        seams: seams.clone(),
        roll_call: RollCall::start(Arc::clone(&shared), Arc::clone(&seams.sign_in_clock)),
        past,
    };
    let writer = Writer::new(shared, store, log, seams, keeper, forecasts, tail.records);
    let guard = alarm.guard(Fault::Site { site });
    tokio::spawn(async move {
        let _guard = guard;
        writer.run(incoming).await;
    });
    Ok(handle)
}

/// A site before its first fact.
pub fn empty_site(id: &SiteId) -> Site {
    Site::new(SiteSettings {
        id: id.clone(),
        ..SiteSettings::default()
    })
}

impl SiteHandle {
    /// Which site.
    pub fn id(&self) -> &SiteId {
        &self.id
    }

    /// Now, by the hub's clock.
    pub fn now(&self) -> Moment {
        self.seams.clock.now()
    }

    /// Does work that keeps a processor busy beside the tasks; none if the hub ends before.
    pub(crate) async fn beside<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Option<R> {
        self.seams.beside(work).await
    }

    /// Has a command done. Answers when what followed from it is on disk and published.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn submit(&self, ask: Ask<impl Into<Wish>>) -> Result<Reply, AskError> {
        let ask = Ask {
            command: ask.command.into(),
            key: ask.key,
            by: ask.by,
            own_ticket: ask.own_ticket,
        };
        let (reply, answer) = oneshot::channel();
        self.inbox
            .try_send(Incoming { ask, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => AskError::Busy,
                // The writer broke off, and an earlier try of the same may have landed before.
                mpsc::error::TrySendError::Closed(_) => AskError::OutcomeUnknown,
            })?;
        answer.await.unwrap_or(Err(AskError::OutcomeUnknown))
    }

    /// Looks at the published state. Writers wait meanwhile: `look` is to be quick.
    pub fn read<R>(&self, look: impl FnOnce(&Published) -> R) -> R {
        self.shared.read(look)
    }

    /// A view as JSON, made once after a change however many ask for it.
    ///
    /// # Errors
    /// Those of `view`.
    pub fn prepared<T: Serialize>(
        &self,
        shown: Shown,
        view: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Arc<Prepared>, Trouble> {
        // Read before the view: at worst the view is newer than its basis, and is made again.
        let basis = Basis {
            version: self.read(|published| published.version),
            second: self.now().timestamp(),
        };
        self.shared.prepared.get(shown, basis, view)
    }

    /// The version of the published state; changes after every change of it.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes()
    }

    /// A kiosk says that it is there, and how its printer is if it knows.
    pub(crate) fn hear(&self, kiosk: &Arc<str>, printer: Option<PrinterState>) {
        // A demonstration moves the square's clock faster than a kiosk's heart beats.
        let now = self.seams.sign_in_clock.now();
        let hear = |published: &mut Published| published.presence.hear(kiosk, now, printer);
        if self.shared.publish_news(hear) {
            self.roll_call.came();
        }
    }

    /// Records from a position on, at most `max`; none after the newest one.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    pub(crate) async fn records(
        &self,
        from: Position,
        max: usize,
    ) -> Result<Vec<Record>, ReadError> {
        self.store.read(&self.log, from, max).await
    }

    /// The position of the first record at `moment` or later, or the one after the newest.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be asked.
    pub(crate) async fn first_at(&self, moment: Moment) -> Result<Position, ReadError> {
        // Time never goes back within a log, so halving finds the place.
        let (mut low, mut high) = (1, self.read(Published::position).0 + 1);
        while low < high {
            let middle = u64::midpoint(low, high);
            let records = self.records(Position(middle), 1).await?;
            let at = records.first().map(|r| r.body.parse::<RecordMoment>());
            match at {
                Some(Ok(RecordMoment { at })) if at < moment => low = middle + 1,
                // What cannot be read is not skipped: whoever reads on is told.
                Some(Ok(_) | Err(_)) | None => high = middle,
            }
        }
        Ok(Position(low))
    }

    /// The rows of ended service days from `from` to `to`, oldest first, and of today's as far as
    /// it has come.
    ///
    /// # Errors
    /// [`HistoryError`].
    pub async fn days(
        &self,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    ) -> Result<Vec<EndedDay>, HistoryError> {
        let today = self.read(Published::running_day);
        let mut days = Vec::new();
        let (mut next, last) = (store_day(from), store_day(to));
        loop {
            // The store answers so many at once; the next ones come after the last of them.
            let kept = self.store.days(&self.log, next, last).await?;
            let Some(newest) = kept.last() else { break };
            next = Day(newest.day.0 + 1);
            let read = move || kept.iter().filter_map(kept_day::read).collect::<Vec<_>>();
            let read = self.beside(read).await;
            days.extend(read.ok_or(HistoryError::NotUnderstood)?);
        }
        if let Some(today) = today.filter(|today| (from..=to).contains(&today.date)) {
            days.retain(|day: &EndedDay| day.date != today.date);
            days.push(today);
        }
        Ok(days)
    }

    /// What figures need of the service days from `from` to `to`, oldest first, and of today's as
    /// far as it has come.
    ///
    /// # Errors
    /// [`HistoryError`].
    pub async fn measured_days(
        &self,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    ) -> Result<Vec<Arc<MeasuredDay>>, HistoryError> {
        let today = self.read(Published::running_day);
        let source = Source {
            store: &*self.store,
            log: &self.log,
            seams: &self.seams,
        };
        let mut days = self.past.days(&source, from, to).await?;
        if let Some(today) = today.filter(|today| (from..=to).contains(&today.date)) {
            days.retain(|day| day.date != today.date);
            days.push(Arc::new(MeasuredDay::from(&today)));
        }
        Ok(days)
    }
}
