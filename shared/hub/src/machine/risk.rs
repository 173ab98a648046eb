//! The one refusal that rests on a forecast: a newcomer who would probably not be served.

use domain::settings::AtRisk;
use domain::{Command, Moment, Refusal, ServiceId, Site};
use forecast::ahead_of_newcomer;

use crate::outlook::Outlook;

/// Refuses a newcomer's command at risk where the organiser said so. The real line tells how many
/// would be called before one of that class.
pub(super) fn check(
    site: &Site,
    command: &Command,
    outlook: &Outlook,
    now: Moment,
) -> Result<(), Refusal> {
    let Command::IssueTicket { service, class, .. } = command else {
        return Ok(());
    };
    refuse_at_risk(site, service, outlook, || {
        ahead_of_newcomer(site, service, *class, now)
    })
}

/// Refuses a newcomer with `ahead` people ahead at risk where the organiser said so.
///
/// # Errors
/// [`Refusal::UnlikelyToBeServed`].
pub(crate) fn refuse_at_risk(
    site: &Site,
    service: &ServiceId,
    outlook: &Outlook,
    ahead: impl FnOnce() -> Option<usize>,
) -> Result<(), Refusal> {
    let refuses = site
        .service(service)
        .is_some_and(|s| s.settings.at_risk == AtRisk::Refuse);
    if !refuses {
        return Ok(());
    }
    let chance = ahead().and_then(|ahead| chance_at_risk(site, service, outlook, ahead));
    chance.map_or(Ok(()), |chance| {
        Err(Refusal::UnlikelyToBeServed {
            service: service.clone(),
            chance,
        })
    })
}

/// The chance of being served before closing of a newcomer with `ahead` people ahead, if it is
/// below what the organiser allows.
pub(crate) fn chance_at_risk(
    site: &Site,
    service: &ServiceId,
    outlook: &Outlook,
    ahead: usize,
) -> Option<f64> {
    let settings = &site.service(service)?.settings;
    let chance = outlook.newcomer(service, ahead)?.served_before_close;
    (chance < settings.at_risk_below).then_some(chance)
}
