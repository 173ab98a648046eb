//! What a site does with a command, without disk, task or clock: decide, evolve, answer.
//!
//! A [`Machine`] is a state and the memory of keys. The engine runs it ahead of the disk; the
//! replay runs it alone. Moments and ids come in from outside, so the same calls give the same
//! records everywhere.

use domain::{
    Actor, Command, Context, Fact, Moment, Refusal, Role, Site, Stamp, TicketId, day, decide,
    evolve,
};
use forecast::priors_after;
use protocol::Answer;
use serde::Serialize;
use store::{CommandId, Position};

use crate::outlook::Outlook;
use crate::record::RecordBody;

mod answer;
mod memory;
mod risk;
#[cfg(test)]
mod tests;
mod wish;

pub use memory::{Digest, Memory, Remembered};
pub(crate) use memory::{command_id, hash};
pub(crate) use risk::{chance_at_risk, refuse_at_risk};
pub use wish::{Change, Rejection, Wish};

/// Something that somebody asks of a site: a command, or a [`Wish`] of which one is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask<C = Command> {
    /// What.
    pub command: C,
    /// Makes a repeat known: the same key on the same service day is the same command.
    pub key: Option<String>,
    /// Who asks.
    pub by: Actor,
    /// The id of the ticket, if a kiosk away from the hub chose it before it asked.
    pub own_ticket: Option<TicketId>,
}

impl<C: Serialize> Ask<C> {
    /// What stands for the request in a record: only a key makes that worth knowing.
    pub(crate) fn request(&self) -> Option<Digest> {
        self.key.as_ref().map(|_| Digest::of(&self.command))
    }
}

/// What a command came to, if it was not refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Handled {
    /// Something happened: to be recorded at the machine's new position.
    Recorded(RecordBody),
    /// It was so already, or nobody is there: nothing to record.
    Nothing(Answer),
    /// The key is known: the answer stands in the record at this position.
    Repeated(Position),
}

/// A state that commands are decided on.
#[derive(Debug, Clone)]
pub struct Machine {
    site: Site,
    memory: Memory,
    position: Position,
}

impl Machine {
    /// A machine that goes on where `position` left the state.
    pub fn new(site: Site, memory: Memory, position: Position) -> Self {
        Self {
            site,
            memory,
            position,
        }
    }

    /// The state.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The newest record in the state.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The moment to record, given what a clock shows: time never goes back within a log.
    pub fn moment(&self, clock: Moment) -> Moment {
        self.memory
            .newest_at()
            .map_or(clock, |newest| newest.max(clock))
    }

    /// The identity of a command that came with `key` at `now`.
    pub fn identify(&self, key: &str, now: Moment) -> CommandId {
        memory::command_id(day::local_date(now, self.site.settings.time_zone), key)
    }

    /// Does what fell due by `now`. To be called before every command.
    pub fn fall_due(&mut self, now: Moment) -> Vec<(CommandId, RecordBody)> {
        let mut records = Vec::new();
        // One thing that fell due may make another one fall due.
        loop {
            let due = day::fell_due(&self.site, now);
            if due.is_empty() {
                return records;
            }
            for (at, facts) in due {
                let stamp = Stamp {
                    at: self.moment(at),
                    by: Actor::of(Role::Hub),
                };
                let body = RecordBody {
                    facts: self.evolve(facts, &stamp),
                    stamp,
                    request: None,
                    answer: None,
                };
                let id = memory::due_id(self.position.next());
                self.note(id, &body);
                records.push((id, body));
            }
        }
    }

    /// When something falls due next.
    pub fn next_due(&self) -> Option<Moment> {
        day::next_due(&self.site)
    }

    /// Decides a command and takes on what follows from it.
    ///
    /// `id` is [`Self::identify`]'s for a command with a key, a random one otherwise. `outlook`
    /// says how long a wait will be; it may lag behind the state.
    ///
    /// # Errors
    /// The refusal; nothing happened then.
    pub fn handle(
        &mut self,
        ask: &Ask,
        id: CommandId,
        context: &Context,
        outlook: &Outlook,
    ) -> Result<Handled, Refusal> {
        let request = ask.request();
        match self.repeated(ask.key.as_ref(), request, id)? {
            Some(first) => Ok(Handled::Repeated(first)),
            None => self.take_on(&ask.command, request, id, context, outlook),
        }
    }

