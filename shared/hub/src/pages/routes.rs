//! Addresses of the pages. Each page of a site hangs at two: for the hub's first
//! site without a prefix, and for every site below `/s/{site}`.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderValue, StatusCode, header};

use super::speech;
use super::visit::Visit;
use crate::files;
use crate::hub::Hub;
use crate::problem::Trouble;

mod appointment;
mod audit;
mod board;
mod booking;
mod curve;
mod dashboard;
mod days;
mod desk;
mod plan;
mod report;
mod resident;
mod settings;
mod sign_in;

/// All pages and the files they need.
pub fn router() -> Router<Hub> {
    let mut router = Router::new()
        .route("/", get(resident::home))
        .route("/s/{site}", get(resident::home))
        .route("/t/{token}", get(resident::ticket))
        .route("/t/{token}/hold", post(resident::hold))
        .route("/t/{token}/cancel", post(resident::cancel))
        .route("/t/{token}/also", post(resident::also))
        .route("/t/{token}/brings", post(resident::brings))
        .route("/t/{token}/carry", post(resident::carry))
        .route("/a/{token}", get(appointment::show))
        .route("/a/{token}/calendar.ics", get(appointment::calendar))
        .route("/a/{token}/cancel", post(appointment::cancel))
        .route("/a/{token}/forget", post(appointment::forget))
        .route("/a/{token}/move", get(appointment::choose))
        .route(
            "/a/{token}/move/{date}",
            get(appointment::choose).post(appointment::move_to),
        )
        .route("/l/{link}", get(sign_in::show_link).post(sign_in::use_link))
        .route("/assets/{version}/{*path}", get(file))
        .fallback(not_found);
    for base in ["", "/s/{site}"] {
        router = of_site(router, base);
        router = of_staff(router, base);
    }
    router
}

fn of_site(router: Router<Hub>, base: &str) -> Router<Hub> {
    let at = |rest: &str| format!("{base}/{rest}");
    let settings = |rest: &str| format!("{base}/dashboard/settings{rest}");
    router
        .route(&at("join"), get(resident::join).post(resident::take))
        .route(&at("book"), get(booking::show))
        .route(&at("book/{service}"), get(booking::show))
        .route(
            &at("book/{service}/{date}"),
            get(booking::show).post(booking::book),
        )
        .route(&at("board"), get(board::show))
        .route(&at("desk"), get(desk::show))
        .route(&at("sign-in"), post(sign_in::by_pin))
        .route(&at("dashboard"), get(dashboard::show))
        .route(&at("dashboard/do"), post(dashboard::act))
        .route(&at("dashboard/audit"), get(audit::show))
        .route(&settings(""), get(settings::show))
        .route(
            &settings("/site"),
            get(settings::site).post(settings::set_site),
        )
        .route(
            &settings("/services"),
            get(settings::service::new).post(settings::service::add),
        )
        .route(
            &settings("/services/{id}"),
            get(settings::service::show).post(settings::service::set),
        )
        .route(
            &settings("/services/{id}/remove"),
            post(settings::service::remove),
        )
        .route(
            &settings("/stations"),
            get(settings::station::new).post(settings::station::add),
        )
        .route(
            &settings("/stations/{id}"),
            get(settings::station::show).post(settings::station::set),
        )
        .route(
            &settings("/stations/{id}/remove"),
            post(settings::station::remove),
        )
        .route(&settings("/links"), post(settings::link))
        .route(&settings("/pin"), post(settings::set_pin))
        .route(&settings("/sessions"), post(settings::revoke))
}

/// The further pages of desk and dashboard.
fn of_staff(router: Router<Hub>, base: &str) -> Router<Hub> {
    let at = |rest: &str| format!("{base}/{rest}");
    router
        .route(
            &at("desk/appointments"),
            get(desk::appointments::show).post(desk::appointments::check_in),
        )
        .route(
            &at("desk/appointment"),
            get(desk::appointments::one).post(desk::appointments::move_or_cancel),
        )
        .route(
            &at("desk/book"),
            get(desk::appointments::choose).post(desk::appointments::book),
        )
        .route(
            &at("desk/receive"),
            get(desk::items::ask).post(desk::items::receive),
        )
        .route(
            &at("desk/items"),
            get(desk::items::show).post(desk::items::step),
        )
        .route(
            &at("dashboard/appointments"),
            get(dashboard::lists::appointments),
        )
        .route(&at("dashboard/items"), get(dashboard::lists::items))
        .route(
            &at("dashboard/settings/cards"),
            get(settings::cards::show).post(settings::cards::set),
        )
        .route(&at("dashboard/report"), get(report::show))
        .route(&at("dashboard/days"), get(days::show))
        .route(&at("dashboard/plan"), get(plan::show).post(plan::set_up))
        .route(&at("dashboard/curve"), get(curve::show))
        .route(&at("dashboard/what-if"), get(curve::what_if))
}

/// A style, script, icon or clip. One that is asked for by its content's hash
/// never changes.
async fn file(State(hub): State<Hub>, Path((version, path)): Path<(String, String)>) -> Response {
    let (bytes, is_current) = if let Some(file) = files::find(&path) {
        let is_current = files::version(&file) == version;
        (file.data, is_current)
    } else if let Some(clip) = speech::find(hub.voices(), &path, &version) {
        (clip.bytes.clone(), true)
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let kind = match kind.type_() {
        mime_guess::mime::TEXT => format!("{kind}; charset=utf-8"),
        _ => kind.to_string(),
    };
    let keep = if is_current {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = axum::body::Bytes::from(bytes.into_owned()).into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::try_from(kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

async fn not_found(visit: Visit) -> Response {
    visit.fail(&Trouble::NoSuchAddress)
}
