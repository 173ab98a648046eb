//! The one refusal that rests on a forecast: a newcomer who would probably not be served.

use domain::settings::AtRisk;
use domain::{Command, Refusal, ServiceId, Site};

use crate::outlook::{Outlook, line_len};

/// Refuses a newcomer's command at risk where the organiser said so.
pub(super) fn check(site: &Site, command: &Command, outlook: &Outlook) -> Result<(), Refusal> {
    let Command::IssueTicket { service, .. } = command else {
        return Ok(());
    };
    refuse_at_risk(site, service, outlook)
}

/// Refuses a newcomer at risk where the organiser said so.
///
/// # Errors
/// [`Refusal::UnlikelyToBeServed`].
pub(crate) fn refuse_at_risk(
    site: &Site,
    service: &ServiceId,
    outlook: &Outlook,
) -> Result<(), Refusal> {
    let refuses = site
        .service(service)
        .is_some_and(|s| s.settings.at_risk == AtRisk::Refuse);
    match chance_at_risk(site, service, outlook) {
        Some(chance) if refuses => Err(Refusal::UnlikelyToBeServed {
            service: service.clone(),
            chance,
        }),
        Some(_) | None => Ok(()),
    }
}

/// A newcomer's chance of being served before closing, if it is below what the organiser allows.
pub(crate) fn chance_at_risk(site: &Site, service: &ServiceId, outlook: &Outlook) -> Option<f64> {
    let settings = &site.service(service)?.settings;
    let ahead = line_len(site, service);
    let chance = outlook.newcomer(service, ahead)?.served_before_close;
    (chance < settings.at_risk_below).then_some(chance)
}
