//! The kiosks of a site as they are at this moment.

use std::sync::Arc;

use protocol::{KioskNow, PrinterTrouble};

use super::Scene;
use crate::hub::NamedKiosk;
use crate::presence::Presence;

/// Those that were paired, and those without a pairing that were heard.
pub(crate) fn kiosks(
    scene: &Scene<'_>,
    presence: &Presence,
    named: Vec<NamedKiosk>,
) -> Vec<KioskNow> {
    let now = named.into_iter().filter_map(|kiosk| {
        let heard = presence.of(kiosk.id.as_str());
        if heard.is_none() && !kiosk.is_paired {
            return None;
        }
        let id: Arc<str> = kiosk.id.as_str().into();
        let mut series = scene.site.series.iter();
        let own = series.rfind(|series| series.kiosk == id && !series.is_retired);
        let unconfirmed = scene.site.tickets.values().filter(|ticket| {
            let is_own = ticket.satellite.as_ref() == Some(&id);
            is_own && !ticket.confirmed && !ticket.state.is_closed()
        });
        Some(KioskNow {
            id: id.to_string(),
            name: kiosk.name,
            connected: heard.is_some_and(|heard| heard.is_here),
            gone_since: heard
                .filter(|heard| !heard.is_here)
                .map(|heard| scene.local(heard.at)),
            stem: own.map(|series| series.stem),
            unconfirmed: u32::try_from(unconfirmed.count()).unwrap_or(u32::MAX),
            printer: heard.and_then(|heard| heard.printer),
        })
    });
    let mut now: Vec<KioskNow> = now.collect();
    now.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    now
}

/// The printers that somebody has to look at.
pub(crate) fn printer_troubles(kiosks: Vec<KioskNow>) -> Vec<PrinterTrouble> {
    let of_staff = kiosks.into_iter().filter_map(|kiosk| {
        let printer = kiosk.printer.filter(|printer| printer.needs_staff())?;
        Some(PrinterTrouble {
            kiosk: kiosk.id,
            name: kiosk.name,
            stem: kiosk.stem,
            printer,
        })
    });
    of_staff.collect()
}
