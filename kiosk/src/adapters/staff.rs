//! The staff page.

use std::rc::Rc;

use slint::{ComponentHandle, VecModel};

use super::{as_model, picture, write_rows};
use crate::{
    flow::{StaffChoice, Touch},
    kiosk::Hands,
    site_now::LinkKind,
    ui::{App, Choice, StaffAdapter, StaffPart},
    view::{
        Surface,
        staff::{ChoiceView, Part, StaffView},
    },
};

pub(super) fn wire(app: &App, hands: &Hands, choices: &Rc<VecModel<Choice>>) {
    let page = app.global::<StaffAdapter>();
    page.set_choices(as_model(choices));
    let chosen = hands.clone();
    page.on_chosen(move |key| {
        if let Some(choice) = choice_of(&key) {
            chosen.touch(Touch::Staff(choice));
        }
    });
    let smaller = hands.clone();
    page.on_smaller(move || smaller.touch(Touch::Ruler { larger: false }));
    let larger = hands.clone();
    page.on_larger(move || larger.touch(Touch::Ruler { larger: true }));
    let back = hands.clone();
    page.on_back(move || back.touch(Touch::Back));
}

pub(super) fn show(app: &App, choices: &VecModel<Choice>, view: &StaffView, surface: &Surface) {
    let page = app.global::<StaffAdapter>();
    page.set_part(match view.part {
        Part::Menu => StaffPart::Menu,
        Part::Stations => StaffPart::Stations,
        Part::Link => StaffPart::Link,
        Part::Ruler => StaffPart::Ruler,
        Part::About => StaffPart::About,
    });
    page.set_title(view.title.as_str().into());
    page.set_hub_state(view.hub_state.as_str().into());
    page.set_addresses(view.addresses.as_str().into());
    page.set_detail(view.detail.as_str().into());
    page.set_columns(view.columns as i32);
    page.set_code(picture::code(&view.url, view.code_size, surface));
    page.set_has_code(!view.url.is_empty());
    page.set_ruler_value(view.ruler.as_str().into());
    write_rows(choices, view.choices.iter().map(row).collect());
}

fn row(view: &ChoiceView) -> Choice {
    Choice {
        key: key_of(&view.choice).into(),
        label: view.label.as_str().into(),
        active: view.active,
    }
}

/// What a desk's key begins with; the station follows.
const DESK: &str = "desk:";

fn key_of(choice: &StaffChoice) -> String {
    match choice {
        StaffChoice::DeskLinks => "desks".into(),
        StaffChoice::Link(LinkKind::Desk { station }) => {
            format!("{DESK}{}", station.as_deref().unwrap_or_default())
        }
        StaffChoice::Link(LinkKind::Board) => "board".into(),
        StaffChoice::Link(LinkKind::Dashboard) => "dashboard".into(),
        StaffChoice::DefaultLanguage => "language".into(),
        StaffChoice::DefaultLowPosition => "low".into(),
        StaffChoice::Sunlight => "sunlight".into(),
        StaffChoice::Motion => "motion".into(),
        StaffChoice::Cards => "cards".into(),
        StaffChoice::Voice => "voice".into(),
        StaffChoice::Ruler => "ruler".into(),
        StaffChoice::TestPage => "test-page".into(),
        StaffChoice::Reprint => "reprint".into(),
        StaffChoice::Void => "void".into(),
        StaffChoice::Stick => "stick".into(),
        StaffChoice::About => "about".into(),
        StaffChoice::Exit => "exit".into(),
    }
}

fn choice_of(key: &str) -> Option<StaffChoice> {
    if let Some(station) = key.strip_prefix(DESK) {
        let station = (!station.is_empty()).then(|| station.to_owned());
        return Some(StaffChoice::Link(LinkKind::Desk { station }));
    }
    match key {
        "desks" => Some(StaffChoice::DeskLinks),
        "board" => Some(StaffChoice::Link(LinkKind::Board)),
        "dashboard" => Some(StaffChoice::Link(LinkKind::Dashboard)),
        "language" => Some(StaffChoice::DefaultLanguage),
        "low" => Some(StaffChoice::DefaultLowPosition),
        "sunlight" => Some(StaffChoice::Sunlight),
        "motion" => Some(StaffChoice::Motion),
        "cards" => Some(StaffChoice::Cards),
        "voice" => Some(StaffChoice::Voice),
        "ruler" => Some(StaffChoice::Ruler),
        "test-page" => Some(StaffChoice::TestPage),
        "reprint" => Some(StaffChoice::Reprint),
        "void" => Some(StaffChoice::Void),
        "stick" => Some(StaffChoice::Stick),
        "about" => Some(StaffChoice::About),
        "exit" => Some(StaffChoice::Exit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_comes_back_as_what_it_was() {
        for choice in [
            StaffChoice::DeskLinks,
            StaffChoice::Link(LinkKind::Desk { station: None }),
            StaffChoice::Link(LinkKind::Desk {
                station: Some("3".into()),
            }),
            StaffChoice::Link(LinkKind::Board),
            StaffChoice::Link(LinkKind::Dashboard),
            StaffChoice::DefaultLanguage,
            StaffChoice::DefaultLowPosition,
            StaffChoice::Sunlight,
            StaffChoice::Motion,
            StaffChoice::Cards,
            StaffChoice::Voice,
            StaffChoice::Ruler,
            StaffChoice::TestPage,
            StaffChoice::Reprint,
            StaffChoice::Void,
            StaffChoice::Stick,
            StaffChoice::About,
            StaffChoice::Exit,
        ] {
            assert_eq!(choice_of(&key_of(&choice)), Some(choice));
        }
        assert_eq!(choice_of("something else"), None);
    }
}
