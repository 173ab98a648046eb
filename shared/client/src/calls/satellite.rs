//! Kiosks away from the hub.

use protocol::{
    ImportRequest, KioskHere, SeriesAnswer, SeriesList, SeriesRequest, SyncAnswer, SyncRequest,
};

use super::SiteClient;
use crate::Error;
use crate::call::Key;

impl SiteClient {
    /// A series for the kiosk that asks; always the same one for its data.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn series(&self, request: &SeriesRequest) -> Result<SeriesAnswer, Error> {
        // The hub knows a repeat by the data it names.
        let key = Key::new(&request.device.to_string());
        let call = self.post(&["satellites", "series"], &key);
        self.client.ask(call.json(request)).await
    }

    /// Brings what the kiosk that asks wrote down.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn sync(&self, request: &SyncRequest, key: &Key) -> Result<SyncAnswer, Error> {
        let call = self.post(&["satellites", "sync"], key);
        self.client.ask(call.json(request)).await
    }

    /// Says that the kiosk that asks is there, and how its printer is. One away from the hub says it
    /// with what it brings.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn here(&self, request: &KioskHere, key: &Key) -> Result<(), Error> {
        let call = self.post(&["kiosks", "here"], key);
        self.client.ask(call.json(request)).await
    }

    /// Brings what a kiosk wrote down, off a stick.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn import(&self, request: &ImportRequest, key: &Key) -> Result<SyncAnswer, Error> {
        let call = self.post(&["satellites", "import"], key);
        self.client.ask(call.json(request)).await
    }

    /// All series, as far as the hub has them.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn satellites(&self) -> Result<SeriesList, Error> {
        self.client.ask(self.get(&["satellites"])).await
    }
}
