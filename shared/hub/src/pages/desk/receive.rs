//! Taking something in that stays to be repaired: what it is, then the number for its tag.

use askama::Template;
use domain::{ItemKind, Site, Ticket, TicketId, TicketState};
use protocol::{ItemView, StationView};

use super::way::Way;
use crate::lang::Words;
use crate::pages::frame::Frame;
use crate::pages::item_text::kind_text;
use crate::pages::service_text::split_number;

/// People who were served that are offered; who comes back later is among the last ones.
const SERVED_MAX: usize = 12;

/// `/desk/receive`.
#[derive(Template)]
#[template(path = "desk_receive.html")]
pub(in crate::pages) struct ReceivePage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) way: Way,
    pub(in crate::pages) r: Receive,
}

/// What stands there.
pub(in crate::pages) struct Receive {
    /// Whose thing it is; none while somebody has to be chosen.
    owner: Option<Owner>,
    others: Vec<Other>,
    kinds: Vec<Kind>,
    /// One for all presses of this page; each adds what it is about.
    pub(in crate::pages) key: String,
    /// Why nothing was taken in; empty if nothing went wrong.
    pub(in crate::pages) wrong: String,
    /// What was just taken in.
    pub(in crate::pages) tag: Option<Tag>,
}

struct Owner {
    ticket: String,
    number: String,
    one_more: String,
    is_serving: bool,
}

struct Other {
    ticket: String,
    number: String,
    detail: &'static str,
}

struct Kind {
    name: &'static str,
    word: &'static str,
    is_chosen: bool,
}

/// A number that has to be written on a thing.
pub(in crate::pages) struct Tag {
    prefix: String,
    digits: String,
    kind: &'static str,
    ticket_number: String,
}

impl Tag {
    /// The tag of a thing that was taken in.
    pub(in crate::pages) fn new(item: &ItemView, words: Words) -> Self {
        let (prefix, digits) = split_number(&item.number);
        Self {
            prefix,
            digits,
            kind: kind_text(words, item.kind),
            ticket_number: item.ticket_number.clone(),
        }
    }
}

impl Receive {
    /// For the ticket that is named, else for whoever is being served at the station.
    pub(in crate::pages) fn new(
        site: &Site,
        station: &StationView,
        named: Option<TicketId>,
        kind: &str,
        words: Words,
    ) -> Self {
        let open = candidates(site, station);
        let serving = |t: &&&Ticket| is_serving(t);
        let owner = match named {
            Some(id) => open.iter().find(|ticket| ticket.id == id),
            None => open.iter().find(serving),
        };
        let brings = owner.and_then(|ticket| ticket.brings);
        Self {
            others: open
                .iter()
                .filter(|ticket| owner.is_none_or(|owner| owner.id != ticket.id))
                .take(SERVED_MAX)
                .map(|ticket| Other {
                    ticket: ticket.id.to_string(),
                    number: ticket.number.to_string(),
                    detail: if is_serving(ticket) {
                        words.say("is being served")
                    } else {
                        words.say("was served today")
                    },
                })
                .collect(),
            owner: owner.map(|ticket| Owner {
                ticket: ticket.id.to_string(),
                number: ticket.number.to_string(),
                one_more: words.fill("One more of {0}", [&ticket.number.to_string()]),
                is_serving: is_serving(ticket),
            }),
            kinds: kinds(brings, kind, words),
            key: String::new(),
            wrong: String::new(),
            tag: None,
        }
    }
}

/// Who is being served here, then those who were served for the station's services, newest first.
fn candidates<'a>(site: &'a Site, station: &StationView) -> Vec<&'a Ticket> {
    let is_here = |ticket: &&Ticket| match &ticket.state {
        TicketState::Serving { station: at, .. } => *at == station.id,
        TicketState::Served { .. } => station.services.contains(&ticket.service),
        TicketState::Waiting
        | TicketState::Called { .. }
        | TicketState::OnHold { .. }
        | TicketState::NoShow { .. }
        | TicketState::Cancelled
        | TicketState::Unserved => false,
    };
    let mut here: Vec<&Ticket> = site.tickets.values().filter(is_here).collect();
    here.sort_by_key(|ticket| (is_serving(ticket), ticket.closed_at, ticket.count));
    here.reverse();
    here
}

fn is_serving(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::Serving { .. })
}

/// What the holder said to have brought stands first; a choice that was made stays made.
fn kinds(brings: Option<ItemKind>, chosen: &str, words: Words) -> Vec<Kind> {
    let said = brings.map_or("", ItemKind::name);
    let chosen = if chosen.is_empty() { said } else { chosen };
    let rest = ItemKind::ALL
        .into_iter()
        .filter(|kind| Some(*kind) != brings);
    brings
        .into_iter()
        .chain(rest)
        .map(|kind| Kind {
            name: kind.name(),
            word: kind_text(words, kind),
            is_chosen: kind.name() == chosen,
        })
        .collect()
}

/// The kind of that name.
pub(in crate::pages) fn kind_named(name: &str) -> Option<ItemKind> {
    ItemKind::ALL.into_iter().find(|kind| kind.name() == name)
}
