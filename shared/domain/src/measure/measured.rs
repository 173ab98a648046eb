//! What figures need of a row, and no more: a year of them stays in memory.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Stage, TicketRow, tells_serving};
use crate::id::{ServiceId, StationId};
use crate::ticket::{Class, EndedBy};

/// The part of a [`TicketRow`] from which figures are made. Reads what is stored of a whole row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The line it stood in at the end.
    pub service: ServiceId,
    /// The station of its last call.
    #[serde(default)]
    pub station: Option<StationId>,
    /// Its class.
    #[serde(default)]
    pub class: Class,
    /// The local hour in which it was given, 0 to 23.
    pub hour: u8,
    /// The local hour in which it was closed, if it was.
    #[serde(default)]
    pub closed_hour: Option<u8>,
    /// How it ended.
    pub stage: Stage,
    /// Seconds of waiting until the first call.
    #[serde(default)]
    pub waited_secs: Option<u32>,
    /// Seconds of all finished stints of serving.
    #[serde(default)]
    pub serving_secs: Option<u32>,
    /// How serving ended, if it did.
    #[serde(default)]
    pub ended_by: Option<EndedBy>,
    /// The service day of the unserved ticket that it stands for.
    #[serde(default)]
    pub carried_from: Option<NaiveDate>,
    /// Whether it was given for an appointment.
    #[serde(default)]
    pub booked: bool,
}

impl Measured {
    /// Seconds of waiting, if they count: not for whom gave up.
    pub(super) fn wait(&self) -> Option<u32> {
        self.waited_secs.filter(|_| self.stage != Stage::Cancelled)
    }

    /// Seconds of serving, if they tell how long serving takes.
    pub(super) fn serving(&self) -> Option<u32> {
        let tells = tells_serving(self.stage, self.ended_by);
        self.serving_secs.filter(|_| tells)
    }
}

impl From<&TicketRow> for Measured {
    fn from(row: &TicketRow) -> Self {
        Self {
            service: row.service.clone(),
            station: row.station.clone(),
            class: row.class,
            hour: row.hour,
            closed_hour: row.closed_hour,
            stage: row.stage,
            waited_secs: row.waited_secs,
            serving_secs: row.serving_secs,
            ended_by: row.ended_by,
            carried_from: row.carried_from,
            booked: row.booked,
        }
    }
}
