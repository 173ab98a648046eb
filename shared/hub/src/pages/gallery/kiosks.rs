//! Kiosks in every state there is.

use protocol::{KioskNow, LocalTime, PrinterState, PrinterTrouble};

/// The one at the hub, one that is there, one that is gone and one that was never heard.
pub(super) fn kiosks() -> Vec<KioskNow> {
    let gone_since = chrono::DateTime::parse_from_rfc3339("2026-03-07T09:12:00+08:00").unwrap();
    let kiosk = |name: &str, stem: Option<char>, printer: Option<PrinterState>| KioskNow {
        id: format!("k-{name}"),
        name: name.to_owned(),
        connected: printer.is_some(),
        gone_since: None,
        stem: stem.map(|stem| stem.try_into().unwrap()),
        unconfirmed: 0,
        printer,
    };
    vec![
        kiosk("", None, Some(PrinterState::Ok)),
        kiosk("东门", Some('甲'), Some(PrinterState::PaperOut)),
        KioskNow {
            gone_since: Some(LocalTime(gone_since)),
            unconfirmed: 2,
            printer: None,
            ..kiosk("西门", Some('乙'), None)
        },
        kiosk("南门", None, None),
    ]
}

/// What staff are told of printers.
pub(super) fn printers() -> Vec<PrinterTrouble> {
    let trouble = |name: &str, printer| PrinterTrouble {
        kiosk: format!("k-{name}"),
        name: name.to_owned(),
        stem: None,
        printer,
    };
    vec![
        trouble("东门", PrinterState::PaperOut),
        trouble("", PrinterState::PaperLow),
        trouble("西门", PrinterState::Offline),
    ]
}
