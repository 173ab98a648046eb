//! Somebody who runs the machine.

use domain::{Actor, SiteSettings};
use protocol::SiteAnswer;

use crate::hub::{Hub, HubError};
use crate::problem::Trouble;

/// A technician of the whole hub.
pub struct Technician {
    hub: Hub,
    by: Actor,
}

impl Technician {
    pub(super) fn new(hub: Hub, by: Actor) -> Self {
        Self { hub, by }
    }

    /// Adds a site.
    ///
    /// # Errors
    /// `value_out_of_range`, `site_exists`.
    pub async fn add_site(&self, settings: SiteSettings) -> Result<SiteAnswer, Trouble> {
        if let Err(refusal) = settings.check() {
            return Err(Trouble::refused_nowhere(refusal));
        }
        let id = settings.id.clone();
        self.hub
            .add_site(self.by.clone(), settings)
            .await
            .map_err(|error| match error {
                HubError::Register(error) => error.into(),
                HubError::SetUp(trouble) => trouble,
                HubError::Site { .. } => {
                    tracing::error!(%error, "a site could not be opened");
                    Trouble::Internal
                }
            })?;
        Ok(SiteAnswer {
            site: self.hub.sites().find(id.as_str())?.view(),
        })
    }
}
