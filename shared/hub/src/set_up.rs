//! How a site is set up, as it was on an earlier day, and what would change to have it so again.
//!
//! Nothing is kept for it beside the log. The services and stations of a day are those that its
//! log had set up by the end of it, whatever was changed since; few records say so, and the others
//! are passed over without being read. What would change is told first, and done by the ordinary
//! commands of an organiser. Nothing is taken away: a service or a station that came later stays.
//! Appointments, tickets and names are no part of it.

mod known;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::{Fact, Moment, ServiceId, ServiceSettings, Site, StationSettings, day};
use protocol::{SetUpChange, SetUpLeft, SetUpLike, SetUpThing};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Record;

use crate::machine::hash;
use crate::record::RecordFacts;

pub(crate) use known::KnownSetUps;

/// What of a service belongs to a day, in the order in which people think of it: name, colour and
/// the like are as they are now.
pub(crate) const SERVICE_FIELDS: [&str; 7] = [
    "opens",
    "closes",
    "issue_from",
    "minutes",
    "cap",
    "policy",
    "slots",
];
/// What of a station belongs to a day.
const STATION_FIELDS: [&str; 1] = ["services"];
/// Only records that hold one of these say how a site is set up.
const SAID_SO: [&str; 4] = [
    "\"service_set\"",
    "\"service_removed\"",
    "\"station_set\"",
    "\"station_removed\"",
];

/// Services and stations, each in the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetUp {
    /// The services.
    pub services: Vec<ServiceSettings>,
    /// The stations.
    pub stations: Vec<StationSettings>,
}

impl SetUp {
    /// As a site is set up now.
    pub fn of(site: &Site) -> Self {
        let services = site.services.iter().map(|one| one.settings.clone());
        let stations = site.stations.iter().map(|one| one.settings.clone());
        Self {
            services: services.collect(),
            stations: stations.collect(),
        }
    }

    fn take(&mut self, fact: Fact) {
        if let Fact::ServiceSet { settings } = fact {
            set(&mut self.services, settings, |one| &one.id);
        } else if let Fact::StationSet { settings } = fact {
            set(&mut self.stations, settings, |one| &one.id);
        } else if let Fact::ServiceRemoved { service } = fact {
            self.services.retain(|one| one.id != service);
        } else if let Fact::StationRemoved { station } = fact {
            self.stations.retain(|one| one.id != station);
        }
    }
}

fn set<T, I: PartialEq>(all: &mut Vec<T>, new: T, id: impl Fn(&T) -> &I) {
    match all.iter_mut().find(|one| id(one) == id(&new)) {
        Some(known) => *known = new,
        None => all.push(new),
    }
}

/// Every change of a site's set-up that its log tells, as far as it was read: few records in years.
#[derive(Debug, Default)]
pub struct History {
    facts: Vec<(Moment, Fact)>,
}

impl History {
    /// Takes the next record on.
    pub fn take(&mut self, record: &Record) {
        let json = record.body.json();
        if !SAID_SO.iter().any(|said| json.contains(said)) {
            return;
        }
        // One that this release cannot read sets nothing up that it could set up again.
        if let Ok(body) = record.body.parse::<RecordFacts>() {
            let facts = body.facts.into_iter().filter(sets_up);
            self.facts.extend(facts.map(|fact| (body.at, fact)));
        }
    }

    /// How the site was set up when `date` ended in `zone`.
    pub fn at_the_end_of(&self, date: NaiveDate, zone: Tz) -> SetUp {
        let next = date.checked_add_days(Days::new(1));
        let end = next.map_or(Moment::MAX_UTC, |next| day::start_of(next, zone));
        let mut set_up = SetUp::default();
        for (_, fact) in self.facts.iter().take_while(|(at, _)| *at < end) {
            set_up.take(fact.clone());
        }
        set_up
    }
}

