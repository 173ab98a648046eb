//! What the kiosk writes down before it shows anything: one log for each series, on its own disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::{Moment, ServiceId, TicketId};
use protocol::{OwnNumberView, SeriesEntry, SeriesEntryKind};
use store::{AppendError, Body, CommandId, Hash32, Log, LogId, NewRecord, Position};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::OutboxError;

/// The list of one series.
pub struct Outbox {
    log: Arc<dyn Log>,
    id: LogId,
    state: Mutex<State>,
}

/// Entries that the hub may not have yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsent {
    /// The position of the first, from 1.
    pub first: u64,
    /// The hash of the entry before it; empty before the first.
    pub before: Arc<str>,
    /// The entries.
    pub entries: Vec<SeriesEntry>,
}

/// What the entries add up to.
#[derive(Debug, Clone, Default)]
struct State {
    newest: u64,
    head: Arc<str>,
    /// The last count of each service and day. Never found by counting entries.
    counts: BTreeMap<(ServiceId, NaiveDate), u32>,
    /// Tickets that this kiosk gave a number of its own.
    own: BTreeSet<TicketId>,
    /// Something may have landed that is not known here: to be read again first.
    is_stale: bool,
}

impl State {
    fn note(&mut self, entry: &SeriesEntry) {
        if let SeriesEntryKind::Issued(own) = &entry.what {
            let count = self.counts.entry((own.service.clone(), own.day));
            let count = count.or_default();
            *count = own.count.max(*count);
            self.own.insert(own.ticket);
        }
    }
}

impl Outbox {
    /// The list of a kiosk's data, read back from its store.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn open(log: Arc<dyn Log>, device: Uuid) -> Result<Self, OutboxError> {
        let id = LogId::new(format!("series-{device}")).map_err(store_error)?;
        let outbox = Self {
            log,
            id,
            state: Mutex::default(),
        };
        outbox.read_again(&mut *outbox.state.lock().await).await?;
        Ok(outbox)
    }

    /// The position of the newest entry; 0 before the first.
    pub async fn newest(&self) -> u64 {
        self.state.lock().await.newest
    }

    /// Whether the kiosk gave this ticket a number of its own.
    pub async fn is_own(&self, ticket: TicketId) -> bool {
        self.state.lock().await.own.contains(&ticket)
    }

    /// Writes a number of the kiosk's own down: `make` is told the count of its service and day.
    /// Answers what was written, once it is on disk; the same ticket gets the same number again.
    ///
    /// # Errors
    /// [`OutboxError`]; to be tried again with the same ticket.
    pub async fn issue(
        &self,
        ticket: TicketId,
        service: &ServiceId,
        day: NaiveDate,
        at: Stamped,
        make: impl FnOnce(u32) -> OwnNumberView + Send,
    ) -> Result<OwnNumberView, OutboxError> {
        let mut state = self.state.lock().await;
        self.refresh(&mut state).await?;
        if state.own.contains(&ticket)
            && let Some(known) = self.find(ticket).await?
        {
            return Ok(known);
        }
        let count = state.counts.get(&(service.clone(), day)).copied();
        let own = make(count.unwrap_or_default() + 1);
        let what = SeriesEntryKind::Issued(Box::new(own.clone()));
        self.append(&mut state, at.entry(what)).await?;
        Ok(own)
    }

    /// Writes anything else down.
    ///
    /// # Errors
    /// [`OutboxError`]; a second try may write it twice, which says nothing new.
    pub async fn write(&self, at: Stamped, what: SeriesEntryKind) -> Result<(), OutboxError> {
        let mut state = self.state.lock().await;
        self.refresh(&mut state).await?;
        self.append(&mut state, at.entry(what)).await
    }

    /// At most `max` entries from `first` on.
    ///
    /// # Errors
    /// [`OutboxError`].
    pub async fn entries(&self, first: u64, max: usize) -> Result<Unsent, OutboxError> {
        // One more, for the hash of the entry before.
        let from = Position(first.saturating_sub(1).max(1));
        let records = self.log.read(&self.id, from, max + 1).await;
        let mut unsent = Unsent {
            first,
            before: "".into(),
            entries: Vec::new(),
        };
        for record in records.map_err(store_error)? {
            if record.position.0 < first {
                unsent.before = text(record.hash);
            } else if unsent.entries.len() < max {
                unsent.entries.push(entry(&record)?);
            }
        }
        Ok(unsent)
    }

    async fn find(&self, ticket: TicketId) -> Result<Option<OwnNumberView>, OutboxError> {
        let position = self.log.find(&self.id, CommandId(ticket.0)).await;
        let Some(position) = position.map_err(store_error)? else {
            return Ok(None);
        };
        let unsent = self.entries(position.0, 1).await?;
        Ok(unsent
            .entries
            .into_iter()
            .find_map(|entry| match entry.what {
                SeriesEntryKind::Issued(own) => Some(*own),
                SeriesEntryKind::Shown { .. }
                | SeriesEntryKind::Cancelled { .. }
                | SeriesEntryKind::Brought { .. } => None,
            }))
    }

    async fn append(&self, state: &mut State, entry: SeriesEntry) -> Result<(), OutboxError> {
        let record = NewRecord {
            command_id: command_id(&entry.what),
            body: Body::of(&entry).map_err(store_error)?,
        };
        // Whatever becomes of this future: what it left behind is read before the next one.
        state.is_stale = true;
        let expected = Position(state.newest);
        match self.log.append(&self.id, expected, vec![record]).await {
            // A repeat was written by an earlier try whose outcome was not known.
            Ok(_) | Err(AppendError::Repeated { .. }) => {}
            Err(error) => return Err(store_error(error)),
        }
        self.read_again(state).await
    }

    async fn refresh(&self, state: &mut State) -> Result<(), OutboxError> {
        if state.is_stale {
            self.read_again(state).await?;
        }
        Ok(())
    }

    /// Reads what is behind the newest known entry.
    async fn read_again(&self, state: &mut State) -> Result<(), OutboxError> {
        loop {
            let from = Position(state.newest + 1);
            let records = self.log.read(&self.id, from, store::READ_RECORDS_MAX).await;
            let records = records.map_err(store_error)?;
            if records.is_empty() {
                state.is_stale = false;
                return Ok(());
            }
            for record in records {
                state.note(&entry(&record)?);
                state.newest = record.position.0;
                state.head = text(record.hash);
            }
        }
    }

    /// The hash of the newest entry; empty before the first.
    pub async fn head(&self) -> Arc<str> {
        self.state.lock().await.head.clone()
    }
}

