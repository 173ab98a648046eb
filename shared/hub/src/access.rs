//! Who may do what. Each role is a handle that has only its own calls and comes only from here, so
//! a route that forgets the check has nothing to call.
//!
//! [`Identity`] says who asks. It gives [`Issuer`], [`OnTicket`], [`Volunteer`], [`AtStation`],
//! [`KioskDevice`], [`Organiser`] or [`Technician`], or a trouble. What anybody may read is on
//! [`SiteRef`].

use domain::Actor;
use protocol::Answer;

use crate::machine::Wish;
use crate::problem::Trouble;

mod identity;
mod issuer;
mod kiosk;
mod on_ticket;
mod organiser;
mod people;
mod signing;
mod site;
mod station;
mod technician;
mod volunteer;

pub use identity::{COOKIE_PREFIX, Identity};
pub use issuer::Issuer;
pub use kiosk::KioskDevice;
pub use on_ticket::OnTicket;
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

impl Acting {
    async fn submit(&self, command: impl Into<Wish>) -> Result<Answer, Trouble> {
        self.site
            .submit(command, self.key.clone(), self.by.clone())
            .await
    }
}
