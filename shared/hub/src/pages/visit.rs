//! A request for a page: which site, who asks, in which language; and the answer as HTML.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::net::{IpAddr, Ipv4Addr};

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use domain::settings::Language;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::form::{Filled, Wrong, out_of_range};
use super::frame::Frame;
use super::home::{Message, MessagePage};
use crate::access::{Identity, SiteRef};
use crate::hub::Hub;
use crate::lang::{Words, by_code, code};
use crate::language;
use crate::problem::Trouble;
use crate::secrets::TicketLink;
use crate::sentence::Sentence;
use crate::server::Peer;

/// Remembers the language that was chosen on this device.
const LANGUAGE_COOKIE: &str = "lang";

/// A request about a page of a site.
pub(super) struct Visit {
    pub(super) hub: Hub,
    pub(super) site: SiteRef,
    pub(super) identity: Identity,
    pub(super) headers: HeaderMap,
    pub(super) words: Words,
    /// What stands behind the question mark.
    pub(super) query: Filled,
    /// `/s/square`, or empty for the hub's first site.
    pub(super) prefix: String,
    /// The page's own path.
    pub(super) here: String,
    params: Vec<(String, String)>,
    /// Only what is read can be there already.
    is_get: bool,
    /// The language was chosen with this very request.
    chosen: Option<Language>,
}

impl FromRequestParts<Hub> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Response> {
        let query = Filled::read(parts.uri.query().unwrap_or_default().as_bytes());
        let (path, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
        let stranger = |trouble: &Trouble| {
            let words = words(&headers, &query, None);
            failure(words, &Frame::without_site(words, &path), trouble)
        };
        let peer = parts
            .extensions
            .get::<Peer>()
            .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |p| p.0);
        let identity = Identity::of(hub, &headers, peer).map_err(|trouble| stranger(&trouble))?;
        let params = RawPathParams::from_request_parts(parts, hub).await;
        let params: Vec<(String, String)> = params.map_or_else(
            |_| Vec::new(),
            |raw| {
                raw.iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect()
            },
        );
        let named = params
            .iter()
            .find(|(name, _)| name == "site")
            .map(|(_, value)| value.as_str());
        let token = params.iter().find(|(name, _)| name == "token");
        let link = token.and_then(|(_, text)| text.parse::<TicketLink>().ok());
        // Whoever follows a ticket or an appointment is counted by its link, when it is looked up.
        if link.is_none() {
            identity
                .counted(None)
                .map_err(|trouble| stranger(&trouble))?;
        }
        let of_link = link.and_then(|link| hub.sites().of_link(&link));
        let site = match (of_link, named) {
            (Some(site), _) => site,
            (None, Some(id)) => hub.sites().find(id).map_err(|trouble| stranger(&trouble))?,
            (None, None) => hub.sites().first().ok_or_else(|| {
                let words = words(&headers, &query, None);
                no_site(words, &Frame::without_site(words, "/"))
            })?,
        };
        let words = words(&headers, &query, Some(&site));
        Ok(Self {
            hub: hub.clone(),
            identity,
            words,
            is_get: parts.method == http::Method::GET,
            prefix: named.map_or_else(String::new, |id| format!("/s/{id}")),
            here: path,
            chosen: by_code(query.text("lang")),
            query,
            params,
            site,
            headers,
        })
    }
}

impl Visit {
    /// A part of the address.
    pub(super) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether a script asks for the changing part alone.
    pub(super) fn is_part(&self) -> bool {
        !self.query.text("part").is_empty()
    }

    /// The page's surroundings.
    pub(super) fn frame(&self) -> Frame {
        let frame = self
            .site
            .read(|published| Frame::new(&published.site, self.words, &self.prefix, &self.here));
        Frame {
            asked: self.query.without(&["lang", "part"]),
            ..frame
        }
    }

    /// The address of the part of this page that changes, in the same language.
    pub(super) fn part(&self, more: &str) -> String {
        format!("{}?part=now&lang={}{more}", self.here, code(self.words.0))
    }

    /// The address of the site's live stream.
    pub(super) fn live(&self, following: &str) -> String {
        format!("{}/live?{following}", self.api())
    }

    /// The address of the site's API.
    pub(super) fn api(&self) -> String {
        format!("/api/v1/sites/{}", self.site.id())
    }

