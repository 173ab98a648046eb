//! A morning played by commands; the clock is moved by hand.

use chrono::TimeDelta;
use domain::{
    Actor, Class, Command, Context, Moment, Role, ServiceId, Site, TicketId, VisitId, decide,
    evolve,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Estimate, SiteForecast, experience, predict};

/// Half past eight in Shanghai.
pub(crate) fn start() -> Moment {
    "2026-03-07T00:30:00Z".parse().unwrap()
}

pub(crate) fn id(service: &str) -> ServiceId {
    ServiceId::new(service).unwrap()
}

pub(crate) fn ticket(n: u128) -> TicketId {
    TicketId(Uuid::from_u128(n))
}

/// A morning played by commands; the clock is moved by hand.
#[derive(Debug, Clone)]
pub(crate) struct Morning {
    pub(crate) site: Site,
    pub(crate) now: Moment,
    pub(crate) issued: u128,
}

impl Morning {
    pub(crate) fn new(services: &[Value], stations: &[Value]) -> Self {
        let settings = serde_json::from_value(json!({})).unwrap();
        let mut morning = Self {
            site: Site::new(settings),
            now: start(),
            issued: 0,
        };
        for service in services {
            let settings = serde_json::from_value(service.clone()).unwrap();
            morning.act(&Command::SetService { settings });
        }
        for station in stations {
            let settings = serde_json::from_value(station.clone()).unwrap();
            morning.act(&Command::SetStation { settings });
        }
        morning
    }

    /// One line of ten minutes and so many stations.
    pub(crate) fn plain(stations: usize) -> Self {
        let stations: Vec<Value> = (1..=stations)
            .map(|n| json!({"id": n.to_string(), "services": ["hair"]}))
            .collect();
        Self::new(&[json!({"id": "hair", "minutes": 10})], &stations)
    }

    pub(crate) fn act(&mut self, command: &Command) -> &mut Self {
        let by = Actor::of(Role::Organiser);
        let context = Context {
            now: self.now,
            by,
            ticket: ticket(self.issued + 1),
            visit: VisitId(Uuid::from_u128(self.issued + 1)),
            thing: Uuid::from_u128(self.issued + 1),
            code: 0,
            satellite: None,
        };
        let decision = decide(&self.site, command, &context).unwrap();
        for fact in &decision.facts {
            evolve(&mut self.site, fact, &context.stamp());
        }
        self
    }

    pub(crate) fn issue(&mut self, service: &str, class: Class) -> &mut Self {
        self.act(&Command::IssueTicket {
            service: id(service),
            class,
            visit: None,
            card: None,
            carried_from: None,
        });
        self.issued += 1;
        // Arrivals a millisecond apart, so that their order is theirs.
        self.now += TimeDelta::milliseconds(1);
        self
    }

    pub(crate) fn standard(&mut self, service: &str, people: u32) -> &mut Self {
        (0..people).for_each(|_| {
            self.issue(service, Class::Standard);
        });
        self
    }

    pub(crate) fn call(&mut self, station: &str) -> &mut Self {
        let station = station.parse().unwrap();
        self.act(&Command::CallNext {
            station,
            finish: false,
            seen: None,
        })
    }

    pub(crate) fn start(&mut self, station: &str) -> &mut Self {
        self.act(&Command::StartServing {
            station: station.parse().unwrap(),
            seen: None,
        })
    }

    pub(crate) fn pause(&mut self, station: &str, minutes: Option<u16>) -> &mut Self {
        self.act(&Command::PauseStation {
            station: station.parse().unwrap(),
            minutes,
            seen: None,
        })
    }

    pub(crate) fn close(&mut self, station: &str) -> &mut Self {
        self.act(&Command::CloseStation {
            station: station.parse().unwrap(),
            seen: None,
        })
    }

    pub(crate) fn minutes(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    pub(crate) fn forecast(&self) -> SiteForecast {
        predict(&self.site, &experience(&self.site, self.now), self.now)
    }

    /// p10, p50 and p90 of a ticket, in whole minutes.
    pub(crate) fn wait(&self, n: u128) -> Option<[i64; 3]> {
        let service = &self.site.tickets[&ticket(n)].service;
        self.forecast().ticket(ticket(n), service).map(whole)
    }

    /// The same of a newcomer.
    pub(crate) fn newcomer(&self, service: &str, class: Class) -> Option<[i64; 3]> {
        self.forecast().newcomer(&id(service), class).map(whole)
    }
}

pub(crate) fn whole(e: Estimate) -> [i64; 3] {
    [e.p10, e.p50, e.p90].map(|minutes| minutes.round() as i64)
}
