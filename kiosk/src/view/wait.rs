//! How a wait is said: a range in five-minute steps, never a clock, never decimals.

use crate::{
    lang::Lang,
    site_now::{IssuedTicket, LineRule, Standing, WaitRange},
    view::staff::station_name,
};

/// From here on minutes say less than hours.
const HOURS_FROM_MIN: u32 = 120;
/// So few ahead that one should stay near.
const NEXT_UP: u32 = 1;

/// "前面还有 5 位", for the holder of a number.
pub fn ahead_of_ticket(lang: Lang, ahead: Option<u32>) -> String {
    match (lang, ahead) {
        (Lang::Zh, None) => "请留意叫号".into(),
        (Lang::En, None) => "Please listen for your number".into(),
        (Lang::Zh, Some(0)) => "您是下一位".into(),
        (Lang::En, Some(0)) => "You are next".into(),
        (Lang::Zh, Some(n)) => format!("前面还有 {n} 位"),
        (Lang::En, Some(n)) => format!("{n} ahead of you"),
    }
}

/// Where a ticket stands: in the line, or already called.
pub fn standing(lang: Lang, ticket: &IssuedTicket) -> String {
    match &ticket.standing {
        Standing::Called {
            station: Some(station),
        } => {
            let station = station_name(lang, station);
            match lang {
                Lang::Zh => format!("叫到您了，请到 {station}"),
                Lang::En => format!("Called: go to {station}"),
            }
        }
        Standing::Called { station: None } => {
            lang.pick("叫到您了，请过去", "You are called").into()
        }
        Standing::Serving => lang.pick("正在给您办", "Being served").into(),
        Standing::OnHold => lang
            .pick(
                "您先离开了，回来说一声",
                "On hold: tell us when you are back",
            )
            .into(),
        Standing::Waiting
        | Standing::NoShow
        | Standing::Served
        | Standing::Cancelled
        | Standing::Unserved => ahead_of_ticket(lang, ticket.ahead),
    }
}

/// "前面 5 位", for a newcomer.
pub fn ahead_of_newcomer(lang: Lang, ahead: u32) -> String {
    match (lang, ahead) {
        (Lang::Zh, 0) => "前面没有人".into(),
        (Lang::En, 0) => "Nobody ahead".into(),
        (Lang::Zh, n) => format!("前面 {n} 位"),
        (Lang::En, n) => format!("{n} ahead"),
    }
}

/// "约 20–30 分钟", or "马上到您" for the next ones; empty when nobody can say.
pub fn range(lang: Lang, ahead: Option<u32>, wait: Option<WaitRange>) -> String {
    match (wait, ahead) {
        (None, _) => String::new(),
        (Some(_), Some(0..=NEXT_UP)) => lang.pick("马上到您", "Very soon").into(),
        (Some(wait), _) => minutes(lang, wait),
    }
}

/// The same for a card: English leaves out "about", since a range says so and a card is narrow.
pub fn range_on_card(lang: Lang, ahead: Option<u32>, wait: Option<WaitRange>) -> String {
    let range = range(lang, ahead, wait);
    range
        .strip_prefix("about ")
        .map_or(range.clone(), str::to_owned)
}

fn minutes(lang: Lang, wait: WaitRange) -> String {
    // The hub rounds; this holds the promise whatever it sends.
    let low = wait.low_min / 5 * 5;
    let high = wait.high_min.div_ceil(5).max(1) * 5;
    match (lang, low) {
        (Lang::Zh, low) if low >= HOURS_FROM_MIN => "2 小时以上".into(),
        (Lang::En, low) if low >= HOURS_FROM_MIN => "over 2 hours".into(),
        (Lang::Zh, 0) => format!("{high} 分钟以内"),
        (Lang::En, 0) => format!("within {high} min"),
        (Lang::Zh, low) if low == high => format!("约 {low} 分钟"),
        (Lang::En, low) if low == high => format!("about {low} min"),
        (Lang::Zh, low) => format!("约 {low}–{high} 分钟"),
        (Lang::En, low) => format!("about {low}–{high} min"),
    }
}

