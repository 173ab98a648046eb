//! Where a line of text may end.

use crate::font::{self, Cut};

/// Signs that never begin a line.
const CLOSING: &str = "，。、；：？！”’）》」…·,.;:?!)%–";
/// Signs that never end one.
const OPENING: &str = "“‘（《「(";
/// After these a thought ends, and so may a line.
const PAUSES: &str = "，。；：？！,.;:?!";

/// The lines of `text` within `width` dots: as few as can be, and then as even as can be, so
/// that no single character stands alone. Where it costs no further line, lines end where a
/// clause does; in Chinese, where a line could else tear a word, one further line is worth it.
pub(crate) fn lines(cut: Cut, size: f32, text: &str, width: f32) -> Vec<String> {
    let words = words(text);
    let measure = |line: &str| font::width(cut, size, line.trim_end());
    let fewest = filled(&words, width, measure);
    if fewest.len() < 2 {
        return fewest;
    }
    let by_clause = filled(&clauses(&words), width, measure);
    let fits = |lines: &[String]| lines.iter().all(|line| measure(line) <= width);
    let further = usize::from(text.chars().any(|c| c as u32 >= 0x4e00));
    if by_clause.len() <= fewest.len() + further && fits(&by_clause) {
        return by_clause;
    }
    // The narrowest column that needs no further line.
    let mut best = fewest;
    let steps: u8 = 24;
    for step in (0..steps).rev() {
        let narrower = width * (0.4 + 0.6 * f32::from(step) / f32::from(steps));
        let tried = filled(&words, narrower, measure);
        if tried.len() > best.len() || !fits(&tried) {
            break;
        }
        best = tried;
    }
    best
}

/// Puts as many pieces on each line as fit.
fn filled(pieces: &[String], width: f32, measure: impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if measure(&format!("{line}{piece}")) <= width => line.push_str(piece),
            Some(_) | None => lines.push(piece.clone()),
        }
    }
    for line in &mut lines {
        *line = line.trim().to_owned();
    }
    lines
}

/// What may not be torn: a Latin word with the blank after it, or a hanzi with its punctuation.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let is_joined = before.is_some_and(|before| {
            CLOSING.contains(c)
                || c == ' '
                || OPENING.contains(before)
                || (is_narrow(before) && is_narrow(c))
                || (before == ' ' && is_number_beside_hanzi(&words, c))
        });
        match words.last_mut() {
            Some(word) if is_joined => word.push(c),
            Some(_) | None => words.push(c.to_string()),
        }
        before = Some(c);
    }
    words
}

/// "还有 5 位": the number stays with the word it counts.
fn is_number_beside_hanzi(words: &[String], next: char) -> bool {
    let last = words.last().map_or("", |word| word.trim_end());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    (digit(last.chars().last()) && !next.is_ascii()) || (next.is_ascii_digit() && !last.is_ascii())
}

fn is_narrow(c: char) -> bool {
    c != ' ' && (c as u32) < 0x2e80 && !CLOSING.contains(c) && !OPENING.contains(c)
        || matches!(c, '–' | '.' | ':' | '%' | ',')
}

/// Words up to a pause.
fn clauses(words: &[String]) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in words {
        match clauses.last_mut() {
            Some(clause) if is_open => clause.push_str(word),
            Some(_) | None => clauses.push(word.clone()),
        }
        is_open = !word.trim_end().ends_with(|c| PAUSES.contains(c));
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_a_reader_pauses() {
        let text = "错过叫号也不要紧：找志愿者说一声，不用重新取号。";
        assert_eq!(
            lines(Cut::Regular, 28.0, text, 368.0),
            ["错过叫号也不要紧：", "找志愿者说一声，", "不用重新取号。"]
        );
        assert_eq!(
            lines(Cut::Regular, 28.0, text, 544.0),
            ["错过叫号也不要紧：找志愿者说一声，", "不用重新取号。"]
        );
    }

    #[test]
    fn no_line_begins_with_a_full_stop_and_no_word_is_torn() {
        for width in 120_u8..=250 {
            let width = f32::from(width) * 2.0;
            for text in [
                "按先后叫号，每叫 3 位，最多 1 位优先。",
                "In order of arrival; at most 1 in 3 is a priority call.",
                "（理发）“小家电维修”，约 20–30 分钟。",
            ] {
                let lines = lines(Cut::Regular, 28.0, text, width);
                for line in &lines {
                    assert!(!line.starts_with(|c| CLOSING.contains(c)), "{line}");
                    assert!(!line.ends_with(|c| OPENING.contains(c)), "{line}");
                    assert!(font::width(Cut::Regular, 28.0, line) <= width, "{line}");
                }
                let words = |text: &str| text.replace(' ', "");
                assert_eq!(words(&lines.concat()), words(text));
            }
        }
    }

    #[test]
    fn lines_are_even() {
        let lines = lines(
            Cut::Regular,
            28.0,
            "Missed the call? Go to a volunteer; you need no new number.",
            368.0,
        );
        let widths = lines.iter().map(|l| font::width(Cut::Regular, 28.0, l));
        assert!(widths.fold(f32::MAX, f32::min) > 150.0, "{lines:?}");
    }
}
