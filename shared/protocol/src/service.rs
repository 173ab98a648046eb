//! A service as a card on the kiosk and a line on the board show it.

use domain::settings::{AtRisk, Colour, LocalText};
use domain::{Policy, Refusal, ServiceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{WaitView, schema};

/// What people queue for, and what a newcomer must expect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceView {
    /// Names it in addresses and commands.
    #[schema(value_type = String)]
    pub id: ServiceId,
    /// In both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// Stands before the count on a ticket.
    pub prefix: String,
    /// The drawing on cards, by name; empty means the general one.
    pub icon: String,
    /// The colour on cards.
    #[schema(value_type = schema::Colour)]
    pub colour: Colour,
    /// Typical minutes of serving, as configured.
    pub minutes: u16,
    /// How priority and arrival share the turns.
    #[schema(value_type = schema::Policy)]
    pub policy: Policy,
    /// Numbers are given from here, "HH:MM"; null means always.
    pub issue_from: Option<String>,
    /// Serving starts, "HH:MM"; null means always.
    pub opens: Option<String>,
    /// Numbers are given until here, "HH:MM"; null means always.
    pub closes: Option<String>,
    /// Whether a newcomer gets a number.
    pub issuing: IssuingView,
    /// People waiting.
    pub waiting: u32,
    /// Tickets that would be called before a newcomer's.
    pub ahead: u32,
    /// How long a newcomer would wait; null when nobody can say, as with no open station.
    pub wait: Option<WaitView>,
    /// A newcomer's chance, from 0 to 1, of being served before closing: 1 when it never closes;
    /// null when nobody can say, as with no open station.
    pub served_before_close: Option<f64>,
    /// The chance is below what the organiser allows: say so before the touch.
    pub at_risk: bool,
    /// What happens to a newcomer at risk.
    #[schema(value_type = schema::AtRisk)]
    pub at_risk_action: AtRisk,
    /// Stations open now that offer it.
    pub stations_open: u32,
    /// Stations that offer it.
    pub stations_total: u32,
    /// It has times that can be booked.
    #[serde(default)]
    pub takes_appointments: bool,
    /// People leave things with it, so a newcomer is asked what was brought.
    #[serde(default)]
    pub takes_items: bool,
    /// Digits that are left out of its numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_digits: Vec<u8>,
}

/// Whether a newcomer gets a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IssuingView {
    /// Yes or no.
    pub open: bool,
    /// Why not: the refusal a newcomer would get, `{"code": …, facts}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub refusal: Option<Refusal>,
}

/// All services of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceList {
    /// In the order in which they were set up.
    pub services: Vec<ServiceView>,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceAnswer {
    /// The service.
    pub service: ServiceView,
}