/// The line's rule in one sentence.
pub fn rule(lang: Lang, rule: LineRule) -> String {
    match (lang, rule) {
        (Lang::Zh, LineRule::Arrival) => "先到先办。".into(),
        (Lang::En, LineRule::Arrival) => "First come, first served.".into(),
        (Lang::Zh, LineRule::Share { every }) => {
            format!("按先后叫号，每叫 {every} 位，最多 1 位优先。")
        }
        (Lang::En, LineRule::Share { every }) => {
            format!("In order of arrival; at most 1 in {every} is a priority call.")
        }
        (Lang::Zh, LineRule::First { run }) => {
            format!("优先号先叫，连叫 {run} 位后叫 1 位其他人。")
        }
        (Lang::En, LineRule::First { run }) => {
            format!("Priority first; after {run} of them, one other person.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "the shape that the texts take")]
    fn at(low_min: u32, high_min: u32) -> Option<WaitRange> {
        Some(WaitRange { low_min, high_min })
    }

    #[test]
    fn a_wait_is_said_as_a_range_in_five_minute_steps() {
        for (ahead, wait, zh, en) in [
            (Some(5), at(20, 30), "约 20–30 分钟", "about 20–30 min"),
            (Some(5), at(21, 29), "约 20–30 分钟", "about 20–30 min"),
            (Some(2), at(0, 10), "10 分钟以内", "within 10 min"),
            (Some(2), at(3, 7), "10 分钟以内", "within 10 min"),
            (Some(2), at(0, 0), "5 分钟以内", "within 5 min"),
            (Some(4), at(15, 15), "约 15 分钟", "about 15 min"),
            (
                Some(40),
                at(110, 150),
                "约 110–150 分钟",
                "about 110–150 min",
            ),
            (Some(60), at(125, 180), "2 小时以上", "over 2 hours"),
            (None, at(20, 30), "约 20–30 分钟", "about 20–30 min"),
        ] {
            assert_eq!(range(Lang::Zh, ahead, wait), zh);
            assert_eq!(range(Lang::En, ahead, wait), en);
        }
    }

    #[test]
    fn the_next_two_are_told_to_stay_near() {
        for ahead in [0, 1] {
            assert_eq!(range(Lang::Zh, Some(ahead), at(5, 15)), "马上到您");
        }
        assert_eq!(range(Lang::Zh, Some(2), at(5, 15)), "约 5–15 分钟");
    }

    #[test]
    fn without_an_open_station_no_time_is_promised() {
        assert_eq!(range(Lang::Zh, Some(0), None), "");
        assert_eq!(range(Lang::En, Some(7), None), "");
    }

    #[test]
    fn people_ahead_are_counted_in_words_a_person_would_use() {
        assert_eq!(ahead_of_ticket(Lang::Zh, Some(3)), "前面还有 3 位");
        assert_eq!(ahead_of_ticket(Lang::Zh, Some(0)), "您是下一位");
        assert_eq!(ahead_of_newcomer(Lang::Zh, 0), "前面没有人");
        assert_eq!(ahead_of_newcomer(Lang::En, 12), "12 ahead");
        assert_eq!(
            ahead_of_ticket(Lang::En, None),
            "Please listen for your number"
        );
    }

    #[test]
    fn every_rule_is_one_sentence() {
        for line in [
            LineRule::Arrival,
            LineRule::Share { every: 3 },
            LineRule::First { run: 2 },
        ] {
            assert_eq!(rule(Lang::Zh, line).matches('。').count(), 1);
            assert_eq!(rule(Lang::En, line).matches('.').count(), 1);
        }
        assert_eq!(
            rule(Lang::Zh, LineRule::Share { every: 3 }),
            "按先后叫号，每叫 3 位，最多 1 位优先。"
        );
    }
}
