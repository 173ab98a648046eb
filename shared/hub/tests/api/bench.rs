//! A hub with the sample site, without a network.

use std::sync::Arc;

use axum::body::Body;
use domain::{Actor, Role, SiteId};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use hub::clock::ManualClock;
use hub::seams::Seams;
use hub::secrets::Secrets;
use hub::{Hub, HubParts, Place};
use serde_json::Value;
use store::{Log as _, MemoryStore, Vault as _};
use tower::ServiceExt as _;

pub(crate) const SITE: &str = "/api/v1/sites/square";

pub(crate) struct Bench {
    pub(crate) hub: Hub,
    pub(crate) clock: ManualClock,
    store: Arc<MemoryStore>,
    app: axum::Router,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let clock = ManualClock::new("2026-03-07T01:00:00Z".parse().unwrap());
        let store = Arc::new(MemoryStore::new());
        let parts = HubParts {
            store: Arc::clone(&store) as Arc<dyn hub::seams::Store>,
            vault: Arc::clone(&store) as Arc<dyn store::Vault>,
            seams: Seams::with_clock(Arc::new(clock.clone())),
            secrets: Secrets::passing(),
            place: Place::public("http://hub.example"),
            join: false,
        };
        let hub = Hub::open(parts).await.unwrap();
        hub::start::set_up_sample_site(&hub).await.unwrap();
        let app = hub::server::app(&hub);
        Self {
            hub,
            clock,
            store,
            app,
        }
    }

    /// A token that allows a role on the sample site.
    pub(crate) fn token(&self, role: Role) -> String {
        let site = Some(SiteId::new("square").unwrap());
        self.hub.local_credential(role, site).as_str().to_owned()
    }

    /// What the technician's token of the machine allows: everything, on every site.
    pub(crate) async fn everywhere(&self) -> String {
        let by = Actor::of(Role::Hub);
        let token = self.hub.registry().replace_admin_token(by).await;
        token.unwrap().as_str().to_owned()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let kind = parts.headers.get("content-type");
        let is_file = kind.is_some_and(|kind| kind.as_bytes().ends_with(b"spreadsheetml.sheet"));
        // Everything but a workbook is text, to its last byte.
        let text = if is_file {
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            String::from_utf8(bytes.into()).unwrap()
        };
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text,
        }
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Reply {
        self.send(request("GET", path, token, "")).await
    }

    /// Changes something as an organiser.
    pub(crate) async fn patch(&self, path: &str, body: &str) {
        let organiser = self.token(Role::Organiser);
        let sent = self.send(request("PATCH", path, Some(&organiser), body));
        sent.await.done(200);
    }

    /// Sends a form as the browser of nobody in particular.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let mut request = request("POST", path, None, &body.finish());
        let kind = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert("content-type", kind);
        self.send(request).await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, body: &str) -> Reply {
        self.send(request("POST", path, token, body)).await
    }

    /// Every record of the sample site, as it is written.
    pub(crate) async fn log_text(&self) -> String {
        let log = store::LogId::new("square").unwrap();
        let mut text = String::new();
        let mut next = store::Position(1);
        loop {
            let records = self.store.read(&log, next, 1_000).await.unwrap();
            let Some(last) = records.last() else {
                return text;
            };
            next = last.position.next();
            text.extend(records.iter().map(|record| record.body.json()));
        }
    }

    /// How many persons are kept for the sample site.
    pub(crate) async fn kept_people(&self) -> usize {
        let log = store::LogId::new("square").unwrap();
        self.store.subjects(&log, None).await.unwrap().len()
    }

    /// Takes a number at a kiosk; answers id and link.
    pub(crate) async fn issue(&self) -> (String, String) {
        let kiosk = self.token(Role::Kiosk);
        let body = r#"{"service":"haircut"}"#;
        let issued = self
            .post(&format!("{SITE}/tickets"), Some(&kiosk), body)
            .await
            .done(201);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&issued["ticket"]["id"]), text(&issued["token"]))
    }
}

pub(crate) fn request(method: &str, path: &str, token: Option<&str>, body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn done(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    /// A problem of this status and code, with sentences in it.
    pub(crate) fn problem(&self, what: &str, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{what}: {}",
            self.text
        );
        let found = (self.status, problem["code"].as_str().unwrap_or_default());
        assert_eq!(found, (status, code), "{what}: {}", self.text);
        assert_eq!(
            StatusCode::from_u16(status).unwrap().as_u16(),
            problem["status"]
        );
        assert!(!problem["title"].as_str().unwrap().is_empty(), "{what}");
        assert!(!problem["detail"].as_str().unwrap().is_empty(), "{what}");
        problem
    }
}
