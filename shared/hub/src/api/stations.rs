//! Stations: what a volunteer does with one thumb.

use axum::Json;
use axum::response::Response;
use protocol::{
    CallChosen, CallNext, Pause, Seen, StationAnswer, StationList, StationPatch, Transfer,
};
use utoipa::ToSchema;

use super::call::Call;
use super::doc::{Doc, doc};
use super::input::{Answered, Input, created, done};
use super::routes::Routes;
use crate::prepared::Shown;
use crate::problem::Trouble;

const WHO: &str = "a volunteer of the station, organisers";

pub(super) fn add(routes: &mut Routes) {
    let base = format!("{}/stations", super::SITE);
    let one = |rest: &str| format!("{base}/{{station}}{rest}");
    routes.get(
        &base,
        list,
        doc("All stations; with an ETag", "anybody").gives::<StationList>(200),
    );
    routes.get(
        &one(""),
        show,
        doc("One station", "anybody").gives::<StationAnswer>(200),
    );
    let settings = |summary| doc(summary, "organisers").takes::<StationPatch>();
    routes.post(
        &base,
        add_one,
        settings("Adds a station").gives::<StationAnswer>(201),
    );
    routes.patch(
        &one(""),
        set,
        settings("Changes a station").gives::<StationAnswer>(200),
    );
    routes.delete(
        &one(""),
        remove,
        doc("Removes a station that holds nobody", "organisers"),
    );
    routes.post(
        &one("/call-next"),
        call_next,
        does::<CallNext>("Chooses and calls the next one"),
    );
    routes.post(
        &one("/call"),
        call_chosen,
        does::<CallChosen>("Calls a chosen ticket"),
    );
    routes.post(&one("/recall"), recall, does::<Seen>("Calls again"));
    routes.post(&one("/start"), start, does::<Seen>("Begins to serve"));
    routes.post(&one("/finish"), finish, does::<Seen>("Ends serving"));
    routes.post(
        &one("/no-show"),
        no_show,
        does::<Seen>("The called person did not come"),
    );
    routes.post(&one("/hold"), hold, does::<Seen>("Puts the ticket aside"));
    routes.post(
        &one("/transfer"),
        transfer,
        does::<Transfer>("Sends the ticket to another line"),
    );
    routes.post(
        &one("/undo"),
        undo,
        does::<Seen>("Takes back the newest action here"),
    );
    routes.post(&one("/open"), open, does::<Seen>("Takes people"));
    routes.post(&one("/pause"), pause, does::<Pause>("Takes a break"));
    routes.post(&one("/close"), close, does::<Seen>("Is done"));
}

/// A command at a station.
fn does<T: ToSchema>(summary: &'static str) -> Doc {
    doc(summary, WHO).takes::<T>().gives::<StationAnswer>(200)
}

async fn list(call: Call) -> Result<Response, Trouble> {
    match call.identity.volunteer(&call.site) {
        Ok(staff) => call.tagged_for_many(Shown::StaffStations, || Ok(staff.stations())),
        Err(_) => call.tagged_for_many(Shown::Stations, || Ok(call.site.stations())),
    }
}

async fn show(call: Call) -> Result<Response, Trouble> {
    let id = call.param("station");
    match call.identity.volunteer(&call.site) {
        Ok(staff) => call.tagged(&staff.one_station(id)?),
        Err(_) => call.tagged(&call.site.station(id)?),
    }
}

async fn add_one(call: Call, Input(patch): Input<StationPatch>) -> Result<Response, Trouble> {
    call.identity
        .organiser(&call.site)?
        .add_station(patch)
        .await
        .map(created)
}

async fn set(call: Call, Input(patch): Input<StationPatch>) -> Answered<StationAnswer> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser
        .set_station(call.param("station"), patch)
        .await
        .map(Json)
}

async fn remove(call: Call) -> Result<http::StatusCode, Trouble> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser
        .remove_station(call.param("station"))
        .await
        .map(done)
}

async fn call_next(call: Call, Input(request): Input<CallNext>) -> Answered<StationAnswer> {
    call.at_station()?.call_next(request).await.map(Json)
}

async fn call_chosen(call: Call, Input(request): Input<CallChosen>) -> Answered<StationAnswer> {
    call.at_station()?.call(request.ticket).await.map(Json)
}

async fn recall(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.recall(request.ticket).await.map(Json)
}

async fn start(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.start(request.ticket).await.map(Json)
}

async fn finish(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.finish(request.ticket).await.map(Json)
}

async fn no_show(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.no_show(request.ticket).await.map(Json)
}

async fn hold(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.hold(request.ticket).await.map(Json)
}

async fn transfer(call: Call, Input(request): Input<Transfer>) -> Answered<StationAnswer> {
    call.at_station()?.transfer(request).await.map(Json)
}

async fn undo(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.undo(request.ticket).await.map(Json)
}

async fn open(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.open(request.ticket).await.map(Json)
}

async fn pause(call: Call, Input(request): Input<Pause>) -> Answered<StationAnswer> {
    let Pause { minutes, ticket } = request;
    call.at_station()?.pause(minutes, ticket).await.map(Json)
}

async fn close(call: Call, Input(request): Input<Seen>) -> Answered<StationAnswer> {
    call.at_station()?.close(request.ticket).await.map(Json)
}
