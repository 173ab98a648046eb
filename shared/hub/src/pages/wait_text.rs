//! How long a wait is said to be: in ranges of five minutes, never a promise.

use crate::lang::Words;

/// A wait as the forecast rounds it, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WaitRange {
    /// Not sooner, usually.
    pub(super) low_min: u32,
    /// Not later, usually.
    pub(super) high_min: u32,
}

/// "前面还有 5 位".
pub(super) fn ahead_text(words: Words, ahead: u32) -> String {
    match ahead {
        0 => words.say("Nobody is ahead of you").to_owned(),
        1 => words.say("1 person ahead of you").to_owned(),
        n => words.fill("{0} people ahead of you", [&n.to_string()]),
    }
}

/// "约 20–30 分钟"; "马上到您" with at most one ahead; words where nobody can say.
pub(super) fn wait_text(words: Words, ahead: u32, wait: Option<WaitRange>) -> String {
    match wait {
        None => words.say("No station is open at the moment").to_owned(),
        Some(_) if ahead <= 1 => words.say("Almost your turn").to_owned(),
        Some(range) => range_text(words, range),
    }
}

/// The range alone, as for a newcomer.
pub(super) fn range_text(words: Words, range: WaitRange) -> String {
    let (low, high) = (range.low_min, range.high_min.max(range.low_min));
    if low == 0 {
        return words.fill("within {0} minutes", [&high.max(5).to_string()]);
    }
    if low == high {
        return words.fill("about {0} minutes", [&high.to_string()]);
    }
    words.fill(
        "about {0}–{1} minutes",
        [&low.to_string(), &high.to_string()],
    )
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn waits_are_said_as_ranges_and_the_next_ones_are_told_so() {
        let range = |low_min, high_min| Some(WaitRange { low_min, high_min });
        let rows = [
            (5, range(20, 30), "约 20–30 分钟", "about 20–30 minutes"),
            (2, range(0, 5), "5 分钟以内", "within 5 minutes"),
            (2, range(0, 10), "10 分钟以内", "within 10 minutes"),
            (3, range(10, 10), "约 10 分钟", "about 10 minutes"),
            (1, range(5, 15), "马上到您", "Almost your turn"),
            (0, range(0, 5), "马上到您", "Almost your turn"),
            (
                0,
                None,
                "暂时没有开放的服务台",
                "No station is open at the moment",
            ),
        ];
        for (ahead, wait, zh, en) in rows {
            assert_eq!(wait_text(Words(Language::Zh), ahead, wait), zh);
            assert_eq!(wait_text(Words(Language::En), ahead, wait), en);
        }
    }

    #[test]
    fn people_ahead_are_counted() {
        let zh = Words(Language::Zh);
        assert_eq!(ahead_text(zh, 5), "前面还有 5 位");
        assert_eq!(ahead_text(zh, 1), "前面还有 1 位");
        assert_eq!(ahead_text(zh, 0), "前面没有人了");
    }
}
