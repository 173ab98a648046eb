//! A run under way: the site, what people are shown of it, and the names in use.

use std::collections::BTreeMap;

use domain::{Actor, Command, Context, Fact, Moment, Refusal, Role, Site, TicketId, VisitId};
use protocol::Answer;
use serde_json::{Value, json};
use store::{CommandId, Position};
use uuid::Uuid;

use super::names::Names;
use super::script::{Content, Opening, Step, Verb};
use super::{command, explain, question};
use crate::machine::{Ask, Handled, Machine, Memory};
use crate::outlook::Outlook;

/// The answer to a line.
pub(super) struct Answered {
    pub(super) outcome: Result<Value, Value>,
    explanation: Option<Value>,
}

impl Answered {
    fn ok(value: Value) -> Self {
        Self {
            outcome: Ok(value),
            explanation: None,
        }
    }

    pub(super) fn written(self, line: u64) -> Value {
        let mut written = match self.outcome {
            Ok(value) => json!({"line": line, "ok": value}),
            Err(refusal) => json!({"line": line, "refused": refusal}),
        };
        if let Some(explanation) = self.explanation {
            written["explain"] = explanation;
        }
        written
    }
}

/// The first answer to a command that recorded something.
struct First {
    answer: Value,
    thing: Option<Uuid>,
}

/// A run under way.
pub(super) struct Run {
    machine: Machine,
    /// What people are shown, kept from line to line.
    outlook: Outlook,
    names: Names,
    firsts: BTreeMap<Position, First>,
    /// What commands that may be repeated have made.
    made: BTreeMap<CommandId, Uuid>,
    now: Moment,
    explains: bool,
}

impl Run {
    /// The site of the first line, set up by the organiser.
    pub(super) fn open(opening: Opening, explains: bool) -> Result<(Self, Answered), String> {
        let site = Site::new(opening.site.clone());
        let id = opening.site.id.clone();
        let mut run = Self {
            outlook: Outlook::of(&site, opening.at, None),
            machine: Machine::new(site, Memory::default(), Position(0)),
            names: Names::default(),
            firsts: BTreeMap::new(),
            made: BTreeMap::new(),
            now: opening.at,
            explains,
        };
        let services = opening.services.into_iter();
        let stations = opening.stations.into_iter();
        let commands = std::iter::once(Command::SetSite {
            settings: opening.site,
        })
        .chain(services.map(|settings| Command::SetService { settings }))
        .chain(stations.map(|settings| Command::SetStation { settings }));
        for command in commands {
            run.set_up(command)?;
        }
        Ok((run, Answered::ok(json!({"site": id}))))
    }

    fn set_up(&mut self, command: Command) -> Result<(), String> {
        let ask = Ask {
            command,
            key: None,
            by: Actor::of(Role::Organiser),
            own_ticket: None,
        };
        let handled = self.machine.handle(
            &ask,
            CommandId(line_uuid(1)),
            &self.context(1),
            &self.outlook,
        );
        match handled {
            Ok(Handled::Recorded(_)) => Ok(()),
            // Set once more: the second of two with the same id would silently win.
            Ok(Handled::Nothing(_) | Handled::Repeated(_)) => {
                Err(format!("given twice: {}", json!(ask.command)))
            }
            Err(refusal) => Err(json!(refusal).to_string()),
        }
    }

    pub(super) fn step(&mut self, line: u64, step: Step) -> Result<Answered, String> {
        if step.at < self.now {
            return Err(format!("\"at\" goes back behind {}", self.now.to_rfc3339()));
        }
        self.now = step.at;
        self.machine.fall_due(self.now);
        self.outlook = Outlook::of(self.machine.site(), self.now, Some(&self.outlook));
        match step.content {
            Content::Command { verb, name, key } => self.act(line, verb, name, key),
            Content::Question(question) => {
                let told = question::answer(
                    self.machine.site(),
                    &self.outlook,
                    self.now,
                    &self.names,
                    &question,
                );
                Ok(self.spoken(told))
            }
        }
    }

