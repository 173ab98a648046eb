//! The keypad.

use slint::ComponentHandle;

use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, PinAdapter},
    view::staff::PinView,
};

pub(super) fn wire(app: &App, hands: &Hands) {
    let page = app.global::<PinAdapter>();
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
}

pub(super) fn show(app: &App, view: &PinView) {
    let page = app.global::<PinAdapter>();
    page.set_typed(view.typed as i32);
    page.set_digits(view.digits as i32);
    page.set_message(view.message.as_str().into());
}
