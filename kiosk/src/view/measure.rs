//! How wide a text will be, before any font is asked: good enough to choose a
//! layout, and on the wide side.

/// Height of a line in em.
pub const LINE: f32 = 1.22;

/// Width in em.
pub fn ems(text: &str) -> f32 {
    text.chars().map(advance).sum()
}

/// Advance of a sign in the embedded font's bold cut, em, rounded up by the shape of the sign.
fn advance(sign: char) -> f32 {
    match sign {
        ' ' => 0.23,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' => 0.33,
        '!' | '-' | 'f' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' => 0.39,
        'r' | 't' => 0.44,
        'c' | 's' | 'z' | '?' | '*' => 0.53,
        '0'..='9' | 'a' | 'e' | 'g' | 'v' | 'x' | 'y' | 'F' | 'J' | 'L' | 'Y' => 0.6,
        'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U' | '&' => 0.77,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.01,
        '–' => 0.56,
        sign if sign.is_ascii_uppercase() => 0.69,
        sign if sign.is_ascii() => 0.65,
        _ => 1.0,
    }
}

/// Width in em of the longest word that is never broken.
pub fn widest_word(text: &str) -> f32 {
    let words = text.split(' ').filter(|word| word.is_ascii());
    words.map(ems).fold(0.0, f32::max)
}

/// Lines that `text` needs at font size `size` in `width`, both in the same unit. Text of words is
/// broken between them, each line filled with as many as it takes; hanzi are broken anywhere.
pub fn lines(text: &str, size: f32, width: f32) -> usize {
    if text.is_empty() {
        return 0;
    }
    let whole = ems(text) * size;
    if whole <= width {
        return 1;
    }
    if !text.is_ascii() {
        // A line that may not begin with a comma is not filled to its end.
        return (whole / (width * 0.97)).ceil() as usize;
    }
    let (mut lines, mut filled) = (0, width);
    for word in text.split(' ').map(|word| ems(word) * size) {
        let with_word = filled + advance(' ') * size + word;
        if with_word > width {
            lines += 1;
            filled = word;
        } else {
            filled = with_word;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_are_square_and_latin_is_narrower() {
        assert!((ems("理发") - 2.0).abs() < 0.01);
        assert!(ems("Haircut") < 5.0);
    }

    #[test]
    fn a_long_name_takes_more_lines() {
        assert_eq!(lines("", 10.0, 50.0), 0);
        assert_eq!(lines("小家电维修", 10.0, 50.0), 1);
        assert_eq!(lines("小家电维修", 10.0, 49.0), 2);
        for (width, expected) in [(140.0, 1), (100.0, 2), (60.0, 3)] {
            assert_eq!(lines("Small appliance repair", 10.0, width), expected);
        }
    }
}