    fn act(
        &mut self,
        line: u64,
        verb: Verb,
        name: Option<String>,
        key: Option<String>,
    ) -> Result<Answered, String> {
        let context = self.context(line);
        let id = match &key {
            Some(key) => self.machine.identify(key, self.now),
            None => CommandId(line_uuid(line)),
        };
        // A repeat is about the ticket, the appointment or the item of the first time.
        let thing = self.made.get(&id).copied().unwrap_or(line_uuid(line));
        if let Some(name) = name
            .as_ref()
            .filter(|name| !self.names.is_free(name, thing))
        {
            return Err(format!("{name:?} is the name of something else"));
        }
        let command = match command::of(verb, &self.names) {
            Ok(command) => command,
            Err(refusal) => return Ok(self.spoken(Err(refusal))),
        };
        let ask = Ask {
            command,
            key,
            by: Actor::of(Role::Organiser),
            own_ticket: None,
        };
        let before = self.explains.then(|| self.machine.site().clone());
        let handled = match self.machine.handle(&ask, id, &context, &self.outlook) {
            Ok(handled) => handled,
            Err(refusal) => return Ok(self.spoken(Err(refusal))),
        };
        match handled {
            Handled::Recorded(body) => {
                let thing = self.named(&body.facts, name);
                self.made.extend(thing.map(|thing| (id, thing)));
                let explanation = before.and_then(|before| explain::call(&before, &body.facts));
                let answer = body.answer.map_or(Value::Null, |answer| told(&answer));
                let answer = self.names.spoken(answer);
                let first = First {
                    answer: answer.clone(),
                    thing,
                };
                self.firsts.insert(self.machine.position(), first);
                Ok(Answered {
                    outcome: Ok(answer),
                    explanation: explanation.map(|told| self.names.spoken(told)),
                })
            }
            Handled::Nothing(answer) => Ok(Answered::ok(self.names.spoken(told(&answer)))),
            Handled::Repeated(position) => self.repeated(position, name.as_deref()),
        }
    }

    /// Names the ticket, the appointment or the item that a command made.
    fn named(&mut self, facts: &[Fact], name: Option<String>) -> Option<Uuid> {
        let (thing, number) = facts.iter().find_map(|fact| self.made_by(fact))?;
        match (name, number) {
            (Some(name), _) => self.names.give(&name, thing),
            (None, Some(number)) => self.names.number(number, thing),
            (None, None) => {}
        }
        Some(thing)
    }

    /// What a fact has made, with its number.
    fn made_by(&self, fact: &Fact) -> Option<(Uuid, Option<String>)> {
        let site = self.machine.site();
        if let Fact::TicketIssued { ticket, .. } = fact {
            let number = site.number_of(*ticket).map(ToString::to_string);
            return Some((ticket.0, number));
        }
        if let Fact::AppointmentBooked {
            appointment, code, ..
        } = fact
        {
            return Some((appointment.0, Some(code.to_string())));
        }
        let Fact::ItemReceived { item, number, .. } = fact else {
            return None;
        };
        Some((item.0, Some(number.to_string())))
    }

    /// The first answer again, whatever happened since.
    fn repeated(&mut self, position: Position, name: Option<&str>) -> Result<Answered, String> {
        let first = self
            .firsts
            .get(&position)
            .ok_or("its first answer is missing")?;
        let (answer, thing) = (first.answer.clone(), first.thing);
        if let (Some(name), Some(thing)) = (name, thing) {
            self.names.give(name, thing);
        }
        Ok(Answered::ok(answer))
    }

    fn context(&self, line: u64) -> Context {
        Context {
            now: self.now,
            by: Actor::of(Role::Organiser),
            ticket: TicketId(line_uuid(line)),
            visit: VisitId(line_uuid(line)),
            thing: line_uuid(line),
            // Any number will do; this one is the same everywhere.
            code: 100_000 + line as u32,
            satellite: None,
        }
    }

    fn spoken(&self, told: Result<Value, Refusal>) -> Answered {
        let outcome = told
            .map(|value| self.names.spoken(value))
            .map_err(|refusal| self.names.spoken(json!(refusal)));
        Answered {
            outcome,
            explanation: None,
        }
    }
}

fn line_uuid(line: u64) -> Uuid {
    Uuid::from_u128(u128::from(line))
}

/// An answer as a scenario's output writes it.
fn told(answer: &Answer) -> Value {
    match answer {
        Answer::Ticket(answer) => json!(answer),
        Answer::Station(answer) => json!(answer),
        Answer::Service(answer) => json!(answer),
        Answer::Site(answer) => json!({"site": answer.site.id, "day": answer.site.day}),
        Answer::Appointment(answer) => json!(answer),
        Answer::Item(answer) => json!(answer),
        Answer::Removed => json!({}),
    }
}
