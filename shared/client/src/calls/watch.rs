//! What is watched: the queue, the figures, changes as they happen.

use chrono::NaiveDate;
use protocol::{
    AuditView, HistoryView, QueueView, RepairList, ReportView, StationList, StatsView, Topic,
};

use super::SiteClient;
use crate::call::Call;
use crate::{Error, Live, Tagged};

impl SiteClient {
    /// Who waits, in the order in which they will be called; all lines without a service.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn queue(&self, service: Option<&str>) -> Result<QueueView, Error> {
        self.client
            .ask(self.get(&["queue"]).query("service", service))
            .await
    }

    /// Figures of service days, both ends included; of today without any.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn stats(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<StatsView, Error> {
        let (from, to) = (
            from.map(|day| day.to_string()),
            to.map(|day| day.to_string()),
        );
        let call = self
            .get(&["stats"])
            .query("from", from.as_deref())
            .query("to", to.as_deref());
        self.client.ask(call).await
    }

    /// The report of a service day; of the newest one without a date.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn report(&self, date: Option<NaiveDate>) -> Result<ReportView, Error> {
        let date = date.map(|day| day.to_string());
        let call = self.get(&["report"]).query("date", date.as_deref());
        self.client.ask(call).await
    }

    /// The tickets of service days one by one, both ends included, at most 31 days.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn history(&self, from: NaiveDate, to: NaiveDate) -> Result<HistoryView, Error> {
        let (from, to) = (from.to_string(), to.to_string());
        let call = self
            .get(&["history"])
            .query("from", Some(&from))
            .query("to", Some(&to));
        self.client.ask(call).await
    }

    /// Who did what on a day, from a position on, as far as one answer holds.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn audit(&self, date: NaiveDate, from: Option<u64>) -> Result<AuditView, Error> {
        let (date, from) = (date.to_string(), from.map(|from| from.to_string()));
        let call = self
            .get(&["audit"])
            .query("date", Some(&date))
            .query("from", from.as_deref());
        self.client.ask(call).await
    }

    /// What was left to be repaired on some days, both ends included, and what became of it.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn repairs(&self, from: NaiveDate, to: NaiveDate) -> Result<RepairList, Error> {
        let (from, to) = (from.to_string(), to.to_string());
        let call = self
            .get(&["repairs"])
            .query("from", Some(&from))
            .query("to", Some(&to));
        self.client.ask(call).await
    }

    /// Changes of one topic as they happen. Each message holds the whole state.
    pub fn live(&self, topic: Topic) -> Live {
        self.client
            .follow(self.get(&["live"]).query("topic", Some(topic.name())))
    }

    /// Changes of one ticket, by its link's token or, for staff, its id.
    pub fn live_ticket(&self, ticket: &str) -> Live {
        let call: Call = self
            .get(&["live"])
            .query("topic", Some(Topic::Ticket.name()));
        self.client.follow(call.query("ticket", Some(ticket)))
    }

    /// The stations if they are not those with the tag `known`, and their own tag.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn stations_if_new(
        &self,
        known: Option<&str>,
    ) -> Result<Option<Tagged<StationList>>, Error> {
        self.client.ask_if_new(self.get(&["stations"]), known).await
    }
}
