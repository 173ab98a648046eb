//! What a satellite asks of its hub: the seam at which tests cut the cable.

use client::{Error, Key, SiteClient};
use protocol::{
    CheckIn, IssueTicket, Issued, SeriesAnswer, SeriesRequest, SyncAnswer, SyncRequest,
};

/// A hub as a satellite needs it.
pub trait Hub: Send + Sync + 'static {
    /// Takes a number.
    fn issue(
        &self,
        request: &IssueTicket,
        key: &Key,
    ) -> impl Future<Output = Result<Issued, Error>> + Send;

    /// Takes a number for an appointment.
    fn check_in(
        &self,
        name: &str,
        request: &CheckIn,
        key: &Key,
    ) -> impl Future<Output = Result<Issued, Error>> + Send;

    /// A series for this kiosk's data.
    fn series(
        &self,
        request: &SeriesRequest,
    ) -> impl Future<Output = Result<SeriesAnswer, Error>> + Send;

    /// Brings what was written down.
    fn sync(
        &self,
        request: &SyncRequest,
        key: &Key,
    ) -> impl Future<Output = Result<SyncAnswer, Error>> + Send;
}

impl Hub for SiteClient {
    async fn issue(&self, request: &IssueTicket, key: &Key) -> Result<Issued, Error> {
        Self::issue(self, request, key).await
    }

    async fn check_in(&self, name: &str, request: &CheckIn, key: &Key) -> Result<Issued, Error> {
        Self::check_in(self, name, request, key).await
    }

    async fn series(&self, request: &SeriesRequest) -> Result<SeriesAnswer, Error> {
        Self::series(self, request).await
    }

    async fn sync(&self, request: &SyncRequest, key: &Key) -> Result<SyncAnswer, Error> {
        Self::sync(self, request, key).await
    }
}
