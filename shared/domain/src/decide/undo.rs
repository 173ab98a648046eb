//! Taking back the newest action at a station.

use super::Decision;
use super::call::not_elsewhere;
use super::seen::{changed, superseded};
use crate::fact::Fact;
use crate::id::{StationId, TicketId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::station::{Action, StationState};

pub(super) fn decide(
    site: &Site,
    station: &StationId,
    seen: Option<TicketId>,
) -> Result<Decision, Refusal> {
    let station = site.known_station(station)?;
    let Some(action) = station.actions.last() else {
        return Err(Refusal::NothingToUndo {
            station: station.id().clone(),
        });
    };
    // The desk names what it saw: the ticket it holds, or the one it let go last.
    if let Some(id) = seen
        && station.ticket != Some(id)
        && action.before.id != id
    {
        return Err(superseded(site, id));
    }
    let ticket = site.known_ticket(action.before.id)?;
    if ticket.version != action.seq {
        return Err(changed(ticket));
    }
    if returns_to_station(action) {
        if station.state == StationState::Closed {
            return Err(Refusal::StationNotOpen {
                station: station.id().clone(),
                state: station.state.name().to_owned(),
            });
        }
        not_elsewhere(site, ticket)?;
    }
    Ok(Decision::one(Fact::ActionUndone {
        station: station.id().clone(),
        ticket: ticket.id,
        action: action.kind,
    }))
}

fn returns_to_station(action: &Action) -> bool {
    action.before.state.station().is_some()
}
