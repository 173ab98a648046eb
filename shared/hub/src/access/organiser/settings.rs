//! What an organiser sets up: the site, its services and stations.

use domain::refusal::Thing;
use domain::{Command, Refusal, ServiceId, StationId};
use protocol::{
    Answer, PatchError, ServiceAnswer, ServicePatch, SiteAnswer, SitePatch, StationAnswer,
    StationPatch,
};

use super::Organiser;
use crate::problem::Trouble;

impl Organiser {
    /// Changes the site's settings.
    ///
    /// # Errors
    /// `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_site(&self, patch: &SitePatch) -> Result<SiteAnswer, Trouble> {
        let now = self
            .acting
            .site
            .read(|published| published.site.settings.clone());
        let settings = patch.apply(&now).map_err(malformed)?;
        if settings.id != now.id {
            return Err(self.id_fixed());
        }
        self.submit_site(Command::SetSite { settings }).await
    }

    /// Adds a service; one that is there with other settings is refused.
    ///
    /// # Errors
    /// `malformed`, `value_out_of_range`, `exists`.
    pub async fn add_service(&self, patch: &ServicePatch) -> Result<ServiceAnswer, Trouble> {
        let settings = patch.create().map_err(malformed)?;
        let known = self.acting.site.read(|published| {
            published
                .site
                .service(&settings.id)
                .map(|service| service.settings.clone())
        });
        if known.is_some_and(|known| known != settings) {
            return Err(Trouble::Exists {
                what: "service",
                id: settings.id.to_string(),
            });
        }
        self.submit_service(Command::SetService { settings }).await
    }

    /// Changes a service's settings.
    ///
    /// # Errors
    /// `not_found`, `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_service(
        &self,
        id: &str,
        patch: &ServicePatch,
    ) -> Result<ServiceAnswer, Trouble> {
        let id = self.service_id(id)?;
        let known = self.acting.site.read(|published| {
            published
                .site
                .known_service(&id)
                .map(|service| service.settings.clone())
        });
        let known = known.map_err(|refusal| self.acting.site.refused(refusal))?;
        let settings = patch.apply(&known).map_err(malformed)?;
        if settings.id != id {
            return Err(self.id_fixed());
        }
        self.submit_service(Command::SetService { settings }).await
    }

    /// Removes a service nobody waits for.
    ///
    /// # Errors
    /// `not_found`, `service_in_use`.
    pub async fn remove_service(&self, id: &str) -> Result<(), Trouble> {
        let service = self.service_id(id)?;
        self.acting
            .submit(Command::RemoveService { service })
            .await
            .map(|_| ())
    }

    /// Gives no more numbers for a service today.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn stop_issuing(&self, id: &str) -> Result<ServiceAnswer, Trouble> {
        let service = self.service_id(id)?;
        self.submit_service(Command::StopIssuing { service }).await
    }

    /// Gives numbers again.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn resume_issuing(&self, id: &str) -> Result<ServiceAnswer, Trouble> {
        let service = self.service_id(id)?;
        self.submit_service(Command::ResumeIssuing { service })
            .await
    }

    /// Adds a station; one that is there with other settings is refused.
    ///
    /// # Errors
    /// `malformed`, `value_out_of_range`, `exists`.
    pub async fn add_station(&self, patch: &StationPatch) -> Result<StationAnswer, Trouble> {
        let settings = patch.create().map_err(malformed)?;
        let known = self.acting.site.read(|published| {
            published
                .site
                .station(&settings.id)
                .map(|station| station.settings.clone())
        });
        if known.is_some_and(|known| known != settings) {
            return Err(Trouble::Exists {
                what: "station",
                id: settings.id.to_string(),
            });
        }
        self.submit_station(Command::SetStation { settings }).await
    }

    /// Changes a station's settings.
    ///
    /// # Errors
    /// `not_found`, `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_station(
        &self,
        id: &str,
        patch: &StationPatch,
    ) -> Result<StationAnswer, Trouble> {
        let id = self.station_id(id)?;
        let known = self.acting.site.read(|published| {
            published
                .site
                .known_station(&id)
                .map(|station| station.settings.clone())
        });
        let known = known.map_err(|refusal| self.acting.site.refused(refusal))?;
        let settings = patch.apply(&known).map_err(malformed)?;
        if settings.id != id {
            return Err(self.id_fixed());
        }
        self.submit_station(Command::SetStation { settings }).await
    }

    /// Removes a station that holds nobody.
    ///
    /// # Errors
    /// `not_found`, `station_busy`.
    pub async fn remove_station(&self, id: &str) -> Result<(), Trouble> {
        let station = self.station_id(id)?;
        self.acting
            .submit(Command::RemoveStation { station })
            .await
            .map(|_| ())
    }

    fn service_id(&self, id: &str) -> Result<ServiceId, Trouble> {
        ServiceId::new(id).map_err(|_| self.acting.site.missing(Thing::Service, id))
    }

    fn station_id(&self, id: &str) -> Result<StationId, Trouble> {
        StationId::new(id).map_err(|_| self.acting.site.missing(Thing::Station, id))
    }

    fn id_fixed(&self) -> Trouble {
        let why = domain::refusal::NotAllowed::IdFixed;
        self.acting.site.refused(Refusal::NotAllowed { why })
    }

    async fn submit_service(&self, command: Command) -> Result<ServiceAnswer, Trouble> {
        match self.acting.submit(command).await? {
            Answer::Service(answer) => Ok(answer),
            Answer::Ticket(_) | Answer::Station(_) | Answer::Site(_) | Answer::Removed => {
                Err(Trouble::Internal)
            }
        }
    }

    async fn submit_station(&self, command: Command) -> Result<StationAnswer, Trouble> {
        match self.acting.submit(command).await? {
            Answer::Station(answer) => Ok(*answer),
            Answer::Ticket(_) | Answer::Service(_) | Answer::Site(_) | Answer::Removed => {
                Err(Trouble::Internal)
            }
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where an error is mapped"
)]
fn malformed(error: PatchError) -> Trouble {
    Trouble::Malformed {
        reason: error.to_string(),
    }
}
