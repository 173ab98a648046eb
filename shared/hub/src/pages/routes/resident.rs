//! What residents open: the start page, their ticket, joining by phone.

use axum::response::Response;
use domain::{ItemKind, ServiceId, Site, TicketId};
use protocol::IssueTicket;

use crate::access::OnTicket;
use crate::pages::form::{Filled, FormBody};
use crate::pages::home::{Home, HomePage, Join, JoinPage, Message, cards};
use crate::pages::phone::{
    Addresses, Around, Beside, Carry, Pending, PendingPage, PendingPart, PhonePage, PhonePart,
    PhoneTicket, Worth, worth,
};
use crate::pages::visit::{Visit, say, see_other};
use crate::problem::Trouble;
use crate::secrets::Token;

/// `/`
pub(super) async fn home(visit: Visit) -> Response {
    let services = visit.site.services().services;
    let join = joins(&visit);
    let h = visit
        .site
        .read(|published| Home::new(&published.site, &services, join, visit.words));
    visit.page(&HomePage {
        w: visit.words,
        f: visit.frame(),
        h,
    })
}

/// `/t/{token}`
pub(super) async fn ticket(visit: Visit) -> Response {
    let found = on_ticket(&visit).and_then(|on| on.view().map(|answer| (on, answer.ticket)));
    let (on, view) = match found {
        Ok(found) => found,
        Err(trouble) => return no_ticket(&visit, &trouble),
    };
    let token = visit.param("token");
    let to = Addresses {
        base: format!("/t/{token}"),
        part: part_of(&visit),
        live: visit.live(&format!("topic=ticket&ticket={token}")),
        key: Token::random().as_str().to_owned(),
    };
    let may_join = joins(&visit);
    let carry = carry_of(&visit, on.id());
    let page = |ticket| page_of(&visit, ticket);
    let now = visit.site.now();
    let t = visit.site.read(|published| {
        let site = &published.site;
        let offered = if may_join {
            others(site, on.id())
        } else {
            Vec::new()
        };
        let beside = Beside::of(&published.scene(now), on.id(), visit.words, page);
        let around = Around {
            offered,
            carry,
            beside,
        };
        PhoneTicket::new(site, &view, around, visit.words, to)
    });
    let (w, f) = (visit.words, visit.frame());
    if visit.is_part() {
        visit.page(&PhonePart { w, f, t })
    } else {
        visit.page(&PhonePage { w, f, t })
    }
}

/// 我离开一下.
pub(super) async fn hold(visit: Visit) -> Response {
    let done = match on_ticket(&visit) {
        Ok(on) => on.hold().await.map(|_| ()),
        Err(trouble) => Err(trouble),
    };
    back_to_ticket(&visit, done)
}

/// 不等了.
pub(super) async fn cancel(visit: Visit) -> Response {
    let done = match on_ticket(&visit) {
        Ok(on) => on.cancel(None).await.map(|_| ()),
        Err(trouble) => Err(trouble),
    };
    back_to_ticket(&visit, done)
}

