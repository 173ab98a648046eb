//! One service as a card.

use crate::{
    lang::Lang,
    site_now::{ServiceNow, ServiceState},
    view::wait,
};

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    /// Service id: what a touch sends back.
    pub id: String,
    /// Name of the drawing.
    pub icon: String,
    /// Which accent.
    pub accent: u8,
    /// Its name in the language of the screen.
    pub name: String,
    /// Its name in the other language; empty if it is the same.
    pub other_name: String,
    /// "前面 5 位", or why no number is given.
    pub line_one: String,
    /// "约 20–30 分钟"; may be empty.
    pub line_two: String,
    /// A warning under them; may be empty.
    pub note: String,
    /// Filled dots.
    pub stations_open: u32,
    /// All dots.
    pub stations_total: u32,
    /// Whether it gives numbers.
    pub can_take: bool,
    /// What assistive tools read out.
    pub label: String,
}

/// More dots than this say nothing.
const DOTS_MAX: u32 = 12;

/// The card of `service`. While the hub is gone it says nothing about the line: it would be old.
/// Whether numbers are given then is for the page to say.
pub fn view(service: &ServiceNow, lang: Lang, hub_gone: bool) -> CardView {
    let name = service.name.get(lang).to_owned();
    let other = service.name.get(lang.other());
    let (line_one, line_two) = if hub_gone {
        Default::default()
    } else {
        lines(service, lang)
    };
    let note = match (&service.state, hub_gone) {
        (ServiceState::AtRisk, false) => {
            lang.pick("今天可能轮不到", "Perhaps not today").to_owned()
        }
        (_, _) => String::new(),
    };
    // The warning takes the place of a promise that may not be kept.
    let line_two = if note.is_empty() {
        line_two
    } else {
        String::new()
    };
    let label = [&name, &line_one, &line_two, &note]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(lang.pick("，", ", "));
    CardView {
        id: service.id.clone(),
        icon: service.icon.clone(),
        accent: service.accent,
        other_name: if other == name {
            String::new()
        } else {
            other.to_owned()
        },
        name,
        line_one,
        line_two,
        note,
        stations_open: service.stations_open.min(DOTS_MAX),
        stations_total: service.stations_total.min(DOTS_MAX),
        can_take: service.state.can_take(),
        label,
    }
}

fn lines(service: &ServiceNow, lang: Lang) -> (String, String) {
    let why = why_not(&service.state, lang);
    if !why.is_empty() {
        return (why, String::new());
    }
    let ahead = wait::ahead_of_newcomer(lang, service.waiting);
    let range = if service.stations_open == 0 {
        lang.pick("还没有开台", "No station open yet").to_owned()
    } else {
        wait::range_on_card(lang, Some(service.waiting), service.wait)
    };
    (ahead, range)
}

/// Why no number is given, for the card; empty when one is.
pub fn why_not(state: &ServiceState, lang: Lang) -> String {
    match state {
        ServiceState::Taking | ServiceState::AtRisk => String::new(),
        ServiceState::NotYet { from } => match lang {
            Lang::Zh => format!("{from} 开始取号"),
            Lang::En => format!("Numbers from {from}"),
        },
        ServiceState::Ended => lang.pick("今天已经结束", "Over for today").into(),
        ServiceState::Stopped => lang.pick("暂停取号", "No numbers just now").into(),
        ServiceState::Full => lang.pick("今天的号取完了", "No numbers left today").into(),
        ServiceState::Unlikely => lang.pick("今天排不上了", "No time left today").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lang::Both,
        site_now::{LineRule, WaitRange},
    };

    fn service(state: ServiceState) -> ServiceNow {
        ServiceNow {
            id: "haircut".into(),
            name: Both::new("理发", "Haircut"),
            icon: "haircut".into(),
            accent: 0,
            waiting: 5,
            wait: Some(WaitRange {
                low_min: 20,
                high_min: 30,
            }),
            stations_open: 2,
            stations_total: 3,
            state,
            rule: LineRule::Arrival,
            takes_appointments: false,
            takes_items: false,
        }
    }

    #[test]
    fn a_card_says_how_many_and_how_long() {
        let card = view(&service(ServiceState::Taking), Lang::Zh, false);
        assert_eq!(
            (card.line_one.as_str(), card.line_two.as_str()),
            ("前面 5 位", "约 20–30 分钟")
        );
        assert_eq!(card.label, "理发，前面 5 位，约 20–30 分钟");
        assert_eq!(card.other_name, "Haircut");
        assert!(card.can_take);
    }

    #[test]
    fn a_card_that_gives_no_numbers_says_why() {
        for (state, zh, en) in [
            (
                ServiceState::NotYet {
                    from: "8:30".into(),
                },
                "8:30 开始取号",
                "Numbers from 8:30",
            ),
            (ServiceState::Ended, "今天已经结束", "Over for today"),
            (ServiceState::Stopped, "暂停取号", "No numbers just now"),
            (
                ServiceState::Full,
                "今天的号取完了",
                "No numbers left today",
            ),
            (ServiceState::Unlikely, "今天排不上了", "No time left today"),
        ] {
            for (lang, why) in [(Lang::Zh, zh), (Lang::En, en)] {
                let card = view(&service(state.clone()), lang, false);
                assert_eq!((card.line_one.as_str(), card.line_two.as_str()), (why, ""));
                assert!(!card.can_take);
            }
        }
    }

    #[test]
    fn a_risk_is_said_before_the_touch_and_the_number_still_given() {
        let card = view(&service(ServiceState::AtRisk), Lang::Zh, false);
        assert_eq!(
            (card.line_two.as_str(), card.note.as_str()),
            ("", "今天可能轮不到")
        );
        assert!(card.can_take);
    }

    #[test]
    fn without_an_open_station_the_card_says_so() {
        let closed = ServiceNow {
            stations_open: 0,
            wait: None,
            ..service(ServiceState::Taking)
        };
        assert_eq!(view(&closed, Lang::Zh, false).line_two, "还没有开台");
    }

    #[test]
    fn a_card_of_a_hub_that_is_gone_says_nothing_old() {
        let card = view(&service(ServiceState::Taking), Lang::Zh, true);
        assert_eq!((card.line_one.as_str(), card.line_two.as_str()), ("", ""));
    }

    #[test]
    fn the_same_name_is_not_said_twice() {
        let mut wifi = service(ServiceState::Taking);
        wifi.name = Both::new("Wi-Fi", "Wi-Fi");
        assert_eq!(view(&wifi, Lang::Zh, false).other_name, "");
    }
}
