//! A day played by facts, its clock moved by hand.

use chrono::TimeDelta;
use uuid::Uuid;

use super::super::*;
use crate::fact::{Actor, Fact, Role, Stamp};
use crate::id::TicketId;
use crate::line::Reason;
use crate::settings::{ServiceSettings, SiteSettings, StationSettings};
use crate::ticket::Booked;
use crate::{Site, evolve};

/// Eight in the morning in Shanghai.
pub(super) fn eight() -> Moment {
    "2026-03-07T00:00:00Z".parse().unwrap()
}

pub(super) fn service(id: &str) -> ServiceId {
    ServiceId::new(id).unwrap()
}

pub(super) fn station(id: &str) -> StationId {
    StationId::new(id).unwrap()
}

pub(super) fn ticket(n: u128) -> TicketId {
    TicketId(Uuid::from_u128(n))
}

/// A day played by facts, each at so many seconds after eight.
pub(super) struct Played(pub(super) Site);

impl Played {
    pub(super) fn new() -> Self {
        let mut played = Self(Site::new(SiteSettings::default()));
        for id in ["haircut", "repair"] {
            let settings = ServiceSettings {
                id: service(id),
                ..ServiceSettings::default()
            };
            played.at(0, &Fact::ServiceSet { settings });
        }
        let both = r#"{"id": "1", "services": ["haircut", "repair"]}"#;
        let settings: StationSettings = serde_json::from_str(both).unwrap();
        played.at(0, &Fact::StationSet { settings });
        played.at(
            0,
            &Fact::DayOpened {
                day: eight().date_naive(),
            },
        );
        played
    }

    pub(super) fn at(&mut self, secs: i64, fact: &Fact) -> &mut Self {
        let at = eight() + TimeDelta::seconds(secs);
        evolve(
            &mut self.0,
            fact,
            &Stamp {
                at,
                by: Actor::of(Role::Organiser),
            },
        );
        self
    }

    pub(super) fn issue(&mut self, secs: i64, n: u128, slot: Option<Booked>) -> &mut Self {
        let fact = Fact::TicketIssued {
            ticket: ticket(n),
            service: service("haircut"),
            count: n as u32,
            shown: n as u32,
            prefix: "理".into(),
            class: Class::Standard,
            visit: None,
            place_at: slot.map(|slot| slot.start),
            slot,
            carried_from: None,
            stem: None,
            issued_at: None,
            satellite: None,
            unconfirmed: false,
        };
        self.at(secs, &fact)
    }

    pub(super) fn call(&mut self, secs: i64, n: u128) -> &mut Self {
        let fact = Fact::TicketCalled {
            ticket: ticket(n),
            station: station("1"),
            class: Class::Standard,
            reason: Reason::Arrival,
            passed_older_service: false,
        };
        self.at(secs, &fact)
    }

    pub(super) fn start(&mut self, secs: i64, n: u128) -> &mut Self {
        self.at(
            secs,
            &Fact::ServingStarted {
                ticket: ticket(n),
                station: station("1"),
            },
        )
    }

    pub(super) fn finish(&mut self, secs: i64, n: u128) -> &mut Self {
        self.at(
            secs,
            &Fact::ServingFinished {
                ticket: ticket(n),
                station: station("1"),
            },
        )
    }

    pub(super) fn hold(&mut self, secs: i64, n: u128) -> &mut Self {
        self.at(
            secs,
            &Fact::TicketHeld {
                ticket: ticket(n),
                station: None,
            },
        )
    }

    pub(super) fn resume(&mut self, secs: i64, n: u128) -> &mut Self {
        self.at(
            secs,
            &Fact::TicketResumed {
                ticket: ticket(n),
                station: None,
            },
        )
    }

    pub(super) fn row(&self, n: u128) -> TicketRow {
        TicketRow::of(&self.0.tickets[&ticket(n)], self.0.settings.time_zone)
    }

    pub(super) fn report(&self) -> Report {
        report(&rows(&self.0))
    }
}
