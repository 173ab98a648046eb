//! Why a request was not done, and how that leaves the hub: one problem+json,
//! one status, one sentence in the reader's language.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::refusal::{NotAllowed, Thing};
use domain::settings::Language;
use domain::{Refusal, Site};
use http::{HeaderValue, StatusCode, header};
use protocol::PatchError;
use protocol::problem::{MEDIA_TYPE, Problem, status_of};
use serde_json::Value;
use strum::VariantNames as _;

use crate::engine::AskError;
use crate::hub::Hub;
use crate::language;
use crate::registry::{HubRefusal, RegistryError};
use crate::sentence::{Names, Sentence};

/// Why a request was not done.
#[derive(Debug, Clone, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Trouble {
    /// The rules of the queue refuse.
    #[error("{}", .0.refusal)]
    Refused(Box<Refused>),
    /// The register refuses.
    #[error(transparent)]
    Register(#[from] HubRefusal),
    /// Something of that name is there already, with other settings.
    #[error("exists")]
    Exists {
        /// What kind of thing.
        what: Thing,
        /// Its name.
        id: String,
    },
    /// Nobody is signed in.
    #[error("not_signed_in")]
    NotSignedIn,
    /// Whoever is signed in may not do that.
    #[error("not_allowed")]
    #[strum(serialize = "not_allowed")]
    Forbidden,
    /// Phones may not take numbers at this site.
    #[error("joining_off")]
    JoiningOff,
    /// Phones may not book at this site.
    #[error("booking_off")]
    BookingOff,
    /// A kiosk away from the hub gave this number by itself and has not brought it yet.
    #[error("ticket_pending")]
    TicketPending {
        /// What staff call the kiosk; empty where nobody gave it a name.
        kiosk: String,
        /// Whether the kiosk is heard right now: then the number comes any moment.
        connected: bool,
    },
    /// The PIN is wrong.
    #[error("pin_wrong")]
    PinWrong {
        /// Tries left before a pause.
        tries_left: u32,
    },
    /// Too many wrong PINs.
    #[error("pin_locked")]
    PinLocked {
        /// Until the next try, in seconds.
        retry_secs: u64,
    },
    /// The body or the address cannot be understood.
    #[error("malformed: {reason}")]
    Malformed {
        /// What is wrong, for programmers.
        reason: String,
    },
    /// A command came as something other than JSON.
    #[error("media_type")]
    #[strum(serialize = "media_type")]
    NotJson,
    /// The body is larger than a command ever is.
    #[error("body_too_large")]
    #[strum(serialize = "body_too_large")]
    TooLarge {
        /// At most so many bytes.
        max_bytes: usize,
    },
    /// The sender took too long.
    #[error("too_slow")]
    TooSlow,
    /// There is no such address.
    #[error("no_such_address")]
    NoSuchAddress,
    /// The address knows other methods.
    #[error("method_not_allowed")]
    MethodNotAllowed,
    /// A page elsewhere tried to use this browser's sign-in.
    #[error("cross_site")]
    CrossSite,
    /// Too many requests.
    #[error("too_many_requests")]
    TooManyRequests {
        /// Until the next one, in seconds.
        retry_secs: u64,
    },
    /// Whether it was done is not known.
    #[error("outcome_unknown")]
    OutcomeUnknown,
    /// Too much is asked at once; nothing was done.
    #[error("busy")]
    Busy,
    /// A fault of the hub.
    #[error("internal")]
    Internal,
}

/// A refusal of the queue rules, ready to be said.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The refusal.
    pub refusal: Refusal,
    /// What its ids are called on the square.
    pub names: Names,
    /// Whether it is said to the holder of a ticket's link, who never sees an id.
    pub to_holder: bool,
}

impl Trouble {
    /// A refusal of the queue rules, with the names that `site` has for its ids.
    pub fn refused(refusal: Refusal, site: &Site) -> Self {
        let names = Names::of(&refusal, site);
        Self::Refused(Box::new(Refused {
            refusal,
            names,
            to_holder: false,
        }))
    }

    /// A refusal that is about no site, or none that there is.
    pub fn refused_nowhere(refusal: Refusal) -> Self {
        Self::Refused(Box::new(Refused {
            refusal,
            names: Names::default(),
            to_holder: false,
        }))
    }

