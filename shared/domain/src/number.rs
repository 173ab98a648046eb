//! Ticket numbers as they are shown and spoken.
//!
//! A service counts its tickets of a day 1, 2, 3 … The number shown is that
//! count, or the count-th number without the digits people avoid.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::satellite::Stem;

/// Digits a number is padded to.
const WIDTH: usize = 3;
/// The same behind a stem: one kiosk gives fewer numbers, and a stem takes room.
const WIDTH_OF_SERIES: usize = 2;

/// A number as shown on ticket, board and phone: `理012`, or `理甲01` from a kiosk by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketNumber {
    /// One word that names the service; may be empty.
    pub prefix: Arc<str>,
    /// The series of a kiosk that gave it by itself; most numbers are the hub's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<Stem>,
    /// The digits without padding, also what is spoken.
    pub shown: u32,
}

impl TicketNumber {
    /// The number for the `count`-th ticket, `count` from 1.
    pub fn new(prefix: Arc<str>, count: u32, skip_digits: &[u8]) -> Self {
        Self {
            prefix,
            stem: None,
            shown: without_digits(count, skip_digits),
        }
    }

    /// The digits alone, padded: `012`, and `01` behind a stem.
    pub fn digits(&self) -> String {
        let width = match self.stem {
            None => WIDTH,
            Some(_) => WIDTH_OF_SERIES,
        };
        format!("{:0width$}", self.shown)
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.prefix)?;
        if let Some(stem) = self.stem {
            write!(f, "{stem}")?;
        }
        f.write_str(&self.digits())
    }
}

/// The `count`-th positive number, written in decimal, that holds none of `skip`.
///
/// Counting without some digits is counting in a smaller base: positional with
/// a zero where 0 is allowed, bijective where it is not.
fn without_digits(count: u32, skip: &[u8]) -> u32 {
    let allowed: Vec<u32> = (0..10u8)
        .filter(|d| !skip.contains(d))
        .map(u32::from)
        .collect();
    let base = allowed.len() as u32;
    if base == 10 || base < 2 {
        return count;
    }
    let has_zero = allowed[0] == 0;
    let (mut rest, mut shown, mut place) = (count, 0u32, 1u32);
    while rest > 0 {
        let digit = if has_zero {
            let index = rest % base;
            rest /= base;
            allowed[index as usize]
        } else {
            let index = (rest - 1) % base;
            rest = (rest - 1) / base;
            allowed[index as usize]
        };
        shown = shown.saturating_add(digit.saturating_mul(place));
        place = place.saturating_mul(10);
    }
    shown
}

const DIGITS_ZH: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A number from 1 to 9999 as a Chinese number word: 12 is 十二, 107 is 一百零七.
pub fn spoken_zh(n: u32) -> String {
    let mut word = String::new();
    let mut gap = false;
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / place % 10;
        if digit == 0 {
            gap = !word.is_empty();
            continue;
        }
        if gap {
            word.push('零');
            gap = false;
        }
        // 十二, not 一十二; but 一百一十二.
        if !(place == 10 && digit == 1 && word.is_empty()) {
            word.push(DIGITS_ZH[digit as usize]);
        }
        word.push_str(unit);
    }
    if word.is_empty() {
        "零".to_owned()
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_grow_beyond() {
        let shown = |count| TicketNumber::new("理".into(), count, &[]).to_string();
        assert_eq!(
            [shown(1), shown(12), shown(999), shown(1000)],
            ["理001", "理012", "理999", "理1000"]
        );
        let own = |shown| TicketNumber {
            prefix: "理".into(),
            stem: Stem::all().next(),
            shown,
        };
        assert_eq!(
            [own(1).to_string(), own(123).to_string()],
            ["理甲01", "理甲123"]
        );
    }

    #[test]
    fn skipped_digits_never_show_and_no_other_number_is_left_out() {
        for skip in [&[4][..], &[4, 7], &[0], &[0, 4], &[1], &[1, 2, 3, 4, 5]] {
            let free = |n: &u32| n.to_string().bytes().all(|b| !skip.contains(&(b - b'0')));
            let expected: Vec<u32> = (1..).filter(free).take(1500).collect();
            let shown: Vec<u32> = (1..=1500)
                .map(|count| without_digits(count, skip))
                .collect();
            assert_eq!(shown, expected, "{skip:?}");
        }
    }

    #[test]
    fn numbers_are_spoken_as_people_say_them() {
        let rows = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (21, "二十一"),
            (100, "一百"),
            (101, "一百零一"),
            (107, "一百零七"),
            (110, "一百一十"),
            (112, "一百一十二"),
            (200, "二百"),
            (999, "九百九十九"),
            (1000, "一千"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (1100, "一千一百"),
            (1234, "一千二百三十四"),
        ];
        for (n, word) in rows {
            assert_eq!(spoken_zh(n), word, "{n}");
        }
    }

    #[test]
    fn no_two_numbers_sound_alike() {
        let words: std::collections::BTreeSet<String> = (1..=9999).map(spoken_zh).collect();
        assert_eq!(words.len(), 9999);
    }
}
