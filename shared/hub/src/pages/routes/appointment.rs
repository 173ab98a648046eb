//! What the holder of an appointment's link does with it.

use axum::response::{IntoResponse as _, Response};
use domain::Site;
use domain::refusal::Thing;
use http::{HeaderValue, header};
use protocol::AppointmentView;
use protocol::appointment::AppointmentStateName;

use super::booking::{date, slot};
use crate::access::OnAppointment;
use crate::pages::appointment::{AppointmentPage, AppointmentPart, Around, PhoneAppointment};
use crate::pages::book::{Asked, Book, BookPage, Step, Times, so_far};
use crate::pages::calendar::{Entry, file};
use crate::pages::form::{Filled, FormBody};
use crate::pages::home::Message;
use crate::pages::qr;
use crate::pages::service_text::{Look, code_text};
use crate::pages::visit::{Visit, say, see_other};
use crate::problem::Trouble;
use crate::secrets::{TicketLink, Token, fingerprint};

/// WeChat's own browser, which opens no calendar file.
const WECHAT: &str = "MicroMessenger";

/// `/a/{token}`
pub(super) async fn show(visit: Visit) -> Response {
    let found = async {
        let on = on_appointment(&visit)?;
        let view = on.view_with_person().await?.appointment;
        Ok((on, view))
    };
    let (on, view) = match found.await {
        Ok(found) => found,
        Err(trouble) => return no_appointment(&visit, &trouble),
    };
    let base = base(&visit);
    let around = Around {
        part: visit.part(""),
        // The page hangs at no site's address, the booking does.
        book: format!("/s/{}/book", visit.site.id()),
        ticket: on
            .ticket_link()
            .map_or_else(String::new, |link| format!("/t/{}", link.as_str())),
        qr: qr::drawing(&format!("{}{base}", visit.hub.place().first())),
        opens_calendars: !is_wechat(&visit),
        base,
    };
    let now = visit.site.now();
    let a = visit
        .site
        .read(|p| PhoneAppointment::new(&p.site, &view, now, visit.words, around));
    let (w, f) = (visit.words, visit.frame());
    if visit.is_part() {
        visit.page(&AppointmentPart { w, f, a })
    } else {
        visit.page(&AppointmentPage { w, f, a })
    }
}

/// `/a/{token}/move` and `/a/{token}/move/{date}`
pub(super) async fn choose(visit: Visit) -> Response {
    move_page(&visit, String::new(), 200)
}

/// 改时间.
pub(super) async fn move_to(visit: Visit, body: FormBody) -> Response {
    let on = match on_appointment(&visit) {
        Ok(on) => on,
        Err(trouble) => return no_appointment(&visit, &trouble),
    };
    let moved = match slot(&Filled::read(&body)) {
        Ok(slot) => on.move_to(slot).await,
        Err(trouble) => Err(trouble),
    };
    match moved {
        Ok(_) => see_other(&base(&visit)),
        Err(trouble) => move_page(&visit, visit.sentence(&trouble), trouble.status()),
    }
}

