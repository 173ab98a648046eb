//! Slips in the printer's own characters.

use domain::settings::{Language, LocalText};
use encoding_rs::GB18030;

use crate::{
    slip::{Slip, TagSlip, TestPage, TicketSlip, Width},
    words::{self, Tongues},
};

/// Chinese characters from here on, two bytes each.
const CHINESE: &[u8] = b"\x1c&";
const CENTRE: &[u8] = b"\x1ba\x01";
/// Nobody scans a smaller code from a slip; dots to the module.
const MODULE: u8 = 6;
/// Stands for what the printer's characters lack.
const NOT_IN_GB18030: u8 = b'?';

/// How large characters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    Usual,
    Double,
    /// Four times, for numbers.
    Huge,
}

/// The pages of a slip, without cuts.
pub(super) fn pages(slip: &Slip, width: Width) -> Vec<Vec<u8>> {
    match slip {
        Slip::Ticket(ticket) => vec![of_ticket(ticket, width)],
        Slip::Tag(tag) => vec![of_tag(tag, width, false), of_tag(tag, width, true)],
        Slip::Test(test) => vec![of_test(test, width)],
    }
}

fn of_ticket(ticket: &TicketSlip, width: Width) -> Vec<u8> {
    let mut page = Text::new(ticket.tongues, width);
    page.main(Size::Usual, &ticket.site);
    page.both(Size::Double, &ticket.service);
    page.rule();
    page.line(Size::Huge, &format!("{}{}", ticket.prefix, ticket.digits));
    page.rule();
    page.both(Size::Double, &ticket.ahead);
    page.both(Size::Double, &ticket.wait);
    page.both(Size::Usual, &ticket.note);
    page.code(&ticket.url);
    if !ticket.url.is_empty() {
        page.both(Size::Usual, &words::scan());
    }
    page.rule();
    page.both(Size::Usual, &ticket.rule);
    if ticket.is_called {
        page.both(Size::Usual, &words::missed());
    }
    page.both(Size::Usual, &words::issued(ticket.issued_at));
    page.out
}

fn of_tag(tag: &TagSlip, width: Width, is_owners: bool) -> Vec<u8> {
    let mut page = Text::new(tag.tongues, width);
    page.both(Size::Double, &words::tag_heading(is_owners));
    page.rule();
    page.line(Size::Huge, &tag.number);
    page.rule();
    page.both(Size::Double, &words::thing(tag.kind));
    page.code(&tag.url);
    if is_owners {
        page.both(Size::Usual, &words::collect());
    }
    page.main(Size::Usual, &words::came_with(&tag.service, &tag.ticket));
    page.main(Size::Usual, &words::received(tag.received_at));
    page.main(Size::Usual, &tag.site);
    page.out
}

fn of_test(test: &TestPage, width: Width) -> Vec<u8> {
    let mut page = Text::new(Tongues::only(test.lang), width);
    page.line(
        Size::Double,
        match test.lang {
            Language::Zh => "打印测试",
            Language::En => "Printer test",
        },
    );
    page.line(Size::Usual, &test.at.format("%Y-%m-%d %H:%M").to_string());
    page.line(Size::Usual, &test.printer);
    page.rule();
    page.line(Size::Huge, "理012");
    page.rule();
    page.line(Size::Usual, "便民服务 煲熨痧焗 ABC abc");
    page.code(&test.url);
    page.line(Size::Usual, &test.url);
    page.out
}

/// A page that is being written.
struct Text {
    tongues: Tongues,
    columns: usize,
    out: Vec<u8>,
}

impl Text {
    fn new(tongues: Tongues, width: Width) -> Self {
        Self {
            tongues,
            columns: width.columns(),
            out: [CHINESE, CENTRE].concat(),
        }
    }

    fn main(&mut self, size: Size, text: &LocalText) {
        self.line(size, self.tongues.main(text));
    }

    fn both(&mut self, size: Size, text: &LocalText) {
        self.main(size, text);
        self.line(Size::Usual, self.tongues.also(text));
    }

