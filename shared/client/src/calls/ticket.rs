//! Tickets: given, looked up, held, given up, brought back.

use protocol::{Cancel, IssueTicket, Issued, Resume, TicketAnswer, TransferTicket};

use super::SiteClient;
use crate::{Error, Key};

impl SiteClient {
    /// Takes a number.
    ///
    /// # Errors
    /// [`Error`]. After [`Error::UnknownOutcome`] the same key tells the number that was given.
    pub async fn issue(&self, request: &IssueTicket, key: &Key) -> Result<Issued, Error> {
        self.client
            .ask(self.post(&["tickets"], key).json(request))
            .await
    }

    /// The ticket behind a link's token or, for staff, an id.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn ticket(&self, ticket: &str) -> Result<TicketAnswer, Error> {
        self.client.ask(self.get(&["tickets", ticket])).await
    }

    /// Gives a ticket up.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn cancel(
        &self,
        ticket: &str,
        request: &Cancel,
        key: &Key,
    ) -> Result<TicketAnswer, Error> {
        self.client
            .ask(self.post(&["tickets", ticket, "cancel"], key).json(request))
            .await
    }

    /// Puts a ticket aside for a while.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn hold(&self, ticket: &str, key: &Key) -> Result<TicketAnswer, Error> {
        self.client
            .ask(self.post(&["tickets", ticket, "hold"], key))
            .await
    }

    /// Takes a ticket back from hold, into the line or straight to a station.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn resume(
        &self,
        ticket: &str,
        request: &Resume,
        key: &Key,
    ) -> Result<TicketAnswer, Error> {
        self.client
            .ask(self.post(&["tickets", ticket, "resume"], key).json(request))
            .await
    }

    /// Takes somebody back after a no-show.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn reinstate(&self, ticket: &str, key: &Key) -> Result<TicketAnswer, Error> {
        self.client
            .ask(self.post(&["tickets", ticket, "reinstate"], key))
            .await
    }

    /// Sends a ticket that stands at no station to another line.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn transfer(
        &self,
        ticket: &str,
        request: &TransferTicket,
        key: &Key,
    ) -> Result<TicketAnswer, Error> {
        self.client
            .ask(
                self.post(&["tickets", ticket, "transfer"], key)
                    .json(request),
            )
            .await
    }
}
