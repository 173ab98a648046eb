//! Who may act: tokens, links, signed-in devices, the PIN.

use axum::Json;
use axum::response::Response;
use http::StatusCode;
use protocol::{
    LinkAnswer, NewLink, NewToken, SessionList, SetPin, SignIn, TokenAdded, TokenAnswer, TokenList,
    TokenPatch,
};

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Input, created, done};
use super::routes::Routes;
use crate::problem::Trouble;

const ORGANISERS: &str = "organisers";

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    routes.get(
        &at("tokens"),
        tokens,
        doc("All tokens", ORGANISERS).gives::<TokenList>(200),
    );
    let add_doc = doc(
        "Adds a token for a program; its secret is shown once",
        ORGANISERS,
    );
    routes.post(
        &at("tokens"),
        add_token,
        add_doc.takes::<NewToken>().gives::<TokenAdded>(201),
    );
    let change_doc = doc("Changes a token", ORGANISERS);
    routes.patch(
        &at("tokens/{token}"),
        change_token,
        change_doc.takes::<TokenPatch>().gives::<TokenAnswer>(200),
    );
    routes.delete(
        &at("tokens/{token}"),
        remove_token,
        doc("Revokes a token", ORGANISERS),
    );
    let link_doc = doc(
        "A fresh link to a page, for two minutes, once",
        "organisers; kiosks with the PIN",
    );
    routes.post(
        &at("links"),
        link,
        link_doc.takes::<NewLink>().gives::<LinkAnswer>(201),
    );
    let sessions_doc = doc("The devices that are signed in", ORGANISERS).gives::<SessionList>(200);
    routes.get(&at("sessions"), sessions, sessions_doc);
    routes.delete(
        &at("sessions/{session}"),
        remove_session,
        doc("Signs a device out", ORGANISERS),
    );
    routes.post(
        &at("pin"),
        set_pin,
        doc("Sets the staff PIN", ORGANISERS).takes::<SetPin>(),
    );
    let check_doc = doc("Checks the staff PIN typed at a kiosk", "kiosks").takes::<SignIn>();
    routes.post(&at("pin/check"), check_pin, check_doc);
}

async fn tokens(call: Call) -> Answered<TokenList> {
    Ok(Json(call.identity.organiser(&call.site)?.tokens()))
}

async fn add_token(call: Call, Input(request): Input<NewToken>) -> Result<Response, Trouble> {
    call.identity
        .organiser(&call.site)?
        .add_token(request)
        .await
        .map(created)
}

async fn change_token(call: Call, Input(patch): Input<TokenPatch>) -> Answered<TokenAnswer> {
    let organiser = call.identity.organiser(&call.site)?;
    let changed = organiser.change_token(call.param("token"), patch).await;
    changed.map(Json)
}

async fn remove_token(call: Call) -> Result<StatusCode, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.remove_token(call.param("token")).await.map(done)
}

async fn link(call: Call, Input(request): Input<NewLink>) -> Result<Response, Trouble> {
    match call.identity.kiosk(&call.site) {
        Ok(kiosk) => kiosk.link(request).await.map(created),
        Err(_) => call
            .identity
            .organiser(&call.site)?
            .link(request)
            .await
            .map(created),
    }
}

async fn sessions(call: Call) -> Answered<SessionList> {
    Ok(Json(call.identity.organiser(&call.site)?.sessions()))
}

async fn remove_session(call: Call) -> Result<StatusCode, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser
        .remove_session(call.param("session"))
        .await
        .map(done)
}

async fn set_pin(call: Call, Input(request): Input<SetPin>) -> Result<StatusCode, Trouble> {
    call.identity
        .organiser(&call.site)?
        .set_pin(&request.pin)
        .await
        .map(done)
}

async fn check_pin(call: Call, Input(request): Input<SignIn>) -> Result<StatusCode, Trouble> {
    call.identity
        .kiosk(&call.site)?
        .check_pin(&request.pin)
        .await
        .map(done)
}
