//! What a volunteer does at a station.

use protocol::{CallChosen, CallNext, Pause, Seen, StationAnswer, Transfer};
use serde::Serialize;

use super::SiteClient;
use crate::{Error, Key};

impl SiteClient {
    /// Calls the next one; see [`CallNext`].
    ///
    /// # Errors
    /// [`Error`].
    pub async fn call_next(
        &self,
        station: &str,
        request: &CallNext,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.at_station(station, "call-next", request, key).await
    }

    /// Calls a chosen ticket.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn call_chosen(
        &self,
        station: &str,
        request: &CallChosen,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.at_station(station, "call", request, key).await
    }

    /// Sends the station's ticket to another line.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn transfer_from(
        &self,
        station: &str,
        request: &Transfer,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.at_station(station, "transfer", request, key).await
    }

    /// Takes a break.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn pause(
        &self,
        station: &str,
        request: &Pause,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.at_station(station, "pause", request, key).await
    }

    async fn at_station(
        &self,
        station: &str,
        action: &str,
        request: &impl Serialize,
        key: &Key,
    ) -> Result<StationAnswer, Error> {
        self.client
            .ask(self.post(&["stations", station, action], key).json(request))
            .await
    }
}

macro_rules! seen_calls {
    ($($(#[$doc:meta])* $name:ident = $action:literal;)+) => {
        impl SiteClient {
            $(
                $(#[$doc])*
                ///
                /// `seen` is the ticket that was seen at the station: if another one is there by
                /// now, nothing is done.
                ///
                /// # Errors
                /// [`Error`].
                pub async fn $name(
                    &self,
                    station: &str,
                    seen: &Seen,
                    key: &Key,
                ) -> Result<StationAnswer, Error> {
                    self.at_station(station, $action, seen, key).await
                }
            )+
        }
    };
}

seen_calls! {
    /// Calls the station's ticket again.
    recall = "recall";
    /// Begins to serve.
    start = "start";
    /// Ends serving.
    finish = "finish";
    /// The called person did not come.
    no_show = "no-show";
    /// Puts the station's ticket aside for a while.
    hold_at = "hold";
    /// Takes back the newest action at the station.
    undo = "undo";
    /// The station takes people.
    open = "open";
    /// The station is done.
    close = "close";
}
