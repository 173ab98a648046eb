//! Which clips, one after the other, make up a spoken call.
//!
//! A call is a sentence, 请理发十二号到三号台, or 请二十三号取件 for a thing that is ready; from left to right the longest
//! clip that fits is taken. A word that a set of clips does not hold is left
//! out whole: half of it would be another word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::TicketNumber;
use domain::number::spoken_zh;
use domain::settings::Language;
use serde::Deserialize;

use super::files;
use crate::lang::code;

/// What is said of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken<'a> {
    /// Name of the service in the language that is spoken.
    pub(super) service: &'a str,
    /// The number.
    pub(super) number: &'a TicketNumber,
    /// Where to.
    pub(super) station: &'a str,
}

/// The sentence as words, each to be spoken whole or not at all.
pub(super) fn sentence(language: Language, call: Spoken) -> Vec<String> {
    match language {
        Language::Zh => vec![
            "请".to_owned(),
            call.service.to_owned(),
            format!("{}号", spoken_zh(call.number.shown)),
            "到".to_owned(),
            format!("{}号台", station_zh(call.station)),
        ],
        Language::En => vec![
            call.service.to_owned(),
            format!("number {}", spoken_en(call.number.shown)),
            "please come to".to_owned(),
            format!("station {}", station_en(call.station)),
        ],
    }
}

/// What the board writes under the number at the instant it is spoken.
pub(super) fn caption(language: Language, call: Spoken) -> String {
    match language {
        Language::Zh => format!(
            "请 {} {}号 到 {}号台",
            call.service,
            spoken_zh(call.number.shown),
            station_zh(call.station)
        ),
        Language::En => {
            format!(
                "{}, number {}, please come to station {}",
                call.service, call.number.shown, call.station
            )
        }
    }
}

/// What is said of a thing that is ready, by the number on its tag.
fn ready_sentence(language: Language, number: u32) -> Vec<String> {
    match language {
        Language::Zh => vec![
            "请".to_owned(),
            format!("{}号", spoken_zh(number)),
            "取件".to_owned(),
        ],
        Language::En => vec![
            format!("number {}", spoken_en(number)),
            "ready to collect".to_owned(),
        ],
    }
}

/// What the board writes under that number.
pub(super) fn ready_caption(language: Language, number: u32) -> String {
    match language {
        Language::Zh => format!("请 {}号 取件", spoken_zh(number)),
        Language::En => format!("Number {number}, ready to collect"),
    }
}

/// The addresses of the clips of a call.
pub(super) fn clips(language: Language, call: Spoken) -> Vec<&'static str> {
    addresses(language, &sentence(language, call))
}

/// The addresses of the clips for a thing that is ready.
pub(super) fn ready_clips(language: Language, number: u32) -> Vec<&'static str> {
    addresses(language, &ready_sentence(language, number))
}

fn addresses(language: Language, sentence: &[String]) -> Vec<&'static str> {
    let set = set(language);
    sentence
        .iter()
        .filter_map(|word| set.cut(word))
        .flatten()
        .collect()
}

/// The address of the sound before a call.
pub(super) fn chime(language: Language) -> &'static str {
    set(language).chime
}

fn station_zh(id: &str) -> String {
    match id.parse() {
        Ok(number @ 1..=9999) => spoken_zh(number),
        Ok(_) | Err(_) => id.to_uppercase(),
    }
}

fn station_en(id: &str) -> String {
    match id.parse() {
        Ok(number @ 1..=9999) => spoken_en(number),
        Ok(_) | Err(_) => id.to_lowercase(),
    }
}

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

/// 107 is "one hundred and seven"; from a thousand on, hundreds are counted on.
fn spoken_en(n: u32) -> String {
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
    words.join(" ")
}

fn below_hundred(n: u32) -> String {
    let ones = |n: u32| ONES[n as usize % 20];
    match (n / 10, n % 10) {
        (0 | 1, _) => ones(n).to_owned(),
        (tens, 0) => TENS[tens as usize % 10].to_owned(),
        (tens, one) => format!("{} {}", TENS[tens as usize % 10], ones(one)),
    }
}

/// One folder of clips, by their texts.
struct Set {
    by_text: BTreeMap<String, &'static str>,
    chime: &'static str,
}

