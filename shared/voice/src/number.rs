//! Numbers as they are read out.

use domain::number::spoken_zh;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// Beyond it there is no number word; digits are read one by one.
const WORD_MAX: u32 = 9999;

/// The ways to say a number in Mandarin, the best first: 107 is 一百零七, else 一 零 七.
pub(crate) fn chinese(n: u32) -> Vec<String> {
    let digits = digit_by_digit(n, spoken_zh);
    if n <= WORD_MAX {
        vec![spoken_zh(n), digits]
    } else {
        vec![digits]
    }
}

/// The ways to say a number in English, the best first: 107 is "one hundred and seven"; from a
/// thousand on, hundreds are counted on.
pub(crate) fn english(n: u32) -> Vec<String> {
    let digits = digit_by_digit(n, below_hundred);
    if n > WORD_MAX {
        return vec![digits];
    }
    let (hundreds, rest) = (n / 100, n % 100);
    let mut words = Vec::new();
    if hundreds > 0 {
        words.push(below_hundred(hundreds));
        words.push("hundred".to_owned());
        if rest > 0 {
            words.push("and".to_owned());
        }
    }
    if rest > 0 || hundreds == 0 {
        words.push(below_hundred(rest));
    }
    vec![words.join(" "), digits]
}

fn digit_by_digit(n: u32, word: impl Fn(u32) -> String) -> String {
    let digits = n.to_string();
    let words = digits.chars().filter_map(|c| c.to_digit(10)).map(word);
    words.collect::<Vec<_>>().join(" ")
}

fn below_hundred(n: u32) -> String {
    let ones = |n: u32| ONES[n as usize % 20];
    match (n / 10, n % 10) {
        (0 | 1, _) => ones(n).to_owned(),
        (tens, 0) => TENS[tens as usize % 10].to_owned(),
        (tens, one) => format!("{} {}", TENS[tens as usize % 10], ones(one)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_word_and_else_its_digits() {
        for (n, zh, en) in [
            (7, "七", "seven"),
            (10, "十", "ten"),
            (12, "十二", "twelve"),
            (45, "四十五", "forty five"),
            (107, "一百零七", "one hundred and seven"),
            (110, "一百一十", "one hundred and ten"),
            (1005, "一千零五", "ten hundred and five"),
            (12_345, "一 二 三 四 五", "one two three four five"),
        ] {
            assert_eq!(chinese(n)[0], zh);
            assert_eq!(english(n)[0], en);
        }
        assert_eq!(chinese(1005)[1], "一 零 零 五");
    }
}
