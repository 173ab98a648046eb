//! Who waits, in order of call, and who stands aside.

use domain::{ServiceId, Ticket, TicketState};
use protocol::{QueueEntry, QueueView, TicketView};

use super::ticket::ticket_told;
use super::{Orders, Scene, ticket};

/// The line of one service, or all of them one after the other.
pub fn queue(scene: &Scene<'_>, only: Option<&ServiceId>) -> QueueView {
    let fresh = Orders::default();
    let orders = scene.orders.unwrap_or(&fresh);
    let scene = scene.with_orders(orders);
    let is_asked = |service: &ServiceId| only.is_none_or(|only| only == service);
    let services = scene
        .site
        .services
        .iter()
        .map(|s| &s.settings.id)
        .filter(|id| is_asked(id));
    let mut waiting = Vec::new();
    for service in services {
        let order = orders.of(&scene, service);
        let tickets = order
            .list
            .iter()
            .filter_map(|(id, _)| scene.site.tickets.get(id));
        waiting.reserve(order.list.len());
        waiting.extend(tickets.map(|ticket| entry(&scene, ticket, order.ahead(ticket.id))));
    }
    let tickets = scene.site.tickets.values();
    let mut aside: Vec<&Ticket> = tickets
        .filter(|t| is_asked(&t.service) && is_aside(&t.state))
        .collect();
    aside.sort_by_key(|ticket| ticket.place());
    let aside: Vec<TicketView> = aside.into_iter().map(|t| ticket(&scene, t)).collect();
    QueueView { waiting, aside }
}

fn entry(scene: &Scene<'_>, of: &Ticket, ahead: Option<usize>) -> QueueEntry {
    let ahead = ahead.map(|ahead| ahead as u32);
    let told = scene.outlook.ticket(of, ahead);
    // Whose turn is by time is told no wait, though the forecast knows one.
    let shown = told.as_ref().filter(|_| ahead.is_some());
    QueueEntry {
        ticket: ticket_told(scene, of, ahead, shown),
        median_min: told.map(|told| (told.estimate.p50 * 10.0).round() / 10.0),
        slot_start: of.slot.map(|slot| scene.local(slot.start)),
    }
}

fn is_aside(state: &TicketState) -> bool {
    match state {
        TicketState::OnHold { .. } | TicketState::NoShow { .. } => true,
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::Serving { .. }
        | TicketState::Served { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => false,
    }
}