/// Whether a fact is one of those of [`SAID_SO`].
fn sets_up(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ServiceSet { .. }
            | Fact::ServiceRemoved { .. }
            | Fact::StationSet { .. }
            | Fact::StationRemoved { .. }
    )
}

/// What would change on a site to have it set up as it was `then`, at the end of the day `like`.
pub fn like(like: NaiveDate, then: &SetUp, site: &Site) -> SetUpLike {
    let now = SetUp::of(site);
    let services = then.services.iter().filter_map(|was| {
        let known = now.services.iter().find(|one| one.id == was.id);
        change(
            SetUpThing::Service,
            was.id.as_str(),
            known,
            was,
            &SERVICE_FIELDS,
        )
    });
    let stations = then.stations.iter().filter_map(|was| {
        let known = now.stations.iter().find(|one| one.id == was.id);
        let was = with_newer(was, known, then);
        change(
            SetUpThing::Station,
            was.id.as_str(),
            known,
            &was,
            &STATION_FIELDS,
        )
    });
    let changes: Vec<SetUpChange> = services.chain(stations).collect();
    let is_in_change = |station: &&domain::Station| {
        let id = station.id().as_str();
        let mut stations = changes.iter().filter(|one| one.what == SetUpThing::Station);
        station.ticket.is_some() && stations.any(|one| one.id == id)
    };
    let busy = site.stations.iter().filter(is_in_change);
    let busy = busy.map(|station| station.id().clone()).collect();
    // What is called otherwise by now is called so.
    let names = then.services.iter().chain(&now.services);
    SetUpLike {
        like,
        tag: hash(&serde_json::to_vec(&changes).unwrap_or_default()),
        left: left(then, &now),
        busy,
        names: names
            .map(|service| (service.id.to_string(), service.name.clone()))
            .collect(),
        changes,
    }
}

/// A station as it was, which goes on offering what nobody offered then: a service that came later
/// stays, and somebody has to serve it.
fn with_newer(
    was: &StationSettings,
    now: Option<&StationSettings>,
    then: &SetUp,
) -> StationSettings {
    let is_newer = |id: &&ServiceId| then.services.iter().all(|one| one.id != **id);
    let offered = now.map_or(&[][..], |now| &now.services);
    let mut station = was.clone();
    station
        .services
        .extend(offered.iter().filter(is_newer).cloned());
    station
}

/// What is there now and was not then.
fn left(then: &SetUp, now: &SetUp) -> Vec<SetUpLeft> {
    let was_service = |one: &&ServiceSettings| then.services.iter().all(|was| was.id != one.id);
    let was_station = |one: &&StationSettings| then.stations.iter().all(|was| was.id != one.id);
    let service = |one: &ServiceSettings| SetUpLeft {
        what: SetUpThing::Service,
        id: one.id.to_string(),
    };
    let station = |one: &StationSettings| SetUpLeft {
        what: SetUpThing::Station,
        id: one.id.to_string(),
    };
    let services = now.services.iter().filter(was_service).map(service);
    let stations = now.stations.iter().filter(was_station).map(station);
    services.chain(stations).collect()
}

/// How one thing would change; none if it is as it was in these fields.
fn change<T: Serialize>(
    what: SetUpThing,
    id: &str,
    now: Option<&T>,
    then: &T,
    of_day: &[&str],
) -> Option<SetUpChange> {
    let is_new = now.is_none();
    let before = now.map_or_else(Map::new, fields);
    let mut after = fields(then);
    if !is_new {
        after.retain(|name, value| {
            of_day.contains(&name.as_str()) && before.get(name) != Some(value)
        });
    }
    if after.is_empty() {
        return None;
    }
    let before = before
        .into_iter()
        .filter(|(name, _)| after.contains_key(name))
        .collect();
    Some(SetUpChange {
        what,
        id: id.to_owned(),
        is_new,
        before,
        after,
    })
}

/// All fields of settings, as a change of settings.
pub(crate) fn fields(settings: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests;
