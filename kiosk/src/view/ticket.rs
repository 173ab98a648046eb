//! The ticket page.

use std::time::Duration;

use crate::{
    flow::{CODE_DIGITS, Flow, Leaving, UNDO_WINDOW},
    lang::Lang,
    site_now::{BookedSlot, IssuedTicket, LineRule, ServiceNow, Standing},
    view::{
        Surface, measure, tiles, wait,
        wifi::{self, WifiView},
    },
};

/// Height of a digit of the heaviest cut in em.
const DIGIT_HEIGHT: f32 = 0.733;
/// Width of a digit of the heaviest cut in em.
const DIGIT_WIDTH: f32 = 0.65;
/// Least height of the digits, mm, with something on top for rounding.
const DIGITS_MIN: (f32, f32) = (33.0, 61.0);
/// Least size of the code without its quiet zone, mm.
const CODE_MIN: (f32, f32) = (45.0, 60.0);
/// Modules of a version 5 code, the largest that a ticket's address needs.
const CODE_MODULES: f32 = 37.0;

/// What the ticket page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketView {
    /// The service.
    pub title: String,
    /// The word before the digits, at half size.
    pub prefix: String,
    /// The digits.
    pub digits: String,
    /// Both together, for assistive tools.
    pub number: String,
    /// "前面还有 5 位".
    pub ahead: String,
    /// "约 20–30 分钟"; may be empty.
    pub wait: String,
    /// The line's rule in one sentence.
    pub rule: String,
    /// Said when it may not be served today; empty otherwise.
    pub warning: String,
    /// Which accent.
    pub accent: u8,
    /// What the QR code holds; empty without one.
    pub url: String,
    /// Least size of the code without its quiet zone, mm.
    pub code_size: f32,
    /// Font size of the digits, mm.
    pub digit_size: f32,
    /// The prefix stands above the digits, because beside them is no room.
    pub prefix_above: bool,
    /// The network that phones must join first; `None` when any does.
    pub wifi: Option<WifiView>,
    /// The earlier numbers of the same visit; empty without any.
    pub earlier: String,
    /// 也要… is offered.
    pub can_add: bool,
    /// The button that asks what was brought, or says it; empty without one.
    pub bring_label: String,
    /// Something was brought.
    pub has_brought: bool,
    /// The long title is set small.
    pub small_title: bool,
    /// 不要了 is offered.
    pub can_undo: bool,
    /// It was touched.
    pub undoing: bool,
    /// Until the page goes home.
    pub seconds_left: u64,
    /// Share of the ring.
    pub share_left: f32,
    /// In the last seconds.
    pub leaving: bool,
}

/// What the flow knows of the page itself.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Since when.
    pub since: Duration,
    /// It can be handed back for a while.
    pub can_undo: bool,
    /// 不要了 was touched.
    pub undoing: bool,
    /// The network's own page was asked for.
    pub wifi: bool,
    /// The countdown.
    pub leaving: Leaving,
}

