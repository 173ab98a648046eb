//! `/desk/appointments` and `/desk/book`: whoever comes with a code, and whoever wants one.

use axum::response::Response;
use chrono::{DateTime, NaiveDate};
use domain::{Class, ServiceId};
use protocol::{BookAppointment, Booked, CheckIn, Issued, LocalTime};

use super::{At, at, pressed};
use crate::pages::desk::appointments::{Appointments, AppointmentsPage, Given};
use crate::pages::desk::booking::{BookPage, Booking, Done};
use crate::pages::form::{Filled, FormBody};
use crate::pages::routes::booking::said;
use crate::pages::visit::Visit;
use crate::problem::Trouble;
use crate::secrets::Token;

/// Digits of a code.
const CODE_DIGITS: usize = 6;

/// Today's appointments.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let at = at!(visit);
    list(&visit, at, 200, |_| ())
}

/// Somebody is here with a code, typed or in the list.
pub(in crate::pages::routes) async fn check_in(visit: Visit, body: FormBody) -> Response {
    let at = at!(visit);
    let typed = Filled::read(&body);
    let code = digits(typed.text("code"));
    if code.len() != CODE_DIGITS {
        let wrong = visit.words.say("A code has six digits.").to_owned();
        return list(&visit, at, 422, |a| {
            a.wrong = wrong;
            typed.text("code").clone_into(&mut a.code);
        });
    }
    let identity = visit.identity.clone().with_key(pressed(&typed, &code));
    let done: Result<Issued, Trouble> = async {
        let on = identity.on_appointment(&visit.site, &code)?;
        on.check_in(CheckIn::default()).await
    }
    .await;
    match done {
        Ok(issued) => {
            let given = visit
                .site
                .read(|p| Given::new(&p.site, &issued.ticket, visit.words));
            list(&visit, at, 200, |a| a.given = Some(given))
        }
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            list(&visit, at, trouble.status(), |a| {
                a.wrong = wrong;
                a.code = code;
            })
        }
    }
}

fn list(visit: &Visit, at: At, status: u16, add: impl FnOnce(&mut Appointments)) -> Response {
    let all = at.volunteer.appointments(None).appointments;
    let (now, words) = (visit.site.now(), visit.words);
    let mut a = visit
        .site
        .read(|p| Appointments::new(&p.site, &at.station, &all, now, words));
    Token::random().as_str().clone_into(&mut a.key);
    add(&mut a);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &AppointmentsPage { w, f, way, a })
}

/// The days and times to choose from.
pub(in crate::pages::routes) async fn choose(visit: Visit) -> Response {
    let at = at!(visit);
    let query = &visit.query;
    booking(&visit, at, query, 200, |_| ())
}

/// Books the time that was pressed.
pub(in crate::pages::routes) async fn book(visit: Visit, body: FormBody) -> Response {
    let at = at!(visit);
    let typed = Filled::read(&body);
    let is_priority = typed.text("class") == "priority";
    match take(&visit, &typed, is_priority).await {
        Ok(booked) => {
            let done = visit
                .site
                .read(|p| Done::new(&p.site, &booked.appointment, visit.words));
            booking(&visit, at, &typed, 200, |b| b.done = Some(done))
        }
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            booking(&visit, at, &typed, trouble.status(), |b| {
                b.wrong = wrong;
                b.is_priority = is_priority;
            })
        }
    }
}

async fn take(visit: &Visit, typed: &Filled, is_priority: bool) -> Result<Booked, Trouble> {
    let malformed = |reason: String| Trouble::Malformed { reason };
    let service = ServiceId::new(typed.text("service"));
    let service = service.map_err(|error| malformed(error.to_string()))?;
    let slot = DateTime::parse_from_rfc3339(typed.text("slot"));
    let slot = slot.map_err(|error| malformed(error.to_string()))?;
    let key = pressed(typed, typed.text("slot"));
    let booker = visit.identity.clone().with_key(key).booker(&visit.site)?;
    booker
        .book(BookAppointment {
            service,
            slot: LocalTime(slot),
            class: is_priority.then_some(Class::Priority),
            name: said(typed, "name"),
            phone: said(typed, "phone"),
        })
        .await
}

fn booking(
    visit: &Visit,
    at: At,
    asked: &Filled,
    status: u16,
    add: impl FnOnce(&mut Booking),
) -> Response {
    let date: Option<NaiveDate> = asked.text("date").parse().ok();
    let (now, words) = (visit.site.now(), visit.words);
    let service = asked.text("service");
    let mut b = visit
        .site
        .read(|p| Booking::new(&p.scene(now), &at.station, service, date, words));
    Token::random().as_str().clone_into(&mut b.key);
    add(&mut b);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &BookPage { w, f, way, b })
}

/// The digits alone, also of a code that was typed with blanks or in a Chinese keyboard's full width.
fn digits(typed: &str) -> String {
    let plain = typed.chars().filter_map(|c| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        c if c.is_whitespace() => None,
        c => Some(c),
    });
    let code: String = plain.collect();
    if code.bytes().all(|b| b.is_ascii_digit()) {
        code
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        for (typed, code) in [
            ("452871", "452871"),
            (" 452 871", "452871"),
            ("４５２８７１", "452871"),
            ("45-2871", ""),
            ("", ""),
        ] {
            assert_eq!(digits(typed), code, "{typed}");
        }
    }
}
