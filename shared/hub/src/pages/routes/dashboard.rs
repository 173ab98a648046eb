//! `/dashboard`

use axum::response::Response;
use domain::StationId;

use super::sign_in::sign_in_page;
use crate::access::Organiser;
use crate::pages::curve::Curves;
use crate::pages::dashboard::{Dashboard, DashboardInput, DashboardPage, DashboardPart};
use crate::pages::form::{Filled, FormBody};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;

pub(super) mod lists;

/// The dashboard, or the part of it that changes.
pub(super) async fn show(visit: Visit) -> Response {
    match visit.identity.organiser(&visit.site) {
        Ok(organiser) => dashboard(&visit, &organiser, String::new(), 200).await,
        Err(trouble) => sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble),
    }
}

/// What an organiser presses there.
pub(super) async fn act(visit: Visit, body: FormBody) -> Response {
    let organiser = match visit.identity.organiser(&visit.site) {
        Ok(organiser) => organiser,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Dashboard (organiser)"), &trouble);
        }
    };
    match carry_out(&visit, &organiser, &Filled::read(&body)).await {
        Ok(()) => see_other(&format!("{}/dashboard", visit.prefix)),
        Err(trouble) => {
            let said = visit.sentence(&trouble);
            dashboard(&visit, &organiser, said, trouble.status()).await
        }
    }
}

async fn carry_out(visit: &Visit, organiser: &Organiser, typed: &Filled) -> Result<(), Trouble> {
    let service = typed.text("service");
    match typed.text("do") {
        "open_day" => organiser.open_day().await.map(drop),
        "close_day" => organiser.close_day().await.map(drop),
        "stop_issuing" => organiser.stop_issuing(service).await.map(drop),
        "resume_issuing" => organiser.resume_issuing(service).await.map(drop),
        verb => {
            let malformed = |reason: String| Trouble::Malformed { reason };
            let station = StationId::new(typed.text("station"));
            let station = station.map_err(|error| malformed(error.to_string()))?;
            let station = visit.identity.at_station(&visit.site, &station)?;
            match verb {
                "open_station" => station.open(None).await.map(drop),
                "pause_station" => station.pause(None, None).await.map(drop),
                "close_station" => station.close(None).await.map(drop),
                other => Err(malformed(format!("there is no action {other}"))),
            }
        }
    }
}

async fn dashboard(visit: &Visit, organiser: &Organiser, said: String, status: u16) -> Response {
    // Without it the rest of the page is as good as before.
    let curve = organiser.curve().await.ok();
    let view = organiser.dashboard();
    let services = visit.site.services().services;
    let here = format!("{}/dashboard", visit.prefix);
    let (mut d, c) = visit.site.read(|published| {
        let curves = |view| Curves::new(&published.site, view, visit.words);
        let c = curve.as_ref().map(curves).unwrap_or_default();
        let d = Dashboard::new(&DashboardInput {
            site: &published.site,
            view: &view,
            queue: &published.queue(visit.site.now(), None),
            services: &services,
            curve: curve.as_ref(),
            words: visit.words,
        });
        (d, c)
    });
    d.part = format!("{here}?part=now&lang={}", crate::lang::code(visit.words.0));
    d.live = visit.live("topic=dashboard");
    d.said = said;
    let (w, f) = (visit.words, visit.frame());
    if visit.is_part() {
        visit.page(&DashboardPart { w, f, d, c })
    } else {
        visit.page_with(status, &DashboardPage { w, f, d, c })
    }
}
