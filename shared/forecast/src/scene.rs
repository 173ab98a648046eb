//! What a forecast is made from, in plain values: whoever keeps a line can ask.

use std::collections::{BTreeMap, BTreeSet};

use domain::line::Lines;
use domain::settings::StationOrder;
use domain::{Class, Moment, ServiceId, StationId, StationSettings, TicketId, VisitId};

use crate::Experience;
use crate::experience::NEVER_MIN;

/// A site at a moment. Times without a date are minutes from [`Self::now`].
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// The moment.
    pub now: Moment,
    /// Chance begins with this: the same scene gives the same forecast.
    pub seed: u64,
    /// Sequence number of the last fact: calls that are played get the next ones.
    pub seq: u64,
    /// Who waits, the calls of the day and the policies: what [`domain::line`] plays.
    pub lines: &'a Lines,
    /// The services whose lines are asked about.
    pub services: Vec<Service>,
    /// The stations that are there, or announced to come back.
    pub stations: Vec<Desk>,
    /// Appointments of today whose holders have not come yet.
    pub coming: Vec<Coming>,
    /// The visit of each waiting ticket that shares one.
    pub visits: BTreeMap<TicketId, VisitId>,
    /// Waiting tickets before which nobody was called yet, where it is not known what puts some
    /// people first; empty where the rules tell it.
    pub unpassed: BTreeSet<TicketId>,
    /// What was seen until now.
    pub experience: &'a Experience,
    /// For how many more people than wait now, beyond one, a line's curve is played.
    pub newcomers: usize,
    /// Whether stations say themselves when they open, pause and close. If not, one that
    /// does not call although somebody waits may be gone.
    pub are_stations_announced: bool,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its service.
    pub id: ServiceId,
    /// How long a job usually takes, as the organiser set it.
    pub usual_min: f64,
    /// Nobody is called before.
    pub opens_in: Option<f64>,
    /// When it closes; below zero if it has.
    pub closes_in: Option<f64>,
}

/// A station.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// Its name: stands for the volunteer too.
    pub id: StationId,
    /// Services it offers, in its order.
    pub services: Vec<ServiceId>,
    /// Which line has the turn.
    pub order: StationOrder,
    /// The bound of preference.
    pub preference_run: u8,
    /// Calls in a row in preference so far.
    pub preferred_run: u8,
    /// Back from an announced break then; 0 if it is there.
    pub back_in: f64,
    /// Breaks that were announced: it does not call from then on for so many minutes, as
    /// soon as it has nobody. The next one first.
    pub breaks: Vec<Break>,
    /// Minutes for which it has been free although somebody waited.
    pub idle_min: f64,
    /// How likely it is still there.
    pub presence: f64,
    /// What it is doing.
    pub job: Option<Running>,
}

impl Desk {
    /// A station set up as usual that is there and has nobody.
    pub fn free(id: StationId, services: Vec<ServiceId>) -> Self {
        let usual = StationSettings::default();
        Self {
            id,
            services,
            order: usual.order,
            preference_run: usual.preference_run,
            preferred_run: 0,
            back_in: 0.0,
            breaks: Vec::new(),
            idle_min: 0.0,
            presence: 1.0,
            job: None,
        }
    }

    /// Whether it calls somebody again: one that leaves now, though after the job it has, does not.
    pub(crate) fn calls_again(&self) -> bool {
        let is_end = |one: &Break| one.starts_in <= 0.0 && one.minutes >= NEVER_MIN;
        !self.breaks.iter().any(is_end)
    }
}

/// A break that was announced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Break {
    /// Minutes until it is due.
    pub starts_in: f64,
    /// How long it takes.
    pub minutes: f64,
}

/// A job under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Of which service.
    pub service: ServiceId,
    /// Of whom, if the person has other tickets.
    pub visit: Option<VisitId>,
    /// How far it is.
    pub stage: Stage,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// Called so long ago, not there yet.
    Called {
        /// Minutes.
        since_min: f64,
    },
    /// Served for so long, all stints together.
    Serving {
        /// Minutes.
        since_min: f64,
    },
}

/// An appointment whose holder has not come yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Coming {
    /// What for.
    pub service: ServiceId,
    /// Start of the slot.
    pub start: Moment,
    /// The class of the ticket it becomes.
    pub class: Class,
}
