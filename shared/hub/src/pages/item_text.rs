//! What is said of things that people bring to be repaired.

use domain::ItemKind;

use crate::lang::Words;

/// "电水壶".
pub(super) fn kind_text(words: Words, kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Kettle => words.say("Kettle"),
        ItemKind::RiceCooker => words.say("Rice cooker"),
        ItemKind::Iron => words.say("Iron"),
        ItemKind::Fan => words.say("Fan"),
        ItemKind::Lamp => words.say("Lamp"),
        ItemKind::Radio => words.say("Radio"),
        ItemKind::HairDryer => words.say("Hair dryer"),
        ItemKind::Clock => words.say("Clock or watch"),
        ItemKind::Umbrella => words.say("Umbrella"),
        ItemKind::Other => words.say("Something else"),
    }
}

/// The drawing of a kind, by name.
pub(super) fn kind_icon(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Other => "more",
        ItemKind::Kettle
        | ItemKind::RiceCooker
        | ItemKind::Iron
        | ItemKind::Fan
        | ItemKind::Lamp
        | ItemKind::Radio
        | ItemKind::HairDryer
        | ItemKind::Clock
        | ItemKind::Umbrella => kind.name(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::settings::Language;

    use super::*;
    use crate::files;

    #[test]
    fn every_kind_has_a_drawing_and_a_word_of_its_own() {
        for language in [Language::Zh, Language::En] {
            let texts: BTreeSet<_> = ItemKind::ALL
                .iter()
                .map(|kind| kind_text(Words(language), *kind))
                .collect();
            assert_eq!(texts.len(), ItemKind::ALL.len());
        }
        for kind in ItemKind::ALL {
            assert!(files::icon(kind_icon(kind)).starts_with("<svg"), "{kind:?}");
        }
    }
}
