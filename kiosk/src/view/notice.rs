//! One sentence and what to do next.

use std::time::Duration;

use crate::{
    flow::{Flow, Notice},
    lang::Lang,
    site_now::{Refusal, ServiceNow, ServiceState},
    view::card,
};

/// From here on the wait for a number is explained.
pub const SLOW_AFTER: Duration = Duration::from_secs(5);

/// What a notice shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeView {
    /// Its picture.
    pub kind: Kind,
    /// What is the case.
    pub title: String,
    /// What to do next; may be empty.
    pub detail: String,
    /// The button; empty without one.
    pub action: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number is on its way.
    Working,
    /// The hub does not answer.
    Offline,
    /// No number.
    Refused,
    /// The number is void.
    Cancelled,
}

/// While a number is being taken, `waited` so far.
pub fn taking(flow: &Flow, service: &str, waited: Duration) -> NoticeView {
    let lang = flow.wishes.lang;
    if waited < SLOW_AFTER {
        return NoticeView {
            kind: Kind::Working,
            title: match lang {
                Lang::Zh => format!("{} · 正在取号……", name(flow, service)),
                Lang::En => format!("{} · Getting your number …", name(flow, service)),
            },
            detail: String::new(),
            action: String::new(),
        };
    }
    NoticeView {
        kind: Kind::Offline,
        title: lang.pick("暂时连不上", "No connection just now").into(),
        detail: lang
            .pick(
                "还在替您取号，连上马上给您。也可以找志愿者帮忙。",
                "Still trying to get your number. You can also ask a volunteer.",
            )
            .into(),
        action: lang.pick("不等了", "Stop waiting").into(),
    }
}

/// A notice page.
pub fn view(flow: &Flow, notice: &Notice) -> NoticeView {
    let lang = flow.wishes.lang;
    let (kind, title, detail) = match notice {
        Notice::NotTaking { service } => (
            Kind::Refused,
            format!(
                "{}{}{}",
                name(flow, service),
                lang.pick("：", ": "),
                why(flow, service)
            ),
            ask_somebody(lang),
        ),
        Notice::Refused { service, refusal } => (
            Kind::Refused,
            refused(lang, name(flow, service), *refusal),
            ask_somebody(lang),
        ),
        Notice::Cancelled { number } => (
            Kind::Cancelled,
            match lang {
                Lang::Zh => format!("{number} 已经作废"),
                Lang::En => format!("{number} is cancelled"),
            },
            lang.pick("不会再叫这个号。", "This number will not be called."),
        ),
        Notice::NotCancelled { number } => (
            Kind::Refused,
            match lang {
                Lang::Zh => format!("{number} 没有退成"),
                Lang::En => format!("{number} could not be cancelled"),
            },
            lang.pick(
                "叫到时不用过来，或告诉志愿者。",
                "Just ignore the call, or tell a volunteer.",
            ),
        ),
    };
    NoticeView {
        kind,
        title,
        detail: detail.into(),
        action: lang.pick("返回", "Back").into(),
    }
}

fn refused(lang: Lang, name: &str, refusal: Refusal) -> String {
    match (lang, refusal) {
        (Lang::Zh, Refusal::Closed) => format!("{name}现在不取号"),
        (Lang::En, Refusal::Closed) => format!("{name} gives no numbers at this time"),
        (Lang::Zh, Refusal::Stopped) => format!("{name}暂停取号"),
        (Lang::En, Refusal::Stopped) => format!("{name}: no numbers just now"),
        (Lang::Zh, Refusal::Full) => format!("{name}今天的号取完了"),
        (Lang::En, Refusal::Full) => format!("{name}: no numbers left today"),
        (Lang::Zh, Refusal::Unlikely) => format!("{name}今天排不上了"),
        (Lang::En, Refusal::Unlikely) => format!("{name}: no time left today"),
        (Lang::Zh, Refusal::DayClosed) => "今天的服务已经结束".into(),
        (Lang::En, Refusal::DayClosed) => "Services are over for today".into(),
        (Lang::Zh, Refusal::Unknown) => format!("{name}今天没有了"),
        (Lang::En, Refusal::Unknown) => format!("{name} is not offered any more"),
        (Lang::Zh, Refusal::NotAllowed) => "这台机器现在不能取号".into(),
        (Lang::En, Refusal::NotAllowed) => "This screen may not give numbers".into(),
        (Lang::Zh, Refusal::TooOften | Refusal::BeingServed | Refusal::Other) => {
            "这次没有取到号".into()
        }
        (Lang::En, Refusal::TooOften | Refusal::BeingServed | Refusal::Other) => {
            "No number this time".into()
        }
    }
}

fn ask_somebody(lang: Lang) -> &'static str {
    lang.pick(
        "可以看看别的服务，或问问志愿者。",
        "Try another service, or ask a volunteer.",
    )
}

fn service<'a>(flow: &'a Flow, id: &str) -> Option<&'a ServiceNow> {
    flow.site
        .as_ref()?
        .services
        .iter()
        .find(|service| service.id == id)
}

fn name<'a>(flow: &'a Flow, id: &str) -> &'a str {
    service(flow, id).map_or("", |service| service.name.get(flow.wishes.lang))
}

fn why(flow: &Flow, id: &str) -> String {
    let state = service(flow, id).map_or(&ServiceState::Stopped, |service| &service.state);
    card::why_not(state, flow.wishes.lang)
}
