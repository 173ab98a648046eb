//! `/dashboard/appointments` and `/dashboard/items`.

use axum::response::Response;

use crate::pages::dashboard::appointments::{Grid, GridPage};
use crate::pages::dashboard::items::{Custody, CustodyPage};
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
    let list = volunteer.appointments(visit.query.text("date").parse().ok());
    let (now, words) = (visit.site.now(), visit.words);
    let g = visit
        .site
        .read(|p| Grid::new(&p.site, &list.appointments, list.date, now, words));
    let f = visit.frame();
    visit.page(&GridPage { w: words, f, g })
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
    visit.page(&CustodyPage { w, f, c })
}
