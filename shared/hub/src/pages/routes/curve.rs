//! `/dashboard/curve`, `/dashboard/what-if`

use axum::response::Response;
use domain::day;

use super::sign_in::sign_in_page;
use crate::pages::curve::{CurvePage, Curves, DayLinks};
use crate::pages::visit::Visit;
use crate::pages::what_if::{Answered, WhatIfPage, asked, form};

/// How many waited on a day; today without one.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let now = visit.site.now();
    let zone = visit.site.read(|p| p.site.settings.time_zone);
    let today = day::local_date(now, zone);
    let date = visit.query.text("date").parse().unwrap_or(today);
    let view = match organiser.curve_of(date).await {
        Ok(view) => view,
        Err(trouble) => return visit.fail(&trouble),
    };
    let (w, f) = (visit.words, visit.frame());
    let c = visit.site.read(|p| Curves::new(&p.site, &view, w));
    let d = DayLinks::new(date, today, w, &visit.here);
    visit.page(&CurvePage { w, f, c, d })
}

/// What the rest of the day would be with some changes.
pub(super) async fn what_if(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let (w, f, now) = (visit.words, visit.frame(), visit.site.now());
    let form = visit.site.read(|p| form(&p.site, &visit.query, w));
    let read = visit.site.read(|p| asked(&p.site, &visit.query, now, w));
    let nothing = || {
        let nothing = visit
            .site
            .read(|p| Answered::nothing(&p.site, w, &visit.here));
        (nothing, Curves::default())
    };
    let ask = match read {
        Ok(ask) => ask,
        Err(wrong) => {
            let (mut a, c) = nothing();
            let form = form.with_wrong(Some(wrong));
            form.wrong.clone_into(&mut a.wrong);
            return visit.page_with(422, &WhatIfPage { w, f, a, c, form });
        }
    };
    let was_asked = !ask.changes.is_empty() || !visit.query.text("come").is_empty();
    let told = if was_asked {
        organiser.what_if(&ask).await.map(Some)
    } else {
        Ok(None)
    };
    let (status, (a, c)) = match told {
        Ok(Some(view)) => {
            let answered = visit.site.read(|p| Answered::of(&p.site, &ask, &view, w));
            (200, answered)
        }
        Ok(None) => (200, nothing()),
        Err(trouble) => {
            let (mut a, c) = nothing();
            a.wrong = visit.sentence(&trouble);
            (trouble.status(), (a, c))
        }
    };
    visit.page_with(status, &WhatIfPage { w, f, a, c, form })
}