/// The page of `ticket`.
pub fn view(
    flow: &Flow,
    ticket: &IssuedTicket,
    shown: Shown,
    now: Duration,
    surface: &Surface,
) -> TicketView {
    let lang = flow.wishes.lang;
    let service = service(flow, &ticket.service);
    let name = service.map_or("", |service| service.name.get(lang));
    let can_add = flow.other_services().next().is_some();
    let takes_items = flow.takes_items(&ticket.service);
    // The buttons stand in the place of the rule where there is no room for both.
    let has_room = surface.is_large() && !flow.wishes.large_text;
    let rule = if has_room || !(can_add || takes_items) {
        let rule = service.map_or(LineRule::Arrival, |service| service.rule);
        wait::rule(lang, rule)
    } else {
        String::new()
    };
    let (warning, earlier) = (warning(lang, ticket), earlier(flow, ticket));
    // Large text leaves the digits their least height where there is more to say.
    let is_crowded = flow.wishes.large_text && !(warning.is_empty() && earlier.is_empty());
    let size = Sizes::of(&ticket.prefix, &ticket.digits, is_crowded, surface);
    let facts = TicketView {
        number: ticket.number(),
        prefix: ticket.prefix.clone(),
        digits: ticket.digits.clone(),
        ahead: wait::standing(lang, ticket),
        wait: if ticket.standing == Standing::Waiting {
            wait::range(lang, ticket.ahead, ticket.wait)
        } else {
            String::new()
        },
        rule,
        warning,
        url: ticket.url.clone(),
        digit_size: size.digits,
        prefix_above: size.prefix_above,
        earlier,
        can_add,
        bring_label: if takes_items {
            bring_label(lang, ticket)
        } else {
            String::new()
        },
        has_brought: ticket.brings.is_some(),
        can_undo: shown.can_undo && now.saturating_sub(shown.since) < UNDO_WINDOW,
        undoing: shown.undoing,
        wifi: flow
            .site
            .as_ref()
            .and_then(|site| site.wifi.as_ref())
            .map(|wifi| wifi::view(wifi, shown.wifi, surface)),
        ..empty(name, size.code, shown.leaving, surface)
    };
    // Beside the title stand the earlier numbers and, on small screens, the way to the network.
    let has_wifi_button = facts.wifi.as_ref().is_some_and(|wifi| !wifi.beside);
    let is_long = !facts.earlier.is_empty();
    TicketView {
        accent: service.map_or(0, |service| service.accent),
        small_title: facts.small_title || is_long && (has_wifi_button || surface.text_zoom > 1.0),
        ..facts
    }
}

/// The page of an appointment: its code in the place of a number.
pub fn booked(flow: &Flow, booked: &BookedSlot, leaving: Leaving, surface: &Surface) -> TicketView {
    let lang = flow.wishes.lang;
    let service = service(flow, &booked.service);
    let name = service.map_or("", |service| service.name.get(lang));
    let code_size = Sizes::of("", "", false, surface).code;
    let room = Sizes::room(code_size, surface);
    let date = booked.slot.date_naive();
    let (day, weekday) = (tiles::day(lang, date), tiles::weekday(lang, date));
    TicketView {
        number: booked.code.clone(),
        digits: booked.code.clone(),
        ahead: format!("{day} {weekday} {}", booked.slot.format("%-H:%M")),
        wait: lang.pick("约好了", "Booked").into(),
        rule: lang
            .pick(
                "到了那天，在这里点“预约签到”，输入这六位数字。",
                "On the day, touch Booking here and type these six digits.",
            )
            .into(),
        accent: service.map_or(0, |service| service.accent),
        url: booked.url.clone(),
        // Six digits in one line: each is smaller than those of a number.
        digit_size: (room / (CODE_DIGITS as f32 * DIGIT_WIDTH)).min(surface.height * 0.3),
        ..empty(name, code_size, leaving, surface)
    }
}

fn empty(name: &str, code_size: f32, leaving: Leaving, surface: &Surface) -> TicketView {
    let (seconds_left, share_left, leaving) = match leaving {
        Leaving::Never => (0, 0.0, false),
        Leaving::Later { seconds, share } => (seconds, share, false),
        Leaving::Soon { seconds, share } => (seconds, share, true),
        Leaving::Now => (0, 0.0, true),
    };
    let room = Sizes::room(code_size, surface);
    TicketView {
        title: name.to_owned(),
        small_title: measure::lines(name, surface.text_main(), room) > 1,
        prefix: String::new(),
        digits: String::new(),
        number: String::new(),
        ahead: String::new(),
        wait: String::new(),
        rule: String::new(),
        warning: String::new(),
        accent: 0,
        url: String::new(),
        code_size,
        digit_size: 0.0,
        prefix_above: false,
        earlier: String::new(),
        can_add: false,
        bring_label: String::new(),
        has_brought: false,
        wifi: None,
        can_undo: false,
        undoing: false,
        seconds_left,
        share_left,
        leaving,
    }
}

fn service<'a>(flow: &'a Flow, id: &str) -> Option<&'a ServiceNow> {
    let mut services = flow.site.iter().flat_map(|site| &site.services);
    services.find(|service| service.id == id)
}

/// The other numbers of the visit, which go on as they are.
fn earlier(flow: &Flow, ticket: &IssuedTicket) -> String {
    let numbers: Vec<String> = flow
        .visit
        .iter()
        .filter(|held| held.ticket.token != ticket.token)
        .map(|held| held.ticket.number())
        .collect();
    match (flow.wishes.lang, numbers.is_empty()) {
        (_, true) => String::new(),
        (Lang::Zh, false) => format!("还有 {}", numbers.join(" ")),
        (Lang::En, false) => format!("also {}", numbers.join(" ")),
    }
}

