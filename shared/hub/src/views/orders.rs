//! Orders of the lines, played once after a change however many look at them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Moment, Reason, ServiceId, TicketId, line};

use super::Scene;

/// One line in the order in which it will be called.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Whom, and why then.
    pub(super) list: Vec<(TicketId, Reason)>,
    places: HashMap<TicketId, usize>,
}

impl Order {
    /// How many are called before a ticket.
    pub(super) fn ahead(&self, ticket: TicketId) -> Option<usize> {
        self.places.get(&ticket).copied()
    }
}

/// The state and the minute that an order was played from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    seq: u64,
    /// An appointment falls due by the minute.
    minute: i64,
}

/// The newest order of each service of one site.
#[derive(Debug, Default)]
pub struct Orders(Mutex<BTreeMap<ServiceId, (Basis, Arc<Order>)>>);

impl Orders {
    /// The order of a service in `scene`. Scenes of one site only: the state is known again by the
    /// number of its facts.
    pub(super) fn of(&self, scene: &Scene<'_>, service: &ServiceId) -> Arc<Order> {
        let basis = Basis {
            seq: scene.site.seq,
            minute: minute(scene.now),
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.get(service) {
            Some((then, order)) if *then == basis => Arc::clone(order),
            Some(_) | None => {
                let order = Arc::new(play(scene, service));
                kept.insert(service.clone(), (basis, Arc::clone(&order)));
                order
            }
        }
    }
}

fn minute(now: Moment) -> i64 {
    now.timestamp().div_euclid(60)
}

fn play(scene: &Scene<'_>, service: &ServiceId) -> Order {
    let site = scene.site;
    let list = line::order(&site.lines, service, scene.now, site.seq);
    // Whose appointment is not due yet has no place that could be told.
    let places = list
        .iter()
        .enumerate()
        .filter(|(_, (_, reason))| match reason {
            Reason::AppointmentEarly => false,
            Reason::Arrival
            | Reason::Priority
            | Reason::Reinstated
            | Reason::AppointmentDue
            | Reason::Chosen => true,
        });
    Order {
        places: places.map(|(place, (id, _))| (*id, place)).collect(),
        list,
    }
}
