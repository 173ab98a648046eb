//! The register's one writer: decides against its own state, appends, and publishes once durable.
//!
//! It follows the log as well, since another hub may write to it. A conflict or an unknown outcome
//! makes it read what is there and decide again; it ends when the register is dropped.

use std::sync::Arc;

use domain::Actor;
use store::{AppendError, Body, CommandId, Hash32, Log, LogId, NewRecord, Position, ReadError};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::fact::{HubFact, HubRecord};
use super::state::Recorded;
use super::{Decide, Now, RegistryError, Shared, State};
use crate::secrets::random;

/// A conflict means that somebody else wrote meanwhile; so many times in a row it is no accident.
const ATTEMPTS_MAX: usize = 10;
/// Records read at once while catching up.
const READ_AT_ONCE: usize = 1_000;

/// One thing asked of the register.
pub(super) struct Asked {
    pub(super) by: Actor,
    /// The command that a key stands for, and the digest of its request.
    pub(super) key: Option<(CommandId, Hash32)>,
    pub(super) decide: Decide,
    pub(super) answer: oneshot::Sender<Result<Recorded, RegistryError>>,
}

pub(super) struct Writer {
    log: Arc<dyn Log>,
    now: Now,
    shared: Arc<Shared>,
    /// The state as of `position`.
    state: State,
    position: Position,
}

impl Writer {
    /// Reads the whole log: it holds some dozens of records a day, so it needs no snapshot.
    pub(super) async fn open(
        log: Arc<dyn Log>,
        now: Now,
        shared: Arc<Shared>,
    ) -> Result<Self, RegistryError> {
        let state = State::default();
        let mut writer = Self {
            log,
            now,
            shared,
            state,
            position: Position::START,
        };
        writer.catch_up().await?;
        Ok(writer)
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Asked>) {
        let mut newest = self.log.follow(&LogId::hub());
        let mut is_followed = true;
        loop {
            tokio::select! {
                asked = inbox.recv() => {
                    let Some(asked) = asked else { return };
                    let outcome = self.change(&asked).await;
                    // Whoever asked may have gone away; what was recorded stays.
                    let _gone = asked.answer.send(outcome);
                }
                changed = newest.changed(), if is_followed => {
                    is_followed = self.followed(changed, &newest).await;
                }
            }
        }
    }

    /// Takes in what another hub wrote. Answers whether the log can still be followed.
    async fn followed(
        &mut self,
        changed: Result<(), watch::error::RecvError>,
        newest: &watch::Receiver<Position>,
    ) -> bool {
        if changed.is_err() {
            return false;
        }
        let is_behind = *newest.borrow() > self.position;
        if is_behind && let Err(error) = self.catch_up().await {
            tracing::warn!(%error, "the register could not be read");
        }
        true
    }

    /// Answers what was recorded, now or when the same request came first.
    async fn change(&mut self, asked: &Asked) -> Result<Recorded, RegistryError> {
        let command = match asked.key {
            Some((command, _)) => command,
            None => CommandId(Uuid::from_bytes(random())),
        };
        for _ in 0..ATTEMPTS_MAX {
            if let Some((_, digest)) = asked.key
                && let Some(first) = self.state.repeat_of(&command)
            {
                return if first.digest == digest {
                    Ok(first.recorded.clone())
                } else {
                    Err(super::HubRefusal::KeyReused.into())
                };
            }
            let at = (self.now)();
            let facts = (asked.decide)(&self.state, at)?;
            if facts.is_empty() {
                return Ok(Recorded {
                    at,
                    facts: Arc::new([]),
                });
            }
            let request = asked.key.map(|(_, digest)| digest);
            let record = HubRecord {
                at,
                by: asked.by.clone(),
                request,
                facts,
            };
            match self.append(command, &record).await {
                Ok(position) => {
                    let recorded = self.state.apply(command, &record);
                    self.position = position;
                    self.publish();
                    return Ok(recorded);
                }
                Err(AppendError::Conflict { .. } | AppendError::Repeated { .. }) => {
                    self.catch_up().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(RegistryError::Busy)
    }

    async fn append(
        &self,
        command: CommandId,
        record: &HubRecord,
    ) -> Result<Position, AppendError> {
        let body = Body::of(record).expect("a record of plain fields is JSON");
        let new = NewRecord {
            command_id: command,
            body,
        };
        self.log
            .append(&LogId::hub(), self.position, vec![new])
            .await
    }

    async fn catch_up(&mut self) -> Result<(), ReadError> {
        loop {
            let records = self
                .log
                .read(&LogId::hub(), self.position.next(), READ_AT_ONCE)
                .await?;
            if records.is_empty() {
                self.publish();
                return Ok(());
            }
            for record in records {
                match record.body.parse::<HubRecord>() {
                    Ok(body) => {
                        self.state.apply(record.command_id, &body);
                    }
                    // A later release wrote it. What this one does not know it cannot grant.
                    Err(error) => tracing::warn!(
                        position = %record.position, %error, "a record of the register is not understood"
                    ),
                }
                self.position = record.position;
            }
        }
    }

    fn publish(&self) {
        self.shared.publish(self.state.clone());
    }
}

/// Facts that a decision led to.
pub(super) type Facts = Vec<HubFact>;
