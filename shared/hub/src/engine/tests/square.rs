//! A square for tests: haircut at some stations, on a Saturday morning.

use std::sync::Arc;

use domain::settings::LocalText;
use domain::{
    Actor, Class, Command, Moment, Role, ServiceSettings, SiteId, StationSettings, TicketId,
};
use protocol::{Answer, StationAnswer, TicketView};
use store::{Log, LogId, Position, Record};

use super::faulty::FaultyStore;
use crate::alarm::Alarm;
use crate::clock::ManualClock;
use crate::engine::{AskError, Reply, Setup, SiteHandle, start};
use crate::machine::{Ask, Machine, Memory, state_hash};
use crate::published::Published;
use crate::record::RecordFacts;
use crate::seams::Seams;

pub(super) struct Square {
    pub(super) store: FaultyStore,
    pub(super) clock: ManualClock,
    pub(super) site: SiteHandle,
}

pub(super) fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn id() -> SiteId {
    "square".parse().unwrap()
}

/// Starts an engine on what the store holds.
pub(super) async fn open(store: &FaultyStore, clock: &ManualClock) -> SiteHandle {
    open_with(store, Seams::with_clock(Arc::new(clock.clone()))).await
}

/// The same on these seams.
pub(super) async fn open_with(store: &FaultyStore, seams: Seams) -> SiteHandle {
    open_watched(store, seams, &Alarm::default()).await
}

/// The same with an alarm.
pub(super) async fn open_watched(store: &FaultyStore, seams: Seams, alarm: &Alarm) -> SiteHandle {
    let setup = Setup {
        site: id(),
        store: Arc::new(store.clone()),
        seams,
        token_maker: Arc::new(|ticket: TicketId, _| !ticket.0.as_u128()),
        alarm: alarm.clone(),
    };
    start(setup).await.unwrap()
}

pub(super) fn ask(command: Command) -> Ask {
    Ask {
        command,
        key: None,
        by: Actor::of(Role::Organiser),
        own_ticket: None,
    }
}

pub(super) fn issue() -> Command {
    let service = "haircut".parse().unwrap();
    Command::IssueTicket {
        service,
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    }
}

pub(super) fn call_next(station: usize, finish: bool) -> Command {
    Command::CallNext {
        station: station.to_string().parse().unwrap(),
        finish,
        seen: None,
    }
}

impl Square {
    /// A square with so many stations for haircut.
    pub(super) async fn new(stations: usize) -> Self {
        let (store, clock) = (
            FaultyStore::new(),
            ManualClock::new(at("2026-03-07T09:00:00+08:00")),
        );
        let site = open(&store, &clock).await;
        let square = Self { store, clock, site };
        let service = ServiceSettings {
            id: "haircut".parse().unwrap(),
            name: LocalText::new("理发", "Haircut"),
            prefix: "理".to_owned(),
            ..ServiceSettings::default()
        };
        square.ok(Command::SetService { settings: service }).await;
        for station in 1..=stations {
            let settings = StationSettings {
                id: station.to_string().parse().unwrap(),
                services: vec!["haircut".parse().unwrap()],
                ..StationSettings::default()
            };
            square.ok(Command::SetStation { settings }).await;
        }
        square
    }

    /// Ends this engine and starts another one on the same store.
    pub(super) async fn restart(self) -> Self {
        let Self { store, clock, site } = self;
        drop(site);
        let site = open(&store, &clock).await;
        Self { store, clock, site }
    }

    pub(super) async fn ok(&self, command: Command) -> Answer {
        self.site.submit(ask(command)).await.unwrap().answer
    }

    pub(super) async fn keyed(&self, command: Command, key: &str) -> Result<Reply, AskError> {
        self.site
            .submit(Ask {
                key: Some(key.to_owned()),
                ..ask(command)
            })
            .await
    }

    pub(super) async fn issue(&self) -> TicketView {
        ticket(self.ok(issue()).await)
    }

    /// The records of the site's log.
    pub(super) async fn records(&self) -> Vec<Record> {
        let log = LogId::new("square").unwrap();
        self.store
            .read(&log, Position::FIRST, usize::MAX)
            .await
            .unwrap()
    }

    /// How often the log says that a ticket was issued.
    pub(super) async fn issued_in_log(&self) -> usize {
        let records = self.records().await;
        records
            .iter()
            .filter(|r| r.body.json().contains(r#""fact":"ticket_issued""#))
            .count()
    }

    /// The hash of the state that the whole log adds up to.
    pub(super) async fn replayed_hash(&self) -> String {
        let mut site = super::super::empty_site(&id());
        for record in self.records().await {
            let facts: RecordFacts = record.body.parse().unwrap();
            for fact in &facts.facts {
                domain::evolve(&mut site, fact, &facts.stamp());
            }
        }
        let machine = Machine::new(site, Memory::default(), Position::START);
        state_hash(machine.site()).unwrap()
    }

    pub(super) fn published_hash(&self) -> String {
        self.site
            .read(|published| state_hash(&published.site).unwrap())
    }
}

/// Ends when the published state is as `is_so` says.
pub(super) async fn until(site: &SiteHandle, is_so: impl Fn(&Published) -> bool) {
    let mut changes = site.changes();
    while !site.read(&is_so) {
        changes.changed().await.unwrap();
    }
}

#[track_caller]
pub(super) fn ticket(answer: Answer) -> TicketView {
    let Answer::Ticket(answer) = answer else {
        panic!("no ticket: {answer:?}")
    };
    answer.ticket
}

#[track_caller]
pub(super) fn station(answer: Answer) -> StationAnswer {
    let Answer::Station(answer) = answer else {
        panic!("no station: {answer:?}")
    };
    *answer
}
