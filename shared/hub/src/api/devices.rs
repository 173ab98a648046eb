//! Kiosks: announced by an organiser, paired by a code that is typed there.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use protocol::{
    HubProof, KioskAdded, KioskAnswer, KioskHere, KioskList, KioskPaired, KioskPatch, NewKiosk,
    PairKiosk, ProveHub, WifiAnswer,
};

use super::call::{Call, identity};
use super::doc::doc;
use super::input::{Answered, Input, created, done};
use super::routes::Routes;
use crate::hub::Hub;
use crate::problem::Trouble;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let organisers = "organisers";
    routes.get(
        &at("kiosks"),
        list,
        doc("All kiosks", organisers).gives::<KioskList>(200),
    );
    let add_doc = doc(
        "Announces a kiosk; answers the code to type there",
        organisers,
    );
    routes.post(
        &at("kiosks"),
        add_kiosk,
        add_doc.takes::<NewKiosk>().gives::<KioskAdded>(201),
    );
    let rename_doc = doc("Changes a kiosk", organisers);
    routes.patch(
        &at("kiosks/{kiosk}"),
        rename,
        rename_doc.takes::<KioskPatch>().gives::<KioskAnswer>(200),
    );
    routes.delete(
        &at("kiosks/{kiosk}"),
        remove,
        doc("Removes a kiosk", organisers),
    );
    let here_doc = doc(
        "The kiosk that sends this is there; every two seconds, unless it syncs",
        "kiosks",
    );
    routes.post(&at("kiosks/here"), here, here_doc.takes::<KioskHere>());
    let wifi_doc = doc(
        "The network that phones must join to open a ticket's link",
        "kiosks, organisers",
    );
    routes.get(&at("wifi"), wifi, wifi_doc.gives::<WifiAnswer>(200));
    let pair_doc = doc(
        "Pairs the kiosk that sends this; its credential is shown once",
        "anybody with the code",
    );
    let pair_doc = pair_doc.takes::<PairKiosk>().gives::<KioskPaired>(201);
    routes.post("/api/v1/pair", pair, pair_doc);
    let prove_doc = doc(
        "Shows a kiosk that this is the hub it was paired with, before it sends its credential",
        "anybody",
    );
    let prove_doc = prove_doc.takes::<ProveHub>().gives::<HubProof>(200);
    routes.post("/api/v1/prove", prove, prove_doc);
}

async fn list(call: Call) -> Answered<KioskList> {
    Ok(Json(call.identity.organiser(&call.site)?.kiosks()))
}

async fn add_kiosk(call: Call, Input(request): Input<NewKiosk>) -> Result<Response, Trouble> {
    call.identity
        .organiser(&call.site)?
        .add_kiosk(&request)
        .await
        .map(created)
}

async fn rename(call: Call, Input(patch): Input<KioskPatch>) -> Answered<KioskAnswer> {
    let organiser = call.identity.organiser(&call.site)?;
    let renamed = organiser.rename_kiosk(call.param("kiosk"), &patch).await;
    renamed.map(Json)
}

async fn remove(call: Call) -> Result<StatusCode, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.remove_kiosk(call.param("kiosk")).await.map(done)
}

async fn here(call: Call, Input(request): Input<KioskHere>) -> Result<StatusCode, Trouble> {
    call.identity.kiosk(&call.site)?.here(request).map(done)
}

async fn wifi(call: Call) -> Answered<WifiAnswer> {
    let answer = match call.identity.kiosk(&call.site) {
        Ok(kiosk) => kiosk.wifi(),
        Err(_) => call.identity.organiser(&call.site)?.wifi(),
    };
    Ok(Json(answer))
}

async fn pair(
    State(hub): State<Hub>,
    parts: Parts,
    Input(request): Input<PairKiosk>,
) -> Result<Response, Trouble> {
    identity(&hub, &parts)?
        .pair(&request.code)
        .await
        .map(created)
}

async fn prove(
    State(hub): State<Hub>,
    parts: Parts,
    Input(request): Input<ProveHub>,
) -> Answered<HubProof> {
    identity(&hub, &parts)?.prove(&request).map(Json)
}
