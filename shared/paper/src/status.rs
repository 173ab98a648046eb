//! What a printer says of itself: the four answers to `DLE EOT n`.

use domain::settings::Language;

/// Asks for the state of the printer, why it is offline, what its error is, and for its paper.
pub const QUESTIONS: [[u8; 3]; 4] = [[0x10, 4, 1], [0x10, 4, 2], [0x10, 4, 3], [0x10, 4, 4]];

/// The answers, in the order of [`QUESTIONS`].
pub(crate) type Answers = [u8; 4];

/// Bits that are the same in every answer, and how they are. Anything else is no answer.
const FIXED: (u8, u8) = (0b1001_0011, 0b0001_0010);

/// How a printer is, the worst first where several things are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// It cannot be reached.
    Unreachable,
    /// It must be repaired or switched off and on.
    Broken,
    /// The knife is stuck.
    CutterStuck,
    /// The paper is out.
    PaperOut,
    /// Its cover is open.
    CoverOpen,
    /// The head is hot and cools by itself.
    TooHot,
    /// It prints nothing, and does not say why.
    Offline,
    /// It prints, and the roll ends soon.
    PaperLow,
    /// All is well.
    Ready,
    /// It takes what is sent and tells nothing of itself.
    Silent,
}

impl State {
    /// What four answers say; `None` if one of them is none.
    pub(crate) fn of(answers: Answers) -> Option<Self> {
        let is_answer = |byte: u8| byte & FIXED.0 == FIXED.1;
        if !answers.into_iter().all(is_answer) {
            return None;
        }
        let [printer, cause, error, paper] = answers;
        let found = [
            (error & 0x20 != 0, Self::Broken),
            (error & 0x08 != 0, Self::CutterStuck),
            (paper & 0x60 != 0 || cause & 0x20 != 0, Self::PaperOut),
            (cause & 0x04 != 0, Self::CoverOpen),
            (error & 0x40 != 0, Self::TooHot),
            (cause & 0x40 != 0, Self::Broken),
            (printer & 0x28 != 0, Self::Offline),
            (paper & 0x0c != 0, Self::PaperLow),
        ];
        let worst = found.into_iter().find(|(is_so, _)| *is_so);
        Some(worst.map_or(Self::Ready, |(_, state)| state))
    }

    /// The name used everywhere outside: `paper_out`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Broken => "broken",
            Self::CutterStuck => "cutter_stuck",
            Self::PaperOut => "paper_out",
            Self::CoverOpen => "cover_open",
            Self::TooHot => "too_hot",
            Self::Offline => "offline",
            Self::PaperLow => "paper_low",
            Self::Ready => "ready",
            Self::Silent => "silent",
        }
    }

    /// Whether a slip can be sent.
    pub fn can_print(self) -> bool {
        match self {
            Self::PaperLow | Self::Ready | Self::Silent => true,
            Self::Unreachable
            | Self::Broken
            | Self::CutterStuck
            | Self::PaperOut
            | Self::CoverOpen
            | Self::TooHot
            | Self::Offline => false,
        }
    }

    /// Whether staff has to do something.
    pub fn needs_staff(self) -> bool {
        match self {
            Self::Ready | Self::Silent => false,
            Self::PaperLow
            | Self::Unreachable
            | Self::Broken
            | Self::CutterStuck
            | Self::PaperOut
            | Self::CoverOpen
            | Self::TooHot
            | Self::Offline => true,
        }
    }

    /// How it is and what to do, in words.
    pub fn words(self, lang: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Unreachable => (
                "打印机连不上：看看电源和线",
                "The printer is not reached: check its power and cable",
            ),
            Self::Broken => (
                "打印机出错：请关机再开",
                "The printer reports a fault: switch it off and on",
            ),
            Self::CutterStuck => (
                "切刀卡住了：请开盖取出碎纸",
                "The cutter is stuck: open the cover and clear it",
            ),
            Self::PaperOut => ("没纸了：请换一卷纸", "Out of paper: put in a new roll"),
            Self::CoverOpen => ("纸仓盖没关好", "The paper cover is open"),
            Self::TooHot => (
                "打印头过热，凉一会儿会自己恢复",
                "The print head is hot; it goes on by itself",
            ),
            Self::Offline => (
                "打印机不在联机状态：请按一下进纸键或重开",
                "The printer is offline: press its feed button or restart it",
            ),
            Self::PaperLow => (
                "纸快用完了：请备好一卷",
                "Paper is low: have a new roll ready",
            ),
            Self::Ready => ("打印机正常", "The printer is ready"),
            Self::Silent => (
                "打印机已连上（它不报告缺纸等情况）",
                "The printer is connected (it does not report its paper)",
            ),
        };
        match lang {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of a printer with nothing to say.
    const WELL: Answers = [0x12; 4];

    #[test]
    fn every_bit_says_one_thing() {
        // Which answer, which bit, what it means when it alone is set.
        let rows = [
            (0, 2, State::Ready, "drawer"),
            (0, 3, State::Offline, "offline"),
            (0, 5, State::Offline, "waits to recover"),
            (0, 6, State::Ready, "feed button"),
            (1, 2, State::CoverOpen, "cover"),
            (1, 3, State::Ready, "fed by its button"),
            (1, 5, State::PaperOut, "stopped, paper end"),
            (1, 6, State::Broken, "some error"),
            (2, 2, State::Ready, "reserved"),
            (2, 3, State::CutterStuck, "cutter"),
            (2, 5, State::Broken, "cannot recover"),
            (2, 6, State::TooHot, "recovers by itself"),
            (3, 2, State::PaperLow, "near end"),
            (3, 3, State::PaperLow, "near end"),
            (3, 5, State::PaperOut, "end"),
            (3, 6, State::PaperOut, "end"),
        ];
        for (answer, bit, expected, why) in rows {
            let mut answers = WELL;
            answers[answer] |= 1 << bit;
            assert_eq!(State::of(answers), Some(expected), "{why}");
        }
        assert_eq!(State::of(WELL), Some(State::Ready));
    }

    #[test]
    fn a_byte_with_other_fixed_bits_is_no_answer() {
        for answer in 0..4 {
            for bit in [0, 1, 4, 7] {
                let mut answers = WELL;
                answers[answer] ^= 1 << bit;
                assert_eq!(State::of(answers), None, "{answer} {bit}");
            }
        }
    }

    #[test]
    fn the_cause_is_told_rather_than_what_follows_from_it() {
        // An open cover and an empty roll both put a printer offline.
        assert_eq!(State::of([0x1a, 0x16, 0x12, 0x12]), Some(State::CoverOpen));
        assert_eq!(State::of([0x1a, 0x32, 0x12, 0x72]), Some(State::PaperOut));
        assert_eq!(
            State::of([0x1a, 0x52, 0x1a, 0x12]),
            Some(State::CutterStuck)
        );
    }

    #[test]
    fn what_can_print_needs_no_more_than_a_new_roll() {
        for state in [State::Ready, State::Silent, State::PaperLow] {
            assert!(state.can_print());
        }
        for state in [State::PaperOut, State::CoverOpen, State::Unreachable] {
            assert!(!state.can_print() && state.needs_staff());
        }
        assert!(State::PaperLow.needs_staff() && !State::Silent.needs_staff());
    }
}
