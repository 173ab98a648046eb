//! The ticket page.

use slint::ComponentHandle;

use super::picture;
use crate::{
    flow::{Paper, Touch},
    kiosk::Hands,
    ui::{App, SlipState, TicketAdapter},
    view::{Surface, ticket::TicketView, wifi::WifiView},
};

pub(super) fn wire(app: &App, hands: &Hands) {
    let page = app.global::<TicketAdapter>();
    let done = hands.clone();
    page.on_done(move || done.touch(Touch::Done));
    let undo = hands.clone();
    page.on_undo(move || undo.touch(Touch::Undo));
    let also = hands.clone();
    page.on_also(move || also.touch(Touch::Also));
    let bring = hands.clone();
    page.on_bring(move || bring.touch(Touch::Bring));
    let wifi = hands.clone();
    page.on_wifi(move || wifi.touch(Touch::Wifi));
}

pub(super) fn show(app: &App, view: &TicketView, surface: &Surface) {
    let page = app.global::<TicketAdapter>();
    page.set_title(view.title.as_str().into());
    page.set_prefix(view.prefix.as_str().into());
    page.set_digits(view.digits.as_str().into());
    page.set_number(view.number.as_str().into());
    page.set_ahead(view.ahead.as_str().into());
    page.set_wait(view.wait.as_str().into());
    page.set_rule(view.rule.as_str().into());
    page.set_warning(view.warning.as_str().into());
    page.set_accent(view.accent.into());
    // Drawn once per ticket: the ring moves five times a second, the code does not.
    let shows = slint::format!("{} {}", view.url, view.code_size * surface.px_per_mm);
    if page.get_code_of() != shows {
        page.set_code(picture::code(&view.url, view.code_size, surface));
        page.set_has_code(!view.url.is_empty());
        page.set_code_of(shows);
    }
    page.set_digit_size(view.digit_size);
    page.set_prefix_above(view.prefix_above);
    show_wifi(&page, view.wifi.as_ref(), surface);
    page.set_small_title(view.small_title);
    page.set_earlier(view.earlier.as_str().into());
    page.set_can_add(view.can_add);
    page.set_bring_label(view.bring_label.as_str().into());
    page.set_has_brought(view.has_brought);
    page.set_paper(match view.paper {
        Paper::None => SlipState::None,
        Paper::Coming => SlipState::Coming,
        Paper::Came => SlipState::Came,
    });
    page.set_can_undo(view.can_undo);
    page.set_undoing(view.undoing);
    page.set_seconds_left(view.seconds_left as i32);
    page.set_share_left(view.share_left);
    page.set_leaving(view.leaving);
}

fn show_wifi(page: &TicketAdapter, wifi: Option<&WifiView>, surface: &Surface) {
    page.set_wifi_beside(wifi.is_some_and(|wifi| wifi.beside));
    page.set_wifi_offered(wifi.is_some_and(|wifi| !wifi.beside));
    page.set_wifi_in_head(wifi.is_none_or(|wifi| wifi.in_head));
    page.set_wifi_open(wifi.is_some_and(|wifi| wifi.open));
    let Some(wifi) = wifi else { return };
    page.set_wifi_name(wifi.name.as_str().into());
    let shows = slint::format!("{} {}", wifi.payload, wifi.code_size * surface.px_per_mm);
    if page.get_wifi_code_of() != shows {
        page.set_wifi_code(picture::code(&wifi.payload, wifi.code_size, surface));
        page.set_wifi_code_of(shows);
    }
}
