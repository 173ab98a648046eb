//! What a scanner types: a line of quick keys, ended by Return, and what it may mean.

use std::time::Duration;

use super::CODE_DIGITS;

/// A scanner types faster than this; a hand, or a stray key, does not.
const GAP_MAX: Duration = Duration::from_millis(100);
/// Nothing that is printed on a square is longer.
const LINE_MAX: usize = 200;
/// Characters of the token in a ticket's or an appointment's link.
const TOKEN_CHARS: usize = 26;

/// The keys so far.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    line: String,
    last: Duration,
}

impl Scanner {
    /// Takes the text of one key; gives the line when this key ended one.
    pub(super) fn key(&mut self, text: &str, now: Duration) -> Option<String> {
        if now.saturating_sub(self.last) > GAP_MAX {
            self.line.clear();
        }
        self.last = now;
        if matches!(text, "\n" | "\r") {
            let line = std::mem::take(&mut self.line);
            return (!line.is_empty()).then_some(line);
        }
        // Shift and its like come as keys of their own.
        if self.line.len() < LINE_MAX && text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
            self.line.push_str(text);
        }
        None
    }
}

/// What a scanned line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// An appointment, by its link's token or its six digits.
    Appointment(String),
    /// A ticket, by its link's token.
    Ticket(String),
    /// A token without its address: it may be either's.
    Token(String),
    /// Nothing of this place.
    Unknown,
}

/// Reads a scanned line.
pub(super) fn read(line: &str) -> Scan {
    let line = line.trim();
    if line.len() == CODE_DIGITS && is_digits(line) {
        return Scan::Appointment(line.to_owned());
    }
    if let Some(token) = token_after(line, "/a/") {
        return Scan::Appointment(token);
    }
    if let Some(token) = token_after(line, "/t/") {
        return Scan::Ticket(token);
    }
    if is_token(line) {
        return Scan::Token(line.to_owned());
    }
    Scan::Unknown
}

/// The number on a card, where the line is one: with the spaces and hyphens left out.
pub(super) fn card_number(line: &str) -> Option<String> {
    let number: String = line
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_alphanumeric());
    is_number.then_some(number)
}

fn token_after(line: &str, mark: &str) -> Option<String> {
    let (_, rest) = line.split_once(mark)?;
    let token = rest.split(['/', '?', '#']).next()?;
    is_token(token).then(|| token.to_owned())
}

fn is_token(text: &str) -> bool {
    text.len() == TOKEN_CHARS
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "abcd0123456789_-ABCDEFGHIJ";

    fn typed(scanner: &mut Scanner, text: &str, from: u64, gap: u64) -> Option<String> {
        let mut line = None;
        for (i, key) in text.chars().enumerate() {
            let now = Duration::from_millis(from + gap * i as u64);
            line = scanner.key(&key.to_string(), now);
        }
        line
    }

    #[test]
    fn quick_keys_make_a_line_and_slow_ones_do_not() {
        let mut scanner = Scanner::default();
        let quick = typed(&mut scanner, "048201\n", 0, 5);
        assert_eq!(quick.as_deref(), Some("048201"));
        let slow = typed(&mut scanner, "048201\n", 1000, 150);
        assert_eq!(slow, None);
        // A stray key does not stand before the scan that follows later.
        typed(&mut scanner, "9", 5000, 5);
        let after = typed(&mut scanner, "123456\r", 5200, 5);
        assert_eq!(after.as_deref(), Some("123456"));
    }

    #[test]
    fn keys_that_are_no_characters_are_left_out_and_no_line_grows_for_ever() {
        let mut scanner = Scanner::default();
        let shifted = typed(&mut scanner, "\u{10}A\u{f700}b\n", 0, 5);
        assert_eq!(shifted.as_deref(), Some("Ab"));
        let endless = typed(&mut scanner, &"x".repeat(5000), 1000, 1);
        assert_eq!(endless, None);
        assert_eq!(scanner.line.len(), LINE_MAX);
    }

    #[test]
    fn every_code_of_the_place_is_told_from_the_others() {
        let url = |path: &str| format!("http://192.168.1.20:8080/{path}");
        for (line, scan) in [
            ("048201".to_owned(), Scan::Appointment("048201".into())),
            (" 048201 ".to_owned(), Scan::Appointment("048201".into())),
            (url(&format!("a/{TOKEN}")), Scan::Appointment(TOKEN.into())),
            (
                url(&format!("a/{TOKEN}?lang=zh")),
                Scan::Appointment(TOKEN.into()),
            ),
            (format!("/a/{TOKEN}"), Scan::Appointment(TOKEN.into())),
            (url(&format!("t/{TOKEN}#x")), Scan::Ticket(TOKEN.into())),
            (TOKEN.to_owned(), Scan::Token(TOKEN.into())),
            (url("t/short"), Scan::Unknown),
            (url(&format!("l/{TOKEN}")), Scan::Unknown),
            ("04820".to_owned(), Scan::Unknown),
            ("6901234567892".to_owned(), Scan::Unknown),
        ] {
            assert_eq!(read(&line), scan, "{line}");
        }
    }

    #[test]
    fn a_card_is_read_with_and_without_its_spaces() {
        assert_eq!(card_number("6222 0011-22").as_deref(), Some("6222001122"));
        assert_eq!(card_number("BM0017").as_deref(), Some("BM0017"));
        assert_eq!(card_number("http://hub/"), None);
        assert_eq!(card_number(" "), None);
    }
}
