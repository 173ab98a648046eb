//! Kiosks: how one is paired and listed, and how it is right now.

use domain::Stem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::LocalTime;

/// Announces a kiosk; answers the code to type there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKiosk {
    /// What staff call it, such as 东门.
    #[serde(default)]
    pub name: String,
}

/// Changes a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskPatch {
    /// What staff call it.
    pub name: String,
}

/// A kiosk that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskAnswer {
    /// The kiosk.
    pub kiosk: KioskView,
}

/// A code that pairs one kiosk, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PairingCode {
    /// What is typed at the kiosk.
    pub code: String,
    /// Where the kiosk finds the hub.
    pub hub: String,
    /// Of no use from then on.
    pub expires_at: LocalTime,
}

/// A kiosk that was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskAdded {
    /// The kiosk.
    pub kiosk: KioskView,
    /// How to pair it.
    pub pairing: PairingCode,
}

/// Sent by the kiosk itself, without sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairKiosk {
    /// The code.
    pub code: String,
}

/// What a kiosk keeps after pairing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskPaired {
    /// The kiosk.
    pub kiosk: KioskView,
    /// The site it belongs to.
    pub site: String,
    /// What it sends as `Authorization: Bearer …`. Shown this once.
    pub credential: String,
}

impl std::fmt::Debug for KioskPaired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KioskPaired")
            .field("kiosk", &self.kiosk)
            .finish_non_exhaustive()
    }
}

/// A kiosk as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskView {
    /// Names it.
    pub id: String,
    /// What staff call it.
    pub name: String,
    /// Since when it belongs here; null until it was paired.
    pub paired_at: Option<LocalTime>,
}

/// All kiosks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskList {
    /// Oldest first.
    pub kiosks: Vec<KioskView>,
}

/// How the slip printer of a kiosk is, as far as staff need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrinterState {
    /// It prints.
    Ok,
    /// It prints, and the roll ends soon.
    PaperLow,
    /// The paper is out.
    PaperOut,
    /// It prints nothing for another reason: it is off, open, stuck or too hot.
    Offline,
    /// The kiosk has none.
    None,
}

impl PrinterState {
    /// Whether somebody has to go there.
    pub fn needs_staff(self) -> bool {
        match self {
            Self::PaperLow | Self::PaperOut | Self::Offline => true,
            Self::Ok | Self::None => false,
        }
    }
}

/// Sent by a kiosk every two seconds: it is there. A kiosk away from the hub says so with what it
/// brings. An empty body will do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskHere {
    /// How its printer is; left out while it does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<PrinterState>,
}

/// A kiosk at this moment. Nothing of it is kept: after a start of the hub it is told anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskNow {
    /// Names it.
    pub id: String,
    /// What staff call it; empty where nobody gave it a name.
    pub name: String,
    /// Whether it is heard.
    pub connected: bool,
    /// When it was heard last; null while it is connected, and before it was heard since the hub's
    /// start.
    pub gone_since: Option<LocalTime>,
    /// 甲, 乙, 丙 … of the numbers that it gives by itself; null for one that gives none.
    #[schema(value_type = Option<String>)]
    pub stem: Option<Stem>,
    /// Numbers that the hub gave it and of which it has not said yet that they are shown: nobody
    /// calls them.
    pub unconfirmed: u32,
    /// How its printer is; null while that is not known.
    pub printer: Option<PrinterState>,
}

/// A printer that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrinterTrouble {
    /// The kiosk, as the hub names it.
    pub kiosk: String,
    /// What staff call it; empty where nobody gave it a name.
    pub name: String,
    /// The stem of the kiosk's own numbers; null for one that gives none.
    #[schema(value_type = Option<String>)]
    pub stem: Option<Stem>,
    /// What is wrong.
    pub printer: PrinterState,
}
