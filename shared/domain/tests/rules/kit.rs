//! A square for tests: a clock moved by hand and tickets with names.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use domain::{
    Actor, Class, Command, Context, Decision, Fact, Moment, Refusal, Role, ServiceId,
    ServiceSettings, Site, SiteSettings, Stamp, StationId, StationSettings, Target, Ticket,
    TicketId, VisitId, decide, evolve,
};
use uuid::Uuid;

pub(crate) fn at(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub(crate) fn service(id: &str) -> ServiceId {
    ServiceId::new(id).unwrap()
}

pub(crate) fn station(id: &str) -> StationId {
    StationId::new(id).unwrap()
}

/// A site, its log and a clock.
#[derive(Clone)]
pub(crate) struct Square {
    pub(crate) site: Site,
    pub(crate) log: Vec<(Fact, Stamp)>,
    pub(crate) now: Moment,
    pub(crate) by: Actor,
    names: BTreeMap<&'static str, TicketId>,
    next_id: u128,
}

impl Square {
    /// Two services, haircut at stations 1 and 2, repair at station 3, both at 4.
    pub(crate) fn new() -> Self {
        let mut square = Self::empty();
        for id in ["haircut", "repair"] {
            square.set_service(ServiceSettings {
                id: service(id),
                prefix: if id == "haircut" { "理" } else { "修" }.to_owned(),
                ..ServiceSettings::default()
            });
        }
        for (id, services) in [
            ("1", &["haircut"][..]),
            ("2", &["haircut"]),
            ("3", &["repair"]),
            ("4", &["haircut", "repair"]),
        ] {
            square.set_station(StationSettings {
                id: station(id),
                services: services.iter().map(|id| service(id)).collect(),
                ..StationSettings::default()
            });
        }
        square
    }

    pub(crate) fn empty() -> Self {
        Self {
            site: Site::new(SiteSettings::default()),
            log: Vec::new(),
            now: at("2026-03-07T08:30:00+08:00"),
            by: Actor::named(Role::Organiser, "o1"),
            names: BTreeMap::new(),
            next_id: 1,
        }
    }

    pub(crate) fn set_service(&mut self, settings: ServiceSettings) {
        self.ok(Command::SetService { settings });
    }

    pub(crate) fn set_station(&mut self, settings: StationSettings) {
        self.ok(Command::SetStation { settings });
    }

    /// Lets time pass; what falls due in between happens.
    pub(crate) fn wait_secs(&mut self, secs: i64) {
        self.go_to(self.now + TimeDelta::seconds(secs));
    }

    pub(crate) fn go_to(&mut self, now: Moment) {
        for (due, facts) in domain::day::fell_due(&self.site, now) {
            self.record(
                facts,
                &Stamp {
                    at: due,
                    by: Actor::of(Role::Hub),
                },
            );
        }
        self.now = now;
    }

    pub(crate) fn context(&mut self) -> Context {
        self.next_id += 3;
        Context {
            now: self.now,
            by: self.by.clone(),
            ticket: TicketId(Uuid::from_u128(self.next_id)),
            visit: VisitId(Uuid::from_u128(self.next_id + 1)),
            thing: Uuid::from_u128(self.next_id + 2),
            code: 123_456,
            satellite: None,
        }
    }

    fn record(&mut self, facts: Vec<Fact>, stamp: &Stamp) {
        for fact in facts {
            evolve(&mut self.site, &fact, stamp);
            self.log.push((fact, stamp.clone()));
        }
    }

    pub(crate) fn run(&mut self, command: Command) -> Result<Decision, Refusal> {
        let context = self.context();
        let decision = decide(&self.site, &command, &context)?;
        self.record(decision.facts.clone(), &context.stamp());
        Ok(decision)
    }

    pub(crate) fn ok(&mut self, command: Command) -> Decision {
        let text = format!("{command:?}");
        self.run(command)
            .unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"))
    }

    /// The code of the refusal, `nothing` for a repeat, or `ok`.
    pub(crate) fn code(&mut self, command: Command) -> &'static str {
        match self.run(command) {
            Ok(decision) if decision.facts.is_empty() => "nothing",
            Ok(_) => "ok",
            Err(refusal) => refusal.code(),
        }
    }

    pub(crate) fn issue(&mut self, name: &'static str, line: &str) {
        self.issue_as(name, line, Class::Standard);
    }

    pub(crate) fn issue_as(&mut self, name: &'static str, line: &str, class: Class) {
        self.issue_named(name, line, class, None);
    }

    /// A further ticket of the person who holds `earlier`.
    pub(crate) fn issue_also(&mut self, name: &'static str, line: &str, earlier: &str) {
        self.issue_named(name, line, Class::Standard, Some(self.id(earlier)));
    }

    fn issue_named(
        &mut self,
        name: &'static str,
        line: &str,
        class: Class,
        visit: Option<TicketId>,
    ) {
        self.ok(Command::IssueTicket {
            service: service(line),
            class,
            visit,
            card: None,
            carried_from: None,
        });
        let newest = self
            .site
            .tickets
            .values()
            .max_by_key(|ticket| ticket.version)
            .unwrap();
        self.names.insert(name, newest.id);
    }

    pub(crate) fn id(&self, name: &str) -> TicketId {
        self.names[name]
    }

    pub(crate) fn ticket(&self, name: &str) -> &Ticket {
        &self.site.tickets[&self.id(name)]
    }

    pub(crate) fn state(&self, name: &str) -> &'static str {
        self.ticket(name).state.name()
    }

    pub(crate) fn name_of(&self, id: TicketId) -> &'static str {
        self.names
            .iter()
            .find(|(_, known)| **known == id)
            .map_or("?", |(name, _)| name)
    }

    /// Calls the next one; the name of who was called, or why nobody.
    pub(crate) fn call_next(&mut self, at_station: &str) -> String {
        let decision = self.ok(Command::CallNext {
            station: station(at_station),
            finish: false,
            seen: None,
        });
        match decision.facts.last() {
            Some(Fact::TicketCalled { ticket, .. }) => self.name_of(*ticket).to_owned(),
            _ => serde_json::to_value(decision.nobody)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned(),
        }
    }

    /// Calls, starts and finishes the next one; its name.
    pub(crate) fn serve_next(&mut self, at_station: &str) -> String {
        let name = self.call_next(at_station);
        self.ok(start(at_station));
        self.ok(finish(at_station));
        name
    }

    pub(crate) fn order(&self, line: &str) -> Vec<&'static str> {
        domain::line::order(&self.site.lines, &service(line), self.now, self.site.seq)
            .into_iter()
            .map(|(id, _)| self.name_of(id))
            .collect()
    }

    pub(crate) fn ahead(&self, name: &str) -> Option<usize> {
        domain::line::ahead(&self.site.lines, self.ticket(name), self.now, self.site.seq)
    }
}

