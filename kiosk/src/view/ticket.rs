//! The ticket page.

use std::time::Duration;

use crate::{
    flow::{CODE_DIGITS, Flow, Leaving, Paper, UNDO_WINDOW},
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
/// Height of the number's place in em: its digits and a little air.
const NUMBER_HEIGHT: f32 = 0.82;
/// Height of the prefix above it in em of its digits.
const PREFIX_HEIGHT: f32 = 0.56;
/// Between buttons, mm.
const GAP: f32 = 3.2;
/// Between what is said under the number, mm.
const GAP_OF_FACTS: f32 = 1.6;
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
    /// The line's rule in one sentence; empty where large text leaves no room for it.
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
    /// What becomes of its slip.
    pub paper: Paper,
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
    let rule = service.map_or(LineRule::Arrival, |service| service.rule);
    let size = Sizes::of(&ticket.prefix, &ticket.digits, surface);
    let page = TicketView {
        number: ticket.number(),
        prefix: ticket.prefix.clone(),
        digits: ticket.digits.clone(),
        ahead: wait::standing(lang, ticket),
        wait: if ticket.standing == Standing::Waiting {
            wait::range(lang, ticket.ahead, ticket.wait)
        } else {
            String::new()
        },
        rule: wait::rule(lang, rule),
        warning: warning(lang, ticket),
        accent: service.map_or(0, |service| service.accent),
        url: ticket.url.clone(),
        prefix_above: size.prefix_above,
        earlier: earlier(flow, ticket),
        can_add,
        bring_label: if takes_items {
            bring_label(lang, ticket)
        } else {
            String::new()
        },
        has_brought: ticket.brings.is_some(),
        paper: flow.paper_of(&ticket.token),
        can_undo: shown.can_undo && now.saturating_sub(shown.since) < UNDO_WINDOW,
        undoing: shown.undoing,
        wifi: flow
            .site
            .as_ref()
            .and_then(|site| site.wifi.as_ref())
            .map(|wifi| wifi::view(wifi, shown.wifi, flow.wishes.low_position, surface)),
        ..empty(name, size.code, shown.leaving, surface)
    };
    fitted(page, &size, surface)
}

/// The page of an appointment: its code in the place of a number.
pub fn booked(flow: &Flow, booked: &BookedSlot, leaving: Leaving, surface: &Surface) -> TicketView {
    let lang = flow.wishes.lang;
    let service = service(flow, &booked.service);
    let name = service.map_or("", |service| service.name.get(lang));
    let code_size = Sizes::of("", "", surface).code;
    let room = Sizes::room(code_size, surface);
    let date = booked.slot.date_naive();
    let (day, weekday) = (tiles::day(lang, date), tiles::weekday(lang, date));
    TicketView {
        number: booked.code.clone(),
        digits: booked.code.clone(),
        ahead: format!("{day} {weekday} {}", booked.slot.format("%-H:%M")),
        wait: is_booked(lang).into(),
        rule: how_to_check_in(lang).into(),
        accent: service.map_or(0, |service| service.accent),
        url: booked.url.clone(),
        paper: flow.paper_of(&booked.token),
        // Six digits in one line: each is smaller than those of a number.
        digit_size: (room / (CODE_DIGITS as f32 * DIGIT_WIDTH)).min(surface.height * 0.3),
        ..empty(name, code_size, leaving, surface)
    }
}

/// That the time is kept.
pub(super) fn is_booked(lang: Lang) -> &'static str {
    lang.pick("约好了", "Booked")
}

/// What to do on the day of an appointment.
pub(super) fn how_to_check_in(lang: Lang) -> &'static str {
    lang.pick(
        "到了那天，在这里点“预约签到”，输入这六位数字。",
        "On the day, touch Booking here and type these six digits.",
    )
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
        paper: Paper::None,
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
        // In English the name alone, as two words take the room of one line.
        (Lang::En, Some(kind)) => tiles::thing(lang, kind).into(),
    }
}

