//! What a plan is made from.

use std::collections::BTreeMap;

use domain::{ServiceId, StationId};

use crate::Experience;

/// With fewer earlier days a plan is rough.
pub const DAYS_SURE: usize = 3;

/// Days that are drawn where few people come: enough for a ninetieth of a hundred.
const DRAWS_MOST: usize = 300;
/// Days that are drawn in any case.
const DRAWS_LEAST: usize = 40;
/// People who come on all days that are drawn, over all services: bounds what a plan costs.
const PEOPLE: usize = 80_000;

/// Earlier days, and what is wanted of the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The services as they will be.
    pub services: Vec<Service>,
    /// Earlier service days, oldest first.
    pub days: Vec<PastDay>,
    /// The longest wait that is wanted, in minutes.
    pub limit_min: f64,
    /// The share of people who are to wait no longer, from 0 to 1: 0.9 is nine of ten.
    pub share: f64,
    /// Most stations that there could be at one service; at least 1.
    pub most: u32,
    /// The same seed draws the same days.
    pub seed: u64,
}

/// A service as it will be on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Which.
    pub id: ServiceId,
    /// Minutes of a job that the organiser set.
    pub usual_min: f64,
    /// Minute of the day at which serving starts; none means with the first who come.
    pub opens_min: Option<f64>,
    /// Minute of the day at which no more numbers are given; none means never.
    pub closes_min: Option<f64>,
    /// Stations that offer it.
    pub stations: Vec<StationId>,
}

/// What is known of an earlier service day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PastDay {
    /// Who came.
    pub arrivals: Vec<Arrival>,
    /// What was done for them, in the order in which it was done as far as that is known.
    pub jobs: Vec<Job>,
}

/// Somebody who took a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// For what.
    pub service: ServiceId,
    /// Minute of the local day.
    pub at_min: f64,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Was served, or would have been.
    Came,
    /// Was called and did not come.
    NoShow,
    /// Was given up before the call.
    GaveUp,
}

/// A job that a volunteer finished.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Of what.
    pub service: ServiceId,
    /// Where.
    pub station: StationId,
    /// Minutes from the call to the start, if they are known.
    pub way_min: Option<f64>,
    /// Minutes from the start to the end.
    pub serving_min: f64,
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Nobody came on any of the earlier days.
    #[error("there is no earlier day on which somebody came")]
    NoDays,
}

impl Question {
    /// What the earlier days teach of the work, a night after each.
    pub(super) fn experience(&self) -> Experience {
        let usual: BTreeMap<_, _> = self
            .services
            .iter()
            .map(|service| (&service.id, service.usual_min))
            .collect();
        let mut experience = Experience::new();
        for day in &self.days {
            for job in &day.jobs {
                let Some(usual) = usual.get(&job.service) else {
                    continue;
                };
                if let Some(way) = job.way_min {
                    experience.came(&job.service, *usual, way);
                }
                experience.served(&job.service, *usual, &job.station, job.serving_min);
            }
            experience.close_day();
        }
        experience
    }
}

/// How many days are drawn: fewer where more people come, so that a plan costs the same.
pub(super) fn draws_for(days: &[&PastDay]) -> usize {
    let people: usize = days.iter().map(|day| day.arrivals.len()).sum();
    let mean = (people / days.len().max(1)).max(1);
    (PEOPLE / mean).clamp(DRAWS_LEAST, DRAWS_MOST)
}
