//! `/dashboard/settings`

use axum::response::Response;
use domain::StationId;
use protocol::{LinkPage, NewLink, SitePatch};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::Organiser;
use crate::pages::form::{Filled, Form, FormBody, Wrong};
use crate::pages::qr;
use crate::pages::settings::{
    FormPage, Link, LinkShown, Settings, SettingsPage, pin_form, site as site_form,
};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;
use crate::set_up::fields;

pub(super) mod cards;
pub(super) mod service;
pub(super) mod station;

/// An organiser, or the page that asks to sign in.
macro_rules! organiser {
    ($visit:expr) => {
        match $visit.identity.organiser(&$visit.site) {
            Ok(organiser) => organiser,
            Err(trouble) => {
                let heading = $visit.words.say("Settings");
                return $crate::pages::routes::sign_in::sign_in_page(&$visit, heading, &trouble);
            }
        }
    };
}

use organiser;

/// The overview.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = organiser!(visit);
    overview(&visit, &organiser, "", None, 200)
}

fn overview(
    visit: &Visit,
    organiser: &Organiser,
    said: &str,
    wrong_pin: Option<Wrong>,
    status: u16,
) -> Response {
    let sessions = organiser.sessions().sessions;
    let words = visit.words;
    let mut s = visit
        .site
        .read(|published| Settings::new(&published.site, &sessions, said, words));
    s.pin = pin_form(words).with_wrong(wrong_pin);
    visit.page_with(
        status,
        &SettingsPage {
            w: words,
            f: visit.frame(),
            s,
        },
    )
}

fn settings_address(visit: &Visit) -> String {
    format!("{}/dashboard/settings", visit.prefix)
}

fn show_form(visit: &Visit, form: Form, status: u16) -> Response {
    let form = Form {
        action: visit.here.clone(),
        ..form
    };
    visit.page_with(
        status,
        &FormPage {
            w: visit.words,
            f: visit.frame(),
            form,
        },
    )
}

/// After a form was sent: back to the overview, or the form again with what is wrong.
fn saved(visit: &Visit, form: Form, typed: &Filled, done: Result<(), Outcome>) -> Response {
    match done {
        Ok(()) => see_other(&settings_address(visit)),
        Err(Outcome::Wrong(wrong)) => {
            show_form(visit, form.filled(typed).with_wrong(Some(wrong)), 422)
        }
        Err(Outcome::Trouble(trouble)) => {
            let wrong = visit.wrong(&trouble);
            show_form(
                visit,
                form.filled(typed).with_wrong(Some(wrong)),
                trouble.status(),
            )
        }
    }
}

/// Why a form was not saved.
enum Outcome {
    Wrong(Wrong),
    Trouble(Box<Trouble>),
}

impl From<Wrong> for Outcome {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<Trouble> for Outcome {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(Box::new(trouble))
    }
}

/// The fields that differ, as a change of settings: what somebody else changes meanwhile stays.
fn changed<T: Serialize>(before: &T, after: &T) -> Map<String, Value> {
    let (before, mut after) = (fields(before), fields(after));
    after.retain(|name, value| before.get(name) != Some(value));
    after
}

/// The form of the site.
pub(super) async fn site(visit: Visit) -> Response {
    let _organiser = organiser!(visit);
    let settings = visit.site.read(|published| published.site.settings.clone());
    show_form(&visit, site_form::form(&settings, visit.words), 200)
}

/// Saves the site.
pub(super) async fn set_site(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let (typed, words) = (Filled::read(&body), visit.words);
    let before = visit.site.read(|published| published.site.settings.clone());
    let done = async {
        let settings = site_form::read(&typed, &before, words)?;
        let changed = changed(&before, &settings);
        organiser.set_site(SitePatch(changed)).await?;
        Ok(())
    };
    let done = done.await;
    saved(&visit, site_form::form(&before, words), &typed, done)
}

fn removed(visit: &Visit, organiser: &Organiser, done: Result<(), Trouble>) -> Response {
    match done {
        Ok(()) => see_other(&settings_address(visit)),
        Err(trouble) => overview(
            visit,
            organiser,
            &visit.sentence(&trouble),
            None,
            trouble.status(),
        ),
    }
}

/// A fresh link with its code.
pub(super) async fn link(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let typed = Filled::read(&body);
    let (page, station) = match typed.text("for") {
        "board" => (LinkPage::Board, None),
        "dashboard" => (LinkPage::Dashboard, None),
        desk => (
            LinkPage::Desk,
            desk.strip_prefix("desk/")
                .and_then(|id| StationId::new(id).ok()),
        ),
    };
    let words = visit.words;
    let heading = match (page, &station) {
        (LinkPage::Desk, Some(station)) => words.fill("Desk of station {0}", [station.as_str()]),
        (LinkPage::Desk, None) => words.say("Desk, any station").to_owned(),
        (LinkPage::Board, _) => words.say("Board").to_owned(),
        (LinkPage::Dashboard, _) => words.say("Dashboard").to_owned(),
    };
    match organiser
        .link(NewLink {
            page,
            station,
            pin: None,
        })
        .await
    {
        Ok(answer) => {
            let until = answer.expires_at.0.format("%H:%M:%S").to_string();
            let l = Link {
                heading,
                qr: qr::drawing(&answer.url),
                address: answer.url,
                lasts: words.fill("Works once, until {0}.", [&until]),
            };
            visit.page(&LinkShown {
                w: words,
                f: visit.frame(),
                l,
            })
        }
        Err(trouble) => visit.fail(&trouble),
    }
}

/// Sets the PIN.
pub(super) async fn set_pin(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let typed = Filled::read(&body);
    let words = visit.words;
    match organiser.set_pin(typed.text("pin")).await {
        Ok(()) => overview(
            &visit,
            &organiser,
            words.say("The PIN is changed."),
            None,
            200,
        ),
        Err(Trouble::Refused { .. }) => {
            let why = words.say("Six to twelve digits, please.").to_owned();
            let wrong = Wrong {
                field: "pin".to_owned(),
                why,
            };
            overview(&visit, &organiser, "", Some(wrong), 422)
        }
        Err(trouble) => overview(
            &visit,
            &organiser,
            &visit.sentence(&trouble),
            None,
            trouble.status(),
        ),
    }
}

/// Signs a device out.
pub(super) async fn revoke(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let done = organiser
        .remove_session(Filled::read(&body).text("revoke"))
        .await;
    removed(&visit, &organiser, done)
}
