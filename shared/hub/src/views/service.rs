//! Services, as cards on the kiosk and on the first page show them.

use domain::site::Service;
use domain::{Class, Command, Refusal, ServiceId, StationState, day};
use protocol::service::IssuingView;
use protocol::{ServiceList, ServiceView};

use super::ticket::{chance, wait};
use super::{Scene, clock_time};
use crate::machine::{chance_at_risk, refuse_at_risk};
use crate::outlook::line_len;

/// All services in their order.
pub fn services(scene: &Scene<'_>) -> ServiceList {
    ServiceList {
        services: scene
            .site
            .services
            .iter()
            .map(|s| service(scene, s))
            .collect(),
    }
}

/// One service and what a newcomer must expect.
pub fn service(scene: &Scene<'_>, service: &Service) -> ServiceView {
    let settings = &service.settings;
    let waiting = scene.waiting(&settings.id);
    let told = scene.outlook.card(&settings.id, waiting as usize);
    let refusal = refusal_of_newcomer(scene, &settings.id);
    let (stations_open, stations_total) = station_counts(scene, &settings.id);
    ServiceView {
        id: settings.id.clone(),
        name: settings.name.clone(),
        prefix: settings.prefix.clone(),
        icon: settings.icon.clone(),
        colour: settings.colour,
        minutes: settings.minutes,
        policy: settings.policy,
        issue_from: day::issue_from(settings).map(clock_time),
        opens: settings.opens.map(clock_time),
        closes: settings.closes.map(clock_time),
        issuing: IssuingView {
            open: refusal.is_none(),
            refusal,
        },
        waiting,
        ahead: waiting,
        wait: told.as_ref().map(wait),
        served_before_close: told.as_ref().map(chance),
        at_risk: chance_at_risk(scene.site, &settings.id, scene.outlook, waiting as usize)
            .is_some(),
        at_risk_action: settings.at_risk,
        stations_open,
        stations_total,
        takes_appointments: settings.slots.is_some(),
        takes_items: settings.takes_items,
        skip_digits: settings.skip_digits.clone(),
    }
}

/// Why somebody who asked for a number now would get none.
pub(super) fn refusal_of_newcomer(scene: &Scene<'_>, service: &ServiceId) -> Option<Refusal> {
    let ask = Command::IssueTicket {
        service: service.clone(),
        class: Class::Standard,
        visit: None,
        card: None,
        carried_from: None,
    };
    match scene.would(&ask) {
        // A card is looked at often: everybody who waits counts as ahead, without playing the line.
        Ok(_) => refuse_at_risk(scene.site, service, scene.outlook, || {
            Some(line_len(scene.site, service))
        })
        .err(),
        Err(refusal) => Some(refusal),
    }
}

/// Stations that offer a service: open now, and all.
pub(super) fn station_counts(scene: &Scene<'_>, service: &ServiceId) -> (u32, u32) {
    let offer = scene
        .site
        .stations
        .iter()
        .filter(|s| s.settings.services.contains(service));
    let open = offer
        .clone()
        .filter(|s| s.state == StationState::Open)
        .count();
    (open as u32, offer.count() as u32)
}
