//! A volunteer's desk at one station.

use askama::Template;
use domain::{Moment, Site, TicketId};
use protocol::station::StationStateName;
use protocol::ticket::TicketStateName;
use protocol::{PrinterTrouble, QueueView, ServiceView, StationView, TicketView};
use serde_json::json;

use super::frame::Frame;
use super::kiosk_text::printer_line;
use super::service_text::{Look, closed_text, split_number};
use crate::lang::Words;

pub(super) mod appointments;
pub(super) mod booking;
mod entry;
pub(super) mod item_word;
pub(super) mod items;
mod more;
mod press;
pub(super) mod receive;
pub(super) mod way;
pub(super) mod why;

use entry::{Entry, entry};
use more::{More, more};
use press::{Press, RowButton, main_button, row, undo_text};
use way::Way;
use why::{Whys, reason_of_call, reason_text};

/// Tickets that are listed; the rest is counted.
const LISTED_MAX: usize = 30;
/// Lengths of a break to choose from.
const PAUSES_MIN: [u16; 4] = [5, 10, 15, 30];

/// The whole page.
#[derive(Template)]
#[template(path = "desk.html")]
pub(super) struct DeskPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) d: Desk,
}

/// The part that changes by itself.
#[derive(Template)]
#[template(path = "desk_now.html")]
pub(super) struct DeskPart {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) d: Desk,
}

/// Where a volunteer without a station of his own chooses one.
#[derive(Template)]
#[template(path = "stations.html")]
pub(super) struct StationsPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) stations: Vec<StationChoice>,
}

/// One of them.
pub(super) struct StationChoice {
    id: String,
    services: String,
    state: &'static str,
    state_word: &'static str,
}

/// The desk.
pub(super) struct Desk {
    title: String,
    station: String,
    services: String,
    part: String,
    live: String,
    api: String,
    /// The ticket that is shown: a press is about this one.
    seen: String,
    state: &'static str,
    state_word: &'static str,
    current: Option<Current>,
    current_state: &'static str,
    colour: &'static str,
    idle_word: String,
    idle_detail: String,
    main: Press,
    row: Vec<RowButton>,
    undo: String,
    /// Printers that somebody has to look at.
    printers: Vec<String>,
    /// Further pages of this station.
    more: Vec<More>,
    transfer_to: Vec<Line>,
    pauses: Vec<Choice>,
    can_close: bool,
    waiting: Vec<Entry>,
    waiting_count: usize,
    waiting_more: String,
    held: Vec<Entry>,
    missed: Vec<Entry>,
    take: Vec<Take>,
    can_switch: bool,
    switch_to: String,
}

struct Current {
    word: &'static str,
    prefix: String,
    digits: String,
    service: String,
    priority: bool,
    why: String,
    note: String,
}

struct Line {
    name: String,
    colour: &'static str,
    icon: String,
    body: String,
}

struct Choice {
    label: String,
    body: String,
}

struct Take {
    name: String,
    colour: &'static str,
    closed: String,
    standard: String,
    priority: String,
}

/// What a desk is made of.
pub(super) struct DeskInput<'a> {
    pub(super) site: &'a Site,
    pub(super) station: &'a StationView,
    pub(super) queue: &'a QueueView,
    pub(super) services: &'a [ServiceView],
    pub(super) printers: &'a [PrinterTrouble],
    pub(super) now: Moment,
    pub(super) words: Words,
    /// Addresses: of the part, of the live stream, of the site's API.
    pub(super) part: String,
    pub(super) live: String,
    pub(super) api: String,
    /// Where another station is chosen; none for who has a fixed one.
    pub(super) switch_to: Option<String>,
    /// Addresses of the station's further pages.
    pub(super) way: &'a Way,
}

impl Desk {
    /// The desk of one station.
    pub(super) fn new(input: &DeskInput) -> Self {
        let DeskInput {
            site,
            station,
            queue,
            words,
            now,
            ..
        } = *input;
        let offers = |ticket: &TicketView| station.services.contains(&ticket.service);
        let whys = Whys::of(site, station, now);
        let entry = |ticket: &TicketView| entry(input, &whys, ticket);
        let mine: Vec<&TicketView> = queue
            .waiting
            .iter()
            .map(|e| &e.ticket)
            .filter(|t| offers(t))
            .collect();
        let aside = |state| {
            let of_state = queue
                .aside
                .iter()
                .filter(move |t| t.state == state && offers(t));
            of_state.map(entry).collect::<Vec<_>>()
        };
        let current = station.ticket.as_ref();
        let first_service = current.map(|t| &t.service).or(station.services.first());
        let next = site
            .station(&station.id)
            .and_then(|s| site.next(s, now, s.ticket).ok())
            .and_then(|choice| site.tickets.get(&choice.ticket));
        let seen = current.and_then(|t| t.id);
        Self {
            title: words.fill("Station {0}", [station.id.as_str()]),
            station: station.id.to_string(),
            services: names(site, station, words),
            seen: seen.map_or_else(String::new, |id| id.to_string()),
            state: state_name(station.state),
            state_word: state_word(station.state, words),
            current_state: match current.map(|t| t.state) {
                Some(TicketStateName::Serving) => "serving",
                Some(_) => "called",
                None => "idle",
            },
            current: current.map(|t| shown(site, station, t, words)),
            colour: first_service.map_or("indigo", |id| Look::of(site, id, words).colour),
            idle_word: idle_word(station, words).to_owned(),
            idle_detail: idle_detail(station, mine.len(), words),
            main: main_button(station, next, words),
            row: row(station, words),
            undo: undo_text(station, words),
            printers: input
                .printers
                .iter()
                .filter_map(|trouble| printer_line(trouble, words))
                .collect(),
            more: more(input),
            transfer_to: transfers(site, current, seen, words),
            pauses: pauses(seen, words),
            can_close: current.is_none() && station.state != StationStateName::Closed,
            waiting_count: mine.len(),
            waiting_more: match mine.len().saturating_sub(LISTED_MAX) {
                0 => String::new(),
                n => words.fill("and {0} more", [&n.to_string()]),
            },
            waiting: mine.into_iter().take(LISTED_MAX).map(entry).collect(),
            held: aside(TicketStateName::OnHold),
            missed: aside(TicketStateName::NoShow),
            take: input
                .services
                .iter()
                .map(|s| take(site, s, words))
                .collect(),
            can_switch: input.switch_to.is_some(),
            switch_to: input.switch_to.clone().unwrap_or_default(),
            part: input.part.clone(),
            live: input.live.clone(),
            api: input.api.clone(),
        }
    }
}

