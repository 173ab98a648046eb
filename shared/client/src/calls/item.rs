//! Things left to be repaired.

use protocol::{AnnounceItem, ItemAnswer, ItemList, ReceiveItem, TicketAnswer};

use super::SiteClient;
use crate::Error;
use crate::call::Key;

impl SiteClient {
    /// Says what the holder of a ticket has brought; no kind takes it back.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn brings(
        &self,
        ticket: &str,
        request: &AnnounceItem,
        key: &Key,
    ) -> Result<TicketAnswer, Error> {
        let call = self.post(&["tickets", ticket, "brings"], key);
        self.client.ask(call.json(request)).await
    }

    /// Takes a thing in from whoever is at a station.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn receive_item(
        &self,
        station: &str,
        request: &ReceiveItem,
        key: &Key,
    ) -> Result<ItemAnswer, Error> {
        let call = self.post(&["stations", station, "receive-item"], key);
        self.client.ask(call.json(request)).await
    }

    /// Everything in custody, and what was collected today.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn items(&self) -> Result<ItemList, Error> {
        self.client.ask(self.get(&["items"])).await
    }

    /// One item, by its id or the digits on its tag.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn item(&self, name: &str) -> Result<ItemAnswer, Error> {
        self.client.ask(self.get(&["items", name])).await
    }
}
