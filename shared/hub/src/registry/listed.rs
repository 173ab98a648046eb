//! The sites of a register that no hub holds: for tools that look at a file.

use domain::SiteId;
use store::Record;

use super::fact::HubRecord;
use super::state::State;

/// The sites that the records of a register add up to.
#[derive(Debug, Default)]
pub struct Listed(State);

impl Listed {
    /// Takes the next record of the log `_hub` in; what a later release wrote is left out, as a hub
    /// does.
    pub fn take(&mut self, record: &Record) {
        if let Ok(body) = record.body.parse::<HubRecord>() {
            self.0.apply(record.command_id, &body);
        }
    }

    /// The sites, the one shown at `/` first.
    pub fn sites(&self) -> Vec<SiteId> {
        self.0.sites.iter().map(|(site, _)| site.clone()).collect()
    }
}
