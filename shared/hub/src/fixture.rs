//! A square without disk or task, for tests of the machine and of the views.

use chrono::TimeDelta;
use domain::{
    Actor, Class, Command, Context, Moment, Refusal, Role, ServiceSettings, Site, StationId,
    StationSettings, TicketId, VisitId,
};
use protocol::{Answer, StationAnswer, TicketView};
use store::{CommandId, Position};
use uuid::Uuid;

use crate::engine::empty_site;
use crate::machine::{Ask, Handled, Machine, Memory};
use crate::outlook::Outlook;
use crate::record::RecordBody;
use crate::views::Scene;

/// A machine with a clock and a counter for ids.
pub(crate) struct Bench {
    pub(crate) machine: Machine,
    pub(crate) now: Moment,
    pub(crate) outlook: Outlook,
    /// What was recorded, in this order.
    pub(crate) records: Vec<RecordBody>,
    ids: u128,
}

impl Bench {
    /// A square at nine in the morning with so many stations for haircut.
    pub(crate) fn new(stations: u32) -> Self {
        let now = chrono::DateTime::parse_from_rfc3339("2026-03-07T09:00:00+08:00").unwrap();
        let site = empty_site(&"square".parse().unwrap());
        let mut bench = Self {
            outlook: Outlook::of(&site, now.to_utc(), None),
            machine: Machine::new(site, Memory::default(), Position::START),
            now: now.to_utc(),
            records: Vec::new(),
            ids: 0,
        };
        bench.set_service(|_| ());
        for station in 1..=stations {
            let settings = StationSettings {
                id: station.to_string().parse().unwrap(),
                services: vec!["haircut".parse().unwrap()],
                ..StationSettings::default()
            };
            bench.ok(Command::SetStation { settings });
        }
        bench
    }

    /// Sets haircut up as usual, but for `change`.
    pub(crate) fn set_service(&mut self, change: impl FnOnce(&mut ServiceSettings)) {
        let mut settings = ServiceSettings {
            id: "haircut".parse().unwrap(),
            prefix: "理".to_owned(),
            ..ServiceSettings::default()
        };
        change(&mut settings);
        self.ok(Command::SetService { settings });
    }

    pub(crate) fn wait_secs(&mut self, secs: i64) {
        self.now += TimeDelta::seconds(secs);
        let due = self.machine.fall_due(self.now);
        self.records.extend(due.into_iter().map(|(_, body)| body));
    }

    pub(crate) fn handle(&mut self, command: Command, by: Role) -> Result<Handled, Refusal> {
        let mut fresh = || {
            self.ids += 1;
            Uuid::from_u128(self.ids)
        };
        let (id, ticket, visit) = (CommandId(fresh()), TicketId(fresh()), VisitId(fresh()));
        let by = Actor::of(by);
        let context = Context {
            now: self.now,
            by: by.clone(),
            ticket,
            visit,
            thing: ticket.0,
            code: 0,
            satellite: None,
        };
        let ask = Ask {
            command,
            key: None,
            by,
            own_ticket: None,
        };
        let handled = self.machine.handle(&ask, id, &context, &self.outlook)?;
        if let Handled::Recorded(body) = &handled {
            self.records.push(body.clone());
        }
        self.outlook = Outlook::of(self.machine.site(), self.now, Some(&self.outlook));
        Ok(handled)
    }

    pub(crate) fn try_(&mut self, command: Command) -> Result<Answer, Refusal> {
        match self.handle(command, Role::Organiser)? {
            Handled::Recorded(body) => Ok(body.answer.unwrap()),
            Handled::Nothing(answer) => Ok(answer),
            Handled::Repeated(position) => panic!("repeated: {position}"),
        }
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, command: Command) -> Answer {
        self.try_(command).unwrap()
    }

    /// Issues a ticket; a second passes.
    #[track_caller]
    pub(crate) fn issue(&mut self, class: Class) -> TicketView {
        self.wait_secs(1);
        let service = "haircut".parse().unwrap();
        let answer = self.ok(Command::IssueTicket {
            service,
            class,
            visit: None,
            card: None,
            carried_from: None,
        });
        let Answer::Ticket(answer) = answer else {
            panic!("no ticket: {answer:?}")
        };
        answer.ticket
    }

    /// Has something done at a station; a second passes.
    #[track_caller]
    pub(crate) fn at_station(&mut self, command: Command) -> StationAnswer {
        self.wait_secs(1);
        let answer = self.ok(command);
        let Answer::Station(answer) = answer else {
            panic!("no station: {answer:?}")
        };
        *answer
    }

    #[track_caller]
    pub(crate) fn call_next(&mut self, number: u32) -> StationAnswer {
        self.at_station(Command::CallNext {
            station: station(number),
            finish: false,
            seen: None,
        })
    }

    pub(crate) fn site(&self) -> &Site {
        self.machine.site()
    }

    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene::new(self.machine.site(), &self.outlook, self.now)
    }
}

pub(crate) fn station(number: u32) -> StationId {
    number.to_string().parse().unwrap()
}
