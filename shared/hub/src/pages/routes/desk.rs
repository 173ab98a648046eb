//! `/desk`

use axum::response::Response;

use super::sign_in::sign_in_page;
use crate::access::Volunteer;
use crate::pages::desk::{Desk, DeskInput, DeskPage, DeskPart, StationsPage, choices};
use crate::pages::visit::Visit;
use crate::problem::Trouble;

/// The desk of the volunteer's station, or of the one that was chosen.
pub(super) async fn show(visit: Visit) -> Response {
    let volunteer = match visit.identity.volunteer(&visit.site) {
        Ok(volunteer) => volunteer,
        Err(trouble) => {
            return sign_in_page(&visit, visit.words.say("Desk (volunteers)"), &trouble);
        }
    };
    let fixed = volunteer.station().map(ToString::to_string);
    let chosen = fixed
        .clone()
        .unwrap_or_else(|| visit.query.text("station").to_owned());
    if chosen.is_empty() {
        return stations(&visit, &volunteer);
    }
    match desk(&visit, &volunteer, &chosen, fixed.is_none()) {
        Ok(response) => response,
        // A station that is gone, or a mistyped address: choose again.
        Err(_) if fixed.is_none() => stations(&visit, &volunteer),
        Err(trouble) => visit.fail(&trouble),
    }
}

fn desk(
    visit: &Visit,
    volunteer: &Volunteer,
    station: &str,
    may_switch: bool,
) -> Result<Response, Trouble> {
    let station = volunteer.one_station(station)?.station;
    let queue = volunteer.queue(None)?;
    let services = visit.site.services().services;
    let d = visit.site.read(|published| {
        Desk::new(&DeskInput {
            site: &published.site,
            station: &station,
            queue: &queue,
            services: &services,
            now: visit.site.now(),
            words: visit.words,
            part: visit.part(&format!("&station={}", station.id)),
            live: visit.live("topic=stations"),
            api: visit.api(),
            switch_to: may_switch.then(|| visit.here.clone()),
        })
    });
    let (w, f) = (visit.words, visit.frame());
    Ok(if visit.is_part() {
        visit.page(&DeskPart { w, f, d })
    } else {
        visit.page(&DeskPage { w, f, d })
    })
}

fn stations(visit: &Visit, volunteer: &Volunteer) -> Response {
    let list = volunteer.stations().stations;
    let stations = visit
        .site
        .read(|published| choices(&published.site, &list, visit.words));
    visit.page(&StationsPage {
        w: visit.words,
        f: visit.frame(),
        stations,
    })
}
