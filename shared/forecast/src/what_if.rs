//! The rest of the day if an organiser changed something.

use domain::{Moment, ServiceId, Site, StationId};

use crate::Experience;
use crate::experience::NEVER_MIN;
use crate::inflow::Inflow;
use crate::prospect::{Prospect, alone, play};
use crate::scene::{Break, Desk, Scene};
use crate::time::minutes;

/// Something that an organiser may do. What is due already happens now.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// One more volunteer opens a station.
    AddStation {
        /// What it serves, in this order.
        services: Vec<ServiceId>,
        /// From when; from now without it.
        at: Option<Moment>,
    },
    /// A volunteer goes home, after whoever is served then.
    TakeAway {
        /// Whose station; one that is not open stays so.
        station: StationId,
        /// From when; from now without it.
        at: Option<Moment>,
    },
    /// A station calls nobody for a while, after whoever is served then.
    Break {
        /// Which; one that is not open has its break anyway.
        station: StationId,
        /// From when; from now without it.
        at: Option<Moment>,
        /// For so many minutes.
        minutes: u32,
    },
    /// No numbers any more; who has one is served. It changes something only if people are expected.
    StopNumbers {
        /// For what.
        service: ServiceId,
        /// From when; from now without it.
        at: Option<Moment>,
    },
}

/// The rest of the day as it is, and with some changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// As it is; the same as [`crate::prospect()`] tells.
    pub as_is: Prospect,
    /// With the changes.
    pub changed: Prospect,
}

/// Plays the rest of the day from `now` as it is and with `changes`, both with the people of
/// `inflows` coming.
///
/// Both are played with the same chance for every station, line and person: what differs comes
/// from the changes alone.
pub fn what_if(
    site: &Site,
    experience: &Experience,
    now: Moment,
    inflows: &[Inflow],
    changes: &[Change],
) -> WhatIf {
    let as_is = alone(site, experience, now);
    let mut changed = as_is.clone();
    let mut fewer = inflows.to_vec();
    for change in changes {
        apply(&mut changed, &mut fewer, change);
    }
    let [is, would] = play(&changed, [(&as_is, inflows), (&changed, &fewer)]);
    WhatIf {
        as_is: is,
        changed: would,
    }
}

fn apply(scene: &mut Scene<'_>, inflows: &mut [Inflow], change: &Change) {
    let now = scene.now;
    let from = |at: &Option<Moment>| at.map_or(0.0, |at| minutes(now, at).max(0.0));
    match change {
        Change::AddStation { services, at } => {
            let desk = another(scene, services.clone(), from(at));
            scene.stations.extend(desk);
        }
        Change::TakeAway { station, at } => pause(scene, station, from(at), NEVER_MIN),
        Change::Break {
            station,
            at,
            minutes,
        } => pause(scene, station, from(at), f64::from(*minutes)),
        Change::StopNumbers { service, at } => {
            let of_service = inflows.iter_mut().filter(|one| one.service == *service);
            for inflow in of_service {
                *inflow = inflow.clone().until(from(at));
            }
        }
    }
}

/// A station with a name that no other has.
fn another(scene: &Scene<'_>, services: Vec<ServiceId>, back_in: f64) -> Option<Desk> {
    let names = (1..).map(|nth| format!("more-{nth}"));
    let mut ids = names.map_while(|name| StationId::new(&name).ok());
    let id = ids.find(|id| scene.stations.iter().all(|desk| desk.id != *id))?;
    Some(Desk {
        back_in,
        ..Desk::free(id, services)
    })
}

fn pause(scene: &mut Scene<'_>, station: &StationId, starts_in: f64, minutes: f64) {
    let desk = scene.stations.iter_mut().find(|desk| desk.id == *station);
    if let Some(desk) = desk {
        desk.breaks.push(Break { starts_in, minutes });
        desk.breaks
            .sort_by(|one, other| one.starts_in.total_cmp(&other.starts_in));
    }
}

#[cfg(test)]
mod tests;
