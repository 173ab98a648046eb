//! Sites, services and the service day: what organisers set up.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use protocol::{ServiceAnswer, ServiceList, ServicePatch, SiteAnswer, SiteList, SitePatch};

use super::call::{Call, identity};
use super::doc::doc;
use super::input::{Answered, Input, Nothing, created, done};
use super::routes::Routes;
use crate::hub::Hub;
use crate::prepared::Shown;
use crate::problem::Trouble;

const ORGANISERS: &str = "organisers";

pub(super) fn add(routes: &mut Routes) {
    let site = super::SITE;
    let services = format!("{site}/services");
    let one = |rest: &str| format!("{services}/{{service}}{rest}");
    let settings = |summary| doc(summary, ORGANISERS).takes::<ServicePatch>();
    let about_service = |summary| doc(summary, ORGANISERS).gives::<ServiceAnswer>(200);
    let about_site = |summary| doc(summary, ORGANISERS).gives::<SiteAnswer>(200);

    routes.get(
        "/api/v1/sites",
        sites,
        doc("All sites", "anybody").gives::<SiteList>(200),
    );
    let add_doc = doc("Adds a site", "technicians")
        .takes::<SitePatch>()
        .gives::<SiteAnswer>(201);
    routes.post("/api/v1/sites", add_site, add_doc);
    routes.get(
        site,
        show,
        doc("The site", "anybody").gives::<SiteAnswer>(200),
    );
    routes.patch(
        site,
        set,
        about_site("Changes the site").takes::<SitePatch>(),
    );
    let remove_doc = doc(
        "Forgets a site; its log stays in the store, and the last site stays",
        "technicians",
    );
    routes.delete(site, remove_site, remove_doc);
    routes.post(
        &format!("{site}/day/open"),
        open_day,
        about_site("Opens the day, also again"),
    );
    routes.post(
        &format!("{site}/day/close"),
        close_day,
        about_site("Ends the day"),
    );

    let list_doc = doc("All services; with an ETag", "anybody").gives::<ServiceList>(200);
    routes.get(&services, list, list_doc);
    routes.get(
        &one(""),
        show_service,
        doc("One service", "anybody").gives::<ServiceAnswer>(200),
    );
    routes.post(
        &services,
        add_service,
        settings("Adds a service").gives::<ServiceAnswer>(201),
    );
    let set_doc = settings("Changes a service").gives::<ServiceAnswer>(200);
    routes.patch(&one(""), set_service, set_doc);
    let remove_doc = doc("Removes a service nobody waits for", ORGANISERS);
    routes.delete(&one(""), remove_service, remove_doc);
    routes.post(
        &one("/stop-issuing"),
        stop,
        about_service("Gives no more numbers today"),
    );
    routes.post(
        &one("/resume-issuing"),
        resume,
        about_service("Gives numbers again"),
    );
}

async fn sites(State(hub): State<Hub>, parts: Parts) -> Answered<SiteList> {
    identity(&hub, &parts)?.counted(None)?;
    let sites = hub
        .sites()
        .all()
        .iter()
        .map(crate::access::SiteRef::view)
        .collect();
    Ok(Json(SiteList { sites }))
}

async fn add_site(
    State(hub): State<Hub>,
    parts: Parts,
    Input(patch): Input<SitePatch>,
) -> Result<Response, Trouble> {
    let technician = identity(&hub, &parts)?.technician()?;
    let settings = patch.create().map_err(Trouble::of_patch)?;
    technician.add_site(settings).await.map(created)
}

async fn show(call: Call) -> Answered<SiteAnswer> {
    Ok(Json(SiteAnswer {
        site: call.site.view(),
    }))
}

async fn set(call: Call, Input(patch): Input<SitePatch>) -> Answered<SiteAnswer> {
    call.identity
        .organiser(&call.site)?
        .set_site(patch)
        .await
        .map(Json)
}

async fn remove_site(call: Call) -> Result<StatusCode, Trouble> {
    let technician = call.identity.technician()?;
    technician.remove_site(&call.site).await.map(done)
}

async fn open_day(call: Call, _: Input<Nothing>) -> Answered<SiteAnswer> {
    call.identity
        .organiser(&call.site)?
        .open_day()
        .await
        .map(Json)
}

async fn close_day(call: Call, _: Input<Nothing>) -> Answered<SiteAnswer> {
    call.identity
        .organiser(&call.site)?
        .close_day()
        .await
        .map(Json)
}

async fn list(call: Call) -> Result<Response, Trouble> {
    call.tagged_for_many(Shown::Services, || Ok(call.site.services()))
}

async fn show_service(call: Call) -> Result<Response, Trouble> {
    call.tagged(&call.site.service(call.param("service"))?)
}

async fn add_service(call: Call, Input(patch): Input<ServicePatch>) -> Result<Response, Trouble> {
    call.identity
        .organiser(&call.site)?
        .add_service(patch)
        .await
        .map(created)
}

async fn set_service(call: Call, Input(patch): Input<ServicePatch>) -> Answered<ServiceAnswer> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser
        .set_service(call.param("service"), patch)
        .await
        .map(Json)
}

async fn remove_service(call: Call) -> Result<StatusCode, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser
        .remove_service(call.param("service"))
        .await
        .map(done)
}

async fn stop(call: Call, _: Input<Nothing>) -> Answered<ServiceAnswer> {
    call.identity
        .organiser(&call.site)?
        .stop_issuing(call.param("service"))
        .await
        .map(Json)
}

async fn resume(call: Call, _: Input<Nothing>) -> Answered<ServiceAnswer> {
    call.identity
        .organiser(&call.site)?
        .resume_issuing(call.param("service"))
        .await
        .map(Json)
}
