//! Booking a time by phone.

use axum::response::Response;
use chrono::{DateTime, NaiveDate};
use domain::site::Service;
use domain::{ServiceId, Site};
use protocol::{BookAppointment, LocalTime};

use crate::pages::book::{Asked, Book, BookPage, Step, Times, choices, takes_appointments};
use crate::pages::form::{Filled, FormBody};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;
use crate::secrets::Token;

/// `/book`, `/book/{service}` and `/book/{service}/{date}`: each asks what is not known yet.
pub(super) async fn show(visit: Visit) -> Response {
    book_page(&visit, String::new(), 200)
}

/// One press books.
pub(super) async fn book(visit: Visit, body: FormBody) -> Response {
    match take(&visit, &Filled::read(&body)).await {
        Ok(address) => see_other(&address),
        Err(trouble) => book_page(&visit, visit.sentence(&trouble), trouble.status()),
    }
}

/// Takes a place. Answers the address of its page.
async fn take(visit: &Visit, typed: &Filled) -> Result<String, Trouble> {
    let service = ServiceId::new(visit.param("service")).map_err(|error| Trouble::Malformed {
        reason: error.to_string(),
    })?;
    let slot = slot(typed)?;
    // The page's key and the time: who goes back and presses another one books that one too.
    let key = Some(typed.text("key")).filter(|key| !key.is_empty());
    let key = key.map(|key| format!("{key}/{slot}"));
    let booker = visit.identity.clone().with_key(key);
    let booked = booker
        .booking_phone(&visit.site)?
        .book(BookAppointment {
            service,
            slot,
            class: None,
            name: said(typed, "name"),
            phone: said(typed, "phone"),
        })
        .await?;
    Ok(format!("/a/{}", booked.token.unwrap_or_default()))
}

/// What was typed, if anything was.
pub(super) fn said(typed: &Filled, field: &str) -> Option<String> {
    let text = typed.text(field).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn book_page(visit: &Visit, refusal: String, status: u16) -> Response {
    let step = match step(visit) {
        Ok(step) => step,
        Err(trouble) => return visit.fail(&trouble),
    };
    let in_steps = !visit.param("service").is_empty();
    let back = if in_steps && books_several(visit) {
        format!("{}/book", visit.prefix)
    } else {
        visit.frame().home
    };
    let b = Book {
        heading: visit.words.say("Book a time").to_owned(),
        so_far: String::new(),
        refusal,
        back,
        step,
    };
    let (w, f) = (visit.words, visit.frame());
    visit.page_with(status, &BookPage { w, f, b })
}

fn step(visit: &Visit) -> Result<Step, Trouble> {
    let base = format!("{}/book", visit.prefix);
    let (named, date) = (visit.param("service"), date(visit)?);
    visit.site.read(|published| {
        let site = &published.site;
        if !site.settings.book_from_phones {
            return Ok(Step::Off);
        }
        let scene = published.scene(visit.site.now());
        let service = match (named, only_one(site)) {
            ("", None) => return Ok(Step::Services(choices(&scene, &base, visit.words))),
            ("", Some(only)) => only,
            (named, _) => find(site, named).ok_or(Trouble::NoSuchAddress)?,
        };
        let asked = Asked {
            base: format!("{base}/{}", service.settings.id),
            service,
            date,
            key: Token::random().as_str().to_owned(),
        };
        let times = Times::new(&scene, asked, visit.words);
        Ok(Step::Times(Box::new(times)))
    })
}

/// The day in the address.
///
/// # Errors
/// `no_such_address` for one that is no day.
pub(super) fn date(visit: &Visit) -> Result<Option<NaiveDate>, Trouble> {
    match visit.param("date") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Trouble::NoSuchAddress),
    }
}

/// The time that was pressed.
///
/// # Errors
/// `malformed` for anything that is no time.
pub(super) fn slot(typed: &Filled) -> Result<LocalTime, Trouble> {
    let parsed = DateTime::parse_from_rfc3339(typed.text("slot"));
    parsed.map(LocalTime).map_err(|error| Trouble::Malformed {
        reason: error.to_string(),
    })
}

fn find<'a>(site: &'a Site, named: &str) -> Option<&'a Service> {
    let mut services = site.services.iter().filter(|s| takes_appointments(s));
    services.find(|service| service.settings.id.as_str() == named)
}

/// Where a single service takes appointments, nobody is asked which.
fn only_one(site: &Site) -> Option<&Service> {
    let mut services = site.services.iter().filter(|s| takes_appointments(s));
    let first = services.next()?;
    services.next().is_none().then_some(first)
}

fn books_several(visit: &Visit) -> bool {
    visit.site.read(|published| {
        let services = published.site.services.iter();
        services.filter(|s| takes_appointments(s)).count() > 1
    })
}
