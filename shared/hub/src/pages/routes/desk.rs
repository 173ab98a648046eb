//! `/desk`

use axum::response::Response;
use protocol::StationView;

use super::sign_in::sign_in_page;
use crate::access::Volunteer;
use crate::pages::desk::way::Way;
use crate::pages::desk::{Desk, DeskInput, DeskPage, DeskPart, StationsPage, choices};
use crate::pages::form::Filled;
use crate::pages::visit::Visit;
use crate::problem::Trouble;

pub(super) mod appointments;
pub(super) mod items;

/// Somebody at a station.
struct At {
    volunteer: Volunteer,
    station: StationView,
    /// Whether another station can be chosen.
    may_switch: bool,
    way: Way,
}

/// Who is at which station, or the page that asks for it.
fn locate(visit: &Visit) -> Result<At, Box<Response>> {
    let volunteer = visit.identity.volunteer(&visit.site).map_err(|trouble| {
        let heading = visit.words.say("Desk (volunteers)");
        Box::new(sign_in_page(visit, heading, &trouble))
    })?;
    let fixed = volunteer.station().map(ToString::to_string);
    let may_switch = fixed.is_none();
    let chosen = fixed.unwrap_or_else(|| visit.query.text("station").to_owned());
    if chosen.is_empty() {
        return Err(Box::new(stations(visit, &volunteer)));
    }
    match volunteer.one_station(&chosen) {
        Ok(answer) => Ok(At {
            way: Way {
                prefix: visit.prefix.clone(),
                station: chosen,
            },
            station: answer.station,
            may_switch,
            volunteer,
        }),
        // A station that is gone, or a mistyped address: choose again.
        Err(_) if may_switch => Err(Box::new(stations(visit, &volunteer))),
        Err(trouble) => Err(Box::new(visit.fail(&trouble))),
    }
}

/// The same, in a handler.
macro_rules! at {
    ($visit:expr) => {
        match $crate::pages::routes::desk::locate(&$visit) {
            Ok(at) => at,
            Err(page) => return *page,
        }
    };
}

use at;

/// The key of a press: that of its page, and what was pressed there.
fn pressed(typed: &Filled, what: &str) -> Option<String> {
    let key = typed.text("key");
    (!key.is_empty()).then(|| format!("{key}/{what}"))
}

/// The desk of the volunteer's station, or of the one that was chosen.
pub(super) async fn show(visit: Visit) -> Response {
    let at = at!(visit);
    match desk(&visit, at) {
        Ok(response) => response,
        Err(trouble) => visit.fail(&trouble),
    }
}

fn desk(visit: &Visit, at: At) -> Result<Response, Trouble> {
    let station = &at.station;
    let queue = at.volunteer.queue(None)?;
    let services = visit.site.services().services;
    let printers = at.volunteer.stations().printers;
    let d = visit.site.read(|published| {
        Desk::new(&DeskInput {
            site: &published.site,
            station,
            queue: &queue,
            services: &services,
            printers: &printers,
            now: visit.site.now(),
            words: visit.words,
            part: visit.part(&format!("&station={}", station.id)),
            live: visit.live("topic=stations"),
            api: visit.api(),
            switch_to: at.may_switch.then(|| visit.here.clone()),
            way: &at.way,
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
