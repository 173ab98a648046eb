//! A made-up morning: a state made by the rules themselves.

use std::collections::VecDeque;

use domain::settings::{Colour, LocalText};
use domain::{
    Actor, Class, Command, Context, Moment, Role, ServiceId, ServiceSettings, Site, SiteSettings,
    StationId, StationSettings, TicketId, VisitId, decide, evolve,
};
use uuid::Uuid;

use crate::outlook::Outlook;
use crate::views::Scene;

/// A site and what happened there.
pub(super) struct Morning {
    pub(super) site: Site,
    pub(super) now: Moment,
    pub(super) calls: VecDeque<TicketId>,
    pub(super) issued: Vec<TicketId>,
    next_id: u128,
}

impl Morning {
    pub(super) fn new() -> Self {
        let mut morning = Self {
            site: Site::new(SiteSettings::default()),
            now: "2026-03-07T00:40:00Z".parse().unwrap(),
            calls: VecDeque::new(),
            issued: Vec::new(),
            next_id: 1,
        };
        let haircut = service("haircut", ("理发", "Haircut"), "理", Colour::Cinnabar);
        let repair = service(
            "repair",
            ("小家电维修", "Appliance repair"),
            "修",
            Colour::Indigo,
        );
        for settings in [haircut, repair] {
            morning.run(Command::SetService { settings });
        }
        for (id, service) in [
            ("1", "haircut"),
            ("2", "haircut"),
            ("3", "haircut"),
            ("4", "repair"),
        ] {
            let settings = StationSettings {
                id: StationId::new(id).unwrap(),
                services: vec![ServiceId::new(service).unwrap()],
                ..StationSettings::default()
            };
            morning.run(Command::SetStation { settings });
        }
        morning
    }

    pub(super) fn run(&mut self, command: Command) {
        let context = Context {
            now: self.now,
            by: Actor::of(Role::Hub),
            ticket: TicketId(Uuid::from_u128(self.next_id)),
            visit: VisitId(Uuid::from_u128(self.next_id)),
            thing: Uuid::from_u128(self.next_id),
            code: 0,
            satellite: None,
        };
        self.next_id += 1;
        let decision = decide(&self.site, &command, &context).unwrap();
        for fact in &decision.facts {
            evolve(&mut self.site, fact, &context.stamp());
        }
        if let Command::IssueTicket { .. } = command {
            self.issued.push(context.ticket);
        }
        if let Command::CallNext { station, .. } = command {
            let called = self.site.station(&station).and_then(|s| s.ticket).unwrap();
            self.calls.retain(|id| *id != called);
            self.calls.push_back(called);
        }
    }

    fn wait(&mut self, minutes: i64) {
        self.now += chrono::TimeDelta::minutes(minutes);
    }

    fn issue(&mut self, service: &str, class: Class) -> TicketId {
        let service = ServiceId::new(service).unwrap();
        self.run(Command::IssueTicket {
            service,
            class,
            visit: None,
            card: None,
            carried_from: None,
        });
        *self.issued.last().unwrap()
    }

    fn call(&mut self, station: &str) {
        let station = StationId::new(station).unwrap();
        self.run(Command::CallNext {
            station,
            finish: true,
            seen: None,
        });
    }

    fn start(&mut self, station: &str) {
        let station = StationId::new(station).unwrap();
        self.run(Command::StartServing {
            station,
            seen: None,
        });
    }

    /// Twenty people, two barbers at work, one who just called.
    pub(super) fn busy() -> Self {
        let mut morning = Self::new();
        for n in 0..14 {
            morning.wait(2);
            let class = if n == 9 {
                Class::Priority
            } else {
                Class::Standard
            };
            morning.issue("haircut", class);
            if n % 3 == 0 {
                morning.issue("repair", Class::Standard);
            }
        }
        for round in 0..2 {
            for station in ["1", "2", "4"] {
                morning.wait(4);
                morning.call(station);
                morning.wait(1);
                morning.start(station);
            }
            morning.wait(3 + round);
        }
        let station = StationId::new("3").unwrap();
        morning.call("3");
        morning.run(Command::MarkNoShow {
            station: station.clone(),
            seen: None,
        });
        morning.call("3");
        morning.run(Command::HoldTicket {
            target: domain::Target::Station(station, None),
        });
        morning.call("3");
        morning.wait(1);
        morning
    }

    /// A ticket of a service that was neither served nor given up.
    pub(super) fn waiting_for(&self, service: &str) -> TicketId {
        let mut newest_first = self.issued.iter().rev();
        let is_open = |id: &&TicketId| {
            let ticket = &self.site.tickets[*id];
            let state = ticket.state.name();
            ticket.service.as_str() == service && ["waiting", "unserved"].contains(&state)
        };
        *newest_first.find(is_open).unwrap()
    }

    pub(super) fn look<R>(&self, look: impl FnOnce(&Scene<'_>) -> R) -> R {
        let outlook = Outlook::of(&self.site, self.now, None);
        look(&Scene::new(&self.site, &outlook, self.now))
    }
}

fn service(id: &str, (zh, en): (&str, &str), prefix: &str, colour: Colour) -> ServiceSettings {
    ServiceSettings {
        id: ServiceId::new(id).unwrap(),
        name: LocalText::new(zh, en),
        prefix: prefix.to_owned(),
        icon: id.to_owned(),
        colour,
        minutes: 12,
        takes_items: id == "repair",
        opens: chrono::NaiveTime::from_hms_opt(8, 30, 0),
        closes: chrono::NaiveTime::from_hms_opt(11, 30, 0),
        ..ServiceSettings::default()
    }
}
