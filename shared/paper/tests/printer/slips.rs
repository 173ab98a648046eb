//! Slips as bytes.

use chrono::NaiveDate;
use domain::{
    ItemKind,
    settings::{Language, LocalText},
};
use encoding_rs::GB18030;
use paihao_paper::{Mode, Model, Slip, TagSlip, TicketSlip, Tongues, Width, bytes};

use crate::decoder::{Command, pages, read};

pub(crate) const URL: &str = "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv";

pub(crate) fn ticket() -> Slip {
    let day = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
    Slip::Ticket(Box::new(TicketSlip {
        tongues: Tongues::both(Language::Zh),
        site: LocalText::new("便民服务广场", "Service Square"),
        service: LocalText::new("理发", "Haircut"),
        icon: "haircut".into(),
        prefix: "理".into(),
        digits: "012".into(),
        ahead: LocalText::new("前面还有 5 位", "5 ahead of you"),
        wait: LocalText::new("约 20–30 分钟", "about 20–30 min"),
        note: LocalText::default(),
        rule: LocalText::new("先到先办。", "First come, first served."),
        is_called: true,
        url: URL.into(),
        issued_at: day.and_hms_opt(9, 5, 0).unwrap(),
    }))
}

fn tag() -> Slip {
    let day = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
    Slip::Tag(Box::new(TagSlip {
        tongues: Tongues::only(Language::Zh),
        site: LocalText::new("便民服务广场", ""),
        service: LocalText::new("小家电维修", ""),
        number: "件023".into(),
        kind: ItemKind::Kettle,
        ticket: "修007".into(),
        received_at: day.and_hms_opt(9, 5, 0).unwrap(),
        url: URL.into(),
    }))
}

fn model(width: Width, mode: Mode) -> Model {
    Model {
        width,
        mode,
        cuts: true,
    }
}

/// The codes that a reader finds.
pub(crate) fn codes(paper: &paihao_paper::Raster) -> Vec<String> {
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(paper.width(), paper.height(), |x, y| {
            if paper.is_black(x, y) { 0 } else { 255 }
        });
    let grids = image.detect_grids();
    grids.iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn what_is_sent_is_dot_for_dot_what_was_drawn() {
    for width in [Width::Mm58, Width::Mm80] {
        for slip in [ticket(), tag()] {
            let commands = read(&bytes(&slip, model(width, Mode::Raster)));
            assert_eq!(commands.first(), Some(&Command::Init));
            assert_eq!(commands.last(), Some(&Command::Cut));
            let drawn: Vec<_> = slip.pages(width).into_iter().map(|p| p.raster).collect();
            let sent = pages(&commands);
            assert_eq!(sent, drawn);
            for page in sent {
                assert_eq!(codes(&page), [URL]);
            }
        }
    }
}

#[test]
fn a_printer_without_a_knife_feeds_beyond_its_bar() {
    let model = Model {
        cuts: false,
        ..model(Width::Mm58, Mode::Raster)
    };
    let commands = read(&bytes(&ticket(), model));
    assert_eq!(commands.last(), Some(&Command::Feed(5)));
    assert!(!commands.contains(&Command::Cut));
}

#[test]
fn text_mode_is_gb18030_with_the_printers_own_code() {
    for (width, columns) in [(Width::Mm58, 32), (Width::Mm80, 48)] {
        let commands = read(&bytes(&ticket(), model(width, Mode::Text)));
        assert_eq!(
            commands[..3],
            [Command::Init, Command::Chinese, Command::Align(1)]
        );
        let lines: Vec<String> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Line(line) => {
                    assert!(line.len() <= columns);
                    let (text, _, has_errors) = GB18030.decode(line);
                    assert!(!has_errors, "{line:?}");
                    Some(text.into_owned())
                }
                Command::Init
                | Command::Dots(_)
                | Command::Cut
                | Command::Feed(_)
                | Command::Align(_)
                | Command::Chinese
                | Command::Size
                | Command::Code(..)
                | Command::Question(_) => None,
            })
            .collect();
        for text in [
            "便民服务广场",
            "理发",
            "理012",
            "前面还有 5 位",
            "约 20-30 分钟",
        ] {
            assert!(lines.iter().any(|line| line == text), "{text}: {lines:?}");
        }
        let functions: Vec<(u8, &[u8])> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Code(function, data) => Some((*function, data.as_slice())),
                Command::Init
                | Command::Dots(_)
                | Command::Cut
                | Command::Feed(_)
                | Command::Align(_)
                | Command::Chinese
                | Command::Size
                | Command::Line(_)
                | Command::Question(_) => None,
            })
            .collect();
        let stored = [b"0".as_slice(), URL.as_bytes()].concat();
        // Model 2, six dots to the module, level Q, the link, print.
        assert_eq!(
            functions,
            [
                (b'A', b"2\0".as_slice()),
                (b'C', &[6]),
                (b'E', b"2"),
                (b'P', &stored),
                (b'Q', b"0"),
            ]
        );
    }
}

#[test]
fn a_tag_in_text_mode_is_cut_between_its_parts() {
    let commands = read(&bytes(&tag(), model(Width::Mm80, Mode::Text)));
    let cuts = commands.iter().filter(|command| **command == Command::Cut);
    assert_eq!(cuts.count(), 2);
}
