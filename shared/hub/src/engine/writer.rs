//! The task that decides, appends, publishes and answers.
//!
//! It starts with a private state equal to the published one. A group of commands moves the private
//! state ahead; when the log has taken the group, the published state follows. When it has not, or
//! nobody knows, the private state is dropped: it is made anew from what the log holds, and the
//! same commands are decided again under the same ids, so that what did land is found. The task
//! ends when nobody can ask any more.

use std::sync::Arc;

use domain::Fact;
use protocol::Answer;
use store::{AppendError, LogId, Position};
use tokio::sync::{mpsc, oneshot, watch};

use super::forecaster::Forecasts;
use super::keeper::Keeper;
use super::plan::{Outcome, Pending, Plan};
use super::shared::Shared;
use super::tail::{LoadError, catch_up};
use super::{AskError, Reply};
use crate::machine::{Ask, Machine};
use crate::published::EndedDay;
use crate::record::RecordAnswer;
use crate::seams::{Seams, Store};

/// Commands that are decided and appended together.
const GROUP_MAX: usize = 256;
/// So often a group is brought to the log before its commands are answered "unknown".
const ATTEMPTS_MAX: usize = 4;
/// A snapshot after so many records: reading as many back takes a fraction of a second.
const SNAPSHOT_EVERY_RECORDS: u64 = 10_000;

/// A command with the way back to who asked.
pub(super) struct Incoming {
    pub(super) ask: Ask,
    pub(super) reply: oneshot::Sender<Result<Reply, AskError>>,
}

/// The one writer of a site's log in this hub.
pub(super) struct Writer {
    shared: Arc<Shared>,
    store: Arc<dyn Store>,
    log: LogId,
    seams: Seams,
    keeper: Keeper,
    forecasts: Forecasts,
    /// The private state; none while it is not known what the log holds.
    machine: Option<Machine>,
    /// Records behind the newest snapshot.
    since_snapshot: u64,
}

/// How an attempt to append ended, if not well.
enum Failed {
    /// Nothing was stored by it; another attempt may do better.
    NotStored,
    /// Whether it was stored is not known.
    Unknown,
    /// The log takes no group of this size.
    TooLarge,
    /// It can never be stored.
    Never,
}

impl Writer {
    pub(super) fn new(
        shared: Arc<Shared>,
        store: Arc<dyn Store>,
        log: LogId,
        seams: Seams,
        keeper: Keeper,
        forecasts: Forecasts,
        since_snapshot: u64,
    ) -> Self {
        let machine = Some(machine_of(&shared));
        Self {
            shared,
            store,
            log,
            seams,
            keeper,
            forecasts,
            machine,
            since_snapshot,
        }
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Incoming>) {
        let mut group = Vec::with_capacity(GROUP_MAX);
        let mut followed = self.store.follow(&self.log);
        loop {
            let position = self.machine.as_ref().map(Machine::position);
            tokio::select! {
                count = inbox.recv_many(&mut group, GROUP_MAX) => if count == 0 { return },
                () = self.until_due() => {}
                // What another hub wrote is read before anything is decided on.
                () = written_beyond(&mut followed, position) => self.machine = None,
            }
            let pending = group
                .drain(..)
                .map(|Incoming { ask, reply }| Pending::new(ask, reply))
                .collect();
            self.handle(pending).await;
        }
    }

    /// Sleeps until something falls due by itself, such as the end of the day.
    async fn until_due(&self) {
        match self.machine.as_ref().and_then(Machine::next_due) {
            Some(due) => self.seams.clock.sleep_until(due).await,
            None => std::future::pending().await,
        }
    }