#[derive(Deserialize)]
struct Clip {
    id: String,
    text: String,
    file: String,
}

static ZH: LazyLock<Set> = LazyLock::new(|| Set::load(Language::Zh));
static EN: LazyLock<Set> = LazyLock::new(|| Set::load(Language::En));

fn set(language: Language) -> &'static Set {
    match language {
        Language::Zh => &ZH,
        Language::En => &EN,
    }
}

impl Set {
    fn load(language: Language) -> Self {
        let folder = format!("sounds/{}", code(language));
        let list = files::find(&format!("{folder}/clips.json"));
        let clips: Vec<Clip> = list
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default();
        let mut set = Self {
            by_text: BTreeMap::new(),
            chime: "",
        };
        for clip in clips {
            let address = files::address(&format!("{folder}/{}", clip.file));
            if clip.id == "chime" {
                set.chime = address;
            } else {
                set.by_text.insert(clip.text, address);
            }
        }
        set
    }

    /// The clips of one word, or none if a part of it has no clip.
    fn cut(&self, word: &str) -> Option<Vec<&'static str>> {
        let mut clips = Vec::new();
        let mut rest = word.trim();
        while !rest.is_empty() {
            let fits = |(text, _): &(&String, &&'static str)| starts_with_word(rest, text);
            let (text, address) = self
                .by_text
                .iter()
                .filter(fits)
                .max_by_key(|(text, _)| text.len())?;
            clips.push(*address);
            rest = rest[text.len()..].trim_start();
        }
        Some(clips)
    }
}

/// Case aside; "six" does not begin "sixteen".
fn starts_with_word(rest: &str, text: &str) -> bool {
    let Some(head) = rest.get(..text.len()) else {
        return false;
    };
    let next = rest[text.len()..].chars().next();
    let ends_inside = text.is_ascii() && next.is_some_and(|c| c.is_ascii_alphanumeric());
    head.eq_ignore_ascii_case(text) && !ends_inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(language: Language, service: &str, shown: u32, station: &str) -> Vec<String> {
        let number = TicketNumber {
            prefix: "理".into(),
            stem: None,
            shown,
        };
        let call = Spoken {
            service,
            number: &number,
            station,
        };
        files_of(&clips(language, call))
    }

    fn files_of(addresses: &[&str]) -> Vec<String> {
        let name = |address: &&str| {
            let file = address.rsplit('/').next().unwrap_or_default();
            file.trim_end_matches(".wav").to_owned()
        };
        addresses.iter().map(name).collect()
    }

    #[test]
    fn a_thing_that_is_ready_is_called_by_the_number_on_its_tag() {
        let said = |language| files_of(&ready_clips(language, 23)).join(" ");
        assert_eq!(said(Language::Zh), "qing n20 n3 hao qujian");
        assert_eq!(said(Language::En), "number n20 n3 collect");
        assert_eq!(ready_caption(Language::Zh, 23), "请 二十三号 取件");
    }

    #[test]
    fn a_call_is_spoken_as_a_number_word() {
        assert_eq!(
            names(Language::Zh, "理发", 12, "3").join(" "),
            "qing haircut n10 n2 hao dao n3 haotai"
        );
        assert_eq!(
            names(Language::En, "Haircut", 107, "3").join(" "),
            "haircut number n1 hundred and n7 come_to station n3"
        );
    }

    #[test]
    fn a_service_without_a_clip_is_left_out_whole() {
        assert_eq!(
            names(Language::Zh, "修鞋子", 1, "1").join(" "),
            "qing n1 hao dao n1 haotai"
        );
    }

    #[test]
    fn stations_may_have_letters() {
        assert_eq!(names(Language::Zh, "理发", 1, "b").len(), 7);
        assert!(names(Language::En, "Haircut", 1, "B").contains(&"letter_b".to_owned()));
    }

    #[test]
    fn every_number_can_be_said_in_both_languages_and_sounds_like_no_other() {
        for language in [Language::Zh, Language::En] {
            let (without, mut heard) = (4, std::collections::BTreeSet::new());
            for shown in 1..=999 {
                let said = names(language, "", shown, "1");
                assert!(said.len() > without, "{shown}");
                assert!(heard.insert(said), "{shown} sounds like another");
            }
        }
    }
}
