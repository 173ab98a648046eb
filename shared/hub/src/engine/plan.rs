//! A group of commands, decided one after the other on the private state.

use domain::{Context, Refusal, TicketId, VisitId};
use store::{Body, BodyError, CommandId, NewRecord, Position};
use tokio::sync::oneshot;

use super::{AskError, Reply};
use uuid::Uuid;

use crate::machine::{Ask, Digest, Handled, Machine, Wish};
use crate::outlook::Outlook;
use crate::record::RecordBody;
use crate::seams::Seams;

/// A command that waits for its answer. What is chosen for it is chosen once: however often it is
/// decided, it is the same command.
pub(super) struct Pending {
    pub(super) ask: Ask<Wish>,
    pub(super) reply: oneshot::Sender<Result<Reply, AskError>>,
    ids: Option<ChosenIds>,
    /// The record of its id, if one was found in the log after a failed append.
    pub(super) landed: Option<Landed>,
}

/// A record that bears a command's id. With a key that need not be the command's own record: the
/// same key may have come with another request before.
#[derive(Clone, Copy)]
pub(super) struct Landed {
    pub(super) position: Position,
    /// The digest of the request that it was recorded for.
    pub(super) request: Option<Digest>,
}

#[derive(Clone, Copy)]
struct ChosenIds {
    command: CommandId,
    ticket: TicketId,
    visit: VisitId,
    thing: Uuid,
}

impl Pending {
    pub(super) fn new(ask: Ask<Wish>, reply: oneshot::Sender<Result<Reply, AskError>>) -> Self {
        Self {
            ask,
            reply,
            ids: None,
            landed: None,
        }
    }

    /// The command's identity, once it was decided.
    pub(super) fn command_id(&self) -> Option<CommandId> {
        self.ids.map(|ids| ids.command)
    }
}

/// What a command of the group comes to.
pub(super) enum Outcome {
    /// The record of that index is its own.
    Recorded(usize),
    /// Nothing is recorded for it.
    Settled(Box<Result<Reply, AskError>>),
    /// Its answer stands in an earlier record, which may be one of this group.
    Earlier { position: Position, repeated: bool },
}

impl Outcome {
    fn settled(result: Result<Reply, AskError>) -> Self {
        Self::Settled(Box::new(result))
    }
}

/// What is to be appended, and who gets which answer.
pub(super) struct Plan {
    /// The newest record before the group.
    pub(super) expected: Position,
    pub(super) records: Vec<(CommandId, RecordBody)>,
    /// One for each command, in their order.
    pub(super) outcomes: Vec<Outcome>,
}

impl Plan {
    /// Decides the commands, and what fell due before them.
    pub(super) fn make(
        machine: &mut Machine,
        pending: &mut [Pending],
        seams: &Seams,
        outlook: &Outlook,
    ) -> Self {
        let expected = machine.position();
        let now = machine.moment(seams.clock.now());
        let mut records = machine.fall_due(now);
        let outcomes = pending
            .iter_mut()
            .map(|pending| decide(machine, pending, now, seams, outlook, &mut records))
            .collect();
        Self {
            expected,
            records,
            outcomes,
        }
    }

    /// The records as the log takes them.
    pub(super) fn new_records(&self) -> Result<Vec<NewRecord>, BodyError> {
        let new = |(command_id, body): &(CommandId, RecordBody)| {
            Ok(NewRecord {
                command_id: *command_id,
                body: Body::of(body)?,
            })
        };
        self.records.iter().map(new).collect()
    }

    /// The record of this group at a position.
    pub(super) fn record_at(&self, position: Position) -> Option<&RecordBody> {
        let index = position.0.checked_sub(self.expected.0 + 1)?;
        self.records
            .get(usize::try_from(index).ok()?)
            .map(|(_, body)| body)
    }
}

fn decide(
    machine: &mut Machine,
    pending: &mut Pending,
    now: domain::Moment,
    seams: &Seams,
    outlook: &Outlook,
    records: &mut Vec<(CommandId, RecordBody)>,
) -> Outcome {
    let ask = &pending.ask;
    if let Some(landed) = pending.landed {
        return match &ask.key {
            Some(key) if landed.request != ask.request() => {
                let reused = Refusal::KeyReused { key: key.clone() };
                Outcome::settled(Err(reused.into()))
            }
            Some(_) | None => Outcome::Earlier {
                position: landed.position,
                repeated: false,
            },
        };
    }
    let ids = *pending.ids.get_or_insert_with(|| ChosenIds {
        command: match &ask.key {
            Some(key) => machine.identify(key, now),
            None => CommandId(seams.ids.fresh(now)),
        },
        ticket: (ask.own_ticket).unwrap_or_else(|| TicketId(seams.ids.fresh(now))),
        visit: VisitId(seams.ids.fresh(now)),
        thing: seams.ids.fresh(now),
    });
    let context = Context {
        now,
        by: ask.by.clone(),
        ticket: ids.ticket,
        visit: ids.visit,
        thing: ids.thing,
        // The lower half of such an id is random.
        code: ids.thing.as_u128() as u32,
        satellite: ask.own_ticket.and_then(|_| ask.by.id.clone()),
    };
    match machine.handle_wish(ask, ids.command, &context, outlook) {
        Ok(Handled::Recorded(body)) => {
            records.push((ids.command, body));
            Outcome::Recorded(records.len() - 1)
        }
        Ok(Handled::Nothing(answer)) => Outcome::settled(Ok(Reply {
            answer,
            repeated: false,
        })),
        Ok(Handled::Repeated(position)) => Outcome::Earlier {
            position,
            repeated: true,
        },
        Err(rejection) => Outcome::settled(Err(rejection.into())),
    }
}
