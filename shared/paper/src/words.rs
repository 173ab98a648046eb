//! The fixed sentences on paper, in both languages.

use chrono::{Datelike, NaiveDateTime, Weekday};
use domain::{
    ItemKind,
    settings::{Language, LocalText},
};

/// Which languages stand on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongues {
    /// The large one.
    pub main: Language,
    /// The other one stands small under it.
    pub both: bool,
}

impl Tongues {
    /// `main` with the other one small under it.
    pub fn both(main: Language) -> Self {
        Self { main, both: true }
    }

    /// `main` alone.
    pub fn only(main: Language) -> Self {
        Self { main, both: false }
    }

    /// The text in the large language.
    pub(crate) fn main(self, text: &LocalText) -> &str {
        text.get(self.main)
    }

    /// The text in the small one; empty where it says the same or is not wanted.
    pub(crate) fn also(self, text: &LocalText) -> &str {
        let other = match self.main {
            Language::Zh => &text.en,
            Language::En => &text.zh,
        };
        if self.both && other != text.get(self.main) {
            other
        } else {
            ""
        }
    }
}

/// What whoever missed the call does.
pub(crate) fn missed() -> LocalText {
    LocalText::new(
        "错过叫号也不要紧：找志愿者说一声，不用重新取号。",
        "Missed the call? Go to a volunteer; you need no new number.",
    )
}

/// What the code is for.
pub(crate) fn scan() -> LocalText {
    LocalText::new(
        "手机扫码，随时看进度",
        "Scan to follow your number on your phone",
    )
}

/// "3月7日 周六 9:05 取号".
pub(crate) fn issued(at: NaiveDateTime) -> LocalText {
    LocalText::new(
        &format!("{} {} 取号", date_zh(at), at.format("%-H:%M")),
        &format!("Taken {}", at.format("%a %-d %b, %-H:%M")),
    )
}

/// "3月7日 周六 9:05 收".
pub(crate) fn received(at: NaiveDateTime) -> LocalText {
    LocalText::new(
        &format!("{} {} 收下", date_zh(at), at.format("%-H:%M")),
        &format!("Left {}", at.format("%a %-d %b, %-H:%M")),
    )
}

fn date_zh(at: NaiveDateTime) -> String {
    let weekday = match at.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    };
    format!("{}月{}日 {weekday}", at.month(), at.day())
}

/// What a thing is called.
pub(crate) fn thing(kind: ItemKind) -> LocalText {
    let (zh, en) = match kind {
        ItemKind::Kettle => ("电水壶", "Kettle"),
        ItemKind::RiceCooker => ("电饭煲", "Rice cooker"),
        ItemKind::Iron => ("电熨斗", "Iron"),
        ItemKind::Fan => ("电风扇", "Fan"),
        ItemKind::Lamp => ("台灯", "Lamp"),
        ItemKind::Radio => ("收音机", "Radio"),
        ItemKind::HairDryer => ("电吹风", "Hair dryer"),
        ItemKind::Clock => ("钟表", "Clock"),
        ItemKind::Umbrella => ("雨伞", "Umbrella"),
        ItemKind::Other => ("其他物品", "Other thing"),
    };
    LocalText::new(zh, en)
}

/// Which part of a tag it is.
pub(crate) fn tag_heading(is_owners: bool) -> LocalText {
    if is_owners {
        LocalText::new("取件凭条，请收好", "Keep this to collect it")
    } else {
        LocalText::new("贴在物品上", "On the thing")
    }
}

/// How its owner gets it back.
pub(crate) fn collect() -> LocalText {
    LocalText::new(
        "修好了会叫您，凭这张条子来取。",
        "You are called when it is ready. Bring this slip.",
    )
}

/// The ticket with which a thing came.
pub(crate) fn came_with(service: &LocalText, ticket: &str) -> LocalText {
    LocalText::new(
        &format!("{} {ticket}", service.get(Language::Zh)),
        &format!("{} {ticket}", service.get(Language::En)),
    )
}
