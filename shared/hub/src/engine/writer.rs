//! The task that decides, appends, publishes and answers.
//!
//! It starts with a private state equal to the published one. A group of commands moves the private
//! state ahead; when the log has taken the group, the published state follows. When it has not, or
//! nobody knows, the private state is dropped: it is made anew from what the log holds, and the
//! same commands are decided again under the same ids, so that what did land is found. The task
//! ends when nobody can ask any more.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Fact, Moment};
use protocol::Answer;
use store::{AppendError, LogId, Position};
use tokio::sync::{mpsc, oneshot, watch};

use super::forecaster::Forecasts;
use super::hours::next_turn;
use super::keeper::Keeper;
use super::plan::{Landed, Outcome, Pending, Plan};
use super::shared::Shared;
use super::tail::{LoadError, catch_up};
use super::{AskError, Reply};
use crate::machine::{Ask, Digest, Machine, Wish};
use crate::published::EndedDay;
use crate::record::{RecordAnswer, RecordBody, RecordRequest};
use crate::seams::{Seams, Store};

/// Commands that are decided and appended together.
const GROUP_MAX: usize = 256;
/// So often a group is brought to the log before its commands are answered "unknown".
const ATTEMPTS_MAX: usize = 4;
/// Who sets something up waits so long for an outlook that knows of it.
const OUTLOOK_PATIENCE: TimeDelta = TimeDelta::milliseconds(500);
/// A snapshot after so many records: reading as many back takes a fraction of a second.
const SNAPSHOT_EVERY_RECORDS: u64 = 10_000;

/// A command with the way back to who asked.
pub(super) struct Incoming {
    pub(super) ask: Ask<Wish>,
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
    /// Turns of hours up to here were told to whoever follows.
    hours_told: Moment,
    /// An append was not confirmed, and what is in the log since could not be read.
    is_in_doubt: bool,
    /// Records behind the newest snapshot.
    since_snapshot: u64,
    /// The day that was given to be kept last, as it was then: most records after its end leave it
    /// as it is.
    newest_kept: Option<EndedDay>,
}

/// A command that is done with, and what its sender is told.
struct Answered {
    reply: oneshot::Sender<Result<Reply, AskError>>,
    result: Result<Reply, AskError>,
    /// It changed what an outlook is made from.
    is_setup: bool,
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
        let hours_told = seams.clock.now();
        Self {
            shared,
            store,
            log,
            seams,
            keeper,
            forecasts,
            machine,
            hours_told,
            is_in_doubt: false,
            since_snapshot,
            newest_kept: None,
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
                () = self.until_hours_turn() => {
                    self.tell_hours();
                    continue;
                }
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

    /// Sleeps until a service begins or ends to give numbers.
    async fn until_hours_turn(&self) {
        let site = self.machine.as_ref().map(Machine::site);
        match site.and_then(|site| next_turn(site, self.hours_told)) {
            Some(turn) => self.seams.clock.sleep_until(turn).await,
            None => std::future::pending().await,
        }
    }

    /// What is shown changed with the time alone: whoever follows is told as of any change.
    fn tell_hours(&mut self) {
        self.hours_told = self.seams.clock.now();
        self.shared.publish(|_| ());
        self.forecasts.ask();
    }

    /// Has a group of commands done and answers each.
    async fn handle(&mut self, mut pending: Vec<Pending>) {
        let mut was_unknown = false;
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
                Err(Failed::Unknown) => {
                    was_unknown = true;
                    self.is_in_doubt = true;
                }
                Err(Failed::TooLarge) if pending.len() > 1 => {
                    return self.one_by_one(pending).await;
                }
                Err(Failed::TooLarge | Failed::Never) => break,
            }
        }
        // Also who came later may only repeat what is in doubt since then.
        let error = if was_unknown || self.is_in_doubt {
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
        self.keeper.keep_days(tail.ended_days);
        for pending in pending {
            pending.landed = self.landed(pending).await?;
        }
        self.forecasts.ask();
        self.machine = Some(machine_of(&self.shared));
        self.is_in_doubt = false;
        Ok(())
    }

    /// The record in the log that bears a command's id. The memory of keys does not do for this:
    /// at midnight it forgets those of the attempt before.
    async fn landed(&self, pending: &Pending) -> Result<Option<Landed>, LoadError> {
        let Some(id) = pending.command_id() else {
            return Ok(None);
        };
        let Some(position) = self.store.find(&self.log, id).await? else {
            return Ok(None);
        };
        // Without a key the id is random, and its record the command's own.
        let request = match pending.ask.key {
            Some(_) => self.request_at(position).await?,
            None => None,
        };
        Ok(Some(Landed { position, request }))
    }

    async fn request_at(&self, position: Position) -> Result<Option<Digest>, LoadError> {
        let records = self.store.read(&self.log, position, 1).await?;
        let Some(record) = records.first() else {
            return Ok(None);
        };
        let read = record.body.parse::<RecordRequest>();
        let read = read.map_err(|source| LoadError::Unreadable { position, source })?;
        Ok(read.request)
    }