/// What has to be said in gold: that an appointment is checked in, or that time may run out.
pub(super) fn warning(lang: Lang, ticket: &IssuedTicket) -> String {
    if ticket.is_own() {
        let counts = "No network: this number counts all the same.";
        return lang.pick("网络不通，这个号照样算数。", counts).into();
    }
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

/// The page with as much as it has room for: first the title gives way and is set small, then the
/// rule. The digits take what is left, and never less than their least height.
fn fitted(page: TicketView, size: &Sizes, surface: &Surface) -> TicketView {
    let tries = [
        (page.small_title, true),
        (true, true),
        (page.small_title, false),
        (true, false),
    ];
    let tried = tries.map(|(small_title, has_rule)| TicketView {
        small_title,
        rule: if has_rule {
            page.rule.clone()
        } else {
            String::new()
        },
        ..page.clone()
    });
    let room = |page: &TicketView| surface.height - Heights::of(page, size, surface).sum();
    let ems = NUMBER_HEIGHT
        + if size.prefix_above {
            PREFIX_HEIGHT
        } else {
            0.0
        };
    let [.., last] = &tried;
    let fits = |page: &&TicketView| room(page) >= size.least * ems;
    let page = tried.iter().find(fits).unwrap_or(last);
    TicketView {
        digit_size: (room(page) / ems).min(size.most).max(size.least),
        ..page.clone()
    }
}

/// What stands above and below the number, mm.
struct Heights {
    head: f32,
    facts: f32,
    buttons: f32,
    air: f32,
}

impl Heights {
    fn of(page: &TicketView, size: &Sizes, surface: &Surface) -> Self {
        let second = surface.text_second();
        let lines = |text: &str, size: f32, width: f32| {
            measure::lines(text, size, width) as f32 * size * measure::LINE
        };
        let is_tall = surface.is_portrait();
        let room = Sizes::room(size.code, surface);
        let has_wifi_button = page.wifi.as_ref().is_some_and(|wifi| !wifi.beside);
        let in_head = page.wifi.as_ref().is_some_and(|wifi| wifi.in_head);
        let wifi_in_head = has_wifi_button && in_head && !is_tall;
        let wifi_below = has_wifi_button && !in_head;
        let beside_title = [
            (!page.earlier.is_empty()).then(|| measure::ems(&page.earlier) * second),
            wifi_in_head.then_some(15.0 + 4.8 * second),
        ];
        let taken: f32 = beside_title.iter().flatten().map(|width| width + GAP).sum();
        let title = if page.small_title {
            second
        } else {
            surface.text_main()
        };
        let in_head = if wifi_in_head { surface.target() } else { 0.0 };
        let facts = [
            (&page.ahead, surface.text_main()),
            (&page.wait, surface.text_main()),
            (&page.warning, second),
            (&page.rule, second),
        ]
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, size)| lines(text, size, room) + GAP_OF_FACTS)
        .sum::<f32>();
        let more = usize::from(page.can_add) + usize::from(!page.bring_label.is_empty());
        let buttons = if is_tall {
            // Beside the code stand 请拍照 and the buttons; below it the way back and home.
            let beside = usize::from(has_wifi_button) + more;
            let beside = second * measure::LINE + beside as f32 * (surface.target() + GAP);
            let below = 8.0 * surface.reach + 1.25 * second + 3.6;
            size.code_with_quiet_zone(surface).max(beside) + below.max(surface.target())
        } else if more > 0 || wifi_below {
            surface.target()
        } else {
            0.0
        };
        Self {
            head: lines(&page.title, title, room - taken).max(in_head),
            facts: facts - GAP_OF_FACTS,
            buttons,
            // Around everything, and between what stands below each other.
            air: 8.0 * surface.reach + if is_tall { 8.0 } else { 3.0 },
        }
    }

    fn sum(&self) -> f32 {
        self.head + self.facts + self.buttons + self.air
    }
}

/// Sizes of number and code, mm.
#[derive(Debug, PartialEq)]
struct Sizes {
    /// Font size of the digits that is read from where people stand.
    least: f32,
    /// Font size beyond which they would push the rest aside.
    most: f32,
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
        let share = if surface.is_portrait() { 0.24 } else { 0.44 };
        Self {
            least,
            most: widest.min(surface.height * share),
            code,
            prefix_above,
        }
    }

    /// Whole pixels per module make the code up to a module-pixel larger; four modules are quiet
    /// on each side.
    fn code_with_quiet_zone(&self, surface: &Surface) -> f32 {
        Self::with_quiet_zone(self.code, surface)
    }

    fn with_quiet_zone(code: f32, surface: &Surface) -> f32 {
        let module = (code * surface.px_per_mm / CODE_MODULES).ceil() / surface.px_per_mm;
        (CODE_MODULES + 8.0) * module
    }

    /// Width beside the code, or the whole width where the code stands below.
    fn room(code: f32, surface: &Surface) -> f32 {
        let whole = surface.width - 2.0 * surface.margin();
        if surface.is_portrait() {
            return whole;
        }
        whole - Self::with_quiet_zone(code, surface) - 8.0
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
                    size.least * DIGIT_HEIGHT >= least,
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
