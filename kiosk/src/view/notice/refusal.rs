//! A refusal in the words of a visitor: what is the case, and what to do next.

use chrono::NaiveDateTime;

use super::ask_somebody;
use crate::{
    flow::{Order, Question},
    lang::Lang,
    site_now::Refusal,
    view::tiles,
};

/// Why there is no number.
pub(super) fn of_order(
    lang: Lang,
    order: &Order,
    name: &str,
    refusal: &Refusal,
) -> (String, &'static str) {
    match (order, refusal) {
        (Order::CheckIn { .. }, Refusal::Unknown) => (
            lang.pick("没有找到这个预约", "This booking is not known")
                .into(),
            lang.pick(
                "请核对六位预约码，或找志愿者。",
                "Check the six digits, or ask a volunteer.",
            ),
        ),
        (Order::CheckIn { .. } | Order::Line(_), _) => said(lang, name, refusal),
    }
}

/// Why something else was not done.
pub(super) fn of_question(
    lang: Lang,
    question: &Question,
    refusal: &Refusal,
) -> (String, &'static str) {
    match (question, refusal) {
        (Question::Find { .. }, Refusal::Unknown) => (
            lang.pick("没有找到这个号", "This number is not known")
                .into(),
            lang.pick(
                "可能太久了。\n请取个新号，或找志愿者。",
                "It may be too old. Take a new one, or ask a volunteer.",
            ),
        ),
        (Question::Find { .. } | Question::Slots { .. } | Question::Book, Refusal::NoAnswer) => (
            lang.pick("暂时连不上", "No connection just now").into(),
            lang.pick(
                "请过一会儿再试，或找志愿者。",
                "Try again in a moment, or ask a volunteer.",
            ),
        ),
        (Question::Slots { .. } | Question::Book, Refusal::Unknown | Refusal::Other) => (
            lang.pick("现在不能预约", "No booking just now").into(),
            lang.pick("请问问志愿者。", "Please ask a volunteer."),
        ),
        (Question::Find { .. } | Question::Slots { .. } | Question::Book, _) => {
            said(lang, "", refusal)
        }
    }
}

fn said(lang: Lang, name: &str, refusal: &Refusal) -> (String, &'static str) {
    let take_one = lang.pick(
        "今天要办，请取个号排队。",
        "Take a number if you want to stay today.",
    );
    match refusal {
        Refusal::WrongDay { slot } => (
            match (lang, slot) {
                (Lang::Zh, Some(slot)) => format!("您的预约是{}，不是今天", moment(lang, *slot)),
                (Lang::En, Some(slot)) => {
                    format!("Your booking is for {}, not today", moment(lang, *slot))
                }
                (Lang::Zh, None) => "您的预约不是今天".into(),
                (Lang::En, None) => "Your booking is not for today".into(),
            },
            take_one,
        ),
        Refusal::TooLate { slot } => (
            match (lang, slot) {
                (Lang::Zh, Some(slot)) => {
                    format!("您的预约是 {}，已经过了太久", slot.format("%-H:%M"))
                }
                (Lang::En, Some(slot)) => {
                    format!(
                        "Your booking was for {}, too long ago",
                        slot.format("%-H:%M")
                    )
                }
                (Lang::Zh, None) => "您的预约已经过了太久".into(),
                (Lang::En, None) => "Your booking was too long ago".into(),
            },
            take_one,
        ),
        Refusal::Used { number } => (
            used(lang, number.as_deref()),
            lang.pick(
                "请看大屏或手机，等叫号。",
                "Watch the board or your phone for the call.",
            ),
        ),
        Refusal::AppointmentCancelled => (
            lang.pick("这个预约已经取消", "This booking was cancelled")
                .into(),
            take_one,
        ),
        Refusal::CardUnknown => (
            lang.pick("没有查到这张卡", "This card is not known").into(),
            lang.pick(
                "请核对卡号，也可以不用卡取号。",
                "Check its number, or go on without it.",
            ),
        ),
        Refusal::CardRevoked => (
            lang.pick("这张卡已经停用", "This card is not valid any more")
                .into(),
            lang.pick(
                "请问志愿者，也可以不用卡取号。",
                "Ask a volunteer, or go on without it.",
            ),
        ),
        Refusal::SlotFull => (
            lang.pick("这个时间刚刚约满", "This time was just taken")
                .into(),
            another_time(lang),
        ),
        Refusal::SlotGone => (
            lang.pick("这个时间不能约了", "This time cannot be booked")
                .into(),
            another_time(lang),
        ),
        Refusal::Carried => (
            lang.pick("这个号已经换过新号", "This number was exchanged before")
                .into(),
            lang.pick("请用新号等候。", "Wait with the new number."),
        ),
        Refusal::StillOpen => (
            lang.pick("这个号今天还有效", "This number is still good today")
                .into(),
            lang.pick(
                "不用换号，等叫号就行。",
                "No new one is needed: wait for the call.",
            ),
        ),
        Refusal::NoAnswer => (
            lang.pick("暂时连不上", "No connection just now").into(),
            lang.pick("请找志愿者帮忙。", "Please ask a volunteer."),
        ),
        Refusal::Closed
        | Refusal::Stopped
        | Refusal::Full
        | Refusal::Unlikely
        | Refusal::DayClosed
        | Refusal::Unknown
        | Refusal::NotAllowed
        | Refusal::TooOften
        | Refusal::BeingServed
        | Refusal::Other => (no_number(lang, name, refusal), ask_somebody(lang)),
    }
}

fn used(lang: Lang, number: Option<&str>) -> String {
    match (lang, number) {
        (Lang::Zh, Some(number)) => format!("已经签过到了，号码是 {number}"),
        (Lang::En, Some(number)) => format!("Already checked in: {number}"),
        (Lang::Zh, None) => "已经签过到了".into(),
        (Lang::En, None) => "Already checked in".into(),
    }
}

fn no_number(lang: Lang, name: &str, refusal: &Refusal) -> String {
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
        (Lang::Zh, _) => "这次没有取到号".into(),
        (Lang::En, _) => "No number this time".into(),
    }
}

fn another_time(lang: Lang) -> &'static str {
    lang.pick("请选别的时间。", "Please choose another time.")
}

/// "3月7日 10:00".
fn moment(lang: Lang, at: NaiveDateTime) -> String {
    format!("{} {}", tiles::day(lang, at.date()), at.format("%-H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_in_that_fails_says_why_and_what_to_do() {
        let slot = "2026-03-08T10:00:00".parse().ok();
        let order = Order::CheckIn {
            name: "048201".into(),
        };
        for (refusal, title) in [
            (Refusal::Unknown, "没有找到这个预约"),
            (
                Refusal::WrongDay { slot },
                "您的预约是3月8日 10:00，不是今天",
            ),
            (Refusal::TooLate { slot }, "您的预约是 10:00，已经过了太久"),
            (
                Refusal::Used {
                    number: Some("理012".into()),
                },
                "已经签过到了，号码是 理012",
            ),
        ] {
            let (said, detail) = of_order(Lang::Zh, &order, "", &refusal);
            assert_eq!(said, title);
            assert!(detail.ends_with('。'));
            let (said, _) = of_order(Lang::En, &order, "", &refusal);
            assert!(said.is_ascii() || said.contains('理'), "{said}");
        }
    }
}
