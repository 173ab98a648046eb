//! What a command carries: JSON, small, and nothing that is not understood.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::hub::Hub;
use crate::problem::Trouble;

/// The largest body of a command, in bytes. Settings take a few hundred.
pub const BODY_BYTES_MAX: usize = 16 * 1024;

/// The body of a command. An empty one stands for `{}`.
pub(super) struct Input<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Hub> for Input<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, hub: &Hub) -> Result<Self, Trouble> {
        let is_json = is_json(request.headers());
        let body = Bytes::from_request(request, hub).await;
        let body = body.map_err(|rejection| body_trouble(&rejection))?;
        if body.is_empty() {
            return parse(b"{}");
        }
        if !is_json {
            return Err(Trouble::NotJson);
        }
        parse(&body)
    }
}

/// Why a body could not be read.
pub(crate) fn body_trouble(rejection: &BytesRejection) -> Trouble {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge {
            max_bytes: BODY_BYTES_MAX,
        },
        _ => Trouble::TooSlow,
    }
}

fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<Input<T>, Trouble> {
    // Without this a list would do for an object, its values taken in the order of the fields.
    if json.trim_ascii_start().first() != Some(&b'{') {
        let reason = "expected an object, as in {\"service\":\"haircut\"}".to_owned();
        return Err(Trouble::Malformed { reason });
    }
    let parsed = serde_json::from_slice(json);
    parsed.map(Input).map_err(|error| Trouble::Malformed {
        reason: error.to_string(),
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

/// The body of a command that carries nothing: none, or `{}`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// What stands behind the question mark.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Hub> for Asked<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Trouble> {
        let query = Query::from_request_parts(parts, hub).await;
        let parsed = query.map(|Query(asked)| Self(asked));
        parsed.map_err(|rejection| Trouble::Malformed {
            reason: rejection.body_text(),
        })
    }
}

/// What most routes answer.
pub(super) type Answered<T> = Result<Json<T>, Trouble>;

/// Something was made.
pub(super) fn created<T: Serialize>(body: T) -> Response {
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    // Some of these answers hold secrets that are shown once.
    let no_store = http::HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// Done, and nothing to say about it.
pub(super) fn done(_: ()) -> StatusCode {
    StatusCode::NO_CONTENT
}
