//! Things left to be repaired.

use domain::{Item, ItemState};
use protocol::item::ItemStateName;
use protocol::{ItemList, ItemView};

use super::Scene;

/// One item.
pub fn item(scene: &Scene<'_>, item: &Item) -> ItemView {
    let (state, ready_on) = match item.state {
        ItemState::HandedIn => (ItemStateName::HandedIn, None),
        ItemState::InRepair => (ItemStateName::InRepair, None),
        ItemState::Repaired => (ItemStateName::Repaired, None),
        ItemState::NotRepairable => (ItemStateName::NotRepairable, None),
        ItemState::TakenAway { ready_on } => (ItemStateName::TakenAway, ready_on),
        ItemState::Collected => (ItemStateName::Collected, None),
    };
    ItemView {
        id: item.id,
        number: item.number.to_string(),
        kind: item.kind,
        ticket_number: item.ticket_number.to_string(),
        service: item.service.clone(),
        station: item.station.clone(),
        received_on: item.received_on,
        received_at: scene.local(item.received_at),
        state,
        since: scene.local(item.since),
        outcome: item.outcome,
        ready_on,
        called_at: item.called_at.map(|at| scene.local(at)),
    }
}

/// Everything in custody, and what was collected on the newest day.
pub fn items(scene: &Scene<'_>) -> ItemList {
    let mut known: Vec<_> = scene.site.items.values().collect();
    known.sort_by_key(|known| known.number);
    ItemList {
        items: known.into_iter().map(|known| item(scene, known)).collect(),
    }
}