    /// Has a group of commands done and answers each.
    async fn handle(&mut self, mut pending: Vec<Pending>) {
        let mut is_in_doubt = false;
        for _ in 0..ATTEMPTS_MAX {
            if self.machine.is_none()
                && let Err(error) = self.reload(&mut pending).await
            {
                tracing::error!(log = %self.log, %error, "the log cannot be read");
                break;
            }
            match self.attempt(&mut pending).await {
                Ok(plan) => return self.finish(plan, pending).await,
                Err(Failed::NotStored) => {}
                Err(Failed::Unknown) => is_in_doubt = true,
                Err(Failed::TooLarge) if pending.len() > 1 => {
                    return self.one_by_one(pending).await;
                }
                Err(Failed::TooLarge | Failed::Never) => break,
            }
        }
        let error = if is_in_doubt {
            AskError::OutcomeUnknown
        } else {
            AskError::Busy
        };
        for pending in pending {
            // Who stopped waiting needs no answer, here and below.
            let _ = pending.reply.send(Err(error.clone()));
        }
    }

    async fn one_by_one(&mut self, group: Vec<Pending>) {
        for pending in group {
            Box::pin(self.handle(vec![pending])).await;
        }
    }

    /// Decides the group and brings it to the log. After a failure the private state is gone.
    async fn attempt(&mut self, pending: &mut [Pending]) -> Result<Plan, Failed> {
        let Some(mut machine) = self.machine.take() else {
            return Err(Failed::NotStored);
        };
        let outlook = self.shared.read(|published| Arc::clone(&published.outlook));
        let plan = Plan::make(&mut machine, pending, &self.seams, &outlook);
        if !plan.records.is_empty() {
            let records = plan.new_records().map_err(|error| {
                tracing::error!(log = %self.log, %error, "a record cannot be written as JSON");
                Failed::Never
            })?;
            let appended = self.store.append(&self.log, plan.expected, records).await;
            appended.map_err(|error| {
                tracing::warn!(log = %self.log, %error, "an append was not confirmed");
                failure(&error)
            })?;
        }
        self.machine = Some(machine);
        Ok(plan)
    }

    /// Makes the private state anew from the log, and finds out which commands landed in it.
    async fn reload(&mut self, pending: &mut [Pending]) -> Result<(), LoadError> {
        let tail = catch_up(&self.shared, &*self.store, &self.log).await?;
        self.since_snapshot += tail.records;
        self.keeper.keep_days(tail.ended_days).await;
        for pending in pending {
            if let Some(id) = pending.command_id() {
                pending.landed = self.store.find(&self.log, id).await?;
            }
        }
        self.forecasts.ask();
        self.machine = Some(machine_of(&self.shared));
        Ok(())
    }

    /// Publishes what is durable now, then answers.
    async fn finish(&mut self, plan: Plan, pending: Vec<Pending>) {
        let has_news = !plan.records.is_empty();
        let days = if has_news {
            self.publish(&plan)
        } else {
            Vec::new()
        };
        let mut answers = Vec::with_capacity(pending.len());
        for outcome in &plan.outcomes {
            answers.push(self.earlier_answer(&plan, outcome).await);
        }
        let Plan {
            records, outcomes, ..
        } = plan;
        let is_setup = records
            .iter()
            .any(|(_, body)| body.facts.iter().any(changes_setup));
        let mut own: Vec<Option<Answer>> = records.into_iter().map(|(_, b)| b.answer).collect();
        let replies: Vec<_> = pending
            .into_iter()
            .zip(outcomes)
            .zip(answers)
            .map(|((pending, outcome), earlier)| {
                let result = match outcome {
                    Outcome::Recorded(index) => own
                        .get_mut(index)
                        .and_then(Option::take)
                        .map(|answer| Reply {
                            answer,
                            repeated: false,
                        })
                        .ok_or(AskError::OutcomeUnknown),
                    Outcome::Settled(result) => result.map_err(AskError::Refused),
                    Outcome::Earlier { .. } => earlier.ok_or(AskError::OutcomeUnknown),
                };
                (pending.reply, result)
            })
            .collect();
        let answer_all = move || {
            for (reply, result) in replies {
                let _ = reply.send(result);
            }
        };
        if is_setup {
            // Whoever set something up sees what is expected under it from the next look on.
            self.forecasts.ask_and_then(Box::new(answer_all));
        } else {
            answer_all();
            if has_news {
                self.forecasts.ask();
            }
        }
        self.keep(days).await;
    }

