//! One sentence and what to do next.

mod refusal;

use std::time::Duration;

use crate::{
    flow::{Flow, Notice, Order, Question, WayOn},
    lang::Lang,
    site_now::{ServiceNow, ServiceState, Standing},
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
    /// The other button, which leads back; empty without one.
    pub back: String,
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
pub fn taking(flow: &Flow, order: &Order, waited: Duration) -> NoticeView {
    let lang = flow.wishes.lang;
    if waited >= SLOW_AFTER {
        let detail = lang.pick(
            "还在取号，连上就给您。\n也可以找志愿者帮忙。",
            "Still trying to get your number. You can also ask a volunteer.",
        );
        return slow(lang, detail);
    }
    working(match (lang, order) {
        (Lang::Zh, Order::CheckIn { .. }) => "正在签到……".into(),
        (Lang::En, Order::CheckIn { .. }) => "Checking in …".into(),
        (Lang::Zh, Order::Line(line)) if line.carried_from.is_some() => "正在换新号……".into(),
        (Lang::En, Order::Line(line)) if line.carried_from.is_some() => {
            "Exchanging your number …".into()
        }
        (Lang::Zh, Order::Line(line)) => {
            format!("{} · 正在取号……", name(flow, &line.service))
        }
        (Lang::En, Order::Line(line)) => {
            format!("{} · Getting your number …", name(flow, &line.service))
        }
    })
}

/// While something else is being asked, `waited` so far.
pub fn asking(lang: Lang, question: &Question, waited: Duration) -> NoticeView {
    if waited >= SLOW_AFTER {
        let detail = lang.pick(
            "还在试，连上就接着办。\n也可以找志愿者帮忙。",
            "Still trying. You can also ask a volunteer.",
        );
        return slow(lang, detail);
    }
    let title = match question {
        Question::Find { .. } | Question::Slots { .. } => {
            lang.pick("正在查看……", "Looking it up …")
        }
        Question::Book => lang.pick("正在预约……", "Booking …"),
    };
    working(title.into())
}

fn working(title: String) -> NoticeView {
    NoticeView {
        kind: Kind::Working,
        title,
        detail: String::new(),
        action: String::new(),
        back: String::new(),
    }
}

fn slow(lang: Lang, detail: &str) -> NoticeView {
    NoticeView {
        kind: Kind::Offline,
        title: lang.pick("暂时连不上", "No connection just now").into(),
        detail: detail.into(),
        action: lang.pick("不等了", "Stop waiting").into(),
        back: String::new(),
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
        Notice::Refused { order, refusal } => {
            let name = name(flow, order.service().unwrap_or_default());
            let (title, detail) = refusal::of_order(lang, order, name, refusal);
            (Kind::Refused, title, detail)
        }
        Notice::Failed { question, refusal } => {
            let (title, detail) = refusal::of_question(lang, question, refusal);
            (Kind::Refused, title, detail)
        }
        Notice::Over { number, standing } => {
            let (title, detail) = over(lang, number, standing);
            (Kind::Refused, title, detail)
        }
        Notice::NotUnderstood => (
            Kind::Refused,
            lang.pick("没看懂这个码", "This code is not understood")
                .into(),
            lang.pick(
                "请扫预约或取号时给的二维码，\n也可以问问志愿者。",
                "Scan the code of a booking or a number, or ask a volunteer.",
            ),
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
    let back = lang.pick("返回", "Back");
    let (action, back) = match notice.way_on() {
        None => (back, ""),
        Some(WayOn::WithoutCard(_)) => (lang.pick("不用卡取号", "Without it"), back),
        Some(WayOn::TypeAgain) => (lang.pick("再输一次", "Type it again"), back),
    };
    NoticeView {
        kind,
        title,
        detail: detail.into(),
        action: action.into(),
        back: back.into(),
    }
}

/// How a ticket ended.
fn over(lang: Lang, number: &str, standing: &Standing) -> (String, &'static str) {
    let again = lang.pick("还要办，请取个新号。", "Take a new number if you need one.");
    match (lang, standing) {
        (Lang::Zh, Standing::NoShow) => {
            (format!("{number} 已经过号"), "请找志愿者，可以重新排上。")
        }
        (Lang::En, Standing::NoShow) => (
            format!("{number} was called and missed"),
            "Ask a volunteer to put you back in line.",
        ),
        (Lang::Zh, Standing::Cancelled) => (format!("{number} 已经作废"), again),
        (Lang::En, Standing::Cancelled) => (format!("{number} is cancelled"), again),
        (
            Lang::Zh,
            Standing::Served
            | Standing::Unserved
            | Standing::Waiting
            | Standing::Called { .. }
            | Standing::Serving
            | Standing::OnHold,
        ) => (format!("{number} 已经办完"), again),
        (
            Lang::En,
            Standing::Served
            | Standing::Unserved
            | Standing::Waiting
            | Standing::Called { .. }
            | Standing::Serving
            | Standing::OnHold,
        ) => (format!("{number} is done"), again),
    }
}

fn ask_somebody(lang: Lang) -> &'static str {
    lang.pick(
        "可以办别的，或问志愿者。",
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
