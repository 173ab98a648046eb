//! `/desk/appointments`, `/desk/appointment` and `/desk/book`: whoever comes with a code, whoever
//! wants another time, and whoever wants a first one.

use axum::response::Response;
use chrono::NaiveDate;
use domain::{Class, ServiceId};
use protocol::appointment::AppointmentStateName;
use protocol::{AppointmentAnswer, BookAppointment, Booked, CheckIn, Issued};

use super::{At, at, pressed};
use crate::pages::desk::appointments::{Appointments, AppointmentsPage, Given};
use crate::pages::desk::booking::{BookPage, Booking, Done, Moving};
use crate::pages::form::{Filled, FormBody};
use crate::pages::routes::booking::{said, slot};
use crate::pages::visit::Visit;
use crate::problem::Trouble;
use crate::secrets::Token;

/// Digits of a code.
const CODE_DIGITS: usize = 6;

/// Today's appointments.
pub(in crate::pages::routes) async fn show(visit: Visit) -> Response {
    let at = at!(visit);
    list(&visit, at, 200, |_| ()).await
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
        })
        .await;
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
            list(&visit, at, 200, |a| a.given = Some(given)).await
        }
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            list(&visit, at, trouble.status(), |a| {
                a.wrong = wrong;
                a.code = code;
            })
            .await
        }
    }
}

async fn list(visit: &Visit, at: At, status: u16, add: impl FnOnce(&mut Appointments)) -> Response {
    let all = at.volunteer.appointments_with_people(None).await;
    let all = all.appointments;
    let (now, words) = (visit.site.now(), visit.words);
    let mut a = visit
        .site
        .read(|p| Appointments::new(&p.site, &at.station, &all, now, words));
    Token::random().as_str().clone_into(&mut a.key);
    add(&mut a);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &AppointmentsPage { w, f, way, a })
}

/// One appointment, with the days and times that it could be moved to.
pub(in crate::pages::routes) async fn one(visit: Visit) -> Response {
    let at = at!(visit);
    let code = digits(visit.query.text("code"));
    let asked = &visit.query;
    change(&visit, at, asked, &code, 200, |_| ()).await
}

/// Moves an appointment to the time that was pressed, or gives it up.
pub(in crate::pages::routes) async fn move_or_cancel(visit: Visit, body: FormBody) -> Response {
    let at = at!(visit);
    let typed = Filled::read(&body);
    let code = digits(typed.text("code"));
    let identity = visit.identity.clone();
    let done: Result<AppointmentAnswer, Trouble> = async {
        if typed.text("cancel").is_empty() {
            let slot = slot(&typed)?;
            let key = pressed(&typed, typed.text("slot"));
            let on = identity.with_key(key).on_appointment(&visit.site, &code)?;
            on.move_to(slot).await
        } else {
            let key = pressed(&typed, "cancel");
            let on = identity.with_key(key).on_appointment(&visit.site, &code)?;
            on.cancel().await
        }
    }
    .await;
    match done {
        Ok(answer) if answer.appointment.state == AppointmentStateName::Cancelled => {
            change(&visit, at, &typed, &code, 200, |_| ()).await
        }
        Ok(answer) => {
            let done = visit
                .site
                .read(|p| Done::new(&p.site, &answer.appointment, visit.words));
            change(&visit, at, &typed, &code, 200, |b| b.done = Some(done)).await
        }
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            change(&visit, at, &typed, &code, trouble.status(), |b| {
                b.wrong = wrong;
            })
            .await
        }
    }
}

/// The page of the appointment with this code; the day's list if there is none.
async fn change(
    visit: &Visit,
    at: At,
    asked: &Filled,
    code: &str,
    status: u16,
    add: impl FnOnce(&mut Booking),
) -> Response {
    let found: Result<AppointmentAnswer, Trouble> = async {
        let on = visit.identity.on_appointment(&visit.site, code)?;
        on.view_with_person().await
    }
    .await;
    let known = match found {
        Ok(answer) => answer.appointment,
        Err(trouble) => {
            let wrong = visit.sentence(&trouble);
            return list(visit, at, trouble.status(), |a| a.wrong = wrong).await;
        }
    };
    let date: Option<NaiveDate> = asked.text("date").parse().ok();
    let date = date.unwrap_or_else(|| known.slot.0.date_naive());
    let (now, words) = (visit.site.now(), visit.words);
    // A code may be another station's: the times are those of its own service.
    let only = [known.service.clone()];
    let mut b = visit
        .site
        .read(|p| Booking::new(&p.scene(now), &only, only[0].as_str(), Some(date), words));
    b.moving = Some(Moving::new(&known, now, words));
    Token::random().as_str().clone_into(&mut b.key);
    add(&mut b);
    let (w, f, way) = (words, visit.frame(), at.way);
    visit.page_with(status, &BookPage { w, f, way, b })
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
    let slot = slot(typed)?;
    let key = pressed(typed, typed.text("slot"));
    let booker = visit.identity.clone().with_key(key).booker(&visit.site)?;
    booker
        .book(BookAppointment {
            service,
            slot,
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
        .read(|p| Booking::new(&p.scene(now), &at.station.services, service, date, words));
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
