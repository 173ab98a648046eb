//! Somebody who serves at one station.

use domain::{Command, StationId, Target, TicketId};
use protocol::{Answer, CallNext, StationAnswer, Transfer};

use super::Acting;
use crate::problem::Trouble;

/// A volunteer of this station, or an organiser.
pub struct AtStation {
    pub(super) acting: Acting,
    pub(super) station: StationId,
}

/// The station as it is then, or a refusal of the queue rules.
type Answered = Result<StationAnswer, Trouble>;

macro_rules! on_what_is_there {
    ($($(#[$doc:meta])* $name:ident => $command:ident,)+) => {
        impl AtStation {
            $($(#[$doc])*
            ///
            /// # Errors
            /// The refusals of the state table; `ticket_changed` if another ticket than `seen` is
            /// there.
            pub async fn $name(&self, seen: Option<TicketId>) -> Answered {
                self.submit(Command::$command { station: self.station.clone(), seen }).await
            })+
        }
    };
}

on_what_is_there! {
    /// Calls again.
    recall => RecallTicket,
    /// Begins to serve.
    start => StartServing,
    /// Ends serving.
    finish => FinishServing,
    /// The called person did not come.
    no_show => MarkNoShow,
    /// Takes back the newest action here.
    undo => Undo,
}

impl AtStation {
    pub(super) fn new(acting: Acting, station: StationId) -> Self {
        Self { acting, station }
    }

    /// Chooses and claims the next one.
    ///
    /// # Errors
    /// The refusals of calling.
    pub async fn call_next(&self, request: CallNext) -> Answered {
        let (finish, seen) = (request.finish, request.ticket);
        self.submit(Command::CallNext {
            station: self.station.clone(),
            finish,
            seen,
        })
        .await
    }

    /// Calls a chosen ticket.
    ///
    /// # Errors
    /// The refusals of calling.
    pub async fn call(&self, ticket: TicketId) -> Answered {
        self.submit(Command::CallTicket {
            station: self.station.clone(),
            ticket,
        })
        .await
    }

    /// Puts the station's ticket aside.
    ///
    /// # Errors
    /// The refusals of holding.
    pub async fn hold(&self, seen: Option<TicketId>) -> Answered {
        let target = Target::Station(self.station.clone(), seen);
        self.submit(Command::HoldTicket { target }).await
    }

    /// Sends the station's ticket to another line.
    ///
    /// # Errors
    /// The refusals of transferring.
    pub async fn transfer(&self, request: Transfer) -> Answered {
        let target = Target::Station(self.station.clone(), request.ticket);
        self.submit(Command::TransferTicket {
            target,
            service: request.service,
        })
        .await
    }

    /// Takes people.
    ///
    /// # Errors
    /// `not_found`, `ticket_changed`.
    pub async fn open(&self, seen: Option<TicketId>) -> Answered {
        self.submit(Command::OpenStation {
            station: self.station.clone(),
            seen,
        })
        .await
    }

    /// Takes a break.
    ///
    /// # Errors
    /// `not_found`, `value_out_of_range`, `ticket_changed`.
    pub async fn pause(&self, minutes: Option<u16>, seen: Option<TicketId>) -> Answered {
        self.submit(Command::PauseStation {
            station: self.station.clone(),
            minutes,
            seen,
        })
        .await
    }

    /// Is done.
    ///
    /// # Errors
    /// `station_busy`, `ticket_changed`.
    pub async fn close(&self, seen: Option<TicketId>) -> Answered {
        self.submit(Command::CloseStation {
            station: self.station.clone(),
            seen,
        })
        .await
    }

    async fn submit(&self, command: Command) -> Answered {
        let Answer::Station(answer) = self.acting.submit(command).await? else {
            return Err(Trouble::Internal);
        };
        Ok(*answer)
    }
}
