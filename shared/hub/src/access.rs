//! Who may do what. Each role is a handle that has only its own calls and comes only from here, so
//! a route that forgets the check has nothing to call.
//!
//! [`Identity`] says who asks. It gives [`Issuer`], [`OnTicket`], [`Volunteer`], [`AtStation`],
//! [`KioskDevice`], [`Organiser`] or [`Technician`], or a trouble. What anybody may read is on
//! [`SiteRef`].

use domain::{Actor, StationId, TicketId, TicketState};
use protocol::Answer;

use crate::machine::{Ask, Wish};
use crate::problem::Trouble;

mod appointment;
mod card;
mod identity;
mod issuer;
mod item;
mod kiosk;
mod on_ticket;
mod organiser;
mod people;
mod satellite;
mod signing;
mod site;
mod station;
mod technician;
mod volunteer;

pub use appointment::{Booker, OnAppointment};
pub use identity::{COOKIE_PREFIX, Identity};
pub use issuer::Issuer;
pub use kiosk::KioskDevice;
pub use on_ticket::OnTicket;
pub(crate) use organiser::BREAK_ASKED_MIN;
pub use organiser::Organiser;
pub(crate) use people::link_to;
pub use signing::SignedDevice;
pub use site::{SiteRef, Sites};
pub use station::AtStation;
pub use technician::Technician;
pub use volunteer::Volunteer;

/// Somebody who acts on a site: the one way from a handle to the engine.
#[derive(Clone)]
struct Acting {
    site: SiteRef,
    by: Actor,
    key: Option<String>,
}

/// At which stations somebody may act.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    /// At every one.
    Any,
    /// At these alone.
    Only(Vec<StationId>),
}

impl Reach {
    fn includes(&self, station: &StationId) -> bool {
        match self {
            Self::Any => true,
            Self::Only(stations) => stations.contains(station),
        }
    }
}

impl Acting {
    /// A ticket that stands at a station is that station's business, by whatever name it is called.
    fn may_move(&self, ticket: TicketId, reach: &Reach) -> Result<(), Trouble> {
        let is_elsewhere =
            |state: &TicketState| state.station().is_some_and(|at| !reach.includes(at));
        if self.finds(ticket, is_elsewhere) {
            return Err(Trouble::Forbidden);
        }
        Ok(())
    }

    /// Whether the ticket is in such a state. What was done already under the same key is past
    /// asking: its first answer is given again.
    fn finds(&self, ticket: TicketId, is_so: impl FnOnce(&TicketState) -> bool) -> bool {
        let now = self.site.now();
        self.site.read(|published| {
            let is_repeat = || {
                self.key
                    .as_deref()
                    .is_some_and(|key| published.knows_key(key, now))
            };
            let ticket = published.site.tickets.get(&ticket);
            ticket.is_some_and(|ticket| is_so(&ticket.state)) && !is_repeat()
        })
    }

    async fn submit(&self, command: impl Into<Wish>) -> Result<Answer, Trouble> {
        self.submit_with(command, None).await
    }

    /// The same; a ticket that is given bears the id that a kiosk chose for it.
    async fn submit_with(
        &self,
        command: impl Into<Wish>,
        own_ticket: Option<TicketId>,
    ) -> Result<Answer, Trouble> {
        self.site
            .ask(Ask {
                command: command.into(),
                key: self.key.clone(),
                by: self.by.clone(),
                own_ticket,
            })
            .await
    }
}