/// The stations to choose from.
pub(super) fn choices(site: &Site, stations: &[StationView], words: Words) -> Vec<StationChoice> {
    let choice = |station: &StationView| StationChoice {
        id: station.id.to_string(),
        services: names(site, station, words),
        state: state_name(station.state),
        state_word: state_word(station.state, words),
    };
    stations.iter().map(choice).collect()
}

/// A station's state as styles call it.
pub(super) fn state_name(state: StationStateName) -> &'static str {
    match state {
        StationStateName::Open => "open",
        StationStateName::Paused => "paused",
        StationStateName::Closed => "closed",
    }
}

/// A station's state in a word.
pub(super) fn state_word(state: StationStateName, words: Words) -> &'static str {
    match state {
        StationStateName::Open => words.say("Open"),
        StationStateName::Paused => words.say("On a break"),
        StationStateName::Closed => words.say("Closed"),
    }
}

/// The services of a station by name.
pub(super) fn names(site: &Site, station: &StationView, words: Words) -> String {
    let names = station
        .services
        .iter()
        .map(|id| Look::of(site, id, words).name);
    names.collect::<Vec<_>>().join(words.say(", "))
}

fn shown(site: &Site, station: &StationView, ticket: &TicketView, words: Words) -> Current {
    let (prefix, digits) = split_number(&ticket.number);
    let note = if station.propose_no_show {
        words.fill(
            "Called {0} times: mark as not come?",
            [&ticket.calls.to_string()],
        )
    } else {
        match (ticket.state, ticket.calls) {
            (TicketStateName::Called, 2..) => {
                words.fill("Called {0} times", [&ticket.calls.to_string()])
            }
            (_, _) => String::new(),
        }
    };
    Current {
        word: super::phone::state_word(ticket.state, words),
        prefix,
        digits,
        service: Look::of(site, &ticket.service, words).name,
        priority: ticket.class == domain::Class::Priority,
        why: site
            .station(&station.id)
            .and_then(|s| reason_of_call(site, s))
            .map_or("", |reason| reason_text(reason, words))
            .to_owned(),
        note,
    }
}

fn idle_word(station: &StationView, words: Words) -> &'static str {
    match station.state {
        StationStateName::Open => words.say("Ready for the next one"),
        StationStateName::Paused => words.say("On a break"),
        StationStateName::Closed => words.say("The station is closed"),
    }
}

fn idle_detail(station: &StationView, waiting: usize, words: Words) -> String {
    if let Some(until) = station.paused_until {
        return words.fill("until {0}", [&until.0.format("%H:%M").to_string()]);
    }
    super::service_text::waiting_text(words, waiting as u32)
}

fn transfers(
    site: &Site,
    current: Option<&TicketView>,
    seen: Option<TicketId>,
    words: Words,
) -> Vec<Line> {
    let others = site.services.iter();
    let others = others.filter(|s| current.is_none_or(|t| t.service != s.settings.id));
    let line = |service: &domain::site::Service| {
        let look = Look::from_settings(&service.settings, words);
        let body = json!({"service": service.settings.id, "ticket": seen});
        Line {
            name: look.name,
            colour: look.colour,
            icon: look.icon,
            body: body.to_string(),
        }
    };
    others.map(line).collect()
}

fn pauses(seen: Option<TicketId>, words: Words) -> Vec<Choice> {
    let choice = |label: String, minutes: Option<u16>| Choice {
        label,
        body: json!(protocol::Pause {
            minutes,
            ticket: seen
        })
        .to_string(),
    };
    let minutes = |n: u16| choice(words.fill("{0} minutes", [&n.to_string()]), Some(n));
    let open_end = choice(words.say("Until I go on").to_owned(), None);
    PAUSES_MIN
        .into_iter()
        .map(minutes)
        .chain([open_end])
        .collect()
}

fn take(site: &Site, service: &ServiceView, words: Words) -> Take {
    let look = Look::of(site, &service.id, words);
    let body = |class: &str| json!({"service": service.id, "class": class}).to_string();
    Take {
        name: look.name,
        colour: look.colour,
        closed: closed_text(words, service, site),
        standard: body("standard"),
        priority: body("priority"),
    }
}
