//! The board: the newest calls, what is ready to be collected, and who is next.

use chrono::TimeDelta;
use domain::site::Service;
use domain::{ItemState, Ticket, TicketId, TicketState};
use protocol::{BoardItem, BoardLine, BoardView, CallView};

use super::service::{refusal_of_newcomer, station_counts};
use super::{Orders, Scene, clock_time};

/// Calls on a board: the newest one and five before it.
pub const BOARD_CALLS_MAX: usize = 6;
/// For so long the owner of a thing is called: time enough to come from the far end of a square.
const ITEM_CALLED: TimeDelta = TimeDelta::minutes(10);
/// Things called at once.
const BOARD_ITEMS_MAX: usize = 6;
/// Numbers shown as next, for each service.
const NEXT_MAX: usize = 2;

/// The board; `recent` are tickets that were called lately, in any order.
pub fn board<'a>(
    scene: &Scene<'_>,
    recent: impl IntoIterator<Item = &'a TicketId>,
    version: u64,
) -> BoardView {
    let recent = recent
        .into_iter()
        .filter_map(|id| scene.site.tickets.get(id));
    let mut calls: Vec<CallView> = recent.filter_map(|ticket| call(scene, ticket)).collect();
    calls.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.call.cmp(&a.call)));
    calls.truncate(BOARD_CALLS_MAX);
    let settings = &scene.site.settings;
    BoardView {
        version,
        site: settings.id.clone(),
        name: settings.name.clone(),
        at: scene.local(scene.now),
        calls,
        items: items(scene),
        lines: scene
            .site
            .services
            .iter()
            .map(|service| board_line(scene, service))
            .collect(),
    }
}

/// One service on the board.
pub fn board_line(scene: &Scene<'_>, service: &Service) -> BoardLine {
    let settings = &service.settings;
    BoardLine {
        id: settings.id.clone(),
        name: settings.name.clone(),
        icon: settings.icon.clone(),
        colour: settings.colour,
        policy: settings.policy,
        waiting: scene.waiting(&settings.id),
        next: next(scene, service),
        stations_open: station_counts(scene, &settings.id).0,
        closes: settings.closes.map(clock_time),
        is_issuing: refusal_of_newcomer(scene, &settings.id).is_none(),
    }
}

fn next(scene: &Scene<'_>, service: &Service) -> Vec<String> {
    let fresh = Orders::default();
    let order = scene
        .orders
        .unwrap_or(&fresh)
        .of(scene, &service.settings.id);
    let tickets = order
        .list
        .iter()
        .filter_map(|(id, _)| scene.site.tickets.get(id));
    tickets
        .take(NEXT_MAX)
        .map(|ticket| ticket.number.to_string())
        .collect()
}

/// Things whose owners were called lately. A call passes by itself, and when the thing is given back.
fn items(scene: &Scene<'_>) -> Vec<BoardItem> {
    let called = scene.site.items.values().filter_map(|item| {
        let is_ready = match item.state {
            ItemState::Repaired | ItemState::NotRepairable => true,
            ItemState::HandedIn
            | ItemState::InRepair
            | ItemState::TakenAway { .. }
            | ItemState::Collected => false,
        };
        let at = item.called_at.filter(|at| scene.now - *at < ITEM_CALLED)?;
        is_ready.then_some((at, item))
    });
    let mut called: Vec<_> = called.collect();
    called.sort_by_key(|(at, item)| std::cmp::Reverse((*at, item.number)));
    let newest = called.into_iter().take(BOARD_ITEMS_MAX);
    newest
        .map(|(at, item)| BoardItem {
            number: item.number.to_string(),
            kind: item.kind,
            at: scene.local(at),
        })
        .collect()
}

/// The last call of a ticket, if it still stands: an undone one does not.
fn call(scene: &Scene<'_>, ticket: &Ticket) -> Option<CallView> {
    let is_expected = match ticket.state {
        TicketState::Called { .. } => true,
        TicketState::Serving { .. } | TicketState::Served { .. } | TicketState::NoShow { .. } => {
            false
        }
        TicketState::Waiting
        | TicketState::OnHold { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => return None,
    };
    let at = ticket.last_called_at?;
    Some(CallView {
        call: format!("{}-{}", ticket.number, at.timestamp_millis()),
        number: ticket.number.to_string(),
        prefix: ticket.number.prefix.as_ref().to_owned(),
        shown: ticket.number.shown,
        stem: ticket.number.stem,
        service: ticket.service.clone(),
        station: ticket.last_station.clone()?,
        at: scene.local(at),
        times: ticket.calls,
        is_expected,
    })
}