    fn publish(&mut self, plan: &Plan) -> Vec<EndedDay> {
        self.since_snapshot += plan.records.len() as u64;
        self.shared.publish(|published| {
            let mut days = Vec::new();
            for (id, body) in &plan.records {
                days.extend(published.apply(*id, body.request, &body.stamp, &body.facts));
            }
            days.extend(published.closed_day());
            days
        })
    }

    /// The answer that stands in an earlier record.
    async fn earlier_answer(&self, plan: &Plan, outcome: &Outcome) -> Option<Reply> {
        let Outcome::Earlier { position, repeated } = *outcome else {
            return None;
        };
        let answer = match plan.record_at(position) {
            Some(body) => body.answer.clone(),
            None => self.stored_answer(position).await,
        };
        answer.map(|answer| Reply { answer, repeated })
    }

    async fn stored_answer(&self, position: Position) -> Option<Answer> {
        let records = self.store.read(&self.log, position, 1).await;
        let records = records
            .inspect_err(|error| {
                tracing::warn!(log = %self.log, %error, "an earlier answer cannot be read");
            })
            .ok()?;
        records.first()?.body.parse::<RecordAnswer>().ok()?.answer
    }

    /// Has ended days kept, and now and then a snapshot.
    async fn keep(&mut self, days: Vec<EndedDay>) {
        let day_ended = !days.is_empty();
        self.keeper.keep_days(days).await;
        if day_ended || self.since_snapshot >= SNAPSHOT_EVERY_RECORDS {
            self.since_snapshot = 0;
            self.keeper.keep_snapshot().await;
        }
    }
}

/// Ends when the log is longer than `position`, by somebody else's records.
async fn written_beyond(followed: &mut watch::Receiver<Position>, position: Option<Position>) {
    let Some(position) = position else {
        return std::future::pending().await;
    };
    if followed
        .wait_for(|newest| *newest > position)
        .await
        .is_err()
    {
        // The store has ended, and with it this log.
        std::future::pending::<()>().await;
    }
}

fn machine_of(shared: &Shared) -> Machine {
    shared.read(|p| Machine::new(p.site.clone(), p.memory().clone(), p.position()))
}

fn failure(error: &AppendError) -> Failed {
    match error {
        AppendError::Conflict { .. } | AppendError::Repeated { .. } | AppendError::Stopped => {
            Failed::NotStored
        }
        AppendError::Unknown(_) | AppendError::InDoubt(_) => Failed::Unknown,
        AppendError::TooLarge { .. } => Failed::TooLarge,
        AppendError::TwiceInOne { .. } => Failed::Never,
    }
}

/// Whether a prepared curve says nothing about the site after this.
fn changes_setup(fact: &Fact) -> bool {
    match fact {
        Fact::SiteSet { .. }
        | Fact::ServiceSet { .. }
        | Fact::ServiceRemoved { .. }
        | Fact::StationSet { .. }
        | Fact::StationRemoved { .. }
        | Fact::StationOpened { .. }
        | Fact::StationPaused { .. }
        | Fact::StationClosed { .. } => true,
        Fact::DayOpened { .. }
        | Fact::DayReopened { .. }
        | Fact::DayClosed { .. }
        | Fact::TicketIssued { .. }
        | Fact::VisitJoined { .. }
        | Fact::TicketCalled { .. }
        | Fact::TicketRecalled { .. }
        | Fact::ServingStarted { .. }
        | Fact::ServingFinished { .. }
        | Fact::TicketMarkedNoShow { .. }
        | Fact::TicketHeld { .. }
        | Fact::TicketResumed { .. }
        | Fact::TicketTransferred { .. }
        | Fact::TicketReinstated { .. }
        | Fact::TicketCancelled { .. }
        | Fact::ActionUndone { .. }
        | Fact::IssuingStopped { .. }
        | Fact::IssuingResumed { .. } => false,
    }
}
