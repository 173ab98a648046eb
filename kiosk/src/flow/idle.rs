//! How long a page waits for a touch before it goes home.

use std::time::Duration;

use super::{Flow, Paper, Screen, StaffPart, usual};

/// The last part of the wait is shown as a countdown.
pub const LEAVING_SHOWN: Duration = Duration::from_secs(10);
/// No paper came out, so the number must be photographed or remembered.
const TICKET: Duration = Duration::from_mins(1);
/// The slip is there to be taken.
const TICKET_WITH_SLIP: Duration = Duration::from_secs(30);
const INNER: Duration = Duration::from_secs(45);
/// A code on the staff page lives for two minutes; so does its page.
const LINK: Duration = Duration::from_mins(2);

/// Whether and when the page is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaving {
    /// This page stays.
    Never,
    /// It will, but that is not said yet on pages that only show the last seconds.
    Later {
        /// Seconds left, rounded up.
        seconds: u64,
        /// Share of the whole wait that is left.
        share: f32,
    },
    /// In the last ten seconds.
    Soon {
        /// Seconds left, rounded up.
        seconds: u64,
        /// Share of the whole wait that is left.
        share: f32,
    },
    /// The wait is over.
    Now,
}

pub(super) fn leaving(limit: Option<Duration>, idle: Duration) -> Leaving {
    let Some(limit) = limit else {
        return Leaving::Never;
    };
    let left = limit.saturating_sub(idle);
    if left.is_zero() {
        return Leaving::Now;
    }
    let seconds = left.as_millis().div_ceil(1000) as u64;
    // By whole seconds, as the number inside: the ring is drawn once a second and not five times.
    let share = seconds as f32 / limit.as_secs_f32();
    if left <= LEAVING_SHOWN {
        Leaving::Soon { seconds, share }
    } else {
        Leaving::Later { seconds, share }
    }
}

impl Flow {
    pub(super) fn idle_limit(&self) -> Option<Duration> {
        match &self.screen {
            Screen::FirstRun { .. } => None,
            Screen::Services { page } => {
                let untouched =
                    *page == 0 && self.wishes == usual(&self.settings) && self.card.is_none();
                (!untouched).then_some(INNER)
            }
            Screen::Ticket { ticket, .. } => Some(self.with_slip(&ticket.token)),
            Screen::Booked(booked) => Some(self.with_slip(&booked.token)),
            Screen::Staff(StaffPart::Link { .. }) => Some(LINK),
            Screen::Also { .. }
            | Screen::Taking { .. }
            | Screen::Asking { .. }
            | Screen::Bring { .. }
            | Screen::Keypad { .. }
            | Screen::Booking { .. }
            | Screen::Notice(_)
            | Screen::Pin { .. }
            | Screen::Staff(_) => Some(INNER),
        }
    }
}

impl Flow {
    fn with_slip(&self, token: &str) -> Duration {
        match self.paper_of(token) {
            Paper::Came => TICKET_WITH_SLIP,
            Paper::None | Paper::Coming => TICKET,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_shows_in_the_last_ten_seconds() {
        let at = |secs| leaving(Some(INNER), Duration::from_secs(secs));
        assert!(matches!(at(0), Leaving::Later { seconds: 45, .. }));
        assert!(matches!(at(34), Leaving::Later { seconds: 11, .. }));
        assert!(matches!(at(35), Leaving::Soon { seconds: 10, .. }));
        assert!(matches!(at(44), Leaving::Soon { seconds: 1, .. }));
        assert_eq!(at(45), Leaving::Now);
        assert_eq!(leaving(None, Duration::from_secs(9999)), Leaving::Never);
    }
}
