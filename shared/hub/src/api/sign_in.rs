//! Coming back by the PIN, and going.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use protocol::{SignIn, SignedIn};

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Input};
use super::routes::Routes;
use crate::problem::Trouble;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let staff = "a device that was signed in by a link";
    routes.get(
        &at("session"),
        show,
        doc("Who this device is", staff).gives::<SignedIn>(200),
    );
    let back_doc = doc("Comes back by the PIN after the session ended", staff);
    routes.post(&at("sign-in"), come_back, back_doc.takes::<SignIn>());
    routes.post(
        &at("sign-out"),
        sign_out,
        doc("Signs this device out", staff),
    );
}

async fn show(call: Call) -> Answered<SignedIn> {
    let sessions = call.identity.sessions(&call.site)?;
    let session = sessions.into_iter().next().ok_or(Trouble::NotSignedIn)?;
    Ok(Json(SignedIn { session }))
}

async fn come_back(call: Call, Input(request): Input<SignIn>) -> Result<Response, Trouble> {
    let signed = call
        .identity
        .come_back(&call.site, &call.headers, &request.pin)
        .await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    for device in signed {
        response
            .headers_mut()
            .append(header::SET_COOKIE, device.cookie(&call.hub));
    }
    Ok(response)
}

async fn sign_out(call: Call) -> Result<Response, Trouble> {
    let forgotten = call.identity.sign_out(&call.site, &call.headers).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    for cookie in forgotten {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
