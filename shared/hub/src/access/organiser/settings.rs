//! What an organiser sets up: the site, its services and stations.

use domain::refusal::Thing;
use domain::{Command, ServiceId, StationId};
use protocol::{
    Answer, ServiceAnswer, ServicePatch, SiteAnswer, SitePatch, StationAnswer, StationPatch,
};

use super::Organiser;
use crate::machine::{Change, Wish};
use crate::problem::Trouble;

impl Organiser {
    /// Changes the site's settings.
    ///
    /// # Errors
    /// `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_site(&self, patch: SitePatch) -> Result<SiteAnswer, Trouble> {
        self.submit_site(Change::Site { patch }).await
    }

    /// Adds a service; one that is there with other settings is refused.
    ///
    /// # Errors
    /// `malformed`, `value_out_of_range`, `exists`.
    pub async fn add_service(&self, patch: ServicePatch) -> Result<ServiceAnswer, Trouble> {
        self.submit_service(Change::AddService { patch }).await
    }

    /// Changes a service's settings.
    ///
    /// # Errors
    /// `not_found`, `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_service(
        &self,
        id: &str,
        patch: ServicePatch,
    ) -> Result<ServiceAnswer, Trouble> {
        let service = self.service_id(id)?;
        self.submit_service(Change::Service { service, patch })
            .await
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
    pub async fn add_station(&self, patch: StationPatch) -> Result<StationAnswer, Trouble> {
        self.submit_station(Change::AddStation { patch }).await
    }

    /// Changes a station's settings.
    ///
    /// # Errors
    /// `not_found`, `malformed`, `value_out_of_range`, `not_allowed` for the id.
    pub async fn set_station(
        &self,
        id: &str,
        patch: StationPatch,
    ) -> Result<StationAnswer, Trouble> {
        let station = self.station_id(id)?;
        self.submit_station(Change::Station { station, patch })
            .await
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

    async fn submit_service(&self, command: impl Into<Wish>) -> Result<ServiceAnswer, Trouble> {
        let Answer::Service(answer) = self.acting.submit(command).await? else {
            return Err(Trouble::Internal);
        };
        Ok(answer)
    }

    async fn submit_station(&self, command: impl Into<Wish>) -> Result<StationAnswer, Trouble> {
        let Answer::Station(answer) = self.acting.submit(command).await? else {
            return Err(Trouble::Internal);
        };
        Ok(*answer)
    }
}