fn bring_label(lang: Lang, ticket: &IssuedTicket) -> String {
    match (lang, ticket.brings) {
        (Lang::Zh, None) => "带来了什么？".into(),
        (Lang::En, None) => "I brought …".into(),
        (Lang::Zh, Some(kind)) => format!("带来：{}", tiles::thing(lang, kind)),
        (Lang::En, Some(kind)) => format!("Item: {}", tiles::thing(lang, kind)),
    }
}

/// What has to be said in gold: that an appointment is checked in, or that time may run out.
fn warning(lang: Lang, ticket: &IssuedTicket) -> String {
    match (&ticket.slot, ticket.in_time) {
        (Some(slot), _) => match lang {
            Lang::Zh => format!("预约 {slot}，已签到"),
            Lang::En => format!("Booked {slot}, checked in"),
        },
        (None, false) => lang
            .pick(
                "今天可能轮不到，请问问志愿者。",
                "There may be no time left today.",
            )
            .into(),
        (None, true) => String::new(),
    }
}

/// Sizes of number and code, mm.
#[derive(Debug, PartialEq)]
struct Sizes {
    digits: f32,
    code: f32,
    prefix_above: bool,
}

impl Sizes {
    fn of(prefix: &str, digits: &str, is_crowded: bool, surface: &Surface) -> Self {
        let (least_digits, code) = if surface.is_large() {
            (DIGITS_MIN.1, CODE_MIN.1 * (surface.reach / 1.15).max(1.0))
        } else {
            (DIGITS_MIN.0, CODE_MIN.0)
        };
        let least = least_digits / DIGIT_HEIGHT;
        let room = Self::room(code, surface);
        let beside = measure::ems(prefix) / 2.0 + 0.1;
        let ems = digits.chars().count().max(1) as f32 * DIGIT_WIDTH;
        let prefix_above = (ems + beside) * least > room;
        let widest = if prefix_above {
            room / ems
        } else {
            room / (ems + beside)
        };
        // As large as the width allows, but the facts below need their part of the height.
        let share = if surface.is_portrait() { 0.24 } else { 0.44 };
        let tallest = if is_crowded {
            0.0
        } else {
            surface.height * share
        };
        Self {
            digits: widest.min(tallest).max(least),
            code,
            prefix_above,
        }
    }

    /// Width beside the code, or the whole width where the code stands below.
    fn room(code: f32, surface: &Surface) -> f32 {
        let whole = surface.width - 2.0 * surface.margin();
        if surface.is_portrait() {
            return whole;
        }
        // Whole pixels per module make the code up to a module-pixel larger; four modules are quiet on each side.
        let module = (code * surface.px_per_mm / CODE_MODULES).ceil() / surface.px_per_mm;
        whole - (CODE_MODULES + 8.0) * module - 8.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_tall_enough_on_every_screen() {
        for (width, height, px_per_mm, least) in [
            (1280.0, 800.0, 5.9, 32.0),
            (800.0, 1280.0, 5.9, 32.0),
            (1920.0, 1080.0, 5.56, 60.0),
            (1080.0, 1920.0, 5.56, 60.0),
            (1920.0, 1080.0, 4.03, 60.0),
            (1080.0, 1920.0, 4.03, 60.0),
        ] {
            for large in [false, true] {
                let surface = Surface::new(width, height, px_per_mm, large);
                let size = Sizes::of("理", "012", false, &surface);
                assert!(
                    size.digits * DIGIT_HEIGHT >= least,
                    "{width}×{height}: {size:?}"
                );
            }
        }
    }

    #[test]
    fn a_prefix_without_room_stands_above() {
        let narrow = Surface::new(1080.0, 1920.0, 5.56, false);
        assert!(Sizes::of("理甲", "012", false, &narrow).prefix_above);
        let wide = Surface::new(1920.0, 1080.0, 4.03, false);
        assert!(!Sizes::of("理", "012", &wide).prefix_above);
    }
}
