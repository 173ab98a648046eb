//! What watches the hub from outside.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::metrics as figures;

/// The hub answers, and serves so many sites; 503 once it cannot go on and is about to end.
pub(super) async fn health(State(hub): State<Hub>) -> (StatusCode, Json<Value>) {
    let (status, word) = match hub.fault() {
        None => (StatusCode::OK, "ok"),
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "failed"),
    };
    let sites = hub.sites().all().len();
    (status, Json(json!({ "status": word, "sites": sites })))
}

/// Figures for Prometheus.
pub(super) async fn metrics(State(hub): State<Hub>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], figures::text(&hub)).into_response()
}
