//! The start page, joining by phone, and pages that say one thing.

use askama::Template;
use domain::Site;
use protocol::ServiceView;

use super::book::takes_appointments;
use super::frame::Frame;
use super::service_text::{
    Look, closed_text, hours_text, newcomer_text, rule_text, stations_text, waiting_text,
};
use crate::lang::Words;

/// `/`: today's services, waits, hours, links.
#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct HomePage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) h: Home,
}

/// What stands on it.
pub(super) struct Home {
    heading: String,
    notice: String,
    services: Vec<Card>,
    join: bool,
    /// Whether phones book.
    books: bool,
}

/// `/join`: a phone takes a number.
#[derive(Template)]
#[template(path = "join.html")]
pub(super) struct JoinPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) j: Join,
}

/// What stands on it.
pub(super) struct Join {
    /// Whether the site allows it.
    pub(super) is_on: bool,
    /// Why the last press gave no number; empty before.
    pub(super) refusal: String,
    /// A press counts once.
    pub(super) key: String,
    /// What can be joined.
    pub(super) services: Vec<Card>,
    /// Whether phones book.
    pub(super) books: bool,
}

/// A page that says one thing.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct MessagePage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) m: Message,
}

/// What it says.
pub(super) struct Message {
    /// What is so.
    pub(super) heading: String,
    /// What to do next.
    pub(super) text: String,
    /// A drawing.
    pub(super) icon: &'static str,
}

/// A service for somebody who has no number yet.
pub(super) struct Card {
    id: String,
    name: String,
    colour: &'static str,
    icon: String,
    ahead: String,
    wait: String,
    dots: Vec<bool>,
    stations: String,
    hours: String,
    closed: String,
    rule: String,
    /// Whether it takes appointments.
    by_appointment: bool,
}

impl Home {
    /// The start page of `site`.
    pub(super) fn new(site: &Site, services: &[ServiceView], join: bool, words: Words) -> Self {
        let is_closed = site.day.is_some_and(|day| day.is_closed());
        Self {
            heading: words.say("Today's services").to_owned(),
            notice: if is_closed {
                words
                    .say("The service day is over. Thank you for coming.")
                    .to_owned()
            } else {
                String::new()
            },
            services: cards(site, services, words),
            join,
            books: site.settings.book_from_phones,
        }
    }
}

/// All services as cards.
pub(super) fn cards(site: &Site, services: &[ServiceView], words: Words) -> Vec<Card> {
    services
        .iter()
        .map(|service| card(site, service, words))
        .collect()
}

fn card(site: &Site, service: &ServiceView, words: Words) -> Card {
    let look = Look::of(site, &service.id, words);
    let open = service.stations_open as usize;
    Card {
        id: service.id.to_string(),
        name: look.name,
        colour: look.colour,
        icon: look.icon,
        ahead: waiting_text(words, service.waiting),
        wait: newcomer_text(words, service),
        dots: (0..service.stations_total as usize)
            .map(|n| n < open)
            .collect(),
        stations: stations_text(words, service),
        hours: hours_text(words, service),
        closed: closed_text(words, service, site),
        rule: rule_text(words, service.policy),
        by_appointment: site.service(&service.id).is_some_and(takes_appointments),
    }
}
