//! A touchscreen. What it may do for residents is [`super::Issuer`]'s and [`super::OnTicket`]'s;
//! this is what staff do at its screen, with the PIN.

use protocol::{LinkAnswer, NewLink, WifiAnswer};

use super::{Acting, people};
use crate::hub::Hub;
use crate::problem::Trouble;

/// A paired kiosk, or the one in the hub's own process.
pub struct KioskDevice {
    hub: Hub,
    acting: Acting,
}

impl KioskDevice {
    pub(super) fn new(hub: Hub, acting: Acting) -> Self {
        Self { hub, acting }
    }

    pub(super) fn hub(&self) -> &Hub {
        &self.hub
    }

    pub(super) fn acting(&self) -> &Acting {
        &self.acting
    }

    /// Checks the PIN of somebody who stands at the kiosk.
    ///
    /// # Errors
    /// `pin_wrong`, `pin_locked`.
    pub async fn check_pin(&self, pin: &str) -> Result<(), Trouble> {
        let device = self.acting.by.id.as_deref().unwrap_or_default();
        people::check_pin(&self.hub, &self.acting.site, device, pin).await
    }

    /// The network that phones must join first, to be shown as a code.
    pub fn wifi(&self) -> WifiAnswer {
        people::wifi(&self.hub, &self.acting.site)
    }

    /// A fresh link for somebody who knows the PIN.
    ///
    /// # Errors
    /// `pin_wrong`, `pin_locked`, `not_found` for an unknown station, `too_many`, `key_reused`.
    pub async fn link(&self, request: NewLink) -> Result<LinkAnswer, Trouble> {
        self.check_pin(request.pin.as_deref().unwrap_or_default())
            .await?;
        people::link(&self.hub, &self.acting, request.page, request.station).await
    }
}
