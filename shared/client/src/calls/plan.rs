//! Planning a coming day.

use chrono::NaiveDate;
use protocol::{PlanAsk, PlanView, SetUpAs, SetUpLike};

use super::SiteClient;
use crate::{Error, Key};

impl SiteClient {
    /// How many stations a coming day needs.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn plan(&self, ask: &PlanAsk) -> Result<PlanView, Error> {
        let number = |value: Option<u32>| value.map(|value| value.to_string());
        let day = |value: Option<NaiveDate>| value.map(|value| value.to_string());
        let call = self
            .get(&["plan"])
            .query("for", day(ask.date).as_deref())
            .query("days", number(ask.days).as_deref())
            .query("like", day(ask.like).as_deref())
            .query("wait", number(ask.wait).as_deref())
            .query("share", number(ask.share).as_deref())
            .query("max_stations", number(ask.max_stations).as_deref());
        self.client.ask(call).await
    }

    /// What would change if the site were set up as on an earlier day.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_up_like(&self, date: NaiveDate) -> Result<SetUpLike, Error> {
        let date = date.to_string();
        let call = self.get(&["plan", "like"]).query("date", Some(&date));
        self.client.ask(call).await
    }

    /// Sets the site up as on an earlier day. Answers what is left to change: nothing once it is
    /// done, all of it if that is not what was looked at.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn set_up_as(&self, wanted: &SetUpAs, key: &Key) -> Result<SetUpLike, Error> {
        self.client
            .ask(self.post(&["plan", "like"], key).json(wanted))
            .await
    }
}