    /// A page, or that the browser has it already.
    pub(super) fn page(&self, page: &impl Template) -> Response {
        let html = match page.render() {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, "a page could not be rendered");
                return self.fail(&Trouble::Internal);
            }
        };
        let tag = format!("W/\"{:016x}\"", digest(&html));
        let known = self
            .headers
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        let is_known =
            self.is_get && known.is_some_and(|known| known.split(',').any(|k| k.trim() == tag));
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(html))
        };
        let headers = response.headers_mut();
        dress(headers, self.words);
        insert(headers, header::ETAG, &tag);
        if let Some(language) = self.chosen.filter(|_| !self.is_part()) {
            let year = 365 * 24 * 60 * 60;
            let cookie = format!(
                "{LANGUAGE_COOKIE}={}; Path=/; SameSite=Lax; Max-Age={year}",
                code(language)
            );
            insert(headers, header::SET_COOKIE, &cookie);
        }
        response
    }

    /// A page with a status of its own.
    pub(super) fn page_with(&self, status: u16, page: &impl Template) -> Response {
        let mut response = self.page(page);
        // A page that the browser has already stays so.
        if status != 200 {
            *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            response.headers_mut().remove(header::ETAG);
        }
        response
    }

    /// Why something could not be done, as a page.
    pub(super) fn fail(&self, trouble: &Trouble) -> Response {
        failure(self.words, &self.frame(), trouble)
    }

    /// What a trouble says beside the field it is about, or of the whole form.
    pub(super) fn wrong(&self, trouble: &Trouble) -> Wrong {
        let about = if let Trouble::Refused(about) = trouble {
            out_of_range(&about.refusal, self.words)
        } else {
            None
        };
        about.unwrap_or_else(|| Wrong {
            field: String::new(),
            why: self.sentence(trouble),
        })
    }

    /// The sentence for a trouble.
    pub(super) fn sentence(&self, trouble: &Trouble) -> String {
        let Sentence { title, detail } = Sentence::of(trouble, self.words.0);
        [Some(title), detail]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// After a form was sent: go and look, so that a reload sends nothing again.
pub(super) fn see_other(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    insert(response.headers_mut(), header::LOCATION, address);
    insert(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    response
}

/// A page that says why something is not so.
fn failure(words: Words, frame: &Frame, trouble: &Trouble) -> Response {
    let Sentence { title, detail } = Sentence::of(trouble, words.0);
    let message = Message {
        heading: title,
        text: detail.unwrap_or_default(),
        icon: "warning",
    };
    say(words, frame, message, trouble.status())
}

/// A page that says one thing.
pub(super) fn say(words: Words, frame: &Frame, message: Message, status: u16) -> Response {
    let page = MessagePage {
        w: words,
        f: frame.clone(),
        m: message,
    };
    let mut response = Response::new(Body::from(page.render().unwrap_or_default()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    dress(response.headers_mut(), words);
    response
}

fn no_site(words: Words, frame: &Frame) -> Response {
    let message = Message {
        heading: words.say("No site is set up yet").to_owned(),
        text: words
            .say("The technician adds one: paihao-admin site add, on the machine of the hub.")
            .to_owned(),
        icon: "settings",
    };
    say(words, frame, message, 404)
}

/// By what was asked for, then what was chosen before, then what the browser
/// likes, then what the site begins with; among the languages the site offers.
fn words(headers: &HeaderMap, query: &Filled, site: Option<&SiteRef>) -> Words {
    let (offered, first) = match site {
        Some(site) => site.read(|published| {
            let settings = &published.site.settings;
            (settings.languages.clone(), settings.language)
        }),
        None => (vec![Language::Zh, Language::En], Language::Zh),
    };
    let asked = by_code(query.text("lang"));
    let chosen = || cookie(headers, LANGUAGE_COOKIE).and_then(by_code);
    let liked = || language::accepted(headers);
    let is_offered = |language: &Language| offered.contains(language);
    let found = asked
        .filter(is_offered)
        .or_else(|| chosen().filter(is_offered))
        .or_else(|| liked().filter(is_offered));
    Words(found.unwrap_or(first))
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}

fn dress(headers: &mut HeaderMap, words: Words) {
    insert(headers, header::CONTENT_TYPE, "text/html; charset=utf-8");
    insert(headers, header::CACHE_CONTROL, "private, no-cache");
    insert(headers, header::CONTENT_LANGUAGE, words.tag());
    insert(headers, header::VARY, "accept-language, cookie");
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

fn digest(html: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    hasher.finish()
}