    fn line(&mut self, size: Size, text: &str) {
        if text.is_empty() {
            return;
        }
        let (times, latin, chinese) = match size {
            Size::Usual => (1, 0x00, 0x00),
            Size::Double => (2, 0x11, 0x0c),
            Size::Huge => (4, 0x33, 0x0c),
        };
        self.out.extend_from_slice(&[0x1d, b'!', latin]);
        self.out.extend_from_slice(&[0x1c, b'!', chinese]);
        for line in broken(text, self.columns / times) {
            self.out.extend_from_slice(&encoded(&line));
            self.out.push(b'\n');
        }
        self.out.extend_from_slice(b"\x1d!\x00\x1c!\x00");
    }

    fn rule(&mut self) {
        let dashes = "-".repeat(self.columns);
        self.line(Size::Usual, &dashes);
    }

    /// The printer's own code: model 2, level Q.
    fn code(&mut self, text: &str) {
        let Ok(length) = u16::try_from(text.len() + 3) else {
            return;
        };
        if text.is_empty() {
            return;
        }
        self.out.extend_from_slice(b"\x1d(k\x04\x001A2\x00");
        self.out.extend_from_slice(b"\x1d(k\x03\x001C");
        self.out.push(MODULE);
        self.out.extend_from_slice(b"\x1d(k\x03\x001E2");
        self.out.extend_from_slice(b"\x1d(k");
        self.out.extend_from_slice(&length.to_le_bytes());
        self.out.extend_from_slice(b"1P0");
        self.out.extend_from_slice(text.as_bytes());
        self.out.extend_from_slice(b"\x1d(k\x03\x001Q0\n");
    }
}

/// What a character takes: a hanzi two columns, a Latin one.
fn columns(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Lines of at most so many columns. Words of Latin letters stay whole where they can.
fn broken(text: &str, most: usize) -> Vec<String> {
    let width = |text: &str| text.chars().map(columns).sum::<usize>();
    let mut lines = vec![String::new()];
    for piece in text.split_inclusive(|c: char| c == ' ' || !c.is_ascii()) {
        let mut piece = piece;
        // A word that no line holds is torn.
        while let Some(last) = lines.last_mut() {
            if width(last) + width(piece.trim_end()) <= most {
                last.push_str(piece);
                break;
            }
            if last.is_empty() {
                let at = piece.char_indices().nth(most.max(1));
                let (head, rest) = piece.split_at(at.map_or(piece.len(), |(at, _)| at));
                last.push_str(head);
                piece = rest;
                if piece.is_empty() {
                    break;
                }
            }
            lines.push(String::new());
        }
    }
    lines
        .iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// GB 18030 with its two-byte characters only: printers know no four-byte ones.
fn encoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut one = [0; 4];
    for c in text.chars() {
        // The printer has no en dash of half a width.
        let c = if c == '–' { '-' } else { c };
        let (encoded, _, _) = GB18030.encode(c.encode_utf8(&mut one));
        match encoded.len() {
            1 | 2 => bytes.extend_from_slice(&encoded),
            _ => bytes.push(NOT_IN_GB18030),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_two_bytes_of_gb18030() {
        assert_eq!(encoded("理012"), [0xc0, 0xed, b'0', b'1', b'2']);
        assert_eq!(encoded("约 20–30 分钟").len(), 2 + 1 + 5 + 1 + 4);
        assert_eq!(encoded("煲熨痧"), [0xec, 0xd2, 0xec, 0xd9, 0xf0, 0xf0]);
        assert_eq!(encoded("𝄞"), b"?");
    }

    #[test]
    fn lines_hold_what_the_paper_holds() {
        for most in [8, 16, 24, 32, 48] {
            for text in [
                "按先后叫号，每叫 3 位，最多 1 位优先。",
                "Missed the call? Go to a volunteer; you need no new number.",
                "http://192.168.100.20:8080/t/ABCDabcdefghijklmnopqrstuv",
            ] {
                let lines = broken(text, most);
                for line in &lines {
                    let wide: usize = line.chars().map(columns).sum();
                    assert!(wide <= most, "{most}: {line}");
                }
                let all = lines.concat().replace(' ', "");
                assert_eq!(all, text.replace(' ', ""));
            }
        }
        assert_eq!(broken("Go to a volunteer", 10), ["Go to a", "volunteer"]);
    }
}
