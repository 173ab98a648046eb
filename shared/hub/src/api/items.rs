//! Things left to be repaired, and the cards that give a class.

use axum::Json;
use axum::response::Response;
use protocol::{
    AnnounceItem, CardsView, FinishRepair, ItemAnswer, ItemList, ReceiveItem, RevokeCard, SetCard,
    StartRepair, TicketAnswer,
};

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Input, Nothing, created};
use super::routes::Routes;
use crate::problem::Trouble;

pub(super) fn add(routes: &mut Routes) {
    let at = |rest: &str| format!("{}/{rest}", super::SITE);
    let brings_doc = doc(
        "Says what somebody who waits has brought",
        "the holder of the link, kiosks and staff",
    );
    routes.post(
        &at("tickets/{ticket}/brings"),
        brings,
        brings_doc
            .takes::<AnnounceItem>()
            .gives::<TicketAnswer>(200),
    );
    let receive_doc = |summary, who| {
        doc(summary, who)
            .takes::<ReceiveItem>()
            .gives::<ItemAnswer>(201)
    };
    routes.post(
        &at("stations/{station}/receive-item"),
        receive_at,
        receive_doc(
            "Takes an item of whoever is being served in",
            "volunteers of the station, organisers",
        ),
    );
    routes.post(
        &at("tickets/{ticket}/items"),
        receive,
        receive_doc(
            "Takes one more item of somebody who is or was served today in",
            "volunteers",
        ),
    );
    let list_doc = doc(
        "Everything in custody, and what was collected today",
        "volunteers",
    );
    routes.get(&at("items"), list, list_doc.gives::<ItemList>(200));
    let one = |rest: &str| format!("{}/items/{{item}}{rest}", super::SITE);
    let item = |summary| doc(summary, "volunteers").gives::<ItemAnswer>(200);
    routes.get(
        &one(""),
        show,
        item("One item, by its id or the digits on its tag"),
    );
    let start_doc = item("Begins to work on it").takes::<StartRepair>();
    routes.post(&one("/start"), start, start_doc);
    let finish_doc = item("Says how the repair came out").takes::<FinishRepair>();
    routes.post(&one("/finish"), finish, finish_doc);
    routes.post(&one("/call"), call_ready, item("Calls its owner"));
    routes.post(&one("/collect"), collect, item("Gives it back"));
    let card = |summary| doc(summary, "organisers").gives::<CardsView>(200);
    routes.get(&at("cards"), cards, card("How many cards there are"));
    routes.post(
        &at("cards"),
        set_card,
        card("A card is good for a class; its number is not kept").takes::<SetCard>(),
    );
    routes.post(
        &at("cards/revoke"),
        revoke_card,
        card("A card is not valid any more").takes::<RevokeCard>(),
    );
}

async fn brings(call: Call, Input(request): Input<AnnounceItem>) -> Answered<TicketAnswer> {
    call.on_ticket()?.brings(request.kind).await.map(Json)
}

async fn receive_at(call: Call, Input(request): Input<ReceiveItem>) -> Result<Response, Trouble> {
    let station = call.at_station()?;
    station.receive_item(request).await.map(created)
}

async fn receive(call: Call, Input(request): Input<ReceiveItem>) -> Result<Response, Trouble> {
    let volunteer = call.identity.volunteer(&call.site)?;
    let ticket = call.param("ticket");
    volunteer.receive_item(ticket, request).await.map(created)
}

async fn list(call: Call) -> Result<Response, Trouble> {
    call.tagged(&call.identity.volunteer(&call.site)?.items())
}

async fn show(call: Call) -> Result<Response, Trouble> {
    let volunteer = call.identity.volunteer(&call.site)?;
    call.tagged(&volunteer.item(call.param("item"))?)
}

async fn start(call: Call, Input(request): Input<StartRepair>) -> Answered<ItemAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    let item = call.param("item");
    volunteer.start_repair(item, request).await.map(Json)
}

async fn finish(call: Call, Input(request): Input<FinishRepair>) -> Answered<ItemAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    let item = call.param("item");
    volunteer.finish_repair(item, request).await.map(Json)
}

async fn call_ready(call: Call, _: Input<Nothing>) -> Answered<ItemAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    volunteer
        .call_item_ready(call.param("item"))
        .await
        .map(Json)
}

async fn collect(call: Call, _: Input<Nothing>) -> Answered<ItemAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    volunteer.collect_item(call.param("item")).await.map(Json)
}

async fn cards(call: Call) -> Answered<CardsView> {
    Ok(Json(call.identity.organiser(&call.site)?.cards()))
}

async fn set_card(call: Call, Input(request): Input<SetCard>) -> Answered<CardsView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.set_card(request).await.map(Json)
}

async fn revoke_card(call: Call, Input(request): Input<RevokeCard>) -> Answered<CardsView> {
    let organiser = call.identity.organiser(&call.site)?;
    organiser.revoke_card(request).await.map(Json)
}
