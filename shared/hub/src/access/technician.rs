//! Somebody who runs the machine.

use domain::{Actor, SiteSettings};
use protocol::SiteAnswer;

use super::{SiteRef, people};
use crate::hub::{Hub, HubError};
use crate::problem::Trouble;
use crate::views;

/// A technician of the whole hub.
pub struct Technician {
    hub: Hub,
    by: Actor,
    key: Option<String>,
}

impl Technician {
    pub(super) fn new(hub: Hub, by: Actor, key: Option<String>) -> Self {
        Self { hub, by, key }
    }

    /// Adds a site.
    ///
    /// # Errors
    /// `value_out_of_range`, `site_exists`, `key_reused`.
    pub async fn add_site(&self, settings: SiteSettings) -> Result<SiteAnswer, Trouble> {
        if let Err(refusal) = settings.check() {
            return Err(Trouble::refused_nowhere(refusal));
        }
        let key = self.key.as_deref();
        let asking = people::asking_hub(&self.hub, &self.by, key, "POST /sites", &settings);
        let registered = self.hub.add_site(asking, settings.clone()).await;
        let at = registered.map_err(|error| match error {
            HubError::Register(error) => error.into(),
            HubError::SetUp(trouble) => trouble,
            HubError::Site { .. } => {
                tracing::error!(%error, "a site could not be opened");
                Trouble::Internal
            }
        })?;
        let site = views::new_site(&settings, at);
        Ok(SiteAnswer { site })
    }

    /// Has the hub forget a site; its log stays in the store.
    ///
    /// # Errors
    /// `last_site`.
    pub async fn remove_site(&self, site: &SiteRef) -> Result<(), Trouble> {
        Ok(self.hub.remove_site(self.by.clone(), site.id()).await?)
    }
}