    /// The same said to the holder of a ticket's link: with numbers where staff see ids.
    #[must_use]
    pub fn for_holder(self) -> Self {
        if let Self::Refused(mut refused) = self {
            refused.to_holder = true;
            return Self::Refused(refused);
        }
        self
    }

    /// Why the settings of a site that is to be are not understood or not possible.
    pub fn of_patch(error: PatchError) -> Self {
        match error {
            PatchError::OutOfRange(refusal) => Self::refused_nowhere(refusal),
            PatchError::MissingId | PatchError::Field(_) => Self::Malformed {
                reason: error.to_string(),
            },
        }
    }

    /// What the engine answered instead of doing it.
    pub fn asked(error: AskError, site: &Site) -> Self {
        match error {
            AskError::Refused(refusal) => Self::refused(refusal, site),
            AskError::Exists { what, id } => Self::Exists { what, id },
            AskError::Malformed { reason } => Self::Malformed { reason },
            AskError::OutcomeUnknown => Self::OutcomeUnknown,
            AskError::Busy => Self::Busy,
        }
    }

    /// Stable and promised: what programs look at.
    pub fn code(&self) -> &'static str {
        if let Self::Refused(refused) = self {
            refused.refusal.code()
        } else if let Self::Register(refusal) = self {
            refusal.into()
        } else {
            self.into()
        }
    }

    /// Every code there is.
    pub fn codes() -> BTreeSet<&'static str> {
        // These two bear the code of the refusal within.
        let own = Self::VARIANTS
            .iter()
            .filter(|name| !["refused", "register"].contains(name));
        own.chain(Refusal::CODES)
            .chain(HubRefusal::VARIANTS)
            .copied()
            .collect()
    }

    /// Whether the rules said no, so that nothing was recorded.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_))
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(refused) => status_of(&refused.refusal),
            Self::Register(refusal) => match refusal {
                HubRefusal::NotFound { .. }
                | HubRefusal::LinkUnknown
                | HubRefusal::PairingCodeUnknown => 404,
                HubRefusal::SessionUnknown => 401,
                HubRefusal::SiteExists { .. }
                | HubRefusal::LinkUsed
                | HubRefusal::LinkExpired
                | HubRefusal::LastSite
                | HubRefusal::KeyReused
                | HubRefusal::TooMany { .. } => 409,
            },
            Self::Exists { .. } => 409,
            Self::NotSignedIn | Self::JoiningOff | Self::BookingOff => 401,
            Self::Forbidden | Self::PinWrong { .. } | Self::CrossSite => 403,
            Self::PinLocked { .. } | Self::TooManyRequests { .. } => 429,
            Self::Malformed { .. } => 400,
            Self::NotJson => 415,
            Self::TooLarge { .. } => 413,
            Self::TooSlow => 408,
            Self::NoSuchAddress | Self::TicketPending { .. } => 404,
            Self::MethodNotAllowed => 405,
            Self::OutcomeUnknown | Self::Busy => 503,
            Self::Internal => 500,
        }
    }

    /// What it leaves the hub as.
    pub fn problem(&self, language: Language) -> Problem {
        let Sentence { title, detail } = Sentence::of(self, language);
        let mut problem = if let Self::Refused(refused) = self {
            refused.problem(title)
        } else {
            Problem::new(self.code(), self.status(), title)
        };
        problem.detail = detail;
        for (name, value) in self.facts() {
            problem = problem.with(name, value);
        }
        problem
    }

    /// Facts beside those of a refusal.
    fn facts(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Register(HubRefusal::SiteExists { site }) => vec![("site", site.as_str().into())],
            Self::Register(HubRefusal::NotFound { what, id }) => {
                vec![("what", what.name().into()), ("id", id.as_str().into())]
            }
            Self::Register(HubRefusal::TooMany { what, max }) => {
                vec![("what", what.name().into()), ("max", (*max).into())]
            }
            Self::Exists { what, id } => {
                let what = serde_json::to_value(what).unwrap_or_default();
                vec![("what", what), ("id", id.as_str().into())]
            }
            Self::Forbidden => {
                let why = serde_json::to_value(NotAllowed::Role).unwrap_or_default();
                vec![("why", why)]
            }
            Self::TicketPending { kiosk, connected } => {
                vec![
                    ("kiosk", kiosk.as_str().into()),
                    ("connected", (*connected).into()),
                ]
            }
            Self::PinWrong { tries_left } => vec![("tries_left", (*tries_left).into())],
            Self::PinLocked { retry_secs } | Self::TooManyRequests { retry_secs } => {
                vec![("retry_secs", (*retry_secs).into())]
            }
            Self::Malformed { reason } => vec![("reason", reason.as_str().into())],
            Self::TooLarge { max_bytes } => vec![("max_bytes", (*max_bytes).into())],
            Self::Refused(_)
            | Self::Register(
                HubRefusal::LinkUnknown
                | HubRefusal::LinkUsed
                | HubRefusal::LinkExpired
                | HubRefusal::PairingCodeUnknown
                | HubRefusal::SessionUnknown
                | HubRefusal::LastSite
                | HubRefusal::KeyReused,
            )
            | Self::NotSignedIn
            | Self::JoiningOff
            | Self::BookingOff
            | Self::NotJson
            | Self::TooSlow
            | Self::NoSuchAddress
            | Self::MethodNotAllowed
            | Self::CrossSite
            | Self::OutcomeUnknown
            | Self::Busy
            | Self::Internal => Vec::new(),
        }
    }

    fn render(&self, language: Language) -> Response {
        let problem = self.problem(language);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(language::tag(language)),
        );
        if problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::PinLocked { retry_secs } | Self::TooManyRequests { retry_secs } = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*retry_secs));
        }
        response
    }
}

