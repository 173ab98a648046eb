//! Coming in: by a link, or by the PIN on a device that was in before.

use axum::response::Response;
use domain::{Role, SiteId};
use http::header;

use crate::access::{COOKIE_PREFIX, SignedDevice};
use crate::pages::form::{Filled, FormBody};
use crate::pages::sign_in::{LinkIn, LinkPage, SignInPage, SignInView};
use crate::pages::visit::{Visit, see_other};
use crate::problem::Trouble;
use crate::secrets::Token;

/// The page that a link opens. It signs nobody in by itself: whoever previews
/// links, as messengers do, must not use them up.
pub(super) async fn show_link(visit: Visit) -> Response {
    let entry = match visit.identity.look_at_link(visit.param("link")) {
        Ok(entry) => entry,
        Err(trouble) => return visit.fail(&trouble),
    };
    let role = entry.grant.roles.first().copied().unwrap_or(Role::Resident);
    let words = visit.words;
    let heading = match (role, &entry.grant.station) {
        (_, Some(station)) => words.fill("Desk of station {0}", [station.as_str()]),
        (Role::Organiser, None) => words.say("Dashboard (organiser)").to_owned(),
        (Role::Display, None) => words.say("Board").to_owned(),
        (_, None) => words.say("Desk (volunteers)").to_owned(),
    };
    let l = LinkIn {
        heading,
        device: Token::random().as_str().to_owned(),
        asks_name: role != Role::Display,
        is_plain: !visit.hub.place().is_secure(),
    };
    visit.page(&LinkPage {
        w: words,
        f: visit.frame(),
        l,
    })
}

/// Signs this device in.
pub(super) async fn use_link(visit: Visit, body: FormBody) -> Response {
    let typed = Filled::read(&body);
    let name = Some(typed.text("name")).filter(|name| !name.is_empty());
    let used = visit
        .identity
        .use_link(visit.param("link"), typed.text("device"), name)
        .await;
    match used {
        Ok(signed) => {
            let prefix = prefix(&visit, signed.grant.site.as_ref());
            let page = page_of(signed.role());
            enter(&visit, &[signed], &format!("{prefix}/{page}"))
        }
        Err(trouble) => visit.fail(&trouble),
    }
}

/// Comes back by the PIN.
pub(super) async fn by_pin(visit: Visit, body: FormBody) -> Response {
    let typed = Filled::read(&body);
    let to = match typed.text("to") {
        "dashboard" => "dashboard",
        _ => "desk",
    };
    let key = Some(typed.text("key").to_owned()).filter(|key| !key.is_empty());
    match visit
        .identity
        .clone()
        .with_key(key)
        .come_back(&visit.site, &visit.headers, typed.text("pin"))
        .await
    {
        Ok(signed) => enter(&visit, &signed, &format!("{}/{to}", visit.prefix)),
        Err(trouble) => {
            let heading = visit.words.say("Sign in");
            view(
                &visit,
                heading,
                visit.sentence(&trouble),
                to,
                trouble.status(),
            )
        }
    }
}

/// What a staff page shows instead of itself to whoever may not see it.
pub(super) fn sign_in_page(visit: &Visit, heading: &str, trouble: &Trouble) -> Response {
    let is_stranger = matches!(trouble, Trouble::NotSignedIn);
    let wrong = if is_stranger {
        String::new()
    } else {
        visit.sentence(trouble)
    };
    let to = if visit.here.contains("/dashboard") {
        "dashboard"
    } else {
        "desk"
    };
    view(visit, heading, wrong, to, trouble.status())
}

fn view(visit: &Visit, heading: &str, wrong: String, to: &str, status: u16) -> Response {
    let cookies = visit.headers.get_all(header::COOKIE).iter();
    let s = SignInView {
        heading: heading.to_owned(),
        wrong,
        known_device: cookies
            .filter_map(|c| c.to_str().ok())
            .any(|c| c.contains(COOKIE_PREFIX)),
        action: format!("{}/sign-in", visit.prefix),
        to: to.to_owned(),
        key: Token::random().as_str().to_owned(),
        is_plain: !visit.hub.place().is_secure(),
    };
    visit.page_with(
        status,
        &SignInPage {
            w: visit.words,
            f: visit.frame(),
            s,
        },
    )
}

fn enter(visit: &Visit, signed: &[SignedDevice], to: &str) -> Response {
    let mut response = see_other(to);
    for device in signed {
        response
            .headers_mut()
            .append(header::SET_COOKIE, device.cookie(&visit.hub));
    }
    response
}

/// The hub's first site needs no prefix.
fn prefix(visit: &Visit, site: Option<&SiteId>) -> String {
    let first = visit.hub.sites().first();
    match site {
        Some(site) if first.is_none_or(|first| first.id() != site) => format!("/s/{site}"),
        Some(_) | None => String::new(),
    }
}

fn page_of(role: Role) -> &'static str {
    match role {
        Role::Display => "board",
        Role::Organiser => "dashboard",
        Role::Volunteer
        | Role::TeamLeader
        | Role::Resident
        | Role::Kiosk
        | Role::Technician
        | Role::District
        | Role::Hub => "desk",
    }
}
