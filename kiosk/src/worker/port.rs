//! What a kiosk asks of a hub: the seam at which tests put a fake.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::ItemKind;
use protocol::PrinterState;

use crate::{
    flow::{OnStick, Order, StickTrouble},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LinkKind, Refusal, SiteNow, SlotsNow},
};

/// A hub as the kiosk needs it.
pub trait HubPort: Send + Sync + 'static {
    /// The site.
    fn look(&self) -> impl Future<Output = Result<SiteNow, PortError>> + Send;

    /// A number. The same `key` never gives two.
    fn issue(
        &self,
        order: &Order,
        key: &str,
    ) -> impl Future<Output = Result<IssuedTicket, PortError>> + Send;

    /// Hands a number back, as not wanted.
    fn cancel(&self, token: &str, key: &str) -> impl Future<Output = Result<(), PortError>> + Send;

    /// Voids a number for staff. It may be too late to hand it back.
    fn void(&self, token: &str, key: &str) -> impl Future<Output = Result<(), PortError>> + Send {
        self.cancel(token, key)
    }

    /// The ticket behind a link.
    fn find(&self, token: &str) -> impl Future<Output = Result<IssuedTicket, PortError>> + Send;

    /// Says what the holder of a ticket has brought.
    fn bring(
        &self,
        token: &str,
        kind: ItemKind,
        key: &str,
    ) -> impl Future<Output = Result<(), PortError>> + Send;

    /// The times of a service; of today without a date.
    fn slots(
        &self,
        service: &str,
        date: Option<NaiveDate>,
    ) -> impl Future<Output = Result<SlotsNow, PortError>> + Send;

    /// Takes a place in a slot. The same `key` never takes two.
    fn book(
        &self,
        service: &str,
        slot: DateTime<FixedOffset>,
        key: &str,
    ) -> impl Future<Output = Result<BookedSlot, PortError>> + Send;

    /// Gives a place in a slot up.
    fn unbook(&self, token: &str, key: &str) -> impl Future<Output = Result<(), PortError>> + Send;

    /// Whether this is the staff PIN.
    fn check_pin(&self, pin: &str) -> impl Future<Output = Result<bool, PortError>> + Send;

    /// Writes all that the kiosk wrote down to a stick. A kiosk at its hub writes nothing down.
    fn stick(&self) -> impl Future<Output = Result<OnStick, StickTrouble>> + Send {
        async { Err(StickTrouble::NoStick) }
    }

    /// A fresh link to a staff page, for somebody who knows the PIN.
    fn link(
        &self,
        kind: &LinkKind,
        pin: &str,
    ) -> impl Future<Output = Result<String, PortError>> + Send;

    /// Says that the kiosk is there, and how its printer is if it knows.
    fn here(
        &self,
        _printer: Option<PrinterState>,
    ) -> impl Future<Output = Result<(), PortError>> + Send {
        // A made-up hub has nobody to tell.
        async { Ok(()) }
    }

    /// Gives the site its name in one language.
    fn name_site(
        &self,
        lang: Lang,
        name: &str,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Nothing came back: it may or may not have happened. Asking again with the same key helps.
    #[error("the hub did not answer: {0}")]
    NoAnswer(String),
    /// The hub said no. Asking again does not help.
    #[error("the hub refused: {0:?}")]
    Refused(Refusal),
}
