//! The kiosks of the site as they are right now.

use protocol::{DashboardView, KioskNow, PrinterState};

use crate::date_text::{date_text, time_text};
use crate::lang::Words;
use crate::pages::kiosk_text::{kiosk_text, printer_word};

/// One kiosk.
pub(in crate::pages) struct KioskRow {
    pub(in crate::pages) name: String,
    /// Which numbers it gives by itself; empty for one that gives none.
    pub(in crate::pages) stem: String,
    pub(in crate::pages) state: &'static str,
    pub(in crate::pages) state_word: String,
    /// How many numbers nobody calls before it says that it shows them; empty for none.
    pub(in crate::pages) unconfirmed: String,
    /// Empty while nobody knows.
    pub(in crate::pages) printer: &'static str,
    /// Whether somebody has to go to the printer.
    pub(in crate::pages) needs_staff: bool,
}

/// All of them.
pub(super) fn kiosk_rows(view: &DashboardView, words: Words) -> Vec<KioskRow> {
    let row = |kiosk: &KioskNow| KioskRow {
        name: kiosk_text(&kiosk.name, kiosk.stem, words),
        stem: kiosk.stem.map_or_else(String::new, |stem| {
            words.fill("Own numbers with {0}", [&stem.to_string()])
        }),
        state: if kiosk.connected { "open" } else { "closed" },
        state_word: state_word(view, kiosk, words),
        unconfirmed: match kiosk.unconfirmed {
            0 => String::new(),
            1 => words.say("1 number not confirmed").to_owned(),
            n => words.fill("{0} numbers not confirmed", [&n.to_string()]),
        },
        printer: kiosk
            .printer
            .map_or("", |printer| printer_word(printer, words)),
        needs_staff: kiosk.printer.is_some_and(PrinterState::needs_staff),
    };
    view.kiosks.iter().map(row).collect()
}

fn state_word(view: &DashboardView, kiosk: &KioskNow, words: Words) -> String {
    let Some(since) = kiosk.gone_since else {
        return if kiosk.connected {
            words.say("Connected").to_owned()
        } else {
            words.say("Not heard yet").to_owned()
        };
    };
    let time = time_text(since);
    let date = since.0.date_naive();
    if date == view.at.0.date_naive() {
        words.fill("Gone since {0}", [&time])
    } else {
        let day = date_text(words, date);
        words.fill("Gone since {0}", [&format!("{day} {time}")])
    }
}
