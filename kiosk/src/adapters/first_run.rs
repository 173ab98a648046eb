//! The first-run page.

use std::rc::Rc;

use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use super::{as_model, picture, write_rows};
use crate::{
    flow::{FirstRunStep as Step, Touch},
    kiosk::Hands,
    lang::Lang,
    ui::{App, FirstRunAdapter, FirstRunStep, LinkCode},
    view::{Surface, first_run::FirstRunView},
};

pub(super) fn wire(app: &App, hands: &Hands, links: &Rc<VecModel<LinkCode>>) {
    let page = app.global::<FirstRunAdapter>();
    page.set_links(as_model(links));
    let language = hands.clone();
    page.on_language_chosen(move |chinese| {
        language.touch(Touch::FirstLanguage(if chinese {
            Lang::Zh
        } else {
            Lang::En
        }));
    });
    let smaller = hands.clone();
    page.on_smaller(move || smaller.touch(Touch::Ruler { larger: false }));
    let larger = hands.clone();
    page.on_larger(move || larger.touch(Touch::Ruler { larger: true }));
    let named = hands.clone();
    page.on_site_named(move |name| named.touch(Touch::SiteName(name.into())));
    let next = hands.clone();
    page.on_next(move || next.touch(Touch::FirstNext));
}

pub(super) fn show(app: &App, links: &VecModel<LinkCode>, view: &FirstRunView, surface: &Surface) {
    let page = app.global::<FirstRunAdapter>();
    page.set_step(match view.step {
        Step::Language => FirstRunStep::Language,
        Step::Size => FirstRunStep::Size,
        Step::Site => FirstRunStep::Site,
        Step::Codes => FirstRunStep::Codes,
    });
    page.set_title(view.title.as_str().into());
    page.set_detail(view.detail.as_str().into());
    page.set_chinese(view.chinese);
    page.set_site_name(view.site_name.as_str().into());
    let lines: Vec<SharedString> = view.lines.iter().map(SharedString::from).collect();
    page.set_lines(ModelRc::new(VecModel::from(lines)));
    page.set_pin(view.pin.as_str().into());
    page.set_addresses(view.addresses.as_str().into());
    page.set_ruler_value(view.ruler.as_str().into());
    page.set_next_label(view.next.as_str().into());
    let rows = view.links.iter().map(|(label, address)| LinkCode {
        label: label.as_str().into(),
        address: address.as_str().into(),
        code: picture::code(address, view.code_size, surface),
    });
    write_rows(links, rows.collect());
}
