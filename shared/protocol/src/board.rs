//! What hangs above the square: who is called where, and who is next.

use domain::settings::{Colour, LocalText};
use domain::{ItemKind, ServiceId, SiteId, StationId, Stem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LocalTime, schema};

/// The board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardView {
    /// Grows with every change of the site.
    pub version: u64,
    /// The site.
    #[schema(value_type = String)]
    pub site: SiteId,
    /// Its name in both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// When this was true.
    pub at: LocalTime,
    /// Called and still valid, newest first, at most six: the newest one and five before it. An
    /// undone call is not here.
    pub calls: Vec<CallView>,
    /// Things whose owners were called within the last ten minutes and have not come yet, the newest
    /// call first.
    #[serde(default)]
    pub items: Vec<BoardItem>,
    /// One for each service, in the order in which they were set up.
    pub lines: Vec<BoardLine>,
}

/// A thing that is ready to be collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BoardItem {
    /// On its tag: `件023`.
    pub number: String,
    /// What it is.
    #[schema(value_type = schema::ItemKind)]
    pub kind: ItemKind,
    /// When its owner was called; with the number it names this very call.
    pub at: LocalTime,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CallView {
    /// Names this very call: a recall has another one. A board speaks each once.
    pub call: String,
    /// As printed: `理012`.
    pub number: String,
    /// The word before the digits.
    pub prefix: String,
    /// The digits without padding: what is spoken.
    pub shown: u32,
    /// The series it was counted in; null for the hub's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub stem: Option<Stem>,
    /// The line.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// Where to.
    #[schema(value_type = String)]
    pub station: StationId,
    /// When.
    pub at: LocalTime,
    /// Called for the so-manieth time, from 1.
    pub times: u16,
    /// Called and not there yet; false once serving began or ended.
    pub is_expected: bool,
}

/// One service on the board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardLine {
    /// The service.
    #[schema(value_type = String)]
    pub id: ServiceId,
    /// In both languages.
    #[schema(value_type = schema::LocalText)]
    pub name: LocalText,
    /// The drawing, by name.
    pub icon: String,
    /// The colour.
    #[schema(value_type = schema::Colour)]
    pub colour: Colour,
    /// How priority and arrival share the turns: the rule in one sentence hangs here.
    #[schema(value_type = schema::Policy)]
    pub policy: domain::Policy,
    /// People waiting.
    pub waiting: u32,
    /// The next two numbers.
    pub next: Vec<String>,
    /// Stations open now that offer it.
    pub stations_open: u32,
    /// Numbers are given until here, "HH:MM"; null means always.
    pub closes: Option<String>,
    /// Numbers are given now.
    pub is_issuing: bool,
}
