//! `/dashboard/settings/services`: adding, changing, removing a service.

use axum::response::Response;
use domain::ServiceSettings;
use protocol::ServicePatch;

use super::{changed, fields, organiser, removed, saved, show_form};
use crate::pages::form::{Filled, Form, FormBody};
use crate::pages::settings::preview::Preview;
use crate::pages::settings::service as service_form;
use crate::pages::visit::Visit;
use crate::problem::Trouble;

/// The form of a new service.
pub(in crate::pages::routes) async fn new(visit: Visit) -> Response {
    let _organiser = organiser!(visit);
    show_form(
        &visit,
        service_form::form(&ServiceSettings::default(), true, visit.words),
        200,
    )
}

/// Adds a service.
pub(in crate::pages::routes) async fn add(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let (typed, words) = (Filled::read(&body), visit.words);
    let done = async {
        let id = service_form::read_id(&typed, words)?;
        let before = ServiceSettings {
            id,
            ..ServiceSettings::default()
        };
        let settings = service_form::read(&typed, &before, words)?;
        organiser
            .add_service(ServicePatch(fields(&settings)))
            .await?;
        Ok(())
    };
    let done = done.await;
    saved(
        &visit,
        service_form::form(&ServiceSettings::default(), true, words),
        &typed,
        done,
    )
}

fn known_service(visit: &Visit) -> Result<ServiceSettings, Trouble> {
    let id = visit.param("id");
    let all = |published: &crate::published::Published| {
        let mut services = published.site.services.iter().map(|s| &s.settings);
        services
            .find(|settings| settings.id.as_str() == id)
            .cloned()
    };
    visit.site.read(all).ok_or(Trouble::NoSuchAddress)
}

fn service_page(visit: &Visit, settings: &ServiceSettings) -> Form {
    Form {
        remove: format!("{}/remove", visit.here),
        remove_sure: visit
            .words
            .say("A service for which somebody waits cannot be removed.")
            .to_owned(),
        ..service_form::form(settings, false, visit.words)
    }
}

/// The form of a service.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let _organiser = organiser!(visit);
    match known_service(&visit) {
        Ok(settings) => show_form(&visit, service_page(&visit, &settings), 200),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// Saves a service.
pub(in crate::pages::routes) async fn set(visit: Visit, body: FormBody) -> Response {
    let organiser = organiser!(visit);
    let (typed, words) = (Filled::read(&body), visit.words);
    let before = match known_service(&visit) {
        Ok(before) => before,
        Err(trouble) => return visit.fail(&trouble),
    };
    if typed.text("do") == "preview" {
        return preview(&visit, &before, &typed);
    }
    let done = async {
        let settings = service_form::read(&typed, &before, words)?;
        organiser
            .set_service(
                before.id.as_str(),
                ServicePatch(changed(&before, &settings)),
            )
            .await?;
        Ok(())
    };
    let done = done.await;
    saved(&visit, service_page(&visit, &before), &typed, done)
}

/// The form again, with what it would do; nothing is saved.
fn preview(visit: &Visit, before: &ServiceSettings, typed: &Filled) -> Response {
    let form = service_page(visit, before).filled(typed);
    match service_form::read(typed, before, visit.words) {
        Ok(settings) => {
            let now = visit.site.now();
            let preview = visit
                .site
                .read(|p| Preview::new(&p.site, &settings, now, visit.words));
            let form = Form {
                preview: Some(preview),
                ..form
            };
            show_form(visit, form, 200)
        }
        Err(wrong) => show_form(visit, form.with_wrong(Some(wrong)), 422),
    }
}

/// Removes a service.
pub(in crate::pages::routes) async fn remove(visit: Visit) -> Response {
    let organiser = organiser!(visit);
    let done = organiser.remove_service(visit.param("id")).await;
    removed(&visit, &organiser, done)
}
