//! What every route of a site is called with: who asks, and about what.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::response::{IntoResponse, Response};
use domain::StationId;
use domain::refusal::Thing;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::access::{AtStation, Identity, OnAppointment, OnTicket, SiteRef};
use crate::hub::Hub;
use crate::prepared::{Prepared, Sent, Shown};
use crate::problem::Trouble;
use crate::secrets::TicketLink;
use crate::server::Peer;

/// A request about a site.
pub struct Call {
    /// The hub.
    pub hub: Hub,
    /// The site in the address.
    pub site: SiteRef,
    /// Who asks.
    pub identity: Identity,
    /// What the request says about itself.
    pub headers: HeaderMap,
    params: BTreeMap<String, String>,
}

/// Reads who asks from a request.
///
/// # Errors
/// Those of [`Identity::of`].
pub fn identity(hub: &Hub, parts: &Parts) -> Result<Identity, Trouble> {
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
    Identity::of(
        hub,
        &parts.headers,
        peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
    )
}

impl FromRequestParts<Hub> for Call {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Trouble> {
        let identity = identity(hub, parts)?;
        let raw = RawPathParams::from_request_parts(parts, hub).await;
        let raw = raw.map_err(|error| Trouble::Malformed {
            reason: error.body_text(),
        })?;
        let params: BTreeMap<String, String> = raw
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        // Whoever names a ticket or an appointment by its link is counted by it, when it is looked up.
        let is_link = params
            .get("ticket")
            .or_else(|| params.get("appointment"))
            .is_some_and(|text| text.parse::<TicketLink>().is_ok());
        if !is_link {
            identity.counted(None)?;
        }
        let site = hub
            .sites()
            .find(params.get("site").map_or("", String::as_str))?;
        Ok(Self {
            hub: hub.clone(),
            site,
            identity,
            headers: parts.headers.clone(),
            params,
        })
    }
}

impl Call {
    /// A part of the address.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// Somebody who serves at the station in the address.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub fn at_station(&self) -> Result<AtStation, Trouble> {
        let id = self.param("station");
        let missing = |_| self.site.missing(Thing::Station, id);
        match StationId::new(id) {
            Ok(station) => self.identity.at_station(&self.site, &station),
            // Nobody who is not signed in learns which stations there are not.
            Err(error) => Err(self
                .identity
                .volunteer(&self.site)
                .err()
                .unwrap_or(missing(error))),
        }
    }

    /// Whoever may act on the ticket in the address.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub fn on_ticket(&self) -> Result<OnTicket, Trouble> {
        self.identity.on_ticket(&self.site, self.param("ticket"))
    }

    /// Whoever may act on the appointment in the address.
    ///
    /// # Errors
    /// `not_found`, `not_signed_in` or `not_allowed`.
    pub fn on_appointment(&self) -> Result<OnAppointment, Trouble> {
        let name = self.param("appointment");
        self.identity.on_appointment(&self.site, name)
    }

    /// Answers with a view, or that the sender has it already.
    pub(super) fn tagged<T: Serialize>(&self, view: &T) -> Result<Response, Trouble> {
        Ok(self.unless_known(Arc::new(Prepared::of(view)?)))
    }

    /// The same for a view that many look at.
    pub(super) fn tagged_for_many<T: Serialize>(
        &self,
        shown: Shown,
        view: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Response, Trouble> {
        Ok(self.unless_known(self.site.prepared(shown, view)?))
    }

    fn unless_known(&self, prepared: Arc<Prepared>) -> Response {
        let tag = format!("W/\"{:016x}\"", prepared.tag);
        let mut response = if self.has(&tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let json = HeaderValue::from_static("application/json");
            let body = Bytes::from_owner(Sent(prepared));
            ([(header::CONTENT_TYPE, json)], body).into_response()
        };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        headers.insert(
            header::VARY,
            HeaderValue::from_static("authorization, cookie"),
        );
        response
    }

    fn has(&self, tag: &str) -> bool {
        let strong = tag.trim_start_matches("W/");
        let known = self.headers.get_all(header::IF_NONE_MATCH).iter();
        known
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|value| value.trim().trim_start_matches("W/") == strong)
    }
}
