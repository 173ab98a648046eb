//! The idle screen.

use std::time::Duration;

use crate::{
    flow::Flow,
    lang::Lang,
    site_now::ServiceNow,
    view::{
        Surface,
        card::{self, CardView},
        grid::{self, Ask, Grid, Need},
        keypad,
    },
};

/// What the idle screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicesView {
    /// Small at the top: the site, or what must not be missed where there is no headline.
    pub site_name: String,
    /// Small beside it.
    pub clock: String,
    /// What to do.
    pub headline: String,
    /// Said when the hub gives no answer, or none to this kiosk; empty otherwise.
    pub banner: String,
    /// The other language in itself.
    pub language_label: String,
    /// State of the switch.
    pub large_text: bool,
    /// State of the switch.
    pub low_position: bool,
    /// Appointments are offered.
    pub has_codes: bool,
    /// Taking a number with a card is offered.
    pub has_card: bool,
    /// This is the page for one more number: it leads back to the one in hand.
    pub has_back: bool,
    /// Where the cards stand.
    pub grid: Grid,
    /// The cards of this page.
    pub cards: Vec<CardView>,
    /// Label of the card that leads to the next page; empty without one.
    pub more_label: String,
    /// "1 / 3".
    pub more_where: String,
}

/// The idle screen, page `page` (counted on and on; it wraps).
pub fn view(
    flow: &Flow,
    now: Duration,
    surface: &Surface,
    page: usize,
    clock: &str,
) -> ServicesView {
    let services = flow.site.iter().flat_map(|site| &site.services);
    let shown = Shown {
        headline: headline(flow, flow.wishes.lang),
        has_codes: flow.takes_appointments(),
        has_card: flow.settings.cards,
        has_back: false,
    };
    laid_out(flow, services, shown, now, surface, page, clock)
}

/// The page of the other services, for one more number of the same visit.
pub fn also(
    flow: &Flow,
    now: Duration,
    surface: &Surface,
    page: usize,
    clock: &str,
) -> ServicesView {
    let lang = flow.wishes.lang;
    let shown = Shown {
        headline: lang.pick("还要办什么？", "What else?").into(),
        has_codes: false,
        has_card: false,
        has_back: true,
    };
    laid_out(
        flow,
        flow.other_services(),
        shown,
        now,
        surface,
        page,
        clock,
    )
}

/// What differs between the two.
struct Shown {
    headline: String,
    has_codes: bool,
    has_card: bool,
    has_back: bool,
}

fn laid_out<'a>(
    flow: &Flow,
    services: impl Iterator<Item = &'a ServiceNow>,
    shown: Shown,
    now: Duration,
    surface: &Surface,
    page: usize,
    clock: &str,
) -> ServicesView {
    let lang = flow.wishes.lang;
    // What the cards say of the line is old then; numbers may be given all the same.
    let is_gone = flow.is_hub_gone(now) || flow.is_unpaired();
    let can_give = !is_gone || flow.gives_alone();
    let cards: Vec<CardView> = services
        .map(|service| CardView {
            can_take: service.state.can_take() && can_give,
            ..card::view(service, lang, is_gone)
        })
        .collect();
    let banner = if is_gone { gone(flow, lang) } else { "" };
    let need = Need::of(&cards);
    let ask = Ask {
        low: flow.wishes.low_position,
        lang,
        banner,
        buttons: [shown.has_codes, shown.has_card, shown.has_back]
            .into_iter()
            .filter(|has| *has)
            .count(),
    };
    let grid = grid::plan(surface, &need, &ask);
    let per_page = grid.cards_per_page(cards.len());
    let pages = cards.len().div_ceil(per_page.max(1)).max(1);
    let page = page % pages;
    let on_page: Vec<CardView> = cards
        .into_iter()
        .skip(page * per_page)
        .take(per_page)
        .collect();
    ServicesView {
        site_name: if grid.headline || !(shown.has_back || flow.card.is_some()) {
            let site = flow.site.as_ref();
            site.map_or("", |site| site.name.get(lang)).to_owned()
        } else {
            // There is no room for a headline, and this one has to be said.
            shown.headline.clone()
        },
        clock: clock.to_owned(),
        headline: shown.headline,
        banner: banner.to_owned(),
        language_label: lang.other().own_name().to_owned(),
        large_text: flow.wishes.large_text,
        low_position: flow.wishes.low_position,
        has_codes: shown.has_codes,
        has_card: shown.has_card,
        has_back: shown.has_back,
        grid,
        more_label: if pages > 1 {
            lang.pick("更多服务", "More").into()
        } else {
            String::new()
        },
        more_where: format!("{} / {pages}", page + 1),
        cards: on_page,
    }
}

fn headline(flow: &Flow, lang: Lang) -> String {
    let headline = match (&flow.site, &flow.card) {
        (None, _) => lang.pick("正在准备……", "Getting ready …"),
        (Some(site), _) if site.services.is_empty() => {
            lang.pick("今天还没有服务", "No services today yet")
        }
        (Some(_), Some(number)) => return keypad::card_ending(lang, number),
        (Some(_), None) => lang.pick(
            "您要办什么？点一下就取号",
            "Touch a service to get a number",
        ),
    };
    headline.to_owned()
}

fn gone(flow: &Flow, lang: Lang) -> &'static str {
    match &flow.site {
        _ if flow.is_unpaired() => lang.pick(
            "这台机器需要重新配对，现在取不了号。请找志愿者。",
            "This screen has to be paired again before it gives numbers. Please ask a volunteer.",
        ),
        None => lang.pick(
            "还没连上取号服务，正在重试。请工作人员看看网络。",
            "Not connected yet. Trying again. Staff: please check the network.",
        ),
        Some(_) if flow.gives_alone() => lang.pick(
            "网络断了，照常取号，号照样算数。",
            "No network just now. Numbers are given all the same, and they count.",
        ),
        Some(_) => lang.pick(
            "暂时连不上，取不了号。正在重试，请稍等或找志愿者。",
            "No connection, no numbers just now. Trying again; please wait or ask a volunteer.",
        ),
    }
}
