//! `/dashboard/settings/stations`: adding, changing, removing a station.

use axum::response::Response;
use domain::StationSettings;
use protocol::StationPatch;

use super::{changed, fields, organiser, removed, saved, show_form};
use crate::pages::form::{Filled, Form, FormBody};
use crate::pages::settings::station as station_form;
use crate::pages::visit::Visit;
use crate::problem::Trouble;

/// The form of a new station.
pub(in crate::pages::routes) async fn new(visit: Visit) -> Response {
    let _organiser = organiser!(visit);
    show_form(
        &visit,
        station_page(&visit, &StationSettings::default(), true),
        200,
    )
}

/// Adds a station.
pub(in crate::pages::routes) async fn add(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let (typed, words) = (Filled::read(&body), visit.words);
    let done = async {
        let id = station_form::read_id(&typed, words)?;
        let before = StationSettings {
            id,
            ..StationSettings::default()
        };
        let settings = station_form::read(&typed, &before, words)?;
        organiser
            .add_station(StationPatch(fields(&settings)))
            .await?;
        Ok(())
    };
    let done = done.await;
    saved(
        &visit,
        station_page(&visit, &StationSettings::default(), true),
        &typed,
        done,
    )
}

fn known_station(visit: &Visit) -> Result<StationSettings, Trouble> {
    let id = visit.param("id");
    let all = |published: &crate::published::Published| {
        let mut stations = published.site.stations.iter().map(|s| &s.settings);
        stations
            .find(|settings| settings.id.as_str() == id)
            .cloned()
    };
    visit.site.read(all).ok_or(Trouble::NoSuchAddress)
}

fn station_page(visit: &Visit, settings: &StationSettings, is_new: bool) -> Form {
    let form = visit
        .site
        .read(|published| station_form::form(&published.site, settings, is_new, visit.words));
    if is_new {
        return form;
    }
    Form {
        remove: format!("{}/remove", visit.here),
        remove_sure: visit
            .words
            .say("A station where somebody is cannot be removed.")
            .to_owned(),
        ..form
    }
}

/// The form of a station.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let _organiser = organiser!(visit);
    match known_station(&visit) {
        Ok(settings) => show_form(&visit, station_page(&visit, &settings, false), 200),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// Saves a station.
pub(in crate::pages::routes) async fn set(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let (typed, words) = (Filled::read(&body), visit.words);
    let before = match known_station(&visit) {
        Ok(before) => before,
        Err(trouble) => return visit.fail(&trouble),
    };
    let done = async {
        let settings = station_form::read(&typed, &before, words)?;
        organiser
            .set_station(
                before.id.as_str(),
                StationPatch(changed(&before, &settings)),
            )
            .await?;
        Ok(())
    };
    let done = done.await;
    saved(&visit, station_page(&visit, &before, false), &typed, done)
}

/// Removes a station.
pub(in crate::pages::routes) async fn remove(visit: Visit) -> Response {
    let organiser = organiser!(visit);
    let done = organiser.remove_station(visit.param("id")).await;
    removed(&visit, &organiser, done)
}
