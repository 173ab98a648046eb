//! Appointments: what is free, booking, and what becomes of it.

use axum::Json;
use axum::response::Response;
use chrono::NaiveDate;
use protocol::{
    AppointmentAnswer, AppointmentList, BookAppointment, Booked, CheckIn, Issued, MoveAppointment,
    SlotList,
};
use serde::Deserialize;

use super::call::Call;
use super::doc::doc;
use super::input::{Answered, Asked, Input, Nothing, created};
use super::routes::Routes;
use crate::problem::Trouble;

const WHO: &str = "the holder of the link (the link's token in the address), kiosks and staff (the id or the code)";

pub(super) fn add(routes: &mut Routes) {
    let slots_doc = doc("The slots of a service on a day", "anybody")
        .asks("date", "As 2026-03-07; today when left out")
        .gives::<SlotList>(200);
    let slots_at = format!("{}/services/{{service}}/slots", super::SITE);
    routes.get(&slots_at, slots, slots_doc);
    let base = format!("{}/appointments", super::SITE);
    let one = |rest: &str| format!("{base}/{{appointment}}{rest}");
    let bookers = "anybody where the site lets phones book, kiosks and staff";
    let book_doc = doc("Takes a place in a slot", bookers)
        .takes::<BookAppointment>()
        .gives::<Booked>(201);
    routes.post(&base, book, book_doc);
    let list_doc = doc("The appointments of a day", "volunteers")
        .asks("date", "As 2026-03-07; today when left out")
        .gives::<AppointmentList>(200);
    routes.get(&base, list, list_doc);
    let answer = |summary| doc(summary, WHO).gives::<AppointmentAnswer>(200);
    routes.get(&one(""), show, answer("One appointment; with an ETag"));
    let move_doc = answer("Takes a place in another slot instead").takes::<MoveAppointment>();
    routes.post(&one("/move"), move_to, move_doc);
    routes.post(&one("/cancel"), cancel, answer("Gives the place up"));
    let forget_doc = doc(
        "Erases the holder's name and phone at once",
        "the holder of the link and staff",
    );
    routes.post(
        &one("/forget"),
        forget,
        forget_doc.gives::<AppointmentAnswer>(200),
    );
    let check_in_doc = doc(
        "The holder is here and gets a number",
        "kiosks and staff (the id, the code, or the link's token as a scanner reads it)",
    );
    routes.post(
        &one("/check-in"),
        check_in,
        check_in_doc.takes::<CheckIn>().gives::<Issued>(201),
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDate {
    date: Option<NaiveDate>,
}

async fn slots(call: Call, Asked(asked): Asked<OnDate>) -> Result<Response, Trouble> {
    call.tagged(&call.site.slots(call.param("service"), asked.date)?)
}

async fn book(call: Call, Input(request): Input<BookAppointment>) -> Result<Response, Trouble> {
    let booker = call.identity.booker(&call.site)?;
    booker.book(request).await.map(created)
}

async fn list(call: Call, Asked(asked): Asked<OnDate>) -> Result<Response, Trouble> {
    let volunteer = call.identity.volunteer(&call.site)?;
    call.tagged(&volunteer.appointments_with_people(asked.date).await)
}

async fn show(call: Call) -> Result<Response, Trouble> {
    call.tagged(&call.on_appointment()?.view_with_person().await?)
}

async fn move_to(
    call: Call,
    Input(request): Input<MoveAppointment>,
) -> Answered<AppointmentAnswer> {
    let on = call.on_appointment()?;
    on.move_to(request.slot).await.map(Json)
}

async fn cancel(call: Call, _: Input<Nothing>) -> Answered<AppointmentAnswer> {
    call.on_appointment()?.cancel().await.map(Json)
}

async fn forget(call: Call, _: Input<Nothing>) -> Answered<AppointmentAnswer> {
    call.on_appointment()?.forget().await.map(Json)
}

async fn check_in(call: Call, Input(request): Input<CheckIn>) -> Result<Response, Trouble> {
    let on = call.on_appointment()?;
    on.check_in(request).await.map(created)
}