/// 还要办别的: another ticket of the same person.
pub(super) async fn also(visit: Visit, body: FormBody) -> Response {
    let on = match on_ticket(&visit) {
        Ok(on) => on,
        Err(trouble) => return no_ticket(&visit, &trouble),
    };
    let typed = Filled::read(&body);
    let issued = match service(&typed) {
        Ok(service) => issue(&visit, &typed, service, Same::Person(on.id())).await,
        Err(trouble) => Err(trouble),
    };
    match issued {
        Ok(address) => see_other(&address),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// 带来了什么: a kind of thing, or nothing.
pub(super) async fn brings(visit: Visit, body: FormBody) -> Response {
    let typed = Filled::read(&body);
    let named = |kind: &ItemKind| kind.name() == typed.text("kind");
    let kind = ItemKind::ALL.into_iter().find(named);
    let done = match on_ticket(&visit) {
        Ok(on) => on.brings(kind).await.map(|_| ()),
        Err(trouble) => Err(trouble),
    };
    back_to_ticket(&visit, done)
}

/// 换今天的号: a number of an earlier day becomes one of today.
pub(super) async fn carry(visit: Visit, body: FormBody) -> Response {
    let found = on_ticket(&visit).and_then(|on| on.view());
    let service = match found {
        Ok(answer) => answer.ticket.service,
        Err(trouble) => return no_ticket(&visit, &trouble),
    };
    match issue(&visit, &Filled::read(&body), service, Same::OldNumber).await {
        Ok(address) => see_other(&address),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// `/join`
pub(super) async fn join(visit: Visit) -> Response {
    join_page(&visit, String::new(), 200)
}

/// A phone takes a number.
pub(super) async fn take(visit: Visit, body: FormBody) -> Response {
    let typed = Filled::read(&body);
    let issued = match service(&typed) {
        Ok(service) => issue(&visit, &typed, service, Same::Nobody).await,
        Err(trouble) => Err(trouble),
    };
    match issued {
        Ok(address) => see_other(&address),
        Err(trouble) => join_page(&visit, visit.sentence(&trouble), trouble.status()),
    }
}

fn join_page(visit: &Visit, refusal: String, status: u16) -> Response {
    let services = visit.site.services().services;
    let j = visit.site.read(|published| Join {
        is_on: joins(visit),
        refusal,
        key: Token::random().as_str().to_owned(),
        services: cards(&published.site, &services, visit.words),
        books: published.site.settings.book_from_phones,
    });
    visit.page_with(
        status,
        &JoinPage {
            w: visit.words,
            f: visit.frame(),
            j,
        },
    )
}

/// Who asks for a number.
#[derive(Clone, Copy)]
enum Same {
    /// Somebody who has none yet.
    Nobody,
    /// Whoever holds this ticket.
    Person(TicketId),
    /// The holder of the ticket in the address, which the new one replaces.
    OldNumber,
}

/// The service that was chosen.
fn service(typed: &Filled) -> Result<ServiceId, Trouble> {
    ServiceId::new(typed.text("service")).map_err(|error| Trouble::Malformed {
        reason: error.to_string(),
    })
}

/// Gives a number to a phone. Answers the address of its page.
async fn issue(
    visit: &Visit,
    typed: &Filled,
    service: ServiceId,
    same: Same,
) -> Result<String, Trouble> {
    let key = Some(typed.text("key").to_owned()).filter(|key| !key.is_empty());
    let issuer = visit.identity.clone().with_key(key).phone(&visit.site)?;
    let (person, carried_from) = match same {
        Same::Nobody => (None, None),
        Same::Person(ticket) => (Some(ticket), None),
        Same::OldNumber => (None, Some(visit.param("token").to_owned())),
    };
    let issued = issuer
        .issue(IssueTicket {
            service,
            visit: person,
            class: None,
            card: None,
            carried_from,
            ticket: None,
        })
        .await?;
    Ok(format!("/t/{}", issued.token.unwrap_or_default()))
}

/// What becomes of a number of an earlier day.
fn carry_of(visit: &Visit, ticket: TicketId) -> Carry {
    let now = visit.site.now();
    let by_phone = joins(visit);
    visit.site.read(|published| {
        let site = &published.site;
        match worth(site, ticket, now) {
            Worth::Nothing => Carry::No,
            Worth::ANumber => Carry::Open { by_phone },
            Worth::This(into) => site
                .number_of(into)
                .map_or(Carry::No, |number| Carry::Into {
                    number: number.to_string(),
                    page: page_of(visit, into),
                }),
        }
    })
}

/// A number that its kiosk has not brought yet. The page is right for its reader, so it is no
/// failure: 200 with an ETag, which is what a phone that looks again needs.
fn pending(visit: &Visit, kiosk: &str, connected: bool) -> Response {
    let p = Pending::new(kiosk, connected, part_of(visit), visit.words);
    let (w, f) = (visit.words, visit.frame());
    if visit.is_part() {
        visit.page(&PendingPart { w, f, p })
    } else {
        visit.page(&PendingPage { w, f, p })
    }
}

/// The address of the part of a ticket's page that changes.
fn part_of(visit: &Visit) -> String {
    let (token, language) = (visit.param("token"), crate::lang::code(visit.words.0));
    format!("/t/{token}?part=now&lang={language}")
}

/// The address of a ticket's page.
fn page_of(visit: &Visit, ticket: TicketId) -> String {
    let link = visit.site.ticket_link(ticket);
    format!("/t/{}", link.as_str())
}

fn joins(visit: &Visit) -> bool {
    visit.hub.joins_by_phone()
        || visit
            .site
            .read(|published| published.site.settings.join_from_phones)
}

fn on_ticket(visit: &Visit) -> Result<OnTicket, Trouble> {
    visit.identity.on_ticket(&visit.site, visit.param("token"))
}

/// Services of which the person holds no open ticket yet.
fn others(site: &Site, ticket: TicketId) -> Vec<ServiceId> {
    let Some(own) = site.tickets.get(&ticket) else {
        return Vec::new();
    };
    let same_person =
        |t: &&domain::Ticket| t.id == ticket || (t.visit.is_some() && t.visit == own.visit);
    let open: Vec<&ServiceId> = site
        .tickets
        .values()
        .filter(same_person)
        .filter(|t| !t.state.is_closed())
        .map(|t| &t.service)
        .collect();
    let services = site.services.iter().map(|service| &service.settings.id);
    services.filter(|id| !open.contains(id)).cloned().collect()
}

/// The page says what became of it; only what is not known gets a page of its own.
fn back_to_ticket(visit: &Visit, done: Result<(), Trouble>) -> Response {
    match done {
        Ok(()) | Err(Trouble::Refused { .. }) => see_other(&format!("/t/{}", visit.param("token"))),
        Err(trouble) => visit.fail(&trouble),
    }
}

fn no_ticket(visit: &Visit, trouble: &Trouble) -> Response {
    if let Trouble::TicketPending { kiosk, connected } = trouble {
        return pending(visit, kiosk, *connected);
    }
    if trouble.status() != 404 && trouble.status() != 401 {
        return visit.fail(trouble);
    }
    let words = visit.words;
    let message = Message {
        heading: words.say("This ticket link is not right").to_owned(),
        text: words
            .say("Please scan the code on your ticket again. Numbers of an earlier day have ended; a volunteer can help.")
            .to_owned(),
        icon: "ticket",
    };
    say(words, &visit.frame(), message, 404)
}
