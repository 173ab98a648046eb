//! What holds for every route: size and time of bodies, no use of a sign-in by other sites,
//! headers that browsers obey, troubles in the reader's language.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::RequestBodyDeadlineLayer;

use crate::api::BODY_BYTES_MAX;
use crate::hub::Hub;
use crate::problem::{self, Trouble};

/// A body must have come within so long, however steadily it drips: the largest takes a second on a
/// bad line.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Scripts, styles, sounds and pictures from here alone; nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts the layers around the routes, the outermost last.
pub(super) fn around(hub: &Hub, routes: Router<Hub>) -> Router {
    // The holder of such a link needs no sign-in, so no other site can misuse one; and its pages
    // send no referrer, which takes the origin out of their forms.
    let csrf = CsrfLayer::new()
        .with_insecure_bypass(|_, uri| is_of_holder(uri.path()))
        .with_rejection_response(|_: ProtectionError| Trouble::CrossSite.into_response());
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(RequestBodyDeadlineLayer::new(BODY_DEADLINE))
        .layer(csrf)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(hub.clone(), problem::speak))
        .layer(middleware::from_fn_with_state(hub.clone(), finish))
        .with_state(hub.clone())
}

/// Pages whose address itself is the secret: a ticket's and an appointment's.
fn is_of_holder(path: &str) -> bool {
    path.starts_with("/t/") || path.starts_with("/a/")
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let cause = cause.downcast_ref::<&str>().copied().map(str::to_owned);
    tracing::error!(?cause, "a route panicked");
    Trouble::Internal.into_response()
}

/// Counts the answer and adds the headers that hold for all.
async fn finish(State(hub): State<Hub>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (is_of_holder, is_link) = (is_of_holder(path), path.starts_with("/l/"));
    let mut response = next.run(request).await;
    hub.0.metrics.answered(response.status().as_u16());
    let headers = response.headers_mut();
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    );
    if is_of_holder || is_link {
        // The address itself is the secret.
        set(
            headers,
            HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow",
        );
    }
    // Elsewhere forms must say where they come from.
    set(
        headers,
        header::REFERRER_POLICY,
        if is_of_holder {
            "no-referrer"
        } else {
            "same-origin"
        },
    );
    if hub.place().is_secure() {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000",
        );
    }
    response
}

/// A route's own value stays.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
