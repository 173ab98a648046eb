//! Convenience cards: made good or void by their number, which is never shown again.

use askama::Template;
use protocol::CardsView;

use crate::lang::Words;
use crate::pages::form::{Field, Form, Group, Input, option};
use crate::pages::frame::Frame;

/// `/dashboard/settings/cards`.
#[derive(Template)]
#[template(path = "settings_cards.html")]
pub(in crate::pages) struct CardsPage {
    pub(in crate::pages) w: Words,
    pub(in crate::pages) f: Frame,
    pub(in crate::pages) c: Cards,
}

/// What stands there.
pub(in crate::pages) struct Cards {
    counts: String,
    /// What became of the last press; empty before.
    pub(in crate::pages) said: String,
    pub(in crate::pages) form: Form,
}

impl Cards {
    /// How many there are, and the form for one.
    pub(in crate::pages) fn new(view: CardsView, words: Words) -> Self {
        Self {
            counts: words.fill(
                "{0} cards are valid, {1} are void.",
                [&view.valid.to_string(), &view.revoked.to_string()],
            ),
            said: String::new(),
            form: form(words),
        }
    }
}

fn form(words: Words) -> Form {
    let number = Field::line("number", words.say("Number on the card"), "text", "");
    let classes = [
        option("priority", words.say("Priority"), true),
        option("standard", words.say("Standard"), false),
    ];
    Form {
        groups: vec![Group {
            legend: words.say("A card"),
            fields: vec![
                number.help(words.say(
                    "As printed, with or without blanks. It is not kept: only what is computed from it.",
                )),
                Field::one("class", words.say("Whoever shows it waits as"), classes.into()),
            ],
        }],
        ..Form::default()
    }
}
