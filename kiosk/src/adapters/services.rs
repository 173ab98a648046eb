//! The idle screen.

use std::rc::Rc;

use slint::{ComponentHandle, VecModel};

use super::{as_model, write_rows};
use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, CardData, CardGrid, CardShape, ServicesAdapter},
    view::{
        card::CardView,
        grid::{GAP, Grid, Shape},
        services::ServicesView,
    },
};

pub(super) fn wire(app: &App, hands: &Hands, cards: &Rc<VecModel<CardData>>) {
    let page = app.global::<ServicesAdapter>();
    page.set_cards(as_model(cards));
    let card = hands.clone();
    page.on_card_touched(move |id| card.touch(Touch::Card(id.into())));
    let more = hands.clone();
    page.on_more_touched(move || more.touch(Touch::More));
    let language = hands.clone();
    page.on_language_touched(move || language.touch(Touch::Language));
    let large = hands.clone();
    page.on_large_text_touched(move || large.touch(Touch::LargeText));
    let codes = hands.clone();
    page.on_codes_touched(move || codes.touch(Touch::Codes));
    let with_card = hands.clone();
    page.on_use_card_touched(move || with_card.touch(Touch::UseCard));
    let back = hands.clone();
    page.on_back_touched(move || back.touch(Touch::Back));
    let low = hands.clone();
    page.on_low_position_touched(move || low.touch(Touch::LowPosition));
}

pub(super) fn show(app: &App, cards: &VecModel<CardData>, view: &ServicesView) {
    let page = app.global::<ServicesAdapter>();
    page.set_site_name(view.site_name.as_str().into());
    page.set_clock(view.clock.as_str().into());
    page.set_headline(view.headline.as_str().into());
    page.set_banner(view.banner.as_str().into());
    page.set_language_label(view.language_label.as_str().into());
    page.set_large_text(view.large_text);
    page.set_low_position(view.low_position);
    page.set_has_codes(view.has_codes);
    page.set_has_card(view.has_card);
    page.set_has_back(view.has_back);
    page.set_grid(grid(&view.grid));
    page.set_more_label(view.more_label.as_str().into());
    page.set_more_where(view.more_where.as_str().into());
    write_rows(cards, view.cards.iter().map(card).collect());
}

fn grid(grid: &Grid) -> CardGrid {
    CardGrid {
        columns: grid.columns as i32,
        left: grid.left,
        top: grid.top,
        width: grid.width,
        height: grid.height,
        gap: GAP,
        icon: grid.icon,
        boost: grid.boost,
        both_names: grid.both_names,
        shape: match grid.shape {
            Shape::Tall => CardShape::Tall,
            Shape::Wide => CardShape::Wide,
            Shape::Bare => CardShape::Bare,
        },
        one_line: grid.one_line,
        note_beside: grid.note_beside,
        headline: grid.headline,
        bar_boost: grid.bar_boost,
    }
}

fn card(card: &CardView) -> CardData {
    CardData {
        id: card.id.as_str().into(),
        icon: card.icon.as_str().into(),
        accent: card.accent.into(),
        name: card.name.as_str().into(),
        other_name: card.other_name.as_str().into(),
        line_one: card.line_one.as_str().into(),
        line_two: card.line_two.as_str().into(),
        note: card.note.as_str().into(),
        stations_open: card.stations_open as i32,
        stations_total: card.stations_total as i32,
        can_take: card.can_take,
        label: card.label.as_str().into(),
    }
}
