//! The JSON API: one file for each noun, and one list of routes from which both the router and its
//! OpenAPI description are made, so that neither can be without the other.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;

use crate::hub::Hub;
use crate::problem::Trouble;

mod appointments;
mod call;
mod curve;
mod devices;
mod doc;
mod input;
mod items;
mod line;
mod operator;
mod people;
mod plan;
mod routes;
mod satellites;
mod setup;
mod sign_in;
mod stations;
mod tickets;

pub use call::{Call, identity};
pub use input::BODY_BYTES_MAX;
pub(crate) use input::body_trouble;

use routes::Routes;

/// What every address of a site begins with.
const SITE: &str = "/api/v1/sites/{site}";

/// Everything under `/api`, `/healthz` and `/metrics`.
pub fn router() -> Router<Hub> {
    let (router, description) = routes().finish();
    let json = description.to_json().unwrap_or_default();
    let openapi = move || {
        let json = json.clone();
        async move { ([(http::header::CONTENT_TYPE, "application/json")], json) }
    };
    router
        .route("/api/openapi.json", get(openapi))
        .route("/healthz", get(operator::health))
        .route("/metrics", get(operator::metrics))
        .route("/api", axum::routing::any(no_such_address))
        .route("/api/{*rest}", axum::routing::any(no_such_address))
}

/// The description of the API.
pub fn openapi() -> OpenApi {
    routes().finish().1
}

fn routes() -> Routes {
    let mut routes = Routes::default();
    setup::add(&mut routes);
    tickets::add(&mut routes);
    stations::add(&mut routes);
    appointments::add(&mut routes);
    items::add(&mut routes);
    line::add(&mut routes);
    people::add(&mut routes);
    devices::add(&mut routes);
    satellites::add(&mut routes);
    sign_in::add(&mut routes);
    plan::add(&mut routes);
    curve::add(&mut routes);
    routes
}

async fn no_such_address() -> Response {
    Trouble::NoSuchAddress.into_response()
}
