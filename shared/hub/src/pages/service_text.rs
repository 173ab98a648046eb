//! What every page says of a service: name, rule, hours, why there are no numbers.

use domain::settings::Colour;
use domain::{Policy, ServiceId, ServiceSettings, Site};
use protocol::ServiceView;

use super::wait_text::{WaitRange, range_text};
use crate::lang::Words;
use crate::sentence::Sentence;

/// How a service looks.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// In the page's language.
    pub(super) name: String,
    /// As styles call it.
    pub(super) colour: &'static str,
    /// The drawing.
    pub(super) icon: String,
}

impl Look {
    /// The looks of a service; its id where it is gone.
    pub(super) fn of(site: &Site, id: &ServiceId, words: Words) -> Self {
        site.service(id).map_or_else(
            || Self {
                name: id.to_string(),
                colour: colour(Colour::default()),
                icon: String::new(),
            },
            |service| Self::from_settings(&service.settings, words),
        )
    }

    /// The looks that settings give.
    pub(super) fn from_settings(settings: &ServiceSettings, words: Words) -> Self {
        Self {
            name: settings.title(words.0).to_owned(),
            colour: colour(settings.colour),
            icon: settings.icon.clone(),
        }
    }
}

/// A colour's name in styles.
pub(super) fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Cinnabar => "cinnabar",
        Colour::Indigo => "indigo",
        Colour::Pine => "pine",
        Colour::Plum => "plum",
    }
}

/// The line's rule in a resident's words.
pub(super) fn rule_text(words: Words, policy: Policy) -> String {
    match policy {
        Policy::Arrival => words.say("First come, first served.").to_owned(),
        Policy::Share { every } => words.fill(
            "Called in order; of every {0} calls at most one goes first to people with priority.",
            [&every.to_string()],
        ),
        Policy::First { run } => words.fill(
            "People with priority go first; after {0} of them somebody else is called.",
            [&run.to_string()],
        ),
    }
}

/// "服务时间 09:00–11:30"; empty for a service that is always open.
pub(super) fn hours_text(words: Words, service: &ServiceView) -> String {
    match (&service.opens, &service.closes) {
        (Some(opens), Some(closes)) => words.fill("Hours {0}–{1}", [opens, closes]),
        (Some(opens), None) => words.fill("From {0}", [opens]),
        (None, Some(closes)) => words.fill("Numbers until {0}", [closes]),
        (None, None) => String::new(),
    }
}

/// Why a newcomer gets no number; empty when one is given.
pub(super) fn closed_text(words: Words, service: &ServiceView, site: &Site) -> String {
    match &service.issuing.refusal {
        Some(refusal) if !service.issuing.open => {
            Sentence::of_refusal(refusal, site, words.0).title
        }
        Some(_) | None => String::new(),
    }
}

/// How many wait, for somebody who has no number yet.
pub(super) fn waiting_text(words: Words, waiting: u32) -> String {
    match waiting {
        0 => words.say("Nobody is waiting").to_owned(),
        1 => words.say("1 person is waiting").to_owned(),
        n => words.fill("{0} people are waiting", [&n.to_string()]),
    }
}

/// How long a newcomer waits; empty where nobody can say.
pub(super) fn newcomer_text(words: Words, service: &ServiceView) -> String {
    service.wait.map_or_else(String::new, |wait| {
        range_text(
            words,
            WaitRange {
                low_min: wait.low_min,
                high_min: wait.high_min,
            },
        )
    })
}

/// "3 个台中开放 2 个".
pub(super) fn stations_text(words: Words, service: &ServiceView) -> String {
    words.fill(
        "{0} of {1} stations open",
        [
            &service.stations_open.to_string(),
            &service.stations_total.to_string(),
        ],
    )
}

/// `理012` as the word and the digits, which are set apart by size.
pub(super) fn split_number(number: &str) -> (String, String) {
    let at = number
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(number.len());
    let (prefix, digits) = number.split_at(at);
    (prefix.to_owned(), digits.to_owned())
}

/// `452871` as `452 871`: three digits at a time are read and typed without a slip.
pub(super) fn code_text(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((first, last)) if !last.is_empty() => format!("{first} {last}"),
        Some(_) | None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::Language;

    use super::*;

    #[test]
    fn rules_are_said_in_one_sentence() {
        let zh = Words(Language::Zh);
        assert_eq!(rule_text(zh, Policy::Arrival), "先到先办。");
        assert!(rule_text(zh, Policy::Share { every: 3 }).contains('3'));
        assert!(rule_text(zh, Policy::First { run: 2 }).contains('2'));
    }

    #[test]
    fn numbers_fall_into_word_and_digits() {
        for (number, prefix, digits) in [
            ("理012", "理", "012"),
            ("007", "", "007"),
            ("理甲01", "理甲", "01"),
        ] {
            assert_eq!(split_number(number), (prefix.to_owned(), digits.to_owned()));
        }
    }

    #[test]
    fn a_code_is_read_in_two_groups() {
        for (code, text) in [("012345", "012 345"), ("45", "45"), ("", "")] {
            assert_eq!(code_text(code), text);
        }
    }
}