/// When something happens, by the kiosk's clock and as far as the hub was heard of.
#[derive(Debug, Clone, Copy)]
pub struct Stamped {
    /// By the kiosk's clock.
    pub at: Moment,
    /// The hub's time at the last contact.
    pub not_before: Option<Moment>,
}

impl Stamped {
    fn entry(self, what: SeriesEntryKind) -> SeriesEntry {
        SeriesEntry {
            hash: "".into(),
            at: self.at,
            not_before: self.not_before,
            what,
        }
    }
}

/// One number for a ticket, whatever else is written of it.
fn command_id(what: &SeriesEntryKind) -> CommandId {
    let about = |ticket: &TicketId, mark: u128| {
        CommandId(Uuid::from_u128(ticket.0.as_u128().rotate_left(64) ^ mark))
    };
    match what {
        SeriesEntryKind::Issued(own) => CommandId(own.ticket.0),
        SeriesEntryKind::Shown { ticket } => about(ticket, 1),
        SeriesEntryKind::Cancelled { ticket } => about(ticket, 2),
        SeriesEntryKind::Brought { ticket, kind } => about(ticket, 3 + *kind as u128),
    }
}

fn entry(record: &store::Record) -> Result<SeriesEntry, OutboxError> {
    let parsed = record.body.parse::<SeriesEntry>();
    let mut entry = parsed.map_err(|source| OutboxError::NotAnEntry {
        position: record.position.0,
        source: Arc::new(source),
    })?;
    entry.hash = text(record.hash);
    Ok(entry)
}

fn text(hash: Hash32) -> Arc<str> {
    hash.to_string().into()
}

fn store_error(error: impl std::error::Error + Send + Sync + 'static) -> OutboxError {
    OutboxError::Store(Arc::new(error))
}
