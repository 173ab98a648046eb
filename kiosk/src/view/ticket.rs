//! The ticket page.

use std::time::Duration;

use crate::{
    flow::{Flow, Leaving, UNDO_WINDOW},
    site_now::{IssuedTicket, LineRule},
    view::{
        Surface, measure, wait,
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
    let service = flow.site.as_ref().and_then(|site| {
        site.services
            .iter()
            .find(|service| service.id == ticket.service)
    });
    let name = service.map_or("", |service| service.name.get(lang));
    let (seconds_left, share_left, leaving) = match shown.leaving {
        Leaving::Never => (0, 0.0, false),
        Leaving::Later { seconds, share } => (seconds, share, false),
        Leaving::Soon { seconds, share } => (seconds, share, true),
        Leaving::Now => (0, 0.0, true),
    };
    let size = Sizes::of(&ticket.prefix, &ticket.digits, surface);
    TicketView {
        title: name.to_owned(),
        number: format!("{}{}", ticket.prefix, ticket.digits),
        prefix: ticket.prefix.clone(),
        digits: ticket.digits.clone(),
        ahead: wait::ahead_of_ticket(lang, ticket.ahead),
        wait: wait::range(lang, ticket.ahead, ticket.wait),
        rule: wait::rule(
            lang,
            service.map_or(LineRule::Arrival, |service| service.rule),
        ),
        warning: if ticket.in_time {
            String::new()
        } else {
            lang.pick(
                "今天可能轮不到，请问问志愿者。",
                "There may be no time left today.",
            )
            .into()
        },
        accent: service.map_or(0, |service| service.accent),
        url: ticket.url.clone(),
        code_size: size.code,
        digit_size: size.digits,
        prefix_above: size.prefix_above,
        wifi: flow
            .site
            .as_ref()
            .and_then(|site| site.wifi.as_ref())
            .map(|wifi| wifi::view(wifi, shown.wifi, surface)),
        can_undo: now.saturating_sub(shown.since) < UNDO_WINDOW,
        undoing: shown.undoing,
        seconds_left,
        share_left,
        leaving,
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
    fn of(prefix: &str, digits: &str, surface: &Surface) -> Self {
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
        let tallest = surface.height * if surface.is_portrait() { 0.24 } else { 0.44 };
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
                let size = Sizes::of("理", "012", &surface);
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
        assert!(Sizes::of("理甲", "012", &narrow).prefix_above);
        let wide = Surface::new(1920.0, 1080.0, 4.03, false);
        assert!(!Sizes::of("理", "012", &wide).prefix_above);
    }
}
