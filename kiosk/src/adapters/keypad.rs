//! The keypad for visitors.

use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, KeypadAdapter},
    view::keypad::KeypadView,
};

pub(super) fn wire(app: &App, hands: &Hands) {
    let page = app.global::<KeypadAdapter>();
    let digit = hands.clone();
    page.on_digit(move |key| {
        if let Some(key) = key.chars().next() {
            digit.touch(Touch::Digit(key));
        }
    });
    let erase = hands.clone();
    page.on_erase(move || erase.touch(Touch::Erase));
    let back = hands.clone();
    page.on_back(move || back.touch(Touch::Back));
    let book = hands.clone();
    page.on_book(move || book.touch(Touch::Book));
    let enter = hands.clone();
    page.on_enter(move || enter.touch(Touch::Enter));
}

pub(super) fn show(app: &App, view: &KeypadView) {
    let page = app.global::<KeypadAdapter>();
    page.set_title(view.title.as_str().into());
    page.set_typed(view.typed.as_str().into());
    let boxes: Vec<SharedString> = view.boxes.iter().map(SharedString::from).collect();
    page.set_boxes(ModelRc::new(VecModel::from(boxes)));
    page.set_hint(view.hint.as_str().into());
    page.set_action(view.action.as_str().into());
    page.set_can_act(view.can_act);
    page.set_is_enter(view.is_enter);
}
