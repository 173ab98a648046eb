//! Kiosks away from the hub: a series for each, and what they bring.

use axum::Json;
use protocol::{ImportRequest, SeriesAnswer, SeriesList, SeriesRequest, SyncAnswer, SyncRequest};

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Input};
use super::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/satellites{rest}", super::SITE);
    let list_doc = doc("The series of kiosks away from the hub", "organisers");
    routes.get(&at(""), list, list_doc.gives::<SeriesList>(200));
    let series_doc = doc("A series for the kiosk that sends this", "kiosks")
        .takes::<SeriesRequest>()
        .gives::<SeriesAnswer>(200);
    routes.post(&at("/series"), series, series_doc);
    let sync_doc = doc(
        "Takes over what the kiosk wrote down; without entries it only says that it is there",
        "kiosks",
    );
    let sync_doc = sync_doc.takes::<SyncRequest>().gives::<SyncAnswer>(200);
    routes.post(&at("/sync"), sync, sync_doc);
    let import_doc = doc(
        "Takes over what was brought from a kiosk on a stick",
        "organisers",
    );
    let import_doc = import_doc.takes::<ImportRequest>().gives::<SyncAnswer>(200);
    routes.post(&at("/import"), import, import_doc);
}

async fn list(call: Call) -> Answered<SeriesList> {
    Ok(Json(call.identity.organiser(&call.site)?.series()))
}

async fn series(call: Call, Input(request): Input<SeriesRequest>) -> Answered<SeriesAnswer> {
    let kiosk = call.identity.kiosk(&call.site)?;
    kiosk.series(request).await.map(Json)
}

async fn sync(call: Call, Input(request): Input<SyncRequest>) -> Answered<SyncAnswer> {
    let kiosk = call.identity.kiosk(&call.site)?;
    kiosk.sync(request).await.map(Json)
}

async fn import(call: Call, Input(request): Input<ImportRequest>) -> Answered<SyncAnswer> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.import(request).await.map(Json)
}
