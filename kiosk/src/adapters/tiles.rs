//! Pages of large buttons.

use std::rc::Rc;

use slint::{ComponentHandle, VecModel};

use super::{as_model, write_rows};
use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, TileData, TileGrid, TilesAdapter},
    view::tiles::{GAP, TileView, TilesView},
};

pub(super) fn wire(app: &App, hands: &Hands, tiles: &Rc<VecModel<TileData>>) {
    let page = app.global::<TilesAdapter>();
    page.set_tiles(as_model(tiles));
    let chosen = hands.clone();
    page.on_chosen(move |key| chosen.touch(Touch::Tile(key.into())));
    let more = hands.clone();
    page.on_more(move || more.touch(Touch::More));
    let back = hands.clone();
    page.on_back(move || back.touch(Touch::Back));
}

pub(super) fn show(app: &App, tiles: &VecModel<TileData>, view: &TilesView) {
    let page = app.global::<TilesAdapter>();
    page.set_title(view.title.as_str().into());
    page.set_more_label(view.more_label.as_str().into());
    page.set_back_label(view.back_label.as_str().into());
    page.set_grid(TileGrid {
        columns: view.plan.columns as i32,
        left: view.plan.left,
        top: view.plan.top,
        width: view.plan.width,
        height: view.plan.height,
        gap: GAP,
        icon: view.plan.icon,
        boost: view.plan.boost,
    });
    write_rows(tiles, view.tiles.iter().map(row).collect());
}

fn row(view: &TileView) -> TileData {
    TileData {
        key: view.key.as_str().into(),
        label: view.label.as_str().into(),
        note: view.note.as_str().into(),
        icon: view.icon.as_str().into(),
        active: view.active,
    }
}
