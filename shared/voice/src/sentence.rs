//! The words of a call: 请理发十二号到三号台, or 请二十三号取件 for a thing that is ready.
//!
//! A sentence is a row of parts. A part is said whole or not at all, since half of a word would be
//! another word; it knows further ways to say the same, for sets of clips that lack the first.

use domain::TicketNumber;
use domain::settings::Language;

use crate::number::{chinese, english};

/// The ten heavenly stems, which name the kiosks that gave numbers without their hub.
#[cfg(test)]
pub(crate) const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
/// So many letters in a row are an abbreviation that is spelled; more are a word.
const SPELLED_MAX: usize = 3;

/// What is said of a call.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// Name of the service in the language that is spoken.
    pub service: &'a str,
    /// The number.
    pub number: &'a TicketNumber,
    /// Where to.
    pub station: &'a str,
}

/// One part of a sentence: the ways to say it, the best first.
pub(crate) type Part = Vec<String>;

/// The parts of a call.
pub(crate) fn of_call(language: Language, call: Spoken) -> Vec<Part> {
    let (prefix, stem) = (&*call.number.prefix, stem(call.number));
    // A name without a clip gives way to what stands before the digits, if that is a letter.
    let service = [call.service, prefix];
    let service = service.iter().filter(|text| !text.is_empty());
    let service: Part = service.map(|text| (*text).to_owned()).collect();
    let shown = call.number.shown;
    match language {
        Language::Zh => {
            let station = ways(call.station, |n| first(chinese(n)));
            vec![
                vec!["请".to_owned()],
                service,
                each(chinese(shown), |number| format!("{stem} {number}号")),
                each(station, |station| format!("到 {station}号台")),
            ]
        }
        Language::En => {
            let station = ways(call.station, |n| first(english(n)));
            vec![
                service,
                each(english(shown), |number| format!("number {stem} {number}")),
                each(station, |station| {
                    format!("please come to station {station}")
                }),
            ]
        }
    }
}

/// The parts of what is said of a thing that is ready, by the number on its tag.
pub(crate) fn of_ready(language: Language, number: u32) -> Vec<Part> {
    match language {
        Language::Zh => vec![
            vec!["请".to_owned()],
            each(chinese(number), |number| format!("{number}号")),
            vec!["取件".to_owned()],
        ],
        Language::En => vec![
            each(english(number), |number| format!("number {number}")),
            vec!["ready to collect".to_owned()],
        ],
    }
}

/// What is written at the instant it is spoken.
pub fn caption(language: Language, call: Spoken) -> String {
    let stem = stem(call.number);
    let stem = if stem.is_empty() {
        String::new()
    } else {
        format!("{stem} ")
    };
    let (service, shown, station) = (call.service, call.number.shown, call.station);
    match language {
        Language::Zh => {
            let number = first(chinese(shown));
            let station = first(ways(station, |n| first(chinese(n)))).replace(' ', "");
            format!("请 {service} {stem}{number}号 到 {station}号台")
        }
        Language::En => {
            format!("{service}, number {stem}{shown}, please come to station {station}")
        }
    }
}

/// What is written about a thing that is ready.
pub fn ready_caption(language: Language, number: u32) -> String {
    match language {
        Language::Zh => format!("请 {}号 取件", first(chinese(number))),
        Language::En => format!("Number {number}, ready to collect"),
    }
}

/// What stands behind the prefix in a number of a kiosk's own; nothing in the hub's.
fn stem(number: &TicketNumber) -> String {
    number.stem.map(|stem| stem.to_string()).unwrap_or_default()
}

/// The ways to say a station, the best first: `3A` is 三 A; `north` a word, or nothing.
fn ways(id: &str, number: impl Fn(u32) -> String) -> Part {
    let runs = runs(id);
    let say = |spell: bool| {
        let words = runs.iter().map(|run| match run.parse::<u32>() {
            Ok(n) => number(n),
            Err(_) if spell && run.len() <= SPELLED_MAX => {
                let letters: Vec<String> = run.chars().map(String::from).collect();
                letters.join(" ")
            }
            Err(_) => (*run).to_owned(),
        });
        words.collect::<Vec<_>>().join(" ").to_uppercase()
    };
    // Clips are found whatever the case; a letter is written large.
    vec![say(false), say(true)]
}

/// Digits and letters apart; what joins them is silent.
fn runs(id: &str) -> Vec<&str> {
    let parts = id.split(|c: char| !c.is_alphanumeric());
    let mut runs = Vec::new();
    for mut rest in parts.filter(|part| !part.is_empty()) {
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_digit);
            let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
            runs.push(run);
            rest = after;
        }
    }
    runs
}

fn each(ways: Vec<String>, part: impl Fn(&str) -> String) -> Part {
    ways.iter().map(|way| part(way)).collect()
}

fn first(ways: Vec<String>) -> String {
    ways.into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 理甲 is the service's 理 and the kiosk's 甲.
    fn numbered(prefix: &str, shown: u32) -> TicketNumber {
        let mut prefix = prefix.to_owned();
        let stem = prefix.chars().last().and_then(|c| c.try_into().ok());
        if stem.is_some() {
            prefix.pop();
        }
        TicketNumber {
            prefix: prefix.into(),
            stem,
            shown,
        }
    }

    fn call(language: Language, number: (&str, u32), station: &str) -> (String, String) {
        let number = numbered(number.0, number.1);
        let call = Spoken {
            service: match language {
                Language::Zh => "理发",
                Language::En => "Haircut",
            },
            number: &number,
            station,
        };
        let said: Vec<String> = of_call(language, call).into_iter().map(first).collect();
        let blanks = said.join(" ");
        let said: Vec<&str> = blanks.split_whitespace().collect();
        (said.join(" "), caption(language, call))
    }

    #[test]
    fn a_call_is_a_sentence() {
        let (said, shown) = call(Language::Zh, ("理", 107), "3");
        assert_eq!(said, "请 理发 一百零七号 到 三号台");
        assert_eq!(shown, said);
        let (said, shown) = call(Language::En, ("理", 107), "3");
        assert_eq!(
            said.to_lowercase(),
            "haircut number one hundred and seven please come to station three"
        );
        assert_eq!(shown, "Haircut, number 107, please come to station 3");
    }

    #[test]
    fn the_stem_of_a_kiosk_without_its_hub_is_said_before_the_number() {
        for stem in STEMS.chars() {
            let prefix = format!("理{stem}");
            let (said, shown) = call(Language::Zh, (&prefix, 1), "2");
            assert_eq!(said, format!("请 理发 {stem} 一号 到 二号台"));
            assert_eq!(shown, said);
            let (said, _) = call(Language::En, (&prefix, 1), "2");
            assert!(said.starts_with(&format!("Haircut number {stem} one ")));
        }
    }

    #[test]
    fn stations_need_not_be_numbers() {
        for (id, words) in [
            ("3", "三"),
            ("12", "十二"),
            ("b", "B"),
            ("3A", "三A"),
            ("a-12", "A十二"),
            ("07", "七"),
            ("north", "NORTH"),
        ] {
            let (_, shown) = call(Language::Zh, ("理", 1), id);
            assert_eq!(shown, format!("请 理发 一号 到 {words}号台"), "{id}");
        }
        assert_eq!(ways("VIP-2", |n| n.to_string()), ["VIP 2", "V I P 2"]);
        assert_eq!(ways("north", |n| n.to_string())[1], "NORTH");
    }
}
