//! Everything an organiser can set, in forms.

use askama::Template;
use domain::settings::Language;
use domain::{Role, Site};
use protocol::SessionView;

use super::form::{Field, Form, Group, Input};
use super::frame::Frame;
use super::service_text::{Look, rule_text};
use crate::lang::Words;

pub(super) mod cards;
pub(super) mod preview;
pub(super) mod service;
pub(super) mod site;
pub(super) mod station;

/// `/dashboard/settings`.
#[derive(Template)]
#[template(path = "settings.html")]
pub(super) struct SettingsPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) s: Settings,
}

/// One form on a page of its own.
#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) form: Form,
}

/// A fresh link with its code.
#[derive(Template)]
#[template(path = "link.html")]
pub(super) struct LinkShown {
    pub(super) w: Words,
    pub(super) f: Frame,
    pub(super) l: Link,
}

/// What stands there.
pub(super) struct Link {
    pub(super) heading: String,
    pub(super) address: String,
    /// A drawing of the address.
    pub(super) qr: String,
    pub(super) lasts: String,
}

/// The overview.
pub(super) struct Settings {
    said: String,
    site: String,
    services: Vec<Item>,
    stations: Vec<Item>,
    links: Vec<LinkChoice>,
    /// For a new PIN.
    pub(super) pin: Form,
    sessions: Vec<Session>,
}

struct Item {
    id: String,
    name: String,
    detail: String,
    colour: &'static str,
    icon: String,
}

struct LinkChoice {
    value: String,
    label: String,
}

struct Session {
    id: String,
    name: String,
    detail: String,
}

impl Settings {
    /// The overview of a site, with what is said about the last press.
    pub(super) fn new(site: &Site, sessions: &[SessionView], said: &str, words: Words) -> Self {
        Self {
            said: said.to_owned(),
            site: site_line(site, words),
            services: site
                .services
                .iter()
                .map(|s| service_item(&s.settings, words))
                .collect(),
            stations: site
                .stations
                .iter()
                .map(|s| station_item(site, s, words))
                .collect(),
            links: links(site, words),
            pin: pin_form(words),
            sessions: sessions.iter().map(|s| session(s, words)).collect(),
        }
    }
}

/// The form for a new PIN.
pub(super) fn pin_form(words: Words) -> Form {
    let pin = Field::line("pin", words.say("New PIN"), "password", "");
    Form {
        groups: vec![Group {
            legend: words.say("New PIN"),
            fields: vec![pin.help(words.say("Six digits."))],
        }],
        ..Form::default()
    }
}

fn site_line(site: &Site, words: Words) -> String {
    let join = if site.settings.join_from_phones {
        words.say("phones may take numbers")
    } else {
        words.say("phones may not take numbers")
    };
    format!(
        "{} · {} · {join}",
        site.settings.name.get(words.0),
        site.settings.time_zone
    )
}

fn service_item(settings: &domain::ServiceSettings, words: Words) -> Item {
    let look = Look::from_settings(settings, words);
    Item {
        id: settings.id.to_string(),
        name: look.name,
        detail: rule_text(words, settings.policy),
        colour: look.colour,
        icon: look.icon,
    }
}

fn station_item(site: &Site, station: &domain::Station, words: Words) -> Item {
    let services = station.settings.services.iter();
    let names: Vec<_> = services.map(|id| Look::of(site, id, words).name).collect();
    Item {
        id: station.settings.id.to_string(),
        name: words.fill("Station {0}", [station.settings.id.as_str()]),
        detail: names.join(words.say(", ")),
        colour: "",
        icon: String::new(),
    }
}

fn links(site: &Site, words: Words) -> Vec<LinkChoice> {
    let choice = |value: &str, label: &str| LinkChoice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let stations = site.stations.iter().map(|station| {
        let id = station.settings.id.as_str();
        choice(
            &format!("desk/{id}"),
            &words.fill("Desk of station {0}", [id]),
        )
    });
    [
        choice("desk", words.say("Desk, any station")),
        choice("board", words.say("Board")),
        choice("dashboard", words.say("Dashboard")),
    ]
    .into_iter()
    .chain(stations)
    .collect()
}

fn session(session: &SessionView, words: Words) -> Session {
    let role = role_word(session.role, words);
    let at = session
        .station
        .as_ref()
        .map(|s| words.fill("Station {0}", [s.as_str()]));
    let until = session.expires_at.0.format("%m-%d %H:%M").to_string();
    let facts = [
        Some(role.to_owned()),
        at,
        Some(words.fill("until {0}", [&until])),
    ];
    Session {
        id: session.id.clone(),
        name: session.name.clone().unwrap_or_else(|| role.to_owned()),
        detail: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

fn role_word(role: Role, words: Words) -> &'static str {
    match role {
        Role::Resident => words.say("Resident"),
        Role::Display => words.say("Board"),
        Role::Kiosk => words.say("Kiosk"),
        Role::Volunteer => words.say("Volunteer"),
        Role::TeamLeader => words.say("Team leader"),
        Role::Organiser => words.say("Organiser"),
        Role::Technician => words.say("Technician"),
        Role::District => words.say("District"),
        Role::Hub => words.say("Hub"),
    }
}

/// A language by its own name.
fn language_name(language: Language) -> &'static str {
    match language {
        Language::Zh => "中文",
        Language::En => "English",
    }
}
