//! The notice page.

use slint::ComponentHandle;

use crate::{
    flow::Touch,
    kiosk::Hands,
    ui::{App, NoticeAdapter, NoticeKind},
    view::notice::{Kind, NoticeView},
};

pub(super) fn wire(app: &App, hands: &Hands) {
    let page = app.global::<NoticeAdapter>();
    let action = hands.clone();
    page.on_action_touched(move || action.touch(Touch::NoticeAction));
    let back = hands.clone();
    page.on_back_touched(move || back.touch(Touch::NoticeBack));
}

pub(super) fn show(app: &App, view: &NoticeView) {
    let page = app.global::<NoticeAdapter>();
    page.set_kind(match view.kind {
        Kind::Working => NoticeKind::Working,
        Kind::Offline => NoticeKind::Offline,
        Kind::Refused => NoticeKind::Refused,
        Kind::Cancelled => NoticeKind::Cancelled,
    });
    page.set_title(view.title.as_str().into());
    page.set_detail(view.detail.as_str().into());
    page.set_action(view.action.as_str().into());
    page.set_back(view.back.as_str().into());
}