pub(crate) fn next(at: &str) -> Command {
    Command::CallNext {
        station: station(at),
        finish: false,
        seen: None,
    }
}

pub(crate) fn finish_and_next(at: &str) -> Command {
    Command::CallNext {
        station: station(at),
        finish: true,
        seen: None,
    }
}

pub(crate) fn call(at: &str, ticket: TicketId) -> Command {
    Command::CallTicket {
        station: station(at),
        ticket,
    }
}

pub(crate) fn recall(at: &str) -> Command {
    Command::RecallTicket {
        station: station(at),
        seen: None,
    }
}

pub(crate) fn start(at: &str) -> Command {
    Command::StartServing {
        station: station(at),
        seen: None,
    }
}

pub(crate) fn finish(at: &str) -> Command {
    Command::FinishServing {
        station: station(at),
        seen: None,
    }
}

pub(crate) fn no_show(at: &str) -> Command {
    Command::MarkNoShow {
        station: station(at),
        seen: None,
    }
}

pub(crate) fn hold_at(at: &str) -> Command {
    Command::HoldTicket {
        target: Target::Station(station(at), None),
    }
}

pub(crate) fn transfer_at(at: &str, to: &str) -> Command {
    Command::TransferTicket {
        target: Target::Station(station(at), None),
        service: service(to),
    }
}

pub(crate) fn undo(at: &str) -> Command {
    Command::Undo {
        station: station(at),
        seen: None,
    }
}
