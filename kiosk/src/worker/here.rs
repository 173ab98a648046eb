//! Tells the hub that this kiosk is there, and how its printer is: staff see it on the dashboard
//! and at their desks.

use std::{sync::Arc, time::Duration};

use paper::State;
use protocol::PrinterState;
use tokio::sync::watch;

use super::{HubPort, answered};

/// The hub takes a kiosk for gone that is silent for more than three of these.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// What the hub is told of the printer.
pub fn printer_state(state: State) -> PrinterState {
    match state {
        State::Ready | State::Silent => PrinterState::Ok,
        State::PaperLow => PrinterState::PaperLow,
        State::PaperOut => PrinterState::PaperOut,
        State::Unreachable
        | State::Broken
        | State::CutterStuck
        | State::CoverOpen
        | State::TooHot
        | State::Offline => PrinterState::Offline,
    }
}

/// Tells it again and again, and at once when it changes, until nobody can change it any more.
pub async fn run<P: HubPort>(port: Arc<P>, mut printer: watch::Receiver<Option<PrinterState>>) {
    loop {
        let now = *printer.borrow_and_update();
        if let Err(error) = answered(port.here(now)).await {
            tracing::debug!(%error, "the hub does not hear that the kiosk is there");
        }
        tokio::select! {
            changed = printer.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(HEARTBEAT) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_hear_what_they_can_do_something_about() {
        let rows = [
            (State::Ready, PrinterState::Ok),
            (State::Silent, PrinterState::Ok),
            (State::PaperLow, PrinterState::PaperLow),
            (State::PaperOut, PrinterState::PaperOut),
            (State::CoverOpen, PrinterState::Offline),
            (State::Unreachable, PrinterState::Offline),
            (State::Offline, PrinterState::Offline),
        ];
        for (state, told) in rows {
            assert_eq!(printer_state(state), told, "{state:?}");
            // Whoever is told there is told here.
            assert_eq!(state.needs_staff(), told.needs_staff(), "{state:?}");
        }
    }
}
