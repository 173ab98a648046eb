//! Slips for tests.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{
    ItemKind,
    settings::{Language, LocalText},
};

use crate::{Slip, TagSlip, TestPage, TicketSlip, Tongues};

pub(crate) fn morning() -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
    day.and_hms_opt(9, 5, 0).unwrap()
}

pub(crate) fn ticket(tongues: Tongues) -> TicketSlip {
    TicketSlip {
        tongues,
        site: LocalText::new("便民服务广场", "Service Square"),
        service: LocalText::new("小家电维修", "Appliance repair"),
        icon: "repair".into(),
        prefix: "修".into(),
        digits: "012".into(),
        ahead: LocalText::new("前面还有 5 位", "5 ahead of you"),
        wait: LocalText::new("约 20–30 分钟", "about 20–30 min"),
        note: LocalText::default(),
        rule: LocalText::new(
            "按先后叫号，每叫 3 位，最多 1 位优先。",
            "In order of arrival; at most 1 in 3 is a priority call.",
        ),
        is_called: true,
        url: "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv".into(),
        issued_at: morning(),
    }
}

pub(crate) fn tag(tongues: Tongues) -> TagSlip {
    TagSlip {
        tongues,
        site: LocalText::new("便民服务广场", "Service Square"),
        service: LocalText::new("小家电维修", "Appliance repair"),
        number: "件023".into(),
        kind: ItemKind::RiceCooker,
        ticket: "修012".into(),
        received_at: morning(),
        url: "http://192.168.100.20:8080/s/square/desk/items".into(),
    }
}

pub(crate) fn test(lang: Language) -> TestPage {
    TestPage {
        lang,
        printer: "network:192.168.1.50:9100".into(),
        at: morning(),
        url: "http://192.168.1.20:8080".into(),
    }
}

pub(crate) fn slip(digits: &str) -> Slip {
    Slip::Ticket(Box::new(TicketSlip {
        digits: digits.into(),
        ..ticket(Tongues::only(Language::Zh))
    }))
}

/// What a reader finds in a picture.
pub(crate) fn read_codes(paper: &crate::Raster) -> Vec<String> {
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(paper.width(), paper.height(), |x, y| {
            if paper.is_black(x, y) { 0 } else { 255 }
        });
    let grids = image.detect_grids();
    grids
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(meta, text)| {
            // rqrr names the levels by their bits: 3 is Q.
            assert_eq!(meta.ecc_level, 3);
            text
        })
        .collect()
}
