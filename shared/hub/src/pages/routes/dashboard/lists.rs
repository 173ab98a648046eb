//! `/dashboard/appointments` and `/dashboard/items`.

use axum::response::Response;
use chrono::NaiveDate;

use crate::pages::dashboard::appointments::{Grid, GridPage, GridPart};
use crate::pages::dashboard::items::{Custody, CustodyPage, CustodyPart};
use crate::pages::routes::sign_in::sign_in_page;
use crate::pages::visit::Visit;

/// A day's appointments; of today without a date.
pub(in crate::pages::routes) async fn appointments(visit: Visit) -> Response {
    if let Err(trouble) = visit.identity.organiser(&visit.site) {
        return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
    }
    let volunteer = match visit.identity.volunteer(&visit.site) {
        Ok(volunteer) => volunteer,
        Err(trouble) => return visit.fail(&trouble),
    };
    let asked = visit.query.text("date").parse().ok();
    let list = volunteer.appointments(asked);
    let (now, words) = (visit.site.now(), visit.words);
    let g = visit
        .site
        .read(|p| Grid::new(&p.site, &list.appointments, list.date, now, words));
    let (w, f) = (words, visit.frame());
    if visit.is_part() {
        return visit.page(&GridPart { w, f, g });
    }
    // Without a date it is today's page, also after midnight.
    let date = asked.map_or_else(String::new, |date: NaiveDate| format!("&date={date}"));
    let (part, live) = (visit.part(&date), visit.live("topic=dashboard"));
    visit.page(&GridPage {
        w,
        f,
        g,
        part,
        live,
    })
}

/// Things in custody.
pub(in crate::pages::routes) async fn items(visit: Visit) -> Response {
    if let Err(trouble) = visit.identity.organiser(&visit.site) {
        return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
    }
    let volunteer = match visit.identity.volunteer(&visit.site) {
        Ok(volunteer) => volunteer,
        Err(trouble) => return visit.fail(&trouble),
    };
    let all = volunteer.items().items;
    let today = visit.site.local(visit.site.now()).0.date_naive();
    let c = Custody::new(&all, today, visit.words);
    let (w, f) = (visit.words, visit.frame());
    if visit.is_part() {
        return visit.page(&CustodyPart { w, f, c });
    }
    let (part, live) = (visit.part(""), visit.live("topic=dashboard"));
    visit.page(&CustodyPage {
        w,
        f,
        c,
        part,
        live,
    })
}