    /// Publishes what is durable now, then answers.
    async fn finish(&mut self, plan: Plan, pending: Vec<Pending>) {
        let has_news = !plan.records.is_empty();
        let day_changed = has_news && self.publish(&plan);
        let mut answers = Vec::with_capacity(pending.len());
        for outcome in &plan.outcomes {
            answers.push(self.earlier_answer(&plan, outcome).await);
        }
        let Plan {
            records, outcomes, ..
        } = plan;
        let mut own: Vec<Option<RecordBody>> = records.into_iter().map(|(_, b)| Some(b)).collect();
        let answered = pending.into_iter().zip(outcomes).zip(answers);
        let answered = answered.map(|((pending, outcome), earlier)| {
            let (result, is_setup) = match outcome {
                Outcome::Recorded(index) => recorded(own.get_mut(index).and_then(Option::take)),
                Outcome::Settled(result) => (*result, false),
                Outcome::Earlier { .. } => (earlier.ok_or(AskError::OutcomeUnknown), false),
            };
            let reply = pending.reply;
            Answered {
                reply,
                result,
                is_setup,
            }
        });
        let (later, now): (Vec<_>, Vec<_>) = answered.partition(|answered| answered.is_setup);
        now.into_iter().for_each(Answered::send);
        if !later.is_empty() {
            self.answer_with_outlook(later);
        } else if has_news {
            self.forecasts.ask();
        }
        self.keep_snapshot(day_changed);
    }

    /// Answers those who set something up once an outlook is published that knows of it: who opens
    /// a station sees from the next look on what is expected of it, instead of a wait that tells of
    /// the stations before. What is done stands by then, so nobody waits for long.
    fn answer_with_outlook(&self, later: Vec<Answered>) {
        let known = self.forecasts.ask_and_tell();
        let clock = &self.seams.clock;
        let patience = clock.sleep_until(clock.now() + OUTLOOK_PATIENCE);
        tokio::spawn(async move {
            tokio::select! {
                // An error means that no outlook will come: no reason to wait for it.
                _told_or_over = known => {}
                () = patience => {}
            }
            later.into_iter().for_each(Answered::send);
        });
    }

    /// Publishes what was recorded, and has days kept: those that ended, and a closed one as long as
    /// it changes. Nobody sees the next day before the one that ended is known as past. Whether there
    /// was any.
    fn publish(&mut self, plan: &Plan) -> bool {
        self.since_snapshot += plan.records.len() as u64;
        let (keeper, newest_kept) = (&self.keeper, self.newest_kept.as_ref());
        let newest = self.shared.publish(|published| {
            let mut days = Vec::new();
            for (id, body) in &plan.records {
                days.extend(published.apply(*id, body.request, &body.stamp, &body.facts));
            }
            days.extend(published.closed_day());
            days.retain(|day| newest_kept != Some(day));
            let newest = days.last().cloned();
            keeper.keep_days(days);
            newest
        });
        let day_changed = newest.is_some();
        self.newest_kept = newest.or_else(|| self.newest_kept.take());
        day_changed
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

    /// Has a snapshot kept when a day changed, and now and then.
    fn keep_snapshot(&mut self, day_changed: bool) {
        if day_changed || self.since_snapshot >= SNAPSHOT_EVERY_RECORDS {
            self.since_snapshot = 0;
            self.keeper.keep_snapshot();
        }
    }
}

impl Answered {
    fn send(self) {
        // Who stopped waiting needs no answer.
        let _ = self.reply.send(self.result);
    }
}

/// The answer in a command's own record, and whether the record changes what is set up.
fn recorded(body: Option<RecordBody>) -> (Result<Reply, AskError>, bool) {
    let Some(RecordBody { facts, answer, .. }) = body else {
        return (Err(AskError::OutcomeUnknown), false);
    };
    let reply = answer.map(|answer| Reply {
        answer,
        repeated: false,
    });
    let is_setup = facts.iter().any(changes_setup);
    (reply.ok_or(AskError::OutcomeUnknown), is_setup)
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
        | Fact::AppointmentBooked { .. }
        | Fact::AppointmentMoved { .. }
        | Fact::AppointmentCancelled { .. }
        | Fact::AppointmentCheckedIn { .. }
        | Fact::ItemAnnounced { .. }
        | Fact::ItemReceived { .. }
        | Fact::RepairStarted { .. }
        | Fact::RepairFinished { .. }
        | Fact::ItemReadyCalled { .. }
        | Fact::ItemCollected { .. }
        | Fact::CardSet { .. }
        | Fact::CardRevoked { .. }
        | Fact::PersonErased { .. }
        | Fact::TicketConfirmed { .. }
        | Fact::TicketRenumbered { .. }
        | Fact::TicketLeftUnserved { .. }
        | Fact::EarlierTicketNoted { .. }
        | Fact::SeriesGranted { .. }
        | Fact::SeriesRetired { .. }
        | Fact::SeriesAdvanced { .. }
        | Fact::ActionUndone { .. }
        | Fact::IssuingStopped { .. }
        | Fact::IssuingResumed { .. }
        | Fact::WorkLearned { .. } => false,
    }
}
