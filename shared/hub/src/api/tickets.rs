//! Tickets: taking one, following it, giving it up.

use axum::Json;
use axum::response::Response;
use protocol::{Cancel, IssueTicket, Issued, Resume, TicketAnswer, TransferTicket};

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Input, Nothing, created};
use super::routes::Routes;
use crate::problem::Trouble;
use crate::secrets::TicketLink;

const WHO: &str =
    "the holder of the link (the link's token in the address), kiosks and staff (the id)";

pub(super) fn add(routes: &mut Routes) {
    let base = format!("{}/tickets", super::SITE);
    let one = |rest: &str| format!("{base}/{{ticket}}{rest}");
    let ticket = |summary, who| doc(summary, who).gives::<TicketAnswer>(200);
    let issuers = "kiosks, staff, and phones where the site allows it";
    let issue_doc = doc("Takes a number", issuers)
        .takes::<IssueTicket>()
        .gives::<Issued>(201);
    routes.post(&base, issue, issue_doc);
    routes.get(
        &one(""),
        show,
        ticket("One ticket, live; with an ETag", WHO),
    );
    routes.post(
        &one("/cancel"),
        cancel,
        ticket("Gives up", WHO).takes::<Cancel>(),
    );
    routes.post(&one("/hold"), hold, ticket("Goes away for a while", WHO));
    let resume_doc = ticket(
        "Comes back from hold; staff also straight to a station",
        WHO,
    );
    routes.post(&one("/resume"), resume, resume_doc.takes::<Resume>());
    let reinstate_doc = ticket("Takes somebody back after a no-show", "volunteers");
    routes.post(&one("/reinstate"), reinstate, reinstate_doc);
    let transfer_doc = ticket("Sends a waiting ticket to another line", "volunteers");
    routes.post(
        &one("/transfer"),
        transfer,
        transfer_doc.takes::<TransferTicket>(),
    );
}

async fn issue(call: Call, Input(request): Input<IssueTicket>) -> Result<Response, Trouble> {
    call.identity
        .issuer(&call.site)?
        .issue(request)
        .await
        .map(created)
}

async fn show(call: Call) -> Result<Response, Trouble> {
    call.tagged(&call.on_ticket()?.view()?)
}

async fn cancel(call: Call, Input(request): Input<Cancel>) -> Answered<TicketAnswer> {
    call.on_ticket()?.cancel(request.reason).await.map(Json)
}

async fn hold(call: Call, _: Input<Nothing>) -> Answered<TicketAnswer> {
    call.on_ticket()?.hold().await.map(Json)
}

async fn resume(call: Call, Input(request): Input<Resume>) -> Answered<TicketAnswer> {
    let ticket = call.param("ticket");
    if request.station.is_none() && ticket.parse::<TicketLink>().is_ok() {
        return call.on_ticket()?.resume().await.map(Json);
    }
    let volunteer = call.identity.volunteer(&call.site)?;
    volunteer.resume(ticket, request.station).await.map(Json)
}

async fn reinstate(call: Call, _: Input<Nothing>) -> Answered<TicketAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    volunteer.reinstate(call.param("ticket")).await.map(Json)
}

async fn transfer(call: Call, Input(request): Input<TransferTicket>) -> Answered<TicketAnswer> {
    let volunteer = call.identity.volunteer(&call.site)?;
    volunteer
        .transfer(call.param("ticket"), request.service)
        .await
        .map(Json)
}
