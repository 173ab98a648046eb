//! `/desk/receive` and `/desk/items`: things that people leave to be repaired.

use axum::response::Response;
use chrono::NaiveDate;
use domain::{ItemKind, RepairOutcome, TicketId};
use protocol::{FinishRepair, ItemAnswer, ReceiveItem, StartRepair};

use super::{At, at, pressed};
use crate::pages::desk::items::{Items, ItemsPage};
use crate::pages::desk::receive::{Receive, ReceivePage, Tag, kind_named};
use crate::pages::form::{Filled, FormBody};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;
use crate::secrets::Token;

/// What it is, and whose.
pub(in crate::pages::routes) async fn ask(visit: Visit) -> Response {
    let at = at!(visit);
    let query = &visit.query;
    receiving(&visit, at, query, 200, |_| ())
}

/// Takes it in; the page then shows what to write on its tag.
pub(in crate::pages::routes) async fn receive(visit: Visit, body: FormBody) -> Response {
    let at = at!(visit);
    let typed = Filled::read(&body);
    let Some(kind) = kind_named(typed.text("kind")) else {
        let wrong = visit.words.say("Please touch what it is first.").to_owned();
        return receiving(&visit, at, &typed, 422, |r| r.wrong = wrong);
    };
    match take(&visit, &at, &typed, kind).await {
        Ok(answer) => {
            let tag = Tag::new(&answer.item, visit.words);
            receiving(&visit, at, &typed, 200, |r| r.tag = Some(tag))
        }
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            receiving(&visit, at, &typed, trouble.status(), |r| r.wrong = wrong)
        }
    }
}

/// From whoever is being served here, at the station; from somebody who was served, by the ticket.
async fn take(
    visit: &Visit,
    at: &At,
    typed: &Filled,
    kind: ItemKind,
) -> Result<ItemAnswer, Trouble> {
    let ticket = ticket_of(typed);
    let identity = visit.identity.clone().with_key(pressed(typed, kind.name()));
    // As the form was shown: a press that is repeated asks for the same although its first one
    // ended the serving.
    let is_here = typed.text("at") == "station";
    let request = ReceiveItem {
        kind,
        ticket,
        finish: is_here && typed.text("finish") == "yes",
    };
    match ticket {
        Some(ticket) if !is_here => {
            let volunteer = identity.volunteer(&visit.site)?;
            volunteer.receive_item(&ticket.to_string(), request).await
        }
        Some(_) | None => {
            let station = identity.at_station(&visit.site, &at.station.id)?;
            station.receive_item(request).await
        }
    }
}

fn ticket_of(typed: &Filled) -> Option<TicketId> {
    typed.text("ticket").parse().ok().map(TicketId)
}

fn receiving(
    visit: &Visit,
    at: At,
    typed: &Filled,
    status: u16,
    add: impl FnOnce(&mut Receive),
) -> Response {
    let words = visit.words;
    let (ticket, kind) = (ticket_of(typed), typed.text("kind"));
    let mut r = visit
        .site
        .read(|p| Receive::new(&p.site, &at.station, ticket, kind, words));
    Token::random().as_str().clone_into(&mut r.key);
    add(&mut r);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &ReceivePage { w, f, way, r })
}

/// Everything in custody; with a number, that one above.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let at = at!(visit);
    let find = visit.query.text("find").to_owned();
    let found = Some(find.as_str()).filter(|find| !find.is_empty());
    match found.map(|find| at.volunteer.item(find)).transpose() {
        Ok(found) => list(&visit, at, found.as_ref(), 200, |i| i.find = find),
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            list(&visit, at, None, trouble.status(), |i| {
                i.wrong = wrong;
                i.find = find;
            })
        }
    }
}

/// One step of one thing.
pub(in crate::pages::routes) async fn step(visit: Visit, body: FormBody) -> Response {
    let at = at!(visit);
    let typed = Filled::read(&body);
    let item = typed.text("item");
    match carry_out(&visit, &at, &typed, item).await {
        Ok(answer) => see_other(&format!("{}#i{}", at.way.to("/items"), answer.item.id)),
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            let found = at.volunteer.item(item).ok();
            list(&visit, at, found.as_ref(), trouble.status(), |i| {
                i.wrong = wrong;
            })
        }
    }
}

async fn carry_out(
    visit: &Visit,
    at: &At,
    typed: &Filled,
    item: &str,
) -> Result<ItemAnswer, Trouble> {
    let verb = typed.text("do");
    let key = pressed(typed, &format!("{item}/{verb}"));
    let volunteer = visit
        .identity
        .clone()
        .with_key(key)
        .volunteer(&visit.site)?;
    let finish = |outcome, ready_on| FinishRepair { outcome, ready_on };
    match verb {
        "start" => {
            let station = Some(at.station.id.clone());
            volunteer.start_repair(item, StartRepair { station }).await
        }
        "repaired" => {
            let done = finish(RepairOutcome::Repaired, None);
            volunteer.finish_repair(item, done).await
        }
        "not_repairable" => {
            let done = finish(RepairOutcome::NotRepairable, None);
            volunteer.finish_repair(item, done).await
        }
        "taken_away" => {
            let done = finish(RepairOutcome::TakenAway, ready_on(typed)?);
            volunteer.finish_repair(item, done).await
        }
        "call" => volunteer.call_item_ready(item).await,
        "collect" => volunteer.collect_item(item).await,
        other => Err(Trouble::Malformed {
            reason: format!("there is no step {other}"),
        }),
    }
}

/// The day on which it will be back; none if that is not known yet.
fn ready_on(typed: &Filled) -> Result<Option<NaiveDate>, Trouble> {
    let text = typed.text("ready_on");
    if text.is_empty() {
        return Ok(None);
    }
    let malformed = |error: chrono::ParseError| Trouble::Malformed {
        reason: error.to_string(),
    };
    text.parse().map(Some).map_err(malformed)
}

fn list(
    visit: &Visit,
    at: At,
    found: Option<&ItemAnswer>,
    status: u16,
    add: impl FnOnce(&mut Items),
) -> Response {
    let (words, all) = (visit.words, at.volunteer.items().items);
    let today = visit.site.local(visit.site.now()).0.date_naive();
    let mut i = Items::new(&all, found.map(|answer| &answer.item), today, words);
    Token::random().as_str().clone_into(&mut i.key);
    add(&mut i);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &ItemsPage { w, f, way, i })
}
