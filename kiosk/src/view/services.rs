//! The idle screen.

use std::time::Duration;

use crate::{
    flow::Flow,
    lang::Lang,
    view::{
        Surface,
        card::{self, CardView},
        grid::{self, Grid, Need},
    },
};

/// What the idle screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicesView {
    /// Small at the top.
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
    let lang = flow.wishes.lang;
    let no_numbers = flow.is_hub_gone(now) || flow.is_unpaired();
    let cards: Vec<CardView> = flow
        .site
        .iter()
        .flat_map(|site| &site.services)
        .map(|service| card::view(service, lang, no_numbers))
        .collect();
    let banner = if no_numbers { gone(flow, lang) } else { "" };
    let need = Need::of(&cards);
    let grid = grid::plan(surface, &need, flow.wishes.low_position, lang, banner);
    let per_page = grid.cards_per_page(cards.len());
    let pages = cards.len().div_ceil(per_page.max(1)).max(1);
    let page = page % pages;
    let shown: Vec<CardView> = cards
        .into_iter()
        .skip(page * per_page)
        .take(per_page)
        .collect();
    ServicesView {
        site_name: flow
            .site
            .as_ref()
            .map_or("", |site| site.name.get(lang))
            .to_owned(),
        clock: clock.to_owned(),
        headline: headline(flow, lang).to_owned(),
        banner: banner.to_owned(),
        language_label: lang.other().own_name().to_owned(),
        large_text: flow.wishes.large_text,
        low_position: flow.wishes.low_position,
        grid,
        more_label: if pages > 1 {
            lang.pick("更多服务", "More").into()
        } else {
            String::new()
        },
        more_where: format!("{} / {pages}", page + 1),
        cards: shown,
    }
}

fn headline(flow: &Flow, lang: Lang) -> &'static str {
    match &flow.site {
        None => lang.pick("正在准备……", "Getting ready …"),
        Some(site) if site.services.is_empty() => {
            lang.pick("今天还没有服务", "No services today yet")
        }
        Some(_) => lang.pick(
            "您要办什么？点一下就取号",
            "Touch a service to get a number",
        ),
    }
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
        Some(_) => lang.pick(
            "暂时连不上，取不了号。正在重试，请稍等或找志愿者。",
            "No connection, no numbers just now. Trying again; please wait or ask a volunteer.",
        ),
    }
}
