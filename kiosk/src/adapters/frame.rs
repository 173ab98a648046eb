//! Page, sizes and countdown.

use slint::{ComponentHandle, Global};

use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, FrameAdapter, Page as Shown, Theme},
    view::{Page, View},
};

pub(super) fn wire(app: &App, hands: &Hands) {
    let frame = app.global::<FrameAdapter>();
    let touched = hands.clone();
    frame.on_touched(move || touched.touch(Touch::Anywhere));
    let key = hands.clone();
    frame.on_key_pressed(move |text| key.key(text.into()));
    let corner = hands.clone();
    frame.on_corner_touched(move || corner.touch(Touch::Corner));
}

pub(super) fn show(app: &App, view: &View) {
    let surface = &view.frame.surface;
    let theme = Theme::get(app);
    theme.set_mm(surface.px_per_mm / view.frame.scale);
    theme.set_reach(surface.reach);
    theme.set_text_zoom(surface.text_zoom);
    theme.set_portrait(surface.is_portrait());
    theme.set_sunlight(view.frame.sunlight);
    theme.set_low(view.frame.low);
    theme.set_still(view.frame.still);

    let frame = app.global::<FrameAdapter>();
    frame.set_page(match &view.page {
        Page::Services(_) => Shown::Services,
        Page::Ticket(_) => Shown::Ticket,
        Page::Notice(_) => Shown::Notice,
        Page::Keypad(_) => Shown::Keypad,
        Page::Tiles(_) => Shown::Tiles,
        Page::Pin(_) => Shown::Pin,
        Page::Staff(_) => Shown::Staff,
        Page::FirstRun(_) => Shown::FirstRun,
    });
    frame.set_leaving(view.frame.leaving.is_some());
    if let Some((seconds, share)) = view.frame.leaving {
        frame.set_leaving_seconds(seconds as i32);
        frame.set_leaving_share(share);
    }
}
