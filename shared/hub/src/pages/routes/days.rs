//! `/dashboard/days`

use axum::response::Response;

use super::sign_in::sign_in_page;
use crate::pages::days::{Asked, DaysPage, EarlierDays, Show, Span};
use crate::pages::visit::Visit;

/// The service days that are over.
pub(super) async fn show(visit: Visit) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    let days = match organiser.all_days().await {
        Ok(days) => days,
        Err(trouble) => return visit.fail(&trouble),
    };
    let asked = Asked {
        span: Span::asked(visit.query.text("span")),
        show: Show::asked(visit.query.text("show")),
        before: visit.query.text("before").parse().ok(),
    };
    let today = visit.site.local(visit.site.now()).0.date_naive();
    let (here, words) = (visit.here.clone(), visit.words);
    let page = move || EarlierDays::new(&days, asked, today, &here, words);
    let d = match visit.site.beside(page).await {
        Ok(d) => d,
        Err(trouble) => return visit.fail(&trouble),
    };
    let (w, f) = (visit.words, visit.frame());
    visit.page(&DaysPage { w, f, d })
}
