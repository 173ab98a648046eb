//! What else the holder of a ticket waits for: further numbers of the same visit, and things left
//! to be repaired. One page tells all of it, so that nobody has to watch two.

use domain::{Item, TicketId};
use protocol::ItemView;
use protocol::TicketView;
use protocol::item::ItemStateName;
use protocol::ticket::TicketStateName;

use super::{is_live, state_name, state_word};
use crate::date_text::{date_text, near_text};
use crate::lang::Words;
use crate::pages::item_text::{kind_icon, kind_text};
use crate::pages::service_text::{Look, split_number};
use crate::pages::wait_text::ahead_text;
use crate::views::{self, Scene};

/// Seconds until the page looks again while something of this is open.
const POLL_SECS: u32 = 10;

/// Everything of the same person but the ticket itself.
#[derive(Default)]
pub(in crate::pages) struct Beside {
    pub(super) numbers: Vec<Number>,
    pub(super) things: Vec<Thing>,
}

/// Another number.
pub(super) struct Number {
    pub(super) page: String,
    pub(super) prefix: String,
    pub(super) digits: String,
    pub(super) service: String,
    pub(super) colour: &'static str,
    pub(super) state: &'static str,
    pub(super) text: String,
    is_open: bool,
}

/// Something left to be repaired.
pub(super) struct Thing {
    pub(super) icon: &'static str,
    /// "件001 电水壶".
    pub(super) name: String,
    pub(super) text: String,
    /// Its owner is called.
    pub(super) is_called: bool,
    is_open: bool,
}

impl Beside {
    /// Of the holder of `ticket`; `page` makes the address of a ticket's page.
    pub(in crate::pages) fn of(
        scene: &Scene<'_>,
        ticket: TicketId,
        words: Words,
        page: impl Fn(TicketId) -> String,
    ) -> Self {
        let site = scene.site;
        let visit = site.tickets.get(&ticket).and_then(|own| own.visit);
        let mut others: Vec<_> = site
            .tickets
            .values()
            .filter(|other| visit.is_some() && other.visit == visit && other.id != ticket)
            .collect();
        others.sort_by_key(|other| other.place());
        let is_own = |item: &&Item| {
            item.ticket == ticket || others.iter().any(|other| other.id == item.ticket)
        };
        let mut items: Vec<_> = site.items.values().filter(is_own).collect();
        items.sort_by_key(|item| item.number);
        let today = scene.local(scene.now).0.date_naive();
        Self {
            numbers: others
                .iter()
                .map(|other| views::ticket(scene, other))
                .filter(|other| other.state != TicketStateName::Cancelled)
                .map(|other| number(scene, &other, words, &page))
                .collect(),
            things: items
                .into_iter()
                .map(|item| thing(&views::item(scene, item), today, words))
                .collect(),
        }
    }

    /// Whether anything of it may still change.
    pub(super) fn is_open(&self) -> bool {
        self.numbers.iter().any(|number| number.is_open)
            || self.things.iter().any(|thing| thing.is_open)
    }

    /// Grows when somebody is called for any of it.
    pub(super) fn calls(&self) -> usize {
        let numbers = self.numbers.iter().filter(|n| n.state == "called");
        numbers.count() + self.things.iter().filter(|t| t.is_called).count()
    }

    /// How soon the page has to look again for it, if it would look after `secs` otherwise.
    pub(super) fn poll_secs(&self, secs: u32) -> u32 {
        if self.is_open() {
            secs.min(POLL_SECS)
        } else {
            secs
        }
    }
}

fn number(
    scene: &Scene<'_>,
    ticket: &TicketView,
    words: Words,
    page: impl Fn(TicketId) -> String,
) -> Number {
    let look = Look::of(scene.site, &ticket.service, words);
    let (prefix, digits) = split_number(&ticket.number);
    let text = match (ticket.state, ticket.ahead, &ticket.station) {
        (TicketStateName::Waiting, Some(ahead), _) => ahead_text(words, ahead),
        (TicketStateName::Waiting, None, _) => words.say("You will be called in time").to_owned(),
        (TicketStateName::Called, _, Some(station)) => {
            words.fill("Come to station {0}", [station.as_str()])
        }
        (state, ..) => state_word(state, words).to_owned(),
    };
    Number {
        page: ticket.id.map_or_else(String::new, page),
        prefix,
        digits,
        service: look.name,
        colour: look.colour,
        state: state_name(ticket.state),
        text,
        is_open: is_live(ticket.state),
    }
}

fn thing(item: &ItemView, today: chrono::NaiveDate, words: Words) -> Thing {
    let is_open = item.state != ItemStateName::Collected;
    let text = match (item.state, item.ready_on) {
        (ItemStateName::HandedIn, _) => words.say("The repairer will look at it").to_owned(),
        (ItemStateName::InRepair, _) => words.say("It is being repaired").to_owned(),
        (ItemStateName::Repaired, _) => words
            .say("It is repaired. Please come and collect it.")
            .to_owned(),
        (ItemStateName::NotRepairable, _) => words
            .say("It could not be repaired. Please come and collect it.")
            .to_owned(),
        (ItemStateName::TakenAway, None) => words.say("The repairer took it along").to_owned(),
        (ItemStateName::TakenAway, Some(date)) => {
            let near = near_text(words, date, today);
            let day = near.map_or_else(|| date_text(words, date), ToOwned::to_owned);
            words.fill("The repairer took it along; it will be back: {0}", [&day])
        }
        (ItemStateName::Collected, _) => words.say("You have it back").to_owned(),
    };
    Thing {
        icon: kind_icon(item.kind),
        name: format!("{} {}", item.number, kind_text(words, item.kind)),
        text,
        is_called: is_open && item.called_at.is_some(),
        is_open,
    }
}
