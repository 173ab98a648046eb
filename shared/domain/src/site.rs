//! The state of a site: everything its facts add up to.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::appointment::{self, Appointment};
use crate::card::{Card, CardKey};
use crate::day;
use crate::ended::EndedTicket;
use crate::id::{AppointmentId, ItemId, ServiceId, StationId, TicketId, VisitId};
use crate::item::Item;
use crate::line::{Caller, Choice, LineRules, Lines, Nobody};
use crate::number::TicketNumber;
use crate::prior::Priors;
use crate::refusal::{Refusal, Thing};
use crate::satellite::{Series, Stem};
use crate::settings::{ServiceSettings, SiteSettings};
use crate::station::Station;
use crate::ticket::{Ticket, TicketState};

/// A service with its counters of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// As the organiser set it.
    pub settings: ServiceSettings,
    /// Tickets given today: the last count. Never goes back, not even by a cancel.
    pub issued: u32,
    /// Tickets of today in this line that are not cancelled: what the cap counts.
    pub counted: u32,
    /// Whether the organiser stopped giving numbers today.
    pub is_stopped: bool,
    /// Tickets of earlier days that got a place before everybody today.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub carried: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A service day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// When it was opened.
    pub opened_at: Moment,
    /// How it ended, once it is closed.
    pub end: Option<DayEnd>,
}

impl Day {
    /// Whether it was closed.
    pub const fn is_closed(&self) -> bool {
        self.end.is_some()
    }
}

/// How a service day ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEnd {
    /// When it was closed.
    pub at: Moment,
    /// Its hours. The services may be given others before the next day.
    pub hours: Hours,
}

/// The hours of a service day, as they were set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// When the first service opens; none if all are always open.
    pub opens: Option<NaiveTime>,
    /// When the last service closes; none if none ever does.
    pub closes: Option<NaiveTime>,
}

/// The state of a site. Changed by [`crate::evolve()`] alone.
///
/// It is small: tickets of a day leave it when the next day opens, but for the
/// little that [`crate::ended`] keeps of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// As the organiser set it.
    pub settings: SiteSettings,
    /// In the order in which they were added.
    pub services: Vec<Service>,
    /// In the order in which they were added.
    pub stations: Vec<Station>,
    /// The newest service day; none before the first.
    pub day: Option<Day>,
    /// The tickets of that day.
    pub tickets: BTreeMap<TicketId, Ticket>,
    /// Tickets of earlier days, as far as they are still known.
    pub ended: BTreeMap<TicketId, EndedTicket>,
    /// Appointments from [`crate::appointment::KEPT_DAYS`] before the newest day on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub appointments: BTreeMap<AppointmentId, Appointment>,
    /// Things in custody, and those collected on the newest day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<ItemId, Item>,
    /// Items taken in on all days: the last number.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub items_received: u32,
    /// Cards by what stands for their number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cards: BTreeMap<CardKey, Card>,
    /// Series of kiosks away from the hub.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Series>,
    /// What the newest day began with: what earlier ones taught about the work.
    #[serde(default, skip_serializing_if = "Priors::is_empty")]
    pub priors: Priors,
    /// The same with what that day taught, once it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<Priors>,
    /// Who waits, and the day's calls.
    pub lines: Lines,
    /// Facts applied so far: gives every fact a number.
    pub seq: u64,
}

impl Site {
    /// A site without services, as before its first fact.
    pub fn new(settings: SiteSettings) -> Self {
        Self {
            settings,
            services: Vec::new(),
            stations: Vec::new(),
            day: None,
            tickets: BTreeMap::new(),
            ended: BTreeMap::new(),
            appointments: BTreeMap::new(),
            items: BTreeMap::new(),
            items_received: 0,
            cards: BTreeMap::new(),
            series: Vec::new(),
            priors: Priors::default(),
            learned: None,
            lines: Lines::default(),
            seq: 0,
        }
    }

    /// Fills in what a stored state leaves out because the tickets tell it.
    /// To be called once on every state that was read back.
    #[must_use]
    pub fn relined(mut self) -> Self {
        for ticket in self.tickets.values() {
            self.lines.enter(ticket);
        }
        self
    }

