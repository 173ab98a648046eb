//! What watches the hub from outside.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::metrics as figures;

/// The hub answers, and serves so many sites.
pub(super) async fn health(State(hub): State<Hub>) -> Json<Value> {
    Json(json!({ "status": "ok", "sites": hub.sites().all().len() }))
}

/// Figures for Prometheus.
pub(super) async fn metrics(State(hub): State<Hub>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], figures::text(&hub)).into_response()
}