/// 取消预约. The page says what became of it.
pub(super) async fn cancel(visit: Visit) -> Response {
    let done = match on_appointment(&visit) {
        Ok(on) => on.cancel().await,
        Err(trouble) => Err(trouble),
    };
    match done {
        Ok(_) | Err(Trouble::Refused { .. }) => see_other(&base(&visit)),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// 删掉姓名和电话. The appointment stays.
pub(super) async fn forget(visit: Visit) -> Response {
    let done = match on_appointment(&visit) {
        Ok(on) => on.forget().await,
        Err(trouble) => Err(trouble),
    };
    match done {
        Ok(_) => see_other(&base(&visit)),
        Err(trouble) => visit.fail(&trouble),
    }
}

/// `/a/{token}/calendar.ics`, for an appointment that is expected.
pub(super) async fn calendar(visit: Visit) -> Response {
    let view = match found(&visit) {
        Ok((_, view)) => view,
        Err(trouble) => return no_appointment(&visit, &trouble),
    };
    if view.state != AppointmentStateName::Booked {
        return see_other(&base(&visit));
    }
    let text = visit.site.read(|p| calendar_file(&visit, &p.site, &view));
    let mut response = text.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        // Shown inline, a phone asks at once whether to put it into its calendar.
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"paihao.ics\"",
        ),
        (header::CACHE_CONTROL, "private, no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn calendar_file(visit: &Visit, site: &Site, view: &AppointmentView) -> String {
    let (words, now) = (visit.words, visit.site.now());
    let settings = site.service(&view.service).map(|s| &s.settings);
    let minutes = settings.map_or(0, |s| {
        s.slots.as_ref().map_or(s.minutes, |slots| slots.minutes)
    });
    let description = words.fill(
        "Code {0}. On the square, scan the code on the appointment's page at the number machine, or type the six digits.",
        [&code_text(&view.code)],
    );
    let fingerprint = fingerprint(visit.param("token")).to_string();
    file(&Entry {
        uid: format!("{}@paihao", &fingerprint[..32.min(fingerprint.len())]),
        sequence: (now - view.booked_at.moment()).num_seconds().max(0),
        written_at: now,
        start: view.slot.moment(),
        minutes,
        summary: &Look::of(site, &view.service, words).name,
        location: site.settings.name.get(words.0),
        description: &description,
        url: &format!("{}{}", visit.hub.place().first(), base(visit)),
    })
}

fn move_page(visit: &Visit, refusal: String, status: u16) -> Response {
    let (_, view) = match found(visit) {
        Ok(found) => found,
        Err(trouble) => return no_appointment(visit, &trouble),
    };
    let now = visit.site.now();
    // What cannot be moved any more says so on its own page.
    if view.state != AppointmentStateName::Booked || view.slot.moment() <= now {
        return see_other(&base(visit));
    }
    let date = match date(visit) {
        Ok(date) => date.unwrap_or(view.slot.0.date_naive()),
        Err(trouble) => return visit.fail(&trouble),
    };
    let b = visit.site.read(|published| {
        let site = &published.site;
        let service = site.service(&view.service)?;
        let asked = Asked {
            service,
            date: Some(date),
            base: format!("{}/move", base(visit)),
            key: Token::random().as_str().to_owned(),
        };
        let times = Times::new(&published.scene(now), asked, visit.words);
        Some(Book {
            heading: visit.words.say("Change the time").to_owned(),
            so_far: so_far(site, view.slot, now, visit.words),
            refusal,
            back: base(visit),
            step: Step::Times(Box::new(times)),
        })
    });
    let Some(b) = b else {
        return see_other(&base(visit));
    };
    let (w, f) = (visit.words, visit.frame());
    visit.page_with(status, &BookPage { w, f, b })
}

fn found(visit: &Visit) -> Result<(OnAppointment, AppointmentView), Trouble> {
    let on = on_appointment(visit)?;
    let view = on.view()?.appointment;
    Ok((on, view))
}

fn on_appointment(visit: &Visit) -> Result<OnAppointment, Trouble> {
    let token = visit.param("token");
    // An id or a code is for the API: these forms need no sign-in, and so use none.
    if token.parse::<TicketLink>().is_err() {
        return Err(visit.site.missing(Thing::Appointment, ""));
    }
    visit.identity.on_appointment(&visit.site, token)
}

fn base(visit: &Visit) -> String {
    format!("/a/{}", visit.param("token"))
}

fn is_wechat(visit: &Visit) -> bool {
    let agent = visit.headers.get(header::USER_AGENT);
    agent.is_some_and(|agent| agent.to_str().is_ok_and(|agent| agent.contains(WECHAT)))
}

fn no_appointment(visit: &Visit, trouble: &Trouble) -> Response {
    if trouble.status() != 404 && trouble.status() != 401 {
        return visit.fail(trouble);
    }
    let words = visit.words;
    let message = Message {
        heading: words.say("This appointment link is not right").to_owned(),
        text: words
            .say("Please open the link or scan the code again. With the six digits, a volunteer finds your appointment too.")
            .to_owned(),
        icon: "calendar",
    };
    say(words, &visit.frame(), message, 404)
}
