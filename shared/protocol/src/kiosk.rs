//! Kiosks: how one is paired and listed.

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
