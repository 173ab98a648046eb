//! Stations, for those who serve there and for everybody.

use domain::{Command, Station, StationState, TicketState};
use protocol::station::StationStateName;
use protocol::{StationList, StationView, UndoView};

use super::{Scene, ticket};

/// All stations, in full for staff or as everybody may see them.
pub fn stations(scene: &Scene<'_>, is_staff: bool) -> StationList {
    let view = if is_staff { station } else { public_station };
    StationList {
        stations: scene.site.stations.iter().map(|s| view(scene, s)).collect(),
        printers: Vec::new(),
    }
}

/// A station as everybody may see it: no ids, nothing about how the volunteer works.
pub fn public_station(scene: &Scene<'_>, of: &Station) -> StationView {
    let view = station(scene, of);
    StationView {
        ticket: view.ticket.map(protocol::TicketView::for_holder),
        waiting: None,
        undo: None,
        propose_no_show: false,
        ..view
    }
}

/// A station in full.
pub fn station(scene: &Scene<'_>, station: &Station) -> StationView {
    let held = station.ticket.and_then(|id| scene.site.tickets.get(&id));
    let recall_limit = u16::from(scene.site.settings.recall_limit);
    let (state, paused) = match station.state {
        StationState::Open => (StationStateName::Open, None),
        StationState::Paused { since, until } => (StationStateName::Paused, Some((since, until))),
        StationState::Closed => (StationStateName::Closed, None),
    };
    StationView {
        id: station.id().clone(),
        services: station.settings.services.clone(),
        state,
        paused_since: paused.map(|(since, _)| scene.local(since)),
        paused_until: paused
            .and_then(|(_, until)| until)
            .map(|until| scene.local(until)),
        ticket: held.map(|held| ticket(scene, held)),
        order: station.settings.order,
        preference_run: station.settings.preference_run,
        waiting: Some(
            station
                .settings
                .services
                .iter()
                .map(|id| scene.waiting(id))
                .sum(),
        ),
        undo: undo(scene, station),
        propose_no_show: held.is_some_and(|held| {
            matches!(held.state, TicketState::Called { .. }) && held.calls >= recall_limit
        }),
    }
}

/// The newest action, if the site would take it back now.
fn undo(scene: &Scene<'_>, station: &Station) -> Option<UndoView> {
    let newest = station.actions.last()?;
    scene
        .would(&Command::Undo {
            station: station.id().clone(),
            seen: None,
        })
        .ok()?;
    Some(UndoView {
        action: newest.kind,
        number: newest.before.number.to_string(),
        at: scene.local(newest.at),
        depth: station.actions.len() as u8,
    })
}
