//! Which kiosks are there right now, and how their printers are.
//!
//! It is the state of the moment: told by the kiosks themselves every two seconds, kept in memory
//! alone, and empty after a start. Nothing is decided by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::Moment;
use protocol::PrinterState;

/// A kiosk that was silent for so long is gone: three heartbeats did not come, and the next is
/// late.
pub(crate) const GONE_AFTER: TimeDelta = TimeDelta::seconds(7);

/// The kiosks of one site that were heard since the hub's start.
#[derive(Debug, Default)]
pub struct Presence(BTreeMap<Arc<str>, Heard>);

/// What was heard of a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// When last.
    pub at: Moment,
    /// Whether it is there still.
    pub is_here: bool,
    /// How its printer is; none while nobody knows.
    pub printer: Option<PrinterState>,
}

impl Presence {
    /// A kiosk says that it is there. Without a printer's state it is as it was. Answers whether
    /// that is news to anybody.
    pub(crate) fn hear(
        &mut self,
        kiosk: &Arc<str>,
        at: Moment,
        printer: Option<PrinterState>,
    ) -> bool {
        let before = self.of(kiosk);
        let heard = Heard {
            at,
            is_here: true,
            printer: printer.or(before.and_then(|heard| heard.printer)),
        };
        self.0.insert(Arc::clone(kiosk), heard);
        before.is_none_or(|before| !before.is_here || before.printer != heard.printer)
    }

    /// When the next kiosk is gone if it stays silent.
    pub(crate) fn next_gone(&self) -> Option<Moment> {
        let here = self.0.values().filter(|heard| heard.is_here);
        here.map(|heard| heard.at + GONE_AFTER).min()
    }

    /// Marks those that were silent for too long. Answers whether there were any.
    pub(crate) fn miss(&mut self, now: Moment) -> bool {
        let mut is_news = false;
        let silent = |heard: &&mut Heard| heard.is_here && heard.at + GONE_AFTER <= now;
        for heard in self.0.values_mut().filter(silent) {
            heard.is_here = false;
            // How the printer is by now, nobody knows.
            heard.printer = None;
            is_news = true;
        }
        is_news
    }

    /// What was heard of a kiosk.
    pub fn of(&self, kiosk: &str) -> Option<Heard> {
        self.0.get(kiosk).copied()
    }

    /// Whether a kiosk is there right now.
    pub fn is_here(&self, kiosk: &str) -> bool {
        self.of(kiosk).is_some_and(|heard| heard.is_here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Moment {
        Moment::from_timestamp(secs, 0).unwrap()
    }

    #[test]
    fn a_heartbeat_is_news_only_when_something_changed() {
        let (mut presence, kiosk) = (Presence::default(), "k".into());
        assert!(presence.hear(&kiosk, at(0), None));
        assert!(!presence.hear(&kiosk, at(2), None));
        assert!(presence.hear(&kiosk, at(4), Some(PrinterState::Ok)));
        assert!(!presence.hear(&kiosk, at(6), None), "it is as it was");
        assert!(presence.hear(&kiosk, at(8), Some(PrinterState::PaperOut)));
    }

    #[test]
    fn a_silent_kiosk_is_gone_since_it_was_heard_last() {
        let (mut presence, kiosk) = (Presence::default(), "k".into());
        assert_eq!(presence.next_gone(), None);
        presence.hear(&kiosk, at(0), Some(PrinterState::Ok));
        presence.hear(&kiosk, at(2), None);
        assert_eq!(presence.next_gone(), Some(at(9)));
        assert!(!presence.miss(at(8)) && presence.is_here("k"));
        assert!(presence.miss(at(9)) && !presence.is_here("k"));
        assert!(!presence.miss(at(10)), "told once");
        let gone = Heard {
            at: at(2),
            is_here: false,
            printer: None,
        };
        assert_eq!(presence.of("k"), Some(gone));
        assert_eq!(presence.next_gone(), None);
        assert!(presence.hear(&kiosk, at(20), None), "it is back");
    }
}
