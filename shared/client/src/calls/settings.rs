//! The site, its services and its stations, and how an organiser changes them.

use http::Method;
use protocol::{
    ServiceAnswer, ServiceList, ServicePatch, SiteAnswer, SitePatch, StationAnswer, StationList,
    StationPatch, WifiAnswer,
};

use super::{BASE, SiteClient};
use crate::call::Call;
use crate::{Client, Error, Key};

impl Client {
    /// Sets up another site.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_site(&self, settings: &SitePatch, key: &Key) -> Result<SiteAnswer, Error> {
        self.ask(Call::post(&[BASE[0], BASE[1], "sites"], key).json(settings))
            .await
    }
}

impl SiteClient {
    /// The site and its service day.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn show(&self) -> Result<SiteAnswer, Error> {
        self.client.ask(self.get(&[])).await
    }

    /// The network that phones must join; asked by a kiosk or an organiser.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn wifi(&self) -> Result<WifiAnswer, Error> {
        self.client.ask(self.get(&["wifi"])).await
    }

    /// Changes the site's settings.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set(&self, changes: &SitePatch) -> Result<SiteAnswer, Error> {
        self.client.ask(self.patch(&[]).json(changes)).await
    }

    /// Has the hub forget the site; its log stays in the store.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn remove(&self) -> Result<(), Error> {
        self.client.ask(self.delete(&[])).await
    }

    /// Opens the service day, also again after it was closed.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn open_day(&self, key: &Key) -> Result<SiteAnswer, Error> {
        self.client.ask(self.post(&["day", "open"], key)).await
    }

    /// Ends the service day.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn close_day(&self, key: &Key) -> Result<SiteAnswer, Error> {
        self.client.ask(self.post(&["day", "close"], key)).await
    }

    /// All services, with what a newcomer must expect.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn services(&self) -> Result<ServiceList, Error> {
        self.client.ask(self.get(&["services"])).await
    }

    /// Sets up a service.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_service(
        &self,
        settings: &ServicePatch,
        key: &Key,
    ) -> Result<ServiceAnswer, Error> {
        self.client
            .ask(self.post(&["services"], key).json(settings))
            .await
    }

    /// Changes a service.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_service(
        &self,
        service: &str,
        changes: &ServicePatch,
    ) -> Result<ServiceAnswer, Error> {
        self.client
            .ask(self.patch(&["services", service]).json(changes))
            .await
    }

    /// Removes a service nobody waits for.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn remove_service(&self, service: &str) -> Result<(), Error> {
        self.client.ask(self.delete(&["services", service])).await
    }

    /// Gives no more numbers for a service today.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn stop_issuing(&self, service: &str, key: &Key) -> Result<ServiceAnswer, Error> {
        self.client
            .ask(self.post(&["services", service, "stop-issuing"], key))
            .await
    }

    /// Gives numbers for a service again.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn resume_issuing(&self, service: &str, key: &Key) -> Result<ServiceAnswer, Error> {
        self.client
            .ask(self.post(&["services", service, "resume-issuing"], key))
            .await
    }

    /// All stations.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn stations(&self) -> Result<StationList, Error> {
        self.client.ask(self.get(&["stations"])).await
    }

    /// Sets up a station.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_station(
        &self,
        settings: &StationPatch,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.client
            .ask(self.post(&["stations"], key).json(settings))
            .await
    }

    /// Changes a station.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_station(
        &self,
        station: &str,
        changes: &StationPatch,
    ) -> Result<StationAnswer, Error> {
        self.client
            .ask(self.patch(&["stations", station]).json(changes))
            .await
    }

    /// Removes a station that holds nobody.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn remove_station(&self, station: &str) -> Result<(), Error> {
        self.client.ask(self.delete(&["stations", station])).await
    }

    pub(super) fn patch(&self, rest: &[&str]) -> Call {
        Call::new(Method::PATCH, &self.path(rest))
    }

    pub(super) fn delete(&self, rest: &[&str]) -> Call {
        Call::new(Method::DELETE, &self.path(rest))
    }
}