    /// The service, if it exists.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services
            .iter()
            .find(|service| service.settings.id == *id)
    }

    /// The station, if it exists.
    pub fn station(&self, id: &StationId) -> Option<&Station> {
        self.stations
            .iter()
            .find(|station| station.settings.id == *id)
    }

    /// The service.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn known_service(&self, id: &ServiceId) -> Result<&Service, Refusal> {
        self.service(id).ok_or_else(|| Refusal::NotFound {
            what: Thing::Service,
            id: id.to_string(),
        })
    }

    /// The station.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn known_station(&self, id: &StationId) -> Result<&Station, Refusal> {
        self.station(id).ok_or_else(|| Refusal::NotFound {
            what: Thing::Station,
            id: id.to_string(),
        })
    }

    /// The ticket of the newest day.
    ///
    /// # Errors
    /// [`Refusal::TicketClosed`] for one of an earlier day, [`Refusal::NotFound`].
    pub fn known_ticket(&self, id: TicketId) -> Result<&Ticket, Refusal> {
        self.tickets.get(&id).ok_or_else(|| {
            self.known_state(id).map_or_else(
                |missing| missing,
                |state| Refusal::TicketClosed {
                    ticket: id,
                    state: state.to_owned(),
                },
            )
        })
    }

    /// The name of the state of a ticket of the newest or an earlier day.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn known_state(&self, id: TicketId) -> Result<&'static str, Refusal> {
        let today = self.tickets.get(&id).map(|ticket| ticket.state.name());
        today
            .or_else(|| self.ended.get(&id).map(|ticket| ticket.ending.name()))
            .ok_or_else(|| Refusal::NotFound {
                what: Thing::Ticket,
                id: id.to_string(),
            })
    }

    /// The number of a ticket of the newest or an earlier day.
    pub fn number_of(&self, id: TicketId) -> Option<&TicketNumber> {
        let today = self.tickets.get(&id).map(|ticket| &ticket.number);
        today.or_else(|| self.ended.get(&id).map(|ticket| &ticket.number))
    }

    /// Whether a number of today bears the stem.
    pub(crate) fn bears_today(&self, stem: Stem) -> bool {
        self.tickets
            .values()
            .any(|ticket| ticket.number.stem == Some(stem))
    }

    /// The ticket that `visit` has at a station, other than `except`.
    pub fn at_station(&self, visit: VisitId, except: TicketId) -> Option<&Ticket> {
        let held = self.stations.iter().filter_map(|station| station.ticket);
        held.filter(|id| *id != except)
            .filter_map(|id| self.tickets.get(&id))
            .find(|ticket| ticket.visit == Some(visit))
    }

    /// The hours from the first service's opening to the last one's closing.
    pub fn hours(&self) -> Hours {
        let of = |time: fn(&ServiceSettings) -> Option<NaiveTime>| {
            self.services.iter().filter_map(move |s| time(&s.settings))
        };
        Hours {
            opens: of(|settings| settings.opens).min(),
            closes: of(|settings| settings.closes).max(),
        }
    }

    /// Who would be next at `station`, whether or not it is open or busy.
    ///
    /// `leaving` is a ticket that leaves its station in the same step.
    ///
    /// # Errors
    /// [`Nobody`] with the reason, if nobody is.
    pub fn next<'s>(
        &self,
        station: &'s Station,
        now: Moment,
        leaving: Option<TicketId>,
    ) -> Result<Choice<'s>, Nobody> {
        let held = self.stations.iter().filter_map(|station| station.ticket);
        let at_stations: Vec<VisitId> = held
            .filter(|id| Some(*id) != leaving)
            .filter_map(|id| self.tickets.get(&id)?.visit)
            .collect();
        let caller = Caller::of(&station.settings, station.preferred_run);
        self.lines
            .choose(caller, now, |visit| at_stations.contains(&visit))
    }

    /// The site as the first command of `date`, given at `at`, finds it: set up the same, nobody
    /// there. Of earlier days it knows no more tickets than those `asked` for: so it
    /// is made quickly after a busy one.
    #[must_use]
    pub(crate) fn on_new_day(
        &self,
        date: NaiveDate,
        at: Moment,
        asked: impl Iterator<Item = TicketId>,
    ) -> Self {
        let ended: Vec<_> = asked
            .filter_map(|id| Some((id, self.ended_by(date, id)?)))
            .collect();
        let mut site = Self {
            settings: self.settings.clone(),
            services: self.services.clone(),
            stations: self.stations.clone(),
            day: None,
            tickets: BTreeMap::new(),
            ended: BTreeMap::new(),
            appointments: self.appointments.clone(),
            items: self.items.clone(),
            items_received: self.items_received,
            cards: self.cards.clone(),
            series: self.series.clone(),
            priors: self.priors.clone(),
            learned: self.learned.clone(),
            lines: Lines::default(),
            seq: self.seq,
        };
        for service in &self.services {
            site.lines
                .set_rules(&service.settings.id, LineRules::of(&service.settings));
        }
        site.begin_day(date, at);
        site.ended.extend(ended);
        site
    }

    /// Lets go of the day before: numbers start again, stations hold nobody.
    pub(crate) fn begin_day(&mut self, date: NaiveDate, at: Moment) {
        self.end_day(date);
        self.day = Some(Day {
            date,
            opened_at: at,
            end: None,
        });
        if let Some(learned) = self.learned.take() {
            self.priors = learned;
        }
        self.lines.clear();
        let time_zone = self.settings.time_zone;
        self.appointments.retain(|_, appointment| {
            let day = day::local_date(appointment.slot, time_zone);
            (date - day).num_days() <= appointment::KEPT_DAYS
        });
        self.items.retain(|_, item| item.is_in_custody());
        for service in &mut self.services {
            (service.issued, service.counted, service.is_stopped) = (0, 0, false);
            service.carried = 0;
        }
        for station in &mut self.stations {
            (station.ticket, station.preferred_run) = (None, 0);
            station.actions.clear();
        }
    }

    pub(crate) fn service_mut(&mut self, id: &ServiceId) -> Option<&mut Service> {
        self.services
            .iter_mut()
            .find(|service| service.settings.id == *id)
    }

    pub(crate) fn station_mut(&mut self, id: &StationId) -> Option<&mut Station> {
        self.stations
            .iter_mut()
            .find(|station| station.settings.id == *id)
    }

    /// The one gate through which tickets change: keeps lines, cap counters and
    /// what stations hold true to the tickets.
    pub(crate) fn put(&mut self, ticket: Ticket) {
        if let Some(old) = self.tickets.remove(&ticket.id) {
            self.lines.leave(&old);
            self.count(&old, -1);
            if let Some(station) = old.state.station()
                && let Some(station) = self.station_mut(station)
            {
                station.ticket = None;
            }
        }
        self.lines.enter(&ticket);
        self.count(&ticket, 1);
        if let Some(station) = ticket.state.station().cloned()
            && let Some(station) = self.station_mut(&station)
        {
            station.ticket = Some(ticket.id);
        }
        self.tickets.insert(ticket.id, ticket);
    }

    fn count(&mut self, ticket: &Ticket, change: i32) {
        if ticket.state != TicketState::Cancelled
            && let Some(service) = self.service_mut(&ticket.service)
        {
            service.counted = service.counted.saturating_add_signed(change);
        }
    }
}
