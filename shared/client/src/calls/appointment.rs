//! Appointments.

use chrono::NaiveDate;
use protocol::{
    AppointmentAnswer, AppointmentList, BookAppointment, Booked, CheckIn, Issued, LocalTime,
    MoveAppointment, SlotList,
};

use super::SiteClient;
use crate::Error;
use crate::call::Key;

impl SiteClient {
    /// The slots of a service on a day; on today without a date.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn slots(&self, service: &str, date: Option<NaiveDate>) -> Result<SlotList, Error> {
        let date = date.map(|date| date.to_string());
        let call = self.get(&["services", service, "slots"]);
        self.client.ask(call.query("date", date.as_deref())).await
    }

    /// Takes a place in a slot.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn book(&self, request: &BookAppointment, key: &Key) -> Result<Booked, Error> {
        let call = self.post(&["appointments"], key).json(request);
        self.client.ask(call).await
    }

    /// The appointments of a day; of today without a date.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn appointments(&self, date: Option<NaiveDate>) -> Result<AppointmentList, Error> {
        let date = date.map(|date| date.to_string());
        let call = self.get(&["appointments"]);
        self.client.ask(call.query("date", date.as_deref())).await
    }

    /// One appointment, by its link's token, its id or its code.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn appointment(&self, name: &str) -> Result<AppointmentAnswer, Error> {
        self.client.ask(self.get(&["appointments", name])).await
    }

    /// Takes a place in another slot instead.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn move_appointment(
        &self,
        name: &str,
        slot: LocalTime,
        key: &Key,
    ) -> Result<AppointmentAnswer, Error> {
        let call = self.post(&["appointments", name, "move"], key);
        self.client.ask(call.json(&MoveAppointment { slot })).await
    }

    /// Gives the place up.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn cancel_appointment(
        &self,
        name: &str,
        key: &Key,
    ) -> Result<AppointmentAnswer, Error> {
        let call = self.post(&["appointments", name, "cancel"], key);
        self.client.ask(call).await
    }

    /// The holder is here and gets a number.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn check_in(
        &self,
        name: &str,
        request: &CheckIn,
        key: &Key,
    ) -> Result<Issued, Error> {
        let call = self.post(&["appointments", name, "check-in"], key);
        self.client.ask(call.json(request)).await
    }
}
