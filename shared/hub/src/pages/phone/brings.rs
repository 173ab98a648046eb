//! What the holder of a ticket has brought to be repaired: asked once, never required.

use domain::{ItemKind, Site};
use protocol::TicketView;
use protocol::ticket::TicketStateName;

use crate::lang::Words;
use crate::pages::item_text::{kind_icon, kind_text};

/// The question, and the answer so far.
pub(in crate::pages) struct Brings {
    /// Names the answer: once another one is given, the choice is closed again.
    pub(super) id: &'static str,
    /// "带来了：电水壶", with its drawing.
    pub(super) chosen: Option<(&'static str, String)>,
    /// What can be answered now; empty where it is too late to change it.
    pub(super) tiles: Vec<Tile>,
}

/// One kind of thing.
pub(in crate::pages) struct Tile {
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    pub(super) icon: &'static str,
}

impl Brings {
    /// Asked while somebody waits for a service that takes things in; the answer stays to be seen.
    pub(super) fn of(site: &Site, ticket: &TicketView, words: Words) -> Option<Self> {
        let service = site.service(&ticket.service)?;
        let (is_shown, is_asked) = match ticket.state {
            TicketStateName::Waiting | TicketStateName::OnHold => (true, true),
            TicketStateName::Called | TicketStateName::Serving => (true, false),
            TicketStateName::NoShow
            | TicketStateName::Served
            | TicketStateName::Cancelled
            | TicketStateName::Unserved => (false, false),
        };
        let is_asked = is_asked && site.day.is_some_and(|day| !day.is_closed());
        if !service.settings.takes_items || !is_shown || (ticket.brings.is_none() && !is_asked) {
            return None;
        }
        let tiles = ItemKind::ALL.into_iter().map(|kind| tile(kind, words));
        Some(Self {
            id: ticket.brings.map_or("nothing", ItemKind::name),
            chosen: ticket.brings.map(|kind| {
                let text = words.fill("Brought along: {0}", [kind_text(words, kind)]);
                (kind_icon(kind), text)
            }),
            tiles: if is_asked {
                tiles.collect()
            } else {
                Vec::new()
            },
        })
    }
}

fn tile(kind: ItemKind, words: Words) -> Tile {
    Tile {
        kind: kind.name(),
        name: kind_text(words, kind),
        icon: kind_icon(kind),
    }
}
