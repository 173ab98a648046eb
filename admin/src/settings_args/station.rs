//! Settings of a station.

use clap::{Args, ValueEnum};
use protocol::StationPatch;
use serde_json::Map;

use super::{put, word};

/// Settings of a station.
#[derive(Debug, Args)]
pub(crate) struct StationArgs {
    /// Services offered here, in order of preference, such as haircut,repair
    #[arg(long, value_delimiter = ',', value_name = "SERVICES")]
    services: Option<Vec<String>>,
    /// Which line has the turn
    #[arg(long, value_name = "ORDER")]
    order: Option<OrderArg>,
    /// Calls in preference until the longest waiting is called
    #[arg(long, value_name = "N")]
    preference_run: Option<u8>,
    /// Whether it is open as soon as it exists
    #[arg(long, value_name = "BOOL")]
    open: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OrderArg {
    Arrival,
    Preference,
}

impl StationArgs {
    /// The fields to change.
    pub(crate) fn patch(self) -> StationPatch {
        let mut fields = Map::new();
        put(&mut fields, "services", self.services);
        put(&mut fields, "order", self.order.map(word));
        put(&mut fields, "preference_run", self.preference_run);
        put(&mut fields, "open", self.open);
        StationPatch(fields)
    }
}
