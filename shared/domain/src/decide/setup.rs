//! Settings, and stations opening, pausing and closing. No service day is needed.

use chrono::TimeDelta;

use super::Decision;
use super::call::busy;
use super::seen::still_held;
use crate::appointment::AppointmentState;
use crate::command::{Command, Context};
use crate::fact::Fact;
use crate::id::{ServiceId, StationId};
use crate::refusal::{NotAllowed, Refusal};
use crate::settings::{ServiceSettings, SiteSettings, StationSettings};
use crate::site::Site;
use crate::station::StationState;

/// Longest announced break, in minutes.
const PAUSE_MINUTES_MAX: u16 = 480;

pub(super) fn decide(
    site: &Site,
    command: &Command,
    context: &Context,
) -> Result<Decision, Refusal> {
    match command {
        Command::SetSite { settings } => set_site(site, settings),
        Command::SetService { settings } => set_service(site, settings),
        Command::RemoveService { service } => remove_service(site, service, context),
        Command::SetStation { settings } => set_station(site, settings),
        Command::RemoveStation { station } => remove_station(site, station),
        Command::OpenStation { station, seen } => {
            still_held(site, site.known_station(station)?, *seen)?;
            open(site, station)
        }
        Command::PauseStation {
            station,
            minutes,
            seen,
        } => {
            still_held(site, site.known_station(station)?, *seen)?;
            pause(site, station, *minutes, context)
        }
        Command::CloseStation { station, seen } => {
            still_held(site, site.known_station(station)?, *seen)?;
            close(site, station)
        }
        Command::Appointment(_)
        | Command::Item(_)
        | Command::Card(_)
        | Command::Satellite(_)
        | Command::ErasePerson { .. }
        | Command::IssueTicket { .. }
        | Command::CallNext { .. }
        | Command::CallTicket { .. }
        | Command::RecallTicket { .. }
        | Command::StartServing { .. }
        | Command::FinishServing { .. }
        | Command::MarkNoShow { .. }
        | Command::HoldTicket { .. }
        | Command::ResumeTicket { .. }
        | Command::TransferTicket { .. }
        | Command::ReinstateTicket { .. }
        | Command::CancelTicket { .. }
        | Command::Undo { .. }
        | Command::OpenDay
        | Command::CloseDay
        | Command::StopIssuing { .. }
        | Command::ResumeIssuing { .. } => Ok(Decision::nothing()),
    }
}

fn set_site(site: &Site, settings: &SiteSettings) -> Result<Decision, Refusal> {
    settings.check()?;
    // Before its first fact a site has no id of its own yet.
    if site.seq > 0 && settings.id != site.settings.id {
        return Err(Refusal::NotAllowed {
            why: NotAllowed::IdFixed,
        });
    }
    if site.seq > 0 && *settings == site.settings {
        return Ok(Decision::nothing());
    }
    Ok(Decision::one(Fact::SiteSet {
        settings: settings.clone(),
    }))
}

fn set_service(site: &Site, settings: &ServiceSettings) -> Result<Decision, Refusal> {
    settings.check()?;
    if site
        .service(&settings.id)
        .is_some_and(|known| known.settings == *settings)
    {
        return Ok(Decision::nothing());
    }
    Ok(Decision::one(Fact::ServiceSet {
        settings: settings.clone(),
    }))
}

/// A service leaves the stations that offer it, but not people who wait for it.
fn remove_service(
    site: &Site,
    service: &ServiceId,
    context: &Context,
) -> Result<Decision, Refusal> {
    site.known_service(service)?;
    let open = site
        .tickets
        .values()
        .filter(|t| t.service == *service && !t.state.is_closed());
    let tickets = open.count() as u32;
    let expected = site.appointments.values().filter(|a| {
        a.service == *service && a.state == AppointmentState::Booked && a.slot > context.now
    });
    let appointments = expected.count() as u32;
    let kept = site.items.values();
    let kept = kept.filter(|item| item.service == *service && item.is_in_custody());
    let items = kept.count() as u32;
    if tickets + appointments + items > 0 {
        return Err(Refusal::ServiceInUse {
            service: service.clone(),
            tickets,
            appointments,
            items,
        });
    }
    let offering = site
        .stations
        .iter()
        .filter(|s| s.settings.services.contains(service));
    let mut facts: Vec<Fact> = offering
        .map(|station| {
            let mut settings = station.settings.clone();
            settings.services.retain(|offered| offered != service);
            Fact::StationSet { settings }
        })
        .collect();
    facts.push(Fact::ServiceRemoved {
        service: service.clone(),
    });
    Ok(Decision {
        facts,
        nobody: None,
    })
}

fn set_station(site: &Site, settings: &StationSettings) -> Result<Decision, Refusal> {
    settings.check()?;
    for service in &settings.services {
        site.known_service(service)?;
    }
    if site
        .station(&settings.id)
        .is_some_and(|known| known.settings == *settings)
    {
        return Ok(Decision::nothing());
    }
    Ok(Decision::one(Fact::StationSet {
        settings: settings.clone(),
    }))
}

fn remove_station(site: &Site, station: &StationId) -> Result<Decision, Refusal> {
    holds_nobody(site, station)?;
    Ok(Decision::one(Fact::StationRemoved {
        station: station.clone(),
    }))
}

fn open(site: &Site, station: &StationId) -> Result<Decision, Refusal> {
    Ok(match site.known_station(station)?.state {
        StationState::Open => Decision::nothing(),
        StationState::Paused { .. } | StationState::Closed => Decision::one(Fact::StationOpened {
            station: station.clone(),
        }),
    })
}

fn pause(
    site: &Site,
    station: &StationId,
    minutes: Option<u16>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let known = site.known_station(station)?;
    if minutes.is_some_and(|m| !(1..=PAUSE_MINUTES_MAX).contains(&m)) {
        return Err(Refusal::ValueOutOfRange {
            field: "minutes".to_owned(),
            allowed: format!("1 to {PAUSE_MINUTES_MAX}"),
        });
    }
    match known.state {
        // Said again with another length, the break is a new one.
        StationState::Paused { .. } if minutes.is_none() => Ok(Decision::nothing()),
        StationState::Open | StationState::Paused { .. } => {
            Ok(Decision::one(Fact::StationPaused {
                station: station.clone(),
                until: minutes.map(|m| context.now + TimeDelta::minutes(i64::from(m))),
            }))
        }
        StationState::Closed => Err(Refusal::StationNotOpen {
            station: station.clone(),
            state: known.state.name().to_owned(),
        }),
    }
}

fn close(site: &Site, station: &StationId) -> Result<Decision, Refusal> {
    holds_nobody(site, station)?;
    Ok(match site.known_station(station)?.state {
        StationState::Closed => Decision::nothing(),
        StationState::Open | StationState::Paused { .. } => Decision::one(Fact::StationClosed {
            station: station.clone(),
        }),
    })
}

fn holds_nobody(site: &Site, station: &StationId) -> Result<(), Refusal> {
    let station = site.known_station(station)?;
    match station.ticket.and_then(|id| site.tickets.get(&id)) {
        Some(held) => Err(busy(station, held)),
        None => Ok(()),
    }
}
