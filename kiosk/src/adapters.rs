//! Carry views into Slint and touches out of it: one file per page, one global each.

mod first_run;
mod frame;
mod keypad;
mod notice;
mod picture;
mod pin;
mod services;
mod staff;
mod ticket;
mod tiles;

use std::rc::Rc;

use slint::{Model, ModelRc, VecModel};

use crate::{
    kiosk::Hands,
    ui::{App, CardData, Choice, LinkCode, TileData},
    view::{Page, View},
};

/// Lists that pages show. They live as long as the window, so that a row that
/// did not change is not made anew under a finger.
pub(crate) struct Models {
    cards: Rc<VecModel<CardData>>,
    choices: Rc<VecModel<Choice>>,
    links: Rc<VecModel<LinkCode>>,
    tiles: Rc<VecModel<TileData>>,
}

/// Connects every touch with the flow.
pub(crate) fn wire(app: &App, hands: &Hands) -> Models {
    let models = Models {
        cards: Rc::default(),
        choices: Rc::default(),
        links: Rc::default(),
        tiles: Rc::default(),
    };
    frame::wire(app, hands);
    services::wire(app, hands, &models.cards);
    ticket::wire(app, hands);
    notice::wire(app, hands);
    keypad::wire(app, hands);
    tiles::wire(app, hands, &models.tiles);
    pin::wire(app, hands);
    staff::wire(app, hands, &models.choices);
    first_run::wire(app, hands, &models.links);
    models
}

/// Shows `view`.
pub(crate) fn show(app: &App, models: &Models, view: &View) {
    match &view.page {
        Page::Services(page) => services::show(app, &models.cards, page),
        Page::Ticket(page) => ticket::show(app, page, &view.frame.surface),
        Page::Notice(page) => notice::show(app, page),
        Page::Keypad(page) => keypad::show(app, page),
        Page::Tiles(page) => tiles::show(app, &models.tiles, page),
        Page::Pin(page) => pin::show(app, page),
        Page::Staff(page) => staff::show(app, &models.choices, page, &view.frame.surface),
        Page::FirstRun(page) => first_run::show(app, &models.links, page, &view.frame.surface),
    }
    // Last, so that no page appears with the texts of its former visitor.
    frame::show(app, view);
}

fn as_model<T: Clone + 'static>(model: &Rc<VecModel<T>>) -> ModelRc<T> {
    ModelRc::from(Rc::clone(model))
}

/// Writes only the rows that differ.
fn write_rows<T: Clone + PartialEq + 'static>(model: &VecModel<T>, rows: Vec<T>) {
    while model.row_count() > rows.len() {
        model.remove(model.row_count() - 1);
    }
    for (i, row) in rows.into_iter().enumerate() {
        if i == model.row_count() {
            model.push(row);
        } else if model.row_data(i).as_ref() != Some(&row) {
            model.set_row_data(i, row);
        }
    }
}
