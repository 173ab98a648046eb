//! How many wait and are served right now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::waiting_secs;
use crate::Moment;
use crate::id::ServiceId;
use crate::site::Site;
use crate::ticket::{Ticket, TicketState};

/// What is going on at a moment, by service. Every service of the site is there.
pub type Live = BTreeMap<ServiceId, LiveService>;

/// What is going on in one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveService {
    /// In the line.
    pub waiting: u32,
    /// Called, not there yet.
    pub called: u32,
    /// Being served.
    pub serving: u32,
    /// Away for a while.
    pub on_hold: u32,
    /// Seconds the one who waits longest has waited for a first call; none if nobody does.
    pub longest_wait_secs: Option<u32>,
}

/// What is going on at `now`.
pub fn live(site: &Site, now: Moment) -> Live {
    let mut live: Live = site
        .services
        .iter()
        .map(|service| (service.settings.id.clone(), LiveService::default()))
        .collect();
    for ticket in site.tickets.values() {
        if let Some(service) = live.get_mut(&ticket.service) {
            service.add(ticket, now);
        }
    }
    live
}

impl LiveService {
    fn add(&mut self, ticket: &Ticket, now: Moment) {
        match ticket.state {
            TicketState::Waiting => {
                self.waiting += 1;
                if ticket.first_called_at.is_none() {
                    let waited = waiting_secs(ticket, now);
                    self.longest_wait_secs = self.longest_wait_secs.max(Some(waited));
                }
            }
            TicketState::Called { .. } => self.called += 1,
            TicketState::Serving { .. } => self.serving += 1,
            TicketState::OnHold { .. } => self.on_hold += 1,
            TicketState::NoShow { .. }
            | TicketState::Served { .. }
            | TicketState::Cancelled
            | TicketState::Unserved => {}
        }
    }
}
