//! Kiosks and their printers in words.

use domain::Stem;
use protocol::{PrinterState, PrinterTrouble};

use crate::lang::Words;

/// What a kiosk is called: as it was paired, or by its stem, or as the only one there is.
pub(super) fn kiosk_text(name: &str, stem: Option<Stem>, words: Words) -> String {
    match (name, stem) {
        ("", Some(stem)) => words.fill("Kiosk {0}", [&stem.to_string()]),
        ("", None) => words.say("Kiosk").to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// A printer's state in a word or two.
pub(super) fn printer_word(printer: PrinterState, words: Words) -> &'static str {
    match printer {
        PrinterState::Ok => words.say("Printer works"),
        PrinterState::PaperLow => words.say("Printer low on paper"),
        PrinterState::PaperOut => words.say("Printer out of paper"),
        PrinterState::Offline => words.say("Printer does not print"),
        PrinterState::None => words.say("No printer"),
    }
}

/// "1 号机没纸了": what staff are told; nothing of a printer that needs nobody.
pub(super) fn printer_line(trouble: &PrinterTrouble, words: Words) -> Option<String> {
    let name = kiosk_text(&trouble.name, trouble.stem, words);
    match trouble.printer {
        PrinterState::PaperLow => Some(words.fill("{0}: the paper is almost used up", [&name])),
        PrinterState::PaperOut => Some(words.fill("{0}: out of paper", [&name])),
        PrinterState::Offline => Some(words.fill("{0}: the printer does not print", [&name])),
        PrinterState::Ok | PrinterState::None => None,
    }
}
