//! What people see of a site: pure functions from state and outlook to what crosses the wire.
//!
//! A [`Scene`] is what is looked at; each file here draws one kind of picture of it.

use domain::line;
use domain::{
    Actor, Command, Context, Decision, Moment, Refusal, Role, ServiceId, Site, Ticket, TicketId,
    TicketState, VisitId,
};
use protocol::LocalTime;
use uuid::Uuid;

use crate::outlook::{Outlook, line_len};

mod appointment;
mod board;
mod curve;
mod dashboard;
mod history;
mod item;
mod kiosk;
mod orders;
mod queue;
mod report;
mod service;
mod site;
mod station;
mod stats;
#[cfg(test)]
mod tests;
mod ticket;

pub use appointment::{appointment, appointments, slots};
pub use board::{BOARD_CALLS_MAX, board, board_line};
pub use curve::{curve, curve_of_day, rest_of_day};
pub use dashboard::dashboard;
pub use history::history_ticket;
pub use item::{item, items};
pub(crate) use kiosk::{kiosks, printer_troubles};
pub use orders::Orders;
pub use queue::queue;
pub use report::{EARLIER_MAX, ReportInput, earlier_day, report};
pub use service::{service, services};
pub use site::{new_site, site};
pub use station::{public_station, station, stations};
pub use stats::stats;
pub use ticket::{known_ticket, ticket};

/// What is looked at: a state, what is expected of it, and the moment.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The state.
    pub site: &'a Site,
    /// What is expected.
    pub outlook: &'a Outlook,
    /// When.
    pub now: Moment,
    /// Orders that were played before, if somebody keeps them.
    orders: Option<&'a Orders>,
}

impl<'a> Scene<'a> {
    /// A scene that plays each order anew.
    pub fn new(site: &'a Site, outlook: &'a Outlook, now: Moment) -> Self {
        Self {
            site,
            outlook,
            now,
            orders: None,
        }
    }

    /// The same scene with orders that are kept from one look to the next.
    #[must_use]
    pub fn with_orders(self, orders: &'a Orders) -> Self {
        Self {
            orders: Some(orders),
            ..self
        }
    }

    /// A moment as the site's clocks show it.
    pub fn local(&self, moment: Moment) -> LocalTime {
        LocalTime::at(moment, &self.site.settings.time_zone)
    }

    /// How many are called before a ticket; none if it does not wait or its turn is by time.
    pub fn ahead(&self, ticket: &Ticket) -> Option<u32> {
        if ticket.state != TicketState::Waiting {
            return None;
        }
        let ahead = match self.orders {
            Some(orders) => orders.of(self, &ticket.service).ahead(ticket.id),
            None => line::ahead(&self.site.lines, ticket, self.now, self.site.seq),
        };
        ahead.map(|ahead| ahead as u32)
    }

    /// What would follow from a command, if the hub itself gave it now.
    ///
    /// # Errors
    /// Its refusal.
    fn would(&self, command: &Command) -> Result<Decision, Refusal> {
        let context = Context {
            now: self.now,
            by: Actor::of(Role::Hub),
            ticket: TicketId(Uuid::nil()),
            visit: VisitId(Uuid::nil()),
            thing: Uuid::nil(),
            code: 0,
            satellite: None,
        };
        domain::decide(self.site, command, &context)
    }

    /// How many wait for a service.
    pub fn waiting(&self, service: &ServiceId) -> u32 {
        line_len(self.site, service) as u32
    }
}

/// A time of day as organisers write it.
fn clock_time(time: chrono::NaiveTime) -> String {
    time.format("%H:%M").to_string()
}