impl Refused {
    fn problem(&self, title: String) -> Problem {
        let mut problem = Problem::of_refusal(&self.refusal, title);
        if !self.to_holder {
            return problem;
        }
        let numbers = [
            ("ticket", "number", &self.names.number),
            ("serving", "number", &self.names.number),
            ("other", "other_number", &self.names.other),
            ("into", "other_number", &self.names.other),
        ];
        for (id, name, number) in numbers {
            if problem.facts.remove(id).is_some() && !number.is_empty() {
                problem = problem.with(name, number.as_str());
            }
        }
        // The holder of a link knows neither the appointment's id nor the item's.
        problem.facts.remove("appointment");
        problem.facts.remove("item");
        if matches!(
            self.refusal,
            Refusal::NotFound {
                what: Thing::Ticket | Thing::Appointment,
                ..
            }
        ) {
            problem.facts.remove("id");
        }
        problem
    }
}

impl From<RegistryError> for Trouble {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::Refused(refusal) => refusal.into(),
            RegistryError::OutcomeUnknown(source) => {
                tracing::error!(%source, "an outcome of the register is not known");
                Self::OutcomeUnknown
            }
            RegistryError::Unreadable(source) => {
                tracing::error!(%source, "the register cannot be read");
                Self::Busy
            }
            RegistryError::Busy => Self::Busy,
        }
    }
}

/// A trouble travels in the response until [`speak`] knows the reader's language.
#[derive(Clone)]
struct Travelling(Arc<Trouble>);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.render(Language::Zh);
        response.extensions_mut().insert(Travelling(Arc::new(self)));
        response
    }
}

/// Says every trouble in the language that the request asks for, or else in the site's.
pub async fn speak(State(hub): State<Hub>, request: Request, next: Next) -> Response {
    let asked = language::accepted(request.headers());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(Travelling(trouble)) = response.extensions().get() else {
        return response;
    };
    let language = asked.unwrap_or_else(|| language_of_site(&hub, &path));
    let mut spoken = trouble.render(language);
    // Layers further in may have added headers, such as a cookie that ends.
    for (name, value) in response.headers() {
        if !spoken.headers().contains_key(name) {
            spoken.headers_mut().append(name, value.clone());
        }
    }
    spoken
}

/// The language of the site in the address, or of the hub's first one.
fn language_of_site(hub: &Hub, path: &str) -> Language {
    let named = path
        .strip_prefix("/api/v1/sites/")
        .or_else(|| path.strip_prefix("/s/"));
    let id = named.and_then(|rest| rest.split('/').next());
    let site = id.and_then(|id| hub.sites().find(id).ok());
    let site = site.or_else(|| hub.sites().first());
    site.map_or(Language::Zh, |site| {
        site.read(|published| published.site.settings.language)
    })
}