    /// The same for a wish, which becomes a command on the state that it meets.
    ///
    /// # Errors
    /// The rejection; nothing happened then.
    pub fn handle_wish(
        &mut self,
        ask: &Ask<Wish>,
        id: CommandId,
        context: &Context,
        outlook: &Outlook,
    ) -> Result<Handled, Rejection> {
        let request = ask.request();
        // Before it is looked at what is there: that may come from this very request.
        if let Some(first) = self.repeated(ask.key.as_ref(), request, id)? {
            return Ok(Handled::Repeated(first));
        }
        let command = ask.command.on(&self.site)?;
        Ok(self.take_on(&command, request, id, context, outlook)?)
    }

    /// Where the answer to an earlier request with the same key stands.
    fn repeated(
        &self,
        key: Option<&String>,
        request: Option<Digest>,
        id: CommandId,
    ) -> Result<Option<Position>, Refusal> {
        match (key, self.memory.find(id)) {
            (Some(_), Some(first)) if Some(first.request) == request => Ok(Some(first.position)),
            (Some(key), Some(_)) => Err(Refusal::KeyReused { key: key.clone() }),
            (Some(_) | None, None) | (None, Some(_)) => Ok(None),
        }
    }

    fn take_on(
        &mut self,
        command: &Command,
        request: Option<Digest>,
        id: CommandId,
        context: &Context,
        outlook: &Outlook,
    ) -> Result<Handled, Refusal> {
        let decision = decide(&self.site, command, context)?;
        risk::check(&self.site, command, outlook, context.now)?;
        let about = answer::About::of(&self.site, command, &decision);
        let stamp = context.stamp();
        let facts = self.evolve(decision.facts, &stamp);
        let answer = about.answer(&self.site, outlook, context.now);
        if facts.is_empty() {
            return Ok(Handled::Nothing(answer));
        }
        let body = RecordBody {
            stamp,
            request,
            facts,
            answer: Some(answer),
        };
        self.note(id, &body);
        Ok(Handled::Recorded(body))
    }

    /// Applies what was decided, and answers it with what a day that ends teaches.
    ///
    /// A day teaches when it closes, and what was finished after that when the next one opens.
    fn evolve(&mut self, decided: Vec<Fact>, stamp: &Stamp) -> Vec<Fact> {
        let mut facts = Vec::with_capacity(decided.len());
        for fact in decided {
            let (opens, closes) = (
                matches!(fact, Fact::DayOpened { .. }),
                matches!(fact, Fact::DayClosed { .. }),
            );
            if opens {
                facts.extend(self.learn(stamp));
            }
            evolve(&mut self.site, &fact, stamp);
            facts.push(fact);
            if closes {
                facts.extend(self.learn(stamp));
            }
        }
        facts
    }

    /// What the newest day taught, if that is not known yet.
    fn learn(&mut self, stamp: &Stamp) -> Option<Fact> {
        let day = self.site.day?.date;
        let priors = priors_after(&self.site, stamp.at);
        let known = self.site.learned.as_ref().unwrap_or(&self.site.priors);
        if priors == *known {
            return None;
        }
        let fact = Fact::WorkLearned {
            day,
            priors: Box::new(priors),
        };
        evolve(&mut self.site, &fact, stamp);
        Some(fact)
    }

    fn note(&mut self, id: CommandId, body: &RecordBody) {
        self.position = self.position.next();
        let date = day::local_date(body.stamp.at, self.site.settings.time_zone);
        self.memory
            .note(id, body.request, self.position, body.stamp.at, date);
    }
}

/// The hash of a state, in hexadecimal: equal states have equal hashes on every machine.
///
/// # Errors
/// What serde says of a state that cannot be written as JSON; there is none.
pub fn state_hash(site: &Site) -> Result<String, serde_json::Error> {
    Ok(hash(&serde_json::to_vec(site)?))
}
